"""Numbers, days and ids as directories write them."""

from datetime import date
from math import isfinite


def number(text: str) -> float | None:
    """The number in a cell; None for what is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def day(text: str) -> date | None:
    """The day in a cell, of a moment its day; None for what is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def text(value: object) -> str:
    """A value of JSON as a cell has it; nothing for null and for what is nested."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()
