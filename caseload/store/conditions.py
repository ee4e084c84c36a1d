"""A condition as SQL: names of columns from the fields of the kind, values always bound."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from caseload.records.of.base import Vocabulary
from caseload.records.of.condition import Comparison, Condition, Joined, Not
from caseload.records.of.nature import LastFour, Stamp
from caseload.store.reads.identifiers import NUMBER
from caseload.store.rows import column, listed_in
from caseload.when.dates import When
from caseload.when.ranges import Range

Part = tuple[str, list[Any]]


def sql_of(condition: Condition, now: datetime) -> Part:
    """The piece of SQL that is 1 where the condition holds and 0 where it does not, never null, and its values.

    A comparison with nothing does not hold, so `!=` and `not` find what has no value.
    """
    match condition:
        case Not():
            sql, values = sql_of(condition.part, now)
            return f"not ({sql})", values
        case Joined():
            parts = [sql_of(part, now) for part in condition.parts]
            joined = f" {condition.word} ".join(sql for sql, _ in parts)
            return f"({joined})", [value for _, values in parts for value in values]
        case Comparison(operator="!="):
            sql, values = _compared(column(condition.field), "=", condition, now)
            return f"not ({sql})", values
        case _:
            return _compared(column(condition.field), condition.operator, condition, now)


def _compared(held_in: str, operator: str, asked: Comparison, now: datetime) -> Part:
    value = asked.value
    if asked.field.is_a(LastFour) and value is not None:
        return f"{NUMBER.format(held_in)} is {NUMBER.format('?')}", [value]
    if asked.field.many:
        if value is None:
            return f"ifnull({held_in}, '[]') = '[]'", []
        matches = "instr(fold(cast(json_each.value as blob)), ?) > 0" if operator == "~" else "json_each.value = ?"
        if asked.field.own:
            # Another program may have put there what is no array, which json_each only takes by its path.
            return f"exists (select 1 from json_each(own, '$.{asked.field.own}') where {matches})", [value]
        # What is no JSON is found, to be told of as what cannot be read.
        found = f"exists (select 1 from json_each({listed_in(held_in)}) where {matches})"
        return f"({found} or not ifnull(json_valid({held_in}), 1))", [value]
    if value is None:
        return f"{held_in} is null", []
    if isinstance(value, Range):
        return _within(held_in, value, now)
    if operator == "~":
        return f"ifnull(instr(fold(cast({held_in} as blob)), ?) > 0, 0)", [value]
    if operator != "=" and issubclass(asked.field.type, Vocabulary):
        fits = _ranked(asked.field.type.ranked(), operator, str(value))
        return f"ifnull({held_in} in ({', '.join('?' * len(fits))}), 0)", fits
    # A day is compared with the day of a moment, 2026-11 with its month: with as much as was said.
    begins = asked.field.type is When or asked.field.is_a(Stamp)
    said = f"substr({held_in}, 1, {len(str(value))})" if begins else held_in
    return (f"{said} is ?", [value]) if operator == "=" else (f"ifnull({said} {operator} ?, 0)", [value])


def _ranked(words: Sequence[str], operator: str, word: str) -> list[Any]:
    """The words of a scale that lie so to one of them."""
    at = words.index(word)
    upto = at + (operator in ("<=", ">"))
    return [str(one) for one in (words[:upto] if operator[0] == "<" else words[upto:])]


def _within(held_in: str, days: Range, now: datetime) -> Part:
    """What `Range.holds` says of a stored day or When."""
    if days.none:
        return f"{held_in} is null", []
    if days.overdue:
        late = f"{held_in} < ? or length({held_in}) > 10 and {held_in} <= ?"
        return f"ifnull({late}, 0)", [str(now.date()), str(When.at(now))]
    bounds = [(">=", days.first), ("<=", days.last)]
    asked = [(f"substr({held_in}, 1, 10) {operator} ?", str(day)) for operator, day in bounds if day is not None]
    return f"ifnull({' and '.join(sql for sql, _ in asked)}, 0)", [day for _, day in asked]
