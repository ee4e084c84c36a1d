"""Of a client who was purged nothing is left, in the file, the log or the search index; the rest is as it was."""

import json
import re
import sqlite3
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from invented import EXAMPLES, another, dump, example

from caseload.errors import CaseloadError, NotFound, Refused
from caseload.records.client import Client
from caseload.records.kinds import KINDS, has_client
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store import purging
from caseload.store.changes import redo, undo
from caseload.store.core import Store
from caseload.store.history import differences
from caseload.store.opening import create
from caseload.store.purges import purged_by, purges
from caseload.store.reads.named import named_elsewhere
from caseload.value import replace

AT = "2026-11-25T15:00:00Z"


_NUMBERS = count(1000)
_STAYS = ("created_at", "updated_at", "voided_at", "item")


def said(record: Record, round_: str) -> Record:
    """The record with a word of its own, which stands nowhere else, in each field that takes any text."""
    for field in fields_of(type(record)):
        if field.type is str and not field.refers and field.name not in _STAYS:
            # Letters alone, since the search index takes them for one word; a handle takes no others.
            number = "".join(chr(97 + int(digit)) for digit in str(next(_NUMBERS)))
            word = f"zq{round_}{record.TABLE}{number}"
            for text in (f'{word} "ö"', word):
                value: Any = (text,) if field.many else text
                with suppress(CaseloadError, ValueError, KeyError, TypeError):
                    record = replace(record, **{field.name: value})
                    break
    return record


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """A caseload in a file, of two clients, with everything of the first in words that stand nowhere else."""
    store = Store(create(tmp_path / "x.db"), AT)
    # As if nobody had asked SQLite to zero what is deleted.
    store.connection.execute("pragma secure_delete = off")
    with store.step("add"):
        for record in EXAMPLES:
            store.add(said(record, "a") if has_client(type(record)) and record != EXAMPLES[2] else record)
    with store.step("edit"):
        for kind in (one for one in KINDS if has_client(one)):
            with suppress(Refused, sqlite3.Error):
                store.save(said(store.get(kind, 1), "b"))
    with store.step("add"):
        undone = store.add(said(example(Task), "c"))
        store.add(said(replace(example(Waiver), item=undone.ref), "c"))
    with store.step("undo"):
        undo(store)
    with store.step("task add"):
        store.add(replace(example(Task), client_id=2, goal_id=None, title="Another's"))
    return store


def purge(store: Store, number: int = 1) -> int:
    """Purge a client as the command does; the step."""
    client = store.get(Client, number)
    operation = purging.purge(store, client, purging.theirs(store, client), "retention has run out")
    purging.overwrite(store)
    purging.ended(store)
    return operation


