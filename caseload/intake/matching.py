"""Which stored record a cell or a row of a file means; what is stored is read once, not once a row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from caseload.errors import Invalid
from caseload.records.base import Record
from caseload.records.client import Client
from caseload.records.kinds import kind_of, parse_ref
from caseload.records.names import fold
from caseload.store import bulk, queries, rows
from caseload.store.core import Store
from caseload.store.lookup import spellings


class Index:
    """The stored records of one kind, by what a file may call them; matched whole, never by a part."""

    def __init__(self, store: Store, kind: type[Record]) -> None:
        self._store = store
        self._kind = kind
        self.known = {one.id: one for one in bulk.known(store, kind)}
        self.external: dict[str, list[int]] = defaultdict(list)
        for one in self.known.values():
            if one.external_id is not None:
                self.external[one.external_id].append(one.id)

    def find(self, text: str, source: str) -> int:
        """The number of the record meant: by typed id, then external_id, then, for a client, handle and whole name.

        An external_id of the same source comes first, else the only one of any source; a voided record answers only
        where no other does. Raises Invalid where none or several answer.
        """
        for numbers in self._answers(text, source):
            live = [number for number in numbers if not self.known[number].voided]
            if found := live or numbers:
                return self._one(found)
        table, more = self._kind.TABLE, ", handle or whole name" if self._kind is Client else ""
        raise Invalid(f"is no {table} stored here", f"an id such as {self._kind.PREFIX}1, an external_id{more}")

    def _answers(self, text: str, source: str) -> Iterable[Sequence[int]]:
        ref = parse_ref(text)
        yield [ref[1]] if ref and ref[0] is self._kind and ref[1] in self.known else []
        external = self.external.get(text.strip(), [])
        yield [number for number in external if self.known[number].source == source]
        yield external
        if self._kind is Client:
            wanted = fold(text)
            yield [number for number, one in self.clients.items() if one.handle == wanted]
            yield self._names.get(wanted, [])

    def _one(self, numbers: Sequence[int]) -> int:
        if len(numbers) > 1:
            handles = {number: f" {self.clients[number].handle}" for number in numbers if self._kind is Client}
            named = " or ".join(f"{self._kind.PREFIX}{number}{handles.get(number, '')}" for number in numbers)
            raise Invalid(f"could be {named}", "the typed id of one of them")
        return numbers[0]

    @cached_property
    def clients(self) -> dict[int, Client]:
        """The clients themselves, for an index of clients."""
        return {one.id: one for one in queries.exported(self._store, Client, voided=True)}

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for one in self.clients.values():
            for name in spellings(one.handle, one.given_name, one.family_name, one.preferred_name):
                found[name].append(one.id)
        return found


class Indexes(dict[str, Index]):
    """An index by table, made when first needed; `source` is where the running import's rows come from."""

    def __init__(self, store: Store, source: str) -> None:
        super().__init__()
        self._store = store
        self._source = source

    def __missing__(self, table: str) -> Index:
        self[table] = Index(self._store, kind_of(table))
        return self[table]

    def finder(self, table: str) -> Callable[[str], int]:
        """What finds the number of a record of that table in a cell."""
        return lambda text: self[table].find(text, self._source)


class Recognised:
    """Which rows of a file are stored already."""

    def __init__(self, store: Store, kind: type[Record], index: Index, names: Sequence[str]) -> None:
        """`names` are the columns that the file's map sets, those that tell where a row came from left out."""
        self._store = store
        self._kind = kind
        self._index = index
        self._names = names
        self._equal: dict[str | None, dict[tuple[Any, ...], list[int]]] = {}

    def find(self, record: Record) -> int | None:
        """The number under which a row is stored: by its id, by external_id and source, else by every mapped value.

        Of equal rows the nth is the nth that is stored.
        """
        if record.id in self._index.known:
            return record.id
        if record.external_id is not None:
            return self.holder(record)
        if record.id:
            return None
        if record.source not in self._equal:
            self._equal[record.source] = self._values(record.source)
        equal = self._equal[record.source]
        if not equal:
            return None
        row = rows.row(record)
        same = equal.get(tuple(row[name] for name in self._names), [])
        return same.pop(0) if same else None

    def holder(self, record: Record) -> int | None:
        """The number of the stored record that has this one's external_id and source."""
        numbers = self._index.external.get(record.external_id or "", ())
        return next((number for number in numbers if self._index.known[number].source == record.source), None)

    def _values(self, source: str | None) -> dict[tuple[Any, ...], list[int]]:
        found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for number, values in bulk.stored_values(self._store, self._kind, source, self._names):
            found[values].append(number)
        return found
