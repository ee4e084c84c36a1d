"""The poverty guidelines: the table against its source, and what an income is in percent of one."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from caseload.records.of.poverty import CONTIGUOUS, GUIDELINES, Guidelines, area_of

SHIPPED = Guidelines()


def test_the_guidelines_are_as_their_source_has_them() -> None:
    samples = os.environ.get("CASELOAD_SAMPLES")
    if not samples or not (facts := Path(samples).parent / "facts").is_dir():
        pytest.skip("there is no folder of facts beside CASELOAD_SAMPLES")
    with (facts / "poverty.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert rows == [
        (
            str(one.year), one.area, str(one.first_cents // 100), str(one.additional_cents // 100), one.citation,
            str(one.published), str(one.effective),
        )
        for one in GUIDELINES
    ]  # fmt: skip
    text = (facts / "poverty.md").read_text("utf-8")
    for one in GUIDELINES:
        area = {CONTIGUOUS: "48 states + DC", "AK": "Alaska", "HI": "Hawaii"}[one.area]
        printed = next(line for line in text.splitlines() if f"| {one.year} | {area} |" in line and line.count("|") > 7)
        cells = [cell.strip(" ^") for cell in printed.split("|")[3:11]]
        assert cells == [str(one.cents(size) // 100) for size in range(1, 9)]


@pytest.mark.parametrize(
    ("year", "area", "size", "yearly", "percent"),
    [
        (2026, CONTIGUOUS, 1, 15960_00, 100.0),
        (2025, CONTIGUOUS, 1, 15650_00, 100.0),
        (2025, CONTIGUOUS, 3, 21450_00, 80.5),
        (2026, CONTIGUOUS, 3, 21450_00, 78.5),
        (2026, "AK", 9, 76750_00, 100.0),
        (2026, "HI", 2, 0, 0.0),
        (2026, CONTIGUOUS, 1, 15967_97, 100.0),  # 0.04993 percent more
        (2026, CONTIGUOUS, 1, 15967_98, 100.1),  # 0.05
        (2026, CONTIGUOUS, 1, 99999999_00, 626566.4),
    ],
)
def test_an_income_is_so_many_percent_with_one_decimal(
    year: int, area: str, size: int, yearly: int, percent: float
) -> None:
    assert SHIPPED.percent(year, area, size, yearly) == percent


@pytest.mark.parametrize(("year", "area"), [(2024, CONTIGUOUS), (2027, CONTIGUOUS), (2026, "PR"), (2026, "OH")])
def test_there_is_no_percent_without_a_guideline(year: int, area: str) -> None:
    assert SHIPPED.percent(year, area, 1, 100) is None


@pytest.mark.parametrize(
    ("day", "year"),
    [("2025-01-14", None), ("2025-01-15", 2025), ("2026-01-12", 2025), ("2026-01-13", 2026), ("2031-05-01", 2026)],
)
def test_a_guideline_counts_from_the_day_it_is_in_effect(day: str, year: int | None) -> None:
    for area in (CONTIGUOUS, "AK", "HI"):
        found = SHIPPED.in_effect(area, date.fromisoformat(day))
        assert ((found.year, found.area) if found else None) == (year and (year, area))


@pytest.mark.parametrize(
    ("state", "area"),
    [("AK", "AK"), ("alaska", "AK"), (" Hawaii ", "HI"), ("hi", "HI"), ("OH", CONTIGUOUS), ("DC", CONTIGUOUS),
     (None, CONTIGUOUS), ("Puerto Rico", "PR"), ("GU", "GU"), ("U.S. Virgin Islands", "VI")],
)  # fmt: skip
def test_the_area_is_that_of_the_state(state: str | None, area: str) -> None:
    assert area_of(state) == area


def test_a_limit_is_compared_to_the_cent_not_to_the_decimal() -> None:
    row = SHIPPED.find(2026, CONTIGUOUS)
    assert row
    assert not row.exceeds(1, 20748_00, 130)
    assert row.exceeds(1, 20748_01, 130)
    assert row.tenths(1, 20748_01) == 1300
