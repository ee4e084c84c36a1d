"""What the caseload's board and its capacity look at: clients who are open, and appointments that take time."""

from datetime import date, timedelta

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.store.core import Store
from caseload.store.reads.clocks import GOING_ON, since


def open_clients(store: Store) -> list[Client]:
    """Every client on the caseload or waiting to be, by name."""
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null"
    return store.select(Client, f"{status} order by {', '.join(Client.ORDER)}")


def booked(store: Store, first: date, last: date) -> list[Appointment]:
    """Appointments of these days, or that may go on then, soonest first.

    Whoever they are with; not those on a waiting list, which have no time yet, nor a client's own.
    """
    status = "status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null"
    days = f"starts < ? and {GOING_ON}"
    where = f"{status} and status <> 'waitlist' and not theirs and {days} order by starts, id"
    return store.select(Appointment, where, (str(last + timedelta(days=1)), *since(first)))
