"""What the page of an enrollment, a programme or a meeting says beyond its fields: computed, never kept."""

from collections.abc import Iterator
from datetime import date

from caseload.output.column import Column
from caseload.output.page import Facts, Listing, Section
from caseload.records.attendance import Attendance, standing_of
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.meeting import Meeting
from caseload.records.of.at_risk import Standing, miss_said, standing
from caseload.records.of.base import Record
from caseload.records.of.followed import Followed
from caseload.records.of.progress import Progress
from caseload.records.program import Program
from caseload.store.core import Store
from caseload.store.reads.clients import Handles, clients_of
from caseload.store.reads.programs import Meetings, followed, places_taken, roll_of, rolls_of, waiting_for


def enrolled_sections(store: Store, record: Record, today: date) -> Iterator[Section]:
    """The sections of a record of one of these kinds; none of another."""
    if isinstance(record, Enrollment):
        yield from _of_enrollment(store, followed(store, record)._replace(record=record), today)
    elif isinstance(record, Meeting):
        if roll := roll_of(store, record.id):
            yield Section("Roll", Listing(roll, _roll_columns(store)))
    elif isinstance(record, Program):
        waiting = len(waiting_for(store, record))
        pairs = (("enrolled", places_taken(store, record.id)), ("waiting", waiting))
        yield Section("Who is in it", Facts(pairs), f"everyone: caseload board program {record.ref}")


def _of_enrollment(store: Store, one: Followed, today: date) -> Iterator[Section]:
    stood = standing(one, today)
    yield Section("Standing", Facts(tuple(_facts(one, stood, today))))
    if stood.parts:
        yield Section("Requirements", Listing(stood.parts, _requirement_columns(one.record)))
    if rolls := rolls_of(store, one.record.id):
        yield Section("Meetings", Listing(rolls, _meeting_columns(store), limit=20,
                                          rest=f"caseload attendance list --enrollment {one.record.ref}"))  # fmt: skip


def _facts(one: Followed, stood: Standing, today: date) -> Iterator[tuple[str, object]]:
    yield "in", one.program.name
    if not stood.parts:
        yield "asks for", f"nothing yet: caseload program edit {one.program.ref} --requires TEXT"
    if one.record.status is EnrollmentStatus.ENROLLED:
        if one.end:
            yield "to be done by", one.end
        if missed := len(one.absences(today)):
            allowed = one.program.absences
            yield "missed", f"{missed}" + ("" if allowed is None else f" of {allowed} allowed")
        if stood.can_miss is not None:
            yield "may miss", miss_said(stood.can_miss).removeprefix("can miss ")
        if stood.projected:
            yield "at this rate", f"done by {stood.projected}"
        if stood.courses_open:
            yield "courses open", ", ".join(stood.courses_open)
        for risk in stood.risks:
            yield "at risk", risk
        if stood.is_done:
            yield "next", f"every requirement is met: caseload enrollment complete {one.record.ref}"


def _requirement_columns(record: Enrollment) -> tuple[Column[Progress], ...]:
    return (
        Column("said", lambda one: one.said(record.phase), text=True),
        Column("left", lambda one: "" if one.is_met else one.left_said),
        Column(
            "projected", lambda one: f"at this rate {one.projected}" if one.projected else one.why or None, text=True
        ),
    )


def _projected(one: Progress) -> str | None:
    return f"at this rate {one.projected}" if one.projected else one.why or None


def _meeting_columns(store: Store) -> tuple[Column[Attendance], ...]:
    meetings = Meetings(store)
    return (
        Column("id", lambda one: one.ref),
        Column("held", lambda one: meetings[one.meeting_id].held.day),
        Column("came", standing_of, style=lambda one: "late" if one.attended == "no" and not one.excused else ""),
        Column("topic", lambda one: meetings[one.meeting_id].topic, text=True),
    )


def _roll_columns(store: Store) -> tuple[Column[Attendance], ...]:
    handles, client = Handles(store), clients_of(store, Attendance)
    return (
        Column("id", lambda one: one.ref),
        Column("client", lambda one: handles[client(one)]),
        Column("came", standing_of),
        Column("reason", lambda one: one.reason, text=True),
    )
