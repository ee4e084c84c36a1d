"""What a colleague needs for some days: what is due, how to reach everyone safely, plans and their backup."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Answer, Client
from caseload.records.note import Reached
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.safety import Safety
from caseload.reports.due import Standing
from caseload.reports.items import counted, page_columns
from caseload.reports.papers import Desk
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.capacity import open_clients
from caseload.store.reads.care import people_of_client, plans_of_client
from caseload.store.reads.safety import plans_that_hold
from caseload.store.reads.work import last_notes


def words(desk: Desk, until: date) -> Mapping[str, Any]:
    """The words of the page: from today until that day."""
    clients = sorted(open_clients(desk.store), key=lambda one: one.handle)
    items = [
        one for one in Standing(desk.store, desk.now, desk.rules).due(until=until) if not desk.stays_out(one.record)
    ]
    columns = page_columns(desk.now, lambda item: item.client.handle if item.client else "me")
    late, due = [one for one in items if one.late], [one for one in items if not one.late]
    plans = [(client, plan) for client in clients for plan in desk.kept(plans_of_client(desk.store, client.id))]
    day = desk.language.day
    sections = (
        Section("Late now", Listing(late, columns, headings=True), "" if late else "Nothing is late."),
        Section("Due and booked", Listing(due, columns, headings=True), "" if due else "Nothing is due in these days."),
        Section("How to reach them safely", Listing(clients, list(_reach(desk)), headings=True)),
        Section(
            "Safety plans: read before a call in a crisis",
            Listing(list(_safety(desk, clients)), _SAFETY, headings=True),
        ),
        Section("Plans, and what is done when they fail", Listing(plans, _PLANS, headings=True)),
    )
    held = tuple(one for one in sections if one.note or (isinstance(one.body, Listing) and one.body.rows))
    many = counted(len(clients), "client", "clients") or "no client"
    said = f"{day(desk.now.date())} to {day(until)} · {many}"
    return sheet(desk, Page("Handover", said, held), "handover")


def _reach(desk: Desk) -> Iterator[Column[Client]]:
    yield Column("handle", lambda one: one.handle, "Client")
    yield Column("name", lambda one: one.preferred_name or one.name, "Called", text=True)
    yield Column("how", _how, "How", text=True)
    yield Column("language", _language, "Language", text=True)
    yield Column("else", lambda one: _others(desk, one), "Who else", text=True)
    yield Column("last", lambda one: _last(desk, one), "Last contact")


def _how(client: Client) -> str:
    """By which way, and what not to do: what is not safe stands first."""
    if client.do_not_contact:
        return "DO NOT CONTACT"
    unsafe = [said for said, answer in (("NO voicemail", client.voicemail_ok), ("NO text", client.text_ok))
              if answer is Answer.NO]  # fmt: skip
    ways = [one for one in (client.phone, client.phone_other, client.email) if one]
    return "; ".join(filter(None, (*unsafe, *ways, client.best_time)))


def _language(client: Client) -> str:
    needs = "interpreter" if client.interpreter is Answer.YES else ""
    return ", ".join(filter(None, (client.language, needs)))


def _others(desk: Desk, client: Client) -> str:
    people: Sequence[Person] = desk.kept(people_of_client(desk.store, client.id))
    first = [one for one in people if one.is_emergency or one.is_guardian]
    return "; ".join(" ".join(filter(None, (one.name, one.relationship, one.phone))) for one in first)


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

_PLANS: Sequence[Column[tuple[Client, Plan]]] = (
    Column("client", lambda one: one[0].handle, "Client"),
    Column("id", lambda one: one[1].ref, "Id"),
    Column("title", lambda one: one[1].title, "Plan", text=True),
    Column("backup", lambda one: one[1].backup_plan, "If it fails", text=True),
)
