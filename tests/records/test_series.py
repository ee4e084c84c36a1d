"""Appointments in series: their days and hours, and what a move makes of their rule."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid, Refused
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.of.appointment_series import (
    MOST,
    a_year_from,
    ending_as,
    goes_on,
    head,
    member,
    moved_with,
    over,
    shifted,
    slots,
)
from caseload.records.of.cancel_reason import CancelReason
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.recurrence import Recurrence

MONDAY = When(date(2026, 11, 30), time(9))
FIRST = Appointment(client_id=1, title="Dialysis", starts=MONDAY, minutes=240, place="Clinic")
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
RULES = st.sampled_from(["1d", "3d", "2w", "mon,wed,fri", "1m", "monthly on the last friday", "1y"])


def test_a_series_is_made_a_year_ahead_and_no_more_than_a_step_may() -> None:
    assert a_year_from(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_from(date(2200, 6, 1)) == date(2200, 12, 31)
    rule = Recurrence.parse("mon,wed,fri")
    found = slots(rule, MONDAY, MONDAY.day, a_year_from(MONDAY.day))
    assert (len(found), found[0], found[-1]) == (
        156,
        When(date(2026, 12, 2), time(9)),
        When(date(2027, 11, 29), time(9)),
    )
    assert goes_on(rule, MONDAY, found[-1])
    assert len(slots(Recurrence.parse("1d"), MONDAY, MONDAY.day, date(2100, 1, 1))) == MOST


@pytest.mark.parametrize(
    ("rule", "count", "last"),
    [("2w 4 times", 3, date(2027, 1, 11)), ("2w until 2027-01-11", 3, date(2027, 1, 11)), ("1w 1 time", 0, None)],
)
def test_a_series_with_an_end_has_no_more_to_come(rule: str, count: int, last: date | None) -> None:
    parsed = Recurrence.parse(rule)
    found = slots(parsed, MONDAY, MONDAY.day, a_year_from(MONDAY.day))
    assert (len(found), found[-1].day if found else None) == (count, last)
    assert not goes_on(parsed, MONDAY, found[-1] if found else MONDAY)


@given(first=st.builds(When, DAYS, TIMES), rule=RULES)
def test_every_one_has_the_wall_clock_of_the_first_whatever_the_clocks_do(first: When, rule: str) -> None:
    found = slots(Recurrence.parse(rule), first, first.day, a_year_from(first.day))
    assert {slot.time for slot in found} <= {first.time}
    assert [slot.day for slot in found] == sorted({slot.day for slot in found} - {first.day})


def test_nine_in_the_morning_is_nine_on_both_sides_of_a_change_though_not_so_many_hours_later() -> None:
    first = When(date(2027, 3, 8), time(9))
    second = slots(Recurrence.parse("1w"), first, first.day, date(2027, 3, 15))[0]
    zone = ZoneInfo("America/Chicago")
    apart = second.starts().replace(tzinfo=zone).timestamp() - first.starts().replace(tzinfo=zone).timestamp()
    assert (second.time, apart) == (time(9), timedelta(days=7, hours=-1).total_seconds())


def test_the_first_is_on_a_day_of_the_rule_or_refused_with_the_next_that_is() -> None:
    begun = head(FIRST, Recurrence.parse("mon,wed,fri 10 times"))
    assert (begun.every, begun.slot) == ("mon,wed,fri 10 times", MONDAY)
    with pytest.raises(Invalid, match="--at: Mon 2026-11-30 is no day of the rule; the next that is: Tue 2026-12-01"):
        head(FIRST, Recurrence.parse("2w on tue"))
    with pytest.raises(Invalid, match="the next that is: Fri 2027-01-29"):
        head(replace(FIRST, starts=When(date(2027, 1, 2))), Recurrence.parse("3m on the last friday"))
    with pytest.raises(Invalid, match="ends before the first"):
        head(FIRST, Recurrence.parse("1w until 2026-11-29"))


def test_another_of_the_series_takes_on_what_it_is_like_and_nothing_of_what_became_of_it() -> None:
    like = replace(
        FIRST, id=7, series_id=1, every="1w", slot=MONDAY, status=AppointmentStatus.CANCELLED,
        cancel_reason=CancelReason.PAT, outcome="ill", external_id="9", source="x", voided_at="2026-11-25T15:00:00Z",
        void_reason="twice",
    )  # fmt: skip
    slot = When(date(2026, 12, 7), time(9))
    kept = replace(FIRST, series_id=1, every="1w", slot=slot, starts=slot)
    assert member(like, slot) == kept
    assert member(replace(FIRST, status=AppointmentStatus.PENDING), slot).status == "pending"


def test_a_series_that_ends_before_a_slot_or_moves_keeps_what_is_left_of_its_end() -> None:
    slot, to = When(date(2026, 12, 14), time(9)), When(date(2026, 12, 15), time(10))
    assert str(over(Recurrence.parse("1w 10 times"), slot)) == "1w until 2026-12-13"
    assert str(shifted(Recurrence.parse("1w 10 times"), MONDAY, slot, to)) == "1w 8 times"
    assert str(shifted(Recurrence.parse("mon until 2027-03-01"), MONDAY, slot, to)) == "tue until 2027-03-02"
    with pytest.raises(
        Refused, match="monthly on the last monday cannot be moved by a day; name the new rule: --every"
    ):
        shifted(Recurrence.parse("monthly on the last monday"), MONDAY, MONDAY, to=When(date(2026, 12, 1)))


@given(rule=RULES, day=DAYS, which=st.integers(0, 9), days=st.integers(-9, 9), times=st.integers(11, 40))
def test_moving_what_follows_moves_each_by_as_many_days_and_none_is_lost(
    rule: str, day: date, which: int, days: int, times: int
) -> None:
    parsed = Recurrence.parse(f"{rule} {times} times")
    first = When(parsed.pattern.first(day) or day, time(9))
    all_ = [first, *slots(parsed, first, first.day, date(2200, 1, 1))]
    slot = all_[which]
    to = When(slot.day + timedelta(days=days), time(10, 30))
    try:
        new = shifted(parsed, first, slot, to)
    except Refused:
        return
    moved = [to, *slots(new, to, to.day, date(2200, 1, 1))]
    assert moved == [When(each.day + timedelta(days=days), time(10, 30)) for each in all_[which:]]


def test_one_that_is_over_or_was_moved_alone_keeps_its_distance_from_its_slot() -> None:
    to = When(date(2026, 12, 1), time(10, 30))
    there = replace(FIRST, id=2, series_id=1, every="mon", slot=MONDAY)
    by = timedelta(days=1)
    assert moved_with(there, by, to, 30) == replace(there, slot=to, starts=to, minutes=30)
    apart = replace(there, starts=When(date(2026, 12, 2), time(14)))
    assert moved_with(apart, by, to, None) == replace(apart, slot=to, starts=When(date(2026, 12, 3), time(10, 30)))
    kept = replace(there, status=AppointmentStatus.FULFILLED)
    assert moved_with(kept, by, to, 30) == replace(kept, slot=to)
    with pytest.raises(Refused, match="a0 is in no series"):
        moved_with(FIRST, by, to, None)


@pytest.mark.parametrize(
    ("new", "was", "left"),
    [
        ("tue", "mon 4 times", "tue 3 times"),
        ("tue", "mon until 2027-01-31", "tue until 2027-01-31"),
        ("tue 9 times", "mon 4 times", "tue 9 times"),
        ("tue", "mon", "tue"),
    ],
)
def test_another_rule_for_what_follows_keeps_what_is_left_of_the_end(new: str, was: str, left: str) -> None:
    first, slot = When(date(2026, 12, 7)), When(date(2026, 12, 14))
    assert str(ending_as(Recurrence.parse(new), Recurrence.parse(was), first, slot)) == left


def test_a_series_begins_with_one_that_is_to_come() -> None:
    kept = Appointment(client_id=1, title="x", starts=When(date(2026, 12, 1)), status=AppointmentStatus.FULFILLED)
    with pytest.raises(Invalid, match="a series begins"):
        head(kept, Recurrence.parse("1w"))
