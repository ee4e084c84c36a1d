from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseload.errors import Invalid, quoted
from caseload.when.dates import MONTHS, WEEKDAYS, DateOrder, When
from caseload.when.grammar import looks_like_time, parse_clock, parse_day, parse_when

WEDNESDAY = datetime(2026, 11, 25, 9, 0, 30)
MOMENTS = st.datetimes(datetime(1910, 1, 1), datetime(2190, 12, 31))

unhurried = settings(deadline=None)


def read(text: str, now: datetime = WEDNESDAY, *, past: bool = False, date_order: DateOrder | None = None) -> str:
    return str(parse_when(text, now, past=past, date_order=date_order))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("today", "2026-11-25"),
        ("tomorrow", "2026-11-26"),
        ("yesterday", "2026-11-24"),
        ("now", "2026-11-25T09:00"),
        ("thu", "2026-11-26"),
        ("fri", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("sat", "2026-11-28"),
        ("sunday", "2026-11-29"),
        ("mon", "2026-11-30"),
        ("tue", "2026-12-01"),
        ("tues", "2026-12-01"),
        ("wed", "2026-12-02"),
        ("weds", "2026-12-02"),
        ("wednesday", "2026-12-02"),
        ("thur", "2026-11-26"),
        ("thurs", "2026-11-26"),
        ("next mon", "2026-11-30"),
        ("next tue", "2026-12-01"),
        ("next wed", "2026-12-02"),
        ("next fri", "2026-12-04"),
        ("next sunday", "2026-12-06"),
        ("+3d", "2026-11-28"),
        ("+2w", "2026-12-09"),
        ("+1m", "2026-12-25"),
        ("+1y", "2027-11-25"),
        ("-3d", "2026-11-22"),
        ("-1m", "2026-10-25"),
        ("eow", "2026-11-29"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("30 nov", "2026-11-30"),
        ("nov 30", "2026-11-30"),
        ("30 november", "2026-11-30"),
        ("25 nov", "2026-11-25"),
        ("24 nov", "2027-11-24"),
        ("1 sept", "2027-09-01"),
        ("30 nov 2027", "2027-11-30"),
        ("nov 30 2025", "2025-11-30"),
        ("29 feb", "2028-02-29"),
        ("29 feb 2028", "2028-02-29"),
        ("2026-11-30", "2026-11-30"),
        ("1900-01-01", "1900-01-01"),
        ("2200-12-31", "2200-12-31"),
    ],
)
def test_a_day_as_typed_on_a_wednesday_is_the_day_meant(text, stored):
    assert read(text) == stored
    assert read(f"  {text.upper()}\t") == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("fri 14:30", "2026-11-27T14:30"),
        ("fri 2pm", "2026-11-27T14:00"),
        ("fri@2pm", "2026-11-27T14:00"),
        ("fri @ 2:30pm", "2026-11-27T14:30"),
        ("FRI 2PM", "2026-11-27T14:00"),
        ("30 nov  9:05", "2026-11-30T09:05"),
        ("nov 30 2027 12am", "2027-11-30T00:00"),
        ("30 nov 2027@12pm", "2027-11-30T12:00"),
        ("next tue 8am", "2026-12-01T08:00"),
        ("+3d 23:59", "2026-11-28T23:59"),
        ("eom@0:00", "2026-11-30T00:00"),
        ("2026-11-30T14:30", "2026-11-30T14:30"),
        ("2026-11-30t2pm", "2026-11-30T14:00"),
        ("2026-11-30 14:30", "2026-11-30T14:30"),
        ("2026-11-30@14:30", "2026-11-30T14:30"),
        ("today 1am", "2026-11-25T01:00"),
        ("14:30", "2026-11-25T14:30"),
        ("2pm", "2026-11-25T14:00"),
    ],
)
def test_a_time_may_follow_any_day_and_alone_is_today(text, stored):
    assert read(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("wed", "2026-11-25"),
        ("thu", "2026-11-19"),
        ("tue", "2026-11-24"),
        ("mon 2pm", "2026-11-23T14:00"),
        ("25 nov", "2026-11-25"),
        ("26 nov", "2025-11-26"),
        ("nov 24", "2026-11-24"),
        ("29 feb", "2024-02-29"),
        ("30 nov 2027", "2027-11-30"),
        ("tomorrow", "2026-11-26"),
        ("next tue", "2026-12-01"),
        ("-1w", "2026-11-18"),
    ],
)
def test_for_a_fact_a_bare_day_is_the_latest_one_today_included(text, stored):
    assert read(text, past=True) == stored


