"""Reminding a client of an appointment: by the way that was allowed, in words that tell nobody else anything."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from caseload.errors import Refused
from caseload.records.appointment import Appointment, is_open
from caseload.records.client import Answer, Client
from caseload.records.client import is_open as is_served
from caseload.records.note import Mode
from caseload.records.of.languages import language
from caseload.value import replace
from caseload.when.dates import When, say_when


class Way(NamedTuple):
    """How a client may be reminded: by what, where, and what to mind; nothing where nobody may."""

    mode: Mode | None
    to: str = ""
    mind: str = ""


def way_of(client: Client) -> Way:
    """The way that the client allows: a text where it was said so, else a call, else a mail."""
    if client.do_not_contact:
        return Way(None, mind="do not contact")
    if client.phone and client.text_ok is Answer.YES:
        return Way(Mode.TEXT, client.phone)
    if client.phone:
        mind = {Answer.YES: "voicemail may be left", Answer.NO: "no voicemail"}.get(
            client.voicemail_ok or Answer.UNKNOWN, "leave no message: nobody asked"
        )
        best = f"best {client.best_time}" if client.best_time else ""
        return Way(Mode.PHONE_CALL, client.phone, ", ".join(filter(None, (mind, best))))
    if client.email:
        return Way(Mode.EMAIL, client.email)
    return Way(None, mind="no phone, no email")


def not_allowed(mode: Mode, client: Client) -> str:
    """What the client has said against that way; nothing where nothing was said."""
    if client.do_not_contact:
        return "do not contact"
    return "no texts" if mode is Mode.TEXT and client.text_ok is Answer.NO else ""


def is_to_be_reminded(visit: Appointment, client: Client) -> bool:
    """Whether somebody is still to come: not who has died or was closed, nor to what was called off."""
    return is_open(visit) and is_served(client) and client.died_on is None


def said_in(client: Client) -> str:
    """The language of the words: es for who speaks Spanish, else en."""
    return "es" if client.language and language(client.language) == "es" else "en"


def words(visit: Appointment, client: Client, today: date, sender: str, phone: str) -> str:
    """What to send: who it is for and from, and when; not what for, with whom or where, which may tell.

    In Spanish for who speaks it, else in English.
    """
    say = _SPANISH if said_in(client) == "es" else _ENGLISH
    name = client.preferred_name or client.given_name or client.name
    return say(name, sender, visit.starts, _nearness(visit.starts.day, today), phone)


def _nearness(day: date, today: date) -> int:
    return (day - today).days


def _english(name: str, sender: str, when: When, ahead: int, phone: str) -> str:
    near = {0: "today, ", 1: "tomorrow, "}.get(ahead, "on ")
    day = f"{near}{_DAYS[when.day.weekday()]}, {_MONTHS[when.day.month - 1]} {when.day.day}"
    at = f" at {_clock(when)}" if when.time else ""
    me = f", this is {sender}" if sender else ""
    call = f" If you cannot come, please call {phone}." if phone else " If you cannot come, please let me know."
    return f"Hello {name}{me}. You have an appointment {day}{at}.{call}"


def _spanish(name: str, sender: str, when: When, ahead: int, phone: str) -> str:
    near = {0: "hoy, ", 1: "mañana, "}.get(ahead, "el ")
    day = f"{near}{_DIAS[when.day.weekday()]} {when.day.day} de {_MESES[when.day.month - 1]}"
    at = f" a {'la' if when.time.hour % 12 == 1 else 'las'} {_clock(when)}" if when.time else ""
    me = f", le habla {sender}" if sender else ""
    call = f" Si no puede venir, llame al {phone}." if phone else " Si no puede venir, avíseme por favor."
    return f"Hola {name}{me}. Tiene una cita {day}{at}.{call}"


def _clock(when: When) -> str:
    assert when.time is not None  # noqa: S101 - asked only of a time
    half = "AM" if when.time.hour < 12 else "PM"
    return f"{when.time.hour % 12 or 12}:{when.time.minute:02} {half}"


Say = Callable[[str, str, When, int, str], str]
_ENGLISH: Say = _english
_SPANISH: Say = _spanish
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip


def reminded(visit: Appointment, on: date, mode: Mode) -> Appointment:
    """The appointment of which the client was reminded; Refused where that was said, or where it is over."""
    if visit.client_id is None:
        raise Refused(f"{visit.ref} is nobody's but yours", "a reminder is for a client's appointment")
    if not is_open(visit) or visit.starts.day < on:
        what = f"{visit.ref} is {visit.status}" if not is_open(visit) else f"{visit.ref} was {say_when(visit.starts)}"
        raise Refused(what, "a reminder is of what is to come")
    if visit.reminded_on:
        how = f" by {visit.reminded_by}" if visit.reminded_by else ""
        raise Refused(f"{visit.ref}: reminded on {visit.reminded_on}{how} already", "nothing is kept twice")
    return replace(visit, reminded_on=on, reminded_by=str(mode))
