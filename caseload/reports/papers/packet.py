"""A packet of a period: what 42 CFR 441.18(a)(7) has a case record document, for a payer, a court or the client."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from caseload.output.column import Column
from caseload.output.page import Body, Facts, Lines, Listing, Page, Section
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.goal import Goal
from caseload.records.note import Note, Reached
from caseload.records.of.base import Record
from caseload.records.provider import Provider
from caseload.records.referral import Referral
from caseload.records.service import Service
from caseload.records.service import is_open as goes_on
from caseload.reports.due import Standing
from caseload.reports.items import counted
from caseload.reports.papers import Desk
from caseload.reports.papers.packet_client import for_client
from caseload.reports.papers.packet_records import Packet
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.served_by import Providing

R = TypeVar("R", bound=Record)


class Reader(StrEnum):
    """For whom the packet is."""

    PAYER = "payer"
    COURT = "court"
    CLIENT = "client"


def words(desk: Desk, packet: Packet, reader: Reader, missing: Sequence[tuple[str, str, str]]) -> Mapping[str, Any]:
    """The words of the packet; what is missing stands first where anything is given."""
    day, client = desk.language.day, packet.client
    period = f"{day(packet.first)} {_between(desk, reader)} {day(packet.last)}"
    sections = {Reader.PAYER: _for_payer, Reader.COURT: _for_court, Reader.CLIENT: for_client}[reader](desk, packet)
    lacks = (Section("Missing before this goes out", Listing(missing, _MISSING, headings=True)),) if missing else ()
    labels, theirs = desk.language.labels, reader is Reader.CLIENT
    title = f"{labels['together'] if theirs else _TITLES[reader]} {client.name}"
    signed = [f"{desk.sender.name or '________________'} ({labels['the_case_manager']})"]
    footer = "" if theirs else f"This is what the record says as of {day(desk.now.date())}."
    page = Page(title, period, (*lacks, *filter(_says, sections)), footer)
    return sheet(desk, page, client.ref, signed=signed)


def _between(desk: Desk, reader: Reader) -> str:
    return desk.language.labels["to"] if reader is Reader.CLIENT else "to"


_TITLES = {
    Reader.PAYER: "Case management record:", Reader.COURT: "Report to the court:",
}  # fmt: skip

_MISSING: tuple[Column[tuple[str, str, str]], ...] = (
    Column("element", lambda one: one[0], "Of 441.18(a)(7)"),
    Column("what", lambda one: one[1], "What is missing", text=True),
    Column("mended", lambda one: one[2], "Mended by", text=True),
)


def _says(section: Section) -> bool:
    body = section.body
    held = body.pairs if isinstance(body, Facts) else body.lines if isinstance(body, Lines) else body.rows
    return bool(held or section.note)


def _for_payer(desk: Desk, packet: Packet) -> Iterator[Section]:
    """All eight elements, by their numbers."""
    minutes = sum(one.minutes or 0 for one in packet.notes)
    total = f"{_counted(packet)}, {minutes} minutes" if packet.notes else "No contact in this period."
    yield Section("(i) Name of the individual", Facts(tuple(_who(desk, packet))))
    agency = tuple(_agency(desk))
    yield Section("(iii) Agency and case manager", Facts(agency), "" if agency else "Not said.")
    yield Section("(ii), (iv) Dates, nature, content and units of the services", _contacts(desk, packet), total)
    none = "" if packet.goals else "No goal is in the record."
    yield Section("(iv) Goals of the plan and whether they were reached", _goals(desk, packet.goals), none)
    yield _declined(packet, "(v) Services declined", "None was declined.")
    none = "No contact with other case managers is in the record of this period."
    yield Section("(vi) Coordination with others", _coordination(desk, packet), "" if packet.coordinated else none)
    none = "Nothing that is needed waits to begin."
    yield Section("(vii) Timeline for needed services", _timeline(desk, packet), "" if _waits(packet) else none)
    reviews = tuple(_reviews(desk, packet))
    none = "No plan of care is in the record."
    yield Section("(viii) Timeline for reevaluation of the plan", Facts(reviews), "" if reviews else none)


def _counted(packet: Packet) -> str:
    return counted(len(packet.notes), "contact", "contacts")


def _for_court(desk: Desk, packet: Packet) -> Iterator[Section]:
    """What was kept and missed, contacts without what was said, goals, services; no diagnosis, no screen."""
    kept = sum(one.status is AppointmentStatus.FULFILLED for one in packet.appointments)
    missed = sum(one.status is AppointmentStatus.NOSHOW for one in packet.appointments)
    yield Section("Who", Facts(tuple(_who(desk, packet))))
    yield Section("Reported by", Facts(tuple(_agency(desk))))
    yield Section("Appointments", _attendance(desk, packet), f"{kept} kept, {missed} missed")
    reached = sum(one.reached in (Reached.YES, Reached.GROUP) for one in packet.notes)
    said = f"{_counted(packet)}, {reached} of them with the client" if packet.notes else "None in this period."
    yield Section("Contacts, without their content", _contacts(desk, packet, content=False), said)
    yield Section("Goals", _goals(desk, packet.goals))
    yield Section("Services in place", _services(desk, packet))
    yield _declined(packet, "Declined", "")
    yield Section("Next review of the plan", Facts(tuple(_reviews(desk, packet))))


def _who(desk: Desk, packet: Packet) -> Iterator[tuple[str, object]]:
    client = packet.client
    yield "name", client.name
    if client.born_on:
        yield "born", desk.language.day(client.born_on)
    if client.opened_on:
        yield "served since", desk.language.day(client.opened_on)
    if client.closed_on:
        yield "closed", desk.language.day(client.closed_on)


def _agency(desk: Desk) -> Iterator[tuple[str, object]]:
    sender = desk.sender
    for label, value in (
        ("agency", sender.agency), ("case manager", ", ".join(filter(None, (sender.name, sender.title)))),
        ("phone", sender.phone), ("address", sender.address),
    ):  # fmt: skip
        if value:
            yield label, value


def _contacts(desk: Desk, packet: Packet, *, content: bool = True) -> Body:
    columns: list[Column[Note]] = [
        Column("id", lambda one: f"{one.ref} (draft)" if one.status == "draft" else one.ref, "Record"),
        Column("on", lambda one: desk.language.day(one.occurred.day), "Date"),
        Column("mode", lambda one: desk.language.word(one.mode), "How"),
        Column("reached", lambda one: _REACHED[one.reached], "With"),
        Column("minutes", lambda one: one.minutes, "Minutes", right=True),
        Column("activity", lambda one: desk.language.word(one.activity), "What for"),
    ]
    if content:
        columns.append(Column("body", _content, "What", text=True))
    return Listing(packet.notes, columns, headings=True)


_REACHED = {
    Reached.YES: "client",
    Reached.GROUP: "client, in a group",
    Reached.NO: "nobody",
    Reached.COLLATERAL: "others",
}


def _content(note: Note) -> str:
    said = (note.body, note.response and f"Response: {note.response}", note.next_step and f"Next: {note.next_step}")
    return "; ".join(filter(None, said))


def _goals(desk: Desk, goals: Sequence[Goal]) -> Body:
    columns: tuple[Column[Goal], ...] = (
        Column("title", lambda one: one.title, "Goal", text=True),
        Column("target_on", lambda one: desk.language.day(one.target_on), "By"),
        Column("lifecycle", lambda one: desk.language.word(one.lifecycle), "Stands"),
        Column("achievement", lambda one: desk.language.word(one.achievement) or "not said", "Reached"),
    )
    return Listing(goals, columns, headings=True)


def _declined(packet: Packet, title: str, none: str) -> Section:
    columns: tuple[Column[tuple[str, str | None, str]], ...] = (
        Column("what", lambda one: one[0], "What", text=True),
        Column("why", lambda one: one[1] or "no reason kept", "Why", text=True),
    )
    return Section(title, Listing(packet.declined, columns, headings=True), "" if packet.declined else none)


def _coordination(desk: Desk, packet: Packet) -> Body:
    columns: tuple[Column[Note], ...] = (
        Column("on", lambda one: desk.language.day(one.occurred.day), "Date"),
        Column("with", lambda one: one.with_whom or "not said", "With whom", text=True),
        Column("what", _content, "What", text=True),
    )
    return Listing(packet.coordinated, columns, headings=True)


def _services(desk: Desk, packet: Packet) -> Body:
    providing = Providing(desk.store)
    columns: tuple[Column[Service], ...] = (
        Column("what", lambda one: one.what, "Service", text=True),
        Column("by", providing.of, "Provided by", text=True),
        Column("often", lambda one: ", ".join(filter(None, (one.frequency, one.amount))), "How often", text=True),
        Column("since", lambda one: desk.language.day(one.started_on), "Since"),
        Column("status", lambda one: desk.language.word(one.status), "Stands"),
    )
    return Listing([one for one in packet.services if goes_on(one)], columns, headings=True)


def _waits(packet: Packet) -> list[Service | Referral]:
    return [*packet.awaited, *packet.asked_for]


def _timeline(desk: Desk, packet: Packet) -> Body:
    providing = Providing(desk.store)

    def by(one: Service | Referral) -> str:
        if isinstance(one, Referral):
            return _provider(desk, one)
        return providing.of(one)

    def when(one: Service | Referral) -> str:
        day = one.next_due.day if isinstance(one, Referral) and one.next_due else getattr(one, "started_on", None)
        return desk.language.day(day) or "no date"

    columns: tuple[Column[Service | Referral], ...] = (
        Column("what", lambda one: one.what if isinstance(one, Service) else one.service_type, "What", text=True),
        Column("by", by, "From whom", text=True),
        Column("stands", lambda one: desk.language.word(one.status), "Stands"),
        Column("when", when, "Next step by"),
    )
    return Listing(_waits(packet), columns, headings=True)


def _provider(desk: Desk, referral: Referral) -> str:
    return desk.store.get(Provider, referral.provider_id, voided=True).called


def _attendance(desk: Desk, packet: Packet) -> Body:
    columns: tuple[Column[Appointment], ...] = (
        Column("on", lambda one: desk.language.when(one.starts), "When"),
        Column("title", lambda one: one.title, "What", text=True),
        Column("status", lambda one: _ATTENDED.get(one.status, desk.language.word(one.status)), "Kept"),
    )
    over = [one for one in packet.appointments if one.over.is_past(desk.now)]
    return Listing(over, columns, headings=True)


_ATTENDED = {
    AppointmentStatus.FULFILLED: "kept",
    AppointmentStatus.NOSHOW: "missed",
    AppointmentStatus.BOOKED: "not said",
}


def _reviews(desk: Desk, packet: Packet) -> Iterator[tuple[str, object]]:
    standing = Standing(desk.store, desk.now, desk.rules)
    for plan in packet.plans:
        item = standing("plan-review", plan)
        due = f"next review by {desk.language.day(item.due.day)}" if item else "no review is due"
        last = f"last reviewed {desk.language.day(plan.reviewed_on)}" if plan.reviewed_on else "not reviewed yet"
        signed = f"signed by the client {desk.language.day(plan.agreed_on)}" if plan.agreed_on else "not signed"
        yield plan.title, f"{signed}; {last}; {due}"
