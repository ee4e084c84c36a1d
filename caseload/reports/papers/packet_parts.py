"""What several readers of a packet have: goals, what was declined, contacts, services, reviews."""

from caseload.output.page import Section
from caseload.records.note import Note, Reached
from caseload.records.plan import Plan
from caseload.reports.due import Standing
from caseload.reports.papers import Desk
from caseload.reports.papers.labelled import Pairs, author, facts, table
from caseload.reports.papers.packet_records import Packet
from caseload.store.reads.served_by import Providing

WITH = {
    Reached.YES: "the_client", Reached.GROUP: "client_in_a_group", Reached.NO: "nobody", Reached.COLLATERAL: "others",
}  # fmt: skip
"""The label of whom a contact was with."""


def who(desk: Desk, packet: Packet) -> Pairs:
    """Whose packet it is."""
    client, day = packet.client, desk.language.day
    yield "name", client.name
    yield "born", day(client.born_on)
    yield "served_since", day(client.opened_on)
    yield "ended_on", day(client.closed_on)


def reported_by(desk: Desk, label: str) -> Section:
    """Whose record it is; that nobody has said so is said."""
    said = facts(desk, label, author(desk))
    return said._replace(note="" if any(value for _, value in author(desk)) else desk.language.labels["not_said"])


def goals(desk: Desk, packet: Packet, label: str, none: str = "") -> Section:
    """The goals, and whether they were reached."""
    t, word, day = desk.language.labels, desk.language.word, desk.language.day
    return table(desk, label, packet.goals, (
        ("goal", lambda one: one.title), ("by_when", lambda one: day(one.target_on)),
        ("stands", lambda one: word(one.lifecycle, "goal")),
        ("reached", lambda one: word(one.achievement, "goal") or t["not_said"]),
    ), none)  # fmt: skip


def declined(desk: Desk, packet: Packet, label: str, none: str = "") -> Section:
    """What the client said no to, and why."""
    return table(desk, label, packet.declined(desk.language), (
        ("what", lambda one: one.what), ("why", lambda one: one.why or desk.language.labels["no_reason"]),
    ), none)  # fmt: skip


def contacts(desk: Desk, packet: Packet, label: str, note: str, *, content: bool) -> Section:
    """The contacts of the period; what was said in them where that is asked."""
    t, word, day = desk.language.labels, desk.language.word, desk.language.day

    def record(one: Note) -> str:
        return f"{one.ref} ({t['unsigned']})" if one.status == "draft" else one.ref

    return table(desk, label, packet.notes, (
        ("record", record), ("date", lambda one: day(one.occurred.day)), ("how", lambda one: word(one.mode, "note")),
        ("with", lambda one: t[WITH[one.reached]]), ("minutes", lambda one: one.minutes),
        ("what_for", lambda one: word(one.activity, "activity")),
        *((("what", lambda one: said(desk, packet, one)),) if content else ()),
    ), note=note)  # fmt: skip


def said(desk: Desk, packet: Packet, note: Note) -> str:
    """What a note says, and what was added to it after it was signed."""
    t = desk.language.labels
    later = [f"{t['added']}: {one.body}" for one in packet.added.get(note.id, ())]
    parts = (
        note.body, note.response and f"{t['response']}: {note.response}",
        note.next_step and f"{t['next_step']}: {note.next_step}", *later,
    )  # fmt: skip
    return "; ".join(filter(None, parts))


def total(desk: Desk, packet: Packet) -> str:
    """How many contacts there were, and of how many minutes."""
    t, minutes = desk.language.labels, sum(one.minutes or 0 for one in packet.notes)
    return f"{t['contacts']}: {len(packet.notes)}. {t['minutes']}: {minutes}." if packet.notes else t["no_contact"]


def services(desk: Desk, packet: Packet, label: str) -> Section:
    """The services that go on or are to begin."""
    word, day, providing = desk.language.word, desk.language.day, Providing(desk.store)
    return table(desk, label, packet.going_on, (
        ("service", lambda one: one.what), ("provider", providing.of),
        ("how_often", lambda one: ", ".join(filter(None, (one.frequency, one.amount)))),
        ("since", lambda one: day(one.started_on)), ("stands", lambda one: word(one.status, "service")),
    ))  # fmt: skip


def reviews(desk: Desk, packet: Packet, label: str, none: str = "") -> Section:
    """Each plan with its signature, its last review and its next."""
    t, day, standing = desk.language.labels, desk.language.day, Standing(desk.store, desk.now, desk.rules)

    def following(one: Plan) -> str:
        item = standing("plan-review", one)
        return (t["overdue_since"] + " " if item.late else "") + day(item.due.day) if item else ""

    return table(desk, label, packet.plans, (
        ("plan", lambda one: one.title), ("agreed_on", lambda one: day(one.agreed_on) or t["not_signed"]),
        ("last_on", lambda one: day(one.reviewed_on) or t["not_looked_at"]), ("next_by", following),
    ), none)  # fmt: skip
