"""Who was purged: the steps that removed a client for good, so that whatever tells of earlier days can say so.

Such a step has a row in `purge`. What it removed has no images in the log any more: every change of these records, the
removal too, stays as a row with neither before nor after, and only an import's range has that besides, with a last id.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from caseload.errors import NotFound
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.store.core import Store


class Purge(NamedTuple):
    """One purge: its step, its moment in UTC, why, the clients' numbers, how many records of each kind."""

    operation: int
    at: str
    reason: str
    clients: tuple[int, ...]
    records: Mapping[str, int]
    overwritten_at: str | None
    """When the file was written anew without them; None where that is still to be done."""

    @property
    def total(self) -> int:
        """How many records it removed."""
        return sum(self.records.values())


def purges(store: Store, after: str = "") -> list[Purge]:
    """The purges later than a moment in UTC, the earliest first; all without one."""
    sql = """select operation_id, at, reason, overwritten_at from purge join operation on operation.id = operation_id
    where at > ? order by operation_id"""
    found = store.connection.execute(sql, (after,)).fetchall()
    return [
        Purge(number, at, reason, tuple(_numbers(store, number)), _records(store, number), done)
        for number, at, reason, done in found
    ]


def refs_purged(store: Store, operation: int) -> frozenset[str]:
    """The typed ids of what a purge removed."""
    sql = "select kind, record_id from change where operation_id = ?"
    found = store.connection.execute(sql, (operation,))
    return frozenset(f"{kind_of(table).PREFIX}{number}" for table, number in found.fetchall())


def _numbers(store: Store, operation: int) -> Iterator[int]:
    sql = "select record_id from change where operation_id = ? and kind = 'client'"
    yield from (int(row[0]) for row in store.connection.execute(sql, (operation,)))


def _records(store: Store, operation: int) -> Mapping[str, int]:
    sql = "select kind, count(*) from change where operation_id = ? group by kind order by min(id)"
    return Counter(dict(store.connection.execute(sql, (operation,)).fetchall()))


def purged_by(store: Store, table: str, number: int) -> int | None:
    """The step that purged a record; None where none did."""
    sql = "select operation_id from change join purge using (operation_id) where kind = ? and record_id = ?"
    found = store.connection.execute(sql, (table, number)).fetchone()
    return found and int(found[0])


def purged_in(store: Store, operation: int) -> tuple[str, int] | None:
    """A record that a step touched and that was purged since: its typed id, and the step that purged it."""
    if store.connection.execute("select 1 from purge limit 1").fetchone() is None:
        return None
    sql = """
select gone.kind, gone.record_id, gone.operation_id from change as one
join change as gone on gone.kind = one.kind
    and gone.record_id between one.record_id and coalesce(one.last_id, one.record_id)
join purge on purge.operation_id = gone.operation_id
where one.operation_id = ? order by gone.id limit 1"""
    found = store.connection.execute(sql, (operation,)).fetchone()
    return found and (f"{kind_of(found[0]).PREFIX}{found[1]}", int(found[2]))


def missing(store: Store, kind: type[Record], number: int) -> NotFound:
    """What is said of a record that is not there: that it was purged, where it was."""
    ref = f"{kind.PREFIX}{number}"
    if purge := purged_by(store, kind.TABLE, number):
        return NotFound(f"{ref} was purged by operation {purge}", "of what it was nothing is kept")
    return NotFound(f"there is no {kind.TABLE} {ref}", f"see caseload {kind.TABLE} list")
