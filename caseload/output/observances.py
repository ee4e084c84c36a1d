"""When a time zone changes its clocks, as a calendar file has it (RFC 5545, VTIMEZONE)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from caseload.when.dates import month_end

_AHEAD = 9
"""Years beyond the last that is asked for, from which it is told whether a change comes round by a rule."""

_ENOUGH = 3
"""Years in a row after which a change is taken to come round."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Observance:
    """An offset from UTC, and when it comes into force: on the first onset, then by the rule, or on the later onsets.

    Onsets are told by the clock as it went before, as the RFC has them.
    """

    daylight: bool
    name: str
    before: timedelta
    after: timedelta
    onsets: tuple[datetime, ...]
    rule: str | None = None


def observances(zone: tzinfo, first: date, last: date) -> Iterator[Observance]:
    """All that a reader needs to tell the time in the zone from the first day to the last, and by rules ever after."""
    begins = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    yield _observance(zone, begins, begins)
    changes = [*_changes(zone, begins, datetime(last.year + _AHEAD + 1, 1, 1, tzinfo=UTC))]
    alike = sorted(changes, key=lambda one: (one.daylight, one.name, one.before, one.after, one.onsets))
    for _, several in groupby(alike, key=lambda one: (one.daylight, one.name, one.before, one.after)):
        yield from _by_rule([*several], last.year + _AHEAD)


def _changes(zone: tzinfo, begins: datetime, ends: datetime) -> Iterator[Observance]:
    """Every change of the clocks, to the second, the soonest first."""
    day, step = begins, timedelta(days=1)
    while day < ends:
        if _offset(zone, day) != _offset(zone, day + step):
            early, late = day, day + step
            while late - early > timedelta(seconds=1):
                middle = (early + (late - early) / 2).replace(microsecond=0)
                early, late = (middle, late) if _offset(zone, middle) == _offset(zone, early) else (early, middle)
            yield _observance(zone, early, late)
        day += step


def _observance(zone: tzinfo, before: datetime, at: datetime) -> Observance:
    here, was = at.astimezone(zone), _offset(zone, before)
    onset = at.replace(tzinfo=None) + was
    return Observance(bool(here.dst()), here.tzname() or "", was, _offset(zone, at), (onset,))


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _by_rule(changes: Sequence[Observance], last: int) -> Iterator[Observance]:
    """Changes alike but for their years: the latest by a rule if they come round to the end, the others one by one."""
    onsets = [one.onsets[0] for one in changes]
    start, rules = len(onsets), set[str]()
    for number in range(len(onsets) - 1, -1, -1):
        told = _rules(onsets[number])
        # Counted back from the end, a year at a time, at the same time of day.
        expected = last - (len(onsets) - 1 - number)
        same = (told & rules if rules else told) if onsets[number].time() == onsets[-1].time() else set[str]()
        if onsets[number].year != expected or not same:
            break
        start, rules = number, same
    if len(onsets) - start < _ENOUGH:
        start, rules = len(onsets), set()
    one = changes[0]
    if rules:
        # The last of the month where both say the same: it holds in a month of five such days, too.
        yield Observance(one.daylight, one.name, one.before, one.after, (onsets[start],), min(rules))
    if start:
        yield Observance(one.daylight, one.name, one.before, one.after, tuple(onsets[:start]))


def _rules(onset: datetime) -> set[str]:
    """The rules by which a change may come round: the second Sunday of the month, or its last."""
    weekday, head = _WEEKDAYS[onset.weekday()], f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY="
    found = {f"{head}{(onset.day - 1) // 7 + 1}{weekday}"}
    if onset.day + 7 > month_end(onset.date()).day:
        found.add(f"{head}-1{weekday}")
    return found
