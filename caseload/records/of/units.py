"""How contacts become the units that a payer counts: visits, days, or minutes by a rule of rounding.

No rule is a default. Those of which facts name one source alone are configurable, and say so in ROUNDINGS.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from caseload.records.of.base import Vocabulary


class Unit(Vocabulary):
    """What a payer counts in."""

    VISIT = "visit"
    HOUR = "hour"
    QUARTER_HOUR = "15min"
    DAY = "day"
    DOLLAR = "dollar"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Other words for them."""
        return {"visits": "visit", "hours": "hour", "days": "day", "dollars": "dollar", "15-min": "15min",
                "15-minutes": "15min", "session": "visit", "sessions": "visit"}  # fmt: skip

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What payers write."""
        return {
            "encounter": "visit", "encounters": "visit", "trip": "visit", "trips": "visit", "hr": "hour",
            "hrs": "hour", "hourly": "hour", "60-min": "hour", "60-minutes": "hour", "15-mins": "15min",
            "15-minute": "15min", "15-m": "15min", "15m": "15min", "15mins": "15min", "15minutes": "15min",
            "15-minute-unit": "15min", "15-minute-units": "15min", "quarter-hour": "15min",
            "quarter-hours": "15min", "quarter-of-an-hour": "15min", "1/4-hour": "15min", "daily": "day",
            "per-diem": "day", "per-day": "day", "$": "dollar", "usd": "dollar", "us-dollars": "dollar",
        }  # fmt: skip


class Rounding(Vocabulary):
    """How minutes become units."""

    EIGHT_MINUTE = "eight-minute"
    EIGHT_MINUTE_PER_SERVICE = "eight-minute-per-service"
    FULL = "full"
    FIRST_MINUTE_THEN_HALF = "first-minute-then-half"
    CONTACT_DAY = "contact-day"
    MONTH = "month"


_TIME = (Unit.HOUR, Unit.QUARTER_HOUR)

SUITS: Mapping[Rounding, tuple[Unit, ...]] = {
    **dict.fromkeys(
        (Rounding.EIGHT_MINUTE, Rounding.EIGHT_MINUTE_PER_SERVICE, Rounding.FULL, Rounding.FIRST_MINUTE_THEN_HALF),
        _TIME,
    ),
    Rounding.CONTACT_DAY: (Unit.DAY,),
    Rounding.MONTH: (Unit.VISIT, Unit.DAY),
}
"""The units that a rule makes."""

ROUNDINGS: Mapping[Rounding, tuple[str, str]] = {
    Rounding.EIGHT_MINUTE: ("Medicare timed codes, CMS Pub 100-04 ch. 5 s.20.2", "verified"),
    Rounding.EIGHT_MINUTE_PER_SERVICE: ("the AMA's rule of eights", "verified"),
    Rounding.FULL: ("Broward County, Florida", "one source"),
    Rounding.FIRST_MINUTE_THEN_HALF: ("Arizona AHCCCS, T1016", "one source"),
    Rounding.CONTACT_DAY: ("Maryland adult TCM", "one source"),
    Rounding.MONTH: ("HCPCS T2022, T2023", "one source"),
}
"""Whose rule each is, and how well that is known."""


class Delivery(NamedTuple):
    """One contact of a service: when, how long, and whether it was with the client rather than someone around."""

    day: date
    minutes: int | None
    with_client: bool = True


def is_timed(unit: Unit) -> bool:
    """Whether it is made of minutes, so that it takes a rule."""
    return unit in _TIME


def rule_for(unit: Unit, own: Rounding | None, of_payer: Rounding | None) -> Rounding | None:
    """The rule by which units are counted: the authorization's own, else the payer's where it makes such units."""
    return own or (of_payer if of_payer and unit in SUITS[of_payer] else None)


def by_day(unit: Unit, rule: Rounding | None, found: Iterable[Delivery]) -> dict[date, float] | None:
    """The units of each day; None where what was delivered does not tell: dollars, and minutes without a rule.

    A visit and a day take the client; minutes count with someone around the client, too.
    """
    if unit is Unit.DOLLAR or (is_timed(unit) and rule is None):
        return None
    days: dict[date, list[Delivery]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.day):
        if is_timed(unit) or one.with_client:
            days[one.day].append(one)
    if rule is Rounding.MONTH:
        firsts = {(day.year, day.month): day for day in sorted(days, reverse=True)}
        return dict.fromkeys(sorted(firsts.values()), 1.0)
    units = {day: _units(unit, rule, each) for day, each in days.items()}
    return {day: count for day, count in units.items() if count}


_CONTACT_DAY = 60
"""The minutes of contact that make a day one."""


def _units(unit: Unit, rule: Rounding | None, of_day: Iterable[Delivery]) -> float:
    each = list(of_day)
    minutes = [one.minutes or 0 for one in each]
    if rule is Rounding.CONTACT_DAY:
        return float(sum(minutes) >= _CONTACT_DAY)
    if rule is None:
        return float(len(each)) if unit is Unit.VISIT else 1.0
    parts = minutes if rule is Rounding.EIGHT_MINUTE_PER_SERVICE else [sum(minutes)]
    quarters = sum(quarter_hours(rule, part) for part in parts)
    return quarters / 4 if unit is Unit.HOUR else float(quarters)


def quarter_hours(rule: Rounding, minutes: int) -> int:
    """The units of 15 minutes that some minutes are."""
    if rule is Rounding.FULL:
        return minutes // 15
    if rule is Rounding.FIRST_MINUTE_THEN_HALF:
        return 0 if minutes < 1 else max(1, (minutes + 7) // 15)
    return (minutes + 7) // 15
