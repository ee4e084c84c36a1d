"""rules.toml, read and checked: what a state, plan or payer has otherwise than the law's tables, and who says so.

It is read when something in it may count, never at every start.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, NoReturn

from caseload import paths
from caseload.errors import BadSettings
from caseload.own_law.values import ALL, AMOUNT, AREA, CLOCK, LIMIT, MILEAGE, POVERTY, Setting
from caseload.toml import MOST, decoded, line_of, tree
from caseload.value import Value


class OwnClock(NamedTuple):
    """What `[clock.KEY]` says of one deadline, for the days between which it holds."""

    key: str
    given: Mapping[str, Any]
    """What it says, by the name that the file has: count, anchor, mail_days, roll, source, on, label."""
    since: date | None
    until: date | None
    place: Callable[[str], str]
    """The path and line of one of its settings, or of the whole."""

    @property
    def says_a_figure(self) -> bool:
        """Whether it says more than that the shipped deadline counts, or does not."""
        return bool(self.given.keys() - {"on", "source"} or self.since or self.until)


class OwnGuideline(NamedTuple):
    """What `[poverty.YEAR]` says of one area."""

    year: int
    area: str
    first_cents: int
    additional_cents: int
    effective: date
    source: str
    origin: str


class Limit(NamedTuple):
    """What `[limit.PROGRAMME]` says: up to which percent of poverty somebody may be eligible, and by whom."""

    programme: str
    percent: float
    year: int
    """The year of the guideline that the programme goes by."""
    source: str
    origin: str
    whom: str = ""
    """Those whom it is for, in words: children."""
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class OwnAmount(NamedTuple):
    """What `[amount.KEY.YEAR]` says must be at stake for a level of appeal."""

    key: str
    year: int
    dollars: int
    source: str
    origin: str


class OwnMileage(NamedTuple):
    """What `[mileage.DAY]` says a mile is paid from that day on, in tenths of a cent."""

    since: date
    tenths: int
    source: str
    origin: str


class OwnLaw(Value):
    """What rules.toml says; nothing where there is no such file."""

    clocks: tuple[OwnClock, ...] = ()
    guidelines: tuple[OwnGuideline, ...] = ()
    limits: tuple[Limit, ...] = ()
    amounts: tuple[OwnAmount, ...] = ()
    mileage: tuple[OwnMileage, ...] = ()


def read_own_law(path: str | None) -> OwnLaw:
    """What the file says, or nothing where there is none; BadSettings, naming the line, for what is wrong."""
    try:
        data = paths.read(path, MOST + 1) if path else b""
    except FileNotFoundError:
        return OwnLaw()
    except OSError as error:
        raise BadSettings(f"{path} cannot be read ({error.strerror})", "mend it, or move it away") from None
    return _File(path, decoded(path, data)).read() if path else OwnLaw()


_PARTS = ("clock", "poverty", "limit", "amount", "mileage")
"""What it may have: `[clock.KEY]`, `[poverty.YEAR]`, `[limit.PROGRAMME]`, `[amount.KEY.YEAR]`, `[mileage.DAY]`."""


class _File:
    """The file while it is read: each fault is told with the line that has it."""

    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text
        self._headers: dict[str, list[int]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if found := re.match(r"\s*\[\[?([^\]]+)\]", line):
                header = re.sub(r"\s*\.\s*", ".", found[1].strip()).replace('"', "").replace("'", "")
                self._headers.setdefault(header, []).append(number)

    def read(self) -> OwnLaw:
        parts = tree(self._path, self._text)
        for name, part in parts.items():
            if name not in _PARTS or not isinstance(part, dict):
                self._refuse(name, f"{name!r} is not a table of rules", _did_you_mean(name, _PARTS))
        return OwnLaw(
            clocks=tuple(self._clocks(parts.get("clock", {}))),
            guidelines=tuple(self._guidelines(parts.get("poverty", {}))),
            limits=tuple(self._limits(parts.get("limit", {}))),
            amounts=tuple(self._amounts(parts.get("amount", {}))),
            mileage=tuple(self._mileage(parts.get("mileage", {}))),
        )

    # Its tables

    def _clocks(self, tables: Mapping[str, Any]) -> Iterator[OwnClock]:
        for key, at, given in self._periods("clock", tables, CLOCK):
            since, until = _days(given)
            clock = OwnClock(key, given, since, until, lambda name, at=at: self._at(at, name))  # type: ignore[misc]
            if not clock.given and not clock.says_a_figure:
                self._refuse(at, "says nothing", 'a count such as "60d" and its source; or on = true')
            if clock.says_a_figure:
                self._demand(at, given, "source")
            yield clock

    def _limits(self, tables: Mapping[str, Any]) -> Iterator[Limit]:
        for key, at, given in self._periods("limit", tables, LIMIT):
            self._demand(at, given, "percent", "year", "source")
            since, until = _days(given)
            whom = given.get("for", "")
            yield Limit(key, given["percent"], given["year"], given["source"], self._at(at), whom, since, until)

    def _guidelines(self, tables: Mapping[str, Any]) -> Iterator[OwnGuideline]:
        for named, table in tables.items():
            at = f"poverty.{named}"
            year = self._year(at, named)
            given = self._given(
                at, table, {**POVERTY, **{area: AREA for area in table if re.fullmatch("[A-Z]{2}", area)}}
            )
            self._demand(at, given, "effective", "source")
            areas = {area: amounts for area, amounts in given.items() if area not in ("source", "effective")}
            if not areas:
                self._refuse(at, "has no area", "contiguous = { first = 15960, additional = 5680 }, or AK, HI")
            for area, (first, additional) in areas.items():
                yield OwnGuideline(
                    year, area, first, additional, given["effective"], given["source"], self._at(at, area)
                )

    def _amounts(self, tables: Mapping[str, Any]) -> Iterator[OwnAmount]:
        for key, years in tables.items():
            if not isinstance(years, dict):
                self._refuse(f"amount.{key}", f"{key!r} is no table", "[amount.medicare-l3.2028]")
            for named, table in years.items():
                at = f"amount.{key}.{named}"
                year = self._year(at, named)
                given = self._given(at, table, AMOUNT)
                self._demand(at, given, "dollars", "source")
                yield OwnAmount(key, year, given["dollars"], given["source"], self._at(at))

    def _mileage(self, tables: Mapping[str, Any]) -> Iterator[OwnMileage]:
        for named, table in tables.items():
            at = f"mileage.{named}"
            try:
                since = date.fromisoformat(named)
            except ValueError:
                self._refuse(at, f"{named!r} is no day", "[mileage.2027-01-01], the first day of the rate")
            given = self._given(at, table, MILEAGE)
            self._demand(at, given, "cents", "source")
            yield OwnMileage(since, given["cents"], given["source"], self._at(at))

    def _periods(
        self, part: str, tables: Mapping[str, Any], settings: Mapping[str, Setting]
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Every table of a part: its key, where it is, and what it says; `[[clock.KEY]]` has several."""
        for key, found in tables.items():
            held: list[tuple[date, date, str]] = []
            for number, table in enumerate(found if isinstance(found, list) else [found]):
                at = f"{part}.{key}.{number}" if isinstance(found, list) else f"{part}.{key}"
                given = self._given(at, table, settings)
                first, last = given.get("from") or date.min, given.get("until") or date.max
                if last < first:
                    self._refuse(f"{at}.until", f"ends before it begins, {first}", f"a day on or after {first}")
                whom = given.get("for", "")
                if any(first <= end and begin <= last and whom == who for begin, end, who in held):
                    self._refuse(at, "holds for days of the one before", "from and until that do not overlap")
                held.append((first, last, whom))
                yield key, at, given

    # One table

    def _given(self, at: str, table: Any, settings: Mapping[str, Setting]) -> dict[str, Any]:
        """What a table says, each value read."""
        if not isinstance(table, dict):
            self._refuse(at, f"{at.rpartition('.')[2]!r} is no table", f"[{at}] and what it says below")
        given = {}
        for name, value in table.items():
            if name not in settings:
                self._refuse(f"{at}.{name}", f"{name!r} is not a setting", _did_you_mean(name, settings))
            try:
                given[name] = settings[name].read(value)
            except (ValueError, OverflowError):
                self._refuse(f"{at}.{name}", f"not a value of {name!r}", f"it takes {settings[name].takes}")
        return given

    def _demand(self, at: str, given: Mapping[str, Any], *names: str) -> None:
        for name in names:
            if name not in given:
                self._refuse(at, f"{name!r} is missing", f"it takes {ALL[name].takes}")

    def _year(self, at: str, named: str) -> int:
        if not re.fullmatch("20[0-9]{2}", named):
            self._refuse(at, f"{named!r} is no year", f"[{at.rpartition('.')[0]}.2027]")
        return int(named)

    def _at(self, at: str, name: str = "") -> str:
        """The path and line of a table, or of one of its settings."""
        table, _, number = at.rpartition(".")
        header, which = (table, int(number)) if number.isdigit() and len(number) < 4 else (at, 0)
        lines = self._headers.get(header, [])
        # A setting in a table of a header of its own stands between it and the next; else it is looked for.
        if name or which >= len(lines):
            return f"{self._path}, line {line_of(self._text, f'{at}.{name}' if name else at)}"
        return f"{self._path}, line {lines[which]}"

    def _refuse(self, at: str, what: str, accepted: str) -> NoReturn:
        raise BadSettings(f"{self._path}, line {line_of(self._text, at)}: {what}", accepted)


def _days(given: dict[str, Any]) -> tuple[date | None, date | None]:
    """The first and the last day, taken out of what a table says."""
    return given.pop("from", None), given.pop("until", None)


def _did_you_mean(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    # Only a mistake pays for the import.
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else f"one of {', '.join(known)}"
