import time as clock
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.when.dates import DateOrder, When
from caseload.when.recorded import parse_recorded, parse_time_of_day

CHICAGO = ZoneInfo("America/Chicago")
unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2026-11-30", "2026-11-30"),
        (" 2026-11-30 ", "2026-11-30"),
        ("2026-11-30 14:30", "2026-11-30T14:30"),
        ("2026-11-30T14:30", "2026-11-30T14:30"),
        ("2026-11-30T14:30:59", "2026-11-30T14:30"),
        ("2026-11-30T14:30:59.123456", "2026-11-30T14:30"),
        ("2026-11-30 2:30 PM", "2026-11-30T14:30"),
        ("2026-11-30T14:30:44Z", "2026-11-30T08:30"),
        ("2026-11-30T14:30:44.5Z", "2026-11-30T08:30"),
        ("2026-11-30t14:30z", "2026-11-30T08:30"),
        ("2026-11-30T14:30+05:30", "2026-11-30T03:00"),
        ("2026-11-30 14:30:00+00", "2026-11-30T08:30"),
        ("2026-11-30 14:30:00 -0600", "2026-11-30T14:30"),
        ("2027-01-01T03:00:00Z", "2026-12-31T21:00"),
    ],
)
def test_iso_dates_are_read_whatever_the_order_and_offsets_are_told_in_the_zone(text, stored):
    assert {str(parse_recorded(text, order, CHICAGO)) for order in (None, *DateOrder)} == {stored}


@pytest.mark.parametrize(
    ("text", "order", "stored"),
    [
        ("12/3/2026", "mdy", "2026-12-03"),
        ("12/3/2026", "dmy", "2026-03-12"),
        ("12-3-2026", "mdy", "2026-12-03"),
        ("03.12.2026", "dmy", "2026-12-03"),
        ("2026/12/3", "ymd", "2026-12-03"),
        ("12/3/2026 4:45 PM", "mdy", "2026-12-03T16:45"),
        ("12/3/2026\u202f4:45\u202fPM", "mdy", "2026-12-03T16:45"),
        ("12/3/2026 16:45:10", "mdy", "2026-12-03T16:45"),
    ],
)
def test_other_dates_are_read_in_the_order_given(text, order, stored):
    assert str(parse_recorded(text, DateOrder(order), None)) == stored


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("12/3/2026", None, "does not say which number is the month"),
        ("25/12/2026", None, "does not say which number is the month"),
        ("13/13/2026", None, "is not a day of the calendar"),
        ("2026/02/30", None, "is not a day of the calendar"),
        ("12/3/26", None, "has a year of two digits"),
        ("12/3/26", "mdy", "has a year of two digits"),
        ("25/12/2026", "mdy", "is not a day of the calendar in the order mdy"),
        ("2026/12/25", "mdy", "is not written in the order mdy"),
        ("2026-02-30", None, "is not a day of the calendar"),
        ("2026-11-30T25:00", None, "is not a time of day"),
        ("2026-11-30T14:30+24:00", None, "has no such offset from UTC"),
        ("2026-11-30T14:30+05:60", None, "is not a time of day"),
        ("1899-12-31", None, "is outside the years 1900 to 2200"),
        ("1900-01-01T00:00Z", None, "is outside the years 1900 to 2200"),
        ("0001-01-01T00:00+14:00", None, "is outside the years 1900 to 2200"),
        ("12/3-2026", "mdy", "is not a date"),
        ("2026-11-30T", None, "is not a date"),
        ("2026-11-30Z", None, "is not a date"),
        ("20261130", None, "is not a date"),
        ("45991", None, "is not a date"),
        ("٢٠٢٦-11-30", None, "is not a date"),
        ("tomorrow", None, "is not a date"),
        ("fri", None, "is not a date"),
        ("08-MAY-67", None, "is not a date"),
        ("", None, "is not a date"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_how_to_write_it(text, order, why):
    with pytest.raises(Invalid) as refusal:
        parse_recorded(text, order and DateOrder(order), CHICAGO)
    assert refusal.value.fault.startswith(why)


@unhurried
@given(st.text(max_size=8), st.sampled_from(["Roe", "2026-11-30 Roe", "12/3/2026 Roe", "11/30/97 Roe", "4:45 Roe"]))
def test_a_refusal_never_repeats_the_value(noise, value):
    for read in (lambda text: parse_recorded(text, DateOrder.MDY, None), parse_time_of_day):
        with pytest.raises(Invalid) as refusal:
            read(value + noise)
        assert refusal.value.typed is None
        assert "Roe" not in str(refusal.value)
        assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4:45 PM", time(16, 45)),
        ("4:45PM", time(16, 45)),
        ("04:45 am", time(4, 45)),
        ("16:45", time(16, 45)),
        ("16:45:59", time(16, 45)),
        ("16:45:59.999", time(16, 45)),
        ("4:45:00 PM", time(16, 45)),
        ("4pm", time(16)),
        ("12:00 AM", time(0)),
        ("12 PM", time(12)),
        (" 9:00\u202fAM ", time(9)),
    ],
)
def test_times_of_day_are_read_as_spreadsheets_write_them(text, expected):
    assert parse_time_of_day(text) == expected


