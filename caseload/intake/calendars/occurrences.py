"""When a recurring event takes place (RFC 5545, RRULE), as far as the horizon, at a price that is known beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from caseload.errors import Invalid

PATIENCE = 1_000_000
"""Steps that the rules of one file may take, about a microsecond each."""

MOST = 5_000
"""Occurrences inside the horizon that one file may have."""

_STEP = {"DAILY": (1, 1), "WEEKLY": (7, 2), "MONTHLY": (28, 4), "YEARLY": (365, 20)}
"""By frequency: the days that a step spans at least, and what it costs."""

_PARTS = frozenset(
    ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS",
     "WKST", "BYHOUR", "BYMINUTE", "BYSECOND"),
)  # fmt: skip

_CYCLE = 400
"""Years after which the calendar is the same to the weekday."""


@dataclass(frozen=True)
class Horizon:
    """The days within which recurring events are taken in, both included."""

    first: date
    last: date


class TooMuch(Invalid):
    """A file that costs more than it may: nothing else about it matters."""


@dataclass
class Patience:
    """What is left of the steps and the occurrences that one file may cost."""

    steps: int = PATIENCE
    occurrences: int = MOST

    def spend(self, steps: float) -> None:
        """Take steps away; raises TooMuch when there are none left."""
        self.steps -= int(steps)
        if self.steps < 0:
            raise TooMuch("the recurring events of the file take too long to count", "a calendar of fewer years")

    def take(self, count: int = 1) -> None:
        """Take occurrences away; raises TooMuch when there are none left."""
        self.occurrences -= count
        if self.occurrences < 0:
            raise TooMuch(f"the recurring events of the file have more than {MOST:,} dates", "a smaller calendar")


def occurrences(
    rule: Mapping[str, Sequence[Any]], text: str, start: datetime, until: datetime | None, last: datetime,
    patience: Patience,
) -> list[datetime]:  # fmt: skip
    """Every start by the rule up to `last`, by the wall clock of the event; `until` is the rule's own end, so told.

    `text` is the rule without its UNTIL. Raises Invalid for a rule that is not read, or costs more patience than there
    is.
    """
    frequency, interval, count = checked(rule)
    end = last if until is None else min(until, last)
    if start > end:
        return []
    span, cost = _STEP[frequency]
    patience.spend(cost * ((end - start).days / span / interval + 1))
    found = _followed(text, start, end, patience)
    if (count is not None and len(found) >= count) or (found and found[-1] >= end):
        return [moment for moment in found if moment <= end]
    # It ended before its end was reached: dateutil has looked for more until the year 9999.
    patience.spend(cost * _CYCLE * 365 / span / interval)
    return found


def _followed(text: str, start: datetime, end: datetime, patience: Patience) -> list[datetime]:
    """Every start up to the first that is not before `end`."""
    # Here, because only a file with recurring events pays for it.
    from dateutil.rrule import rrulestr

    # A rule that never comes is looked for until the year 9999: so we go there, as near as the calendar is the same.
    years = (9999 - end.year) // _CYCLE * _CYCLE
    there = end.replace(year=end.year + years)
    found: list[datetime] = []
    try:
        for moment in rrulestr(text, dtstart=start.replace(year=start.year + years)):
            patience.spend(1)
            found.append(moment.replace(year=moment.year - years))
            if moment >= there:
                break
    except (ValueError, TypeError, IndexError, OverflowError):
        raise Invalid("is a rule that cannot be read", "a rule such as FREQ=WEEKLY;BYDAY=MO", field="RRULE") from None
    return found


def checked(rule: Mapping[str, Sequence[Any]]) -> tuple[str, int, int | None]:
    """Frequency, interval and count of a rule that can be followed; raises Invalid for any other."""
    known = "DAILY, WEEKLY, MONTHLY or YEARLY"
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency not in _STEP:
        raise Invalid("recurs by the hour or faster, or by no known rule", known, field="RRULE")
    if {*map(str.upper, rule)} - _PARTS:
        raise Invalid("has parts that are not read", "the parts of RFC 5545", field="RRULE")
    if any(len(rule.get(name, ())) > 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise Invalid("recurs several times a day", "an event for each time", field="RRULE")
    interval, count = (rule.get(name, [None])[0] for name in ("INTERVAL", "COUNT"))
    if interval is not None and not 1 <= interval <= 1000:
        raise Invalid("has an INTERVAL that is not between 1 and 1000", known, field="RRULE")
    if count is not None and count < 1:
        raise Invalid("has a COUNT below 1", "a COUNT of 1 or more", field="RRULE")
    return frequency, interval or 1, count


def around(horizon: Horizon) -> tuple[datetime, datetime]:
    """The horizon with two days on either side: enough for any zone's clock."""
    first, last = (datetime.combine(day, datetime.min.time()) for day in (horizon.first, horizon.last))
    return first - timedelta(days=2), last + timedelta(days=3)
