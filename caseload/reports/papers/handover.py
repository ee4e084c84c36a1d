"""What a colleague needs for some days: what is due, how to reach everyone safely, plans and their backup."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Answer, Client
from caseload.records.goal import is_open
from caseload.records.meeting import Meeting
from caseload.records.note import Reached
from caseload.records.of.at_the_door import flags
from caseload.records.person import Person, marks
from caseload.records.plan import Plan
from caseload.records.safety import Safety
from caseload.records.service import is_open as goes_on
from caseload.reports.due import Standing
from caseload.reports.items import counted, page_columns
from caseload.reports.papers import Desk
from caseload.reports.papers.labelled import held
from caseload.reports.papers.sheet import sheet
from caseload.reports.visits import address
from caseload.store.masks import revealed_home
from caseload.store.reads.capacity import open_clients
from caseload.store.reads.care import goals_of_plan, people_of_client, plans_of_client
from caseload.store.reads.listed import Wanted, listed
from caseload.store.reads.programs import programs_by_number
from caseload.store.reads.safety import plans_that_hold
from caseload.store.reads.served_by import Providing, services_of_plan
from caseload.store.reads.stays import stays_of_client
from caseload.store.reads.work import last_notes

T = TypeVar("T")


def words(desk: Desk, until: date) -> Mapping[str, Any]:
    """The words of the page: from today until that day."""
    clients = sorted(open_clients(desk.store), key=lambda one: one.handle)
    items = [
        one for one in Standing(desk.store, desk.now, desk.rules).due(until=until)
        if one.client and not desk.stays_out(one.record)
    ]  # fmt: skip
    columns = page_columns(desk.now, lambda item: item.client.handle if item.client else "")
    late, due = [one for one in items if one.late], [one for one in items if not one.late]
    groups, safety = list(_groups(desk, until)), list(_safety(desk, clients))
    plans = [(client, plan) for client in clients for plan in desk.kept(plans_of_client(desk.store, client.id))]
    day = desk.language.day
    sections = (
        _section("Late now", late, columns, "Nothing is late."),
        _section("Due and booked", due, columns, "Nothing is due in these days."),
        _section("Groups", groups, _GROUPS),
        _section("How to reach them safely: read what to know first", clients, list(_reach(desk)))._replace(
            note="Leave a voicemail, or send a text, only where it says ok; else ask first." if clients else ""
        ),
        _section("Safety plans: read before a call in a crisis", safety, _SAFETY),
        _section("Plans, help in place, and what is done when it fails", plans, list(_plans(desk))),
    )
    many = counted(len(clients), "client", "clients") or "no client"
    said = f"{day(desk.now.date())} to {day(until)} · {many}"
    return sheet(desk, Page("Handover", said, tuple(held(sections)), _BELOW), "handover")


def _section(heading: str, rows: Sequence[T], columns: Sequence[Column[T]], none: str = "") -> Section:
    return Section(heading, Listing(rows, columns, headings=True), "" if rows else none)


_BELOW = "It names clients: for who serves them in these days, and for nobody else. Destroy it afterwards."


def _groups(desk: Desk, until: date) -> Iterator[tuple[Meeting, str]]:
    """The meetings that somebody has to hold, with what their programmes are called."""
    planned = listed(desk.store, Meeting, Wanted(statuses=("planned",)), desk.now)
    found = desk.kept(one for one in planned if desk.now.date() <= one.held.day <= until)
    names = programs_by_number(desk.store, {one.program_id for one in found})
    yield from ((one, names[one.program_id].name) for one in sorted(found, key=lambda one: str(one.held)))


_GROUPS: Sequence[Column[tuple[Meeting, str]]] = (
    Column("id", lambda one: one[0].ref, "Id"),
    Column("held", lambda one: one[0].held, "When"),
    Column("program", lambda one: one[1], "Program", text=True),
    Column("topic", lambda one: one[0].topic, "Topic", text=True),
    Column("place", lambda one: one[0].place, "Where", text=True),
)


def _reach(desk: Desk) -> Iterator[Column[Client]]:
    yield Column("client", lambda one: f"{one.preferred_name or one.name} ({one.handle})", "Client", text=True)
    yield Column("know", lambda one: "; ".join(flags(one)), "Know first", text=True)
    yield Column("how", _how, "How")
    yield Column("where", lambda one: _where(desk, one), "Where", text=True)
    yield Column("else", lambda one: _others(desk, one), "Who else", text=True)
    yield Column("last", lambda one: _last(desk, one), "Last contact")


def _how(client: Client) -> str:
    """By which way; of who is not to be contacted none at all."""
    if client.do_not_contact:
        return ""
    phones = " or ".join(filter(None, (client.phone, client.phone_other)))
    ways = (("voicemail", client.voicemail_ok), ("text", client.text_ok))
    allowed = [f"{way} ok" for way, answer in ways if answer is Answer.YES]
    return "; ".join(filter(None, (phones, *allowed, client.email, client.best_time, client.language)))


def _where(desk: Desk, client: Client) -> str:
    """Where to find the client: in a facility as the stay says, else at home; nobody's to find is masked."""
    for stay in desk.kept(one for one in stays_of_client(desk.store, client.id) if one.left_on is None):
        until = f"until {stay.expected_on}, {stay.certainty or 'unknown'}" if stay.expected_on else ""
        return ", ".join(filter(None, (stay.called, until)))
    revealed_home(desk.store, client, reveal=desk.reveal)
    return address(client, reveal=desk.reveal) or (client.setting or "")


