"""What a client's file says of the work: needs, plan, goals, help, benefits, papers, what comes next, what was last."""

from collections.abc import Iterator

from caseload.output.page import Section
from caseload.records.client import Client
from caseload.records.document import Document, DocumentStatus
from caseload.records.need import is_strength
from caseload.records.note import Reached
from caseload.records.plan import Plan
from caseload.reports.due import Standing
from caseload.reports.papers import Desk
from caseload.reports.papers.file_health import paying
from caseload.reports.papers.labelled import need_said, table
from caseload.store.reads.benefits import benefits_of_client
from caseload.store.reads.care import goals_of_client, plans_of_client
from caseload.store.reads.consents import open_consents_of_client
from caseload.store.reads.needs import needs_of_client
from caseload.store.reads.programs import enrollments_of_client, programs_by_number
from caseload.store.reads.recipients import name_of
from caseload.store.reads.referrals import open_of_client
from caseload.store.reads.served_by import Providing, documents_of_client, services_of_client
from caseload.store.reads.work import appointments_of_client, last_notes

_CONTACTS = 5
"""How many of the last contacts are told."""

_NOTES = 20
"""Among how many of the last notes they are looked for."""


def care(desk: Desk, client: Client) -> Iterator[Section]:
    """The sections."""
    yield from _planned(desk, client)
    yield from _helped(desk, client)
    yield from _ahead(desk, client)
    word, day = desk.language.word, desk.language.day
    reached = [one for one in last_notes(desk.store, client.id, _NOTES) if one.reached is not Reached.NO]
    yield table(desk, "talked", desk.kept(reached[:_CONTACTS]), (
        ("date", lambda one: day(one.occurred.day)), ("how", lambda one: word(one.mode, "note")),
        ("minutes", lambda one: one.minutes), ("what", lambda one: one.body),
    ))  # fmt: skip
    if not desk.for_others:
        yield table(desk, "shared_with", desk.kept(open_consents_of_client(desk.store, client.id)), (
            ("who", lambda one: name_of(desk.store, one.to)), ("what_for", lambda one: one.purpose),
            ("until", lambda one: day(one.expires_on) or one.expires_event),
        ))  # fmt: skip


def _planned(desk: Desk, client: Client) -> Iterator[Section]:
    word, day = desk.language.word, desk.language.day
    needs = desk.kept(needs_of_client(desk.store, client.id))
    yield table(desk, "needs", [one for one in needs if not is_strength(one)], (
        ("what", lambda one: need_said(desk.language, one)), ("stands", lambda one: word(one.support, "need")),
    ))  # fmt: skip
    yield table(desk, "strengths", [one for one in needs if is_strength(one)], (
        ("what", lambda one: one.description or need_said(desk.language, one)),
    ))  # fmt: skip
    standing = Standing(desk.store, desk.now, desk.rules)

    def review(plan: Plan) -> str:
        item = standing("plan-review", plan)
        return day(item.due.day) if item else ""

    yield table(desk, "plans", desk.kept(plans_of_client(desk.store, client.id)), (
        ("plan", lambda one: one.title), ("signed", lambda one: day(one.agreed_on)), ("review", review),
        ("backup", lambda one: one.backup_plan),
    ))  # fmt: skip
    yield table(desk, "your_goals", desk.kept(goals_of_client(desk.store, client.id)), (
        ("goal", lambda one: one.title if desk.for_others else one.client_words or one.title),
        ("by_when", lambda one: day(one.target_on)),
        ("stands", lambda one: word(one.achievement or one.lifecycle, "goal")),
    ))  # fmt: skip


def _helped(desk: Desk, client: Client) -> Iterator[Section]:
    word, day, providing = desk.language.word, desk.language.day, Providing(desk.store)
    yield table(desk, "your_services", desk.kept(services_of_client(desk.store, client.id)), (
        ("service", lambda one: one.what), ("provider", providing.of),
        ("how_often", lambda one: ", ".join(filter(None, (one.frequency, one.amount)))),
        ("stands", lambda one: word(one.status, "service")),
    ))  # fmt: skip
    yield table(desk, "on_its_way", desk.kept(open_of_client(desk.store, client.id)), (
        ("what", lambda one: one.service_type), ("provider", lambda one: providing[one.provider_id]),
        ("stands", lambda one: word(one.status, "referral")),
        ("next_step_by", lambda one: day(one.next_due.day) if one.next_due else ""),
    ))  # fmt: skip
    enrolled = desk.kept(enrollments_of_client(desk.store, client.id))
    programs = programs_by_number(desk.store, {one.program_id for one in enrolled})
    yield table(desk, "programmes", enrolled, (
        ("programme", lambda one: programs[one.program_id].name), ("phase", lambda one: one.phase),
        ("since", lambda one: day(one.started_on or one.waitlisted_on)),
        ("stands", lambda one: word(one.status, "enrollment")),
    ))  # fmt: skip
    yield table(desk, "benefits", desk.kept(benefits_of_client(desk.store, client.id)), (
        ("benefit", lambda one: one.name), ("stands", lambda one: word(one.status, "benefit")),
        ("until", lambda one: day(one.certified_to)), ("monthly", lambda one: one.monthly),
    ))  # fmt: skip
    yield from paying(desk, client)


def _ahead(desk: Desk, client: Client) -> Iterator[Section]:
    day = desk.language.day
    ahead = [one for one in appointments_of_client(desk.store, client.id) if not one.over.is_past(desk.now)]
    yield table(desk, "appointments", desk.kept(ahead), (
        ("when", lambda one: desk.language.when(one.starts)), ("what", lambda one: one.title),
        ("where", lambda one: one.place), ("bring", lambda one: one.bring), ("prepare", lambda one: one.prepare),
    ))  # fmt: skip

    def is_wanted(one: Document) -> bool:
        return one.status is not DocumentStatus.RECEIVED

    papers = [one for one in documents_of_client(desk.store, client.id) if is_wanted(one)]
    yield table(desk, "papers", desk.kept(papers), (
        ("paper", lambda one: one.title), ("stands", lambda one: desk.language.word(one.status, "document")),
        ("by_when", lambda one: day(one.needed_by)),
    ))  # fmt: skip
