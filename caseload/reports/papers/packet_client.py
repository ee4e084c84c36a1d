"""What a packet tells the client: what was done and what comes next, in plain words and the client's language."""

from collections.abc import Iterator
from typing import Any

from caseload.output.column import Column
from caseload.output.page import Body, Facts, Listing, Section
from caseload.records.goal import Goal
from caseload.records.note import Note, Reached
from caseload.records.provider import Provider
from caseload.records.referral import Referral
from caseload.records.service import Service
from caseload.records.service import is_open as goes_on
from caseload.reports.due import Standing
from caseload.reports.papers import Desk
from caseload.reports.papers.packet_records import Packet
from caseload.store.reads.served_by import Providing


def for_client(desk: Desk, packet: Packet) -> Iterator[Section]:
    """The sections of it."""
    t = desk.language.labels
    yield Section(t["you"], Facts(tuple(_you(desk, packet))))
    yield Section(t["case_manager"], Facts(tuple(_agency(desk))))
    yield Section(t["your_goals"], _goals(desk, packet))
    yield Section(t["talked"], _talked(desk, packet))
    yield Section(t["your_services"], _services(desk, packet))
    yield Section(t["you_declined"], _declined(desk, packet))
    yield Section(t["on_its_way"], _on_its_way(desk, packet))
    yield Section(t["looked_at"], Facts(tuple(_looked_at(desk, packet))))


def _you(desk: Desk, packet: Packet) -> Iterator[tuple[str, object]]:
    t, day, client = desk.language.labels, desk.language.day, packet.client
    yield t["name"], client.name
    for label, value in (("born", client.born_on), ("served_since", client.opened_on)):
        if value:
            yield t[label], day(value)


def _agency(desk: Desk) -> Iterator[tuple[str, object]]:
    t, sender = desk.language.labels, desk.sender
    who = ", ".join(filter(None, (sender.name, sender.title)))
    for label, value in (
        ("name", who),
        ("agency", sender.agency),
        ("phone", sender.phone),
        ("address", sender.address),
    ):
        if value:
            yield t[label], value


def _goals(desk: Desk, packet: Packet) -> Body:
    t, language = desk.language.labels, desk.language
    columns: tuple[Column[Goal], ...] = (
        Column("title", lambda one: one.client_words or one.title, t["goal"], text=True),
        Column("by", lambda one: language.day(one.target_on), t["by_when"]),
        Column("stands", lambda one: language.word(one.achievement or one.lifecycle), t["stands"]),
    )
    return Listing(packet.goals, columns, headings=True)


def _talked(desk: Desk, packet: Packet) -> Body:
    t, language = desk.language.labels, desk.language
    columns: tuple[Column[Note], ...] = (
        Column("on", lambda one: language.day(one.occurred.day), t["date"]),
        Column("how", lambda one: language.word(one.mode), t["how"]),
        Column("minutes", lambda one: one.minutes, t["minutes"], right=True),
        Column("body", lambda one: one.body, t["what"], text=True),
    )
    return Listing([one for one in packet.notes if one.reached is not Reached.NO], columns, headings=True)


def _services(desk: Desk, packet: Packet) -> Body:
    t, providing = desk.language.labels, Providing(desk.store)
    columns: tuple[Column[Service], ...] = (
        Column("what", lambda one: one.what, t["service"], text=True),
        Column("by", providing.of, t["provider"], text=True),
        Column("often", lambda one: ", ".join(filter(None, (one.frequency, one.amount))), t["how_often"], text=True),
        Column("stands", lambda one: desk.language.word(one.status), t["stands"]),
    )
    return Listing([one for one in packet.services if goes_on(one)], columns, headings=True)


def _declined(desk: Desk, packet: Packet) -> Body:
    t = desk.language.labels
    columns: tuple[Column[tuple[str, str | None, str]], ...] = (
        Column("what", lambda one: one[0], t["what"], text=True),
        Column("why", lambda one: one[1] or t["no_reason"], t["why"], text=True),
    )
    return Listing(packet.declined, columns, headings=True)


def _on_its_way(desk: Desk, packet: Packet) -> Body:
    t, language = desk.language.labels, desk.language

    def whom(one: Referral) -> str:
        return desk.store.get(Provider, one.provider_id, voided=True).called

    columns: tuple[Column[Any], ...] = (
        Column("what", lambda one: one.service_type, t["what"], text=True),
        Column("by", whom, t["provider"], text=True),
        Column("stands", lambda one: language.word(one.status), t["stands"]),
        Column("when", lambda one: language.day(one.next_due.day) if one.next_due else t["no_date"], t["next_step_by"]),
    )
    return Listing(packet.asked_for, columns, headings=True)


def _looked_at(desk: Desk, packet: Packet) -> Iterator[tuple[str, object]]:
    t, day = desk.language.labels, desk.language.day
    standing = Standing(desk.store, desk.now, desk.rules)
    for plan in packet.plans:
        item = standing("plan-review", plan)
        last = f"{t['last_on']} {day(plan.reviewed_on)}" if plan.reviewed_on else t["not_looked_at"]
        yield plan.title, "; ".join(filter(None, (last, item and f"{t['next_by']} {day(item.due.day)}")))
