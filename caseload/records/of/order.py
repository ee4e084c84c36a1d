"""Dates that cannot be right beside others: of one record, and of a record and its client. They are told, and kept."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.of.base import Record, key_of
from caseload.when.dates import When


class Life(NamedTuple):
    """What bounds the dates of a client's records, as far as it is known."""

    born_on: date | None = None
    opened_on: date | None = None
    """The opening of the first episode."""
    died_on: date | None = None

    @property
    def begins(self) -> date | None:
        """The day before which nothing of the client is dated."""
        return max(filter(None, (self.born_on, self.opened_on)), default=None)


class Odd(NamedTuple):
    """One date that is on the wrong side of another."""

    name: str
    day: date
    relation: str
    """Before or after."""
    what: str
    """What the other date is: the client's opening."""
    other: date
    part: str = ""
    """The month or the year, where that is all that is known of the day: its last day then, or its first."""

    @property
    def said(self) -> str:
        """Without the days: before the client's opening."""
        return f"{self.relation} {self.what}"


def odd(
    record: Record, life: Life | None = None, begun: Iterable[tuple[str, str, date]] = (),
    over: Iterable[tuple[str, str, date]] = (),
) -> list[Odd]:  # fmt: skip
    """The dates of a record that are before or after what they cannot be, each once; of a client's, beside that `life`.

    `begun` are days that others begin on: the field that is not before it, what began, the day; `over` are those on
    which they end.
    """
    found: dict[str, Odd] = {}
    for one in (*_beside(record, begun), *_beyond(record, over), *(_outside(record, life) if life else ())):
        found.setdefault(one.name, one)
    return list(found.values())


def is_bounded(record: Record) -> bool:
    """Whether a client's life bounds any of a record's dates."""
    return bool(record.WITHIN or record.LIVED or record.FACTS)


def _beside(record: Record, begun: Iterable[tuple[str, str, date]]) -> Iterator[Odd]:
    for earlier, later in ((first, name) for first, names in record.ORDERED.items() for name in names):
        first, last = _day(record, earlier), _day(record, later)
        if first and last and last < first:
            yield Odd(later, last, "before", key_of(earlier).replace("_", " "), first)
    for name, what, first in begun:
        if (day := _day(record, name)) and day < first:
            yield Odd(name, day, "before", what, first)


def _beyond(record: Record, over: Iterable[tuple[str, str, date]]) -> Iterator[Odd]:
    for name, what, last in over:
        if (day := _day(record, name)) and day > last:
            yield Odd(name, day, "after", what, last)


def _outside(record: Record, life: Life) -> Iterator[Odd]:
    """The dates that are before the client was born or opened, or after the client's death."""
    for name in dict.fromkeys((*record.WITHIN, *record.LIVED, *record.FACTS)):
        value = getattr(record, name)
        part = value if isinstance(value, str) else ""
        first, last = days_of(part) if part else (_day(record, name),) * 2
        if first is None or last is None:
            continue
        is_within, is_lived = name in record.WITHIN, name in record.LIVED
        if life.born_on and last < life.born_on:
            yield Odd(name, last, "before", "the client's birthday", life.born_on, part)
        elif is_within and life.opened_on and last < life.opened_on:
            yield Odd(name, last, "before", "the client's opening", life.opened_on, part)
        elif (is_within or is_lived) and life.died_on and first > life.died_on and not record.outlives:
            yield Odd(name, first, "after", "the client's death", life.died_on, part)


def days_of(part: str) -> tuple[date, date]:
    """The first and the last day of a month or a year: 2019-03, 2019."""
    year, _, month = part.partition("-")
    first = date(int(year), int(month or 1), 1)
    after = date(first.year + 1, 1, 1) if not month or first.month == 12 else date(first.year, first.month + 1, 1)
    return first, after - timedelta(days=1)


def _day(record: Record, name: str) -> date | None:
    value: When | date | None = getattr(record, name)
    return value.day if isinstance(value, When) else value
