"""What another program writes over a row is in the log with both images, or is refused: REPLACE deletes unseen."""

import json
import sqlite3
from collections.abc import Iterator

import pytest
from invented import new_store

from caseload.errors import Refused
from caseload.records.client import Client
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.store import changes, search, soundness
from caseload.store.core import Store
from caseload.value import replace

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)


@pytest.fixture
def store() -> Iterator[Store]:
    """A record of every kind, each with an external id of its own, and a second one of each."""
    store = new_store()
    for kind in KINDS:
        columns = [row[1] for row in store.connection.execute(f"pragma table_info({kind.TABLE})") if row[1] != "id"]
        named = ", ".join(columns)
        values = named.replace("handle", "handle || '-9'") if kind is Client else named
        values = values.replace("name", "name || '_9'") if kind.TABLE == "field" else values
        store.connection.execute(
            f"insert into {kind.TABLE} (id, {named}) select 9, {values} from {kind.TABLE} where id = 1"
        )
        store.connection.execute(f"update {kind.TABLE} set source = 's', external_id = 'x' || id")
    yield store
    found = [fault for name in ("integrity", "search index") for fault in soundness.looked(store, name)]
    assert found == []


def keys(kind: type[Record]) -> list[str]:
    """The columns of each key that no two have, one of them named."""
    return ["id", "external_id", *(["handle"] if kind is Client else []), *(["name"] if kind.TABLE == "field" else [])]


def state(store: Store, kind: type[Record]) -> tuple[object, object]:
    return (
        store.connection.execute(f"select * from {kind.TABLE} order by id").fetchall(),
        store.connection.execute("select count(*) from change").fetchone(),
    )


@EACH_KIND
def test_no_row_is_replaced_by_any_of_its_keys(store: Store, kind: type[Record]) -> None:
    before = state(store, kind)
    columns = [row[1] for row in store.connection.execute(f"pragma table_info({kind.TABLE})") if row[1] != "id"]
    for key in keys(kind):
        # A row that has of row 1 nothing but that key.
        own = {"external_id": "'new'", "handle": "'new'", "name": "'new'"} | {key: key}
        row = ", ".join(own.get(one, one) for one in columns)
        number = "1" if key == "id" else "null"
        for how in ("insert or replace into", "replace into", "insert or ignore into", "insert into"):
            sql = f"{how} {kind.TABLE} (id, {', '.join(columns)}) select {number}, {row} from {kind.TABLE} where id = 1"
            with pytest.raises(sqlite3.IntegrityError, match="UPDATE"):
                store.connection.execute(sql)
        sql = f"update or replace {kind.TABLE} set {key} = (select {key} from {kind.TABLE} where id = 1) where id = 9"
        with pytest.raises(sqlite3.IntegrityError, match="UPDATE"):
            store.connection.execute(sql)
        assert state(store, kind) == before, key


@EACH_KIND
def test_whatever_else_another_program_does_to_a_row_is_in_the_log_with_both_images(
    store: Store, kind: type[Record]
) -> None:
    sql = "select record_id, before, after from change where operation_id is null and kind = ? order by id desc limit 1"
    store.connection.execute(f"update or replace {kind.TABLE} set external_id = 'other' where id = 9")
    number, was, now = store.connection.execute(sql, (kind.TABLE,)).fetchone()
    assert (number, json.loads(was)["external_id"], json.loads(now)["external_id"]) == (9, "x9", "other")
    store.connection.execute("pragma foreign_keys = off")
    store.connection.execute(f"delete from {kind.TABLE} where id = 9")
    number, was, now = store.connection.execute(sql, (kind.TABLE,)).fetchone()
    assert (number, json.loads(was)["external_id"], now) == (9, "other", None)
    store.connection.execute("pragma foreign_keys = on")


def test_a_declaration_that_was_dropped_leaves_its_name_to_another(store: Store) -> None:
    store.connection.execute("update field set voided_at = created_at where id = 9")
    names = "of, name, label, created_at, updated_at"
    sql = f"insert into field ({names}) select of, name, '', '', '' from field where id = ?"
    store.connection.execute(sql, (9,))
    with pytest.raises(sqlite3.IntegrityError, match="UPDATE"):
        store.connection.execute(sql, (1,))


def test_an_upsert_is_refused_and_loses_nothing(store: Store) -> None:
    sql = """insert into task (id, title, created_at, updated_at) values (1, 'x', '', '')
        on conflict (id) do update set title = excluded.title"""
    with pytest.raises(sqlite3.IntegrityError, match="UPDATE"):
        store.connection.execute(sql)
    assert [hit.ref for hit in search.find(store, "landlord")] == ["t1", "t9"]


def test_the_log_is_not_replaced(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never edited"):
        store.connection.execute("insert or replace into change (id, at, kind, record_id) values (1, '', 'task', 1)")


def test_every_table_that_is_watched_is_guarded(store: Store) -> None:
    named = {row[0] for row in store.connection.execute("select name from sqlite_master where type = 'trigger'")}
    watched = {name.removesuffix("_log_insert") for name in named if name.endswith("_log_insert")}
    assert watched == {kind.TABLE for kind in KINDS}
    assert {f"{table}_replaces_none_by_{event}" for table in watched for event in ("insert", "update")} <= named


def test_a_step_of_caseload_says_as_ever_what_has_the_handle_now() -> None:
    store = new_store()
    with store.step("client edit"):
        store.save(replace(store.get(Client, 1), handle="ana"))
    with store.step("client add"):
        store.add(Client(given_name="Ana", handle="ana-ruiz"))
    with pytest.raises(Refused, match="another client has the handle"), store.step("undo"):
        changes.undo(store, 2)
