"""How far goals have come, as rows of a page: label, bar, percentage, course of the values, the day, words."""

from collections.abc import Sequence
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Listing

_BAR_WIDTH = 12
_SPARKS = "▁▂▃▄▅▆▇█"


class Gauge(NamedTuple):
    """How far one goal has come: a fraction of the way (None when it cannot be told), measured values, words.

    `by`, the day it is wanted, is never cut.
    """

    label: str
    fraction: float | None = None
    spark: tuple[float, ...] = ()
    text: str = ""
    style: str = ""
    by: str = ""


def gauges(found: Sequence[Gauge]) -> Listing[Gauge]:
    """The gauges under one another."""
    return Listing(found, _COLUMNS)


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


_COLUMNS: Sequence[Column[Gauge]] = (
    Column("label", lambda gauge: gauge.label, text=True),
    Column("bar", _bar),
    Column("percent", _percent, right=True),
    Column("spark", lambda gauge: spark(gauge.spark)),
    Column("by", lambda gauge: gauge.by, style=lambda gauge: gauge.style),
    Column("text", lambda gauge: gauge.text, text=True, style=lambda gauge: gauge.style),
)
