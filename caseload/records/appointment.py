"""Something at a time: a visit, a hearing, a clinic."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import MOST_MINUTES, Vocabulary, at_most, follower, kind, positive, recurrences
from caseload.records.of.cancel_reason import CancelReason
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Coded, NotItself, Rule, Says, To
from caseload.value import replace
from caseload.when import dates
from caseload.when.dates import LAST_YEAR, When, say_when


class AppointmentStatus(Vocabulary):
    """Where an appointment stands (HL7 FHIR R4 Appointment.status)."""

    PROPOSED = "proposed"
    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"
    ENTERED_IN_ERROR = "entered-in-error"
    CHECKED_IN = "checked-in"
    WAITLIST = "waitlist"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"kept": "fulfilled", "no-show": "noshow", "canceled": "cancelled"}


@kind
class Appointment(Guarded):
    """Something at a time, for a client or for the case manager alone."""

    TABLE: ClassVar[str] = "appointment"
    PREFIX: ClassVar[str] = "a"
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    TRAVELS: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("proposed", "pending", "booked", "arrived", "checked-in", "waitlist")
    ASKED: ClassVar[tuple[str, ...]] = ("fulfilled",)
    WHEN: ClassVar[str] = "starts"
    ORDER: ClassVar[tuple[str, ...]] = ("starts", "id")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "cancel_reason": ("cancelled", "noshow", "entered-in-error"),
        "outcome": ("arrived", "checked-in", "fulfilled", "cancelled", "noshow", "entered-in-error"),
    }
    WITHIN: ClassVar[tuple[str, ...]] = ("starts",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "place", "prepare", "bring", "transport", "outcome")

    client_id: Annotated[int | None, also.CLIENT] = None
    title: Annotated[str, Says("Other words.", later=True), also.TITLE]
    starts: Annotated[
        When, Says('When: "fri 2pm", 2026-11-30@14:30; see help dates.', flag="--at", needed=True), also.STARTS
    ]
    minutes: Annotated[int | None, Says("How long it takes.", short="-m", metavar="MIN", least=0), also.MINUTES] = None
    theirs: Annotated[
        bool, "The client's own, such as dialysis: you are not there, and it needs no outcome.", also.THEIRS
    ] = False
    place: Annotated[str | None, "Where.", also.PLACE] = None
    mode: Annotated[str | None, "In person, by phone, by video.", also.MODE] = None
    kind: Annotated[str | None, "What sort it is: dialysis, court, home visit."] = None
    status: Annotated[AppointmentStatus, "Where it stands", also.STANDING] = AppointmentStatus.BOOKED
    cancel_reason: Annotated[CancelReason | None, Says("Why it did not take place", later=True)] = None
    prepare: Annotated[str | None, "What to do before it."] = None
    bring: Annotated[str | None, "What to take along."] = None
    with_whom: Annotated[str | None, Says("Who will be there.", flag="--with"), also.ATTENDEES] = None
    accommodations: Annotated[str | None, "What else the client needs there: ramp, quiet room."] = None
    interpreter: Annotated[bool, "An interpreter is needed there.", also.INTERPRETER] = False
    wheelchair: Annotated[bool, "There must be room for a wheelchair.", also.WHEELCHAIR] = False
    transport: Annotated[str | None, "How the client gets there.", also.TRANSPORT] = None
    ride: Annotated[bool, "The client needs a ride there; see ride add.", also.RIDE] = False
    reminded_on: date | None = None
    """The day the client was reminded of it; see remind."""
    reminded_by: Annotated[str | None, Coded] = None
    """How: text, call, email."""
    series_id: Annotated[int | None, To("appointment")] = None
    """The first of the series it belongs to."""
    every: Annotated[str | None, Rule] = None
    """How the series recurs."""
    slot: When | None = None
    """When the series has it, wherever it was moved to (RFC 5545 RECURRENCE-ID)."""
    sequence: int | None = None
    """Which revision of its event a calendar file told last (RFC 5545 SEQUENCE)."""
    superseded_by_id: Annotated[int | None, To("appointment"), NotItself] = None
    outcome: Annotated[str | None, Says("What came of it.", later=True)] = None

    def __post_init__(self) -> None:
        """The rules of one appointment."""
        super().__post_init__()
        positive(self, "minutes")
        at_most(self, MOST_MINUTES, "minutes")
        recurrences(self, "every")
        if self.cancel_reason and self.status not in _NOT_HELD:
            raise Invalid("is set on an appointment that was not cancelled", "status cancelled", field="cancel_reason")

    @property
    def takes_days(self) -> bool:
        """Whether it takes whole days, one or several."""
        return self.starts.time is None and (self.minutes or 0) >= DAY_MINUTES

    @property
    def is_stay(self) -> bool:
        """Whether it takes a day or more, so that nobody is there for all of its minutes."""
        return (self.minutes or 0) >= DAY_MINUTES

    @property
    def over(self) -> When:
        """When it is over."""
        return end(self)


BECAME = ("status", "cancel_reason", "outcome")
"""The fields that say what became of an appointment."""

_NOT_HELD = (AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW, AppointmentStatus.ENTERED_IN_ERROR)
"""Where a reason not to have taken place makes sense (FHIR R4 Appointment, constraint app-4, and its errors)."""


def is_open(appointment: Appointment) -> bool:
    """Whether the appointment still waits to take place, or for someone to say that it did."""
    return appointment.status in Appointment.OPEN


def needs_outcome(appointment: Appointment) -> bool:
    """Whether someone is to say what became of it: not of the client's own, nor of what is nobody's but one's own."""
    return appointment.client_id is not None and not appointment.theirs


def open_start(appointment: Appointment) -> When | None:
    """When an open appointment begins."""
    return appointment.starts if is_open(appointment) else None


