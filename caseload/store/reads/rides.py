"""What is read of rides: what their clocks look at, and those of an appointment."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from caseload.records.appointment import Appointment
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, of_client, read
from caseload.store.reads.sought_by_rules import ITS_APPOINTMENT, OPEN_RIDE, TO_ASK, TO_CONFIRM
from caseload.when.dates import When

if TYPE_CHECKING:
    from caseload.records.of.ride_due import Driven
    from caseload.records.ride import Ride


def to_ask(store: Store, asked: Asked) -> "list[Driven]":
    """Rides that are to be asked for, each with its appointment and who drives."""
    return drives(store, read(store, TO_ASK, asked))


def to_confirm(store: Store, asked: Asked) -> "list[Driven]":
    """Rides that are to be confirmed, each with its appointment and who drives."""
    return drives(store, read(store, TO_CONFIRM, asked))


def driven(store: Store, record: Record, _today: date) -> "Driven":
    """One ride with its appointment and who drives."""
    return drives(store, [record])[0]


def drives(store: Store, found: Iterable[Any]) -> "list[Driven]":
    """The rides, each with its appointment and the name of who drives."""
    from caseload.records.of.ride_due import Driven

    rides = list(found)
    visits = {one.id: one for one in _by_number(store, {one.appointment_id for one in rides})}
    names = provider_names(store, {one.provider_id for one in rides if one.provider_id})
    return [
        Driven(one, visits.get(one.appointment_id), names.get(one.provider_id or 0) or one.driver or "")
        for one in rides
    ]  # fmt: skip


def _by_number(store: Store, numbers: Iterable[int]) -> list[Appointment]:
    wanted = ", ".join(map(str, sorted(numbers)))
    return store.select(Appointment, f"id in ({wanted}) and voided_at is null") if wanted else []


def provider_names(store: Store, numbers: Iterable[int]) -> dict[int, str]:
    """What the organizations of those numbers are called."""
    wanted = ", ".join(map(str, sorted(numbers)))
    sql = f"select id, name from provider where id in ({wanted})"
    return dict(store.connection.execute(sql).fetchall()) if wanted else {}


def rides_of(store: Store, appointments: Iterable[int]) -> "list[Ride]":
    """The rides to the appointments of those numbers, but for those that were called off."""
    from caseload.records.ride import Ride

    wanted = ", ".join(map(str, sorted(set(appointments))))
    where = f"appointment_id in ({wanted}) and status <> 'cancelled' and voided_at is null order by appointment_id, id"
    return store.select(Ride, where) if wanted else []


class Visits(dict[int, Appointment | None]):
    """Appointments by number, each asked of the store when first needed; None for one that is not there."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: int) -> Appointment | None:
        found = self._store.select(Appointment, "id = ?", (number,))
        self[number] = found[0] if found else None
        return self[number]


def rides_of_client(store: Store, client_id: int) -> "list[Driven]":
    """A client's rides that are still to take place, each with its appointment, the soonest first."""
    from caseload.records.ride import Ride

    found = drives(store, store.select(Ride, f"{OPEN_RIDE} and {TO_ASK.whose.replace('is ?', '= ?')}", (client_id,)))
    return sorted(found, key=lambda one: (str(one.appointment.starts) if one.appointment else "", one.ride.id))


def without_ride(store: Store, asked: Asked) -> list[Appointment]:
    """Appointments to come that need a ride and have none."""
    sql, values = of_client(asked, Appointment)
    none = f"not exists (select 1 from ride where appointment_id = appointment.id and {_LIVES})"
    where = f"{_TO_COME} and ride = 1 and starts >= '{asked.today}' and {none}{sql} order by id"
    return store.select(Appointment, where, values)


def without_outcome(store: Store, asked: Asked) -> "list[Ride]":
    """Rides to appointments that are past, of which nobody has said whether they came."""
    from caseload.records.ride import Ride

    sql, values = of_client(asked, Ride)
    past = f"exists ({ITS_APPOINTMENT} and starts < '{asked.today}' and starts > '{asked.today - _A_YEAR}')"
    return store.select(Ride, f"{OPEN_RIDE} and {past}{sql} order by id", values)


_TO_COME = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
_LIVES = "status in ('needed', 'requested', 'confirmed', 'completed') and ride.voided_at is null"
_A_YEAR = timedelta(days=365)


def booked(store: Store, appointments: Iterable[int]) -> "list[tuple[Ride, Appointment]]":
    """The rides to those appointments that were asked for or confirmed, each with its appointment."""
    found = [one for one in rides_of(store, appointments) if one.status in ("requested", "confirmed")]
    visits = {one.id: one for one in _by_number(store, {one.appointment_id for one in found})}
    return [(one, visits[one.appointment_id]) for one in found if one.appointment_id in visits]


def moved_by(store: Store, operation: int) -> dict[int, When]:
    """When the appointments that a step has moved were before it, by number."""
    sql = f"{_CHANGED} and before ->> 'starts' <> after ->> 'starts' order by id desc"
    return {number: When.parse(starts) for number, starts in store.connection.execute(sql, (operation,))}


def called_off_by(store: Store, operation: int) -> list[int]:
    """The numbers of the appointments that a step has called off."""
    off = "('cancelled', 'entered-in-error')"
    sql = f"{_CHANGED} and before ->> 'status' not in {off} and after ->> 'status' in {off}"
    return [number for number, _ in store.connection.execute(sql, (operation,))]


_CHANGED = """select record_id, before ->> 'starts' from change
where operation_id = ? and kind = 'appointment' and before is not null and after is not null"""


def of_what_was_called_off(store: Store, asked: Asked) -> "list[Ride]":
    """Rides that were asked for or confirmed, to appointments ahead that were called off."""
    from caseload.records.ride import Ride

    sql, values = of_client(asked, Ride)
    cancelled = f"starts >= '{asked.today}' and appointment.status in ('cancelled', 'entered-in-error')"
    off = f"exists ({ITS_APPOINTMENT} and {cancelled})"
    return store.select(
        Ride, f"{OPEN_RIDE} and status in ('requested', 'confirmed') and {off}{sql} order by id", values
    )
