"""The packet for a court: what was kept and missed, contacts without what was said, goals, services; no diagnosis."""

from collections.abc import Iterable, Iterator

from caseload.output.page import Section
from caseload.records.appointment import AppointmentStatus
from caseload.records.enrollment import Enrollment
from caseload.records.identifier import Identifier, System
from caseload.records.note import Reached
from caseload.records.of.followed import Sitting
from caseload.reports.papers import Desk, packet_parts
from caseload.reports.papers.attendance import followed_on_page
from caseload.reports.papers.labelled import Pairs, facts, table
from caseload.reports.papers.packet_records import Packet
from caseload.store.masks import number_shown
from caseload.store.reads.identifiers import identifiers_of_client
from caseload.store.reads.listed import Wanted, listed

_OF_COURTS = (System.CASE, System.BOOKING, System.DOC)
"""The numbers by which a court, a jail or a prison knows somebody."""


def for_court(desk: Desk, packet: Packet) -> Iterator[Section]:
    """The sections; what nothing is known of says so, since a court may not guess."""
    t = desk.language.labels
    yield facts(desk, "who", (*packet_parts.who(desk, packet), *_numbers(desk, packet)))
    yield packet_parts.reported_by(desk, "reported_by")
    yield _appointments(desk, packet)
    yield _programmes(desk, packet)
    met = sum(one.reached in (Reached.YES, Reached.GROUP) for one in packet.notes)
    note = f"{packet_parts.total(desk, packet)} {t['with_client']}: {met}." if packet.notes else t["no_contact"]
    yield packet_parts.contacts(desk, packet, "contacts_bare", note, content=False)
    yield packet_parts.goals(desk, packet, "goals_of_client", "no_goal")
    yield packet_parts.services(desk, packet, "services_in_place")
    yield packet_parts.declined(desk, packet, "said_no", "none_declined")
    yield packet_parts.reviews(desk, packet, "next_review", "no_plan")


def _numbers(desk: Desk, packet: Packet) -> Pairs:
    """The numbers of courts by their last four; several of one sort stand in one line."""
    known = [one for one in identifiers_of_client(desk.store, packet.client.id) if one.system in _OF_COURTS]
    said = [_number(desk, one) for one in desk.kept(known)]
    yield "case_number", "; ".join(said)


def _number(desk: Desk, one: Identifier) -> str:
    number = number_shown(desk.store, one, one.value, reveal=desk.reveal)
    return " ".join(filter(None, (number, one.agency and f"({one.agency})")))


def _appointments(desk: Desk, packet: Packet) -> Section:
    t, over = desk.language.labels, [one for one in packet.appointments if one.over.is_past(desk.now)]
    kept = sum(one.status is AppointmentStatus.FULFILLED for one in over)
    missed = sum(one.status is AppointmentStatus.NOSHOW for one in over)
    note = f"{t['kept']}: {kept}. {t['missed']}: {missed}." if over else t["no_appointment"]
    return table(desk, "appointments", over, (
        ("when", lambda one: desk.language.when(one.starts)), ("what", lambda one: one.title),
        ("stands", lambda one: desk.language.word(one.status, "appointment")),
    ), note=note)  # fmt: skip


def _programmes(desk: Desk, packet: Packet) -> Section:
    """The programmes of the period: by whose order, and how many of its meetings were kept and missed."""
    day, last = desk.language.day, min(packet.last, desk.now.date())
    every = listed(desk.store, Enrollment, Wanted(packet.client.id, statuses=()), desk.now)
    found = desk.kept(one for one in every if _is_of(one, packet))
    each = {one.id: followed_on_page(desk, one) for one in found}

    def count(sittings: Iterable[Sitting]) -> str:
        return str(sum(sitting.day >= packet.first for sitting in sittings))

    return table(desk, "programmes", found, (
        ("programme", lambda one: each[one.id].program.name), ("ordered_by", lambda one: one.ordered_by),
        ("since", lambda one: day(one.started_on)),
        ("stands", lambda one: f"{desk.language.word(one.status, 'enrollment')} {day(one.ended_on)}".strip()),
        ("meetings_attended", lambda one: count(each[one.id].kept(last))),
        ("absences", lambda one: count(each[one.id].absences(last))),
    ))  # fmt: skip


def _is_of(one: Enrollment, packet: Packet) -> bool:
    return (
        one.started_on is not None
        and one.started_on <= packet.last
        and (one.ended_on is None or one.ended_on >= packet.first)
    )
