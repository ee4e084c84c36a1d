"""Who was served in a period: every time of being served, those that have ended and those that run."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Client, ClientStatus, is_open
from caseload.records.episode import Episode, ended
from caseload.reports.items import counted
from caseload.store.core import Store
from caseload.store.reads.served import earlier_times, ever_served


@dataclass(frozen=True)
class Served:
    """One time of being served: the record that it stands on, a client or an episode, and what is known of it."""

    ref: str
    client: Client
    time: Episode
    runs: bool

    @property
    def mark(self) -> str:
        """The law that guards the record of an ended time; nothing for the time that stands on the client."""
        return self.time.mark

    def touches(self, first: date, last: date) -> bool:
        """Whether it falls into the period with a day at least; what has ended on no known day, with its opening."""
        opened, closed = self.time.opened_on, self.time.closed_on or self.time.opened_on
        return (opened is None or opened <= last) and (self.runs or (closed is not None and closed >= first))


COLUMNS: tuple[Column[Served], ...] = (
    Column("id", lambda one: one.ref, "Id"),
    Column("client_handle", lambda one: one.client.handle, "Client"),
    Column("opened_on", lambda one: one.time.opened_on, "Opened"),
    Column("closed_on", lambda one: one.time.closed_on, "Closed"),
    Column("close_reason", lambda one: one.time.close_reason, "Reason"),
    Column(
        "destination",
        lambda one: one.time.destination,
        "Went to",
        text=True,
        say=lambda one: f"{one.mark} {one.time.destination or ''}".strip() or None,
    ),
    Column("referred_by", lambda one: one.time.referred_by, "Referred by", text=True),
)
"""The columns of `report served`."""


def served(store: Store, first: date, last: date) -> list[Served]:
    """Every time of being served that falls into the period, both days included, by the day it began."""
    found = (one for one in times(store) if one.touches(first, last))
    return sorted(found, key=lambda one: (one.time.opened_on or date.min, one.client.id, one.ref))


def times(store: Store) -> Iterator[Served]:
    """Every time of being served that there is."""
    clients = {client.id: client for client in ever_served(store)}
    for client in clients.values():
        if client.status not in (ClientStatus.PLANNED, ClientStatus.WAITLIST):
            yield Served(client.ref, client, ended(client), is_open(client))
    for time in earlier_times(store):
        if whose := clients.get(time.client_id):
            yield Served(time.ref, whose, time, runs=False)


def page(found: Sequence[Served], shown: Sequence[Served], first: date, last: date) -> Page:
    """The times as a page: how many clients, openings and closings, these by reason, then a row for each of `shown`."""
    body = (Section("Times of being served", Listing(shown, COLUMNS, headings=True)),) if shown else ()
    return Page(f"Served {first} to {last}", totals(found, first, last), body)


def totals(found: Sequence[Served], first: date, last: date) -> str:
    """How many clients were served, opened and closed in the period: 12 clients · 3 opened · 2 closed: 2 moved."""
    if not found:
        return "Nobody was served."
    clients = counted(len({one.client.id for one in found}), "client", "clients")
    opened = sum(_within(one.time.opened_on, first, last) for one in found)
    closed = [one.time.close_reason or "no reason kept" for one in found if _within(one.time.closed_on, first, last)]
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(Counter(closed).items()))
    return " · ".join((clients, f"{opened} opened", f"{len(closed)} closed" + (f": {reasons}" if reasons else "")))


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last
