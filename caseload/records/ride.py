"""How a client gets to an appointment: asked for, confirmed, and whether it came."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Record, Vocabulary, kind
from caseload.records.of.nature import Bare, Digits, Says
from caseload.value import replace
from caseload.when.dates import When, say_when


class RideStatus(Vocabulary):
    """Where a ride stands."""

    NEEDED = "needed"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    NO_SHOW_VENDOR = "no-show-vendor"
    NO_SHOW_CLIENT = "no-show-client"
    CANCELLED = "cancelled"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"done": "completed", "canceled": "cancelled", "booked": "confirmed"}


class Absent(Vocabulary):
    """Who did not come."""

    VENDOR = "vendor"
    CLIENT = "client"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Other words for who drives."""
        return {"driver": "vendor", "provider": "vendor", "broker": "vendor"}


@kind
class Ride(Record):
    """One ride to an appointment of a client, or back."""

    TABLE: ClassVar[str] = "ride"
    PREFIX: ClassVar[str] = "rd"
    SINCE: ClassVar[int] = 15
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("needed", "requested", "confirmed")
    WHEN: ClassVar[str] = "request_by"
    ORDER: ClassVar[tuple[str, ...]] = ("appointment_id", "id")
    TITLE: ClassVar[str] = "summary"
    FACTS: ClassVar[tuple[str, ...]] = ("requested_on", "confirmed_on")
    ORDERED: ClassVar[Order] = {"requested_on": ("confirmed_on",)}
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "confirmed_on": ("confirmed", "completed", "no-show-vendor", "no-show-client", "cancelled"),
        "reason": ("completed", "no-show-vendor", "no-show-client", "cancelled"),
    }
    SEARCHED: ClassVar[tuple[str, ...]] = ("driver", "pickup", "number", "reason")

    appointment_id: int
    provider_id: Annotated[int | None, "Who drives, of the directory: pr1."] = None
    driver: Annotated[str | None, "Who drives, where the directory has none: a broker, her sister.", also.DRIVER] = None
    status: Annotated[RideStatus, "Where it stands; needed unless said", also.STANDING] = RideStatus.NEEDED
    request_by: Annotated[
        date | None, "The last day to ask for it; else reckoned, see help clocks.", also.REQUEST_BY
    ] = None  # fmt: skip
    requested_on: Annotated[date | None, "The day it was asked for; see ride request.", also.ASKED_ON] = None
    confirmed_on: Annotated[date | None, "The day it was confirmed; see ride confirm."] = None
    pickup: Annotated[str | None, Says('When and where: "8:15 at the back door".'), also.PICKUP] = None
    wheelchair: Annotated[bool, "There must be room for a wheelchair.", also.WHEELCHAIR] = False
    number: Annotated[str | None, "The number that the ride was given.", Bare, Digits, also.CONFIRMATION] = None
    booked_for: When | None = None
    """For when it was asked for, where its appointment has another time since."""
    reason: Annotated[str | None, Says("Why it did not take place, or what came of it.", later=True)] = None

    @property
    def stands(self) -> str:
        """Its status, and for when where that is another time than its appointment's."""
        return f"{self.status} for {say_when(self.booked_for)}" if self.booked_for else str(self.status)

    @property
    def summary(self) -> str:
        """To which appointment: that tells of nobody."""
        return f"ride to a{self.appointment_id}"


def is_open(ride: Ride) -> bool:
    """Whether it is still to take place."""
    return ride.status in Ride.OPEN


def requested(ride: Ride, on: date) -> Ride:
    """The ride asked for that day, for the time that its appointment has now; Refused where it was, or is over."""
    _refuse_over(ride)
    if ride.status is not RideStatus.NEEDED and not ride.booked_for:
        raise Refused(f"{ride.ref} is {ride.status} already", f"caseload ride edit {ride.ref} changes it")
    return replace(ride, status=RideStatus.REQUESTED, requested_on=on, confirmed_on=None, booked_for=None)


def confirmed(ride: Ride, on: date) -> Ride:
    """The ride confirmed that day for the time that its appointment has now; Refused where it was, or is over."""
    _refuse_over(ride)
    if ride.status is RideStatus.CONFIRMED and not ride.booked_for:
        raise Refused(f"{ride.ref} is confirmed already", f"caseload ride edit {ride.ref} changes it")
    asked = (None if ride.booked_for else ride.requested_on) or on
    return replace(ride, status=RideStatus.CONFIRMED, confirmed_on=on, requested_on=asked, booked_for=None)


def ended(ride: Ride, status: RideStatus, reason: str | None = None) -> Ride:
    """The ride with what became of it; Refused where that is said already."""
    _refuse_over(ride)
    return replace(ride, status=status, reason=reason or ride.reason)


def _refuse_over(ride: Ride) -> None:
    if not is_open(ride):
        again = f"caseload ride edit {ride.ref} --status WORD puts it right"
        raise Refused(f"{ride.ref} is {ride.status} already", again)
