"""Items in an order that was asked for."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.kinds import parse_ref
from caseload.records.of.base import Vocabulary
from caseload.reports.due import Item
from caseload.reports.items import PUBLIC
from caseload.when.dates import When


def ordered(items: Sequence[Item], keys: Sequence[str]) -> list[Item]:
    """The items by their public columns, `-` before one for downwards; Invalid for any other name.

    As in lists, nothing comes before something, and words as their scale or their vocabulary has them.
    """
    found = list(items)
    columns = {column.key: column for column in PUBLIC}
    for key in reversed(keys):
        column = columns.get(key.removeprefix("-"))
        if column is None:
            raise Invalid("is not a column of an item", f"one of {', '.join(columns)}, or -FIELD downwards", typed=key)
        found.sort(key=partial(_rank, column), reverse=key.startswith("-"))
    return found


def _rank(column: Column[Item], item: Item) -> tuple[bool, Any]:
    match column.get(item):
        case None:
            return False, None
        case Vocabulary() as word:
            return True, (word.ranked() or tuple(type(word))).index(word)
        case str() as ref if column.key in ("id", "client"):
            kind, number = parse_ref(ref) or (type(item.record), 0)
            return True, (kind.PREFIX, number)
        case When() as when:
            return True, str(when)
        case value:
            return True, value