def _others(desk: Desk, client: Client) -> str:
    people: Sequence[Person] = desk.kept(people_of_client(desk.store, client.id))
    first = [one for one in people if one.is_emergency or one.is_guardian]
    return "; ".join(_said(desk, client, one) for one in first)


def _said(desk: Desk, client: Client, one: Person) -> str:
    """Who it is, what to the client, and by which number."""
    who = ", ".join((*filter(None, (one.relationship,)), *marks(one)))
    return " ".join(filter(None, (one.name, who, one.phone if desk.reaches(client, one) else None)))


def _last(desk: Desk, client: Client) -> str:
    notes = desk.kept(last_notes(desk.store, client.id, _NOTES))
    return next((str(one.occurred.day) for one in notes if one.reached is not Reached.NO), "")


_NOTES = 20
"""How many of the last notes are looked through for somebody who was reached."""


def _safety(desk: Desk, clients: Sequence[Client]) -> Iterator[tuple[Client, Safety]]:
    for client in clients:
        yield from ((client, one) for one in desk.kept(plans_that_hold(desk.store, client.id)))


_SAFETY: Sequence[Column[tuple[Client, Safety]]] = (
    Column("client", lambda one: one[0].handle, "Client"),
    Column("id", lambda one: one[1].ref, "Id"),
    Column("signs", lambda one: one[1].warning_signs, "How it begins", text=True),
    Column(
        "whom", lambda one: "; ".join(filter(None, (one[1].people, one[1].professionals))), "Whom to call", text=True
    ),
)


def _plans(desk: Desk) -> Iterator[Column[tuple[Client, Plan]]]:
    yield Column("client", lambda one: one[0].handle, "Client")
    yield Column("title", lambda one: f"{one[1].ref} {one[1].title}", "Plan", text=True)
    yield Column("goals", lambda one: _goals(desk, one[1]), "Working on", text=True)
    yield Column("help", lambda one: _help(desk, one[1]), "Help in place", text=True)
    yield Column("backup", lambda one: one[1].backup_plan or "not written", "If it fails", text=True)


def _goals(desk: Desk, plan: Plan) -> str:
    return "; ".join(one.title for one in desk.kept(goals_of_plan(desk.store, plan.id)) if is_open(one))


def _help(desk: Desk, plan: Plan) -> str:
    """What comes to the client, how often, from whom."""
    providing = Providing(desk.store)
    services = [one for one in desk.kept(services_of_plan(desk.store, plan.id)) if goes_on(one)]
    return "; ".join(", ".join(filter(None, (one.what, one.frequency, providing.of(one)))) for one in services)