@pytest.mark.parametrize(
    "text", ["", "16", "16:45 PM", "0:30 am", "24:00", "16:60", "16:45:60", "4:5", "4.45 pm", "noon", "٤:٤٥", "16:45Z"]
)
def test_other_times_of_day_are_refused(text):
    with pytest.raises(Invalid) as refusal:
        parse_time_of_day(text)
    assert refusal.value.accepted == "write 16:45, 16:45:00, 4:45 PM or 4pm"


@unhurried
@given(st.text(), st.none() | st.sampled_from(DateOrder))
def test_any_text_is_read_or_invalid_and_nothing_else(text, order):
    for read in (lambda: parse_recorded(text, order, CHICAGO).day, lambda: parse_time_of_day(text).replace()):
        with suppress(Invalid):
            assert read() is not None


# The hours around both changes of 2026: 8 March, 02:00 to 03:00, and 1 November, 02:00 back to 01:00.
CHANGES = (datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 11, 1, 7, tzinfo=UTC))


@unhurried
@given(st.sampled_from(CHANGES), st.integers(-180, 180), st.integers(-14 * 60, 14 * 60))
def test_instants_around_the_changes_of_the_clock_are_kept(change, minutes, offset):
    instant = change + timedelta(minutes=minutes)
    written = instant.astimezone(timezone(timedelta(minutes=offset))).isoformat()
    local = parse_recorded(written, None, CHICAGO).starts()
    assert instant in {local.replace(tzinfo=CHICAGO, fold=fold).astimezone(UTC) for fold in (0, 1)}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2026-03-08T07:59:00Z", "2026-03-08T01:59"),
        ("2026-03-08T08:00:00Z", "2026-03-08T03:00"),
        ("2026-11-01T06:59:00Z", "2026-11-01T01:59"),
        ("2026-11-01T07:00:00Z", "2026-11-01T01:00"),
        ("2026-11-01T08:00:00Z", "2026-11-01T02:00"),
    ],
)
def test_the_wall_clock_is_the_one_that_hung_there(written, stored):
    assert str(parse_recorded(written, None, CHICAGO)) == stored


@pytest.mark.skipif(not hasattr(clock, "tzset"), reason="only POSIX systems can change their zone within a process")
@pytest.mark.parametrize(
    ("tz", "stored"), [("Asia/Tokyo", "2026-12-01T01:30"), ("America/Chicago", "2026-11-30T10:30")]
)
def test_without_a_zone_the_systems_is_used_and_never_one_remembered(monkeypatch, tz, stored):
    with monkeypatch.context() as patched:
        patched.setenv("TZ", tz)
        clock.tzset()
        assert str(parse_recorded("2026-11-30T16:30Z", None, None)) == stored
    clock.tzset()


@unhurried
@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31)), st.sampled_from(["/", "-", "."]))
def test_a_date_written_in_any_order_reads_back_as_the_same_day(moment, separator):
    numbers = {"y": f"{moment.year}", "m": f"{moment.month}", "d": f"{moment.day:02}"}
    for order in DateOrder:
        text = separator.join(numbers[letter] for letter in order.value)
        when = parse_recorded(f"{text} {moment:%H:%M:%S}", order, CHICAGO)
        assert when.starts() == moment.replace(second=0, microsecond=0)
        assert parse_recorded(text, order, CHICAGO).day == date(moment.year, moment.month, moment.day)


def outcome(text: str) -> When | str:
    try:
        return parse_recorded(text, None, CHICAGO)
    except Invalid as refusal:
        return refusal.fault


@unhurried
@given(st.datetimes(datetime(1899, 12, 30), datetime(2201, 1, 2)), st.sampled_from(["", "Z", "+05:30"]), st.booleans())
def test_iso_dates_read_the_same_with_blanks_around_them(moment, offset, alone):
    text = f"{moment:%Y-%m-%d}" if alone else f"{moment:%Y-%m-%dT%H:%M:%S}{offset}"
    assert outcome(text) == outcome(f" {text} ")
