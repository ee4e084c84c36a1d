"""Appointments given another time."""

from datetime import date

from caseload.actions.series import Touched, settle
from caseload.records.appointment import Appointment, is_lost, moved, rebooked
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import When


def move(store: Store, appointment: Appointment, to: When, minutes: int | None, today: date) -> Touched:
    """The appointment at its new time, its series topped up; in place of a cancelled or missed one a new one.

    The new one is linked from the old, and in no series.
    """
    if not is_lost(appointment):
        return settle(store, moved(appointment, to, minutes), today)
    new = store.add(rebooked(appointment, to, minutes))
    store.save(replace(appointment, superseded_by_id=new.id))
    return Touched(new)
