"""Whom contacts of a period have reached: seen, reached, tried in vain, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Client, is_open
from caseload.records.note import Mode, Note
from caseload.records.of.contact import Contact, is_attempt, is_made
from caseload.reports.items import counted
from caseload.store.core import Store
from caseload.store.reads.capacity import open_clients
from caseload.store.reads.contacts import records_replaced
from caseload.store.reads.worked import contacts_between
from caseload.when.dates import When


@dataclass(frozen=True)
class Reach:
    """A client who is served, and the contacts of the period: made, of these face to face, and tried in vain."""

    client: Client
    made: int
    seen: int
    tried: int
    last: When | None
    """When the last contact was made."""

    @property
    def how(self) -> str:
        """The most that came of it: seen, reached, tried; none."""
        return "seen" if self.seen else "reached" if self.made else "tried" if self.tried else "none"


COLUMNS: tuple[Column[Reach], ...] = (
    Column("id", lambda one: one.client.ref, "Id"),
    Column("client_handle", lambda one: one.client.handle, "Client"),
    Column("contact", lambda one: one.how, "Contact", say=lambda one: "not at all" if one.how == "none" else one.how,
           style=lambda one: "late" if one.how == "none" else ""),
    Column("made", lambda one: one.made, "Made", right=True),
    Column("seen", lambda one: one.seen, "Seen", right=True),
    Column("tried", lambda one: one.tried, "Tried", right=True),
    Column("last_made", lambda one: one.last, "Last made"),
)  # fmt: skip
"""The columns of `report contacts`."""


def reached(store: Store, first: date, last: date) -> list[Reach]:
    """Every client who is served, by name, with the contacts of those days, both included, as the contact clock counts.

    A record that another replaces is not in it: its contacts are those of the other.
    """
    clients = [client for client in open_clients(store) if is_open(client)]
    notes: dict[int | None, list[Note]] = {}
    for note in contacts_between(store, first, last):
        notes.setdefault(note.client_id, []).append(note)
    replaced = records_replaced(store, clients)
    behind = {other.id for others in replaced.values() for other in others}
    return [
        _reach(one, [note for who in (one, *replaced.get(one.id, ())) for note in notes.get(who.id, ())])
        for one in clients
        if one.id not in behind
    ]


def _reach(client: Client, notes: Sequence[Note]) -> Reach:
    contacts = [Contact(one.id, one.occurred, one.mode, one.direction, one.reached) for one in notes]
    made = [one for one in contacts if is_made(one)]
    seen = sum(one.mode is Mode.IN_PERSON for one in made)
    last = max((one.occurred for one in made), key=str, default=None)
    return Reach(client, len(made), seen, sum(map(is_attempt, contacts)), last)


def page(found: Sequence[Reach], shown: Sequence[Reach], first: date, last: date) -> Page:
    """How many of all who were found were seen, reached, tried and not; then a row for each of `shown`."""
    body = (Section("Clients", Listing(shown, COLUMNS, headings=True)),) if shown else ()
    return Page(f"Contacts {first} to {last}", totals(found), body)


def totals(found: Sequence[Reach]) -> str:
    """25 clients · 9 seen · 11 reached otherwise · 2 tried in vain · 3 not at all."""
    if not found:
        return "Nobody is served."
    words = {"seen": "seen", "reached": "reached otherwise", "tried": "tried in vain", "none": "not at all"}
    counts = [f"{sum(one.how == how for one in found)} {said}" for how, said in words.items()]
    return " · ".join((counted(len(found), "client", "clients"), *counts))
