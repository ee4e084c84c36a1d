"""A mapping as TOML that reads back the same: texts, whole numbers, true and false, lists, tables."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any


def toml(found: Mapping[str, Any]) -> str:
    """The text, values first, then the tables."""
    return "\n".join(_table(found, ())) + "\n"


def _table(found: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    tables = {key: value for key, value in found.items() if isinstance(value, dict) or _are_tables(path, value)}
    for key, value in found.items():
        if key not in tables:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in tables.items():
        name = ".".join(map(_key, (*path, key)))
        for one in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            yield from _table(one, (*path, key))


def _are_tables(path: tuple[str, ...], value: Any) -> bool:
    """Whether a list is written as tables of their own: at the top, since below they stay on their lines."""
    return not path and isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        if any(isinstance(one, dict) for one in value):
            return "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"
        return f"[{', '.join(map(_value, value))}]"
    # A text in JSON is one in TOML, but for the character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
