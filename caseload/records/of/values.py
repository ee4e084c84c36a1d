"""A stored value as people and files read it: one form in cells, one in JSON."""

from datetime import date
from enum import StrEnum

from caseload.when.dates import When


def number(value: float) -> str:
    """The shortest decimal that reads back as `value`; no trailing `.0`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def cell(value: object) -> str:
    """A value as one cell of text: nothing is empty, true is yes, several are joined by blanks."""
    match value:
        case None:
            return ""
        case str():
            return str(value)
        case bool():
            return "yes" if value else "no"
        case float():
            return number(value)
        case tuple():
            return " ".join(cell(one) for one in value)
        case _:
            return str(value)


def jsonable(value: object) -> object:
    """A value as `json` writes it: nothing is null, dates and words are text, several are an array."""
    match value:
        case None | bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        case StrEnum():
            return value.value
        case tuple():
            return [jsonable(one) for one in value]
        case date() | When():
            return str(value)
        case _:
            return value if isinstance(value, str) else str(value)
