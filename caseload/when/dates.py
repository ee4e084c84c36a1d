"""Days and times as they are kept, counted and said back.

Nothing here asks the clock: the caller passes the day. What people type is read by `grammar` and `ranges`, what files
hold by `recorded`.
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from enum import StrEnum
from functools import cache, total_ordering
from typing import ClassVar, Literal, Self, cast

from caseload.errors import Invalid
from caseload.value import Value, replace
from caseload.when.workdays import WEEKDAYS_ALONE, Workdays

FIRST_YEAR, LAST_YEAR = 1900, 2200

# English whatever the locale: what is printed and typed in one place must read the same in another.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class DateOrder(StrEnum):
    """The order in which someone writes the numbers of a date."""

    MDY = "mdy"
    DMY = "dmy"
    YMD = "ymd"


@total_ordering
class When(Value):
    """A day, with or without a time: local wall clock, whole minutes, years 1900 to 2200 (Invalid outside them)."""

    day: date
    time: time_of_day | None = None

    def __init__(self, day: date, time: time_of_day | None = None) -> None:
        """Raises ValueError for what is no date, and for seconds."""
        # Not by way of the fields' defaults: a file of a million rows comes by here.
        vars(self).update(day=day, time=time)
        if not FIRST_YEAR <= self.day.year <= LAST_YEAR:
            raise Invalid(f"is outside the years {FIRST_YEAR} to {LAST_YEAR}")
        # A datetime passes for a date, and seconds would be lost on the way through the stored form.
        whole = self.time is None or self.time == time_of_day(self.time.hour, self.time.minute)
        if isinstance(self.day, datetime) or not whole:
            raise ValueError("a When is made of a date and whole minutes")

    @classmethod
    def at(cls, moment: datetime) -> Self:
        """The minute of the moment, as its own clock shows it."""
        return cls(moment.date(), time_of_day(moment.hour, moment.minute))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The When whose stored form is exactly `text`; ValueError, which does not repeat it, for any other."""
        day, mark, clock = text.partition("T")
        try:
            when = cls(date.fromisoformat(day), time_of_day.fromisoformat(clock) if mark else None)
        except (ValueError, Invalid):
            when = None
        # fromisoformat also takes 20261127, 2026-W48-5 and seconds, which would sort wrongly as text.
        if when is None or str(when) != text:
            raise ValueError("is not a date as it is stored")
        return when

    def __str__(self) -> str:
        """The stored form: `2026-11-27` or `2026-11-27T14:30`."""
        return f"{self.day}" if self.time is None else f"{self.day}T{self.time.isoformat('minutes')}"

    def __lt__(self, other: object) -> bool:
        # SQL sorts the text, so the text is the order: a day alone comes before its first minute.
        return str(self) < str(other) if isinstance(other, When) else NotImplemented

    def starts(self) -> datetime:
        """The local instant at which it begins: its time, or the first minute of the day."""
        return datetime.combine(self.day, self.time or time_of_day.min)

    def ends(self) -> datetime:
        """The local instant from which it is late: its time, or 00:00 of the next day."""
        return self.starts() if self.time is not None else self.starts() + timedelta(days=1)

    def is_past(self, now: datetime) -> bool:
        """Whether it has ended by `now` (local wall clock)."""
        return now >= self.ends()


def last_day(starts: When, ends: When) -> date:
    """The last day of what goes on between the two; what ends at midnight is not on the day that begins then."""
    ended = ends.starts() - timedelta(minutes=1) if ends.time and ends > starts else ends.starts()
    return ended.date()


def monday(day: date) -> date:
    """The Monday of that day's ISO week."""
    return day - timedelta(days=day.weekday())


def month_end(day: date) -> date:
    """The last day of that day's month."""
    # Four days after the 28th it is always the next month; the calendar module would import locale at every start.
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


_EVERY_MONTH = 28
"""The last day that every month has."""


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months on, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _EVERY_MONTH:
        return date(year, month + 1, day.day)
    last = month_end(date(year, month + 1, 1))
    return last.replace(day=min(day.day, last.day))


