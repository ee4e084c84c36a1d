"""What a packet tells the client: what was done and what comes next, in plain words and the client's language."""

from collections.abc import Iterator

from caseload.output.page import Section
from caseload.records.note import Reached
from caseload.reports.papers import Desk, packet_parts
from caseload.reports.papers.labelled import author, facts, table
from caseload.reports.papers.packet_records import Packet
from caseload.store.reads.served_by import Providing


def for_client(desk: Desk, packet: Packet) -> Iterator[Section]:
    """The sections of it."""
    word, day, providing = desk.language.word, desk.language.day, Providing(desk.store)
    you = packet_parts.who(desk, packet)
    yield facts(desk, "you", (("began" if label == "served_since" else label, value) for label, value in you))
    yield facts(desk, "your_case_manager", author(desk))
    yield table(desk, "your_goals", packet.goals, (
        ("goal", lambda one: one.client_words or one.title), ("by_when", lambda one: day(one.target_on)),
        ("stands", lambda one: word(one.achievement or one.lifecycle, "goal")),
    ), "no_goals")  # fmt: skip
    yield table(desk, "talked", [one for one in packet.notes if one.reached is not Reached.NO], (
        ("date", lambda one: day(one.occurred.day)), ("how", lambda one: word(one.mode, "note")),
        ("minutes", lambda one: one.minutes), ("what", lambda one: packet_parts.said(desk, packet, one)),
    ))  # fmt: skip
    yield packet_parts.services(desk, packet, "your_services")
    yield packet_parts.declined(desk, packet, "you_declined")
    yield table(desk, "on_its_way", packet.asked_for, (
        ("what", lambda one: one.service_type),
        ("provider", lambda one: providing[one.provider_id]),
        ("stands", lambda one: word(one.status, "referral")),
        ("next_step_by", lambda one: day(one.next_due.day) if one.next_due else desk.language.labels["no_date"]),
    ))  # fmt: skip
    yield packet_parts.reviews(desk, packet, "looked_at")
