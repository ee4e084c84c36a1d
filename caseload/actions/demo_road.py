"""How the invented clients get about, and what was spent for them: one ride is late, one confirmed, one never came."""

from datetime import date, timedelta

from caseload.records.client import Client
from caseload.records.expense import Expense
from caseload.records.ride import Ride, RideStatus
from caseload.store.core import Store
from caseload.store.reads.calendar import appointments
from caseload.value import replace

_RIDES = (
    # client, days ahead of the appointment, driver, status, asked on, confirmed on, pickup, number, request by
    (20, 3, "MTM", RideStatus.NEEDED, None, None, None, None, -1),
    (5, 4, "Valley Rides", RideStatus.CONFIRMED, -6, -2, "13:15 at the front desk", "T-5502", None),
    (21, -5, "MTM", RideStatus.NO_SHOW_VENDOR, -9, -7, "8:15 at the gate", "T-5417", None),
)
"""By client and day of the appointment, as `demo` has them."""

_EXPENSES = (
    # client, days ago, amount, what, fund, receipt, claimed ago
    (1, 20, 32.5, "Bus pass", "client aid", "envelope 3", 12),
    (20, 6, 25.0, "Birth certificate", "client aid", None, None),
    (14, 7, 8.4, "Taxi home, the ride did not come", "own pocket", "photo of that day", None),
    (None, 2, 4.0, "Parking at the courthouse", "own pocket", "envelope 4", None),
)

_AT_THE_DOOR = {14: "dog in the yard, ring first", 8: "go in twos"}
"""What to know before a client's door."""


def add_road(store: Store, today: date) -> None:
    """Store rides, expenses and what to know at the door; numbers are those of `demo`."""

    def day(ahead: int | None) -> date | None:
        return None if ahead is None else today + timedelta(days=ahead)

    for client, ahead, driver, status, asked, confirmed, pickup, number, by in _RIDES:
        of_day = today + timedelta(days=ahead)
        visits = appointments(store, of_day, of_day, client)
        if visits[0].starts.day >= today:
            store.save(replace(visits[0], ride=True))
        store.add(Ride(
            appointment_id=visits[0].id, driver=driver, status=status, requested_on=day(asked),
            confirmed_on=day(confirmed), pickup=pickup, number=number, request_by=day(by),
            reason="no car by 9:10" if status is RideStatus.NO_SHOW_VENDOR else None,
        ))  # fmt: skip
    for whose, ago, amount, what, fund, receipt, claimed in _EXPENSES:
        store.add(Expense(
            client_id=whose, spent_on=today - timedelta(days=ago), amount=amount, what=what, fund=fund,
            receipt=receipt, claimed_on=None if claimed is None else today - timedelta(days=claimed),
        ))  # fmt: skip
    for client, words in _AT_THE_DOOR.items():
        store.save(replace(store.get(Client, client), safety=words))
