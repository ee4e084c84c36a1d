"""A page for people (today, the agenda, the digest, a client's file): what it says, not how it looks.

`text` and `table` render the same page, for pipes and for terminals.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from caseload.output.columns import Column, grouped

T = TypeVar("T")

_BAR_WIDTH = 12
_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Listing(Generic[T]):
    """Rows in columns, a line each, sorted by `group` (a client, a day) if there is one.

    A `limit` above 0 shows that many rows and counts the others, with `rest` saying where they are. Without
    `headings` a column that is empty in every row is left out.
    """

    rows: Sequence[T]
    columns: Sequence[Column[T]]
    group: Callable[[T], str] | None = None
    limit: int = 0
    rest: str = ""
    headings: bool = False

    def first(self) -> Sequence[T]:
        """The rows to show."""
        return self.rows[: self.limit] if self.limit else self.rows

    def filled(self) -> Sequence[Column[T]]:
        """The columns to show."""
        if self.headings:
            return self.columns
        return [column for column in self.columns if any(map(column.shown, self.first()))]

    def grouped(self) -> list[tuple[str, list[T]]]:
        """The rows to show, under the names of their groups."""
        return grouped(self.first(), self.group)

    def others(self) -> str:
        """One line on the rows that are not shown; empty when all are."""
        count = len(self.rows) - len(self.first())
        said = f"and {count} more" if count else ""
        return f"{said}: {self.rest}" if said and self.rest else said


@dataclass(frozen=True)
class Facts:
    """Labels and values, a pair a line; `styles` gives the style word of a label's value."""

    pairs: tuple[tuple[str, object], ...]
    styles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lines:
    """Prose: paragraphs, a string each."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Gauge:
    """How far one goal has come: a fraction of the way (None when it cannot be told), measured values, words.

    `by`, the day it is wanted, is never cut.
    """

    label: str
    fraction: float | None = None
    spark: tuple[float, ...] = ()
    text: str = ""
    style: str = ""
    by: str = ""


@dataclass(frozen=True)
class Progress:
    """Gauges under one another."""

    gauges: tuple[Gauge, ...]

    def listing(self) -> Listing[Gauge]:
        """The gauges as rows: label, bar, percentage, course of the values, the day, words."""
        return Listing(self.gauges, _GAUGE_COLUMNS)


Body = Listing[Any] | Facts | Lines | Progress


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and perhaps a sentence between the two."""

    heading: str
    body: Body = Lines(())
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A title, sections in reading order, and a last line."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = ()
    footer: str = ""


def bar(fraction: float, width: int) -> str:
    """A bar of `width` characters, full only at 1 and empty only at 0."""
    filled = round(min(max(fraction, 0), 1) * width)
    if 0 < fraction < 1:
        filled = min(max(filled, 1), width - 1)
    return "█" * filled + "░" * (width - filled)


def spark(values: Sequence[float]) -> str:
    """A character a value, from the lowest to the highest of them; all of middle height when they are equal."""
    if not values:
        return ""
    low, high = min(values), max(values)
    if low == high:
        return "▄" * len(values)
    return "".join(_SPARKS[round((value - low) / (high - low) * (len(_SPARKS) - 1))] for value in values)


def _percent(gauge: Gauge) -> str:
    if gauge.fraction is None:
        return ""
    percent = round(gauge.fraction * 100)
    # 99.6 is not there yet.
    return f"{min(percent, 99) if gauge.fraction < 1 else percent}%"


def _bar(gauge: Gauge) -> str:
    return "" if gauge.fraction is None else bar(gauge.fraction, _BAR_WIDTH)


_GAUGE_COLUMNS: Sequence[Column[Gauge]] = (
    Column("label", lambda gauge: gauge.label, text=True),
    Column("bar", _bar),
    Column("percent", _percent, right=True),
    Column("spark", lambda gauge: spark(gauge.spark)),
    Column("by", lambda gauge: gauge.by, style=lambda gauge: gauge.style),
    Column("text", lambda gauge: gauge.text, text=True, style=lambda gauge: gauge.style),
)
