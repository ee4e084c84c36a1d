"""What a database is that was lent before: as good as a new one, or not lent again."""

import sqlite3
from collections.abc import Callable

import pytest
from invented import dump, new_store

from caseload.records.client import Client


def place(connection: sqlite3.Connection) -> str:
    """Its file, which is no other connection's."""
    return str(connection.execute("pragma database_list").fetchone()[2])


def test_what_one_wrote_and_what_another_holds_is_not_there_for_the_next() -> None:
    first, other, filled = dump(new_store(filled=False)), new_store(), dump(new_store())
    for holds_some, should in ((False, first), (True, filled), (False, first)):
        store = new_store(filled=holds_some)
        assert dump(store) == should
        with store.step("add"):
            store.add(Client(given_name="Cy", family_name="Li", handle="cy-li"))
        store.connection.execute("begin")
        store.connection.execute("update client set given_name = 'Mo'")
    assert dump(other) == filled


def test_the_index_of_words_is_that_of_what_was_laid() -> None:
    def found(word: str, *, filled: bool) -> list[tuple[int]]:
        store = new_store(filled=filled)
        store.connection.execute("insert into task (title, created_at, updated_at) values ('quince', 'x', 'x')")
        return store.connection.execute("select rowid from task_fts where task_fts match ?", (word,)).fetchall()

    assert [found("quince", filled=some) for some in (True, False, True, False)] == [[(2,)], [(1,)], [(2,)], [(1,)]]


def test_one_that_somebody_holds_still_is_not_lent_to_another() -> None:
    connection = new_store().connection
    left = new_store().connection.execute("select name from sqlite_master")
    held = {place(connection), place(left.connection)}
    assert len(held | {place(new_store().connection) for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("leave", "is_lent"),
    [
        (lambda one: one.close(), True),
        (lambda one: one.execute("begin"), True),
        (lambda one: one.execute("create virtual table temp.words using fts5vocab (main, task_fts, row)"), True),
        (lambda one: one.execute("create view seen as select 1"), False),
        (lambda one: one.execute("pragma ignore_check_constraints = on"), False),
        (lambda one: one.execute("pragma foreign_keys = off"), False),
        (lambda one: one.execute("attach ':memory:' as other"), False),
        (lambda one: one.set_authorizer(lambda *_: sqlite3.SQLITE_OK), False),
        (lambda one: one.deserialize(one.serialize()), False),
    ],
    ids=["closed", "transaction", "temp", "view", "unchecked", "foreign_keys", "attached", "authorizer", "deserialize"],
)
def test_one_in_which_something_stays_is_not_lent_again(
    leave: Callable[[sqlite3.Connection], object], is_lent: bool
) -> None:
    store = new_store()
    before = place(store.connection)
    leave(store.connection)
    del store
    assert (place(new_store().connection) == before) is is_lent


def test_nothing_is_left_in_it() -> None:
    store = new_store()
    store.connection.create_function("ours", 0, lambda: 1)
    store.connection.row_factory = sqlite3.Row
    before = place(store.connection)
    del store
    store = new_store()
    assert place(store.connection) == before
    assert store.connection.execute("select 1").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError, match="function"):
        store.connection.execute("select ours()")


def test_a_closed_one_is_closed() -> None:
    store = new_store()
    store.close()
    store.close()
    for use in (lambda: store.newest, store.connection.commit, lambda: store.connection.in_transaction):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            use()
