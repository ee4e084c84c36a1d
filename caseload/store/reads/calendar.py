"""What a calendar asks of the store."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from caseload.records.appointment import Appointment, last_day
from caseload.records.of.base import Record
from caseload.records.of.uid import CALENDAR
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.store.reads.clocks import GOING_ON, since
from caseload.when.dates import FIRST_YEAR, LAST_YEAR


def appointments(store: Store, first: date | None, last: date | None, client_id: int | None) -> list[Appointment]:
    """Appointments that start on those days, both included, or may go on; whatever became of them; of one client."""
    where, values = _within("starts", None, last, client_id)
    if first is not None:
        where += f" and {GOING_ON}"
        values += since(first)
    # What is open and what is over have an index each; SQLite would read past both for one that says "any".
    open_ = "('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')"
    halves = (store.each(Appointment, f"status {word} {open_} and {where}", values) for word in ("in", "not in"))
    return sorted((one for half in halves for one in half), key=lambda one: (str(one.starts), one.id))


def open_around(store: Store, some: Iterable[Appointment]) -> list[Appointment]:
    """The open appointments between the first and the last of the days of some, these among them."""
    held = list(some)
    if not held:
        return []
    first, last = min(one.starts.day for one in held), max(last_day(one) for one in held)
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
    values = (str(last + timedelta(days=1)), *since(first))
    return store.select(Appointment, f"{status} and starts < ? and {GOING_ON} order by starts, id", values)


def written_in_step(store: Store, first: date) -> list[Appointment]:
    """The open appointments from a day on that the running step has written."""
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
    return store.select(Appointment, f"{status} and starts >= ? and updated_at = ?", (str(first), store.at))


def outside(store: Store, first: date, last: date, client_id: int | None) -> tuple[int, str, str]:
    """How many appointments start before those days or after, and the first and the last day of any."""
    where, values = _within("starts", None, None, client_id)
    sql = f"""
select count(*) filter (where starts < ? or starts >= ?), substr(min(starts), 1, 10), substr(max(starts), 1, 10)
from appointment where {where}"""
    row = store.connection.execute(sql, (str(first), str(last + timedelta(days=1)), *values)).fetchone()
    return int(row[0]), row[1] or "", row[2] or ""


def open_tasks(store: Store, last: date | None, client_id: int | None) -> list[Task]:
    """Open tasks with a due date up to that day, the late ones too; of one client where asked."""
    where, values = _within("due", None, last, client_id)
    status = "status in ('ready', 'in-progress', 'on-hold')"
    return store.select(Task, f"{status} and due is not null and {where} order by due, id", values)


def last_changes(store: Store, kind: type[Record], numbers: Iterable[int]) -> dict[int, str]:
    """When records of a kind were last written to (UTC), by number, undoing included; only those that the log has."""
    wanted, found = sorted(set(numbers)), dict[int, str]()
    for some in _parts(wanted):
        marks = ", ".join("?" * len(some))
        sql = f"select record_id, max(at) from change where kind = ? and record_id in ({marks}) group by record_id"
        found |= dict(store.connection.execute(sql, (kind.TABLE, *some)))
    return found


def made_and_changed(one: Record, changed: str | None) -> tuple[datetime, datetime]:
    """When a record was made and when it was changed last, in UTC; a stamp that is none is told by the other one.

    `changed` is its last entry in the log.
    """
    moments = [moment for text in (one.created_at, changed, one.updated_at) if (moment := _moment(text))] or [_NEVER]
    return moments[0], max(moments[:2])


def revision(one: Record, changed: str | None) -> int:
    """The number of a record's revision in a calendar file (RFC 5545 SEQUENCE): seconds from its making to its change.

    The log only grows, so they never fall, not even when undo puts back an earlier stamp of the record.
    """
    created, last = made_and_changed(one, changed)
    return int((last - created).total_seconds())


def _moment(text: str | None) -> datetime | None:
    with suppress(ValueError):
        found = datetime.fromisoformat(text or "")
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def from_calendars(store: Store) -> list[Appointment]:
    """Every appointment that came in from a calendar file, the voided too."""
    return store.select(Appointment, f"{_FROM_CALENDAR} order by id")


def made_here(store: Store) -> Iterator[tuple[int, str, str]]:
    """Number, typed id and moment of making of every appointment that did not come in from a calendar file."""
    sql = f"select id, created_at from appointment where not ({_FROM_CALENDAR})"
    for number, created_at in store.connection.execute(sql):
        yield number, f"{Appointment.PREFIX}{number}", created_at


_FROM_CALENDAR = f"external_id is not null and coalesce(source, '') glob '*{CALENDAR}'"


def _within(column: str, first: date | None, last: date | None, client_id: int | None) -> tuple[str, list[Any]]:
    where, values = ["voided_at is null"], list[Any]()
    if first is not None:
        where.append(f"{column} >= ?")
        values.append(str(first))
    if last is not None:
        # The text that every moment of that day stands before.
        where.append(f"{column} < ?")
        values.append(str(last + timedelta(days=1)))
    if client_id is not None:
        where.append("client_id is ?")
        values.append(client_id or None)
    return " and ".join(where), values


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), 500):
        yield numbers[start : start + 500]
