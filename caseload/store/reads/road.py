"""What is read for a day on the road: its visits, and of each client what to ask about."""

from collections.abc import Iterable
from datetime import date, timedelta

from caseload.records.appointment import Appointment
from caseload.records.note import Note
from caseload.store.core import Store


def appointments_on(store: Store, day: date) -> list[Appointment]:
    """What begins that day, but for what was called off, the earliest first."""
    lost = "status not in ('cancelled', 'entered-in-error')"
    where = f"starts >= ? and starts < ? and {lost} and voided_at is null order by starts, id"
    return store.select(Appointment, where, (str(day), str(day + timedelta(days=1))))


def last_made(store: Store, clients: Iterable[int], before: date) -> dict[int, Note]:
    """The last contact made with each of those clients up to a day, by the client's number."""
    wanted = ", ".join(map(str, sorted(set(clients))))
    if not wanted:
        return {}
    made = "reached in ('yes', 'group') and voided_at is null and occurred < ?"
    later = """not exists (select 1 from note as other where other.client_id = note.client_id
and other.reached in ('yes', 'group') and other.voided_at is null and other.occurred < ?
and (other.occurred, other.id) > (note.occurred, note.id))"""
    end = str(before + timedelta(days=1))
    found = store.select(Note, f"client_id in ({wanted}) and {made} and {later}", (end, end))
    return {one.client_id: one for one in found}


def written_visits(store: Store, clients: Iterable[int], day: date) -> list[Note]:
    """The notes of a day that write up a meeting in person with one of those clients, in the order of the day."""
    wanted = ", ".join(map(str, sorted(set(clients))))
    where = "mode = 'in-person' and voided_at is null and occurred >= ? and occurred < ? order by occurred, id"
    days = (str(day), str(day + timedelta(days=1)))
    return store.select(Note, f"client_id in ({wanted}) and {where}", days) if wanted else []
