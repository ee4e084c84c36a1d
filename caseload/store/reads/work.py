"""A client's open work and latest notes."""

from typing import NamedTuple

from caseload.records.addendum import Addendum
from caseload.records.appointment import Appointment
from caseload.records.note import Note
from caseload.records.task import Task
from caseload.store.core import Store


def tasks_of_client(store: Store, client_id: int) -> list[Task]:
    """A client's open tasks, soonest first, those without a date last."""
    sql = "client_id = ? and status in ('ready', 'in-progress', 'on-hold') and voided_at is null"
    return store.select(Task, f"{sql} order by due is null, due, id", (client_id,))


def later_of_series(store: Store, task: Task) -> list[Task]:
    """The tasks that came after one in its series: the same words for the same client, later, and coming again."""
    same = "id > ? and client_id is ? and title = ? and (every is not null or after is not null)"
    sql = f"{same} and voided_at is null order by id"
    return store.select(Task, sql, (task.id, task.client_id, task.title))


def appointments_of_client(store: Store, client_id: int) -> list[Appointment]:
    """A client's appointments that still wait to take place or for an outcome, soonest first."""
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')"
    sql = f"client_id = ? and {status} and voided_at is null order by starts, id"
    return store.select(Appointment, sql, (client_id,))


def last_notes(store: Store, client_id: int, limit: int) -> list[Note]:
    """A client's latest notes, newest first."""
    sql = "client_id = ? and voided_at is null order by occurred desc, id desc limit ?"
    return store.select(Note, sql, (client_id, limit))


def note_count(store: Store, client_id: int) -> int:
    """How many notes a client has."""
    sql = "select count(*) from note where client_id = ? and voided_at is null"
    return int(store.connection.execute(sql, (client_id,)).fetchone()[0])


def drafts(store: Store, client_id: int) -> list[Note]:
    """A client's notes that are not signed, oldest first."""
    sql = "client_id = ? and status = 'draft' and voided_at is null order by occurred, id"
    return store.select(Note, sql, (client_id,))


def addenda_of_note(store: Store, note_id: int) -> list[Addendum]:
    """What was added to a note, oldest first."""
    return store.select(Addendum, "note_id = ? and voided_at is null order by id", (note_id,))


class Attendance(NamedTuple):
    """How many appointments of a client took place, how many were missed, and the day of the last one missed."""

    kept: int
    missed: int
    last: str | None


def attendance(store: Store, client_id: int) -> Attendance:
    """What became of a client's appointments; the day as it is stored."""
    sql = """
select count(*) filter (where status = 'fulfilled'), count(*) filter (where status = 'noshow'),
    max(starts) filter (where status = 'noshow')
from appointment where client_id = ? and voided_at is null"""
    kept, missed, last = store.connection.execute(sql, (client_id,)).fetchone()
    return Attendance(kept, missed, last and str(last)[:10])
