"""Until when a ride is to be asked for and confirmed: counted back from its appointment."""

from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.appointment import Appointment
from caseload.records.appointment import is_open as is_to_come
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.ride import Ride, RideStatus
from caseload.when.dates import When, say_when


class Driven(NamedTuple):
    """A ride with its appointment and the name of who drives."""

    ride: Ride
    appointment: Appointment | None
    driver: str = ""

    @property
    def record(self) -> Ride:
        """The record whose typed id an item about it has."""
        return self.ride


def request_due(driven: Driven, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day to ask for a ride: as it was said, else by the lead time of who drives, else the appointment's.

    One that is booked for another time than its appointment has now is to be asked for anew before either comes.
    """
    ride, _, driver = driven
    if ride.status is not RideStatus.NEEDED and not ride.booked_for:
        return Still(f"{ride.ref} is {ride.status}")
    if isinstance(visit := _to_come(driven), Still):
        return visit
    if ride.booked_for:
        return _anew(ride, ride.booked_for, visit)
    reason = f"not asked for, {say_when(visit.starts)}"
    if ride.request_by:
        return on_day(f"{ride.ref} request_by", When(ride.request_by), reason)
    anchor = f"{visit.ref} starts"
    lead = terms.leads.get(driver.casefold()) or terms.leads.get("")
    if lead is None:
        said = "no lead time is known: ride edit --request-by DAY, or [transport] in config.toml"
        return on_day(anchor, visit.starts, reason)._replace(margin=terms.margin, worked=f"{visit.starts}; {said}")
    span, source = lead
    due = When(span.after(visit.starts.day, -1))
    who = f" ({driver})" if driver else ""
    return Reckoned(
        anchor=anchor, anchored=visit.starts, due=due, ends=due, reason=reason, law=source,
        worked=f"{span} before {visit.starts.day}{who} = {due}",
    )  # fmt: skip


def _anew(ride: Ride, was: When, visit: Appointment) -> Reckoned:
    due = When(min(was.day, visit.starts.day) - _A_DAY)
    return Reckoned(
        anchor=f"{ride.ref} booked_for", anchored=was, due=due, ends=due,
        reason=f"{ride.status} for {say_when(was)}, not for {say_when(visit.starts)}",
        worked=f"the day before {min(was.day, visit.starts.day)}, the first of the two days = {due}",
    )  # fmt: skip


def confirmation_due(driven: Driven, _terms: Terms, _today: date) -> Reckoned | Still:
    """The day before its appointment by which a ride that was asked for is to be confirmed."""
    ride = driven.ride
    if ride.status is not RideStatus.REQUESTED:
        return Still(f"{ride.ref} is {ride.status}")
    if ride.booked_for:
        return Still(f"{ride.ref} is to be asked for anew")
    if isinstance(visit := _to_come(driven), Still):
        return visit
    due = When(visit.starts.day - _A_DAY)
    reason = f"not confirmed, {say_when(visit.starts)}"
    return Reckoned(
        anchor=f"{visit.ref} starts", anchored=visit.starts, due=due, ends=due, reason=reason,
        worked=f"the day before {visit.starts.day} = {due}",
    )  # fmt: skip


_A_DAY = timedelta(days=1)


def _to_come(driven: Driven) -> Appointment | Still:
    """The appointment as long as nobody has said what became of it."""
    visit = driven.appointment
    if visit is None:
        return Still(f"a{driven.ride.appointment_id} is not there")
    return visit if is_to_come(visit) else Still(f"{visit.ref} is {visit.status}")
