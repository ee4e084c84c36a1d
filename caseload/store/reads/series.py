"""The appointments of a series, whatever became of them: a slot that was cancelled or voided is one that was had."""

from datetime import date

from caseload.records.appointment import Appointment
from caseload.store.core import Store
from caseload.when.dates import When


def members(store: Store, series_id: int) -> list[Appointment]:
    """All of a series in the order of its slots, the voided too."""
    return store.select(Appointment, "series_id = ? order by slot, id", (series_id,))


def members_from(store: Store, series_id: int, slot: When) -> list[Appointment]:
    """Those of a series whose slot is that one or later, in order, the voided too."""
    return store.select(Appointment, "series_id = ? and slot >= ? order by slot, id", (series_id, str(slot)))


def running_out(store: Store, first: date, before: date) -> list[Appointment]:
    """The last of each series whose last slot lies between two days."""
    sql = """
select series_id from appointment where series_id is not null
group by series_id having max(slot) >= ? and max(slot) < ?"""
    found = [last(store, number) for (number,) in store.connection.execute(sql, (str(first), str(before))).fetchall()]
    return [one for one in found if one]


def last(store: Store, series_id: int) -> Appointment | None:
    """The one with the last slot, perhaps voided."""
    found = store.select(Appointment, "series_id = ? order by slot desc, id desc limit 1", (series_id,))
    return found[0] if found else None
