"""A kept appointment and the note that writes it up."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from caseload.records.appointment import Appointment, AppointmentStatus, needs_outcome
from caseload.records.note import Mode
from caseload.records.of.clock import Reckoned, Still, Terms, counted
from caseload.when.dates import When

ASKED_FOR = 30
"""For how many days after a visit its note is asked for: what is older came in from elsewhere, or is past mending."""


class Visit(NamedTuple):
    """An appointment, and the typed id of the note that writes it up; nothing where there is none."""

    appointment: Appointment
    note: str = ""


def unwritten_due(visit: Visit, terms: Terms, today: date) -> Reckoned | Still:
    """The note of a kept appointment with a client: an interval after its day, asked for as long as ASKED_FOR."""
    one = visit.appointment
    if not is_to_be_written(one):
        whose = f"{one.ref} is the client's own" if one.theirs else f"{one.ref} has no client"
        return Still(f"{one.ref} is {one.status}" if needs_outcome(one) else whose)
    if visit.note:
        return Still(f"{visit.note} writes it up")
    if one.starts.day < today - timedelta(days=ASKED_FOR):
        return Still(f"{one.ref} was more than {ASKED_FOR} days ago")
    if terms.every is None:
        return Still("no interval to count")
    return counted(f"{one.ref} starts", one.starts.day, terms.every, f"kept {one.starts.day}, no note of that day")


def is_to_be_written(visit: Appointment) -> bool:
    """Whether a note is expected of it: it took place, with a client, and was not the client's own."""
    return visit.status is AppointmentStatus.FULFILLED and needs_outcome(visit)


def as_contact(visit: Appointment, now: datetime) -> dict[str, Any]:
    """What a note takes from the appointment that it writes up: when, how long, how and where.

    One that was kept before its hour took place now.
    """
    occurred = When.at(now) if visit.starts.starts() > now else visit.starts
    return {"occurred": occurred, "minutes": visit.minutes, "mode": mode_of(visit.mode), "place": visit.place}


def mode_of(text: str | None) -> Mode:
    """The mode of a contact in the free words of an appointment; in person unless they say otherwise."""
    if text is None:
        return Mode.IN_PERSON
    try:
        return Mode(text)
    except ValueError:
        words = text.casefold()
    return next((mode for part, mode in _PARTS.items() if part in words), Mode.OTHER)


_PARTS = {
    "video": Mode.VIDEO_CALL, "phone": Mode.PHONE_CALL, "call": Mode.PHONE_CALL, "tele": Mode.VIDEO_CALL,
    "zoom": Mode.VIDEO_CALL, "person": Mode.IN_PERSON, "visit": Mode.IN_PERSON,
    "home": Mode.IN_PERSON, "office": Mode.IN_PERSON,
}  # fmt: skip
"""Parts of words that tell the mode, the first of them that is there."""
