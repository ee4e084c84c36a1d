"""Ranges of days as people type them: `7d`, `week`, `last month`, `overdue`, `A..B`, `none`."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.value import Value
from caseload.when.dates import DateOrder, When, last_day, monday, month_end, parse_span
from caseload.when.grammar import parse_day, quoting
from caseload.when.workdays import WEEKDAYS_ALONE, Workdays

RANGE_FORMS = "try 7d, week, month, overdue, none, fri, 2026-11-01..2026-11-30 or ..fri"


class Range(Value):
    """Days from `first` to `last`, both included and either open; or what is late; or what has no date."""

    first: date | None = None
    last: date | None = None
    none: bool = False
    overdue: bool = False

    def holds(self, when: When | date | None, now: datetime, ends: When | None = None) -> bool:
        """Whether the date, or its absence, lies in the range; `now` decides what is overdue.

        What `ends` at another moment is in the range on each day until then, and overdue when it is over.
        """
        if when is None or self.none:
            return when is None and self.none
        when = when if isinstance(when, When) else When(when)
        if self.overdue:
            return (ends or when).is_past(now)
        last = last_day(when, ends) if ends else when.day
        return (self.first or date.min) <= last and when.day <= (self.last or date.max)


class Period(NamedTuple):
    """The days that a report is about, both included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day is known and in it."""
        return day is not None and self.first <= day <= self.last

    def __str__(self) -> str:
        """From when to when."""
        return f"{self.first} to {self.last}"


def parse_range(
    text: str, today: date, date_order: DateOrder | None = None, workdays: Workdays = WEEKDAYS_ALONE
) -> Range:
    """The range that someone typing `text` that day means; Invalid otherwise, and for one that ends before it begins.

    A span is counted from today, today included: `7d` is today and six more.
    """
    with quoting(text, RANGE_FORMS):
        words = text.strip().lower()
        if words in _NAMED:
            return _NAMED[words]
        if found := re.fullmatch("(last[- ])?(week|month|quarter|year)", words):
            return _calendar(found[2], today, before=bool(found[1]))
        if re.fullmatch("[0-9]+[dwmy]", words):
            return Range(today, parse_span(words).after(today) - timedelta(days=1))
        return _between(words, today, date_order, workdays)


def _between(words: str, today: date, date_order: DateOrder | None, workdays: Workdays) -> Range:
    now = datetime.combine(today, time.min)

    def read(text: str) -> date:
        return parse_day(text, now, date_order=date_order, workdays=workdays)

    first, dots, last = words.partition("..")
    if not dots:
        day = read(words)
        return Range(day, day)
    if not (first or last):
        raise Invalid("is not a range of dates")
    begins, ends = (read(side) if side else None for side in (first, last))
    if begins and ends and begins > ends:
        raise Invalid(f"ends before it begins ({begins}..{ends})")
    return Range(begins, ends)


def _calendar(word: str, today: date, *, before: bool) -> Range:
    """The week, month, quarter or year of the calendar that a day is in, or the one before it."""
    first = monday(today)
    if word != "week":
        month = {"month": today.month, "quarter": (today.month - 1) // 3 * 3 + 1, "year": 1}[word]
        first = date(today.year, month, 1)
    if before:
        return _calendar(word, first - timedelta(days=1), before=False)
    days = {"month": 0, "quarter": 2, "year": 11}
    last = first + timedelta(days=6) if word == "week" else month_end(first.replace(month=first.month + days[word]))
    return Range(first, last)


_NAMED: Mapping[str, Range] = {"none": Range(none=True), "overdue": Range(overdue=True)}
