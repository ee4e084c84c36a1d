"""Whom to remind of a day's appointments, by which way, and the words to send."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Facts, Page, Section
from caseload.records.appointment import Appointment
from caseload.records.client import Answer, Client
from caseload.records.of.reminder import Way, is_to_be_reminded, said_in, way_of, words
from caseload.reports.items import counted
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.road import appointments_on
from caseload.when.dates import say_when


class Reminder(NamedTuple):
    """One appointment of a client, how the client may be reminded of it, and in which words."""

    appointment: Appointment
    client: Client
    way: Way
    words: str

    @property
    def is_sent(self) -> bool:
        """Whether the client was reminded."""
        return self.appointment.reminded_on is not None

    @property
    def by(self) -> str:
        """How, and what to mind."""
        if self.is_sent:
            return f"reminded {self.appointment.reminded_on} by {self.appointment.reminded_by}"
        return " · ".join(filter(None, (str(self.way.mode or "no way is open"), self.way.to, self.way.mind)))


def reminders(store: Store, day: date, today: date, sender: str, phone: str) -> list[Reminder]:
    """Of every appointment of a day that is to come, the clients' own ones too, by the time of day."""
    found = appointments_on(store, day)
    clients = clients_by_number(store, {one.client_id for one in found if one.client_id is not None})
    pairs = [(one, clients[one.client_id]) for one in found if one.client_id in clients]
    return [
        Reminder(one, client, way_of(client), words(one, client, today, sender, phone))
        for one, client in pairs
        if is_to_be_reminded(one, client)
    ]


def page(found: Sequence[Reminder], day: date, name: Callable[[Reminder], str]) -> Page:
    """A section for each: how, and the words to send."""
    left = sum(not one.is_sent for one in found)
    said = " · ".join(filter(None, (counted(left, "to remind"), counted(len(found) - left, "reminded"))))
    parts = tuple(Section(f"{one.appointment.ref} {_at(one)} {name(one)}", Facts(tuple(_facts(one)))) for one in found)
    to_do = " ".join(one.appointment.ref for one in found if not one.is_sent and one.way.mode)
    return Page(
        f"Reminders for {say_when(day)}", said or "Nobody has an appointment.", parts,
        f"Once sent: caseload remind --sent {to_do}" if to_do else "",
    )  # fmt: skip


def _at(one: Reminder) -> str:
    return one.appointment.starts.time.isoformat("minutes") if one.appointment.starts.time else "all day"


def _facts(one: Reminder) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [("by", one.by)]
    if not one.is_sent and one.way.mode:
        pairs.append(("words", one.words))
        if tongue := _to_be_said_otherwise(one.client):
            pairs.append(("language", tongue))
    return pairs


def _to_be_said_otherwise(client: Client) -> str:
    """In which language the words are not, though the client speaks it; nothing where they can be read."""
    if said_in(client) == "es" or not client.language:
        return ""
    needed = ", interpreter needed" if client.interpreter is Answer.YES else ""
    return "" if client.language.casefold() in ("en", "english") else f"{client.language}{needed}"


COLUMNS: tuple[Column[Reminder], ...] = (
    Column("id", lambda one: one.appointment.ref, "Id"),
    Column("starts", lambda one: one.appointment.starts, "At"),
    Column("client", lambda one: one.client.ref, "Client"),
    Column("client_handle", lambda one: one.client.handle),
    Column("by", lambda one: one.way.mode, "By"),
    Column("to", lambda one: one.way.to or None, "To", text=True),
    Column("mind", lambda one: one.way.mind or None, "Mind", text=True),
    Column("language", lambda one: one.client.language, "Language", text=True),
    Column("words", lambda one: one.words if one.way.mode else None, "Words", text=True),
    Column("reminded_on", lambda one: one.appointment.reminded_on, "Reminded"),
)
"""The columns of `remind`."""

TELLING = ("to", "mind", "words", "language")
"""The columns that tell who somebody is."""
