"""What the values of some fields say of others of which nothing was said."""

from collections.abc import Mapping
from typing import Any

from caseload.records.of.base import Record


def implied(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that others say, of fields of which nothing is said."""
    words: Mapping[str, Any] = kind.DEFAULTS
    return {
        name: type(words[name])(word)
        for field, (name, word) in kind.IMPLIES.items()
        if values.get(field) is not None and name not in values
    }
