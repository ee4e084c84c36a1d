"""The lines that SQLite makes for a file are those that are written of records, byte for byte."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import DAY, RECORDS, another, example, new_store

from caseload.errors import Invalid
from caseload.output.column import Format
from caseload.output.machine import csv_lines, json_lines, jsonl_lines, tsv_lines
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS, kind_of
from caseload.records.note import Note
from caseload.records.of.base import MASK, Record
from caseload.records.of.condition import Known, parse_condition
from caseload.records.of.fields import fields_of
from caseload.records.task import Task
from caseload.reports import exported
from caseload.store.bulk import add_all
from caseload.store.core import Store
from caseload.store.public import Shown, rows
from caseload.store.reads.listed import Wanted, listed
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.ranges import Range

SHOWN = [Shown(reveal=one, handles=not one) for one in (False, True)]
FEW = settings(max_examples=settings().max_examples // 25, suppress_health_check=[HealthCheck.too_slow])
FORMS = [(Format.CSV, False), (Format.CSV, True), *((one, False) for one in (Format.TSV, Format.JSON, Format.JSONL))]
NOW = When(DAY).ends()
KNOWN = Known(NOW, None, lambda _: 1)
BY_ID = Wanted(statuses=(), sort=("id",))
EVERY = BY_ID._replace(voided=None)

TEXTS = (
    "=1+1", "+1", "-1", "@x", "'", "'=1", 'say "a,b"', '"', ",", "a\nb", "a\r\nb", "lone\rreturn", "\ttab", "a\tb",
    "\\", "\\t", "\u2028", "x\u2029y", "\x85", "\x7f", "\x1b[2J", "".join(map(chr, range(1, 32))),
    "".join(map(chr, range(127, 161))), "\ufeffx", "%s %d %w", "é🙂", "\U0010ffff", "\ud7ff\ue000", "e\u0301", " x ",
    "  ,", "[a]*?", "a" * 5_000, "null", "(NULL)", "{0} {1}", "/", "\u202ertl", "1e5", "00501",
)  # fmt: skip
NUMBERS = (0.0, -0.0, 0.1, 3.0, -2.5, 1e-7, 1e-300, 123456789.25, 1e14, 999999999999999.0, 1e15, 1e16, 1e22, 1e300,
           0.30000000000000004, 1.5e-5, 0.0001, 5e-324, -7.0)  # fmt: skip


def plainly(store: Store, kind: type[Record], shown: Shown, records: Iterator[Any]) -> list[str]:
    """Each form of what is asked for, by way of records."""
    values, keys = [list(row) for row in rows(store, kind, shown, records)], shown.keys(kind)
    assert all(len(row) == len(keys) for row in values)
    return in_each_form(keys, values)


def in_each_form(keys: Sequence[str], values: list[list[Any]]) -> list[str]:
    forms = (csv_lines(keys, values), csv_lines(keys, values, excel=True), tsv_lines(values))
    return ["".join(form) for form in (*forms, json_lines(keys, values), jsonl_lines(keys, values))]


def fast(store: Store, kind: type[Record], shown: Shown, wanted: Wanted) -> list[str]:
    """Each form of what is asked for, as a file gets it."""
    return ["".join(exported.wanted_file(store, kind, shown, wanted, NOW, form, excel=excel)) for form, excel in FORMS]


def assert_same(store: Store, kind: type[Record], shown: Shown, wanted: Wanted = BY_ID) -> None:
    expected = plainly(store, kind, shown, listed(store, kind, wanted, NOW))
    assert_forms(fast(store, kind, shown, wanted), expected)


def assert_forms(found: list[str], expected: list[str]) -> None:
    for mine, theirs in zip(found, expected, strict=True):
        lines = zip_longest(mine.split("\n"), theirs.split("\n"))
        # The first that differs tells all; pytest would take minutes over both files.
        assert next((pair for pair in lines if pair[0] != pair[1]), None) is None


REACHED = ("observation", "addendum", "waiver")
"""Kinds whose client, and so the handle in the file, is another record's."""


def by_sqlite_alone(store: Store, kind: type[Record]) -> list[str]:
    """What was asked of SQLite for the lines of a kind."""
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    fast(store, kind, Shown(), BY_ID)
    store.connection.set_trace_callback(None)
    return [one for one in asked if kind.TABLE in one]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
@FEW
@given(data=st.data())
def test_both_roads_write_the_same_of_whatever_may_be_kept(kind: type[Record], data: st.DataObject) -> None:
    store = new_store()
    some = data.draw(
        st.lists(RECORDS[kind], min_size=1, max_size=4, unique_by=lambda one: (one.source, one.external_id))
    )
    some = [replace(another(one, n), external_id=one.external_id) for n, one in enumerate(some)]
    with store.step("import", bulk=True):
        add_all(store, kind, some)
    for shown in SHOWN:
        for voided in (False, None):
            assert_same(store, kind, shown, BY_ID._replace(voided=voided))
    keys = data.draw(st.lists(st.sampled_from(Shown().keys(kind)), min_size=1, unique=True))
    assert_same(store, kind, Shown(only=tuple(keys)))


