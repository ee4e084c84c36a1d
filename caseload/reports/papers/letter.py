"""A letter about a client: what its form may say. What an appointment is called is said only where the gate let it."""

from collections.abc import Mapping
from typing import Any

from caseload.errors import Refused
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client
from caseload.records.note import Reached
from caseload.reports.own_facts import own_facts
from caseload.reports.papers import Desk, heading, person_words
from caseload.store.reads.work import appointments_of_client, last_notes

FRAME = "letter"
"""The form in which the words of all letters stand."""

_NOTES = 20
"""How many of the last notes are looked at for attempts since the last contact."""


def words(desk: Desk, client: Client, to: list[str], chosen: Appointment | None = None) -> Mapping[str, Any]:
    """What a letter to somebody may say of the client; `to` are the lines of the address, else the client's own."""
    ahead = desk.kept(one for one in appointments_of_client(desk.store, client.id) if _is_ahead(desk, one))
    if chosen:
        ahead = desk.kept([chosen])
    found: dict[str, Any] = heading(desk, client.ref) | {
        "client": person_words(desk, client) | {"phone": client.phone or "", "email": client.email or ""},
        "to": to or _address(desk, client),
        "tried": [] if desk.for_others else _tried(desk, client),
        "closed": desk.language.day(client.closed_on),
        "opened": desk.language.day(client.opened_on),
        "next": desk.language.when(ahead[0].starts) if ahead else "",
        "own": {} if desk.for_others else {label: str(value) for label, value in own_facts(desk.store, client)},
    }
    if ahead:
        found["appointment"] = _appointment(desk, ahead[0])
    return found


def _is_ahead(desk: Desk, one: Appointment) -> bool:
    return not one.over.is_past(desk.now) and one.status is not AppointmentStatus.WAITLIST


def _appointment(desk: Desk, one: Appointment) -> dict[str, str]:
    return {
        "id": one.ref,
        "title": one.title if desk.for_others else "",
        "when": desk.language.when(one.starts),
        "place": one.place or "",
        "bring": one.bring or "",
        "prepare": one.prepare or "",
        "accommodations": one.accommodations or "",
        "minutes": "" if one.minutes is None else str(one.minutes),
    }


def _tried(desk: Desk, client: Client) -> list[str]:
    """The days on which nobody was reached since somebody was."""
    days: list[str] = []
    for note in desk.kept(last_notes(desk.store, client.id, _NOTES)):
        if note.reached is not Reached.NO:
            break
        days.append(desk.language.day(note.occurred.day))
    return list(dict.fromkeys(days))[::-1]


def _address(desk: Desk, client: Client) -> list[str]:
    """Where the client lives, as an envelope has it; the name alone where nobody is to find it."""
    if client.address_confidential and not desk.reveal:
        return [client.name]
    place = " ".join(filter(None, (client.state, client.zip)))
    lines = (client.name, client.address, ", ".join(filter(None, (client.city, place))))
    return [one for one in lines if one]


def refuse_without(form: str, made: Mapping[str, Any], client: Client) -> None:
    """Raises Refused where a letter that comes along has nothing to say."""
    if form == "appointment" and "appointment" not in made:
        raise Refused(
            f"{client.ref} has no appointment ahead that may be named",
            f"caseload appointment add {client.ref} TITLE --at WHEN, or --sensitive for a guarded one",
        )
    if form == "completion" and "program" not in made:
        raise Refused(f"{form} is about a programme", "caseload enrollment letter REF writes it")
