"""A closing summary: opened, worked on, reached, what stays open, who goes on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from caseload.output.column import Column
from caseload.output.page import Facts, Listing, Page, Section
from caseload.records.appointment import Appointment
from caseload.records.benefit import Benefit
from caseload.records.client import Client
from caseload.records.goal import Achievement, Goal, Lifecycle
from caseload.records.need import Need, is_strength
from caseload.records.need import Support as Helped
from caseload.records.note import Note, Reached
from caseload.records.of.base import Record
from caseload.records.referral import Outcome, Referral
from caseload.records.referral import is_open as is_asked
from caseload.records.service import Service
from caseload.records.service import is_open as goes_on
from caseload.records.task import Task
from caseload.reports.papers import Desk
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.care import people_of_client
from caseload.store.reads.listed import Wanted, listed
from caseload.store.reads.served_by import Providing
from caseload.store.reads.work import appointments_of_client, tasks_of_client

R = TypeVar("R", bound=Record)

Line = tuple[str, str, str]
"""What it is of, what it is called, how it stands."""

_LINE: tuple[Column[Line], ...] = (
    Column("kind", lambda one: one[0], "Of"), Column("what", lambda one: one[1], "What", text=True),
    Column("stands", lambda one: one[2], "How it stands", text=True),
)  # fmt: skip


class _Care:
    """The records of one client that a summary tells of, as far as they may be shown."""

    def __init__(self, desk: Desk, client: Client) -> None:
        def every(kind: type[R]) -> list[R]:
            return desk.kept(listed(desk.store, kind, Wanted(client.id, statuses=()), desk.now))

        self.desk = desk
        self.client = client
        self.goals = every(Goal)
        self.needs = [one for one in every(Need) if not is_strength(one)]
        self.services = every(Service)
        self.referrals = every(Referral)
        self.benefits = every(Benefit)
        self.notes = every(Note)
        self.tasks: list[Task] = desk.kept(tasks_of_client(desk.store, client.id))
        ahead = [one for one in appointments_of_client(desk.store, client.id) if not one.over.is_past(desk.now)]
        self.appointments: list[Appointment] = desk.kept(ahead)


def words(desk: Desk, client: Client) -> Mapping[str, Any]:
    """The words of the summary."""
    care = _Care(desk, client)
    goes = list(_goes_on(care))
    sections = (
        Section("Time of care", Facts(tuple(_time(care)))),
        _lines("Worked on", _worked_on(care), "No goal and no need is in the record."),
        _lines("Reached", _reached(care), "Nothing is marked as reached."),
        _lines("Stays open", _open(care), "Nothing stays open."),
        _lines("Who goes on", goes, "Nobody is named."),
    )
    title = f"Closing summary: {client.name}"
    signed = [f"{desk.sender.name or '________________'} (case manager)"]
    return sheet(desk, Page(title, client.ref, sections), client.ref, signed=signed)


def _lines(title: str, found: Iterator[Line] | Sequence[Line], none: str) -> Section:
    rows = list(found)
    return Section(title, Listing(rows, _LINE, headings=True), "" if rows else none)


def _time(care: _Care) -> Iterator[tuple[str, object]]:
    client, day = care.client, care.desk.language.day
    if client.born_on:
        yield "born", day(client.born_on)
    if client.opened_on:
        yield "opened", day(client.opened_on)
    if client.referred_by and not care.desk.for_others:
        yield "referred by", client.referred_by
    if client.closed_on:
        reason = f", {care.desk.language.word(client.close_reason)}" if client.close_reason else ""
        yield "closed", f"{day(client.closed_on)}{reason}"
        if client.destination and not care.desk.for_others:
            yield "went to", client.destination
    else:
        yield "closed", "not yet"
    reached = [one for one in care.notes if one.reached is not Reached.NO]
    last = f", the last on {day(max(one.occurred.day for one in reached))}" if reached else ""
    yield "contacts", f"{len(reached)}{last}"


def _worked_on(care: _Care) -> Iterator[Line]:
    word = care.desk.language.word
    yield from (("need", one.title, word(one.support)) for one in care.needs)
    for one in care.goals:
        yield "goal", one.title, ", ".join(filter(None, (word(one.lifecycle), word(one.achievement))))


def _is_reached(goal: Goal) -> bool:
    return goal.achievement in (Achievement.ACHIEVED, Achievement.SUSTAINING)


def _reached(care: _Care) -> Iterator[Line]:
    day = care.desk.language.day
    yield from (("goal", one.title, "reached") for one in care.goals if _is_reached(one))
    yield from (
        ("need", one.title, f"met {day(one.met_on)}".strip()) for one in care.needs if one.support is Helped.MET
    )
    for one in care.referrals:
        if one.outcome is Outcome.GOT_HELP:
            yield "referral", one.service_type, f"got help {day(one.closed_on)}".strip()
    for benefit in care.benefits:
        if benefit.status == "approved":
            until = f" until {day(benefit.certified_to)}" if benefit.certified_to else ""
            yield "benefit", benefit.name, f"approved{until}"


def _open(care: _Care) -> Iterator[Line]:
    language = care.desk.language
    for goal in care.goals:
        if not _is_reached(goal) and goal.lifecycle not in (Lifecycle.CANCELLED, Lifecycle.ENTERED_IN_ERROR):
            yield "goal", goal.title, language.word(goal.achievement) or language.word(goal.lifecycle)
    for need in care.needs:
        if need.support not in (Helped.MET, Helped.DECLINED):
            yield "need", need.title, language.word(need.support)
    for one in care.referrals:
        if is_asked(one):
            yield "referral", one.service_type, language.word(one.status)
    for benefit in care.benefits:
        if benefit.status in Benefit.OPEN and (benefit.status != "approved" or benefit.certified_to):
            ends = f"to be renewed by {language.day(benefit.certified_to)}" if benefit.certified_to else ""
            yield "benefit", benefit.name, ends or language.word(benefit.status)
    yield from (("task", one.title, f"due {language.day(one.due.day)}" if one.due else "open") for one in care.tasks)
    yield from (("appointment", one.title, language.when(one.starts)) for one in care.appointments)


def _goes_on(care: _Care) -> Iterator[Line]:
    providing = Providing(care.desk.store)
    for service in care.services:
        if goes_on(service):
            said = ", ".join(filter(None, (service.what, service.frequency, service.amount)))
            yield "service", said, providing.of(service) or service.responsible or "nobody is named"
    for person in care.desk.kept(people_of_client(care.desk.store, care.client.id)):
        role = ", ".join(filter(None, (person.relationship, person.role, person.organization)))
        yield "person", ", ".join(filter(None, (person.name, role))), person.phone or person.email or ""
