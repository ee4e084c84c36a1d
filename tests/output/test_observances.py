"""A time zone as a calendar file has it: whoever follows it tells the time that the zone tells."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseload.output.observances import Observance, observances

NOVEMBER, MARCH = "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"

# Zones whose clocks change by every sort of rule, and by none.
ZONES = [
    "America/Chicago", "Europe/Berlin", "Europe/Dublin", "Pacific/Auckland", "Australia/Lord_Howe", "America/St_Johns",
    "Africa/Casablanca", "Asia/Tokyo", "America/Caracas", "Asia/Gaza", "UTC", "Pacific/Apia", "America/Nuuk",
]  # fmt: skip

SPANS = [
    (date(2026, 10, 25), date(2027, 11, 26)),
    (date(2005, 1, 1), date(2012, 6, 1)),
    (date(2150, 1, 1), date(2190, 1, 1)),
]


def onsets(one: Observance, last: int) -> list[datetime]:
    """When an observance comes into force, up to the end of a year, as a reader counts it."""
    from dateutil.rrule import rrulestr

    if one.rule is None:
        return list(one.onsets)
    return list(rrulestr(one.rule, dtstart=one.onsets[0]).between(one.onsets[0], datetime(last, 12, 31), inc=True))


@pytest.mark.parametrize("span", SPANS, ids=str)
@pytest.mark.parametrize("name", ZONES)
def test_a_reader_tells_the_same_time_as_the_zone(name: str, span: tuple[date, date]) -> None:
    zone, (first, last) = ZoneInfo(name), span
    found = [*observances(zone, first, last)]
    changes = sorted(
        (onset - one.before, one.after) for one in found for onset in onsets(one, last.year)
    )  # fmt: skip
    moment, at = datetime(first.year, 1, 1, tzinfo=UTC), [at for at, _ in changes]
    while moment.date() <= last:
        passed = bisect_right(at, moment.replace(tzinfo=None))
        assert passed
        offset = changes[passed - 1][1]
        assert moment + offset == moment + (moment.astimezone(zone).utcoffset() or timedelta()), moment
        moment += timedelta(hours=29)


def test_what_comes_round_is_a_rule_so_that_later_years_are_right_as_well() -> None:
    found = [*observances(ZoneInfo("America/Chicago"), date(2026, 11, 1), date(2026, 11, 30))]
    assert {(one.name, one.rule, one.daylight) for one in found[1:]} == {("CST", NOVEMBER, False), ("CDT", MARCH, True)}


def test_onsets_are_told_by_the_clock_as_it_went_before() -> None:
    found = [*observances(ZoneInfo("America/Chicago"), date(2026, 11, 1), date(2026, 11, 30))]
    assert {str(one.onsets[0]) for one in found[1:]} == {"2025-03-09 02:00:00", "2025-11-02 02:00:00"}


def test_what_has_no_rule_is_told_date_by_date() -> None:
    found = [*observances(ZoneInfo("Africa/Casablanca"), date(2026, 1, 1), date(2026, 12, 31))]
    assert all(one.rule is None for one in found)
    assert sum(len(one.onsets) for one in found) > 20


def test_a_rule_that_was_another_once_is_told_date_by_date_until_then() -> None:
    found = [*observances(ZoneInfo("America/Chicago"), date(2005, 1, 1), date(2008, 12, 31))]
    assert {one.rule for one in found if one.onsets[0].year == 2007} == {NOVEMBER, MARCH}
    assert [len(one.onsets) for one in found if one.onsets[0].year == 2004] == [3, 3]
