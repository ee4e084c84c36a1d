"""What a merge would do: what is new in the other copy, changed, taken back; what both have changed."""

from collections import Counter
from typing import NamedTuple

from caseload.errors import BadRow, Refused
from caseload.intake.merging.alike import is_declaration, same_here
from caseload.intake.merging.numbers import Numbers, missing, translated
from caseload.intake.merging.weighed import UNWEIGHED, Flat, Weighed, flat, merged, raised, weigh
from caseload.records.kinds import KINDS, kind_of
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of, of_nature
from caseload.records.of.nature import Stamp
from caseload.store import bulk, rows
from caseload.store.core import WHOSE
from caseload.store.forks import Key, Log, bases
from caseload.store.merging import Row, rows_of

_VOIDING = frozenset({"voided_at", "void_reason"})
_ORIGIN = frozenset({"source", "external_id"})


class Clash(NamedTuple):
    """What both copies have changed and somebody decides: some fields of a record, or all of it where one has it not.

    The rows are as stored, that of theirs with the ids of here.
    """

    kind: type[Record]
    number: int
    names: tuple[str, ...]
    ours: Row | None
    theirs: Row | None

    @property
    def ref(self) -> str:
        """The typed id here."""
        return f"{self.kind.PREFIX}{self.number}"

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from the others."""
        return self.ref, self.names


class Change(NamedTuple):
    """A record of both that is to be as they have it in some fields."""

    kind: type[Record]
    number: int
    ours: Flat
    theirs: Flat
    take: frozenset[str]


class _Met(NamedTuple):
    """A record of theirs that is known here, or was."""

    kind: type[Record]
    there: int
    row: Row | None
    here: int
    is_joined: bool


class Plan:
    """All that is to be done here to have what was done there; `left` is what is gone here and is to stay so."""

    def __init__(self, ours: Log, theirs: Log, left: frozenset[Key] = frozenset()) -> None:
        """Raises Refused where a record there cannot be read, BadRow where one here cannot."""
        self.ours, self.theirs, self._left = ours, theirs, left
        self._bases, self.since = bases(ours, theirs)
        self.who = theirs.who(self.since)
        """Who did there what was not here."""
        self.numbers = Numbers(ours, theirs)
        self.new: dict[str, list[int]] = {}
        """By table the numbers there of what is new."""
        self.changes: list[Change] = []
        self.clashes: list[Clash] = []
        self.removed: list[Key] = []
        self.back: dict[Key, Row] = {}
        """What is gone here and stands there: a clash each."""
        self.stands: list[tuple[str, str]] = []
        """What stays as it is here whatever they have, and why."""
        self.not_taken: Counter[str] = Counter()
        """How many of each table are none without what is gone here."""
        self.purged_here: list[str] = []
        self.purged_there: list[str] = []
        self.met: list[tuple[Key, int]] = []
        """What is known here under a number of theirs that came after the copies went apart."""
        self._bad: list[BadRow] = []
        self._taken_by: set[Key] = set()
        self._find()

    def _find(self) -> None:
        touched = self.theirs.touched(self.since)
        # What came there from here may have been changed back in a third copy before it was there.
        known, ever = {*self.ours.changes_known(self.theirs)}, self.theirs.touched(self.theirs.shared)
        met: list[_Met] = []
        for kind in KINDS:
            its = touched.get(kind.TABLE, [])
            more = {number for table, number in known if table == kind.TABLE}.difference(ever.get(kind.TABLE, ()))
            for number, row in rows_of(self.theirs.store, kind, [*its, *sorted(more)]):
                if row is None and number in more:
                    continue
                found = self._known(kind, number, row)
                if found and (found.row is None or self._read(kind, found.row)):
                    met.append(found)
        for one in met:
            if one.there > self.theirs.floor.get(one.kind.TABLE, 0):
                self.met.append(((one.kind.TABLE, one.there), one.here))
            if one.row is None:
                self._removed_there(one)
            else:
                self._weigh(one, one.row)
        if self._bad:
            refs = ", ".join(one.ref for one in self._bad[:5]) + (" and more" if len(self._bad) > 5 else "")
            what = f"in the other copy {refs} {'breaks a rule' if len(self._bad) == 1 else 'break rules'}"
            raise Refused(f"{what} ({self._bad[0].fault})", "mend it there first: caseload --db FILE doctor names it")

    def _read(self, kind: type[Record], row: Row) -> Record | None:
        """A record of theirs; None, and it is told, where it breaks a rule."""
        try:
            return rows.record(kind, [*row.values()])
        except BadRow as error:
            self._bad.append(error)
            return None

    # What is new, and what is gone here

    def _known(self, kind: type[Record], number: int, row: Row | None) -> _Met | None:
        here = self.numbers.was(kind, number)
        if here is None:
            record = self._read(kind, row) if row is not None else None
            return self._new(record, number, row) if record and row else None
        if self.numbers.is_here(kind, here):
            return _Met(kind, number, row, here, is_joined=False)
        if row is not None and self._read(kind, row):
            had = [one for one in self._had(kind, number, here) if one is not None]
            now = flat(translated(kind, row, self.numbers.here))
            if not any(_is_same(one, now) for one in had):
                self._gone_here(kind, here, row)
        return None

    def _gone_here(self, kind: type[Record], here: int, row: Row) -> None:
        """What was taken back here and is still worked with there."""
        key = kind.TABLE, here
        if self.ours.is_purged(key):
            self.purged_here.append(f"{kind.PREFIX}{here}")
        elif key not in self._left and key not in self.back:
            self.numbers.back.add(key)
            self.back[key] = row
            self.clashes.append(Clash(kind, here, (), None, translated(kind, row, self.numbers.here)))

    def _new(self, record: Record, number: int, row: Row) -> _Met | None:
        kind = type(record)
        self._want(kind, row)
        made = translated(kind, row, self.numbers.here)
        if missing(kind, made):
            self.not_taken[kind.TABLE] += 1
            return None
        here = same_here(self.ours, self.theirs, record, made)
        if here is None or (kind.TABLE, here) in self._taken_by:
            self.numbers.give(kind, number)
            self.new.setdefault(kind.TABLE, []).append(number)
            return None
        self._taken_by.add((kind.TABLE, here))
        self.numbers.give(kind, number, here)
        if is_declaration(kind):
            self.met.append(((kind.TABLE, number), here))
            return None
        return _Met(kind, number, row, here, is_joined=True)

    def _want(self, kind: type[Record], row: Row) -> None:
        """Have what a new record must refer to put back, where it was taken back here."""
        for field in fields_of(kind):
            value = row[field.name]
            if not field.refers or field.many or value is None or (field.optional and field.name not in WHOSE):
                continue
            to = kind_of(field.refers)
            if self.numbers.here(to, value) is None and (was := self.numbers.was(to, value)) is not None:
                for _, there in rows_of(self.theirs.store, to, [value]):
                    if there is not None and self._read(to, there):
                        self._gone_here(to, was, there)

    # What both have

    def _had(self, kind: type[Record], there: int, here: int) -> list[Flat | None]:
        """A record as both have had it."""
        return [self._base(kind, there, here, base.change, is_theirs=base.is_theirs) for base in self._bases]

    def _base(self, kind: type[Record], there: int, here: int, change: int, *, is_theirs: bool) -> Flat | None:
        log, number = (self.theirs, there) if is_theirs else (self.ours, here)
        try:
            image = log.image_at((kind.TABLE, number), change)
            if image is None:
                return None
            # An older schema had fewer columns.
            names = [field.name for field in fields_of(kind)]
            whole = dict(zip(names, bulk.defaults(self.ours.store, kind), strict=True)) | dict(image)
            whole = {name: whole[name] for name in names}
            return flat(translated(kind, whole, self.numbers.here) if is_theirs else whole)
        except (ValueError, TypeError, AttributeError):
            # Another program has left what is none in that log: then nothing is known of what both have had.
            return None

    def _removed_there(self, one: _Met) -> None:
        key = one.kind.TABLE, one.here
        ref = f"{one.kind.PREFIX}{one.here}"
        if self.theirs.is_purged((one.kind.TABLE, one.there)):
            self.purged_there.append(ref)
            return
        had = [each for each in self._had(one.kind, one.there, one.here) if each is not None]
        ours = self._row_here(one.kind, one.here)
        if any(_is_same(each, flat(ours)) for each in had):
            self.removed.append(key)
        elif had:
            self.clashes.append(Clash(one.kind, one.here, (), ours, None))

    def _weigh(self, one: _Met, row: Row) -> None:
        kind = one.kind
        made = translated(kind, row, self.numbers.here)
        ours, theirs = flat(self._row_here(kind, one.here)), flat(made)
        if one.is_joined:
            found = weigh(kind, ours, theirs, [])
        else:
            known = _known(self.ours, (kind.TABLE, one.here), self.theirs)
            known_there = _known(self.theirs, (kind.TABLE, one.there), self.ours)
            found = weigh(kind, ours, theirs, self._had(kind, one.there, one.here), known, known_there)
        if one.is_joined:
            found = Weighed(found.take, found.keep, found.clash - _ORIGIN, found.whole)
        found = self._ruled(one, row, missing(kind, made), ours, theirs, found)
        if found.take:
            self.changes.append(Change(kind, one.here, ours, theirs, found.take))
        groups = [tuple(sorted(found.clash))] if found.whole else [(name,) for name in sorted(found.clash)]
        whole = raised(kind, ours), raised(kind, theirs)
        self.clashes += [Clash(kind, one.here, names, *whole) for names in groups if names]

    def _ruled(self, one: _Met, row: Row, lost: bool, ours: Flat, theirs: Flat, found: Weighed) -> Weighed:
        """What differs, by the rules of its kind: a signature stands, what breaks a rule in parts is decided as one."""
        if not (found.take or found.clash):
            return found
        kind, ref = one.kind, f"{one.kind.PREFIX}{one.here}"
        mine = rows.record(kind, [*raised(kind, ours).values()])
        if refusal := mine.refusal_to_change():
            if told := sorted((found.take | found.clash) - _VOIDING - set(of_nature(kind, Stamp))):
                self.stands.append((ref, f"{refusal}; otherwise there: {', '.join(told)}"))
            return Weighed(found.take & _VOIDING, found.keep, frozenset())
        if lost:
            self.stands.append((ref, "what it belongs to there is not here"))
            return Weighed(frozenset(), found.every, frozenset())
        if not (found.keep or found.clash):
            return found
        is_signed = bool(rows.record(kind, [*row.values()]).refusal_to_change())
        breaks = any(_breaks(kind, merged(ours, theirs, names)) for names in (found.take, found.take | found.clash))
        return found.together() if is_signed or breaks else found

    def _row_here(self, kind: type[Record], number: int) -> Row:
        return next(row for _, row in rows_of(self.ours.store, kind, [number]) if row is not None)


def _known(log: Log, key: Key, other: Log) -> frozenset[str]:
    """The fields of a record that hold in one log what a merge brought of a third copy, which the other has too."""
    found: dict[str, bool] = {}
    try:
        for before, after, is_known in log.brought(key, other):
            was, now = flat(before or {}), flat(after or {})
            found |= {name: is_known for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    except (ValueError, TypeError, AttributeError):
        # Another program has left what is no image.
        return frozenset()
    return frozenset(name for name, is_known in found.items() if is_known)


def _breaks(kind: type[Record], held: Flat) -> bool:
    try:
        rows.record(kind, [*raised(kind, held).values()])
    except BadRow:
        return True
    return False


def _is_same(one: Flat, other: Flat) -> bool:
    return all(one.get(name) == other.get(name) for name in (one.keys() | other.keys()) - UNWEIGHED)
