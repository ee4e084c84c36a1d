from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.when.dates import (
    Span,
    When,
    add_months,
    age,
    days_late,
    monday,
    month_end,
    parse_span,
    say_distance,
    say_late,
    say_when,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
WHENS = st.builds(When, DAYS, st.none() | MINUTES)
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30))

unhurried = settings(deadline=None)


@unhurried
@given(WHENS)
def test_the_stored_form_reads_back_as_the_same_when(when):
    assert When.parse(str(when)) == when
    assert len(str(when)) == (10 if when.time is None else 16)


@unhurried
@given(WHENS, WHENS)
def test_whens_sort_as_their_text_does_and_never_against_the_days(one, other):
    assert (one < other) == (str(one) < str(other))
    assert (one <= other) == (one < other or one == other)
    assert min(one, other).day == min(one.day, other.day)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-11-27T", "T14:30", "2026-11-27 14:30", "2026-11-27t14:30"),
        *("2026-11-27T14:30:00", "2026-11-27T1430"),
        *("20261127", "2026-W48-5", "2026-11-27T14:30Z", "2026-11-27T24:00", "2026-02-30"),
        *(" 2026-11-27", "2026-11-27\n"),
        *("1899-12-31", "2201-01-01", "٢٠٢٦-١١-٢٧", "Roe"),
    ],
)
def test_any_text_but_the_stored_form_is_a_value_error_that_does_not_repeat_it(text):
    with pytest.raises(ValueError) as refusal:
        When.parse(text)
    assert str(refusal.value) == "is not a date as it is stored"


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1)])
def test_a_when_outside_1900_to_2200_is_invalid(day):
    with pytest.raises(Invalid, match="1900 to 2200"):
        When(day)


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (date(2026, 11, 27), time(14, 30, 1)),
        (date(2026, 11, 27), time(14, 30, 0, 1)),
        (date(2026, 11, 27), time(14, 30, tzinfo=UTC)),
        (datetime(2026, 11, 27, 14, 30), None),
    ],
)
def test_a_when_refuses_what_its_text_could_not_hold(day, clock):
    with pytest.raises(ValueError, match="whole minutes"):
        When(day, clock)


def test_a_moment_becomes_a_when_to_the_minute():
    assert str(When.at(datetime(2026, 11, 25, 9, 41, 59, 999999))) == "2026-11-25T09:41"
    assert str(When.at(datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=UTC))) == "2026-11-01T01:30"


def test_a_when_cannot_be_ordered_against_a_bare_date():
    with pytest.raises(TypeError):
        sorted([When(date(2026, 11, 27)), date(2026, 11, 26)])  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("stored", "starts", "ends"),
    [
        ("2026-11-25", datetime(2026, 11, 25), datetime(2026, 11, 26)),
        ("2026-12-31", datetime(2026, 12, 31), datetime(2027, 1, 1)),
        ("2028-02-28", datetime(2028, 2, 28), datetime(2028, 2, 29)),
        ("2200-12-31", datetime(2200, 12, 31), datetime(2201, 1, 1)),
        ("2026-11-25T00:00", datetime(2026, 11, 25), datetime(2026, 11, 25)),
        ("2026-11-25T14:30", datetime(2026, 11, 25, 14, 30), datetime(2026, 11, 25, 14, 30)),
    ],
)
def test_a_day_ends_at_its_midnight_and_a_time_at_itself(stored, starts, ends):
    when = When.parse(stored)
    assert (when.starts(), when.ends()) == (starts, ends)


def test_a_day_is_not_past_at_23_59_and_is_at_00_00():
    when = When(date(2026, 11, 25))
    assert not when.is_past(datetime(2026, 11, 25, 23, 59, 59))
    assert when.is_past(datetime(2026, 11, 26))


def test_a_time_is_past_at_its_minute_and_not_before():
    when = When.parse("2026-11-25T14:30")
    assert not when.is_past(datetime(2026, 11, 25, 14, 29, 59))
    assert when.is_past(datetime(2026, 11, 25, 14, 30))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_adding_months_keeps_the_day_or_clips_to_the_months_end(day, months, expected):
    assert add_months(day, months) == expected


@unhurried
@given(DAYS, st.integers(-999, 999))
def test_adding_months_agrees_with_dateutil(day, months):
    from dateutil.relativedelta import relativedelta

    assert add_months(day, months) == day + relativedelta(months=months)


@unhurried
@given(DAYS)
def test_the_day_after_a_months_end_is_a_first_in_the_next_month(day):
    end = month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + timedelta(days=1)).day == 1


@unhurried
@given(DAYS)
def test_the_monday_of_a_week_is_a_monday_of_the_same_iso_week(day):
    assert monday(day).isocalendar()[:] == (*day.isocalendar()[:2], 1)


