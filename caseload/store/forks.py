"""The logs of two copies of one caseload: where they went apart, and what of either is known in the other.

A step is told from every other one, of whatever copy, by its mark; a record by the mark of the step that made it and
the number that it was given there.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from caseload.errors import Refused
from caseload.records.kinds import TABLES
from caseload.store.core import Store
from caseload.store.operations import UNDONE
from caseload.store.touched import Image, image_of

Key = tuple[str, int]
"""A record by its table and its number in one copy."""
Name = tuple[str, str, int]
"""A record by its table, the mark of the step that made it, and its number there: the same in every copy."""


class Place(NamedTuple):
    """A place in a log: a change, the mark of its step, and the step of this log that took it into account."""

    change: int
    mark: str
    step: int = 0


class Base(NamedTuple):
    """What both copies have had: one of them as it was after a change."""

    is_theirs: bool
    change: int


_UNMARKED = """select change.id, operation_id, change.kind, record_id, last_id, before, after
from change join operation on operation.id = operation_id where mark is null and operation_id <= ? order by change.id"""
_STEPS = "select id, at, command, mark from operation where open = 0 order by id"
_CHANGE = "select operation_id, at, kind, record_id, last_id, before, after from change where id = ?"
# What another program wrote has no step, and a step of an older program no mark.
_MARKED = "operation.mark, change.at, iif(operation.mark is null, after, null)"
_LOG = "change left join operation on operation.id = change.operation_id"


def went_apart(ours: Store, theirs: Store) -> int:
    """The last change that the logs of two copies share; raises Refused where they share no step."""
    last = 0
    for mine, other in zip(ours.connection.execute(_STEPS), theirs.connection.execute(_STEPS), strict=False):
        if mine != other:
            break
        last = int(mine[0])
    last = _alike_up_to(ours, theirs, last)
    if not last:
        what = "the two files share no step: one was made from an export, and nothing tells what is new in it"
        raise Refused(what, "merge takes a copy of the file itself")
    step = "select max(operation_id) from change where operation_id <= ?"
    newest = f"select max(id) from change where operation_id = ({step})"
    shared = min(int(one.connection.execute(newest, (last,)).fetchone()[0] or 0) for one in (ours, theirs))
    while (found := ours.connection.execute(_CHANGE, (shared + 1,)).fetchone()) and found[0] is None:
        if found != theirs.connection.execute(_CHANGE, (shared + 1,)).fetchone():
            break
        shared += 1
    return shared


def _alike_up_to(ours: Store, theirs: Store, last: int) -> int:
    """The last step, up to one that both have, of which the changes are alike where it has no mark to be told by."""
    mine, other = (one.connection.execute(_UNMARKED, (last,)) for one in (ours, theirs))
    for one, two in zip(mine, other, strict=False):
        # What a purge has taken out of a log is still the same change.
        images = zip(one[5:], two[5:], strict=True)
        if one[:5] != two[:5] or any(None not in pair and pair[0] != pair[1] for pair in images):
            return int(one[1]) - 1
    return last


def end_of(store: Store) -> Place:
    """The place where a log ends."""
    number = int(store.connection.execute("select max(id) from change").fetchone()[0] or 0)
    return Place(number, _mark(store, number) or "")


def taken(store: Store) -> list[Place]:
    """Up to where a caseload has what is in other copies, as merges have it that were not undone."""
    sql = f"""select change_id, merge.mark, operation_id from merge
        join operation on operation.id = operation_id where not {UNDONE}"""
    return [Place(*row) for row in store.connection.execute(sql)]


def _mark(store: Store, change: int) -> str | None:
    found = store.connection.execute(f"select {_MARKED} from {_LOG} where change.id = ?", (change,)).fetchone()
    return _marked(*found) if found else None


def _marked(mark: str | None, at: str, after: str | None) -> str:
    """What tells a change's step from those of other copies: its mark, else its moment and what became of it."""
    if mark is not None:
        return mark
    return f"{at} {sha256(after.encode(errors='surrogateescape')).hexdigest()[:16]}" if after else at


