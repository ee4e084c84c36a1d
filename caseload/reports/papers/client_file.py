"""A client's file for the client, the family, a doctor: who, how to reach, health, plan, help, what comes next."""

from collections.abc import Iterator, Mapping
from typing import Any

from caseload.output.page import Page, Section
from caseload.records.client import Answer, Client
from caseload.records.of.setting import Setting
from caseload.records.person import Person
from caseload.reports.papers import Desk
from caseload.reports.papers.file_care import care
from caseload.reports.papers.file_health import health
from caseload.reports.papers.labelled import Pairs, author, facts, held, table
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.care import people_of_client
from caseload.store.reads.stays import stays_of_client

_TELLING = (Setting.TREATMENT, Setting.PSYCHIATRIC)
"""Where somebody is because of what a law guards; a stay there has its own mark, the client's record has none."""


def words(desk: Desk, client: Client) -> Mapping[str, Any]:
    """The words of the file; what is your own of it (remarks, tags, tasks, what is due) is no part of it."""
    t, day = desk.language.labels, desk.language.day
    sections = (*_person(desk, client), *health(desk, client), *care(desk, client))
    title = f"{t['file_of']} {client.name}"
    page = Page(
        title,
        f"{t['as_of']} {day(desk.now.date())}",
        tuple(held(sections)),
        t["record_note" if desk.for_others else "wrong"],
    )
    return sheet(desk, page, client.ref)


def _person(desk: Desk, client: Client) -> Iterator[Section]:
    yield facts(desk, "about", _about(desk, client))
    yield facts(desk, "reach", _reach(desk, client))
    people = desk.kept(people_of_client(desk.store, client.id))
    yield table(desk, "people", people, (
        ("name", lambda one: one.name), ("who", lambda one: person_said(desk, one)),
        ("phone", lambda one: one.phone if desk.reaches(client, one) else None),
        ("email", lambda one: one.email if desk.reaches(client, one) else None),
    ))  # fmt: skip
    yield facts(desk, "your_case_manager" if not desk.for_others else "reported_by", author(desk))


def person_said(desk: Desk, one: Person) -> str:
    """Who somebody around the client is: what to the client, and by what office."""
    t = desk.language.labels
    marks = ((one.is_guardian, "the_guardian"), (one.is_emergency, "emergency"), (one.is_payee, "payee"))
    said = (one.relationship, one.role, one.organization, *(t[label] for is_so, label in marks if is_so))
    return ", ".join(filter(None, said))


def _about(desk: Desk, client: Client) -> Pairs:
    language = desk.language
    stays = (one for one in stays_of_client(desk.store, client.id) if one.left_on is None)
    stay = next(iter(desk.kept(stays)), None)
    setting = stay.setting if stay else client.setting
    may_tell = stay is not None or not desk.for_others or setting not in _TELLING
    yield "name", client.name
    yield "called", client.preferred_name
    yield "pronouns", client.pronouns
    yield "born", language.day(client.born_on)
    yield "died", language.day(client.died_on)
    yield "language", client.language
    yield "interpreter", language.word(Answer.YES) if client.interpreter is Answer.YES else ""
    yield "lives", language.word(setting, "setting") if may_tell else ""
    if stay:
        yield "place", stay.place
        yield "until", language.day(stay.expected_on)
    yield "address", _address(desk, client)
    yield "served_since" if desk.for_others else "began", language.day(client.opened_on)
    yield "ended_on", language.day(client.closed_on)


def _address(desk: Desk, client: Client) -> str:
    where = ", ".join(filter(None, (client.address, client.city, client.state)))
    whole = " ".join(filter(None, (where, client.zip)))
    if client.address_confidential and not desk.reveal:
        return desk.language.labels["confidential"] if whole else ""
    return whole


def _reach(desk: Desk, client: Client) -> Pairs:
    t = desk.language.labels
    if client.do_not_contact:
        yield "do_not_contact", t["not_at_all"]
        return
    yield "phone", " / ".join(filter(None, (client.phone, client.phone_other)))
    if client.phone or client.phone_other:
        yield "voicemail", _allowed(desk, client.voicemail_ok)
        yield "text_message", _allowed(desk, client.text_ok)
    yield "email", client.email
    yield "best_time", client.best_time
    if desk.for_others:
        yield "door", client.safety


def _allowed(desk: Desk, answer: Answer | None) -> str:
    known = answer in (Answer.YES, Answer.NO)
    return desk.language.word(answer) if known else desk.language.labels["ask_first"]
