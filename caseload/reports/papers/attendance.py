"""Attendance on paper for a court, a school, a probation officer: what was asked, what is done, meeting by meeting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseload.output.page import Page
from caseload.records.attendance import KEPT, Attendance, Attended
from caseload.records.client import Client
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.of.at_risk import standing
from caseload.records.of.followed import Followed
from caseload.records.of.progress import Progress
from caseload.records.of.requirements import Measure
from caseload.records.of.values import number
from caseload.reports.papers import Desk, heading, person_words
from caseload.reports.papers.labelled import Pairs, facts, held, signed, statement, table
from caseload.reports.papers.sheet import sheet
from caseload.store.reads.programs import Meetings, followed, rolls_of

BODY = "completion"
"""The form of the words of a letter of completion."""

_MEASURED = {
    Measure.SESSIONS: "sessions", Measure.HOURS: "hours", Measure.WEEKS: "weeks", Measure.RUN: "weeks_in_a_row",
    Measure.PHASES: "phases",
}  # fmt: skip


def report(desk: Desk, client: Client, enrollment: Enrollment) -> Mapping[str, Any]:
    """The words of an attendance report; a meeting that the gate keeps back is neither listed nor counted."""
    every, rolls, one = _of(desk, enrollment)
    t, day, today = desk.language.labels, desk.language.day, desk.now.date()
    credit = {sitting.id: sitting.credit for sitting in one.sittings}
    sections = (
        facts(desk, "programme", _programme(desk, client, enrollment, one)),
        table(desk, "requirements", standing(one, today).parts, (
            ("asked", lambda part: _asked(desk, part)), ("done_of", lambda part: _done(desk, part, enrollment)),
            ("stands", lambda part: t[_stands(part)]),
        )),
        facts(desk, "in_all", _totals(one, desk)),
        table(desk, "meetings", rolls, (
            ("date", lambda each: day(every[each.meeting_id].held.day)),
            ("topic", lambda each: every[each.meeting_id].topic), ("attended", lambda each: t[_came(each)]),
            ("minutes_late", lambda each: each.minutes_late),
            ("hours", lambda each: number(credit[each.id]) if credit.get(each.id) else None),
        )),
        statement(desk),
    )  # fmt: skip
    page = Page(f"{t['attendance_of']} {client.name}", f"{t['as_of']} {day(today)}", tuple(held(sections)))
    return sheet(desk, page, enrollment.ref, signed=signed(desk))


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
        "requirements": [
            f"{_asked(desk, part)}: {_done(desk, part, enrollment)}"
            for part in parts if part.is_met and not part.waived
        ],
        "waived": [_asked(desk, part) for part in parts if part.waived],
        "hours": number(_hours(one, today)),
        "meetings": len(one.kept(today)),
    }  # fmt: skip


def followed_on_page(desk: Desk, enrollment: Enrollment) -> Followed:
    """An enrollment with the rolls that are part of the page alone."""
    return _of(desk, enrollment)[2]


def _of(desk: Desk, enrollment: Enrollment) -> tuple[Meetings, list[Attendance], Followed]:
    """The meetings, the rolls that are part of the page, and the enrollment with those alone."""
    rolls = desk.kept(rolls_of(desk.store, enrollment.id))
    numbers = {one.id for one in rolls}
    one = followed(desk.store, enrollment)._replace(record=enrollment)
    kept = tuple(sitting for sitting in one.sittings if sitting.id in numbers)
    return Meetings(desk.store), rolls[::-1], one._replace(sittings=kept)


def _programme(desk: Desk, client: Client, enrollment: Enrollment, one: Followed) -> Pairs:
    day, word = desk.language.day, desk.language.word
    yield "name", client.name
    yield "born", day(client.born_on)
    yield "programme", one.program.name
    yield "since", day(enrollment.started_on)
    yield "by", day(one.end)
    yield "ordered_by", enrollment.ordered_by
    yield "phase", enrollment.phase
    yield "stands", f"{word(enrollment.status, 'enrollment')} {day(enrollment.ended_on)}".strip()


def _totals(one: Followed, desk: Desk) -> Pairs:
    today = desk.now.date()
    kept = one.kept(today)
    yield "meetings_attended", str(len(kept))
    yield "late_of_them", sum(sitting.attended == "late" for sitting in kept) or ""
    yield "absences", str(len(one.absences(today)))
    yield "excused", sum(sitting.excused for sitting in one.sittings) or ""
    yield "hours", number(_hours(one, today)) if _hours(one, today) else ""


def _hours(one: Followed, today: date) -> float:
    return round(sum((sitting.credit for sitting in one.kept(today)), 0.0), 2)


def _asked(desk: Desk, part: Progress) -> str:
    """What is asked for: a measure, of a course where one is meant."""
    measure, course = desk.language.labels[_MEASURED[part.requirement.measure]], part.requirement.course
    return f"{course} ({measure.lower()})" if course else measure


def _done(desk: Desk, part: Progress, enrollment: Enrollment) -> str:
    """How much of it is done; why something was waived is nobody else's."""
    t, needed = desk.language.labels, part.requirement.needed
    if part.waived:
        return t["waived"]
    said = f"{number(min(part.done, needed))} {t['out_of']} {number(needed)}"
    return ", ".join(filter(None, (said, enrollment.phase if part.requirement.phases else "")))


def _stands(part: Progress) -> str:
    return "waived" if part.waived else "met" if part.is_met else "not_met"


def _came(one: Attendance) -> str:
    if one.attended not in KEPT:
        return "excused_absence" if one.excused else "absent"
    return "made_up" if one.makeup_of_id else "present" if one.attended is Attended.YES else "came_late"


def is_completed(enrollment: Enrollment) -> bool:
    """Whether there is something to write that it was completed."""
    return enrollment.status is EnrollmentStatus.COMPLETED
