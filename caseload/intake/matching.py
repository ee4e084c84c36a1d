"""Which stored record a cell or a row of a file means; what is stored is asked for, however much."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from caseload.errors import Invalid
from caseload.intake.layout import Layout
from caseload.intake.values import DERIVED
from caseload.intake.whose import Whose
from caseload.records.client import Client
from caseload.records.instrument import Instrument
from caseload.records.kinds import PARENTS, kind_of, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, public_fields
from caseload.records.of.names import fold, is_me, readings, said_as
from caseload.records.of.namesakes import told
from caseload.records.of.tail import significant
from caseload.records.waiver import Waiver
from caseload.store import bulk, rows
from caseload.store.bulk import Known
from caseload.store.core import Store
from caseload.store.reads.identifiers import numbered, of_member
from caseload.store.reads.listed import exported
from caseload.store.reads.screening import known_as
from caseload.store.seen import Equals

_REMEMBERED = 4096
"""So many records of a kind are not asked for again."""


class Index:
    """The stored records of one kind, by what a file may call them; matched whole, never by a part.

    Those that the running import brings are not among them.
    """

    def __init__(self, store: Store, kind: type[Record]) -> None:
        self._store = store
        self._kind = kind
        self.next = bulk.next_id(store, kind)
        """The number from which those are new that the import brings."""
        self._sources = bulk.sources(store, kind)
        self.known: Callable[[int], Known | None] = lru_cache(_REMEMBERED)(self._known)
        """The record of a number, the voided too."""

    def find(self, text: str, source: str, whose: Whose = Whose.OURS) -> int:
        """The number of the record meant: by typed id, then external_id, then, for a client, handle and whole name.

        An external_id of the same source comes first, else the only one of any source; a voided record answers only
        where no other does. In a row that is not certainly ours external_id comes before the typed id, which is written
        small: an agency's C12 is not c12. Raises Invalid where none or several answer.
        """
        if self._kind is Client and is_me(text):
            raise Invalid(
                "is nobody's, and a client is needed here", "such as c1, an external_id, handle or whole name"
            )
        if whose is not Whose.OURS:
            self._refuse_two(text.strip(), source)
        for voided in (False, True):
            for several in self._answers(text, source, whose):
                if found := [one.id for one in several if one.voided is voided]:
                    return self._one(found)
        table, more = self._kind.TABLE, _NAMED.get(self._kind, "")
        raise Invalid(f"is no {table} stored here", f"an id such as {self._kind.PREFIX}1, an external_id{more}")

    def _refuse_two(self, text: str, source: str) -> None:
        """Refuse what is one record's typed id and another's external_id, or a typed id in capitals."""
        ref = parse_ref(text)
        if ref is None or ref[0] is not self._kind:
            return
        named = self.called(text, source) or self.called(text, *self._sources)
        found = [one.id for one in named if not one.voided]
        if found and (one := self.known(ref[1])) and not one.voided and one.id not in found:
            self._one([one.id, *found])
        if not named and text != f"{self._kind.PREFIX}{ref[1]}":
            raise Invalid(
                f"is no external_id of a {self._kind.TABLE} here", f"a typed id is {self._kind.PREFIX}{ref[1]}"
            )

    def called(self, external_id: str, *sources: str | None) -> list[Known]:
        """The records that have that external_id in one of the sources, the voided too."""
        try:
            external_id.encode()
        except UnicodeEncodeError:
            # No text that SQLite could be asked for.
            return []
        return [one for one in bulk.called(self._store, self._kind, external_id, sources) if one.id < self.next]

    def brought(self, external_id: str, source: str | None) -> int | None:
        """The number of the record that the running import has stored under that external_id and source."""
        found = bulk.called(self._store, self._kind, external_id, (source,))
        return next((one.id for one in found if one.id >= self.next), None)

    def _known(self, number: int) -> Known | None:
        return bulk.known(self._store, self._kind, number) if number < self.next else None

    def _answers(self, text: str, source: str, whose: Whose) -> Iterable[Sequence[Known]]:
        ref = parse_ref(text)
        typed = self._those([ref[1]] if ref and ref[0] is self._kind else [])
        if whose is Whose.OURS:
            yield typed
        yield self.called(text.strip(), source)
        yield self.called(text.strip(), *self._sources)
        yield typed
        if self._kind is Client:
            wanted = fold(text)
            yield self._those(number for number, one in self.clients.items() if one.handle == wanted)
            named = (number for reading in readings(text) for number in self._names.get(reading, ()))
            yield self._those(sorted(set(named)))
            yield self._those(sorted(_numbered(self._store, text)))
        if self._kind is Instrument:
            yield self._those([self._instrument(text)])

    def _instrument(self, text: str) -> int:
        """The number of the instrument of a name: one that comes with the program is stored with what names it."""
        one = known_as(self._store, text)
        if one and not one.id:
            one = self._store.add(one)
            self.next = max(self.next, one.id + 1)
            self.known.cache_clear()  # type: ignore[attr-defined]
        return one.id if one else 0

    def _those(self, numbers: Iterable[int]) -> list[Known]:
        return [one for one in map(self.known, numbers) if one]

    def _one(self, numbers: Sequence[int]) -> int:
        if len(numbers) > 1:
            refs = [f"{self._kind.PREFIX}{number}" for number in numbers]
            named = told([self.clients[number] for number in numbers]) if self._kind is Client else refs
            raise Invalid(f"could be {' or '.join(named)}", "the typed id of one of them")
        return numbers[0]

    @cached_property
    def clients(self) -> dict[int, Client]:
        """The clients themselves, for an index of clients."""
        return {one.id: one for one in exported(self._store, Client, voided=True)}

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for one in self.clients.values():
            for name in said_as(one.given_name, one.family_name, one.preferred_name):
                found[name].append(one.id)
        return found


def _numbered(store: Store, text: str) -> set[int]:
    """The clients whom an agency or a payer knows by that number, the whole of it."""
    if not any(map(str.isdigit, text)) or len(significant(text)) < _LEAST:
        return set()
    return {one.client_id for one in numbered(store, text)} | {one.client_id for one in of_member(store, text)}


_LEAST = 5
"""So many letters and digits of a number of an agency's tell whose it is."""

