"""What someone says that the columns of a foreign file mean: in a map file, and on the command line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from caseload import paths
from caseload.errors import Invalid
from caseload.records.of.names import fold
from caseload.toml import MOST, parsed
from caseload.when.dates import DateOrder

OTHER = "*"
"""Any other cell that is not blank; in what it stands for, the cell itself."""

Words = Mapping[str, Mapping[str, str]]
"""What the cells of a column mean: by folded cell, the fields that it sets, "" for the column's own."""


@dataclass(frozen=True, kw_only=True)
class Map:
    """What a map file says; `columns` has fields by heading, `values` translations by heading."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    join: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    date_order: DateOrder | None = None


def read_map(path: Path) -> Map:
    """The map in a TOML file; raises Invalid naming the file and the key that is wrong."""
    try:
        said = parsed(paths.read(path, MOST + 1).decode("utf-8-sig"))
    except OSError as error:
        raise Invalid(f"{path} cannot be read ({error.strerror})", "a map file; make one with --guess") from None
    except ValueError as error:
        fault = "not UTF-8" if isinstance(error, UnicodeDecodeError) else f"not TOML ({error})"
        raise Invalid(f"{path}: {fault}", "see caseload help import") from None
    try:
        for key in said:
            known(key, _KEYS, "key of a map file")
        return Map(**{key: _KEYS[key](value) for key, value in said.items()})
    except Invalid as error:
        raise Invalid(f"{path}: {error.what}", error.next_step) from None


def typed(said: Map, columns: Iterable[str], constants: Iterable[str]) -> Map:
    """The map with what stood on the command line, `--map column=field` and `--set field=value`, over it."""
    pairs = [_pair(text, "--map", "COLUMN=FIELD") for text in columns]
    left_out = tuple(column for column, key in pairs if not key)
    mapped = {column: key for column, key in {**said.columns, **dict(pairs)}.items() if key}
    values = {column: words for column, words in said.values.items() if column not in left_out}
    given = {**said.constants, **dict(_pair(text, "--set", "FIELD=VALUE") for text in constants)}
    return replace(said, columns=mapped, values=values, constants=given, leave_out=(*said.leave_out, *left_out))


def known(word: str, words: Iterable[str], what: str) -> str:
    """The word itself if it is one of `words`; raises Invalid, with the nearest, for what is not such a `what`."""
    if word not in words:
        raise Invalid(f'"{word}" is not a {what}', nearest(word, list(words)))
    return word


def nearest(word: str, words: Sequence[str]) -> str:
    """A question with the word that may be meant, or all of them."""
    near = get_close_matches(word, words, 1)
    return f'did you mean "{near[0]}"?' if near else f"one of {', '.join(words)}"


def _pair(text: str, flag: str, shape: str) -> tuple[str, str]:
    # A heading may hold a =, a field never does; the value of --set may.
    left, equals, right = text.rpartition("=") if flag == "--map" else text.partition("=")
    if not equals or not left:
        raise Invalid("has no =", shape, typed=text, field=flag)
    return left.strip(), right.strip() if flag == "--map" else right


# What a map file may hold: each key with what reads it, Invalid for anything else.


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str() | int() | float() | date() | time():
            return str(value)
    raise Invalid("a table or a list stands where one value is meant", 'a text in quotes, such as "due"')


def _texts(value: object) -> dict[str, str]:
    return {key: _text(one) for key, one in _table(value).items()}


def _words(value: object) -> dict[str, Words]:
    tables = {column: _table(cells).items() for column, cells in _table(value).items()}
    return {
        column: {fold(cell): _texts(one) if isinstance(one, dict) else {"": _text(one)} for cell, one in cells}
        for column, cells in tables.items()
    }


def _list(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Invalid("leave_out is not a list", 'leave_out = ["Column", "Another"]')
    return tuple(map(_text, value))


def _order(value: object) -> DateOrder:
    try:
        return DateOrder(str(value))
    except ValueError:
        raise Invalid("date_order is not an order", 'one of "mdy", "dmy", "ymd"') from None


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid("one value stands where a table is meant", 'such as [columns], or [values."Status"]')
    return value


_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "columns": _texts, "values": _words, "constants": _texts, "join": _texts, "leave_out": _list, "date_order": _order
}  # fmt: skip
