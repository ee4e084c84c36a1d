"""A condition finds in SQL what it finds in Python, whatever the values: nothing of them is ever read as SQL."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BUSY, NASTY, RECORDS, new_store

from caseload.records.client import Client
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.condition import Comparison, Condition, Joined, Known, Not, parse_condition
from caseload.records.of.names import fold
from caseload.records.of.nature import Stamp
from caseload.records.task import Task
from caseload.store.reads.listed import Wanted, listed
from caseload.store.rows import row
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.ranges import Range

NOW = datetime(2026, 11, 25, 9)
KNOWN = Known(NOW, None, lambda _: 1)


def holds(condition: Condition, record: Record) -> bool:
    """The rules of docs/formats.md, said once more."""
    match condition:
        case Not():
            return not holds(condition.part, record)
        case Joined():
            return (all if condition.word == "and" else any)(holds(part, record) for part in condition.parts)
        case Comparison(operator="!="):
            return not holds(Comparison(condition.field, "=", condition.value), record)
    kept = getattr(record, condition.field.name)
    if condition.field.many:
        return any(_compared(condition, one) for one in kept) if condition.value is not None else not kept
    return kept is None if condition.value is None else kept is not None and _compared(condition, kept)


def _compared(asked: Comparison, kept: Any) -> bool:
    value, operator = asked.value, asked.operator
    if isinstance(value, Range):
        return value.holds(kept, NOW)
    if operator == "~":
        return str(value) in fold(str(kept))
    if issubclass(asked.field.type, Vocabulary) and operator in ("<", "<=", ">", ">="):
        words = asked.field.type.ranked()
        kept, value = words.index(kept), words.index(str(value))
    elif isinstance(kept, str) or asked.field.type is When or hasattr(kept, "isoformat"):
        kept = str(kept)
        kept = kept[: len(str(value))] if asked.field.type is When or asked.field.is_a(Stamp) else kept
    tests: dict[str, Any] = {
        "=": kept == value,
        "<": kept < value,
        "<=": kept <= value,
        ">": kept > value,
        ">=": kept >= value,
    }
    return bool(tests[operator])


EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "client": (
        "acuity != 3", "acuity > 1", "tags = court", "tags != none", "not tags ~ x", "legal_hold = no",
        "given_name ~ zoe or family_name = none", "born_on < 1980-01-01", "opened_on = 2026-01-01..", "phone = 00501",
    ),
    "task": (
        "due < 2026-11-27", "due <= 2026-11-27T14:30", "due != 2026-11-27", "due = overdue", "due = ..2026-11-27",
        "not (due = none) and (priority = stat or title ~ o'neill)", "id > t2", "client = c1", "created_at <= 2026",
        "priority >= urgent", "priority < asap", "not priority > stat",
    ),
    "note": ("goals = g1", "goals = none", "miles < 3.5 and minutes >= 0", "body ~ 日本", "signed_at != none"),
    "goal": (
        "baseline < 0", "target = 1", "agreed = yes", "plan != p1", "measure > m", "priority >= medium",
        "priority < high",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "expression"), [(table, one) for table, some in EXPRESSIONS.items() for one in some])
@settings(max_examples=settings().max_examples // 20, suppress_health_check=BUSY)
@given(data=st.data())
def test_sql_finds_what_the_rules_say(table: str, expression: str, data: st.DataObject) -> None:
    kind = kind_of(table)
    store = new_store()
    some = data.draw(st.lists(RECORDS[kind], min_size=3, max_size=6))
    with store.step("fill"):
        for number, record in enumerate(some):
            values: dict[str, Any] = {"external_id": None, "voided_at": None}
            values |= {"handle": f"made-{number}"} if kind is Client else {}
            store.add(replace(record, **values))
    condition = parse_condition(kind, expression, KNOWN)
    kept = store.select(kind, "true order by id")
    found = listed(store, kind, Wanted(statuses=(), where=condition, sort=("id",)), NOW)
    assert [one.id for one in found] == [one.id for one in kept if holds(condition, one)]


@pytest.mark.parametrize("nasty", [text for text in NASTY if text.strip()])
@pytest.mark.parametrize("operator", ["=", "~"])
def test_no_value_is_read_as_sql(nasty: str, operator: str) -> None:
    store = new_store()
    with store.step("fill"):
        made = store.add(Task(title=nasty))
    quoted = '"' + nasty.replace('"', '""') + '"'
    condition = parse_condition(Task, f"title {operator} {quoted}", KNOWN)
    assert made.id in [one.id for one in listed(store, Task, Wanted(where=condition), NOW)]
    assert row(store.get(Task, made.id))["title"] == nasty