_NAMED: Mapping[type[Record], str] = {
    Client: ", handle, whole name or number of an agency's",
    Instrument: ", or a name of caseload instrument list; the column outside takes one done elsewhere",
}
"""By what else a record of a kind is found in a cell."""


def known_clients(store: Store) -> Callable[[str], bool]:
    """What tells whether a cell is a client who is stored."""
    index = Index(store, Client)

    def is_client(text: str) -> bool:
        try:
            return bool(index.find(text, "", Whose.UNSAID))
        except Invalid:
            return False

    return is_client


class Indexes(dict[str, Index]):
    """An index by table, made when first needed; `source` is where the running import's rows come from."""

    def __init__(self, store: Store, source: str) -> None:
        super().__init__()
        self._store = store
        self._source = source

    def __missing__(self, table: str) -> Index:
        self[table] = Index(self._store, kind_of(table))
        return self[table]

    def client_of(self, record: Record) -> int | None:
        """The number of the client whom a record of a file is about, its parent or its item stored here."""
        if isinstance(record, Waiver):
            about = parse_ref(record.item)
        elif type(record) in PARENTS:
            column, parent = PARENTS[type(record)]
            about = parent, getattr(record, column)
        else:
            return getattr(record, "client_id", None)
        one = self[about[0].TABLE].known(about[1]) if about else None
        return one.client_id if one else None

    def finder(self, table: str, whose: Whose = Whose.OURS) -> Callable[[str], int]:
        """What finds the number of a record of that table in a cell."""
        return lambda text: self[table].find(text, self._source, whose)


class Recognised:
    """Which rows of a file are stored already."""

    def __init__(self, store: Store, kind: type[Record], index: Index, fields: Sequence[Field]) -> None:
        """`fields` are those that the file's map sets, those that tell where a row came from left out."""
        self._store = store
        self._kind = kind
        self._index = index
        self._fields = fields
        self._alike: dict[str | None, Equals] = {}

    def find(self, record: Record) -> int | None:
        """The number under which a row is stored: by its id, by external_id and source, else by every mapped value.

        Of equal rows the nth is the nth that is stored.
        """
        if record.id and self._index.known(record.id):
            return record.id
        if record.external_id is not None:
            return self.holder(record)
        if record.id or self.is_new(record.source):
            return None
        return self._alike[record.source].take(tuple(rows.stored(field, record) for field in self._fields))

    def holder(self, record: Record) -> int | None:
        """The number of the stored record that has this one's external_id and source."""
        found = self._index.called(record.external_id or "", record.source)
        return found[0].id if found else None

    def is_new(self, source: str | None) -> bool:
        """Whether nothing is stored of that source, or all of it has been recognised."""
        if source not in self._alike:
            self._alike[source] = Equals(self._values(source))
        return not self._alike[source]

    def _values(self, source: str | None) -> Iterable[tuple[int, Hashable]]:
        stored = bulk.values_of_source(self._store, self._kind, source, self._fields)
        return ((number, values) for number, values in stored if number < self._index.next)


_UNCOMPARED = frozenset({"id", "source", "created_at", "updated_at", "voided_at", "void_reason"})
"""Where, when and how a record was made and taken back; two rows that differ in these alone are one."""


def compared(kind: type[Record], layout: Layout) -> list[Field]:
    """The columns by which rows without a number of their own are told from one another."""
    derived = [key for name, one in DERIVED.get(kind, {}).items() if name in layout.keys for key in one.gives]
    keys = {*layout.keys, *derived}
    fields = public_fields(kind, layout.own)
    return [field for field in fields if field.key in keys and (field.own or field.name not in _UNCOMPARED)]