def end(appointment: Appointment) -> When:
    """When it is over: its start and its minutes; at the end of its last day where either is not known.

    Without a time of day, minutes are whole days begun: a stay.
    """
    starts, minutes, last = appointment.starts, appointment.minutes, date(LAST_YEAR, 12, 31)
    if starts.time is None or minutes is None:
        # How long a visit takes is not known: nobody is late with an outcome in the middle of it.
        stay = max((minutes or 0) - 1, 0) // DAY_MINUTES if starts.time is None else 0
        return When(min(starts.day + timedelta(days=stay), last))
    ends = starts.starts() + timedelta(minutes=minutes)
    return When.at(ends) if ends.date() <= last else When(starts.day)


DAY_MINUTES = 24 * 60


def last_day(appointment: Appointment) -> date:
    """The last of its days."""
    return dates.last_day(appointment.starts, end(appointment))


def is_on(appointment: Appointment, day: date) -> bool:
    """Whether it takes place on that day, or goes on."""
    return appointment.starts.day <= day <= last_day(appointment)


def open_end(appointment: Appointment) -> When | None:
    """When an open appointment is over and its outcome is due."""
    return end(appointment) if is_open(appointment) else None


def outcome_due(appointment: Appointment, _terms: Terms, _today: date) -> Reckoned | Still:
    """An open appointment at its start, and its outcome once it is over."""
    if (starts := open_start(appointment)) is None or (end := open_end(appointment)) is None:
        return Still(f"{appointment.ref} is {appointment.status}")
    last = dates.last_day(starts, end)
    reason = "appointment" if last == starts.day else f"until {say_when(last)}"
    found = on_day(f"{appointment.ref} starts", starts, reason, end)
    needed = needs_outcome(appointment)
    return found._replace(late_reason="no outcome recorded") if needed else found._replace(asks_nothing=True)


def lacks_outcome(appointment: Appointment, now: datetime) -> bool:
    """Whether it is over and nobody has said whether it was kept, as someone is to."""
    end = open_end(appointment)
    return end is not None and needs_outcome(appointment) and end.is_past(now)


def moved(appointment: Appointment, to: When, minutes: int | None = None) -> Appointment:
    """The same appointment at another time, a day alone keeping its clock; raises Refused for one that is over."""
    _refuse_closed(appointment, "another is booked by caseload appointment add")
    took = appointment.minutes if minutes is None else minutes
    # What somebody was reminded of was the other time.
    return replace(appointment, starts=timed(to, appointment), minutes=took, reminded_on=None, reminded_by=None)


def timed(to: When, appointment: Appointment) -> When:
    """A day with the time it has, else with that of the appointment."""
    return When(to.day, to.time or appointment.starts.time)


def is_lost(appointment: Appointment) -> bool:
    """Whether it was cancelled or missed, so that another time means another appointment."""
    return appointment.status in (AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED)


def rebooked(appointment: Appointment, to: When, minutes: int | None = None) -> Appointment:
    """A new appointment in place of one that was cancelled or missed; raises Refused for any other.

    It stands by itself: the series, if there is one, has had its turn.
    """
    if not is_lost(appointment):
        raise Refused(f"{appointment.ref} is {appointment.status}", "only a cancelled or missed one is booked anew")
    if appointment.superseded_by_id is not None:
        raise Refused(f"{appointment.ref} was booked anew as a{appointment.superseded_by_id} already")
    return follower(
        appointment,
        starts=timed(to, appointment),
        minutes=appointment.minutes if minutes is None else minutes,
        reminded_on=None,
        reminded_by=None,
        status=AppointmentStatus.BOOKED,
        cancel_reason=None,
        outcome=None,
        series_id=None,
        every=None,
        slot=None,
    )


def settled(
    appointment: Appointment,
    status: AppointmentStatus,
    reason: CancelReason | None = None,
    outcome: str | None = None,
) -> Appointment:
    """The appointment with what became of it: kept, missed or cancelled; raises Refused for one that is over."""
    _refuse_closed(appointment, _corrected(appointment, status))
    return replace(appointment, status=status, cancel_reason=reason, outcome=outcome or appointment.outcome)


def attended(
    appointment: Appointment,
    status: AppointmentStatus,
    today: date,
    outcome: str | None = None,
    minutes: int | None = None,
) -> Appointment:
    """The appointment kept or missed, with how long it took; raises Refused before its day."""
    if appointment.starts.day > today:
        what = f"{appointment.ref} is still to come, {say_when(appointment.starts)}"
        raise Refused(what, f"caseload appointment move {appointment.ref} --to WHEN, if it was earlier")
    over = settled(appointment, status, outcome=outcome)
    return over if minutes is None or appointment.is_stay else replace(over, minutes=minutes)


def _corrected(over: Appointment, status: AppointmentStatus) -> str:
    """The command that says something else of an appointment that is over."""
    if over.status is not status:
        cleared = " --clear cancel-reason" if over.cancel_reason and status is AppointmentStatus.FULFILLED else ""
        return f"caseload appointment edit {over.ref} --status {_SAID.get(status, status)}{cleared}"
    if status is AppointmentStatus.FULFILLED and over.client_id is not None:
        return f"caseload log c{over.client_id} --at {over.starts} TEXT writes it up"
    if is_lost(over) and over.superseded_by_id is None:
        return f"caseload appointment move {over.ref} --to WHEN books another time"
    return f"caseload appointment edit {over.ref} --outcome TEXT"


_SAID: Mapping[AppointmentStatus, str] = {AppointmentStatus.FULFILLED: "kept"}


def _refuse_closed(appointment: Appointment, next_step: str) -> None:
    if not is_open(appointment):
        raise Refused(f"{appointment.ref} is {_SAID.get(appointment.status, appointment.status)} already", next_step)
