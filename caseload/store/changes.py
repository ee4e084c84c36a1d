"""The change log: what every command did, taken back and brought back as one step."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseload.errors import CaseloadError, NotFound, Refused
from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, kind_of
from caseload.records.of.base import Record, with_article
from caseload.records.of.fields import Field, fields_of
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.opening import open_to_read
from caseload.store.own import unfit

Image = Mapping[str, Any]
"""A row as the log keeps it: stored values by column."""

_SHOWN = 5
"""How many ids a command is told with."""


@dataclass(frozen=True)
class Change:
    """One record as it was before and after; None where it was not there. A range of new rows has a `last_id`."""

    id: int
    table: str
    record_id: int
    last_id: int | None
    before: Image | None
    after: Image | None

    @property
    def last(self) -> int:
        """The last number of a range; else the record's own."""
        return self.record_id if self.last_id is None else self.last_id


@dataclass(frozen=True)
class Operation:
    """One command: when (UTC), which, what it touched, and whether it has been taken back."""

    id: int
    at: str
    command: str
    kind: str
    undone: bool
    refs: tuple[str, ...]

    @property
    def told(self) -> str:
        """The number, the command and what it touched: 7: task done t42, t43."""
        more = f" and {len(self.refs) - _SHOWN} more" if len(self.refs) > _SHOWN else ""
        return f"{self.id}: {self.command} {', '.join(self.refs[:_SHOWN])}{more}"


_LATEST = "(select kind from operation later where later.target_id = operation.id order by later.id desc limit 1)"
_UNDONE = f"coalesce({_LATEST}, 'redo') = 'undo'"


def undo(store: Store, number: int | None = None) -> Operation:
    """Take back one whole command, the last one not yet taken back unless a number is given, and return it.

    Runs inside a step, which becomes the undoing. Raises NotFound where there is nothing, Refused where later work
    builds on it.
    """
    target = _latest(store, f"kind = 'do' and not {_UNDONE}") if number is None else _operation(store, number)
    if target is None:
        raise NotFound("there is nothing to undo", "see caseload history")
    if target.kind != "do":
        raise Refused(f"operation {target.id} is itself an {target.kind}", "caseload redo brings back what was undone")
    if target.undone:
        raise Refused(f"operation {target.id} is undone already", "see caseload history")
    _reverse(store, _last_doing(store, target.id))
    _become(store, "undo", target)
    return target


def redo(store: Store) -> Operation:
    """Bring back the command that was undone last; raises NotFound where none was, or where new work has come since."""
    sql = """
select id, target_id from operation as undoing where kind = 'undo' and not exists (
    select 1 from operation as redoing where redoing.target_id = undoing.target_id and redoing.id > undoing.id)
and id > (select max(id) from operation where kind = 'do' and open = 0) order by id desc limit 1"""
    undoing = store.connection.execute(sql).fetchone()
    if undoing is None:
        raise NotFound("there is nothing to redo", "only what was undone last comes back, before anything new")
    target = _operation(store, undoing[1])
    _reverse(store, undoing[0])
    _become(store, "redo", target)
    return target


def count(store: Store) -> int:
    """How many commands there were."""
    return int(store.connection.execute("select count(*) from operation where open = 0").fetchone()[0])


def operations(store: Store, limit: int | None) -> list[Operation]:
    """The latest commands, newest first; all of them without a limit."""
    sql = "select id from operation where open = 0 order by id desc limit ?"
    found = store.connection.execute(sql, (-1 if limit is None else limit,))
    return [_operation(store, row[0]) for row in found.fetchall()]


def told(path: Path, number: int) -> str:
    """What an operation of the database at `path` did: 7: task add t42; nothing where it cannot be read."""
    with suppress(CaseloadError, sqlite3.Error), closing(open_to_read(path)) as connection:
        return _operation(Store(connection, ""), number).told
    return ""


