"""A kept appointment and the note that writes it up."""

from datetime import datetime
from typing import Any

from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.note import Mode
from caseload.when.dates import When


def is_to_be_written(visit: Appointment) -> bool:
    """Whether a note is expected of it: it took place, and a client was there."""
    return visit.status is AppointmentStatus.FULFILLED and visit.client_id is not None


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
