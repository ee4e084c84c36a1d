"""What the settings of rules.toml take: how each value is read; ValueError for what is not taken."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from caseload.when.workdays import Roll


class Setting(NamedTuple):
    """How a value is read (ValueError where it cannot be), and what it takes."""

    read: Callable[[Any], Any]
    takes: str


def _count(value: object) -> tuple[int, str]:
    """A count and its unit: 60d, -1d, 3m, 2bd, 72h; 2w and 1y are counted in days and months; 15th."""
    text = _text(value)
    if text == "15th":
        return 15, "15th"
    found = re.fullmatch(r"(-?[1-9][0-9]{0,2})(d|w|m|y|h|bd)", text)
    if not found:
        raise ValueError
    many, unit = {"w": (7, "days"), "y": (12, "months")}.get(found[2], (1, _UNITS.get(found[2], "")))
    return int(found[1]) * many, unit


_UNITS = {"d": "days", "m": "months", "h": "hours", "bd": "business-days"}


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError
    return value.strip()


def _day(value: object) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError  # noqa: TRY004  # a wrong type is one more value that is not taken
    return value


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004  # as in _day
    return value


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return read


def _percent(value: object) -> float:
    if type(value) not in (int, float) or not 0 < float(str(value)) <= 1000 or round(float(str(value)), 1) != value:
        raise ValueError
    return float(str(value))


def _of_poverty(value: object) -> str:
    if value != "poverty":
        raise ValueError
    return "poverty"


def _two_amounts(value: object) -> tuple[int, int]:
    """What one person and each further one have, in cents."""
    if not isinstance(value, dict) or set(value) != {"first", "additional"}:
        raise ValueError
    first, additional = (_cents(value[name]) for name in ("first", "additional"))
    return first, additional


def _cents(value: object) -> int:
    if type(value) not in (int, float) or not 0 < float(str(value)) <= 1_000_000:
        raise ValueError
    return round(float(str(value)) * 100)


def _tenths(value: object) -> int:
    """Cents as tenths of a cent."""
    if type(value) not in (int, float) or not 0 <= float(str(value)) <= 1000 or round(float(str(value)), 1) != value:
        raise ValueError
    return round(float(str(value)) * 10)


_SOURCE = Setting(_text, 'who says so, in quotes: "OAR 410-120-1860"')
_FROM_UNTIL = {
    "from": Setting(_day, "the first day on which it holds: 2027-01-01"),
    "until": Setting(_day, "the last day on which it holds: 2027-12-31"),
}
AREA = Setting(_two_amounts, "{ first = 15960, additional = 5680 }, in dollars a year")

CLOCK: Mapping[str, Setting] = {
    "count": Setting(_count, '"60d", "12m", "2bd", "72h", "15th", or "-1d" for the day before'),
    "anchor": Setting(_text, 'the field it counts from, such as "notice_on"'),
    "mail_days": Setting(_whole(0, 30), "the days that a notice is presumed to take, 0 to 30"),
    "roll": Setting(Roll, '"none", "workday" or "federal"'),
    "label": Setting(_text, "what it is called, in quotes"),
    "programme": Setting(_text, 'of which programme it is: "tanf"'),
    "on": Setting(_yes, "true or false"),
    "source": _SOURCE,
    **_FROM_UNTIL,
}
LIMIT: Mapping[str, Setting] = {
    "percent": Setting(_percent, "percent of poverty, such as 130 or 138.5"),
    "of": Setting(_of_poverty, '"poverty"'),
    "year": Setting(_whole(2000, 2099), "the year of the guideline that it goes by: 2026"),
    "for": Setting(_text, 'those whom it is for, in quotes: "children"'),
    "source": _SOURCE,
    **_FROM_UNTIL,
}
POVERTY: Mapping[str, Setting] = {
    "contiguous": AREA,
    "effective": Setting(_day, "the day from which it is in effect: 2027-01-15"),
    "source": _SOURCE,
}
AMOUNT: Mapping[str, Setting] = {
    "dollars": Setting(_whole(1, 1_000_000), "whole dollars"),
    "source": _SOURCE,
}
MILEAGE: Mapping[str, Setting] = {
    "cents": Setting(_tenths, "cents a mile, to a tenth: 72.5"),
    "source": _SOURCE,
}
ALL: Mapping[str, Setting] = {**CLOCK, **LIMIT, **POVERTY, **AMOUNT, **MILEAGE}
