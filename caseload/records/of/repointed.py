"""A record with everything that it refers to under other numbers, or without what is not there any more."""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from caseload.errors import Invalid
from caseload.records.kinds import kind_of, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.value import replace

R = TypeVar("R", bound=Record)
NumberOf = Callable[[type[Record], int], int | None]
"""The number that a record of a kind has there, by the one it has here; None where it is not there."""


def repointed(record: R, number_of: NumberOf) -> R | None:
    """The record with its references as they are there; None where it is none without one that is not there."""
    new: dict[str, Any] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if not field.refers or value is None:
            continue
        kind = kind_of(field.refers)
        if field.many:
            new[field.name] = tuple(there for one in value if (there := number_of(kind, one)) is not None)
        else:
            new[field.name] = number_of(kind, value)
            if new[field.name] is None and not field.optional:
                return None
    if named := named_in_text(record.TABLE, record, number_of):
        new |= named
        if record.TABLE == "waiver" and new["item"] is None:
            return None
    try:
        return replace(record, **new)
    except Invalid:
        return None


def named_in_text(table: str, holder: Any, number_of: NumberOf) -> dict[str, Any]:
    """The texts of a record of a table, or of what has its fields, with the ids in them as they are there."""
    named = _IN_TEXT.get(table)
    return named(holder, number_of) if named else {}


def whole(records: Iterable[Record], number_of: NumberOf) -> tuple[list[Record], list[Record]]:
    """Those that are there whole, each as `repointed` has it, and those that are none without what is not.

    What is not there, for it is none without another, is not there for those that refer to it either.
    """
    left, gone = list(records), list[Record]()
    without: set[tuple[type[Record], int]] = set()

    def there(kind: type[Record], number: int) -> int | None:
        return None if (kind, number) in without else number_of(kind, number)

    while True:
        made = [(one, repointed(one, there)) for one in left]
        lost = [one for one, new in made if new is None]
        if not lost:
            return [new for _, new in made if new is not None], gone
        gone += lost
        without |= {(type(one), one.id) for one in lost}
        left = [one for one, new in made if new is not None]


def _ref(text: str, number_of: NumberOf) -> str | None:
    """A typed id as it is there; None where it is not, or is none."""
    found = parse_ref(text)
    number = number_of(*found) if found else None
    return f"{found[0].PREFIX}{number}" if found and number is not None else None


def _item(waiver: Any, number_of: NumberOf) -> dict[str, Any]:
    return {"item": _ref(waiver.item, number_of)}


def _waiting_on(task: Any, number_of: NumberOf) -> dict[str, Any]:
    """What it waits for: ids among words; one that is not there is waited for no more."""
    if task.waiting_on is None:
        return {}
    each = [(one, parse_ref(one)) for one in task.waiting_on.split(", ")]
    kept = [_ref(one, number_of) if found and one == one.strip().lower() else one for one, found in each]
    return {"waiting_on": ", ".join(one for one in kept if one is not None) or None}


def _picture(plan: Any, number_of: NumberOf) -> dict[str, Any]:
    """The goals as they stood: of one that is not there nothing."""
    if plan.goals_as_revised is None:
        return {}
    each = [(goal, _ref(str(goal["id"]), number_of)) for goal in json.loads(plan.goals_as_revised)]
    kept = [{**goal, "id": there} for goal, there in each if there is not None]
    return {"goals_as_revised": json.dumps(kept, ensure_ascii=False)}


def _records(disclosure: Any, number_of: NumberOf) -> dict[str, Any]:
    """Which records went out; of those that are not there how many more there were."""
    from caseload.records.disclosure import held, spread

    refs, more = spread(disclosure.records)
    there = [one for one in (_ref(ref, number_of) for ref in refs) if one is not None]
    return {"records": held(there, more + len(refs) - len(there))}


_IN_TEXT: dict[str, Callable[[Any, NumberOf], dict[str, Any]]] = {
    "waiver": _item, "task": _waiting_on, "plan": _picture, "disclosure": _records
}  # fmt: skip
"""Kinds that name others in a text, and what becomes of it."""
