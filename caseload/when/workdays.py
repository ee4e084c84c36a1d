"""Which days are worked, and counting in them: Monday to Friday, but for public holidays and days of the user's own.

Public holidays are those of the `holidays` library, which knows countries and their states up to the year 2100.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar

from caseload.errors import Invalid
from caseload.value import Value

MOST_DAYS = 200
"""How many days of their own users may name: where none were left to work, counting would not end."""

_OBSERVED = " (observed)"


class Roll(StrEnum):
    """Which days a last day does not fall on: it moves to the next one that is worked."""

    NONE = "none"
    WORKDAY = "workday"
    """A weekend, a holiday of config.toml."""
    FEDERAL = "federal"
    """A weekend, a US federal holiday."""


class Workdays(Value):
    """The days that are worked, as `[holidays]` of config.toml has them; Monday to Friday where it says nothing."""

    APART: ClassVar[tuple[str, ...]] = ("place",)
    country: str = ""
    """Two letters, of ISO 3166; no public holidays without one."""
    state: str = ""
    """A part of the country that has holidays of its own, of ISO 3166-2: OH."""
    extra: tuple[str, ...] = ()
    """Days off besides: 2026-12-24, or 12-24 for every year."""
    left_out: tuple[str, ...] = ()
    """Holidays that are worked all the same, by day or by name."""
    place: Callable[[str], str] = "{} in config.toml".format
    """Where in the file a key is set: its path and line."""

    def is_workday(self, day: date) -> bool:
        """Whether that day is worked; raises Invalid for a country, state or holiday that there is not."""
        return day.weekday() < 5 and not self.holiday(day)

    def holiday(self, day: date) -> str:
        """What holiday a day is, or nothing; raises Invalid for a country, state or holiday that there is not."""
        if _is_among(day, self.extra):
            return "a day off"
        if self.country == "US" and not self.state and not self.left_out and not may_be_federal(day):
            # Deadlines of an agency roll by these days on every page: the library is slow to load.
            return ""
        said = self._public(day.year).get(day, "") if self.country else ""
        return "" if _is_among(day, self.left_out) else said

    def after(self, day: date, count: int) -> date:
        """The workday that many after a day, or before it where the count is negative; the day itself for none."""
        step, left = timedelta(days=1 if count > 0 else -1), abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def rolled(self, day: date) -> date:
        """The day, or where it is not worked the next one that is."""
        return day if self.is_workday(day) else self.after(day, 1)

    def said(self) -> str:
        """What is settled, for people: Monday to Friday, without holidays of US-OH, 1 day off and 1 left out."""
        where = "-".join(filter(None, (self.country, self.state)))
        own = [f"{len(self.extra)} more of your own"] if self.extra else []
        own += [f"{len(self.left_out)} left out"] if self.left_out else []
        days = [f"the holidays of {where}" if where else "holidays: none is set (see caseload help clocks)", *own]
        return f"Monday to Friday without {', '.join(days)}"

    def _public(self, year: int) -> dict[date, str]:
        """The public holidays of a year that are not left out by name."""
        try:
            found = _public(self.country, self.state, year)
        except NotImplementedError:
            key = "holidays.state" if self.state and self._is_country(year) else "holidays.country"
            unknown = self.state if key == "holidays.state" else self.country
            accepted = 'country = "US", state = "OH": codes of ISO 3166 that the holidays library knows'
            raise Invalid(f"{self.place(key)}: no holidays of {unknown!r} are known", accepted) from None
        names = [name.casefold() for name in self.left_out if not _is_day(name)]
        if not names:
            return found
        around = range(year - 4, year + 5)
        known = {one for each in around for said in _public(self.country, self.state, each).values()
                 for one in _names(said)}  # fmt: skip
        for name in names:
            if name not in known:
                fault = f"{self.place('holidays.except')}: {name!r} is no holiday of {self.country}"
                raise Invalid(fault, f"a day, or one of {', '.join(sorted(known))}")
        return {day: said for day, said in found.items() if not set(_names(said)) <= set(names)}

    def _is_country(self, year: int) -> bool:
        try:
            _public(self.country, "", year)
        except NotImplementedError:
            return False
        return True


WEEKDAYS_ALONE = Workdays()
"""Monday to Friday, whatever day it is."""

FEDERAL = Workdays("US")
"""The days on which the offices of the US government work."""


@lru_cache(maxsize=64)
def _public(country: str, state: str, year: int) -> dict[date, str]:
    """The public holidays of a year with their names in English where there are such; NotImplementedError for none."""
    from holidays import country_holidays

    found = country_holidays(country, subdiv=state or None, years=year, language="en_US")
    return {day: str(found[day]) for day in found if day.year == year}


def may_be_federal(day: date) -> bool:
    """Whether a holiday of the US government may fall on that day, or be observed on it; a test asks the library."""
    if day.year < _SINCE or (day.month, day.day) in _AROUND_DATES:
        return True
    last_of_may = day.month == 5 and day.weekday() == 0 and day.day > 24
    return last_of_may or (day.month, day.weekday(), (day.day - 1) // 7) in _NTH


_SINCE = 1986
"""Since when the days are what they are, but for Juneteenth."""

_AROUND_DATES = frozenset(
    [(12, 31), (1, 1), (1, 2)]
    + [(month, day + by) for month, day in ((6, 19), (7, 4), (11, 11), (12, 25)) for by in (-1, 0, 1)]
)
"""Month and day of holidays with a date, and those beside them: on a Saturday they are observed the day before."""

_NTH = frozenset(((1, 0, 2), (2, 0, 2), (9, 0, 0), (10, 0, 1), (11, 3, 3)))
"""Month, weekday and which of the month: the third Monday of January, the fourth Thursday of November."""


def _names(said: str) -> list[str]:
    """Each name of a day that may be several holidays, as it is compared: without (observed)."""
    return [one.casefold().removesuffix(_OBSERVED) for one in said.split("; ")]


def _is_among(day: date, listed: tuple[str, ...]) -> bool:
    return bool(listed) and (str(day) in listed or str(day)[5:] in listed)


def _is_day(text: str) -> bool:
    return re.fullmatch(r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", text) is not None


# How config.toml says it; ValueError for what is not taken.


def country(value: object) -> str:
    """A country: US."""
    return _matching(value, "[A-Z]{2}")


def state(value: object) -> str:
    """A state, or what a country has instead: OH."""
    return _matching(value, "[A-Z0-9]{1,6}")


def days(value: object) -> tuple[str, ...]:
    """Days, each of one year or of every year: ["2026-12-24", "12-24"]; TOML's own dates too."""
    found = days_or_names(value)
    if not all(map(_is_day, found)):
        raise ValueError
    return found


def days_or_names(value: object) -> tuple[str, ...]:
    """Days, or the names of holidays."""
    if not isinstance(value, list) or len(value) > MOST_DAYS:
        raise ValueError
    return tuple(map(_day_or_name, value))


def _day_or_name(value: object) -> str:
    text = str(value) if type(value) is date else value
    if not isinstance(text, str) or not text.strip():
        raise ValueError
    if _is_day(text):
        # 2028 has a 29 February.
        date.fromisoformat(text if len(text) > 5 else f"2028-{text}")
    return text.strip()


def _matching(value: object, pattern: str) -> str:
    text = value.strip().upper() if isinstance(value, str) else ""
    if not re.fullmatch(pattern, text):
        raise ValueError
    return text
