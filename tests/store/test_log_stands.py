"""The log of steps is added to, and stands: whoever writes, only what the program does goes through."""

import sqlite3

import pytest
from invented import new_store

from caseload.records.client import Client
from caseload.records.task import Task
from caseload.store.changes import redo, undo
from caseload.store.core import Store
from caseload.store.purging import ended, purge, theirs
from caseload.value import replace

STANDS = "never edited"


@pytest.fixture
def stepped() -> Store:
    """Two steps, the second undone, and a purge; one row each of what a merge keeps."""
    store = new_store()
    store.who = "Kim Ode"
    with store.step("import task", origin="ana.csv"):
        store.save(replace(store.get(Task, 1), title="Ring"))
    with store.step("client add"):
        store.add(Client(given_name="Cy", family_name="Dee", handle="cy-dee"))
    with store.step("merge") as number:
        store.save(replace(store.get(Task, 1), title="Write"))
        store.connection.execute("insert into merge (operation_id, change_id, mark) values (?, 1, 'x')", (number,))
        names = "insert into merge_record (operation_id, kind, record_id, mark, number) values (?, 'task', 1, 'x', 1)"
        store.connection.execute(names, (number,))
    with store.step("undo"):
        undo(store)
    return store


def steps(store: Store) -> list[tuple[object, ...]]:
    return store.connection.execute("select * from operation order by id").fetchall()


@pytest.mark.parametrize(
    "sql",
    [
        "delete from operation",
        "delete from operation where id = 2",
        "update operation set at = '2020-01-01T00:00:00Z'",
        "update operation set command = 'task edit' where id = 2",
        "update operation set who = 'Sam'",
        "update operation set origin = null",
        "update operation set mark = null",
        "update operation set id = 99 where id = 2",
        "update operation set kind = 'undo', target_id = 2 where id = 3",
        "update operation set kind = 'do', target_id = null where kind = 'undo'",
        "update operation set bulk = 1",
        "update operation set open = 1 where id = 2",
        "update operation set open = 1, command = 'x' where id = (select max(id) from operation)",
        "insert into operation (at, command, open) values ('x', 'x', 0)",
        "insert into operation (at, command, kind) values ('x', 'x', 'undo')",
        "insert or replace into operation (id, at, command) values (2, 'x', 'x')",
        "insert into change (operation_id, at, kind, record_id) values (2, 'x', 'task', 1)",
        "insert into purge (operation_id, reason) values (2, 'x')",
        "insert into merge (operation_id, change_id, mark) values (2, 1, 'x')",
        "update merge set mark = 'y'",
        "delete from merge",
        "delete from merge_record",
    ],
)
def test_a_step_is_neither_removed_nor_told_otherwise_nor_added_to_afterwards(stepped: Store, sql: str) -> None:
    before = stepped.connection.serialize()
    with pytest.raises(sqlite3.IntegrityError, match=STANDS):
        stepped.connection.execute(sql)
    assert stepped.connection.serialize() == before


def test_a_step_that_is_open_is_closed_by_anybody_and_another_is_not_opened_beside_it(stepped: Store) -> None:
    stepped.connection.execute("insert into operation (at, command) values ('x', 'x')")
    for sql in ("insert into operation (at, command) values ('x', 'x')",
                "insert or replace into operation (at, command) values ('y', 'y')",
                "update operation set who = 'Sam' where open = 1"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match=STANDS):
            stepped.connection.execute(sql)
    assert stepped.connection.execute("update operation set open = 0 where open = 1").rowcount == 1


def test_a_step_becomes_the_undoing_of_one_once(stepped: Store) -> None:
    with stepped.step("redo"):
        redo(stepped)
        with pytest.raises(sqlite3.IntegrityError, match=STANDS):
            stepped.connection.execute("update operation set kind = 'undo', target_id = 2 where open = 1")
    assert [row[2:5] for row in steps(stepped)[-2:]] == [("undo 4", "undo", 4), ("redo 4", "redo", 4)]


def test_a_purge_takes_the_name_of_the_file_from_the_steps_that_touched_whom_it_purged_and_nothing_else(
    stepped: Store,
) -> None:
    with stepped.step("import task", origin="cy.csv"):
        client = next(one for one in stepped.select(Client, "given_name = 'Cy'"))
        stepped.save(replace(client, city="Reno"))
    with stepped.step("import task", origin="bo.csv"):
        stepped.save(replace(stepped.get(Client, 2), city="Reno"))
    before = steps(stepped)
    number = purge(stepped, client := stepped.get(Client, client.id), theirs(stepped, client), "retention")
    after = steps(stepped)
    assert [row[-1] for row in before if row[-1]] == ["ana.csv", "cy.csv", "bo.csv"]
    assert [row[-1] for row in after if row[-1]] == ["ana.csv", "bo.csv"]
    assert [row[:-1] for row in after[:-1]] == [row[:-1] for row in before]
    for sql in ("update purge set reason = 'x'", "delete from purge", "update operation set origin = null"):
        with pytest.raises(sqlite3.IntegrityError, match=STANDS):
            stepped.connection.execute(sql)
    ended(stepped)
    with pytest.raises(sqlite3.IntegrityError, match=STANDS):
        stepped.connection.execute("update purge set overwritten_at = null where operation_id = ?", (number,))
