"""What becomes of a ride that was booked, when its appointment is moved or called off: it stands, and is told."""

from collections.abc import Iterator, Mapping, Sequence

from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.ride import Ride
from caseload.store.core import Store
from caseload.store.reads.rides import booked, called_off_by, moved_by
from caseload.value import replace
from caseload.when.dates import When, say_when

_OFF = (AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR)
_NAMED = 5
"""How many rides are told one by one."""


def settle(store: Store) -> list[str]:
    """What to tell of rides to the appointments that the running step has moved or called off.

    The rides keep for when they were booked.
    """
    written = [one for one in store.written.values() if isinstance(one, Appointment)]
    before = ((store.was.get(one.ref), one) for one in written)
    pairs = [(was, one) for was, one in before if isinstance(was, Appointment)]
    moved = {one.id: was.starts for was, one in pairs if was.starts != one.starts}
    off = [one.id for was, one in pairs if one.status in _OFF and was.status not in _OFF]
    return _told(_kept(store, moved), booked(store, off))


def settle_imported(store: Store, operation: int) -> list[str]:
    """The same of the appointments that a file has moved or called off."""
    return _told(_kept(store, moved_by(store, operation)), booked(store, called_off_by(store, operation)))


def _kept(store: Store, moved: Mapping[int, When]) -> list[Ride]:
    """The rides that are for another time now than their appointments, of those that were moved."""
    found = []
    for ride, visit in booked(store, moved):
        was = ride.booked_for or moved[visit.id]
        after = replace(ride, booked_for=None if was == visit.starts else was)
        found.append(after if after == ride else store.save(after))
    return [one for one in found if one.booked_for]


def _told(moved: Sequence[Ride], off: Sequence[tuple[Ride, Appointment]]) -> list[str]:
    return [*_some([f"{one.ref} is {one.status} for {say_when(one.booked_for)}: caseload ride request {one.ref}, "
                    f"once it is asked for anew, or ride cancel {one.ref}" for one in moved if one.booked_for]),
            *_some([f"{one.ref} is {one.status} for {say_when(visit.starts)}: caseload ride cancel {one.ref}"
                    for one, visit in off])]  # fmt: skip


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_NAMED]
    if len(lines) > _NAMED:
        yield f"and {len(lines) - _NAMED} rides more; see caseload ride list"
