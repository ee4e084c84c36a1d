from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.when.dates import DateOrder, When
from caseload.when.ranges import Range, parse_range

WEDNESDAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))

unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-25", "2026-11-25"),
        ("fri", "2026-11-27", "2026-11-27"),
        ("30 nov", "2026-11-30", "2026-11-30"),
        ("2026-11-30", "2026-11-30", "2026-11-30"),
        ("+3d", "2026-11-28", "2026-11-28"),
        ("1d", "2026-11-25", "2026-11-25"),
        ("7d", "2026-11-25", "2026-12-01"),
        ("2w", "2026-11-25", "2026-12-08"),
        ("1m", "2026-11-25", "2026-12-24"),
        ("week", "2026-11-23", "2026-11-29"),
        ("month", "2026-11-01", "2026-11-30"),
        (" WEEK ", "2026-11-23", "2026-11-29"),
        ("quarter", "2026-10-01", "2026-12-31"),
        ("year", "2026-01-01", "2026-12-31"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("Last-Quarter", "2026-07-01", "2026-09-30"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2026-11-01..2026-11-30", "2026-11-01", "2026-11-30"),
        ("today..fri", "2026-11-25", "2026-11-27"),
        ("fri..fri", "2026-11-27", "2026-11-27"),
        ("-1w .. +1w", "2026-11-18", "2026-12-02"),
    ],
)
def test_a_range_typed_on_a_wednesday_runs_from_its_first_day_to_its_last(text, first, last):
    assert parse_range(text, WEDNESDAY) == Range(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        (date(2026, 11, 29), "week", date(2026, 11, 23), date(2026, 11, 29)),
        (date(2026, 11, 30), "week", date(2026, 11, 30), date(2026, 12, 6)),
        (date(2027, 1, 1), "week", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2028, 2, 29), "month", date(2028, 2, 1), date(2028, 2, 29)),
        (date(2028, 3, 31), "last month", date(2028, 2, 1), date(2028, 2, 29)),
        (date(2027, 3, 31), "quarter", date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 1, 1), "last quarter", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), "last week", date(2026, 12, 21), date(2026, 12, 27)),
        (date(2026, 12, 31), "7d", date(2026, 12, 31), date(2027, 1, 6)),
    ],
)
def test_weeks_and_months_are_the_calendars(today, text, first, last):
    assert parse_range(text, today) == Range(first, last)


def test_a_side_may_be_left_open():
    assert parse_range("..fri", WEDNESDAY) == Range(None, date(2026, 11, 27))
    assert parse_range("fri..", WEDNESDAY) == Range(date(2026, 11, 27), None)


def test_numbers_in_a_range_follow_the_configs_order():
    assert parse_range("2.3.2026..5.3.2026", WEDNESDAY, DateOrder.DMY) == Range(date(2026, 3, 2), date(2026, 3, 5))


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "..", "...", " .. ", "foo", "foo..", "..foo", "fri...sun", "a..b..c", "7", "0d", "1000d"),
        *("7d..", "weeks", "none.."),
        *("2026-02-30", "2026-11-30..2026-02-30", "02/03/2026", "02/03/2026..", "fri 2pm", "..now"),
        *("today..fri 2pm", "٧d", "x" * 9_999),
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_other_ranges_are_refused_quoted_with_at_least_three_forms(text):
    with pytest.raises(Invalid) as refusal:
        parse_range(text, WEDNESDAY)
    assert refusal.value.typed == text
    assert "7d, week, month, overdue, none" in refusal.value.accepted


@pytest.mark.parametrize("form", ["7d", "week", "month", "overdue", "none", "fri", "2026-11-01..2026-11-30", "..fri"])
def test_the_forms_that_refusals_name_are_accepted(form):
    assert parse_range(form, WEDNESDAY) != Range()


def test_a_range_that_ends_before_it_begins_is_refused_as_it_was_understood():
    with pytest.raises(Invalid) as refusal:
        parse_range("mon..fri", WEDNESDAY)
    assert refusal.value.fault == "ends before it begins (2026-11-30..2026-11-27)"


@unhurried
@given(st.text())
def test_any_text_is_a_range_or_invalid_and_nothing_else(text):
    with suppress(Invalid):
        assert isinstance(parse_range(text, WEDNESDAY), Range)


@unhurried
@given(DAYS, DAYS, DAYS)
def test_a_range_holds_the_days_between_its_ends_both_included(one, other, day):
    first, last = min(one, other), max(one, other)
    typed = parse_range(f"{first}..{last}", WEDNESDAY)
    assert typed.holds(day, NOW) == (first <= day <= last)
    assert typed.holds(first, NOW)
    assert typed.holds(When.at(datetime.combine(last, datetime.max.time())), NOW)
    assert parse_range(f"{first}..", WEDNESDAY).holds(day, NOW) == (first <= day)
    assert parse_range(f"..{last}", WEDNESDAY).holds(day, NOW) == (day <= last)


@pytest.mark.parametrize("text", ["7d", "week", "overdue", "fri", "..fri", "fri.."])
def test_what_has_no_date_is_held_by_none_alone(text):
    assert parse_range("none", WEDNESDAY).holds(None, NOW)
    assert not parse_range(text, WEDNESDAY).holds(None, NOW)


def test_none_holds_nothing_that_has_a_date():
    assert not parse_range("none", WEDNESDAY).holds(WEDNESDAY, NOW)


@pytest.mark.parametrize(
    ("when", "held"),
    [
        (When.parse("2026-11-24"), True),
        (When.parse("2026-11-25"), False),
        (When.parse("2026-11-25T08:59"), True),
        (When.parse("2026-11-25T09:00"), True),
        (When.parse("2026-11-25T09:01"), False),
        (date(2026, 11, 24), True),
        (date(2026, 11, 25), False),
    ],
)
def test_overdue_holds_what_has_ended(when, held):
    assert parse_range("overdue", WEDNESDAY).holds(when, NOW) is held


def test_a_span_holds_today_and_as_many_days_as_it_says():
    seven = parse_range("7d", WEDNESDAY)
    assert [n for n in range(-2, 10) if seven.holds(WEDNESDAY + timedelta(days=n), NOW)] == list(range(7))
