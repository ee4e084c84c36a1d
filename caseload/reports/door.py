"""What leads to the door: what to know of the client, who will be there, what to bring; the rides to an appointment."""

from collections.abc import Iterator

from caseload.output.column import Column
from caseload.output.page import Facts, Listing, Section
from caseload.records.appointment import Appointment
from caseload.records.of.at_the_door import flags
from caseload.records.of.ride_due import Driven
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.rides import drives, rides_of


def door_sections(store: Store, visit: Appointment) -> Iterator[Section]:
    """Of a client's appointment what to know before going there, and its rides."""
    if visit.client_id is None:
        return
    client = clients_by_number(store, [visit.client_id]).get(visit.client_id)
    if client and (said := flags(client)):
        yield Section("Before the door", Facts(tuple(("know", one) for one in said), {"know": "late"}))
    if rides := drives(store, rides_of(store, [visit.id])):
        yield Section("Rides", Listing(rides, _RIDE))


_RIDE: tuple[Column[Driven], ...] = (
    Column("id", lambda one: one.ride.ref),
    Column("status", lambda one: one.ride.stands, style=lambda one: "late" if one.ride.booked_for else ""),
    Column("driver", lambda one: one.driver or None, text=True),
    Column("pickup", lambda one: one.ride.pickup and f"pickup {one.ride.pickup}", text=True),
    Column("wheelchair", lambda one: "wheelchair" if one.ride.wheelchair else None),
    Column("number", lambda one: one.ride.number and f"no. {one.ride.number}"),
)
