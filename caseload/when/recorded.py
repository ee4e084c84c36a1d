"""Dates and times as other programs write them into files: strict, quick, and silent about the value.

A value in a file may be someone's diagnosis in the wrong column, so refusals say what is wrong and never quote it.
"""

import re
from datetime import datetime, time, tzinfo
from functools import lru_cache

from caseload.errors import Invalid
from caseload.when.dates import DateOrder, When
from caseload.when.grammar import NOT_A_DATE, NOT_A_TIME, calendar_day, ordered_day, orders_of, parse_clock

RECORDED_FORMS = "write 2026-11-30, 2026-11-30 14:30, 2026-11-30T14:30:00Z or, with a date order, 11/30/2026 2:30 PM"
TIME_FORMS = "write 16:45, 16:45:00, 4:45 PM or 4pm"


def parse_recorded(text: str, order: DateOrder | None, zone: tzinfo | None) -> When:
    """The day, with its time if one is there, that a file holds; Invalid otherwise. Seconds are dropped.

    A time with `Z` or an offset is told in `zone`, or in the system's without one; any other is taken as local.
    """
    read = _read(text, order)
    return read if isinstance(read, When) else When.at(read.astimezone(zone))


@lru_cache(maxsize=2048)
def parse_time_of_day(text: str) -> time:
    """The time in `16:45`, `16:45:00`, `4:45 PM` or `4pm`; Invalid otherwise. Seconds are dropped."""
    found = re.fullmatch(r"(\d{1,2}(?::\d\d)?)(?::[0-5]\d(?:\.\d+)?)? ?([ap]m)?", _plain(text), re.ASCII)
    try:
        return parse_clock(found[1] + (found[2] or "") if found else "")
    except Invalid:
        raise Invalid(NOT_A_TIME, TIME_FORMS) from None


def lacks_order(text: str) -> Invalid:
    """The refusal of a day that is one only in some order of its numbers: which would do, and how to say it."""
    found = _DAY.match(_plain(text))
    first, separator, second, third = found.groups() if found else ("", "", "", "")
    orders = orders_of((first, second, third))
    if len(orders) != 1:
        return Invalid("may be one of two days", 'date_order = "mdy" or "dmy" in the map file says which')
    if orders[0] is not DateOrder.YMD:
        how = f'date_order = "{orders[0]}" in the map file says so'
        return Invalid(f"is a day only in the order {orders[0]}", how)
    if separator == "-":
        how = 'a month and a day of two digits, or date_order = "ymd" in the map file'
        return Invalid("has a month or a day of one digit", how)
    return Invalid("has the year first, without hyphens", 'date_order = "ymd" in the map file says so')


# What most files hold; datetime reads it in C, eight times as fast as the words below.
_ISO = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:[0-5]\d)?)?", re.ASCII)


# Without the zone, which for None is the system's: what is remembered must not depend on anything but the text.
@lru_cache(maxsize=8192)
def _read(text: str, order: DateOrder | None) -> When | datetime:
    try:
        return _read_iso(text) or _read_parts(_plain(text), order)
    except Invalid as error:
        raise Invalid(error.fault, RECORDED_FORMS) from None


def _read_iso(text: str) -> When | datetime | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        # The words below know which part is wrong.
        return None
    if moment.tzinfo:
        return moment
    return When.at(moment) if found[1] else When(moment.date())


def _read_parts(words: str, order: DateOrder | None) -> When | datetime:
    found = re.fullmatch(rf"{_DAY.pattern}(?:[t ](.+?)(?: ?(z|[+-]\d\d(?::?[0-5]\d)?))?)?", words, re.ASCII)
    if not found:
        raise Invalid(NOT_A_DATE)
    first, separator, second, third, clock, offset = found.groups()
    numbers = (first, second, third)
    iso = separator == "-" and [len(number) for number in numbers] == [4, 2, 2]
    when = When(
        calendar_day(*numbers) if iso else ordered_day(numbers, order),
        parse_time_of_day(clock) if clock else None,
    )
    return when.starts().replace(tzinfo=_zone(offset)) if offset else when


_DAY = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})", re.ASCII)


def _zone(offset: str) -> tzinfo | None:
    try:
        return datetime.fromisoformat(f"2000-01-01T00:00{offset.upper()}").tzinfo
    except ValueError:
        raise Invalid("has no such offset from UTC") from None


def _plain(text: str) -> str:
    # Spreadsheets put a narrow no-break space before PM; split() knows it for a blank.
    return " ".join(text.split()).lower()