class Log:
    """The log of one of two copies that share it up to a change."""

    def __init__(self, store: Store, shared: int) -> None:
        self.store = store
        self.shared = shared
        self.end = end_of(store)
        """Where it ended when it was read; what comes later is not looked at."""
        self.floor: Mapping[str, int] = dict(
            store.connection.execute(
                "select kind, max(coalesce(last_id, record_id)) from change where id <= ? group by kind", (shared,)
            )
        )
        """The highest number of each kind that both copies have given."""
        self.born = self._born()
        """Of each record that was made since they went apart the mark of its step."""
        self.known: dict[Name, int] = {}
        """The numbers here of the records that merges have brought, by their names."""
        self.names: dict[Key, list[Name]] = defaultdict(list)
        """Those names by the numbers here."""
        sql = f"""select merge_record.kind, merge_record.mark, number, record_id from merge_record
            join operation on operation.id = operation_id where not {UNDONE}"""
        for table, mark, number, here in store.connection.execute(sql):
            self.known[table, mark, number] = here
            self.names[table, here].append((table, mark, number))
        self.taken = taken(store)
        """The places in other copies up to which it has what is in them, that of each of their steps."""
        self._knows = {(one.change, one.mark) for one in self.taken}
        self._by_merge: dict[int, list[Place]] = defaultdict(list)
        for one in self.taken:
            self._by_merge[one.step].append(one)
        self._ends = {self.step_at(one.change): one for one in self.places(shared)}

    def _born(self) -> dict[Key, str]:
        found: dict[Key, str] = {}
        sql = f"select change.kind, record_id, last_id, {_MARKED} from {_LOG} where change.id > ? order by change.id"
        for table, first, last, *marked in self.store.connection.execute(sql, (self.shared,)):
            floor, mark = self.floor.get(table, 0), _marked(*marked)
            for number in range(max(first, floor + 1), (first if last is None else last) + 1):
                found.setdefault((table, number), mark)
        return found

    def holds(self, place: Place) -> bool:
        """Whether that place of a log is in this one."""
        return _mark(self.store, place.change) == place.mark

    def knows(self, place: Place) -> bool:
        """Whether it has what was done there, as its own or by a merge."""
        return (place.change, place.mark) in self._knows or self.holds(place)

    def places(self, change: int) -> list[Place]:
        """The place of each of its steps after a change, the last one where it ends."""
        sql = "select max(id) from change where id > ? group by operation_id order by 1"
        ends = [int(row[0]) for row in self.store.connection.execute(sql, (change,))]
        return [Place(one, _mark(self.store, one) or "") for one in ends]

    def has_own(self, change: int) -> bool:
        """Whether more than a merge was done in it after a change."""
        sql = """select 1 from change where id > ?
            and (operation_id is null or operation_id not in (select operation_id from merge))"""
        return self.store.connection.execute(sql, (change,)).fetchone() is not None

    def brought(self, key: Key, other: "Log") -> Iterator[tuple[Image | None, Image | None, bool]]:
        """What became of a record since they went apart, before and after; whether a merge did of what `other` has."""
        sql = """select operation_id, before, after, last_id from change
            where kind = ? and (record_id = ? or ? between record_id and last_id) and id > ? order by id"""
        table, number = key
        found = self.store.connection.execute(sql, (table, number, number, self.shared)).fetchall()
        for step, before, after, last in found:
            was, became = (one and json.loads(one) for one in (before, after))
            yield was, became if last is None else image_of(self.store, *key), self._is_known(step, other)

    def _is_known(self, step: int | None, other: "Log") -> bool:
        """Whether `other` has what was done by a step: the step itself, or all that the step took in."""
        if step is None:
            return False
        if (place := self._ends.get(step)) and other.knows(place):
            return True
        places = self._by_merge.get(step)
        return bool(places) and all(other.knows(one) for one in places or ())

    def changes_known(self, other: "Log") -> Iterator[tuple[str, int]]:
        """What was changed in it of which `other` has all, too: its table and its number there."""
        for step in self._ends:
            if self._is_known(step, other):
                sql = "select kind, record_id from change where operation_id = ? and last_id is null"
                for table, number in self.store.connection.execute(sql, (step,)):
                    is_shared = number <= self.floor.get(table, 0)
                    found = [other.numbered(name) for name in self.names_of((table, number))]
                    yield from ((table, one) for one in ([number] if is_shared else found) if one is not None)

    def has(self, place: Place) -> bool:
        """Whether this log has all that was there up to that place: no merge before it was undone, or redone, since."""
        if not self.holds(place):
            return False
        step = self.step_at(place.change)
        sql = """select 1 from operation where kind <> 'do' and id > :step and target_id <= :step
            and target_id in (select operation_id from merge)"""
        return self.store.connection.execute(sql, {"step": step}).fetchone() is None

    def step_at(self, change: int) -> int:
        """The last step up to a change."""
        # A step's number grows with its changes; what another program wrote has none.
        sql = "select operation_id from change where id <= ? and operation_id is not null order by id desc limit 1"
        found = self.store.connection.execute(sql, (change,)).fetchone()
        return int(found[0]) if found else 0

    def names_of(self, key: Key) -> list[Name]:
        """What a record is called in every copy; nothing for one that is older than where they went apart."""
        own = [(key[0], self.born[key], key[1])] if key in self.born else []
        return [*self.names.get(key, ()), *own]

    def numbered(self, name: Name) -> int | None:
        """The number here of a record by one of its names; None where it was never here."""
        table, mark, number = name
        if (here := self.known.get(name)) is not None:
            return here
        return number if self.born.get((table, number)) == mark else None

    def touched(self, change: int) -> dict[str, list[int]]:
        """The numbers of the records of each table that were written to after a change."""
        found: dict[str, set[int]] = defaultdict(set)
        sql = "select kind, record_id, coalesce(last_id, record_id) from change where id > ?"
        for table, first, last in self.store.connection.execute(sql, (change,)):
            if table in TABLES:
                found[table].update(range(first, last + 1))
        return {table: sorted(numbers) for table, numbers in found.items()}

    def image_at(self, key: Key, change: int) -> Image | None:
        """A record's row after a change; None where there was none."""
        sql = """select 1 from change
            where kind = ? and record_id <= ? and last_id >= ? and last_id is not null and id > ?"""
        if self.store.connection.execute(sql, (*key, key[1], change)).fetchone():
            return None
        sql = "select before from change where kind = ? and record_id = ? and id > ? order by id limit 1"
        found = self.store.connection.execute(sql, (*key, change)).fetchone()
        if found is None:
            return image_of(self.store, *key)
        image: Image | None = json.loads(found[0]) if found[0] else None
        return image

    def who(self, change: int) -> list[str]:
        """Who worked there after a change, as its steps say, in the order in which they first did."""
        sql = """select who from operation join change on operation_id = operation.id
            where change.id > ? and who is not null group by who order by min(change.id)"""
        return [str(row[0]) for row in self.store.connection.execute(sql, (change,))]

    def is_purged(self, key: Key) -> bool:
        """Whether a record that is gone was purged: the log keeps no image of one."""
        sql = "select before, after, last_id from change where kind = ? and record_id = ? order by id desc limit 1"
        found: tuple[object, ...] | None = self.store.connection.execute(sql, key).fetchone()
        return found == (None, None, None)


