"""What a mile is paid, by the day it was driven: rates of the IRS, and before them the user's own.

Rates are in tenths of a cent, miles in tenths, money in whole cents, half a cent up.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseload.errors import Invalid


class Rate(NamedTuple):
    """What a mile is paid from one day on, until another where that is known."""

    since: date
    tenths: int
    """Of a cent."""
    source: str
    until: date | None = None
    origin: str = ""
    """Where in rules.toml it is; nothing for one that is shipped."""

    @property
    def said(self) -> str:
        """In cents: 72.5."""
        return f"{self.tenths / 10:.1f}".removesuffix(".0")


SHIPPED = (
    Rate(date(2024, 1, 1), 670, "IRS Notice 2024-08", date(2024, 12, 31)),
    Rate(date(2025, 1, 1), 700, "IRS Notice 2025-05", date(2025, 12, 31)),
    Rate(date(2026, 1, 1), 725, "IRS Notice 2026-10", date(2026, 6, 30)),
    Rate(date(2026, 7, 1), 760, "IRS Announcement 2026-11", date(2026, 12, 31)),
)
"""The standard rates for business, verified; none is known before or after."""


def rate_on(day: date, own: Sequence[Rate] = ()) -> Rate | None:
    """What a mile of that day is paid: the user's own rate, each of which holds until the next; else that of the IRS.

    None where nobody has said one.
    """
    mine = [one for one in own if one.since <= day and (one.until is None or day <= one.until)]
    if mine:
        return max(mine, key=lambda one: one.since)
    return next((one for one in SHIPPED if one.since <= day and one.until and day <= one.until), None)


def cents(tenths_of_miles: int, rate: Rate) -> int:
    """What so many tenths of a mile come to, in whole cents, half a cent up."""
    return (tenths_of_miles * rate.tenths + 50) // 100


def tenths(miles: float) -> int:
    """Miles as whole tenths."""
    return round(miles * 10)


MOST = 99_999_999
"""Tenths that an odometer shows at most, and more than anybody drives."""


def driven(typed: str) -> float:
    """Miles as people type them: 6.3, or what the odometer said before and after, 45120-45126.3.

    Raises Invalid for what is none, is below zero, finer than a tenth, or runs backwards.
    """
    text = typed.strip().replace(",", "").replace("..", "-").replace(" ", "-")
    if text.startswith("-"):
        raise Invalid("is below zero", _TAKES, typed=typed, field="--miles")
    first, dash, last = text.partition("-")
    begun, ended = (_read(part.strip("-"), typed) for part in (first, last if dash else first))
    if not dash:
        return begun / 10
    if ended < begun:
        raise Invalid(
            "runs backwards: the odometer only grows", "the smaller number first", typed=typed, field="--miles"
        )
    return (ended - begun) / 10


_TAKES = "miles such as 6.3, or the odometer before and after: 45120-45126.3"


def _read(text: str, typed: str) -> int:
    whole, dot, part = text.partition(".")
    if not (whole or part) or not (whole + part).isdecimal() or not text.isascii() or (dot and not part):
        raise Invalid("is no distance", _TAKES, typed=typed, field="--miles")
    if len(part) > 1:
        raise Invalid("is finer than a tenth of a mile", _TAKES, typed=typed, field="--miles")
    found = int(f"{whole or 0}{part or 0}") if len(whole) < 12 else MOST + 1
    if found > MOST:
        raise Invalid("is more than any odometer shows", _TAKES, typed=typed, field="--miles")
    return found