def hostile(kind: type[Record]) -> Iterator[Record]:
    """Examples of a kind in which each text stands once in every field that takes it, and each number."""
    for place in range(len(TEXTS)):
        one = replace(example(kind), **called(kind, str(place)))
        for number, field in enumerate(field for field in fields_of(kind) if field.type is str):
            text = TEXTS[(place + number) % len(TEXTS)]
            value: dict[str, Any] = {field.name: (text, "a\\b", '",', "é") if field.many else text}
            if changed := made(one, value):
                one = changed[0]
            else:
                # What does not go with the texts beside it may go alone.
                yield from made(example(kind), called(kind, f"{place}-{number}") | value)
        yield one
    floats = [field.name for field in fields_of(kind) if field.type is float]
    for amount in NUMBERS if floats else ():
        yield from made(example(kind), dict.fromkeys(floats, amount))


def called(kind: type[Record], number: str) -> dict[str, Any]:
    """What no two records may share."""
    if kind is Client:
        return {"external_id": f"x-{number}", "handle": f"ana-{number}-x", "address_confidential": "1" in number}
    return {"external_id": f"x-{number}"} | ({"name": f"own_{number.replace('-', '_')}"} if kind is OwnField else {})


def made(record: Record, changes: dict[str, Any]) -> list[Record]:
    try:
        return [replace(record, **changes)]
    except Invalid:
        return []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
def test_both_roads_write_the_same_of_hostile_text_and_numbers_in_every_field(kind: type[Record]) -> None:
    store = new_store()
    with store.step("import", bulk=True):
        add_all(store, kind, hostile(kind))
    for shown in SHOWN:
        assert_same(store, kind, shown, EVERY)
    keys = Shown().keys(kind)
    whole = [list(row) for row in rows(store, kind, Shown(), listed(store, kind, EVERY, NOW))]
    assert len(TEXTS) < len(whole) < 100
    for key, column in zip(keys, zip(*whole, strict=True), strict=True):
        alone = fast(store, kind, Shown(only=(key,)), EVERY)
        assert_forms(alone, in_each_form([key], [[value] for value in column]))


def test_the_hostile_numbers_reach_the_file_as_people_write_them() -> None:
    store = new_store()
    with store.step("add"):
        for number in (1e-7, 1e22, 0.1, 3.0, -0.0, -2.5):
            store.add(Goal(client_id=1, title="x", baseline=number))
    numbers = "".join(exported.wanted_file(store, Goal, Shown(only=("baseline",)), BY_ID, NOW, Format.CSV, excel=False))
    assert numbers == "baseline\n0\n1e-07\n1e+22\n0.1\n3\n0\n-2.5\n"
    assert fast(store, Goal, Shown(only=("baseline",)), BY_ID)[4].endswith(': 1e-07}\n{"baseline": 1e+22}\n'
        '{"baseline": 0.1}\n{"baseline": 3}\n{"baseline": 0}\n{"baseline": -2.5}\n')  # fmt: skip


def test_a_confidential_address_is_masked_until_it_is_asked_for() -> None:
    store = new_store()
    with store.step("add"):
        store.add(Client(given_name="Bo", handle="bo", address="5, Elm St", zip="00501", address_confidential=True))
    masked, revealed = (fast(store, Client, Shown(reveal=reveal), BY_ID)[0] for reveal in (False, True))
    assert masked.count(MASK) == 2
    assert "Elm" not in masked
    assert '"5, Elm St"' in revealed


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        BY_ID._replace(sort=("-id",), limit=2),
        BY_ID._replace(sort=("-priority", "title"), limit=0),
        BY_ID._replace(client_id=1, tags=("court",)),
        BY_ID._replace(statuses=("ready", "completed"), voided=True),
        BY_ID._replace(due=Range(first=DAY, last=date(2026, 11, 27))),
        BY_ID._replace(where=parse_condition(Task, "title ~ x and not status = ready", KNOWN)),
    ],
)
def test_filters_order_and_limit_mean_the_same_on_both_roads(wanted: Wanted) -> None:
    store = new_store()
    with store.step("add"):
        store.save(replace(store.get(Client, 1), tags=("court",)))
        store.add(Client(given_name="Bo", handle="bo"))
        for number in range(12):
            words = {"status": "ready" if number % 3 else "completed", "priority": "stat" if number % 4 else "routine"}
            gone = {"voided_at": "2026-01-02T03:04:05Z"} if number == 5 else {}
            due = When(date(2026, 11, 24 + number % 5)) if number % 2 else None
            store.add(Task(client_id=1 + number % 2, title=f"x,{number}", due=due, **words, **gone))  # type: ignore[arg-type]
    assert_same(store, Task, Shown(), wanted)
    store.connection.execute("update task set title = ' ' where id = 3")
    assert_same(store, Task, Shown(), wanted)


