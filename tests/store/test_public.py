"""The short road from the database to a file says what the long one says, which makes a record of every row."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import RECORDS, new_store

from caseload.output.machine import csv_lines, json_lines, jsonl_lines, tsv_lines
from caseload.records.base import MASK, Record
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.store.bulk import add_all
from caseload.store.core import Store
from caseload.store.public import Shown, exported, of_records

SHOWN = [Shown(reveal=reveal, handles=handles) for reveal in (False, True) for handles in (False, True)]
FEW = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])

HOSTILE = ("=1+1", 'say "a,b"', "a\rb\nc", "\u2028x\x85y", "\x1b[2J", "\ufeffx", "'", "%s %d", "é🙂", "\\", " x ")
NUMBERS = (0.1, -0.0, 5.0, 1e-7, 123456789.25, 1e14, 999999999999999.0, 1e22, -2.5, 0.30000000000000004)


def written(kind: type[Record], shown: Shown, rows: list[object]) -> list[str]:
    values, keys = [list(row) for row in rows], shown.keys(kind)  # type: ignore[call-overload]
    assert all(len(row) == len(keys) for row in values)
    forms = (csv_lines(keys, values), csv_lines(keys, values, excel=True), tsv_lines(values))
    return ["".join(form) for form in (*forms, jsonl_lines(keys, values), json_lines(keys, values))]


def assert_same(store: Store, kind: type[Record]) -> None:
    for shown in SHOWN:
        for voided in (False, True):
            short = written(kind, shown, [*exported(store, kind, shown, voided=voided)])
            where = "true" if voided else "voided_at is null"
            assert short == written(kind, shown, [*of_records(store, kind, shown, where)])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
@FEW
@given(data=st.data())
def test_both_roads_write_the_same_of_whatever_may_be_kept(kind: type[Record], data: st.DataObject) -> None:
    store = new_store()
    some = data.draw(st.lists(RECORDS[kind], max_size=4, unique_by=lambda one: (one.source, one.external_id)))
    some = [replace(one, handle=f"ana-{n}") if isinstance(one, Client) else one for n, one in enumerate(some)]
    with store.step("import", bulk=True):
        add_all(store, kind, some)
    assert_same(store, kind)


def test_both_roads_write_the_same_of_hostile_text_and_numbers() -> None:
    store = new_store()
    with store.step("add"):
        for place, text in enumerate(HOSTILE):
            where = {"address": text, "zip": "00501", "address_confidential": place % 2 == 0}
            store.add(Client(given_name=text, handle=f"ana-{place}", tags=("a\\b", '",', "é"), **where))  # type: ignore[arg-type]
            store.add(Note(client_id=place + 1, occurred=store.get(Note, 1).occurred, body=text, goal_ids=(1, 1)))
        for number in NUMBERS:
            if float(f"{number:.15g}") == number:
                store.add(Goal(client_id=1, title="x", baseline=number, target=-number))
    for kind in (Client, Note, Goal):
        assert_same(store, kind)
    masked = "".join(csv_lines(["x"], exported(store, Client, Shown(), voided=False)))
    assert MASK in masked


@pytest.mark.parametrize(
    ("table", "spoil"),
    [
        ("task", "update task set due = '2026-13-45'"),
        ("task", "update task set title = cast(x'ff41' as text)"),
        ("task", "insert into task (title, due, created_at, updated_at) values (' ', 'soon', 'then', 'now')"),
        ("task", "update client set handle = cast(x'ff41' as text)"),
        ("note", "update note set goal_ids = '{}'"),
        ("client", "update client set tags = '[1]', address_confidential = 1"),
    ],
)
def test_what_another_program_has_written_is_held_to_the_rules_and_left_out(table: str, spoil: str) -> None:
    store = new_store()
    with store.step("more"):
        for kind in KINDS:
            kept = store.get(kind, 1)
            store.add(replace(kept, id=0, handle="other") if isinstance(kept, Client) else replace(kept, id=0))
    store.connection.execute(f"{spoil}{'' if spoil.startswith('insert') else ' where id = 1'}")
    kind = next(kind for kind in KINDS if table == kind.TABLE)
    assert_same(store, kind)
    ids = [row[0] for row in exported(store, kind, Shown(), voided=True)]
    assert f"{kind.PREFIX}2" in ids
    if "client set handle" not in spoil:
        assert store.bad_rows
        assert not set(store.bad_rows) & set(ids)


def test_a_table_that_another_program_has_filled_takes_the_long_road() -> None:
    store = new_store()
    many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1500)"
    columns = "(title, due, created_at, updated_at)"
    store.connection.execute(f"{many} insert into task {columns} select 'x', 'soon', 'then', 'now' from n")
    task = next(kind for kind in KINDS if kind.TABLE == "task")
    assert [row[0] for row in exported(store, task, Shown(), voided=False)] == ["t1"]
    assert len(store.bad_rows) == 1500


def test_reading_on_does_not_change_how_the_store_reads_text() -> None:
    store = new_store()
    rows = exported(store, KINDS[0], Shown(), voided=False)
    next(rows)
    store.connection.execute("create table odd (text)")
    store.connection.execute("insert into odd values (cast(x'ff41' as text))")
    assert store.connection.execute("select text from odd").fetchone() == ("\udcffA",)
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(":memory:").execute("select cast(x'ff41' as text)").fetchone()
