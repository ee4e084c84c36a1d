"""Whether a visit has been written up."""

from datetime import date, timedelta

from caseload.records.appointment import Appointment, last_day
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.of.visit import Visit
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


def visit_of(store: Store, record: Record, _today: date) -> Visit:
    """A kept appointment with the note that writes it up, if there is one."""
    assert isinstance(record, Appointment)  # noqa: S101 - the rule looks at no others
    return Visit(record, note_of_day(store, record) if record.client_id is not None else "")