def bases(ours: Log, theirs: Log) -> tuple[list[Base], int]:
    """What both have had, at its latest: two where each has taken the other's; and since when theirs counts.

    Raises nothing: where neither has taken anything of the other, it is where the logs went apart.
    """
    there = next((one for one in _latest(ours.taken) if one.change > ours.shared and theirs.has(one)), None)
    here = next((one for one in _latest(theirs.taken) if one.change > ours.shared and ours.has(one)), None)
    since = there.change if there else theirs.shared
    found = []
    if there and not (here and there.step <= ours.step_at(here.change)):
        found.append(Base(True, there.change))
    if here and not (there and here.step <= theirs.step_at(there.change)):
        found.append(Base(False, here.change))
    return found or [Base(True, theirs.shared)], since


def _latest(places: list[Place]) -> list[Place]:
    return sorted(places, reverse=True)


def keep(store: Store, step: int, places: Iterator[Place], names: Iterator[tuple[Name, int]]) -> None:
    """Keep, for the next merge, up to where other copies are taken in, and what their records are here."""
    store.connection.executemany(
        "insert into merge (operation_id, change_id, mark) values (?, ?, ?)",
        ((step, one.change, one.mark) for one in places),
    )
    store.connection.executemany(
        "insert into merge_record (operation_id, kind, record_id, mark, number) values (?, ?, ?, ?, ?)",
        ((step, table, here, mark, number) for (table, mark, number), here in names),
    )
