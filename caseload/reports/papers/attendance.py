"""Attendance on paper for a court, a school, a probation officer: what was asked, what is done, meeting by meeting."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from caseload.output.column import Column
from caseload.output.page import Facts, Listing, Page, Section
from caseload.records.attendance import Attendance, standing_of
from caseload.records.client import Client
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.of.at_risk import standing
from caseload.records.of.followed import Followed
from caseload.records.of.progress import Progress
from caseload.records.of.values import number
from caseload.reports.papers import Desk, heading, person_words
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.programs import Meetings, followed, rolls_of

BODY = "completion"
"""The form of the words of a letter of completion."""


def report(desk: Desk, client: Client, enrollment: Enrollment) -> Mapping[str, Any]:
    """The words of an attendance report; a meeting that the gate keeps back is neither listed nor counted."""
    every, rolls, one = _of(desk, enrollment)
    today = desk.now.date()
    facts = (
        ("client", client.name), ("born", desk.language.day(client.born_on)), ("programme", one.program.name),
        ("enrolled", desk.language.day(enrollment.started_on)),
        ("to be done by", desk.language.day(one.end) if one.end else ""),
        ("ordered by", enrollment.ordered_by or ""), ("phase", enrollment.phase or ""),
        ("status", f"{enrollment.status} {desk.language.day(enrollment.ended_on)}".strip()),
    )  # fmt: skip
    parts = standing(one, today).parts
    sections = [Section("Programme", Facts(tuple(pair for pair in facts if pair[1])))]
    if parts:
        sections.append(Section("Requirements", Listing(parts, _requirements(enrollment), headings=True)))
    sections.append(Section("In all", Facts(tuple(_totals(one, desk)))))
    if rolls:
        sections.append(Section("Meetings", Listing(rolls, _meetings(every, one), headings=True)))
    said = f"as of {desk.language.day(today)}"
    return sheet(desk, Page("Attendance report", said, tuple(sections)), enrollment.ref)


def letter(desk: Desk, client: Client, enrollment: Enrollment, to: list[str]) -> Mapping[str, Any]:
    """The words of a letter that says that a programme was completed."""
    _, _, one = _of(desk, enrollment)
    today = desk.now.date()
    parts = standing(one, enrollment.ended_on or today).parts
    return heading(desk, enrollment.ref) | {
        "client": person_words(desk, client),
        "to": to or [client.name],
        "program": one.program.name,
        "started": desk.language.day(enrollment.started_on),
        "ended": desk.language.day(enrollment.ended_on),
        "ordered_by": enrollment.ordered_by or "",
        "requirements": [_said(part, enrollment) for part in parts if part.is_met],
        "hours": number(_hours(one, today)),
        "meetings": len(one.kept(today)),
    }


def _of(desk: Desk, enrollment: Enrollment) -> tuple[Meetings, list[Attendance], Followed]:
    """The meetings, the rolls that are part of the page, and the enrollment with those alone."""
    rolls = desk.kept(rolls_of(desk.store, enrollment.id))
    numbers = {one.id for one in rolls}
    one = followed(desk.store, enrollment)._replace(record=enrollment)
    kept = tuple(sitting for sitting in one.sittings if sitting.id in numbers)
    return Meetings(desk.store), rolls[::-1], one._replace(sittings=kept)


def _totals(one: Followed, desk: Desk) -> Iterator[tuple[str, object]]:
    today = desk.now.date()
    kept = one.kept(today)
    late = sum(sitting.attended == "late" for sitting in kept)
    excused = sum(sitting.excused for sitting in one.sittings)
    yield "meetings attended", f"{len(kept)}" + (f", {late} of them late" if late else "")
    yield "absences", len(one.absences(today))
    if excused:
        yield "excused", excused
    if hours := _hours(one, today):
        yield "hours", number(hours)


def _hours(one: Followed, today: date) -> float:
    return round(sum((sitting.credit for sitting in one.kept(today)), 0.0), 2)


def _said(one: Progress, enrollment: Enrollment) -> str:
    """How a requirement stands; why it was waived is nobody else's."""
    return f"{one.requirement}: waived" if one.waived else one.said(enrollment.phase)


def _requirements(enrollment: Enrollment) -> tuple[Column[Progress], ...]:
    def stands(one: Progress) -> str:
        return "waived" if one.waived else "met" if one.is_met else one.left_said

    return (
        Column("asked", lambda one: _said(one, enrollment), "Requirement", text=True),
        Column("stands", stands, "Stands"),
    )


def _meetings(meetings: Meetings, one: Followed) -> tuple[Column[Attendance], ...]:
    credit = {sitting.id: sitting.credit for sitting in one.sittings}
    return (
        Column("held", lambda each: meetings[each.meeting_id].held.day, "Day"),
        Column("topic", lambda each: meetings[each.meeting_id].topic, "Topic", text=True),
        Column("came", standing_of, "Attended"),
        Column("hours", lambda each: number(credit[each.id]) if credit.get(each.id) else None, "Hours", right=True),
    )


def is_completed(enrollment: Enrollment) -> bool:
    """Whether there is something to write that it was completed."""
    return enrollment.status is EnrollmentStatus.COMPLETED