def age(born_on: date, today: date) -> int:
    """Completed years of life; someone born on 29 February has a birthday on 1 March in common years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


class Span(Value):
    """A stretch of whole days, weeks, months, years or business days."""

    APART: ClassVar[tuple[str, ...]] = ("workdays",)
    count: int
    unit: Literal["d", "w", "m", "y", "bd"]
    workdays: Workdays = WEEKDAYS_ALONE
    """The days among which business days are counted."""

    def __str__(self) -> str:
        """The stored form: `2w`."""
        return f"{self.count}{self.unit}"

    def after(self, day: date, times: int = 1) -> date:
        """The day that many spans after `day`, or before it where `times` is negative.

        Counted from `day` itself, so that month ends do not drift: 31 Jan and two months is 31 Mar. A month without
        such a day gives its last one: 29 Feb and a year is 28 Feb.
        """
        many = self.count * times
        if self.unit == "bd":
            return self.workdays.after(day, many)
        if self.unit in "dw":
            return day + timedelta(days=many if self.unit == "d" else many * 7)
        return add_months(day, many if self.unit == "m" else many * 12)

    @property
    def least_days(self) -> int:
        """The fewest days that it is, whatever day it is counted from."""
        return self.count * {"w": 7, "m": 28, "y": 365}.get(self.unit, 1)

    def among(self, workdays: Workdays) -> "Span":
        """The same, its business days counted among those days."""
        return replace(self, workdays=workdays) if self.unit == "bd" else self


@cache
def parse_span(text: str) -> Span:
    """The span written `3d`, `2w`, `6m` or `1y`, of 1 to 999 units; Invalid otherwise."""
    found = re.fullmatch(r"([1-9][0-9]{0,2})([dwmy])", text.strip().lower())
    if not found:
        raise Invalid("is not a span of 1 to 999 days, weeks, months or years", "try 3d, 2w, 6m or 1y", typed=text)
    return Span(int(found[1]), cast('Literal["d", "w", "m", "y"]', found[2]))


def parse_term(text: str) -> Span:
    """As `parse_span`, and business days: `2bd`."""
    found = re.fullmatch(r"([1-9][0-9]{0,2})bd", text.strip().lower())
    return Span(int(found[1]), "bd") if found else parse_span(text)


@cache
def parse_lead(text: str) -> Span:
    """As `parse_term`, and `0d` for none at all."""
    return Span(0, "d") if text.strip().lower() == "0d" else parse_term(text)


def say_when(when: When | date) -> str:
    """`Fri 2026-11-27`, followed by ` 14:30` when it has a time."""
    day, clock = (when.day, when.time) if isinstance(when, When) else (when, None)
    said = f"{WEEKDAYS[day.weekday()][:3].capitalize()} {day}"
    return said if clock is None else f"{said} {clock.isoformat('minutes')}"


def say_distance(day: date, today: date) -> str:
    """`in 5 days`, `tomorrow`, `today`, `yesterday`, `9 days ago` or, from two years on, `7 years ago`."""
    days = (day - today).days
    if abs(days) <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    first, last = min(day, today), max(day, today)
    years = last.year - first.year - ((last.month, last.day) < (first.month, first.day))
    if years > 1:
        return f"in {years} years" if days > 0 else f"{years} years ago"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def say_ago(then: datetime, now: datetime) -> str:
    """`just now`, `12 minutes ago`, `3 hours ago`, `yesterday`, `3 days ago`; its moment where that is to come."""
    minutes = (now - then) // timedelta(minutes=1)
    if minutes < 0:
        return f"at {say_when(When.at(then))}"
    if then.date() != now.date() and minutes >= 12 * 60:
        return say_distance(then.date(), now.date())
    if minutes >= 60:
        return f"{_many(minutes // 60, 'hour')} ago"
    return f"{_many(minutes, 'minute')} ago" if minutes else "just now"


def local(stamp: str, zone: tzinfo | None) -> When | str:
    """A moment in UTC on the wall clock of a zone, None the system's; the text as it is where it is no moment."""
    try:
        return When.at(datetime.fromisoformat(stamp).astimezone(zone))
    except (ValueError, OverflowError):
        return stamp


def refuse_ahead(when: When, now: datetime, typed: str) -> When:
    """A moment of fact as it was typed; raises Invalid for one that is still to come."""
    if when.starts() > now:
        raise Invalid("is still to come", f"a moment up to now, {say_when(When.at(now))}", typed=typed)
    return when


def said_behind(step: str, moment: datetime) -> str:
    """A line where a step, its number and its stamp, is of a time that is still to come at a moment; else nothing."""
    number, _, at = step.partition(" ")
    # Less changes no day's list but today's, and a clock that is set by the network may be off before that.
    if at <= (moment.astimezone(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"):
        return ""
    now = say_when(When.at(moment.replace(tzinfo=None)))
    return f"the clock says {now}, and step {number} was stored at {at} (UTC): is the clock right?"


def told_now(told: str, zone: tzinfo | None) -> datetime:
    """The moment that CASELOAD_NOW tells, in a zone, None the system's."""
    try:
        moment = When.parse(told).starts()
    except ValueError:
        raise Invalid("is not a moment", "CASELOAD_NOW such as 2026-11-25T09:00", typed=told) from None
    return moment.replace(tzinfo=zone) if zone else moment.astimezone()


def day_ends(day: date, zone: tzinfo | None) -> datetime:
    """The moment in UTC at which a day is over on the wall clock of a zone, None the system's.

    Where clocks are set at midnight the day is as much longer or shorter.
    """
    midnight = datetime.combine(day + timedelta(days=1), time_of_day())
    return (midnight.replace(tzinfo=zone) if zone else midnight.astimezone()).astimezone(UTC)


def days_late(when: When, now: datetime) -> int:
    """Calendar days from its day to today once it is past; 0 on its own day and before."""
    return (now.date() - when.day).days if when.is_past(now) else 0


def say_late(when: When, now: datetime) -> str:
    """`9 days late`, or for a time less than 24 hours past `3 hours late`, `25 minutes late`; empty while not late."""
    if not when.is_past(now):
        return ""
    minutes = (now - when.ends()) // timedelta(minutes=1)
    if when.time is None or minutes >= 24 * 60:
        return f"{_many(days_late(when, now), 'day')} late"
    return f"{_many(minutes // 60, 'hour') if minutes >= 60 else _many(max(minutes, 1), 'minute')} late"


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
