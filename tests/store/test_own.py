"""Fields of the user's own in the store: in files, and what other programs do to them."""

import json
import sqlite3
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BUSY, DAY, RECORDS, dump, new_store
from owned import OWN, VALUES, declare, held, step, with_fields

from caseload.errors import Invalid
from caseload.output.column import Format
from caseload.output.machine import csv_lines, json_lines, jsonl_lines, tsv_lines
from caseload.records.client import Client
from caseload.records.field import OwnType
from caseload.records.of.base import Record
from caseload.records.of.own import refuse_unfit
from caseload.records.of.values import Own
from caseload.reports import exported
from caseload.store import search, soundness
from caseload.store.bulk import add_all
from caseload.store.core import Store
from caseload.store.own import declared, own_fields, unfit
from caseload.store.public import Shown, rows
from caseload.store.reads.listed import Wanted, listed
from caseload.value import replace
from caseload.when.dates import When

EACH = pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.TABLE)
NOW = When(DAY).ends()


# Files


FORMS = [(Format.CSV, False), (Format.CSV, True), *((one, False) for one in (Format.TSV, Format.JSON, Format.JSONL))]


def assert_same(store: Store, kind: type[Record], shown: Shown, wanted: Wanted) -> None:
    """That SQLite's lines are those of records, in every form."""
    values = [list(row) for row in rows(store, kind, shown, listed(store, kind, wanted, NOW))]
    keys = shown.keys(kind)
    plain = (csv_lines(keys, values), csv_lines(keys, values, excel=True), tsv_lines(values),
             json_lines(keys, values), jsonl_lines(keys, values))  # fmt: skip
    for (form, excel), theirs in zip(FORMS, plain, strict=True):
        mine = "".join(exported.wanted_file(store, kind, shown, wanted, NOW, form, excel=excel))
        assert mine.split("\n") == "".join(theirs).split("\n")


