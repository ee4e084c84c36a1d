"""Business days: weekends, holidays as they are observed, days of the user's own, and counting among what is left."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.config import read_config
from caseload.errors import Invalid
from caseload.value import replace
from caseload.when.dates import Span, parse_lead, parse_span, parse_term
from caseload.when.workdays import (
    FEDERAL,
    MOST_DAYS,
    WEEKDAYS_ALONE,
    Workdays,
    country,
    days_or_names,
    may_be_federal,
    state,
)

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
OHIO = Workdays("US", "OH")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-25", ""),
        ("2026-11-26", "Thanksgiving Day"),
        ("2026-07-03", "Independence Day (observed)"),  # 4 July 2026 is a Saturday
        ("2026-07-04", "Independence Day"),
        ("2027-07-05", "Independence Day (observed)"),  # 4 July 2027 is a Sunday
        ("2027-12-24", "Christmas Day (observed)"),
        ("2027-12-31", "New Year's Day (observed)"),  # of the year that begins on a Saturday
        ("2028-01-01", "New Year's Day"),
        ("2027-06-18", "Juneteenth National Independence Day (observed)"),
        ("2028-02-29", ""),
    ],
)
def test_a_federal_holiday_is_one_on_the_day_it_is_observed(day, expected):
    assert FEDERAL.holiday(date.fromisoformat(day)) == expected
    assert FEDERAL.is_workday(date.fromisoformat(day)) is not bool(expected)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-11-25", 1, "2026-11-27"),  # over Thanksgiving
        ("2026-11-25", 2, "2026-11-30"),  # and over the month's end
        ("2026-11-25", 0, "2026-11-25"),
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-11-26", 1, "2026-11-27"),  # from a holiday
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),  # over the year's end
        ("2027-12-30", 1, "2028-01-03"),  # 31 December is observed for 1 January
        ("2028-02-28", 1, "2028-02-29"),
        ("2028-02-29", 1, "2028-03-01"),
        ("2027-02-26", 1, "2027-03-01"),
        ("2026-11-30", -1, "2026-11-27"),
        ("2026-11-30", -2, "2026-11-25"),
        ("2026-11-29", -1, "2026-11-27"),
    ],
)
def test_business_days_pass_over_weekends_and_holidays(start, count, expected):
    assert FEDERAL.after(date.fromisoformat(start), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "alone", "federal"),
    [
        ("2026-11-27", "2026-11-27", "2026-11-27"),
        ("2026-11-26", "2026-11-26", "2026-11-27"),
        ("2026-11-28", "2026-11-30", "2026-11-30"),
        ("2026-07-03", "2026-07-03", "2026-07-06"),  # Friday observed, then the weekend
        ("2026-10-31", "2026-11-02", "2026-11-02"),  # a month's end that is a Saturday
        ("2027-12-31", "2027-12-31", "2028-01-03"),
        ("2028-01-01", "2028-01-03", "2028-01-03"),
    ],
)
def test_a_last_day_rolls_to_the_next_that_is_worked_and_stays_where_it_is_one(day, alone, federal):
    assert WEEKDAYS_ALONE.rolled(date.fromisoformat(day)) == date.fromisoformat(alone)
    assert FEDERAL.rolled(date.fromisoformat(day)) == date.fromisoformat(federal)


@pytest.mark.parametrize(
    ("days", "day", "is_worked"),
    [
        (Workdays(), "2026-11-26", True),  # no country, no holidays
        (Workdays("US", "CA"), "2026-03-31", False),  # Cesar Chavez Day is California's
        (OHIO, "2026-03-31", True),
        (Workdays("US", extra=("2026-12-24",)), "2026-12-24", False),
        (Workdays("US", extra=("2026-12-24",)), "2027-12-23", True),
        (Workdays(extra=("07-03",)), "2028-07-03", False),
        (Workdays("US", left_out=("Columbus Day",)), "2026-10-12", True),
        (Workdays("US", left_out=("columbus day",)), "2027-10-11", True),
        (Workdays("US", left_out=("Juneteenth National Independence Day",)), "2027-06-18", True),  # observed
        (Workdays("US", left_out=("11-11",)), "2026-11-11", True),
        (Workdays("US", left_out=("2026-11-11",)), "2027-11-11", False),
    ],
)
def test_days_of_ones_own_come_to_the_holidays_and_others_are_left_out(days, day, is_worked):
    assert days.is_workday(date.fromisoformat(day)) is is_worked


@settings(deadline=None)
@given(DAYS, st.integers(1, 30))
def test_so_many_business_days_on_and_back_again_is_a_workday_before_which_so_many_lie(day, count):
    there = OHIO.after(day, count)
    assert OHIO.is_workday(there)
    between = [day + timedelta(days=n) for n in range(1, (there - day).days + 1)]
    assert sum(map(OHIO.is_workday, between)) == count
    assert OHIO.after(OHIO.after(there, 1), -1) == there


@settings(deadline=None)
@given(DAYS)
def test_rolling_twice_is_rolling_once_and_passes_over_no_workday(day):
    rolled = OHIO.rolled(day)
    assert rolled >= day
    assert OHIO.rolled(rolled) == rolled
    assert not any(OHIO.is_workday(day + timedelta(days=n)) for n in range((rolled - day).days))


@settings(deadline=None)
@given(DAYS, st.integers(0, 60), st.integers(1, 20))
def test_what_a_lead_in_business_days_shows_today_is_what_is_read_for_today(today, ahead, count):
    """The store is asked for what is due by the lead after today; what opens by today is never later than that."""
    lead, due = Span(count, "bd", OHIO), today + timedelta(days=ahead)
    assert (lead.after(due, -1) <= today) == (due <= lead.after(today))


def test_business_days_are_an_interval_of_rules_and_none_of_records():
    assert parse_term("2bd") == Span(2, "bd") == parse_lead("2BD")
    assert str(parse_term("2bd")) == "2bd"
    for text in ("0bd", "1000bd", "bd", "2 bd", "2b"):
        with pytest.raises(Invalid):
            parse_term(text)
    with pytest.raises(Invalid):
        parse_span("2bd")


HOLIDAYS = """\
[holidays]
country = "us"
state = "OH"
extra = [2026-12-24, "07-03"]
except = ["Columbus Day", 2026-11-11]
"""


def test_config_names_country_state_days_off_and_days_left_out(tmp_path: Path):
    (tmp_path / "config.toml").write_text(HOLIDAYS)
    found = read_config(tmp_path / "config.toml").workdays
    assert found == Workdays("US", "OH", ("2026-12-24", "07-03"), ("Columbus Day", "2026-11-11"))
    assert found.said() == "Monday to Friday without the holidays of US-OH, 2 more of your own, 2 left out"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('country = "United States"', "line 2: not a value of 'holidays.country'; it takes a country of two letters"),
        ('state = "OH"', 'line 2: a state of no country; country = "US" beside it'),
        ('extra = ["Christmas"]', "line 2: not a value of 'holidays.extra'; it takes days off such as"),
        ('extra = ["02-30"]', "line 2: not a value of 'holidays.extra'; it takes days off such as"),
        ('extra = "2026-12-24"', "line 2: not a value of 'holidays.extra'; it takes days off such as"),
        ("except = [12]", "line 2: not a value of 'holidays.except'; it takes days or holidays such as"),
        ('contry = "US"', "line 2: 'holidays.contry' is not a setting"),
    ],
)
def test_what_holidays_do_not_take_is_refused_by_its_line(tmp_path: Path, line: str, said: str):
    (tmp_path / "config.toml").write_text(f"[holidays]\n{line}\n")
    with pytest.raises(Invalid) as refusal:
        read_config(tmp_path / "config.toml")
    assert str(refusal.value).startswith(f"{tmp_path / 'config.toml'}, {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('country = "XX"', "line 2: no holidays of 'XX' are known; country = \"US\""),
        ('country = "US"\nstate = "ZZ"', "line 3: no holidays of 'ZZ' are known; country = \"US\""),
        ('country = "XX"\nstate = "OH"', "line 2: no holidays of 'XX' are known; country = \"US\""),
        (
            'country = "US"\nexcept = ["Colombus Day"]',
            "line 3: 'colombus day' is no holiday of US; a day, or one of chr",
        ),
    ],
)
def test_a_country_a_state_or_a_holiday_that_there_is_not_is_refused_when_first_asked(tmp_path: Path, text, said):
    (tmp_path / "config.toml").write_text(f"[holidays]\n{text}\n")
    with pytest.raises(Invalid) as refusal:
        read_config(tmp_path / "config.toml").workdays.is_workday(date(2026, 11, 25))
    assert str(refusal.value).startswith(f"{tmp_path / 'config.toml'}, {said}")
    assert os.linesep not in str(refusal.value)


IN_DC = Workdays("US", "DC")
SWORN_IN = date(2025, 1, 20)
"""Two holidays at once in the District of Columbia; that of the one name comes every four years."""


@pytest.mark.parametrize(
    ("left_out", "is_worked"),
    [
        ((), False),
        (("Inauguration Day",), False),
        (("Martin Luther King Jr. Day",), False),
        (("inauguration day", "martin luther king jr. day"), True),
    ],
)
def test_a_day_of_two_holidays_is_worked_where_both_are_left_out(left_out: tuple[str, ...], is_worked: bool) -> None:
    assert replace(IN_DC, left_out=left_out).is_workday(SWORN_IN) is is_worked


@pytest.mark.parametrize("year", range(2025, 2033))
def test_a_holiday_that_comes_every_four_years_is_one_in_the_years_between(year: int) -> None:
    assert replace(IN_DC, left_out=("Inauguration Day",)).holiday(date(year, 11, 20)) == ""


def test_a_day_that_is_no_holiday_has_no_name_and_a_day_off_has_one() -> None:
    assert (IN_DC.holiday(date(2025, 1, 21)), Workdays("US").holiday(date(2025, 12, 25))) == ("", "Christmas Day")
    assert Workdays(extra=("12-24",)).holiday(date(2026, 12, 24)) == "a day off"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (Workdays(), "Monday to Friday without holidays: none is set (see caseload help clocks)"),
        (Workdays("US"), "Monday to Friday without the holidays of US"),
        (
            Workdays("US", "OH", ("12-24",), ("07-03", "Columbus Day")),
            "Monday to Friday without the holidays of US-OH, 1 more of your own, 2 left out",
        ),
    ],
)
def test_what_is_settled_is_said(days: Workdays, said: str) -> None:
    assert days.said() == said


def test_what_config_holds_of_days_is_of_its_type_and_of_an_end() -> None:
    assert len(days_or_names(["12-24"] * MOST_DAYS)) == MOST_DAYS
    for read, value in (
        (days_or_names, ["12-24"] * (MOST_DAYS + 1)), (days_or_names, "Columbus Day"), (country, 3), (state, 3),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            read(value)


def test_no_federal_holiday_falls_on_a_day_that_is_not_looked_up() -> None:
    """From 1970 to the last year that is known; and most days are not looked up, or it would be for nothing."""
    from holidays import country_holidays

    for year in range(1970, 2101):
        found = country_holidays("US", years=year)
        assert [day for day in found if not may_be_federal(day)] == [], year
    looked_up = sum(may_be_federal(date(2026, 1, 1) + timedelta(days=count)) for count in range(365))
    assert looked_up < 30


def test_a_holiday_of_a_state_is_one_on_any_day() -> None:
    assert Workdays("US", "TX").holiday(date(2026, 3, 2)) == "Texas Independence Day"
    assert FEDERAL.holiday(date(2026, 3, 2)) == ""