@pytest.mark.parametrize(
    ("now", "text", "stored"),
    [
        (datetime(2026, 11, 29, 9), "sun", "2026-12-06"),
        (datetime(2026, 11, 29, 9), "mon", "2026-11-30"),
        (datetime(2026, 11, 29, 9), "next mon", "2026-11-30"),
        (datetime(2026, 11, 29, 9), "next sun", "2026-12-06"),
        (datetime(2026, 11, 29, 9), "eow", "2026-11-29"),
        (datetime(2026, 11, 30, 9), "mon", "2026-12-07"),
        (datetime(2026, 11, 30, 9), "next mon", "2026-12-07"),
        (datetime(2026, 11, 30, 9), "eow", "2026-12-06"),
        (datetime(2026, 11, 30, 9), "eom", "2026-11-30"),
        (datetime(2026, 12, 31, 23, 59), "tomorrow", "2027-01-01"),
        (datetime(2026, 12, 31, 23, 59), "1 jan", "2027-01-01"),
        (datetime(2026, 12, 31, 23, 59), "31 dec", "2026-12-31"),
        (datetime(2026, 12, 31, 23, 59), "eoy", "2026-12-31"),
        (datetime(2027, 1, 1), "yesterday", "2026-12-31"),
        (datetime(2027, 1, 1), "eoq", "2027-03-31"),
        (datetime(2027, 3, 31), "eoq", "2027-03-31"),
        (datetime(2027, 4, 1), "eoq", "2027-06-30"),
        (datetime(2027, 9, 30), "eoq", "2027-09-30"),
        (datetime(2027, 1, 31), "+1m", "2027-02-28"),
        (datetime(2027, 1, 31), "+2m", "2027-03-31"),
        (datetime(2028, 1, 31), "+1m", "2028-02-29"),
        (datetime(2028, 2, 29), "+1y", "2029-02-28"),
        (datetime(2028, 2, 29), "+4y", "2032-02-29"),
        (datetime(2028, 2, 29), "-1y", "2027-02-28"),
        (datetime(2028, 2, 29), "29 feb", "2028-02-29"),
        (datetime(2028, 3, 1), "29 feb", "2032-02-29"),
        (datetime(2096, 3, 1), "29 feb", "2104-02-29"),
        (datetime(2028, 2, 1), "eom", "2028-02-29"),
    ],
)
def test_the_edges_of_weeks_months_and_years_are_read_as_the_calendar_has_them(now, text, stored):
    assert read(text, now) == stored


@pytest.mark.parametrize(
    ("now", "stored"), [(datetime(2104, 2, 28), "2096-02-29"), (datetime(2028, 2, 29), "2028-02-29")]
)
def test_for_a_fact_29_february_is_the_latest_year_that_has_it(now, stored):
    assert read("29 feb", now, past=True) == stored


@pytest.mark.parametrize(
    ("text", "order", "stored"),
    [
        ("02/03/2026", "mdy", "2026-02-03"),
        ("02/03/2026", "dmy", "2026-03-02"),
        ("2-3-2026", "mdy", "2026-02-03"),
        ("2.3.2026", "dmy", "2026-03-02"),
        ("2026/3/2", "ymd", "2026-03-02"),
        ("2026-3-2", "ymd", "2026-03-02"),
        ("12/3/2026 2pm", "mdy", "2026-12-03T14:00"),
        ("2026-11-30", "dmy", "2026-11-30"),
    ],
)
def test_numbers_are_read_in_the_order_of_the_config(text, order, stored):
    assert read(text, date_order=DateOrder(order)) == stored


