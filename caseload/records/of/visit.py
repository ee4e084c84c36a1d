"""A kept appointment and the note that writes it up."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from caseload.errors import Refused
from caseload.records.appointment import Appointment, AppointmentStatus, attended, last_day, needs_outcome
from caseload.records.of.clock import Reckoned, Still, Terms, counted
from caseload.value import replace
from caseload.when.dates import When, say_when

if TYPE_CHECKING:
    from caseload.records.note import Mode

ASKED_FOR = 30
"""For how many days after a visit its note is asked for: what is older came in from elsewhere, or is past mending."""


class Visit(NamedTuple):
    """An appointment, and the typed id of the note that writes it up; nothing where there is none."""

    appointment: Appointment
    note: str = ""

    @property
    def record(self) -> Appointment:
        """The record whose typed id an item about it has."""
        return self.appointment


def unwritten_due(visit: Visit, terms: Terms, today: date) -> Reckoned | Still:
    """The note of a kept appointment with a client: an interval after its last day, asked for as long as ASKED_FOR."""
    one = visit.appointment
    first, last = one.starts.day, last_day(one)
    if not is_to_be_written(one):
        whose = f"{one.ref} is the client's own" if one.theirs else f"{one.ref} has no client"
        return Still(f"{one.ref} is {one.status}" if needs_outcome(one) else whose)
    if visit.note:
        return Still(f"{visit.note} writes it up")
    if last < today - timedelta(days=ASKED_FOR):
        return Still(f"{one.ref} was more than {ASKED_FOR} days ago")
    if terms.every is None:
        return Still("no interval to count")
    if last == first:
        return counted(f"{one.ref} starts", first, terms.every, f"kept {first}, no note of that day")
    return counted(f"{one.ref} ends", last, terms.every, f"kept {first} to {last}, no note of those days")


def kept_by(visit: Appointment, today: date, outcome: str | None = None, minutes: int | None = None) -> Appointment:
    """The appointment kept; raises Refused as `attended`, and for what goes on after today.

    It would be gone from the days that are left of it.
    """
    return ended_by(attended(visit, AppointmentStatus.FULFILLED, today, outcome, minutes), today)


def said_of(before: Appointment, after: Appointment, today: date) -> Appointment:
    """The appointment as edited; raises Refused where the edit says kept or missed of what is to come, or goes on."""
    if after.status is before.status or after.status not in (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW):
        return after
    attended(replace(after, status=AppointmentStatus.BOOKED, cancel_reason=None), after.status, today)
    return ended_by(after, today) if after.status is AppointmentStatus.FULFILLED else after


def ended_by(over: Appointment, today: date) -> Appointment:
    """The kept appointment; raises Refused where it goes on after today."""
    if last_day(over) > today:
        ends = "today" if over.starts.time is None else "now"
        step = f"caseload appointment edit {over.ref} --ends {ends}, if it is over"
        raise Refused(f"{over.ref} goes on until {say_when(last_day(over))}", step)
    return over


def is_to_be_written(visit: Appointment) -> bool:
    """Whether a note is expected of it: it took place, with a client, and was not the client's own."""
    return visit.status is AppointmentStatus.FULFILLED and needs_outcome(visit)


def as_contact(visit: Appointment, now: datetime) -> dict[str, Any]:
    """What a note takes from the appointment that it writes up: when, how long, how and where.

    One that was kept before its hour took place that day; a stay says nothing of how long a contact took.
    """
    occurred = When(now.date()) if visit.starts.starts() > now else visit.starts
    minutes = None if visit.is_stay else visit.minutes
    return {"occurred": occurred, "minutes": minutes, "mode": mode_of(visit.mode), "place": visit.place}


def mode_of(text: str | None) -> "Mode":
    """The mode of a contact in the free words of an appointment; in person unless they say otherwise."""
    from caseload.records.note import Mode

    if text is None:
        return Mode.IN_PERSON
    try:
        return Mode(text)
    except ValueError:
        words = text.casefold()
    return Mode(next((mode for part, mode in _PARTS.items() if part in words), "other"))


_PARTS = {
    "video": "video-call", "phone": "phone-call", "call": "phone-call", "tele": "video-call", "zoom": "video-call",
    "person": "in-person", "visit": "in-person", "home": "in-person", "office": "in-person",
}  # fmt: skip
"""Parts of words that tell the mode, the first of them that is there."""
