"""A file of settings: its text, its tables, and the line at which a key is set."""

import re
from collections.abc import Sequence
from os import PathLike
from typing import Any

from caseload.errors import BadSettings


def decoded(path: str | PathLike[str], data: bytes) -> str:
    """The text of the file; raises BadSettings, naming the line, for what is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise BadSettings(f"{path}, line {number}: not UTF-8", "save the file as UTF-8") from None


def tree(path: str | PathLike[str], text: str) -> dict[str, Any]:
    """The tables of the file; raises BadSettings, naming the line, for what is not TOML."""
    try:
        return _parsed(text)
    except ValueError as error:
        found = re.fullmatch(r"(.+) \(at line ([0-9]+), .*\)", str(error))
        number = found[2] if found else text.count("\n") + 1
        raise BadSettings(f"{path}, line {number}: not TOML", found[1] if found else str(error)) from None


def _parsed(text: str) -> dict[str, Any]:
    # Only those who keep a config pay for the import, at every start.
    import tomllib

    return tomllib.loads(text)


def line_of(text: str, key: str) -> int:
    """The line that sets the key; a.0 is the first of `[[a]]`.

    tomllib keeps no lines, so it is the first at which the file so far has it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    for count in range(1, len(lines)):
        try:
            if _has(_parsed("\n".join(lines[:count])), key.split(".")):
                return count
        except ValueError:
            continue
    return len(lines)


def _has(table: Any, path: Sequence[str]) -> bool:
    """Whether a table, or a value, stands there; one with a dot in its own name is found by its table."""
    if path and isinstance(table, list) and path[0].isdecimal():
        return int(path[0]) < len(table) and _has(table[int(path[0])], path[1:])
    return not path or (isinstance(table, dict) and path[0] in table and _has(table[path[0]], path[1:]))
