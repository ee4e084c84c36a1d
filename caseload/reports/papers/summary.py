"""A closing summary: opened, worked on, reached, what stays open, who goes on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from caseload.output.page import Page, Section
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
from caseload.reports.papers.client_file import person_said
from caseload.reports.papers.labelled import Pairs, author, facts, held, need_said, signed, table
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.care import people_of_client
from caseload.store.reads.listed import Wanted, listed
from caseload.store.reads.served_by import Providing
from caseload.store.reads.work import appointments_of_client, tasks_of_client

R = TypeVar("R", bound=Record)

Line = tuple[str, str, str]
"""The label of what it is of, what it is called, how it stands."""


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

    def need(self, one: Need) -> str:
        """A need in words."""
        return need_said(self.desk.language, one)


def words(desk: Desk, client: Client) -> Mapping[str, Any]:
    """The words of the summary."""
    care, t = _Care(desk, client), desk.language.labels
    sections = (
        facts(desk, "time_of_care", _time(care)),
        _lines(desk, "worked_on", _worked_on(care), "no_work"),
        _lines(desk, "reached_so_far", _reached(care), "none_reached"),
        _lines(desk, "stays_open", _open(care), "none_open"),
        _lines(desk, "goes_on", _goes_on(care), "nobody_named"),
        facts(desk, "again", author(desk)),
    )
    title = f"{t['summary_of']} {client.name}"
    said = f"{t['as_of']} {desk.language.day(desk.now.date())}"
    return sheet(desk, Page(title, said, tuple(held(sections))), client.ref, signed=signed(desk))


def _lines(desk: Desk, title: str, found: Iterator[Line] | Sequence[Line], none: str) -> Section:
    t = desk.language.labels
    return table(desk, title, found, (
        ("of", lambda one: t[one[0]]), ("what", lambda one: one[1]), ("stands", lambda one: one[2]),
    ), none)  # fmt: skip


def _time(care: _Care) -> Pairs:
    client, day, word = care.client, care.desk.language.day, care.desk.language.word
    yield "born", day(client.born_on)
    yield "served_since" if care.desk.for_others else "began", day(client.opened_on)
    if not care.desk.for_others:
        yield "referred_by", client.referred_by
    yield "ended_on", day(client.closed_on) or care.desk.language.labels["not_yet"]
    if client.closed_on:
        yield "why", word(client.close_reason, "close")
        if not care.desk.for_others:
            yield "went_to", client.destination
    reached = [one.occurred.day for one in care.notes if one.reached is not Reached.NO]
    yield "contacts", str(len(reached))
    yield "last_contact", day(max(reached, default=None))


def _worked_on(care: _Care) -> Iterator[Line]:
    word = care.desk.language.word
    yield from (("need", care.need(one), word(one.support, "need")) for one in care.needs)
    for one in care.goals:
        stands = (word(one.lifecycle, "goal"), word(one.achievement, "goal"))
        yield "goal", _goal(care, one), ", ".join(dict.fromkeys(filter(None, stands)))


def _goal(care: _Care, one: Goal) -> str:
    """The goal in the client's words where the client reads, and there are any."""
    return one.title if care.desk.for_others else one.client_words or one.title


def _is_reached(goal: Goal) -> bool:
    return goal.achievement in (Achievement.ACHIEVED, Achievement.SUSTAINING)


def _reached(care: _Care) -> Iterator[Line]:
    day, word = care.desk.language.day, care.desk.language.word
    yield from (("goal", _goal(care, one), word(one.achievement, "goal")) for one in care.goals if _is_reached(one))
    for need in care.needs:
        if need.support is Helped.MET:
            yield "need", care.need(need), f"{word(need.support, 'need')} {day(need.met_on)}".strip()
    for one in care.referrals:
        if one.outcome is Outcome.GOT_HELP:
            yield "referral", one.service_type, f"{word(one.outcome)} {day(one.closed_on)}".strip()
    for benefit in care.benefits:
        if benefit.status == "approved":
            yield "benefit", benefit.name, word(benefit.status, "benefit")


def _open(care: _Care) -> Iterator[Line]:
    language, t = care.desk.language, care.desk.language.labels
    for goal in care.goals:
        if not _is_reached(goal) and goal.lifecycle not in (Lifecycle.CANCELLED, Lifecycle.ENTERED_IN_ERROR):
            yield "goal", _goal(care, goal), language.word(goal.achievement or goal.lifecycle, "goal")
    for need in care.needs:
        if need.support not in (Helped.MET, Helped.DECLINED):
            yield "need", care.need(need), language.word(need.support, "need")
    for one in care.referrals:
        if is_asked(one):
            yield "referral", one.service_type, language.word(one.status, "referral")
    for benefit in care.benefits:
        if benefit.status in Benefit.OPEN and (benefit.status != "approved" or benefit.certified_to):
            ends = f"{t['renew_by']} {language.day(benefit.certified_to)}" if benefit.certified_to else ""
            yield "benefit", benefit.name, ends or language.word(benefit.status, "benefit")
    for task in care.tasks:
        yield "task", task.title, f"{t['by']} {language.day(task.due.day)}" if task.due else t["no_date"]
    yield from (("appointment", one.title, language.when(one.starts)) for one in care.appointments)


def _goes_on(care: _Care) -> Iterator[Line]:
    providing, t = Providing(care.desk.store), care.desk.language.labels
    for service in care.services:
        if goes_on(service):
            said = ", ".join(filter(None, (service.what, service.frequency, service.amount)))
            yield "service", said, providing.of(service) or service.responsible or t["nobody_named"]
    for person in care.desk.kept(people_of_client(care.desk.store, care.client.id)):
        name = ", ".join(filter(None, (person.name, person_said(care.desk, person))))
        reach = person.phone or person.email or ""
        yield "person", name, reach if care.desk.reaches(care.client, person) else ""
