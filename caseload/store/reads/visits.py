"""Whether a visit has been written up."""

from datetime import timedelta

from caseload.records.appointment import Appointment, last_day
from caseload.records.note import Note
from caseload.store.core import Store


def note_of_day(store: Store, visit: Appointment) -> str:
    """The typed id of the first note about the client of an appointment on one of its days; nothing where none is.

    What was before its hour is not of it; a note of a day alone may be.
    """
    sql = """
select min(id) from note where client_id = ? and occurred >= ? and occurred < ? and voided_at is null
    and (occurred >= ? or length(occurred) = 10)"""
    days = str(visit.starts.day), str(last_day(visit) + timedelta(days=1))
    number = store.connection.execute(sql, (visit.client_id, *days, str(visit.starts))).fetchone()[0]
    return f"{Note.PREFIX}{number}" if number else ""
