"""Appointments given another time."""

from dataclasses import replace

from caseload.dates import When
from caseload.records.appointment import Appointment, is_lost, moved, rebooked
from caseload.store.core import Store


def move(store: Store, appointment: Appointment, to: When, minutes: int | None) -> Appointment:
    """The appointment at its new time; in place of one that was cancelled or missed a new one, linked from it."""
    if not is_lost(appointment):
        return store.save(moved(appointment, to, minutes))
    new = store.add(rebooked(appointment, to, minutes))
    store.save(replace(appointment, superseded_by_id=new.id))
    return new
