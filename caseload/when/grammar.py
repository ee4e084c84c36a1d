"""Dates as people type them: a closed grammar that never guesses, and refuses what is not in it.

The caller passes the moment. Refusals are Invalid; those of the smaller readers do not quote what they read, so that
`recorded` may use them on what is someone else's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.when.dates import MONTHS, WEEKDAYS, DateOrder, When, add_months, monday, month_end, parse_term
from caseload.when.workdays import WEEKDAYS_ALONE, Workdays

WHEN_FORMS = 'try 2026-11-30, fri, "30 nov", +3d or "fri 2pm"'
DAY_FORMS = 'try 2026-11-30, fri, "30 nov" or +3d'

NOT_A_DATE = "is not a date"
NOT_A_TIME = "is not a time of day"
NOT_IN_CALENDAR = "is not a day of the calendar"
TWO_DIGIT_YEAR = "has a year of two digits"
NO_ORDER = "does not say which number is the month (date_order in config.toml does)"

_WEEKDAY_NUMBERS = {form: number for number, name in enumerate(WEEKDAYS) for form in (name, name[:3])}
_WEEKDAY_NUMBERS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_NUMBERS = {form: number for number, name in enumerate(MONTHS, start=1) for form in (name, name[:3])}
_MONTH_NUMBERS |= {"sept": 9}


class _Asked(NamedTuple):
    """What a typed day is read against."""

    today: date
    past: bool
    order: DateOrder | None
    workdays: Workdays


def parse_when(
    text: str, now: datetime, *,
    past: bool = False, date_order: DateOrder | None = None, workdays: Workdays = WEEKDAYS_ALONE,
) -> When:  # fmt: skip
    """The day, with its time if one is given, that someone typing `text` at `now` means; Invalid otherwise.

    A weekday is the next one after today, and a day without a year the next one, today included. With `past`, as for
    dates of fact, both are the latest one, today included.
    """
    with quoting(text, WHEN_FORMS):
        return _read(text, now, _Asked(now.date(), past, date_order, workdays))


def parse_day(
    text: str, now: datetime, *,
    past: bool = False, date_order: DateOrder | None = None, workdays: Workdays = WEEKDAYS_ALONE,
) -> date:  # fmt: skip
    """As `parse_when`, for a day alone: a time is Invalid."""
    with quoting(text, DAY_FORMS):
        when = _read(text, now, _Asked(now.date(), past, date_order, workdays))
        if when.time is not None:
            raise Invalid("has a time where only a day is wanted")
        return when.day


def parse_day_over(
    text: str, now: datetime, *, date_order: DateOrder | None = None, workdays: Workdays = WEEKDAYS_ALONE
) -> date:
    """The day that was typed, the latest past one where there is a choice; raises Invalid for one that is not over."""
    day = parse_day(text, now, past=True, date_order=date_order, workdays=workdays)
    if day >= now.date():
        accepted = f"a day before today, {now.date()}; without --as-of records are shown as they stand"
        raise Invalid("is not over", accepted, typed=text, field="--as-of")
    return day


def looks_like_time(word: str) -> bool:
    """Whether the word reads as a time (`2pm`, `14:30`, `@2pm`): one that a shell may have split from its date."""
    try:
        parse_clock(word.lower().removeprefix("@"))
    except Invalid:
        return False
    return True


@contextmanager
def quoting(text: str, accepted: str) -> Iterator[None]:
    """Refusals raised inside come out quoting `text`, as typed on this command line, and naming what is `accepted`."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.fault, accepted, typed=text) from None


def parse_clock(text: str) -> time:
    """The time in `14:30`, `2pm` or `2:30pm`, in lower case and without blanks; Invalid otherwise."""
    found = re.fullmatch(r"([0-9]{1,2})(?::([0-9]{2}))?([ap]m)?", text)
    if not found or not (found[2] or found[3]):
        raise Invalid(NOT_A_TIME)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute > 59 or (not 1 <= hour <= 12 if half else hour > 23):
        raise Invalid(NOT_A_TIME)
    return time(hour % 12 + 12 * (half == "pm") if half else hour, minute)


