"""The board: one row a client, with the need, the last contact, what is next and what is late."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Client, ClientStatus
from caseload.records.of.clock import Terms
from caseload.reports.capacity import (
    Addition,
    Hours,
    Load,
    ahead,
    hours_section,
    in_hours,
    in_points,
    load,
    load_section,
    minutes_taken,
    said_with,
    weight,
)
from caseload.reports.due import Item, due
from caseload.reports.items import counted, namesakes_told
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.reads import capacity as reads
from caseload.store.reads.contacts import contacts_of_each
from caseload.when.dates import say_distance

HORIZON = timedelta(days=366)
"""How far ahead the next due date is looked for."""

_ORDER = (ClientStatus.ACTIVE, ClientStatus.ONHOLD, ClientStatus.PLANNED, ClientStatus.WAITLIST)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One client on the board."""

    client: Client
    points: float
    contact: date | None
    """The last contact made, as the contact clock counts it."""
    visit: date | None
    """The last face-to-face contact that reached the client."""
    next: Item | None
    """The first thing due that is not late."""
    overdue: int
    booked_hours: float
    """Of the next four weeks."""
    today: date

    def since(self, day: date | None) -> int | None:
        """Whole days from a day to today."""
        return (self.today - day).days if day else None


COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.client.ref),
    Column("handle", lambda row: row.client.handle),
    Column("status", lambda row: row.client.status),
    Column("acuity", lambda row: row.client.acuity),
    Column("points", lambda row: row.points),
    Column("last_contact", lambda row: row.contact),
    Column("days_since_contact", lambda row: row.since(row.contact)),
    Column("next_due", lambda row: row.next and row.next.due),
    Column("next_due_id", lambda row: row.next and row.next.ref),
    Column("next_due_rule", lambda row: row.next and row.next.rule),
    Column("overdue", lambda row: row.overdue),
    Column("last_face_to_face", lambda row: row.visit),
    Column("days_since_face_to_face", lambda row: row.since(row.visit)),
    Column("booked_hours_4w", lambda row: row.booked_hours),
)
"""The columns of `report caseload`."""


@dataclass(frozen=True)
class Board:
    """The rows, those with the most need first within each status, and what they weigh together."""

    rows: Sequence[Row]
    load: Load


def board(store: Store, now: datetime, rules: Sequence[Rule], weights: Mapping[int, float]) -> Board:
    """Every open client at that moment."""
    clients = reads.open_clients(store)
    items = _by_client(due(store, now, rules, until=now.date() + HORIZON))
    booked = reads.booked(store, now.date() - timedelta(days=1), now.date() + timedelta(days=27))
    coming = ahead(booked, now, 4)
    counting, seen = counts_by(rules, "contact"), counts_by(rules, "face-to-face")
    found = {one.client.id: one for one in contacts_of_each(store, clients, now.date())}

    def row(client: Client) -> Row:
        contacts = found[client.id]
        terms = counting(client)
        made = contacts.made(collateral=terms.collateral, meetings=terms.meetings)
        visit = contacts.or_met(contacts.in_person, meetings=seen(client).meetings)
        mine = items.get(client.id, [])
        return Row(
            client=client,
            points=weight(client, weights),
            contact=made and made.occurred.day,
            visit=visit and visit.occurred.day,
            next=next((item for item in mine if not item.late), None),
            overdue=sum(item.late for item in mine),
            booked_hours=in_hours(minutes_taken([one for one in coming if one.client_id == client.id], now)),
            today=now.date(),
        )

    rows = sorted(map(row, clients), key=lambda row: (_ORDER.index(row.client.status), -(row.client.acuity or 0)))
    return Board(rows, load(clients, weights))


def _by_client(items: Sequence[Item]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for item in items:
        if item.client:
            found.setdefault(item.client.id, []).append(item)
    return found


def counts_by(rules: Sequence[Rule], name: str) -> Callable[[Client], Terms]:
    """The terms by which a clock of contacts counts: whether talking to others does, or a meeting that was kept."""
    rule = next(rule for rule in rules if rule.name == name)
    return lambda client: rule.terms(client, client)


def page(found: Board, hours: Sequence[Hours], added: Sequence[Addition] = ()) -> Page:
    """The board as a page: its totals, a row a client, what it weighs, and the hours."""
    return Page(
        "Caseload",
        "\n".join(filter(None, (_totals(found), said_with(found.load, added)))),
        (*_rows(found), load_section(found.load), hours_section(hours)),
    )


def _totals(found: Board) -> str:
    statuses = [row.client.status for row in found.rows]
    by_status = ", ".join(f"{statuses.count(one)} {one}" for one in _ORDER if one in statuses)
    clients = counted(len(found.rows), "client", "clients")
    late = counted(sum(row.overdue for row in found.rows), "late")
    said = (f"{clients}: {by_status}", in_points(found.load.points), late)
    return " · ".join(filter(None, said)) if clients else "No client is open."


def _rows(found: Board) -> tuple[Section, ...]:
    titles = {status: _group(found, status) for status in _ORDER}
    body = Listing(found.rows, _page_columns(found), group=lambda row: titles[row.client.status], headings=True)
    return (Section("Clients", body),) if found.rows else ()


def _group(found: Board, status: ClientStatus) -> str:
    rows = [row for row in found.rows if row.client.status is status]
    points = sum(row.points for row in rows)
    return f"{status} · {len(rows)} · {in_points(points) if points else 'not weighed'}"


def _page_columns(found: Board) -> tuple[Column[Row], ...]:
    differ = namesakes_told(found.rows)
    return (
        Column("id", lambda row: row.client.ref, "Id"),
        Column(
            "client",
            lambda row: row.client.handle,
            "Client",
            under=lambda row: differ.get(row.client.id, "").removeprefix(", "),
        ),
        Column("acuity", lambda row: row.client.acuity or "-", "Acuity", right=True),
        Column(
            "overdue",
            lambda row: row.overdue or "",
            "Late",
            right=True,
            style=lambda row: "late" if row.overdue else "",
        ),
        Column("next_due", lambda row: row.next and row.next.due.day, "Next due"),
        Column("contact", lambda row: row.contact or "never", "Contact"),
        Column("visit", lambda row: say_distance(row.visit, row.today) if row.visit else "never", "In person"),
    )
