import re
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.when.dates import Span, month_end, parse_span
from caseload.when.patterns import Monthly, Steps, Weekly
from caseload.when.recurrence import Recurrence, following, is_on, occurrences, parse_every, parse_recurrence

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
LAST = date(2200, 12, 31)
INTERVALS = st.builds("{}{}".format, st.integers(1, 60), st.sampled_from("dwmy"))

STEPS = st.builds(Steps, st.builds(Span, st.integers(1, 60), st.sampled_from("dwmy")))
WEEKLY = st.builds(
    lambda interval, days: Weekly(interval, tuple(sorted(days))), st.integers(1, 12),
    st.sets(st.integers(0, 6), min_size=1),
)  # fmt: skip
MONTHLY = st.builds(Monthly, st.integers(1, 30), st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6)) | st.builds(
    Monthly, st.integers(1, 30), st.sampled_from([-1, *range(1, 32)])
)
CODES = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    """Some numbers, none of them nought, as a part of an RRULE has them."""
    some = st.sets(st.integers(least, most).filter(bool), min_size=1, max_size=3)
    return some.map(lambda found: ",".join(map(str, found)))


def parts(frequency: str, **values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An RRULE of that frequency with some of the parts."""
    chosen = st.fixed_dictionaries({}, optional={"INTERVAL": st.integers(1, 9).map(str), **values})
    return chosen.map(lambda found: ";".join([f"FREQ={frequency}", *(f"{key}={found[key]}" for key in found)]))


DAYS_OF_WEEK = st.sets(CODES, min_size=1).map(",".join)
NTH_DAYS = st.builds("{}{}".format, st.sampled_from(["", 1, 2, 5, -1, -2]), CODES)
RRULES = st.one_of(
    parts("DAILY", BYMONTH=numbers(1, 12), BYMONTHDAY=numbers(-31, 31), BYDAY=DAYS_OF_WEEK),
    parts("WEEKLY", BYMONTH=numbers(1, 12), BYDAY=DAYS_OF_WEEK, WKST=CODES),
    parts("MONTHLY", BYMONTH=numbers(1, 12), BYMONTHDAY=numbers(-31, 31), BYDAY=NTH_DAYS),
    parts("YEARLY", BYMONTH=numbers(1, 12), BYMONTHDAY=numbers(-31, 31), BYDAY=NTH_DAYS, BYYEARDAY=numbers(-366, 366)),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, DAYS_OF_WEEK, numbers(-5, 5)),
    st.builds("FREQ=YEARLY;BYWEEKNO={};BYDAY={}".format, numbers(-53, 53), CODES),
)
ENDS = st.one_of(
    st.just(""),
    st.integers(1, 1000).map(lambda times: f" {times} times"),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(lambda day: f" until {day}"),
)
WORDED = (STEPS | WEEKLY | MONTHLY).map(str)
RULES = st.builds(lambda rule, end: Recurrence.parse(f"{rule}{end}"), WORDED | RRULES, ENDS)

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


# Rules as they are typed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("every 2 weeks", "2w"),
        ("daily", "1d"),
        ("mon,thu", "mon,thu"),
        ("Thu, Mon", "mon,thu"),
        ("every monday and thursday", "mon,thu"),
        ("weekly on thurs", "thu"),
        ("every friday", "fri"),
        ("tuesdays", "tue"),
        ("weekdays", "mon,tue,wed,thu,fri"),
        ("every weekday", "mon,tue,wed,thu,fri"),
        ("every 2 weeks on tue", "2w on tue"),
        ("2w on fri,tue", "2w on tue,fri"),
        ("every other tuesday", "2w on tue"),
        ("every other week", "2w"),
        ("every other week on tue", "2w on tue"),
        ("monthly on the last friday", "monthly on the last friday"),
        ("every month on last fri", "monthly on the last friday"),
        ("monthly on the 2nd tue", "monthly on the 2nd tuesday"),
        ("every 3 months on the second tuesday", "3m on the 2nd tuesday"),
        ("monthly on the 15th", "monthly on the 15th"),
        ("monthly on 15", "monthly on the 15th"),
        ("1m on the 31st", "monthly on the 31st"),
        ("monthly on the last day", "monthly on the last day"),
        ("every 3 months on the last day", "3m on the last day"),
        ("2w until 2027-03-01", "2w until 2027-03-01"),
        ("every 2 weeks until 2027-03-01", "2w until 2027-03-01"),
        ("2w 10 times", "2w 10 times"),
        ("2w for 010 times", "2w 10 times"),
        ("2w 1 times", "2w 1 time"),
        ("RRULE:FREQ=YEARLY;BYDAY=2TU;BYMONTH=3", "FREQ=YEARLY;BYMONTH=3;BYDAY=2TU"),
        ("freq=daily;interval=02;bymonth=12,1", "FREQ=DAILY;INTERVAL=2;BYMONTH=1,12"),
        ("FREQ=MONTHLY;BYDAY=5FR;COUNT=9", "FREQ=MONTHLY;BYDAY=5FR 9 times"),
        ("FREQ=MONTHLY;UNTIL=20270301", "FREQ=MONTHLY until 2027-03-01"),
        ("FREQ=MONTHLY until 2027-03-01", "FREQ=MONTHLY until 2027-03-01"),
        ("FREQ=YEARLY;WKST=MO", "FREQ=YEARLY"),
        ("FREQ=WEEKLY;BYDAY=TU,MO;COUNT=9", "mon,tue 9 times"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", "2w on tue"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU"),
        ("FREQ=DAILY;INTERVAL=3", "3d"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "monthly on the last friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "monthly on the 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ],
)
def test_a_rule_is_kept_in_one_form_in_words_where_they_can_say_it(text, kept):
    assert parse_recurrence(text) == kept
    assert parse_recurrence(kept) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a rule"),
        ("every", "is not a rule"),
        ("fortnightly", "is not a rule"),
        ("3h", "is not a rule"),
        ("0d", "is not a rule"),
        ("mon,someday", "is not a rule"),
        ("every ٣ days", "is not a rule"),
        ("mon " * 2_000, "is not a rule"),
        ("2d on tue", "is not a day that every week or month has"),
        ("monthly on the 5th friday", "is not a day that every week or month has"),
        ("monthly on the 32nd", "is not a day that every week or month has"),
        ("2w 0 times", "1 to 1000 times"),
        ("1d 1001 times", "1 to 1000 times"),
        ("FREQ=DAILY;COUNT=1001", "1 to 1000 times"),
        ("FREQ=DAILY;COUNT=" + "9" * 5_000, "is not a rule"),
        ("FREQ=DAILY;COUNT=-1", "1 to 1000 times"),
        ("2w until tomorrow", "an end that is not a day"),
        ("2w until 2027-02-30", "an end that is not a day"),
        ("2w until 9999-01-01", "an end that is not a day"),
        ("FREQ=DAILY;UNTIL=20270301T120000Z", "an end that is not a day"),
        ("2w until 2027-03-01 10 times", "two ends"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270301", "two ends"),
        ("FREQ=DAILY;COUNT=3 3 times", "two ends"),
        ("FREQ=SECONDLY", "comes round secondly"),
        ("FREQ=MINUTELY;INTERVAL=5", "comes round minutely"),
        ("FREQ=HOURLY;COUNT=2", "comes round hourly"),
        ("FREQ=FORTNIGHTLY", "no FREQ"),
        ("INTERVAL=2;COUNT=2", "no FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL that is not 1 to 999"),
        ("FREQ=DAILY;INTERVAL=1000", "INTERVAL that is not 1 to 999"),
        ("FREQ=DAILY;INTERVAL=2;INTERVAL=3", "INTERVAL twice"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR, which would be lost"),
        ("FREQ=DAILY;X-OWN=9", "X-OWN, which would be lost"),
        ("FREQ=YEARLY;BYEASTER=0", "BYEASTER, which would be lost"),
        ("FREQ=DAILY;BYMONTH", "NAME=VALUE"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY beside FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY beside FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYDAY=2MO", "number out of range for FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "number out of range for FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "number out of range for FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY that is no day"),
        ("FREQ=MONTHLY;BYMONTH=13", "BYMONTH out of range"),
        ("FREQ=MONTHLY;BYMONTH=-1", "BYMONTH out of range"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY out of range"),
        ("FREQ=MONTHLY;BYSETPOS=1", "without days to count"),
        ("FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1", "BYSETPOS beside FREQ=WEEKLY"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO without plain days"),
        ("FREQ=DAILY;WKST=XX", "WKST that is no day"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never comes"),
        ("FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=30", "never comes"),
        ("FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4,6,9,11;COUNT=2", "never comes"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "never comes"),
        ("FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2", "never comes"),
    ],
    ids=lambda text: ascii(text[:40]),
)
def test_a_rule_that_cannot_be_kept_whole_or_never_comes_is_refused_in_a_sentence(text, said):
    with pytest.raises(Invalid) as refusal:
        parse_recurrence(text)
    assert refusal.value.typed == text
    assert said in refusal.value.fault
    assert refusal.value.accepted


def typed_in_docs(marks):
    """What stands in the left cells of the tables of docs/dates.md on recurrence whose heading row has those marks."""
    page = (Path(__file__).parents[1] / "docs" / "dates.md").read_text("utf-8").partition("## Recurrence")[2]
    cells, wanted = [], False
    for line in page.splitlines():
        wanted = line == marks or (wanted and line.startswith("|"))
        if wanted and line != marks and not line.startswith("|---"):
            cells += re.findall(r"`([^`]+)`", line.split("|")[1])
    return cells


@pytest.mark.parametrize("text", typed_in_docs("| you type | it means |"))
def test_what_the_page_on_dates_says_you_may_type_is_read(text):
    assert Recurrence.parse(parse_recurrence(text)).rrule(date(2026, 1, 31)).startswith("FREQ=")


def test_the_page_on_dates_has_every_form():
    forms = {re.sub(r"[0-9]+", "N", parse_recurrence(text)) for text in typed_in_docs("| you type | it means |")}
    assert forms >= {"Nw", "mon,thu", "Nw on tue", "monthly on the last friday", "Nm on the last day", "Nw N times"}


def test_two_ends_of_options_are_refused_and_one_takes_the_place_of_the_texts():
    rule = Recurrence.parse("2w 10 times")
    assert str(rule.ending(None, None)) == "2w 10 times"
    assert str(rule.ending(date(2027, 3, 1), None)) == "2w until 2027-03-01"
    assert str(rule.ending(None, 3)) == "2w 3 times"
    with pytest.raises(Invalid, match="--until: cannot stand beside --times"):
        rule.ending(date(2027, 3, 1), 3)
    for times in (0, -1, 1001):
        with pytest.raises(Invalid, match="1 to 1000 times"):
            rule.ending(None, times)


@unhurried
@given(st.text() | st.text("RULEFQ=BYMONTHDAS;:,-0123456789 every on the last until times").map("FREQ=DAILY;{}".format))
def test_any_text_is_a_rule_or_invalid_and_nothing_else(text):
    with suppress(Invalid):
        assert parse_recurrence(parse_recurrence(text)) == parse_recurrence(text)


@unhurried
@given(RULES)
def test_the_kept_text_means_the_rule(rule):
    assert Recurrence.parse(str(rule)) == rule


@unhurried
@given(WORDED, ENDS, DAYS)
def test_the_rrule_of_words_means_the_same_when_it_is_typed(words, end, anchor):
    rule = Recurrence.parse(words + end)
    again = Recurrence.parse(rule.rrule(anchor))
    assert list(islice(occurrences(again, anchor, anchor, LAST), 20)) == list(
        islice(occurrences(rule, anchor, anchor, LAST), 20)
    )


# The days that follow from them


def days_of(text, anchor, count=4):
    anchor = date.fromisoformat(anchor)
    found = occurrences(Recurrence.parse(text), anchor, anchor - timedelta(days=1), LAST)
    return [str(day) for day in islice(found, count)]


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("1m", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("1m", "2028-01-30", ["2028-01-30", "2028-02-29", "2028-03-30", "2028-04-30"]),
        ("1y", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
        ("4y", "2092-02-29", ["2092-02-29", "2096-02-29", "2100-02-28", "2104-02-29"]),
        ("mon,thu", "2026-11-25", ["2026-11-26", "2026-11-30", "2026-12-03", "2026-12-07"]),
        ("2w on tue", "2026-11-24", ["2026-11-24", "2026-12-08", "2026-12-22", "2027-01-05"]),
        ("2w on tue", "2026-11-25", ["2026-12-08", "2026-12-22", "2027-01-05", "2027-01-19"]),
        ("2w on mon,sun", "2026-11-25", ["2026-11-29", "2026-12-07", "2026-12-13", "2026-12-21"]),
        ("monthly on the last friday", "2026-11-25", ["2026-11-27", "2026-12-25", "2027-01-29", "2027-02-26"]),
        ("monthly on the 1st sunday", "2026-11-25", ["2026-12-06", "2027-01-03", "2027-02-07", "2027-03-07"]),
        ("monthly on the 31st", "2026-11-25", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("3m on the last day", "2026-11-25", ["2026-11-30", "2027-02-28", "2027-05-31", "2027-08-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-11-25", ["2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2026-01-01", ["2026-02-13", "2026-03-13", "2026-11-13", "2027-08-13"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-01-01", ["2026-11-26", "2027-11-25", "2028-11-23", "2029-11-22"]),
        ("2w until 2026-12-23", "2026-11-25", ["2026-11-25", "2026-12-09", "2026-12-23"]),
        ("2w 3 times", "2026-11-25", ["2026-11-25", "2026-12-09", "2026-12-23"]),
        ("fri 3 times", "2026-11-25", ["2026-11-27", "2026-12-04"]),
        ("999y", "2026-11-25", ["2026-11-25"]),
        ("1y", "2199-06-01", ["2199-06-01", "2200-06-01"]),
    ],
)
def test_the_days_of_a_rule_from_its_anchor_on(text, anchor, expected):
    assert days_of(text, anchor) == expected


@unhurried
@given(RULES, DAYS)
def test_days_come_in_order_each_once_within_the_anchor_and_the_end(rule, anchor):
    found = list(islice(occurrences(rule, anchor, anchor - timedelta(days=1), LAST), 60))
    assert all(earlier < later for earlier, later in pairwise(found))
    assert all(day >= anchor and (rule.until is None or day <= rule.until) for day in found)
    assert rule.times is None or len(found) <= rule.times


@unhurried
@given(RULES, DAYS, st.integers(0, 2_000), st.integers(0, 1_000))
def test_a_window_holds_the_days_between_its_ends_and_no_others(rule, anchor, ahead, length):
    after = anchor + timedelta(days=ahead)
    until = after + timedelta(days=length)
    everything = list(occurrences(rule, anchor, anchor - timedelta(days=1), until))
    assert list(occurrences(rule, anchor, after, until)) == [day for day in everything if day > after]


@unhurried
@given(WORDED, ENDS, DAYS)
def test_our_days_are_those_that_dateutil_finds_in_the_rrule(words, end, anchor):
    from dateutil.rrule import rrulestr

    rule = Recurrence.parse(words + end)
    # dateutil counts from the first day that fits, RFC 5545 from DTSTART: the same where a series may begin.
    anchor = rule.pattern.first(anchor)
    assert is_on(rule, anchor)
    theirs = rrulestr(rule.rrule(anchor), dtstart=datetime(anchor.year, anchor.month, anchor.day))
    found = islice(occurrences(rule, anchor, anchor - timedelta(days=1), LAST), 40)
    assert list(found) == [moment.date() for moment in islice(theirs, 40) if moment.year <= 2200]


@unhurried
@given(RRULES, st.dates(date(1900, 1, 1), date(2199, 1, 1)))
def test_a_rule_gives_what_dateutil_gives_without_being_run_ahead(text, anchor):
    from dateutil.rrule import rrulestr

    rule = Recurrence.parse(text)
    until = min(anchor + timedelta(days=3_000), LAST)
    starts, ends = (datetime(day.year, day.month, day.day) for day in (anchor, until))
    theirs = [moment.date() for moment in rrulestr(rule.rrule(anchor), dtstart=starts).between(starts, ends, inc=True)]
    assert list(occurrences(rule, anchor, anchor - timedelta(days=1), until)) == theirs


@pytest.mark.parametrize("anchor", [date(1900, 1, 1), date(2100, 2, 28), date(2200, 12, 31)])
@pytest.mark.parametrize(
    "text",
    [
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=MO;BYMONTH=1", "FREQ=DAILY;INTERVAL=999;BYDAY=MO"),
        *(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;INTERVAL=999",
            "999y",
            "999m",
            "1d 1000 times",
        ),
        *("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=31", "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366", "999w on mon"),
        *("FREQ=DAILY", "999m on the 31st"),
    ],
)
def test_no_rule_runs_away_whatever_the_day(text, anchor):
    rule = Recurrence.parse(text)
    began = perf_counter()
    for _ in occurrences(rule, anchor, date(2200, 12, 30), LAST):
        pass
    following(rule, anchor, anchor, LAST)
    # Two tenths of a second where nothing else runs; a rule let go to the year 9999 takes half a minute.
    assert perf_counter() - began < 10


@unhurried
@given(RULES, DAYS, DAYS, DAYS)
def test_the_next_is_after_the_last_not_before_the_day_asked_and_nothing_lies_between(rule, anchor, last, not_before):
    found = following(rule, anchor, last, not_before)
    endless = Recurrence(rule.pattern)
    between = list(occurrences(endless, anchor, last, found.day if found else LAST)) if rule.times else []
    if found is None:
        return
    assert found.day > last
    assert found.day >= max(not_before, anchor)
    assert rule.until is None or found.day <= rule.until
    assert found.rule.pattern == rule.pattern
    earliest = max(last + timedelta(days=1), not_before)
    assert next(occurrences(endless, anchor, earliest - timedelta(days=1), LAST)) == found.day
    if rule.times:
        assert found.rule.times == rule.times - len(between)


def test_what_is_passed_over_counts_among_the_times():
    anchor = date(2026, 11, 25)
    rule = Recurrence.parse("1w 4 times")
    found = following(rule, anchor, anchor, anchor)
    assert found is not None
    assert (found.day, str(found.rule)) == (date(2026, 12, 2), "1w 3 times")
    late = following(rule, anchor, anchor, date(2026, 12, 10))
    assert late is not None
    assert (late.day, str(late.rule)) == (date(2026, 12, 16), "1w 1 time")
    assert following(late.rule, anchor, late.day, late.day) is None
    assert following(rule, anchor, anchor, date(2026, 12, 17)) is None


@pytest.mark.parametrize(
    ("text", "anchor", "days", "expected"),
    [
        ("3d", "2026-11-25", 2, "3d"),
        ("mon,thu", "2026-11-26", 1, "tue,fri"),
        ("sun", "2026-11-29", 1, "mon"),
        ("mon,sun", "2026-11-29", -1, "sat,sun"),
        ("2w on sun", "2026-11-29", 1, "2w on mon"),
        ("2w on tue", "2026-11-24", 7, "2w on tue"),
        ("2w on mon,sun", "2026-11-29", 1, None),
        ("2w on mon,tue", "2026-11-24", 1, "2w on tue,wed"),
        ("1m", "2026-11-15", 1, "1m"),
        ("1m", "2026-11-28", 1, None),
        ("1m", "2026-10-31", 0, "monthly on the 31st"),
        ("1y", "2024-02-29", 0, "12m on the 29th"),
        ("1m", "2026-10-31", 1, None),
        ("monthly on the 15th", "2026-11-15", -3, "monthly on the 12th"),
        ("monthly on the 15th", "2026-11-15", 14, None),
        ("monthly on the last friday", "2026-11-27", 0, "monthly on the last friday"),
        ("monthly on the last friday", "2026-11-27", 1, None),
        ("monthly on the last day", "2026-11-30", -1, None),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-10-31", 0, "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-10-31", 1, None),
    ],
)
def test_a_rule_moves_by_days_where_one_rule_says_all_of_them(text, anchor, days, expected):
    found = Recurrence.parse(text).pattern.shifted(days, date.fromisoformat(anchor))
    assert (found and str(found)) == expected


@unhurried
@given(WORDED, DAYS, st.integers(-40, 40), st.integers(0, 12))
def test_what_a_moved_rule_gives_is_every_day_moved(words, anchor, days, which):
    rule = Recurrence.parse(words)
    anchor = rule.pattern.first(anchor)
    found = list(islice(occurrences(rule, anchor, anchor - timedelta(days=1), LAST), which, which + 20))
    shifted = rule.pattern.shifted(days, anchor)
    if shifted is None or not found:
        return
    head = found[0] + timedelta(days=days)
    again = islice(occurrences(Recurrence(shifted), head, head - timedelta(days=1), LAST), len(found))
    assert list(again) == [day + timedelta(days=days) for day in found]


# Plain intervals


def next_after(anchor: date, every: str, last: date, not_before: date) -> date:
    """The day of the next one."""
    found = following(Recurrence.parse(every), anchor, last, not_before)
    assert found is not None
    return found.day


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
    assert next_after(day, every, day, day) == expected


@unhurried
@given(DAYS, INTERVALS)
def test_one_interval_after_a_day_is_the_span_after_it(day, every):
    assert next_after(day, every, day, day) == parse_span(every).after(day)


def test_reading_dates_and_intervals_does_not_import_dateutil():
    code = (
        "import sys, datetime as d, caseload.config, caseload.when.grammar, caseload.when.ranges;"
        "import caseload.when.recurrence as r;"
        "caseload.when.grammar.parse_when('fri 2pm', d.datetime(2026, 11, 25)); r.parse_every('weekly');"
        "day = d.date(2026, 1, 31); r.following(r.Recurrence.parse('monthly on the last fri 3 times'), day, day, day);"
        "r.Recurrence.parse('FREQ=DAILY;BYMONTH=1').rrule(day);"
        "print([name for name in ('dateutil', 'zoneinfo', 'tomllib', 'calendar', 'locale') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
