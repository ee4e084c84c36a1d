"""What a section of a page says first, what it puts together because it is many of one kind, what it only counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice

from caseload.output.page import Gathered
from caseload.records.task import Priority
from caseload.reports.due import Item
from caseload.reports.items import when_said
from caseload.reports.rule import Rule

MANY = 5
"""So many of one rule in one section are one line."""

NAMED = 3
"""How many of them are named by their typed ids."""

_RANKS: Mapping[str | None, int] = {word: place for place, word in enumerate(reversed(Priority))}
_ROUTINE = _RANKS[Priority.ROUTINE]


def urgent_first(items: Sequence[Item]) -> list[Item]:
    """The items, the most urgent first (stat, asap, urgent), among equals what is latest."""
    return sorted(items, key=lambda item: (_rank(item), str(item.grace_ends if item.late else item.due)))


def soonest_of_the_urgent(items: Sequence[Item], limit: int) -> list[Item]:
    """Items to come: those to show, the soonest first, then the others.

    Where there are too many, what is routine is left out before what is urgent, or booked.
    """
    first = sorted(items, key=lambda item: (_weight(item), str(item.due)))[:limit]
    keys = {item.reckoning.key for item in first}
    return [*sorted(first, key=lambda item: str(item.due)), *(one for one in items if one.reckoning.key not in keys)]


def gathered(items: Sequence[Item], now: datetime, rest: str) -> tuple[list[Item], tuple[Gathered, ...]]:
    """The items that stand alone, and a line each for the rules of which there are many.

    A line has the command that does what they ask for, else one that shows them: `rest` for what is not late.
    """
    by_rule: dict[str, list[Item]] = {}
    for item in filter(_may_be_gathered, items):
        by_rule.setdefault(item.rule, []).append(item)
    many = {name: found for name, found in by_rule.items() if len(found) >= MANY}
    alone = [item for item in items if item.rule not in many or not _may_be_gathered(item)]
    return alone, tuple(_line(found, now, rest) for found in many.values())


def _may_be_gathered(item: Item) -> bool:
    """Whether its rule has a word for many; what is urgent stands alone, what is booked until its outcome is late."""
    if _rank(item) < _ROUTINE:
        return False
    return bool(item.reckoning.rule.many) and (item.late or not item.reckoning.rule.is_on_time_line)


def _line(items: Sequence[Item], now: datetime, rest: str) -> Gathered:
    first, *_ = ordered = urgent_first(items)
    refs = list(dict.fromkeys(item.ref for item in ordered))
    named = ", ".join(islice(refs, NAMED)) + (f" and {len(refs) - NAMED} more" if len(refs) > NAMED else "")
    said = f"{len(items)} {first.reckoning.rule.many} ({named}), the first {when_said(first, now)}"
    return Gathered(said, _command(first.reckoning.rule, refs, all_late=all(item.late for item in items), rest=rest))


def _command(rule: Rule, refs: Sequence[str], *, all_late: bool, rest: str) -> str:
    if all_late:
        listed = f"caseload overdue --rule {rule.name}"
        return f"{listed} --ids | {rule.does} -" if rule.does else listed
    return f"{rule.does} {' '.join(refs)}" if rule.does else rest


def rank(priority: str | None) -> int:
    """The place of a priority: stat, asap, urgent, then any other and none."""
    return min(_RANKS.get(priority, _ROUTINE), _ROUTINE)


def _rank(item: Item) -> int:
    return rank(item.priority)


def _weight(item: Item) -> int:
    return min(_rank(item), _RANKS[Priority.URGENT]) if item.reckoning.rule.is_on_time_line else _rank(item)
