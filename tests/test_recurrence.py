import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.dates import month_end, parse_span
from caseload.errors import Invalid
from caseload.recurrence import next_after, once_after, parse_every

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
INTERVALS = st.builds("{}{}".format, st.integers(1, 60), st.sampled_from("dwmy"))

unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("3d", "3d"),
        (" 2W ", "2w"),
        ("12m", "12m"),
        ("1y", "1y"),
        ("daily", "1d"),
        ("Weekly", "1w"),
        ("monthly", "1m"),
        ("yearly", "1y"),
        ("every day", "1d"),
        ("every week", "1w"),
        ("every  2 weeks", "2w"),
        ("every 10 days", "10d"),
        ("every 1 month", "1m"),
        ("every 3 years", "3y"),
    ],
)
def test_an_interval_is_kept_in_its_shortest_form(text, kept):
    assert parse_every(text) == kept
    assert parse_every(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", "every", "every other week", "every 0 days", "0d", "1000d", "every 1000 days", "2 weeks", "day"),
        *("every 2w", "fortnightly"),
        *("every 1.5 weeks", "every -1 days", "every ٣ days", "weekly weekly", "3h", "every 2 weekss"),
        *("every friday", "9" * 5_000 + "d"),
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_other_intervals_are_refused_quoted_with_at_least_three_forms(text):
    with pytest.raises(Invalid) as refusal:
        parse_every(text)
    assert refusal.value.typed == text
    assert refusal.value.accepted == 'try 3d, 2w, 1m, 1y, weekly or "every 2 weeks"'


@unhurried
@given(st.text())
def test_any_text_is_an_interval_or_invalid_and_nothing_else(text):
    with suppress(Invalid):
        assert parse_every(parse_every(text)) == parse_every(text)


@pytest.mark.parametrize(
    ("anchor", "every", "last", "not_before", "expected"),
    [
        ("2026-01-31", "1m", "2026-01-31", "2026-01-31", "2026-02-28"),
        ("2026-01-31", "1m", "2026-02-28", "2026-02-28", "2026-03-31"),
        ("2028-01-31", "1m", "2028-01-31", "2028-01-31", "2028-02-29"),
        ("2026-01-31", "1m", "2026-01-31", "2026-09-01", "2026-09-30"),
        ("2026-01-31", "1m", "2026-01-31", "2026-09-30", "2026-09-30"),
        ("2026-01-31", "1m", "2026-09-30", "2026-09-30", "2026-10-31"),
        ("2028-02-29", "1y", "2028-02-29", "2028-02-29", "2029-02-28"),
        ("2028-02-29", "1y", "2031-02-28", "2031-02-28", "2032-02-29"),
        ("2026-11-25", "1w", "2026-11-25", "2026-11-20", "2026-12-02"),
        ("2026-11-25", "1w", "2026-11-25", "2026-12-03", "2026-12-09"),
        ("2026-11-25", "2w", "2026-11-25", "2026-12-09", "2026-12-09"),
        ("2026-12-31", "1d", "2026-12-31", "2026-12-31", "2027-01-01"),
        ("2026-11-15", "3m", "2026-11-15", "2027-06-01", "2027-08-15"),
        ("2026-11-25", "1w", "2026-11-01", "2026-11-01", "2026-11-25"),
        ("1990-01-01", "1d", "1990-01-01", "2190-01-01", "2190-01-01"),
    ],
)
def test_the_next_occurrence_is_the_first_after_the_last_and_not_before_the_day_asked(
    anchor, every, last, not_before, expected
):
    days = [date.fromisoformat(text) for text in (anchor, last, not_before)]
    assert next_after(days[0], every, *days[1:]) == date.fromisoformat(expected)


@unhurried
@given(DAYS, INTERVALS, DAYS, DAYS)
def test_the_next_occurrence_is_late_enough_and_the_one_before_it_too_early(anchor, every, last, not_before):
    found = next_after(anchor, every, last, not_before)
    assert found > last
    assert found >= not_before
    span = parse_span(every)
    steps = next(k for k in range(26_000) if span.after(anchor, k) >= found)
    assert span.after(anchor, steps) == found
    if steps:
        before = span.after(anchor, steps - 1)
        assert before <= last or before < not_before


@unhurried
@given(DAYS, st.integers(1, 24))
def test_a_monthly_series_followed_one_by_one_never_drifts_from_its_day(anchor, months):
    day = anchor
    for _ in range(30):
        day = next_after(anchor, f"{months}m", day, day)
        assert day.day == min(anchor.day, month_end(day).day)


@unhurried
@given(DAYS, st.integers(1, 12), st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]), DAYS, DAYS)
def test_occurrences_agree_with_dateutils_rules_up_to_the_28th(anchor, count, frequency, last, not_before):
    from dateutil.rrule import rrulestr

    anchor = anchor.replace(day=min(anchor.day, 28))
    last, not_before = (min(day, anchor + timedelta(days=2_000)) for day in (last, not_before))
    earliest = max(last + timedelta(days=1), not_before)
    starts = datetime(anchor.year, anchor.month, anchor.day)
    rule = rrulestr(f"FREQ={frequency};INTERVAL={count}", dtstart=starts)
    expected = rule.after(datetime(earliest.year, earliest.month, earliest.day), inc=True)
    assert expected is not None
    assert next_after(anchor, f"{count}{frequency[0].lower()}", last, not_before) == expected.date()


@pytest.mark.parametrize(
    ("every", "day", "expected"),
    [
        ("3d", date(2026, 12, 30), date(2027, 1, 2)),
        ("2w", date(2026, 11, 25), date(2026, 12, 9)),
        ("1m", date(2026, 1, 31), date(2026, 2, 28)),
        ("18m", date(2026, 8, 31), date(2028, 2, 29)),
        ("1y", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_one_interval_after_completion_clips_to_the_months_end(every, day, expected):
    assert once_after(every, day) == expected


@unhurried
@given(DAYS, INTERVALS)
def test_one_interval_after_a_day_is_the_span_after_it(day, every):
    assert once_after(every, day) == parse_span(every).after(day)


@pytest.mark.parametrize("every", ["", "weekly", "foo", "0d"])
def test_only_the_kept_form_can_be_counted_with(every):
    with pytest.raises(Invalid):
        next_after(date(2026, 1, 31), every, date(2026, 1, 31), date(2026, 1, 31))


def test_reading_dates_and_intervals_does_not_import_dateutil():
    code = (
        "import sys, datetime as d, caseload.config, caseload.grammar, caseload.ranges, caseload.recurrence as r;"
        "caseload.grammar.parse_when('fri 2pm', d.datetime(2026, 11, 25)); r.parse_every('weekly');"
        "print([name for name in ('dateutil', 'zoneinfo', 'tomllib', 'calendar', 'locale') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
