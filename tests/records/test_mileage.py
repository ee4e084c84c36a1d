"""What a mile is paid and how miles are typed: rates by the day, own ones before them, the odometer's two readings."""

from datetime import date

import pytest

from caseload.errors import Invalid
from caseload.records.of.mileage import SHIPPED, Rate, cents, driven, rate_on

OWN = (Rate(date(2026, 3, 1), 655, "county"), Rate(date(2026, 9, 1), 0, "no travel paid"))


@pytest.mark.parametrize(
    ("day", "own", "said"),
    [
        ("2023-12-31", (), None),
        ("2024-01-01", (), "67"),
        ("2025-12-31", (), "70"),
        ("2026-01-01", (), "72.5"),
        ("2026-06-30", (), "72.5"),
        ("2026-07-01", (), "76"),
        ("2026-12-31", (), "76"),
        ("2027-01-01", (), None),
        ("2026-02-28", OWN, "72.5"),
        ("2026-03-01", OWN, "65.5"),
        ("2026-08-31", OWN, "65.5"),
        ("2026-09-01", OWN, "0"),
        ("2031-01-01", OWN, "0"),
    ],
)
def test_a_trip_is_paid_by_the_rate_of_its_day_and_ones_own_goes_first(
    day: str, own: tuple[Rate, ...], said: str | None
) -> None:
    found = rate_on(date.fromisoformat(day), own)
    assert (found and found.said) == said


@pytest.mark.parametrize(
    ("tenths", "rate", "amount"),
    [
        (63, 760, 479),
        (45, 760, 342),
        (1, 725, 7),
        (2, 725, 15),
        (10, 725, 73),
        (7, 7, 0),
        (0, 760, 0),
        (99_999_999, 760, 759999992),
    ],
)
def test_miles_times_rate_is_whole_cents_half_a_cent_up(tenths: int, rate: int, amount: int) -> None:
    assert cents(tenths, Rate(date(2026, 1, 1), rate, "x")) == amount


def test_no_day_has_two_shipped_rates() -> None:
    ends = [one.until for one in SHIPPED]
    assert all(end and end < after.since for end, after in zip(ends, SHIPPED[1:], strict=False))


@pytest.mark.parametrize(
    ("typed", "miles"),
    [
        ("6.3", 6.3), ("0", 0.0), (" 12 ", 12.0), (".5", 0.5), ("1,204.5", 1204.5), ("45120-45126.3", 6.3),
        ("45120 - 45126.3", 6.3), ("45120..45126.3", 6.3), ("45,120-45,126", 6.0), ("45120 45120", 0.0),
        ("99999.9-100000.2", 0.3),
    ],
)  # fmt: skip
def test_miles_are_a_distance_or_what_the_odometer_said(typed: str, miles: float) -> None:
    assert driven(typed) == miles


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "is below zero"), ("45126-45120", "runs backwards"), ("6.34", "finer than a tenth"),
        ("six", "no distance"),
        ("", "no distance"), ("1-2-3", "no distance"), ("6.", "no distance"),
        ("٦", "no distance"), ("1e3", "no distance"),
        ("45120-", "no distance"), ("9" * 9, "more than any odometer"), ("9" * 5000, "more than any odometer"),
        ("nan", "no distance"),
    ],
)  # fmt: skip
def test_what_is_no_distance_is_refused_in_one_line(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        driven(typed)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 250


def test_a_rate_of_ones_own_holds_on_its_last_day_and_an_odometer_shows_no_more_than_it_can() -> None:
    mine = Rate(date(2026, 3, 1), 500, "x", until=date(2026, 3, 31))
    assert [rate_on(date(2026, *day), (mine,)) == mine for day in ((2, 28), (3, 1), (3, 31), (4, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert driven("9999999.9") == 9_999_999.9
    for typed in ("10000000", "X6.3", "6.3X"):
        with pytest.raises(Invalid):
            driven(typed)


TAKES = "miles such as 6.3, or the odometer before and after: 45120-45126.3"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-3", f"is below zero; {TAKES}"),
        ("10-6", "runs backwards: the odometer only grows; the smaller number first"),
        ("abc", f"is no distance; {TAKES}"),
        ("6.33", f"is finer than a tenth of a mile; {TAKES}"),
        ("10000000", f"is more than any odometer shows; {TAKES}"),
    ],
)
def test_a_refusal_names_the_option_quotes_what_was_typed_and_says_what_is_accepted(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as error:
        driven(typed)
    assert str(error.value) == f'--miles: "{typed}" {said}'