@EACH
@given(data=st.data())
@settings(max_examples=settings().max_examples // 33, suppress_health_check=BUSY)
def test_both_roads_write_the_same_of_whatever_is_held(kind: type[Record], data: st.DataObject) -> None:
    store, fields = with_fields(kind)
    some = data.draw(
        st.lists(RECORDS[kind], min_size=1, max_size=3, unique_by=lambda one: (one.source, one.external_id))
    )
    some = [replace(one, own=data.draw(held(fields))) for one in some]
    some = [replace(one, handle=f"ana-{n}") if isinstance(one, Client) else one for n, one in enumerate(some)]
    step(store, lambda store: add_all(store, kind, some), bulk=True)
    own = own_fields(store, kind)
    assert [field.key for field in own][-6:] == [one.name for one in fields[:-1]]
    sorts = st.sampled_from(["id", *(f"{sign}{field.key}" for field in own for sign in ("", "-"))])
    for sort in data.draw(st.lists(sorts, min_size=1, max_size=4, unique=True)):
        wanted = Wanted(statuses=(), sort=(sort,), own=own, voided=None)
        assert_same(store, kind, Shown(own=own), wanted)
    assert_same(store, kind, Shown(), wanted)
    assert_same(store, kind, Shown(own=own, only=(data.draw(st.sampled_from(own)).key,)), wanted)
    if some:
        spoilt = json.dumps({one.ref: data.draw(st.sampled_from(SPOILT)) for one in fields})
        with suppress(sqlite3.IntegrityError):
            # A signed note keeps what it was signed with.
            store.connection.execute(f"update {kind.TABLE} set own = ? where id > 1", (spoilt,))
    assert_same(store, kind, Shown(own=own), wanted)
    assert_same(store, kind, Shown(), wanted)
    dump(store)


SPOILT: tuple[Any, ...] = (
    "x,y",
    'say "it"',
    "",
    5,
    -0.0,
    3.0,
    True,
    None,
    [],
    ["a,b"],
    [1, None],
    [["a"]],
    {"a": 1},
    "\ud800",
    10**20,
)
"""What another program may put into any field."""


@pytest.mark.parametrize("type_", OwnType)
@pytest.mark.parametrize("other", OwnType)
def test_a_declaration_that_another_program_changed_spoils_no_file(type_: OwnType, other: OwnType) -> None:
    store = new_store(filled=False)
    value = {OwnType.TEXT: 'x, "y"', OwnType.NUMBER: 3.5, OwnType.DAY: "2026-11-25", OwnType.YES_NO: False,
             OwnType.WORD: "army", OwnType.WORDS: ["army", "air-force"]}[type_]  # fmt: skip
    with store.step("add"):
        ref = declare(store, Client, type_, "x").ref
        store.add(Client(given_name="Ana", handle="ana", own=Own({ref: value})))
        store.add(Client(given_name="Bo", handle="bo"))
    words = '["navy"]' if other in (OwnType.WORD, OwnType.WORDS) else "[]"
    store.connection.execute("update field set type = ?, words = ?", (other, words))
    own = own_fields(store, Client)
    for sort in ("id", "x", "-x"):
        assert_same(store, Client, Shown(own=own), Wanted(statuses=(), sort=(sort,), own=own))
    told = [line.partition(" is not ")[0] for line in soundness.own(store)]
    assert told == ([] if (type_, other) in FITTING else ["c1, x:"])


FITTING = {
    *((type_, type_) for type_ in (OwnType.TEXT, OwnType.NUMBER, OwnType.DAY, OwnType.YES_NO)),
    (OwnType.DAY, OwnType.TEXT), (OwnType.WORD, OwnType.TEXT),
}  # fmt: skip


# Other programs


@pytest.mark.parametrize("own", ["not json", "[1]", "5", '"x"', "null", '{"f1": }'])
def test_what_is_no_object_is_refused_by_the_table_itself(own: str) -> None:
    store = new_store()
    for kind in OWN:
        with pytest.raises(sqlite3.IntegrityError):
            store.connection.execute(f"update {kind.TABLE} set own = ?", (own,))


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ('{"f9": 1}', "own: has no declaration f9"), ('{"x": 1}', "own: has no declaration x"),
        ('{"f2": 5}', "x: is not text"), ('{"f2": ["a"]}', "x: is not text"), ('{"f2": null}', ""), ('{"f2": "y"}', ""),
        ('{"f2": "\\ud800"}', "f2 is not valid UTF-8"), ('{"f2": "\\u0000"}', "f2 holds a NUL character"),
        ('{"f2": {"a": 1}}', "f2 holds one value within another"), ('{"f2": 1e999}', "f2 is not a number of at most"),
        (f'{{"f2": {"[" * 900}1{"]" * 900}}}', "f2 holds one value within another"),
        (f'{{"f2": {"[" * 1500}1{"]" * 1500}}}', "own cannot be read"),
    ],
)  # fmt: skip
def test_what_another_program_put_there_stops_no_list_and_doctor_names_it(own: str, fault: str) -> None:
    store = new_store(filled=False)
    with store.step("add"):
        first = declare(store, Client, OwnType.YES_NO, "first")
        declare(store, Client, OwnType.TEXT, "x")
        for name in ("ana", "bo"):
            store.add(Client(given_name=name, handle=name, own=Own({first.ref: True})))
    store.connection.execute("update client set own = ? where id = 2", (own,))
    fields = own_fields(store, Client)
    wanted = Wanted(statuses=(), sort=("x",), own=fields)
    assert_same(store, Client, Shown(own=fields), wanted)
    search.find(store, "a")
    found = [*soundness.rules(store), *soundness.own(store)]
    assert [line for line in found if line.startswith("c2")] == (
        [] if not fault else [line for line in found if fault in line]
    )
    assert len(found) == bool(fault)
    assert store.get(Client, 1).own == {"f1": True}


def test_a_field_that_another_program_named_like_one_of_the_kind_does_not_stand_in_its_place() -> None:
    store = new_store(filled=False)
    step(store, lambda store: declare(store, Client, OwnType.TEXT, "x"))
    store.connection.execute("update field set name = 'given_name' where id = 1")
    assert own_fields(store, Client) == ()
    assert list(soundness.own(store)) == ["f1, name: is a field of client by itself"]


@pytest.mark.parametrize("type_", OwnType)
@given(data=st.data())
@settings(max_examples=20)
def test_what_does_not_fit_is_the_same_in_sql(type_: OwnType, data: st.DataObject) -> None:
    store = new_store(filled=False)
    with store.step("add"):
        field = declare(store, Client, type_, "x")
        store.add(Client(given_name="Ana", handle="ana"))
    value = data.draw(st.sampled_from(SPOILT) | st.one_of(*VALUES.values()))
    if isinstance(value, str) and "\ud800" in value:
        return
    store.connection.execute("update client set own = ?", (json.dumps({field.ref: value}),))
    try:
        refuse_unfit(Own({field.ref: value}), declared(store, Client))
        fault = False
    except Invalid:
        fault = True
    assert unfit(store, Client, 1, 1) == ({(1, field.ref)} if fault else set())
    assert unfit(store, Client, 2, 9) == set()