REFUSED = {
    "is not a date": (
        *("foo", "fri foo", "foo 2pm", "next", "next foo", "next 30 nov", "last tue", "this fri", "nex tue"),
        *("2026", "2026-11", "20261130", "2026-W48", "11/30", "02/03-2026", "10", "1.5", "nov", "may"),
        *("nov 2027", "30", "30th nov", "nov 30, 2027", "3d", "++3d", "+ 3d", "+3d+1d", "-", "now 2pm"),
        *("now@2pm", "@2pm", "fri@", "fri@@2pm", "fri 2 pm", "fri 14", "fri 14:3", "2pm fri", "14:30:00"),
        *("fri 14:30:00", "2026-11-30T", "2026-11-30T14", "2026-11-30T14:30Z", "2026-11-30T14:30+01:00"),
        *("friT2pm", "30 tue", "+٣d", "٣ nov", "２pm", "2026-11-3٠", "ﬁ", "30 nov\u200b", "today\0", "eow\u0301"),
        *("--help", "'; drop table task", "ſun", "x" * 10_000, "1" * 10_000, "fri " * 3_000),
    ),
    "is empty": ("", "   "),
    "is not a day of the calendar": (
        *("2026-02-30", "2026-13-01", "2026-00-10", "2027-02-29", "30 feb", "31 nov", "0 nov", "29 feb 2027"),
        "0000-01-01",
    ),
    "is not a time of day": ("fri 25:00", "fri 24:00", "fri 13pm", "fri 0pm", "fri 2:60pm"),
    "has a year of two digits": ("30 nov 27", "26-11-30", "11/30/26"),
    "is outside the years 1900 to 2200": (
        *("1899-12-31", "2201-01-01", "30 nov 1899", "nov 30 275", "+999y", "-999y"),
    ),
    "does not say which number is the month (date_order in config.toml does)": (
        *("2026-11-3", "02/03/2026", "02-03-2026", "02.03.2026", "2026/11/30"),
    ),
    "is not a span of 1 to 999 days, weeks, months or years": (
        *("+3", "+0d", "+1000d", "+d", "+3h", "-fri", "+" + "9" * 5_000 + "d"),
    ),
}


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize(
    ("text", "why"),
    [(text, why) for why, texts in REFUSED.items() for text in texts],
    ids=lambda text: ascii(text[:24]),
)
def test_what_is_not_in_the_grammar_is_refused_quoted_told_why_and_shown_what_is(text, why, past):
    with pytest.raises(Invalid) as refusal:
        parse_when(text, WEDNESDAY, past=past)
    assert str(refusal.value) == f'"{quoted(text)}" {why}; try 2026-11-30, fri, "30 nov", +3d or "fri 2pm"'
    assert refusal.value.typed == text


@pytest.mark.parametrize("form", ["2026-11-30", "fri", "30 nov", "+3d", "fri 2pm"])
def test_the_forms_that_refusals_name_are_accepted(form):
    assert parse_when(form, WEDNESDAY).day > WEDNESDAY.date()


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("02/03/26", "mdy", "has a year of two digits"),
        ("26-11-30", "ymd", "has a year of two digits"),
        ("25/12/2026", "mdy", "is not a day of the calendar in the order mdy"),
        ("2026/11/30", "dmy", "is not written in the order dmy"),
        ("1/2/202", "dmy", "is not written in the order dmy"),
        ("2/30/2026 2pm", "mdy", "is not a day of the calendar in the order mdy"),
    ],
)
def test_numbers_that_do_not_follow_the_configs_order_are_refused(text, order, why):
    with pytest.raises(Invalid) as refusal:
        parse_when(text, WEDNESDAY, date_order=DateOrder(order))
    assert refusal.value.fault == why


@pytest.mark.parametrize("text", ["now", "2pm", "fri 2pm", "2026-11-30T14:30"])
def test_where_a_day_is_wanted_a_time_is_refused_and_not_offered(text):
    with pytest.raises(Invalid) as refusal:
        parse_day(text, WEDNESDAY)
    assert refusal.value.fault == "has a time where only a day is wanted"
    assert refusal.value.accepted == 'try 2026-11-30, fri, "30 nov" or +3d'


