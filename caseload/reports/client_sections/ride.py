"""Rides on a client's page: those that are still to take place."""

from caseload.output.column import Column
from caseload.records.of.ride_due import Driven
from caseload.records.ride import Ride
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.items import standing_said
from caseload.store.reads.rides import rides_of_client


def shown(asked: Asked) -> Shown:
    """What is needed, asked for or confirmed."""
    found = [one for one in rides_of_client(asked.store, asked.client.id) if one.appointment]
    by_id = {one.ride.id: one for one in found}

    def when(one: Driven) -> str:
        said = standing_said(asked.standing("ride", one.ride), asked.now)
        return f"ask by {said}" if said else ""

    columns: tuple[Column[Ride], ...] = (
        Column("id", lambda one: one.ref),
        Column("status", lambda one: one.stands, style=lambda one: "late" if one.booked_for else ""),
        Column("starts", lambda one: _for(by_id[one.id])),
        Column("driver", lambda one: by_id[one.id].driver, text=True),
        Column("pickup", lambda one: one.pickup and f"pickup {one.pickup}", text=True),
        Column("when", lambda one: when(by_id[one.id])),
    )  # fmt: skip
    return Shown("Rides", [one.ride for one in found], columns)


def _for(driven: Driven) -> str:
    visit = driven.appointment
    return " ".join(filter(None, (visit.mark, f"for {visit.ref}, {visit.starts}"))) if visit else ""
