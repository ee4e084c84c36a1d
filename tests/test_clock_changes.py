"""Wall-clock times that the clocks skip or repeat, in a zone that is named and in the system's."""

import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.when.clock_changes import said, said_of_many
from caseload.when.dates import When

ZONES = ("America/Chicago", "Pacific/Auckland", "America/St_Johns", "Australia/Lord_Howe", "UTC")


@pytest.fixture(params=["named", "the system's"])
def zone_of(request: pytest.FixtureRequest) -> Iterator[object]:
    """What makes a zone of its name, or makes it the system's and gives None."""
    before = os.environ.get("TZ")

    def named(name: str) -> tzinfo | None:
        if request.param == "named":
            return ZoneInfo(name)
        os.environ["TZ"] = name
        time.tzset()
        return None

    yield named
    os.environ.pop("TZ", None) if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "when", "expected"),
    [
        ("America/Chicago", "2027-03-14T01:59", ""),
        ("America/Chicago", "2027-03-14T02:00", "02:00 does not exist on Sun 2027-03-14"),
        ("America/Chicago", "2027-03-14T02:30", "02:30 does not exist on Sun 2027-03-14"),
        ("America/Chicago", "2027-03-14T03:00", ""),
        ("America/Chicago", "2027-11-07T00:59", ""),
        ("America/Chicago", "2027-11-07T01:30", "01:30 comes twice on Sun 2027-11-07"),
        ("America/Chicago", "2027-11-07T02:00", ""),
        ("America/Chicago", "2027-11-07", ""),
        ("Pacific/Auckland", "2027-09-26T02:30", "02:30 does not exist on Sun 2027-09-26"),
        ("Pacific/Auckland", "2027-04-04T02:30", "02:30 comes twice on Sun 2027-04-04"),
        ("Australia/Lord_Howe", "2027-10-03T02:15", "02:15 does not exist on Sun 2027-10-03"),
        ("Australia/Lord_Howe", "2027-10-03T02:45", ""),
        ("UTC", "2027-03-14T02:30", ""),
    ],
)  # fmt: skip
def test_a_time_that_is_missing_or_comes_twice_is_told_and_no_other(
    zone_of: object, zone: str, when: str, expected: str
) -> None:
    assert callable(zone_of)
    told = said(When.parse(when), zone_of(zone))
    ends = {"exist": " (clocks go forward); kept as typed", "twice": " (clocks go back); the first is meant"}
    assert told == expected + next((end for word, end in ends.items() if word in expected), "")


def test_several_of_a_series_are_counted() -> None:
    zone = ZoneInfo("America/Chicago")
    nights = [When.at(datetime(2027, 1, 1, 2, 30) + timedelta(days=days)) for days in range(600)]
    assert said_of_many(nights, zone) == (
        "2 of them fall on an hour that the clocks skip or repeat: 02:30 does not exist on Sun 2027-03-14"
        " (clocks go forward); kept as typed, and so on"
    )
    assert said_of_many(nights[:100], zone).startswith("02:30 does not exist on Sun 2027-03-14")
    assert said_of_many(nights[:10], zone) == ""


@given(
    zone=st.sampled_from(ZONES), day=st.dates(date(2000, 1, 1), date(2037, 12, 31)), minute=st.integers(0, 24 * 60 - 1)
)
def test_what_is_said_is_what_a_round_trip_through_utc_shows(zone: str, day: date, minute: int) -> None:
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    known = ZoneInfo(zone)
    instants = {wall.replace(tzinfo=known, fold=fold).astimezone(ZoneInfo("UTC")) for fold in (0, 1)}
    shown = {instant.astimezone(known).replace(tzinfo=None) for instant in instants}
    expected = "" if len(instants) == 1 else "comes twice" if shown == {wall} else "does not exist"
    told = said(When.at(wall), known)
    assert (expected in told) if expected else told == ""