@pytest.mark.parametrize(
    ("born_on", "today", "years"),
    [
        (date(1990, 11, 25), date(2026, 11, 24), 35),
        (date(1990, 11, 25), date(2026, 11, 25), 36),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2004, 2, 29), date(2028, 2, 28), 23),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
        (date(2026, 11, 25), date(2026, 11, 25), 0),
    ],
)
def test_age_counts_completed_years_and_a_29_february_waits_for_1_march(born_on, today, years):
    assert age(born_on, today) == years


@pytest.mark.parametrize(
    ("span", "times", "expected"),
    [
        ("3d", 1, date(2026, 2, 3)),
        ("2w", 2, date(2026, 2, 28)),
        ("1m", 1, date(2026, 2, 28)),
        ("1m", 2, date(2026, 3, 31)),
        ("1m", -2, date(2025, 11, 30)),
        ("1y", 2, date(2028, 1, 31)),
        ("1d", 0, date(2026, 1, 31)),
    ],
)
def test_spans_are_counted_from_their_anchor(span, times, expected):
    assert parse_span(span).after(date(2026, 1, 31), times) == expected


def test_a_year_after_29_february_is_28_february():
    assert Span(1, "y").after(date(2028, 2, 29)) == date(2029, 2, 28)


@unhurried
@given(st.integers(1, 999), st.sampled_from(["d", "w", "m", "y"]))
def test_a_spans_text_reads_back_as_the_same_span(count, unit):
    assert parse_span(f" {count}{unit.upper()} ") == Span(count, unit)
    assert str(Span(count, unit)) == f"{count}{unit}"


@pytest.mark.parametrize(
    "text", ["", "3", "d", "0d", "1000d", "03d", "-3d", "+3d", "3 d", "3h", "3days", "٣d", "1.5w", "3d\nx"]
)
def test_other_spans_are_invalid_and_the_refusal_names_three_that_are_not(text):
    with pytest.raises(Invalid) as refusal:
        parse_span(text)
    assert refusal.value.typed == text
    assert "3d, 2w, 6m or 1y" in str(refusal.value)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When.parse("2026-11-27"), "Fri 2026-11-27"),
        (When.parse("2026-11-27T14:30"), "Fri 2026-11-27 14:30"),
        (When.parse("2026-11-27T00:00"), "Fri 2026-11-27 00:00"),
        (date(2028, 2, 29), "Tue 2028-02-29"),
        (date(2026, 11, 29), "Sun 2026-11-29"),
        (date(2026, 11, 30), "Mon 2026-11-30"),
    ],
)
def test_a_date_is_said_with_its_weekday(when, said):
    assert say_when(when) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-9, "9 days ago"),
        (-2, "2 days ago"),
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (5, "in 5 days"),
        (-729, "729 days ago"),
        (-730, "2 years ago"),
        (-2768, "7 years ago"),
        (1461, "in 4 years"),
    ],
)
def test_a_distance_is_said_in_days_and_from_two_years_on_in_years(days, said):
    today = date(2026, 12, 31)
    assert say_distance(today + timedelta(days=days), today) == said


@pytest.mark.parametrize(
    ("due", "now", "said", "days"),
    [
        ("2026-11-16", datetime(2026, 11, 25, 9), "9 days late", 9),
        ("2026-11-24", datetime(2026, 11, 25), "1 day late", 1),
        ("2026-11-25", datetime(2026, 11, 25, 23, 59), "", 0),
        ("2026-11-26", datetime(2026, 11, 25, 9), "", 0),
        ("2026-11-25T09:00", datetime(2026, 11, 25, 8, 59), "", 0),
        ("2026-11-25T09:00", datetime(2026, 11, 25, 9), "1 minute late", 0),
        ("2026-11-25T09:00", datetime(2026, 11, 25, 9, 25, 59), "25 minutes late", 0),
        ("2026-11-25T09:00", datetime(2026, 11, 25, 9, 59), "59 minutes late", 0),
        ("2026-11-25T09:00", datetime(2026, 11, 25, 10), "1 hour late", 0),
        ("2026-11-25T09:00", datetime(2026, 11, 25, 12, 59), "3 hours late", 0),
        ("2026-11-24T23:00", datetime(2026, 11, 25, 1), "2 hours late", 1),
        ("2026-11-24T09:00", datetime(2026, 11, 25, 8, 59), "23 hours late", 1),
        ("2026-11-24T09:00", datetime(2026, 11, 25, 9), "1 day late", 1),
        ("2025-12-31T23:59", datetime(2026, 1, 2), "2 days late", 2),
    ],
)
def test_lateness_is_said_in_the_largest_unit_that_has_passed(due, now, said, days):
    when = When.parse(due)
    assert (say_late(when, now), days_late(when, now)) == (said, days)


@unhurried
@given(WHENS, MOMENTS)
def test_what_is_late_says_so_and_what_is_not_says_nothing(when, now):
    assert bool(say_late(when, now)) == when.is_past(now)
    assert days_late(when, now) >= 0
    if when.time is None:
        assert (days_late(when, now) >= 1) == when.is_past(now)