def test_a_day_alone_is_read_as_a_when_is():
    assert parse_day("wed", WEDNESDAY) == date(2026, 12, 2)
    assert parse_day("wed", WEDNESDAY, past=True) == date(2026, 11, 25)
    assert parse_day("02/03/2026", WEDNESDAY, date_order=DateOrder.DMY) == date(2026, 3, 2)


@unhurried
@given(st.text(), st.booleans(), st.none() | st.sampled_from(DateOrder))
@example("２０２６-11-30", False, None)
def test_any_text_is_read_or_invalid_and_nothing_else(text, past, order):
    with suppress(Invalid):
        assert 1900 <= parse_when(text, WEDNESDAY, past=past, date_order=order).day.year <= 2200


@settings(deadline=None, max_examples=200)
@given(
    st.text(alphabet="0123456789+-/.:@T aprilfebnovnextdwmy", max_size=18),
    MOMENTS,
    st.none() | st.sampled_from(DateOrder),
)
def test_text_that_nearly_is_a_date_is_read_or_invalid_and_nothing_else(text, now, order):
    with suppress(Invalid):
        assert 1900 <= parse_when(text, now, date_order=order).day.year <= 2200


@unhurried
@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.none() | st.times(), MOMENTS)
def test_the_stored_form_is_part_of_the_grammar_whenever_it_is_typed(day, clock, now):
    stored = str(When(day, clock and time(clock.hour, clock.minute)))
    assert read(stored, now) == stored
    assert read(stored.replace("T", " "), now) == stored


@unhurried
@given(st.sampled_from(WEEKDAYS), MOMENTS)
def test_a_weekday_is_one_to_seven_days_ahead_and_for_a_fact_none_to_six_back(name, now):
    ahead = parse_day(name[:3], now)
    back = parse_day(name[:3], now, past=True)
    assert ahead.weekday() == back.weekday() == WEEKDAYS.index(name)
    assert 1 <= (ahead - now.date()).days <= 7
    assert 0 <= (now.date() - back).days <= 6


@unhurried
@given(st.sampled_from(WEEKDAYS), MOMENTS)
def test_next_weekday_is_in_the_iso_week_after_this_one(name, now):
    day = parse_day(f"next {name}", now)
    assert day.weekday() == WEEKDAYS.index(name)
    assert day.isocalendar()[:2] == (now.date() + timedelta(days=7)).isocalendar()[:2]


@unhurried
@given(st.sampled_from(MONTHS), st.integers(1, 28), MOMENTS)
def test_a_day_without_a_year_is_within_a_year_on_the_side_asked(month, number, now):
    ahead = parse_day(f"{number} {month[:3]}", now)
    back = parse_day(f"{month} {number}", now, past=True)
    assert 0 <= (ahead - now.date()).days <= 365
    assert 0 <= (now.date() - back).days <= 365
    assert (ahead.month, ahead.day) == (back.month, back.day) == (MONTHS.index(month) + 1, number)


@unhurried
@given(st.integers(1, 100), MOMENTS)
def test_months_from_now_never_leave_the_month_meant(months, now):
    day = parse_day(f"+{months}m", now.replace(year=min(now.year, 2180)))
    start = now.replace(year=min(now.year, 2180))
    assert (day.year * 12 + day.month) - (start.year * 12 + start.month) == months
    assert day.day <= start.day


@pytest.mark.parametrize("word", ["2pm", "14:30", "2:30pm", "12AM", "@2pm", "0:00", "9:05"])
def test_a_word_that_a_shell_split_from_its_date_looks_like_a_time(word):
    assert looks_like_time(word)


@pytest.mark.parametrize(
    "word", ["", "@", "2", "14", "pm", "25:00", "13pm", "0am", "2 pm", "landlord", "3:1", "2pm.", "２pm", "10:30:00"]
)
def test_other_words_do_not_look_like_a_time(word):
    assert not looks_like_time(word)


@unhurried
@given(st.times())
def test_every_minute_of_the_day_can_be_typed_on_a_clock_of_24_and_of_12_hours(moment):
    minute = time(moment.hour, moment.minute)
    half = f"{minute:%I:%M}" + ("am" if minute.hour < 12 else "pm")
    assert parse_clock(f"{minute:%H:%M}") == parse_clock(half) == parse_clock(half.lstrip("0")) == minute