def calendar_day(year: str | int, month: str | int, day: str | int) -> date:
    """The day of those numbers; Invalid for one that the calendar does not have."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Invalid(NOT_IN_CALENDAR) from None


def ordered_day(numbers: tuple[str, str, str], order: DateOrder | None) -> date:
    """The day of three numbers written in that order; Invalid without an order or a year of four digits."""
    if all(len(number) <= 2 for number in numbers):
        raise Invalid(TWO_DIGIT_YEAR)
    if order is None:
        raise Invalid(NO_ORDER if orders_of(numbers) else NOT_IN_CALENDAR)
    part = dict(zip(order.value, numbers, strict=True))
    if len(part["y"]) != 4:
        raise Invalid(f"is not written in the order {order}")
    try:
        return calendar_day(part["y"], part["m"], part["d"])
    except Invalid as error:
        raise Invalid(f"{error.fault} in the order {order}") from None


def orders_of(numbers: tuple[str, str, str]) -> list[DateOrder]:
    """The orders in which three numbers are a day."""
    return [order for order in DateOrder if _is_day(numbers, order)]


def _is_day(numbers: tuple[str, str, str], order: DateOrder) -> bool:
    try:
        return bool(ordered_day(numbers, order))
    except Invalid:
        return False


def _read(text: str, now: datetime, asked: _Asked) -> When:
    words = " ".join(text.split())
    # Other scripts' digits, and letters that lower() turns into ASCII (the Kelvin sign), are no part of the grammar.
    if not words or not words.isascii():
        raise Invalid(NOT_A_DATE if words else "is empty")
    if words.lower() == "now":
        return When.at(now)
    day, clock = _split(words.lower())
    return When(_read_day(day, asked) if day else asked.today, parse_clock(clock) if clock else None)


def _split(words: str) -> tuple[str, str]:
    """Day and time, either of them perhaps empty."""
    clock = r"\d{1,2}(?::\d\d(?:[ap]m)?|[ap]m)"
    mark = r" ?@ ?| |(?<=\d{4}-\d\d-\d\d)t"
    found = re.fullmatch(f"(?:(.+?)(?:{mark}))?({clock})", words)
    return (found[1] or "", found[2]) if found else (words, "")


def _read_day(words: str, asked: _Asked) -> date:
    for pattern, read in _DAYS.items():
        if found := re.fullmatch(pattern, words):
            return read(asked, *found.groups())
    raise Invalid(NOT_A_DATE)


def _word(asked: _Asked, word: str) -> date:
    named = _NAMED.get(word)
    return named(asked.today) if named else _weekday(asked, word)


def _weekday(asked: _Asked, name: str) -> date:
    ahead = (_number(_WEEKDAY_NUMBERS, name) - asked.today.weekday()) % 7
    return asked.today + timedelta(days=-(-ahead % 7) if asked.past else ahead or 7)


def _next_week(asked: _Asked, name: str) -> date:
    return monday(asked.today) + timedelta(days=7 + _number(_WEEKDAY_NUMBERS, name))


def _offset(asked: _Asked, sign: str, span: str) -> date:
    return parse_term(span).among(asked.workdays).after(asked.today, times=-1 if sign == "-" else 1)


def _day_month(asked: _Asked, day: str, name: str, year: str | None) -> date:
    month = _number(_MONTH_NUMBERS, name)
    if year is None:
        return _nearest(asked, month, int(day))
    if len(year) <= 2:
        raise Invalid(TWO_DIGIT_YEAR)
    return calendar_day(year, month, day)


def _month_day(asked: _Asked, name: str, day: str, year: str | None) -> date:
    return _day_month(asked, day, name, year)


def _nearest(asked: _Asked, month: int, day: int) -> date:
    # 29 February may be eight years away: 2096 is followed by 2104.
    step = -1 if asked.past else 1
    for year in range(asked.today.year, asked.today.year + 9 * step, step):
        try:
            found = calendar_day(year, month, day)
        except Invalid:
            continue
        if found == asked.today or (found < asked.today) is asked.past:
            return found
    raise Invalid(NOT_IN_CALENDAR)


def _iso(_asked: _Asked, year: str, month: str, day: str) -> date:
    return calendar_day(year, month, day)


def _in_order(asked: _Asked, first: str, _separator: str, second: str, third: str) -> date:
    return ordered_day((first, second, third), asked.order)


def _number(table: Mapping[str, int], name: str) -> int:
    if name not in table:
        raise Invalid(NOT_A_DATE)
    return table[name]


_NAMED: Mapping[str, Callable[[date], date]] = {
    "today": lambda today: today,
    "tomorrow": lambda today: today + timedelta(days=1),
    "yesterday": lambda today: today - timedelta(days=1),
    "eow": lambda today: monday(today) + timedelta(days=6),
    "eom": month_end,
    "eoq": lambda today: month_end(add_months(today, -today.month % 3)),
    "eoy": lambda today: today.replace(month=12, day=31),
}

# The whole grammar of a day: the first form that fits reads it. Patterns are compiled by re when first tried.
_DAYS: Mapping[str, Callable[..., date]] = {
    r"([a-z]+)": _word,
    r"next ([a-z]+)": _next_week,
    r"([+-])(\w+)": _offset,
    r"(\d{1,2}) ([a-z]+)(?: (\d{1,4}))?": _day_month,
    r"([a-z]+) (\d{1,2})(?: (\d{1,4}))?": _month_day,
    r"(\d{4})-(\d\d)-(\d\d)": _iso,
    r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})": _in_order,
}
