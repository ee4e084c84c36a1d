"""A file of settings: its text, its tables, and the line at which a key is set."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from os import PathLike
from typing import Any

from caseload.errors import BadSettings

MOST = 1 << 18
"""Bytes of a file of TOML, which people write by hand: some thousand lines."""

_SHORT, _SECONDS = 4_000, 1
"""Characters that are soon read whatever they are, and a second of the processor for more: a key of ten thousand parts
takes minutes."""


def decoded(path: str | PathLike[str], data: bytes) -> str:
    """The text of the file; raises BadSettings, naming the line, for what is not UTF-8, or more than MOST."""
    if len(data) > MOST:
        raise BadSettings(f"{path}: more than {MOST >> 10} kB", "a file of settings")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise BadSettings(f"{path}, line {number}: not UTF-8", "save the file as UTF-8") from None


def tree(path: str | PathLike[str], text: str) -> dict[str, Any]:
    """The tables of the file; raises BadSettings, naming the line, for what is not TOML."""
    try:
        return parsed(text)
    except ValueError as error:
        found = re.fullmatch(r"(.+) \(at line ([0-9]+), .*\)", str(error))
        number = found[2] if found else text.count("\n") + 1
        raise BadSettings(f"{path}, line {number}: not TOML", found[1] if found else str(error)) from None


def parsed(text: str) -> dict[str, Any]:
    """The tables of a text; raises ValueError, whose words are for people, for what is not TOML, or too much of it."""
    # Only those who keep a config pay for the imports, at every start.
    import tomllib

    if len(text) > MOST:
        raise ValueError(f"more than {MOST >> 10} kB")
    try:
        if len(text) < _SHORT:
            return tomllib.loads(text)
        from caseload.endless import EndlessError, given_up_after

        try:
            with given_up_after(_SECONDS):
                return tomllib.loads(text)
        except EndlessError:
            raise ValueError("its keys have too many parts") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError as error:
        if "sys." in str(error):
            raise ValueError("a number has thousands of digits") from None
        raise


def line_of(text: str, key: str) -> int:
    """The line that sets the key; a.0 is the first of `[[a]]`.

    tomllib keeps no lines, so it is the first at which the file so far has it, found by halves.
    """
    from caseload.endless import EndlessError, given_up_after

    lines = text.replace("\r\n", "\n").split("\n")
    lacks, end, found = 0, len(lines), len(lines)
    try:
        with given_up_after(_SECONDS):
            while lacks + 1 < end:
                middle = (lacks + end) // 2
                at, tables = next(_whole(lines, middle, end), (0, {}))
                if at and not _has(tables, key.split(".")):
                    lacks = at
                else:
                    end, found = middle, at or found
    except EndlessError:
        pass
    return found


def _whole(lines: Sequence[str], first: int, end: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """From the first on, how many lines have no value that goes on below them, and the tables in them."""
    import tomllib

    for count in range(first, end):
        with suppress(ValueError):
            yield count, tomllib.loads("\n".join(lines[:count]))


def _has(table: Any, path: Sequence[str]) -> bool:
    """Whether a table, or a value, stands there; one with a dot in its own name is found by its table."""
    if path and isinstance(table, list) and path[0].isdecimal():
        return int(path[0]) < len(table) and _has(table[int(path[0])], path[1:])
    return not path or (isinstance(table, dict) and path[0] in table and _has(table[path[0]], path[1:]))