def image_of(store: Store, table: str, record_id: int) -> Image | None:
    """The row as it stands; None where there is none."""
    cursor = store.connection.execute(f"select * from {table} where id = ?", (record_id,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((column[0] for column in cursor.description), row, strict=True))


def _operation(store: Store, number: int) -> Operation:
    found = _latest(store, f"id = {number}")
    if found is None:
        raise NotFound(f"there is no operation {number}", "see caseload history")
    return found


def _latest(store: Store, where: str) -> Operation | None:
    """The last finished operation for which a piece of SQL holds; never the running one."""
    sql = f"select id, at, command, kind, {_UNDONE} from operation where open = 0 and {where} order by id desc limit 1"
    row = store.connection.execute(sql).fetchone()
    if row is None:
        return None
    number, at, command, kind, undone = row
    return Operation(number, at, command, kind, bool(undone), tuple(dict.fromkeys(_refs(store, number))))


def _refs(store: Store, operation: int) -> Iterator[str]:
    """The typed ids of what an operation touched; of a range the first and the last."""
    sql = "select kind, record_id, last_id from change where operation_id = ? order by id"
    for table, first, last in store.connection.execute(sql, (operation,)):
        prefix = kind_of(table).PREFIX
        yield f"{prefix}{first}" if last in (None, first) else f"{prefix}{first}..{prefix}{last}"


def _changes(store: Store, operation: int, order: str = "asc") -> Iterator[Change]:
    columns = "id, kind, record_id, last_id, before, after"
    sql = f"select {columns} from change where operation_id = ? order by id {order}"
    for row in store.connection.execute(sql, (operation,)).fetchall():
        before, after = (image and json.loads(image) for image in row[4:])
        yield Change(row[0], row[1], row[2], row[3], before, after)


def _last_doing(store: Store, target: int) -> int:
    """The operation that last did the target: itself, or the redo that brought it back."""
    sql = "select max(id) from operation where id = ? or (target_id = ? and kind = 'redo')"
    return int(store.connection.execute(sql, (target, target)).fetchone()[0])


def _become(store: Store, kind: str, target: Operation) -> None:
    """Let the running operation be known as what it did."""
    sql = "update operation set kind = ?, target_id = ?, command = ? where open = 1"
    store.connection.execute(sql, (kind, target.id, f"{kind} {target.id}"))


def _reverse(store: Store, operation: int) -> None:
    """Put back every record the operation touched; raises Refused where one has changed since, or others need it."""
    # Rows that refer to one another come and go in any order: what refers to what is asked once they are all in place.
    store.connection.execute("pragma defer_foreign_keys = on")
    changes = list(_changes(store, operation, "desc"))
    ranges = [change for change in changes if change.last_id is not None]
    before = set(_unfit(store, changes))
    for change in ranges:
        _remove_range(store, change)
    for change in changes:
        # A row that an import added and then changed has gone with its range.
        if not any(_covers(range_, change) for range_ in ranges):
            _put_back(store, change)
    for table, (first, last) in _touched(changes).items():
        _refuse_dangling(store, table, first, last)
    for ref, key in _unfit(store, changes):
        if (ref, key) not in before:
            there = store.connection.execute("select 1 from field where 'f' || id = ?", (key,)).fetchone()
            what = f"would hold what {key} does not take" if there else "refers to a field that would be gone"
            how = f"undo what was done later first; see caseload history {key if there else ref}"
            raise Refused(f"{ref} {what}", how)


def _touched(changes: Sequence[Change]) -> dict[str, tuple[int, int]]:
    """The tables of the changes, each with the first and the last number that they touch."""
    found: dict[str, tuple[int, int]] = {}
    for one in changes:
        first, last = found.get(one.table, (one.record_id, one.last))
        found[one.table] = min(first, one.record_id), max(last, one.last)
    return found


def _unfit(store: Store, changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """What records that have to do with the changes hold in fields of the user's own that would not take it."""
    touched = _touched(changes)
    every = (0, _EVERY) if OwnField.TABLE in touched else None
    for kind in KINDS:
        if kind.OWN and (numbers := every or touched.get(kind.TABLE)):
            yield from ((f"{kind.PREFIX}{number}", key) for number, key in sorted(unfit(store, kind, *numbers)))


_EVERY = 2**63 - 1


def _covers(range_: Change, change: Change) -> bool:
    return range_.table == change.table and range_.record_id <= change.record_id <= range_.last


def _put_back(store: Store, change: Change) -> None:
    now = image_of(store, change.table, change.record_id)
    if not _same(now, change.after):
        raise _changed_since(store, change)
    if change.before is None:
        store.connection.execute(f"delete from {change.table} where id = ?", (change.record_id,))
        return
    names, marks = ", ".join(change.before), ", ".join("?" * len(change.before))
    insert = f"insert into {change.table} ({names}) values ({marks})"
    update = f"update {change.table} set ({names}) = ({marks}) where id = {change.record_id}"
    try:
        store.connection.execute(insert if now is None else update, tuple(change.before.values()))
    except sqlite3.IntegrityError as error:
        raise _taken(change, error) from error


def _remove_range(store: Store, change: Change) -> None:
    for record_id, image in _as_imported(store, change).items():
        if not _same(image_of(store, change.table, record_id), image):
            raise _changed_since(store, change, record_id)
    sql = f"delete from {change.table} where id between ? and ?"
    store.connection.execute(sql, (change.record_id, change.last))


def _as_imported(store: Store, change: Change) -> dict[int, Image | None]:
    """The rows of a range that were written to later, as they were before that; the others are as they came."""
    sql = "select record_id, before from change where kind = ? and record_id between ? and ? and id > ?"
    values = (change.table, change.record_id, change.last, change.id)
    # The first one of a row counts: it comes last here, and takes the place of the others.
    later = store.connection.execute(f"{sql} order by id desc", values)
    return {record_id: before and json.loads(before) for record_id, before in later}


def _same(now: Image | None, then: Image | None) -> bool:
    """Whether a row is as it was, by the columns it had then: a later schema may have more."""
    if now is None or then is None:
        return now is then
    return all(now.get(name) == value for name, value in then.items())


def _changed_since(store: Store, change: Change, record_id: int | None = None) -> Refused:
    number = change.record_id if record_id is None else record_id
    sql = "select operation_id from change where kind = ? and record_id = ? and id > ? order by id desc limit 1"
    row = store.connection.execute(sql, (change.table, number, change.id)).fetchone()
    ref = f"{kind_of(change.table).PREFIX}{number}"
    if row and row[0]:
        return Refused(f"{ref} has been changed since, by operation {row[0]}", f"caseload undo {row[0]} comes first")
    return Refused(f"{ref} has been changed since, outside caseload", f"see caseload history {ref}")


def _taken(change: Change, error: sqlite3.IntegrityError) -> Refused:
    """The refusal where a handle, or a number from a file, has gone to another record since."""
    said, _, column = str(error).rpartition(".")
    if not said.startswith("UNIQUE"):
        return Refused(str(error))
    ref = f"{kind_of(change.table).PREFIX}{change.record_id}"
    return Refused(f"another {change.table} has the {column} that {ref} had", "give that one another first")


def _refuse_dangling(store: Store, table: str, first: int, last: int) -> None:
    """Refuse where a record of those numbers is gone and still referred to, or is back and refers to what is gone."""
    for sql in (*_dangling(table), _DANGLING_WAIVER.format(prefix=kind_of(table).PREFIX, table=table)):
        row = store.connection.execute(sql, {"first": first, "last": last}).fetchone()
        if row is not None:
            what = f"{row[0]} refers to {with_article(kind_of(row[1]))} that would be gone"
            raise Refused(what, f"undo what was done later first; see caseload history {row[0]}")


def _dangling(table: str) -> Iterator[str]:
    """Queries for a record that has to do with some numbers of a table and refers to nothing: its typed id, to what."""
    for kind in KINDS:
        for field in fields_of(kind):
            if field.refers and table in (kind.TABLE, field.refers):
                where = f"{_lost(field)} and ({' or '.join(_near(kind, field, table))})"
                yield f"select '{kind.PREFIX}' || id, '{field.refers}' from {kind.TABLE} where {where} limit 1"


def _lost(field: Field) -> str:
    """SQL for a reference that leads nowhere."""
    there = f"(select id from {field.refers})"
    if field.many:
        return f"{field.name} <> '[]' and exists (select 1 from json_each({field.name}) where value not in {there})"
    return f"{field.name} is not null and {field.name} not in {there}"


def _near(kind: type[Record], field: Field, table: str) -> Iterator[str]:
    """SQL for what has to do with the numbers asked about: the record itself, or what it refers to."""
    if table == kind.TABLE:
        yield "id between :first and :last"
    if table == field.refers:
        # Those that name several have no index to ask; the few that are lost are as good an answer.
        yield "true" if field.many else f"{field.name} between :first and :last"


_DANGLING_WAIVER = f"""
select '{Waiver.PREFIX}' || id, '{{table}}' from waiver
where item glob '{{prefix}}[0-9]*' and cast(substr(item, length('{{prefix}}') + 1) as integer) between :first and :last
    and cast(substr(item, length('{{prefix}}') + 1) as integer) not in (select id from {{table}}) limit 1"""
