"""A table without its indexes while very many records come: afterwards it is as if they had come one by one."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from invented import DAY, new_store

from caseload.intake import storing
from caseload.intake.storing import Newcomers
from caseload.records.note import Note
from caseload.records.task import Task
from caseload.store import bulk, changes, search
from caseload.store.bulk import SetAside
from caseload.store.core import Store
from caseload.when.dates import When


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_VERY_MANY", 500)


def schema(store: Store) -> set[tuple[Any, ...]]:
    return set(store.connection.execute("select type, name, tbl_name, sql from sqlite_master"))


def tasks(count: int) -> Iterator[Task]:
    for number in range(count):
        yield Task(client_id=1, title=f"Ring the béll {number}", due=When(DAY), external_id=f"X{number}", source="s")


def take_in(store: Store, count: int) -> None:
    with store.step("import task", bulk=True):
        new = Newcomers(store, Task, file_has_ids=False)
        for one in tasks(count):
            new.add(one, ())
        assert new.finished() == {"task": count}


def assert_sound(store: Store) -> None:
    assert store.connection.execute("pragma integrity_check").fetchone() == ("ok",)
    store.connection.execute("insert into task_fts (task_fts, rank) values ('integrity-check', 1)")


@pytest.mark.parametrize("count", [499, 500, 501, 1000, 1999])
def test_all_is_found_indexed_and_taken_back_as_if_it_had_come_one_by_one(count: int) -> None:
    store = new_store()
    before = schema(store)
    take_in(store, count)
    assert schema(store) == before
    assert_sound(store)
    assert len(search.find(store, "bell", limit=5000)) == count
    with store.step("undo"):
        changes.undo(store)
    assert_sound(store)
    assert search.find(store, "bell") == []
    with store.step("add"):
        store.add(next(tasks(1)))
    assert len(search.find(store, "bell")) == 1


def test_a_record_added_afterwards_is_in_the_change_log_and_found() -> None:
    store = new_store()
    take_in(store, 600)
    with store.step("add") as operation:
        added = store.add(Task(client_id=1, title="Look in on her"))
    logged = store.connection.execute("select record_id from change where operation_id = ?", (operation,)).fetchall()
    assert logged == [(added.id,)]
    assert [hit.ref for hit in search.find(store, "look in")] == [added.ref]


def test_an_import_that_fails_at_its_end_leaves_every_index_and_trigger(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store()
    before = schema(store), store.connection.execute("select count(*) from task").fetchone()

    def fail(_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(SetAside, "put_back", fail)
    with pytest.raises(sqlite3.OperationalError):
        take_in(store, 1200)
    assert (schema(store), store.connection.execute("select count(*) from task").fetchone()) == before
    assert_sound(store)


def test_few_beside_very_many_that_are_there_leave_the_indexes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store()
    take_in(store, 8000)
    monkeypatch.setattr(bulk, "SetAside", None)
    with store.step("import task", bulk=True):
        new = Newcomers(store, Task, file_has_ids=False)
        for one in islice(tasks(9999), 8000, 9500):
            new.add(one, ())
        new.finished()
    assert_sound(store)


def test_a_kind_that_brings_others_along_has_them_stored_too() -> None:
    store = new_store()
    with store.step("import note", bulk=True):
        new = Newcomers(store, Note, file_has_ids=False)
        for number in range(1100):
            new.add(Note(client_id=1, occurred=When(DAY), body=f"Saw number{number}"), ())
        new.finished()
    assert [hit.ref for hit in search.find(store, "number1099")] == ["n1101"]
    store.connection.execute("insert into note_fts (note_fts, rank) values ('integrity-check', 1)")
