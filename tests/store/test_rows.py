"""A record goes into the database and comes back as it was; what should not be there is named, and stops nothing."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import AT, BUSY, NUMBERS, RECORDS, another, new_store

from caseload.errors import BadRow, Invalid
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.reports.due import due
from caseload.store import changes
from caseload.store.bulk import add_all, next_id
from caseload.store.core import Store
from caseload.value import replace

FEW = settings(max_examples=8, deadline=None, suppress_health_check=BUSY)
"""For each kind; a client has forty fields to invent, and a disclosure is refused more often than not."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
@FEW
@given(data=st.data())
def test_a_record_of_any_kind_comes_back_equal(kind: type[Record], data: st.DataObject) -> None:
    store = new_store()
    added = store.add(data.draw(RECORDS[kind]))
    assert store.get(kind, added.id, voided=True) == added


@settings(FEW, max_examples=25)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_records_added_in_bulk_come_back_equal_and_in_order(kind: type[Record], data: st.DataObject) -> None:
    store = new_store()
    some = data.draw(st.lists(RECORDS[kind], max_size=8, unique_by=lambda one: (one.source, one.external_id)))
    some = [replace(another(one, n), external_id=one.external_id) for n, one in enumerate(some)]
    first = next_id(store, kind)
    with store.step("import", bulk=True):
        add_all(store, kind, some)
    kept = store.select(kind, f"id >= {first} order by id")
    assert kept == [_stamped(replace(one, id=first + place)) for place, one in enumerate(some)]


def _stamped(record: Record) -> Record:
    created = record.created_at or AT
    return replace(record, created_at=created, updated_at=record.updated_at or created)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
@FEW
@given(data=st.data())
def test_the_change_log_brings_any_record_back_exactly(kind: type[Record], data: st.DataObject) -> None:
    store = new_store()
    before, after = data.draw(RECORDS[kind]), data.draw(RECORDS[kind])
    with store.step("add"):
        added = store.add(before)
    as_added = _row(store, added)
    with store.step("edit"):
        # Not save: here any record may become any other, a signed note too.
        store.connection.execute(f"delete from {kind.TABLE} where id = {added.id}")
        store.add(replace(after, id=added.id))
    as_edited = _row(store, added)
    with store.step("undo"):
        changes.undo(store)
    assert _row(store, added) == as_added
    with store.step("redo"):
        changes.redo(store)
    assert _row(store, added) == as_edited


def _row(store: Store, record: Record) -> list[tuple[Any, ...]]:
    return store.connection.execute(f"select * from {record.TABLE} where id = {record.id}").fetchall()


@settings(FEW, max_examples=50)
@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_numbers_of_up_to_15_digits_pass_through_the_change_log(numbers: list[float]) -> None:
    store = new_store()
    with store.step("add"):
        added = [store.add(Goal(client_id=1, title="steps", target=number)) for number in numbers]
    logged = store.connection.execute("select after from change where operation_id = 2 order by id").fetchall()
    assert [json.loads(row[0])["target"] for row in logged] == [goal.target for goal in added] == numbers


@pytest.mark.parametrize(
    "number", [0.1 + 0.2, 0.1234567890123456, float("nan"), float("inf"), 2**63, 10**15, 1.7976931348623157e308]
)
def test_a_number_that_the_change_log_could_not_bring_back_is_refused(number: float) -> None:
    with pytest.raises(Invalid, match="15 digits"):
        Goal(client_id=1, title="steps", target=number)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1)])
def test_a_day_that_no_list_could_show_is_refused(day: date) -> None:
    with pytest.raises(Invalid, match="outside the years 1900 to 2200"):
        Goal(client_id=1, title="steps", target_on=day)


def test_a_review_that_never_comes_stops_no_list() -> None:
    store = new_store()
    plan = store.add(Plan(client_id=1, title="for ever", started_on=date(2026, 1, 1), review_every="999y"))
    shown = [(item.ref, item.rule) for item in due(store, datetime(2026, 11, 25))]
    assert (plan.ref, "plan-review") not in shown
    assert (plan.ref, "plan-unsigned") in shown


@pytest.mark.parametrize(
    ("text", "fault"), [("", "empty"), (" \t\n", "empty"), ("a\0b", "NUL"), ("caf\udce9", "UTF-8")]
)
def test_text_that_cannot_be_kept_is_refused_also_inside_a_list(text: str, fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        Task(title=text)
    with pytest.raises(Invalid, match=fault):
        Client(given_name="Ana", tags=("ok", text))


BROKEN = (
    (Client, "tags", "5", "tags cannot be read"),
    (Client, "tags", '{"a": 1}', "tags cannot be read"),
    (Client, "tags", '["a", 1]', "tags cannot be read"),
    (Client, "born_on", "19800230", "born_on cannot be read"),
    (Client, "born_on", "1980-W10-1", "born_on cannot be read"),
    (Client, "given_name", b"Ren\xe9", "given_name is not valid UTF-8"),
    (Client, "contact_every", "sometimes", "contact_every is not an interval"),
    (Client, "handle", "c7", "handle has the shape of an id"),
    (Client, "born_on", "1880-02-03", "born_on is outside the years"),
    (Task, "due", "tomorrow", "due cannot be read"),
    (Task, "due", "2026-11-25T14:30:59", "due cannot be read"),
    (Task, "title", " ", "title is empty"),
    (Task, "completed_on", "2026-11-25", "completed_on is set on a task that is not completed"),
    (Note, "goal_ids", '["g1"]', "goal_ids cannot be read"),
    (Note, "miles", 3.14159, "miles is finer than a tenth of a mile"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "column", "value", "fault"), BROKEN, ids=lambda value: str(value)[:20])
def test_a_row_that_breaks_a_rule_is_left_out_of_lists_and_named(
    kind: type[Record], column: str, value: object, fault: str
) -> None:
    store = new_store()
    other: dict[str, Any] = {"handle": "other"} if kind is Client else {}
    sound = store.add(replace(store.get(kind, 1), id=0, **other))
    # As another program may write it: bytes into a text column.
    cast = "cast(? as text)" if isinstance(value, bytes) else "?"
    store.connection.execute(f"update {kind.TABLE} set {column} = {cast} where id = 1", (value,))
    assert [one for one in store.select(kind, "true") if one.id in (1, sound.id)] == [sound]
    assert store.bad_rows.keys() == {f"{kind.PREFIX}1"}
    assert fault in store.bad_rows[f"{kind.PREFIX}1"]
    with pytest.raises(BadRow, match=f"{kind.PREFIX}1 breaks a rule"):
        store.get(kind, 1)