@pytest.mark.parametrize(
    ("table", "spoil"),
    [
        ("task", "update task set due = '2026-13-45'"),
        ("task", "update task set title = cast(x'ff41' as text)"),
        ("task", "update task set title = cast(x'eda080' as text)"),
        ("task", "update task set title = 'a' || char(0) || 'b'"),
        ("task", "update task set title = ''"),
        ("task", "insert into task (title, due, created_at, updated_at) values (' ', 'soon', 'then', 'now')"),
        *((table, "update client set handle = cast(x'ff41' as text)") for table in (*REACHED, "task")),
        ("waiver", "update waiver set item = 't1 '"),
        ("waiver", "update waiver set item = 't99999999999999999999'"),
        ("note", "update note set goal_ids = '{}'"),
        ("note", "update note set miles = 9e999"),
        ("client", "update client set tags = '[1]', address_confidential = 1"),
    ],
)
def test_what_another_program_has_written_is_held_to_the_rules_and_left_out(table: str, spoil: str) -> None:
    store = new_store()
    with store.step("more"):
        for kind in KINDS:
            store.add(another(store.get(kind, 1), 2))
    store.connection.execute(f"{spoil}{'' if spoil.startswith('insert') else ' where id = 1'}")
    kind = kind_of(table)
    for shown in SHOWN:
        assert_same(store, kind, shown)
    ids = fast(store, kind, Shown(only=("id",)), BY_ID)[2].split()
    assert f"{kind.PREFIX}2" in ids
    if "client set handle" not in spoil and table not in REACHED:
        assert store.bad_rows
        assert not set(store.bad_rows) & set(ids)


def test_what_another_program_has_written_well_stands_among_the_others_in_any_order() -> None:
    store = new_store()
    with store.step("more"):
        for number in range(5):
            store.add(Task(client_id=1, title=f"own {number}"))
    store.connection.execute("update task set title = 'it''s, \u2028 theirs' where id in (2, 4)")
    for sort in ("id", "-id", "title"):
        assert_same(store, Task, Shown(), BY_ID._replace(sort=(sort,)))
    assert "theirs" in fast(store, Task, Shown(), BY_ID)[0]


@pytest.mark.parametrize("kind", [Note, *map(kind_of, REACHED)], ids=lambda kind: kind.TABLE)
def test_no_record_is_made_of_a_row_that_only_caseload_has_written(kind: type[Record]) -> None:
    store = new_store()
    own = by_sqlite_alone(store, kind)
    assert len([one for one in own if "printf" in one]) == len(FORMS)
    assert [one for one in own if "printf" not in one and " from change " not in one] == []
    store.connection.execute(f"update {kind.TABLE} set external_id = 'theirs'")
    assert any("printf" not in one and " from change " not in one for one in by_sqlite_alone(store, kind))


@pytest.mark.parametrize("table", REACHED)
def test_a_list_asks_for_all_clients_at_once_and_not_for_one_a_row(table: str) -> None:
    store, kind = new_store(), kind_of(table)
    with store.step("more"):
        for number in range(5):
            store.add(another(store.get(kind, 1), number + 2))
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    found = plainly(store, kind, Shown(), listed(store, kind, BY_ID, NOW))
    assert found[0].count(",ana-ruiz,") == 6
    assert len(asked) == 3


def test_a_table_that_another_program_has_filled_is_read_as_records() -> None:
    store = new_store()
    many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1500)"
    columns = "(title, due, created_at, updated_at)"
    store.connection.execute(f"{many} insert into task {columns} select 'x', 'soon', 'then', 'now' from n")
    assert fast(store, Task, Shown(only=("id",)), BY_ID)[2] == "t1\n"
    assert len(store.bad_rows) == 1500
    assert not any("printf" in one for one in by_sqlite_alone(store, Task))


def test_a_file_half_read_changes_neither_how_the_store_reads_text_nor_the_next_file() -> None:
    store = new_store()
    half = iter(exported.whole_file(store, Note, Shown(), Format.TSV))
    next(half)
    store.connection.execute("create table odd (text)")
    store.connection.execute("insert into odd values (cast(x'ff41' as text))")
    assert store.connection.execute("select text from odd").fetchone() == ("\udcffA",)
    assert_same(store, Note, Shown())
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(":memory:").execute("select cast(x'ff41' as text)").fetchone()
