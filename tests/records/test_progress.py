"""How a client stands in a programme: tables of cases, told the day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from caseload.records.attendance import Attended
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.of.at_risk import can_miss, miss_said, shortfall_due, standing
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.followed import Followed, Planned, Sitting
from caseload.records.of.guarded import Sensitivity
from caseload.records.of.places import Waiting, in_order
from caseload.records.of.progress import progress
from caseload.records.program import Program, Waitlist
from caseload.value import replace

BEGUN = date(2026, 9, 1)
"""A Tuesday."""
TODAY = date(2026, 11, 25)


def sitting(number: int, day: date, came: str = "yes", **values: Any) -> Sitting:
    return Sitting(number, number, day, Attended(came), hours=values.pop("hours", 1.5), **values)


def weekly(marks: str, begun: date = BEGUN, **values: Any) -> list[Sitting]:
    """A meeting a week: y yes, l late, n no, e excused, a point for none."""
    words = {"y": ("yes", {}), "l": ("late", {}), "n": ("no", {}), "e": ("no", {"excused": True})}
    return [
        sitting(at + 1, begun + timedelta(weeks=at), words[mark][0], **words[mark][1], **values)
        for at, mark in enumerate(marks) if mark != "."
    ]  # fmt: skip


def followed(
    asks: str | None, sittings: Sequence[Sitting] = (), planned: Sequence[Planned] = (), *,
    program: dict[str, Any] | None = None, **enrollment: Any,
) -> Followed:  # fmt: skip
    record = Enrollment(id=1, client_id=1, program_id=1, **{"started_on": BEGUN, **enrollment})
    of = Program(id=1, name="Youth path", requirements=asks, **(program or {}))
    return Followed(record, of, tuple(sittings), tuple(planned))


def ahead(count: int, begun: date = date(2026, 12, 1), topic: str = "", hours: float = 1.5) -> list[Planned]:
    return [Planned(begun + timedelta(weeks=at), topic, hours) for at in range(count)]


DONE = [
    ("12 sessions", "", 0),
    ("12 sessions", "yyy", 3),
    ("12 sessions", "ylne", 2),
    ("24 hours", "yy", 3),
    ("16 weeks", "yyny", 3),
    ("8 weeks in a row", "yyy", 3),
    ("8 weeks in a row", "yynyy", 2),
    # Excused, and without a meeting: neither counts nor breaks.
    ("8 weeks in a row", "yyeyy", 4),
    ("8 weeks in a row", "yy...yy", 4),
    ("8 weeks in a row", "yyyyn", 0),
    # Once it was long enough, it stays.
    ("3 weeks in a row", "yyynn", 3),
]


@pytest.mark.parametrize(("asks", "marks", "done"), DONE)
def test_what_is_done_of_a_requirement(asks: str, marks: str, done: float) -> None:
    (one,) = progress(followed(asks, weekly(marks)), TODAY)
    assert one.done == done


def test_a_course_is_done_by_meetings_of_its_topic_however_it_is_written() -> None:
    found = [*weekly("yy", topic="PARENTING"), sitting(9, date(2026, 11, 3), topic="Money")]
    (one,) = progress(followed("course Parenting: 4 sessions", found), TODAY)
    assert (one.done, one.said()) == (2, "course Parenting: 2 of 4 sessions")


HOURS = [
    ({}, 1.5),
    ({"minutes_late": 20, "came": "late"}, 1.17),
    ({"minutes_late": 200, "came": "late"}, 0),
    ({"credited": 0.5}, 0.5),
    ({"came": "no"}, 0),
]


@pytest.mark.parametrize(("values", "hours"), HOURS)
def test_hours_are_those_credited_else_the_meetings_less_the_minutes_late(values: dict[str, Any], hours: float) -> None:
    assert sitting(1, BEGUN, values.pop("came", "yes"), **values).credit == hours


def test_a_makeup_counts_for_the_week_and_the_course_that_was_missed_and_the_absence_no_more() -> None:
    missed = [*weekly("yny", topic="Parenting")]
    makeup = sitting(9, BEGUN + timedelta(weeks=2, days=2), makeup_of=2)
    one = followed("3 weeks in a row; course Parenting: 3 sessions; 3 sessions", [*missed, makeup])
    assert [part.done for part in progress(one, TODAY)] == [3, 3, 3]
    assert one.absences(TODAY) == []
    assert len(followed(None, missed).absences(TODAY)) == 1


def test_what_is_after_the_day_does_not_count_yet() -> None:
    found = weekly("yy")
    for day, done in ((BEGUN - timedelta(days=1), 0), (BEGUN, 1), (BEGUN + timedelta(days=7), 2)):
        (one,) = progress(followed("12 sessions", found), day)
        assert one.done == done


def test_phases_go_by_the_phase_and_the_last_one_meets_them() -> None:
    for phase, done, met in ((None, 0, False), ("start", 1, False), ("End", 3, True), ("Gone", 0, False)):
        (one,) = progress(followed("phases Start > Work > End", phase=phase), TODAY)
        assert (one.done, one.is_met) == (done, met), phase


def test_a_waived_requirement_is_met_and_says_why() -> None:
    stood = standing(followed("12 sessions; 4 hours", weekly("yyy"), waived="Sessions: the judge"), TODAY)
    assert stood.is_done
    assert stood.parts[0].said() == "12 sessions: waived (the judge)"


def test_a_programme_that_asks_for_nothing_is_never_done() -> None:
    assert not standing(followed(None, weekly("yyyy")), TODAY).is_done


RATES = [
    # 12 weeks kept of 12; 8 in the last 8 weeks: one a week.
    ("20 sessions", "y" * 12, date(2026, 11, 17), date(2027, 1, 12), ""),
    ("20 sessions", "y" * 12, BEGUN + timedelta(days=12), None, "too early to tell a rate: day 13 of at least 14"),
    ("20 sessions", "yy", BEGUN + timedelta(days=13), BEGUN + timedelta(days=13 + 126), ""),
    ("20 sessions", "", TODAY, None, "nothing kept in 8 weeks"),
    ("8 weeks in a row", "yyyyyy", TODAY, TODAY + timedelta(days=14), ""),
]


@pytest.mark.parametrize(("asks", "marks", "day", "projected", "why"), RATES)
def test_the_day_is_projected_from_the_last_eight_weeks(
    asks: str, marks: str, day: date, projected: date | None, why: str
) -> None:
    (one,) = progress(followed(asks, weekly(marks)), day)
    assert (one.projected, one.why) == (projected, why)


def test_by_the_plan_it_is_the_meeting_at_which_it_is_met_if_as_many_are_kept_as_of_the_last() -> None:
    for marks, day in (("yyyyyyyyyy", date(2026, 12, 8)), ("yyyyyyyynyny", date(2026, 12, 15)), ("ynynynynynyn", None)):
        one = followed("12 sessions", weekly(marks), ahead(4))
        (found,) = progress(one, TODAY)
        assert (found.projected == day) is (day is not None), marks


def test_who_has_not_begun_has_no_rate() -> None:
    assert progress(followed("2 hours", started_on=None), TODAY)[0].why == "not begun"
    assert progress(followed("2 hours", started_on=date(2026, 12, 1)), TODAY)[0].why == "begins 2026-12-01"


def test_every_requirement_must_be_told_for_the_whole_to_be() -> None:
    assert standing(followed("20 sessions; course Money: 2 sessions", weekly("y" * 12)), TODAY).projected is None


MISS = [
    # asks, marks, planned, allowed absences, may miss
    ("12 sessions", "yyyyyyyyyy", 3, None, 1),
    ("12 sessions", "yyyyyyyyyy", 2, None, 0),
    ("12 sessions", "yyyyyyyyyy", 1, None, -1),
    ("12 sessions", "yyyyyyyyyy", 0, None, None),
    ("12 sessions", "yyyyynnyyyyy", 9, 3, 1),
    ("12 sessions", "yyyyynneyyyy", 9, 2, 0),
    ("12 sessions", "y" * 12, 5, None, None),
    ("24 hours", "yyyyyyyyyyyyy", 4, None, 1),
    ("16 weeks", "yyyyyyyyyyyy", 5, None, 1),
]


@pytest.mark.parametrize(("asks", "marks", "planned", "allowed", "spare"), MISS)
def test_how_many_more_may_be_missed(asks: str, marks: str, planned: int, allowed: int | None, spare: int) -> None:
    one = followed(asks, weekly(marks), ahead(planned), program={"absences": allowed})
    assert can_miss(one, TODAY) == spare


@pytest.mark.parametrize(
    ("spare", "said"),
    [(None, ""), (2, "can miss 2 more"), (1, "can miss 1 more"), (0, "can miss none"), (-1, "1 too few")],
)
def test_what_may_be_missed_is_said_in_words(spare: int | None, said: str) -> None:
    assert miss_said(spare) == said


def test_meetings_count_up_to_the_end_and_those_nobody_has_told_of_yet_do_too() -> None:
    told_late = [Planned(date(2026, 11, 17)), Planned(date(2026, 11, 24))]
    one = followed("12 sessions", weekly("y" * 9), [*told_late, *ahead(5)], due=date(2026, 12, 8))
    assert [each.day.isoformat() for each in one.ahead()] == ["2026-11-17", "2026-11-24", "2026-12-01", "2026-12-08"]
    assert can_miss(one, TODAY) == 1


LATER = date(2026, 12, 31)
RISKS = [
    # asks, marks, planned, enrollment, program, risk
    ("12 sessions", "y" * 9, 2, {"due": LATER}, {}, "3 sessions left, 2 meetings planned until 2026-12-31"),
    ("12 sessions", "yyyyyyyyy", 3, {"due": date(2026, 12, 31)}, {}, ""),
    ("12 sessions", "yyyy", 0, {"due": date(2026, 12, 31)}, {}, "8 sessions left, nothing kept in 8 weeks"),
    ("20 sessions", "y" * 12, 0, {"due": LATER}, {},
     "8 sessions left, at the present rate by 2027-01-28, after 2026-12-31"),
    ("20 sessions", "y" * 12, 0, {}, {"ends_on": date(2026, 11, 24)}, "ended 2026-11-24, 8 sessions left"),
    ("12 sessions", "y" * 12, 0, {"due": date(2026, 11, 24)}, {}, ""),
    ("2 sessions; phases A > B", "yy", 0, {"due": date(2026, 11, 24), "phase": "A"}, {},
     "ended 2026-11-24, not complete"),
    ("4 sessions", "nnnyyy", 0, {}, {"absences": 2}, "missed 3, 2 allowed"),
    ("12 sessions", "", 0, {"due": date(2026, 11, 24), "status": "withdrawn"}, {}, ""),
    (None, "yy", 0, {"due": date(2026, 12, 31)}, {}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("asks", "marks", "planned", "enrollment", "program", "risk"), RISKS)
def test_why_it_may_not_be_done_in_time(
    asks: str | None, marks: str, planned: int, enrollment: dict[str, Any], program: dict[str, Any], risk: str
) -> None:
    if "status" in enrollment:
        enrollment = {**enrollment, "status": EnrollmentStatus(enrollment["status"])}
    one = followed(asks, weekly(marks), ahead(planned), program=program, **enrollment)
    assert "; ".join(standing(one, TODAY).risks) == risk


def test_a_course_without_a_meeting_ahead_is_at_risk_beside_all_that_are_planned() -> None:
    one = followed("course Money: 2 sessions", weekly("yyy"), ahead(5, topic="Parenting"), due=date(2026, 12, 31))
    stood = standing(one, TODAY)
    assert stood.risks == ("2 sessions of Money left, no meetings planned until 2026-12-31",)
    assert stood.courses_open == ("Money",)


ENDS = [
    (date(2026, 12, 31), None, date(2026, 12, 31), "en1 due"),
    (None, date(2028, 2, 29), date(2028, 2, 29), "pg1 ends_on"),
    (date(2027, 1, 31), date(2026, 12, 31), date(2026, 12, 31), "pg1 ends_on"),
]


@pytest.mark.parametrize(("due", "ends", "end", "anchor"), ENDS)
def test_the_clock_is_due_on_the_earlier_end_whichever_day_that_is(
    due: date | None, ends: date | None, end: date, anchor: str
) -> None:
    one = followed("99 sessions", weekly("yyy"), due=due, program={"ends_on": ends})
    for day in (end - timedelta(days=1), end, end + timedelta(days=1)):
        found = shortfall_due(one, Terms(), day)
        assert isinstance(found, Reckoned)
        assert (found.due.day, found.anchor, found.reason) == (end, anchor, "1 requirement left by then")
        assert found.own_words.startswith("Youth path: ")


def test_the_clock_says_nothing_of_what_is_guarded_but_how_much_is_left() -> None:
    one = followed("99 sessions", weekly("yyy"), due=TODAY)
    found = shortfall_due(one._replace(record=replace(one.record, sensitivity=Sensitivity.SUD)), Terms(), TODAY)
    assert isinstance(found, Reckoned)
    assert found.own_words == ""


STILL = [
    ("12 sessions", "y" * 12, {"due": TODAY}, "every requirement is met"),
    ("12 sessions", "y" * 11, {"due": date(2027, 3, 1)}, "nothing says that it will not be done"),
    (None, "", {"due": TODAY}, "pg1 has no requirements"),
    ("12 sessions", "", {}, "neither en1 nor pg1 has an end"),
    ("12 sessions", "", {"due": TODAY, "status": EnrollmentStatus.WAITLIST}, "en1 is not-enrolled-on-waitlist"),
    ("12 sessions", "", {"due": TODAY, "waived": "sessions: ill"}, "every requirement is met"),
]


@pytest.mark.parametrize(("asks", "marks", "enrollment", "said"), STILL)
def test_when_the_clock_does_not_count(asks: str | None, marks: str, enrollment: dict[str, Any], said: str) -> None:
    found = shortfall_due(followed(asks, weekly(marks), **enrollment), Terms(), TODAY)
    assert isinstance(found, Still)
    assert said in found.reason


def waiting(number: int, since: str | None, acuity: int | None, release: str | None, due: str | None) -> Waiting:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    record = Enrollment(id=number, client_id=number, program_id=1, waitlisted_on=day(since), due=day(due))
    return Waiting(record, acuity, day(release))


ORDERS = [
    (Waitlist.DATE, [2, 3, 1]),
    (Waitlist.ACUITY, [1, 2, 3]),
    (Waitlist.RELEASE, [3, 2, 1]),
    (Waitlist.DUE, [1, 2, 3]),
]


@pytest.mark.parametrize(("rule", "order"), ORDERS)
def test_who_is_next_goes_by_the_rule_then_by_who_waits_longest(rule: Waitlist, order: list[int]) -> None:
    some = [
        waiting(1, None, 4, None, "2026-12-01"),
        waiting(2, "2026-10-01", 3, None, None),
        waiting(3, "2026-11-01", None, "2026-12-24", None),
    ]
    program = Program(name="Youth path", waitlist=rule)
    assert [one.record.id for one in in_order(some, program)] == order