def test_no_word_of_a_purged_client_is_left_in_the_file_and_all_else_is_as_it_was(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    words = set(re.findall(rb"zq[abc][a-z]+", path.read_bytes()))
    assert len({word for word in words if word[2:3] == b"a"}) > 100, "so many fields take a text"
    assert {word[2:3] for word in words} == {b"a", b"b", b"c"}
    theirs = {kind.TABLE for kind in purging.theirs(kept, kept.get(Client, 1))}
    assert theirs == {kind.TABLE for kind in KINDS if has_client(kind)}, "a record of every kind is hers"
    rest = _others(kept)
    operation = purge(kept)
    assert b"zq" not in path.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["x.db"]
    for kind in (one for one in KINDS if one.SEARCHED):
        kept.connection.execute(f"create virtual table temp.words using fts5vocab('main', '{kind.TABLE}_fts', 'row')")
        assert not kept.connection.execute("select term from temp.words where term like '%zq%'").fetchall()
        kept.connection.execute("drop table temp.words")
    assert _others(kept) == rest == dump(kept)
    assert kept.connection.execute("pragma foreign_key_check").fetchall() == []
    (told,) = purges(kept)
    assert (told.operation, told.overwritten_at, told.records["client"], told.records["task"]) == (operation, AT, 1, 2)
    assert purged_by(kept, "note", 1) == operation
    assert purged_by(kept, "client", 2) is None
    assert not purges(kept, AT)
    assert store_adds_above(kept)


def test_hardly_a_word_is_left_where_it_stood_before_the_file_is_written_anew(kept: Store, tmp_path: Path) -> None:
    """A run that is killed between the two leaves next to nothing for whoever reads the disk; `purge` finishes it."""
    # What earlier steps left in free space goes with the writing anew.
    kept.connection.execute("vacuum")
    words = len(re.findall(b"zq", (tmp_path / "x.db").read_bytes()))
    client = kept.get(Client, 1)
    purging.purge(kept, client, purging.theirs(kept, client), "retention has run out")
    # Rows that SQLite moves from a page that is too empty into another leave their traces in it.
    assert len(re.findall(b"zq", (tmp_path / "x.db").read_bytes())) < words / 20


def test_a_write_ahead_log_that_another_program_made_has_no_word_of_a_purged_client_either(
    kept: Store, tmp_path: Path
) -> None:
    kept.connection.execute("pragma journal_mode = wal")
    with kept.step("edit"):
        kept.save(said(kept.get(Client, 1), "d"))
    log = tmp_path / "x.db-wal"
    assert b"zqd" in log.read_bytes()
    purge(kept)
    assert not any(b"zq" in one.read_bytes() for one in tmp_path.iterdir())


def _others(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every kind that says nothing of the first client's."""
    hers = {kind.TABLE: set(numbers) for kind, numbers in purging.theirs(store, replace(example(Client), id=1)).items()}
    return {table: [row for row in rows if row[0] not in hers.get(table, ())] for table, rows in dump(store).items()}


def store_adds_above(store: Store) -> bool:
    """Whether the next client has a number that none had before."""
    with store.step("client add"):
        return store.add(another(example(Client), 9)).id > 2


def test_a_text_that_only_looks_like_a_record_of_the_log_is_read_as_a_text(kept: Store) -> None:
    client = kept.get(Client, 1)
    with kept.step("another's"):
        plain = replace(example(Task), client_id=2, goal_id=None, external_id=None)
        made = [kept.add(replace(plain, title=f"{before} {client.name}")) for before in ("{", '{"a":' * 3000)]
        made.append(kept.add(replace(plain, title=json.dumps({"who": [client.name]}))))
    assert {one.ref for one in made} <= set(named_elsewhere(kept, client, purging.theirs(kept, client)))


def test_neither_a_purge_nor_a_step_that_touched_whom_it_purged_is_undone_or_redone(kept: Store) -> None:
    operation = purge(kept)
    earlier = f"1 touched c1, which operation {operation} purged"
    for number, what in ((operation, f"{operation} purged c1"), (1, earlier)):
        with pytest.raises(Refused, match=f"operation {what}") as refused, kept.step("undo"):
            undo(kept, number)
        assert "caseload undo 5" in refused.value.next_step
    with pytest.raises(NotFound), kept.step("redo"):
        redo(kept)
    with pytest.raises(NotFound, match=f"n1 was purged by operation {operation}"):
        differences(kept, next(kind for kind in KINDS if kind.TABLE == "note"), 1)
    with kept.step("undo"):
        assert undo(kept, 5).id == 5


def test_the_log_is_emptied_by_a_purge_alone(kept: Store) -> None:
    purge(kept)
    with pytest.raises(sqlite3.IntegrityError, match="never edited"), kept.step("work"):
        kept.connection.execute("update change set before = null, after = null")
    for other in ("before = '{}', after = null", "before = null, after = null, at = ''"):
        with kept.step("a purge", dry_run=True) as operation:
            kept.connection.execute("insert into purge (operation_id, reason) values (?, 'x')", (operation,))
            with pytest.raises(sqlite3.IntegrityError, match="never edited"):
                kept.connection.execute(f"update change set {other} where id = 1")


def test_nothing_is_purged_of_a_client_under_legal_hold_or_linked_to_one_or_whom_another_record_needs(
    kept: Store,
) -> None:  # fmt: skip
    for number, said_of in ((1, "c1 is under legal hold"), (2, "c2 is under legal hold, and what links c1 with it")):
        with kept.step("hold"):
            held = kept.save(replace(kept.get(Client, number), legal_hold=True))
        with pytest.raises(Refused, match=said_of):
            purge(kept)
        with kept.step("lift"):
            kept.save(replace(held, legal_hold=False))
    with kept.step("unlink"):
        kept.save(replace(kept.get(Link, 1), voided_at=AT, void_reason="no"))
    kept.connection.execute("update task set goal_id = 1 where client_id = 2")
    with pytest.raises(Refused, match="t3 of another refers to g1"):
        purge(kept)
