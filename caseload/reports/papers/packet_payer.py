"""The packet for a payer: the eight elements of 42 CFR 441.18(a)(7) by their numbers, and what was paid for."""

from collections.abc import Iterator

from caseload.output.page import Section
from caseload.records.authorization import Authorization
from caseload.records.of.drawn import account
from caseload.records.of.values import grouped
from caseload.records.referral import Referral
from caseload.records.service import Service
from caseload.reports.papers import Desk, packet_parts
from caseload.reports.papers.file_health import paying
from caseload.reports.papers.labelled import facts, table
from caseload.reports.papers.packet_records import Packet
from caseload.store.reads.authorizations import drawn, open_authorizations
from caseload.store.reads.served_by import Providing


def for_payer(desk: Desk, packet: Packet) -> Iterator[Section]:
    """All eight elements, each of which says so where nothing is in the record."""
    yield facts(desk, "element_i", packet_parts.who(desk, packet))
    yield from paying(desk, packet.client)
    yield packet_parts.reported_by(desk, "element_iii")
    yield packet_parts.contacts(desk, packet, "element_ii", packet_parts.total(desk, packet), content=True)
    yield _authorizations(desk, packet)
    yield packet_parts.goals(desk, packet, "element_iv", "no_goal")
    yield packet_parts.declined(desk, packet, "element_v", "none_declined")
    yield table(desk, "element_vi", packet.coordinated, (
        ("date", lambda one: desk.language.day(one.occurred.day)),
        ("with_whom", lambda one: one.with_whom or desk.language.labels["not_said"]),
        ("what", lambda one: packet_parts.said(desk, packet, one)),
    ), "no_coordination")  # fmt: skip
    yield _timeline(desk, packet)
    yield packet_parts.reviews(desk, packet, "element_viii", "no_plan")


def _authorizations(desk: Desk, packet: Packet) -> Section:
    """What was approved and what is left of it, where that can be told."""
    day, word = desk.language.day, desk.language.word
    payers = next((rule.payers for rule in desk.rules), {})
    kept = desk.kept(open_authorizations(desk.store, packet.client.id))
    found = {one.record.id: account(one, payers, desk.now.date()) for one in drawn(desk.store, kept)}

    def units(one: Authorization, value: float | None) -> str:
        return "" if value is None else f"{grouped(value)} {word(one.unit, 'unit')}"

    return table(desk, "authorizations", kept, (
        ("service", lambda one: one.service_type), ("stands", lambda one: word(one.status, "authorization")),
        ("approved", lambda one: units(one, one.units)), ("left", lambda one: units(one, found[one.id].left)),
        ("from", lambda one: day(one.starts_on)), ("until", lambda one: day(one.ends_on)),
    ))  # fmt: skip


def _timeline(desk: Desk, packet: Packet) -> Section:
    word, day, providing = desk.language.word, desk.language.day, Providing(desk.store)

    def by(one: Service | Referral) -> str:
        return providing.of(one) if isinstance(one, Service) else providing[one.provider_id]

    def when(one: Service | Referral) -> str:
        due = one.started_on if isinstance(one, Service) else one.next_due.day if one.next_due else None
        return day(due) or desk.language.labels["no_date"]

    waits: list[Service | Referral] = [*packet.awaited, *packet.asked_for]
    return table(desk, "element_vii", waits, (
        ("what", lambda one: one.what if isinstance(one, Service) else one.service_type), ("provider", by),
        ("stands", lambda one: word(one.status, one.TABLE)), ("next_step_by", when),
    ), "nothing_waits")  # fmt: skip
