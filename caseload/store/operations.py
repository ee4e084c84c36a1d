"""What was done, command by command: the operations of the log, and the changes that each of them is made of."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from pathlib import Path

from caseload.errors import CaseloadError, NotFound, quoted
from caseload.records.kinds import kind_of
from caseload.store.core import Store
from caseload.store.opening import open_to_read
from caseload.store.touched import Image, Touched, touched

SHOWN = 5
"""How many records a command is told with."""

LOG = ("operation", "change", "purge", "merge", "merge_record")
"""The tables of the log, which stand: triggers let ordinary commands only add to them."""

_LATEST = "(select kind from operation later where later.target_id = operation.id order by later.id desc limit 1)"
UNDONE = f"coalesce({_LATEST}, 'redo') = 'undo'"
"""SQL for whether an operation is taken back as things stand."""


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
    first: tuple[Touched, ...] = ()
    """The first few of what it touched, with title and client."""
    who: str = ""
    """Who did it, as config.toml said there and then; nothing where it said nothing."""
    origin: str = ""
    """The file that it came from: an import's, a merge's with who had worked there."""

    @property
    def told(self) -> str:
        """The number, the command and what it touched: 7: task done t42 Call the landlord (ana-ruiz), t43 ..."""
        return f"{self.id}: {self.command} {self.touched}"

    @property
    def touched(self) -> str:
        """What it touched, the first few and how many more: t42 Call the landlord (ana-ruiz) and 3 more."""
        return self._and_more(map(str, self.first))

    @property
    def discreet(self) -> str:
        """As `told`, but titles and clients are for a terminal alone."""
        return f"{self.id}: {self.command} {self._and_more(one.discreet for one in self.first)}"

    def _and_more(self, first: Iterable[str]) -> str:
        more = f" and {len(self.refs) - len(self.first)} more" if len(self.refs) > len(self.first) else ""
        return f"{', '.join(first)}{more}"


@contextmanager
def log_unguarded(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the block write to the log as to any table: to one that is being made anew."""
    sql = f"select name, sql from sqlite_master where type = 'trigger' and tbl_name in {LOG} order by rowid"
    guards = connection.execute(sql).fetchall()
    for name, _ in guards:
        connection.execute(f"drop trigger {name}")
    yield
    for _, made in guards:
        connection.execute(made)


UPGRADED = """(change.operation_id is null and exists (select 1 from _sqlite_migrations where migration_set = 'caseload'
    and change.at between strftime('%Y-%m-%dT%H:%M:%SZ', applied_at, '-5 seconds')
        and strftime('%Y-%m-%dT%H:%M:%SZ', applied_at)
    and applied_at > (select datetime(min(applied_at), '+1 minute') from _sqlite_migrations)))"""
"""SQL for whether an upgrade of the file, and nobody, made a change of the log; a new file is none."""


def count(store: Store) -> int:
    """How many commands there were, and moments at which another program wrote."""
    sql = """select (select count(*) from operation where open = 0)
    + (select count(distinct at) from change where operation_id is null)"""
    return int(store.connection.execute(sql).fetchone()[0])


def operations(store: Store, limit: int | None) -> list[Operation]:
    """The latest commands, newest first; all of them without a limit."""
    sql = "select id from operation where open = 0 order by id desc limit ?"
    found = store.connection.execute(sql, (-1 if limit is None else limit,))
    return [operation(store, row[0]) for row in found.fetchall()]


def outside(store: Store) -> Iterator[Operation]:
    """What other programs and upgrades changed, newest first: all of one moment as one, without a number."""
    sql = f"""select at, min(id), max(id), {UPGRADED} from change
    where operation_id is null group by at order by max(id) desc"""
    for at, first, last, is_upgrade in store.connection.execute(sql).fetchall():
        some = f"operation_id is null and at = ? and id between {first} and {last}"
        refs = tuple(dict.fromkeys(_refs(store, some, at)))
        who = UPGRADE if is_upgrade else OTHER
        yield Operation(0, at, f"by {who}", "outside", False, refs, _first(store, some, at), who)


def latest_of_all(store: Store, limit: int | None) -> list[Operation]:
    """The latest commands, and between them what other programs changed, newest first; all without a limit."""
    ours, theirs = operations(store, limit), list(islice(outside(store), limit))
    return list(islice(merge(ours, theirs, key=lambda one: one.at, reverse=True), limit))


def told(path: Path, number: int) -> str:
    """What an operation of the database at `path` did, names an `aside`; nothing where it is unreadable."""
    with suppress(CaseloadError, sqlite3.Error), closing(open_to_read(path)) as connection:
        return operation(Store(connection, ""), number).discreet
    return ""


def operation(store: Store, number: int) -> Operation:
    """The operation of that number; raises NotFound."""
    found = latest(store, f"id = {number}")
    if found is None:
        raise NotFound(f"there is no operation {quoted(number)}", "see caseload history")
    return found


def latest(store: Store, where: str) -> Operation | None:
    """The last finished operation for which a piece of SQL holds; never the running one."""
    sql = f"""select id, at, command, kind, {UNDONE}, who, origin from operation
    where open = 0 and {where} order by id desc limit 1"""
    row = store.connection.execute(sql).fetchone()
    if row is None:
        return None
    number, at, command, kind, undone, *by = row
    refs = tuple(dict.fromkeys(_refs(store, _OF_ONE, number)))
    first = _first(store, _OF_ONE, number)
    return Operation(number, at, command, kind, bool(undone), refs, first, *(one or "" for one in by))


OTHER, UPGRADE = "another program", "an upgrade"
"""Who wrote what has no step."""

_OF_ONE = "operation_id = ?"


def _first(store: Store, some: str, value: object) -> tuple[Touched, ...]:
    """The first few records that some changes are of, as they came out of them; of a range the first."""
    # Of the rows of a group SQLite takes the one with the least id.
    columns = "min(id), kind, record_id, last_id, coalesce(after, before)"
    sql = f"select {columns} from change where {some} group by kind, record_id order by min(id) limit ?"
    found: list[Touched] = []
    for _, table, first, last, image in store.connection.execute(sql, (value, SHOWN)).fetchall():
        one = touched(store, table, first, json.loads(image) if image else None)
        if last not in (None, first):
            # Of an import: the record is the first of its range.
            beginning = f"first {one.title}" if one.title else ""
            one = one._replace(ref=f"{one.ref}..{kind_of(table).PREFIX}{last}", title=beginning)
        found.append(one)
    return tuple(found)


def _refs(store: Store, some: str, value: object) -> Iterator[str]:
    """The typed ids of what some changes touched; of a range the first and the last."""
    sql = f"select kind, record_id, last_id from change where {some} order by id"
    for table, first, last in store.connection.execute(sql, (value,)):
        prefix = kind_of(table).PREFIX
        yield f"{prefix}{first}" if last in (None, first) else f"{prefix}{first}..{prefix}{last}"


def changes_of(store: Store, operation: int | Sequence[int], order: str = "asc") -> Iterator[Change]:
    """What an operation changed, in the order it did or, with desc, from the last; or changes of those numbers."""
    columns = "id, kind, record_id, last_id, before, after"
    is_one = isinstance(operation, int)
    where = "operation_id = ?" if is_one else "id in (select value from json_each(?))"
    sql = f"select {columns} from change where {where} order by id {order}"
    for row in store.connection.execute(sql, (operation if is_one else json.dumps(operation),)).fetchall():
        before, after = (image and json.loads(image) for image in row[4:])
        yield Change(row[0], row[1], row[2], row[3], before, after)
