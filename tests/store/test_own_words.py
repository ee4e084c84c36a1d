"""What `find` looks through of own fields, and undo and redo of whatever is done to them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from invented import BUSY, dump, new_store
from owned import OWN, VALUES, WORDS, fits, step, with_fields

from caseload.actions import declaring
from caseload.errors import Invalid, NotFound, Refused
from caseload.intake import storing
from caseload.intake.storing import Newcomers
from caseload.records.client import Client
from caseload.records.field import OwnField, OwnType
from caseload.records.of.base import Record
from caseload.records.of.values import Own
from caseload.records.task import Task
from caseload.store import rows as stored
from caseload.store import search, soundness
from caseload.store.bulk import add_all
from caseload.store.changes import redo, undo
from caseload.store.core import Store
from caseload.store.migrations import making
from caseload.store.own import declared
from caseload.value import replace

EACH = pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.TABLE)


# What find looks through


def words_of(store: Store, record: Record) -> list[str]:
    """The words that a record holds in fields of text and of words that were not dropped."""
    found = []
    for one in declared(store, type(record)):
        value = record.own.get(one.ref)
        if one.type in (OwnType.TEXT, OwnType.WORD, OwnType.WORDS) and value is not None:
            found += " ".join(value if isinstance(value, list) else [str(value)]).split()
    return sorted(found)


def assert_searchable(store: Store) -> None:
    """That the index agrees with the tables (so `dump` asks it) and the tables with what is held."""
    dump(store)
    for kind in OWN:
        kept = dict(store.connection.execute(f"select id, own_words from {kind.TABLE}"))
        for one in store.select(kind, "true"):
            assert sorted((kept[one.id] or "").split()) == words_of(store, one)


@EACH
def test_the_words_are_read_by_the_same_sql_in_triggers_and_after_a_large_import(kind: type[Record]) -> None:
    mine = stored.words_in("new.own", kind.TABLE)
    assert mine == making._words_in("new.own", kind.TABLE)
    triggers = dict(new_store().connection.execute("select name, sql from sqlite_master where type = 'trigger'"))
    assert mine in triggers[f"{kind.TABLE}_find_words"]
    assert stored.searched_columns(kind) == (*kind.SEARCHED, "own_words")


@pytest.mark.parametrize("count", [499, 500, 1200])
def test_a_large_import_that_sets_triggers_aside_is_found_as_if_it_had_come_one_by_one(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "_VERY_MANY", 500)
    store, (text, number, *_, words, gone) = with_fields(Task)
    schema = set(store.connection.execute("select type, name, sql from sqlite_master"))
    with store.step("import task", bulk=True):
        new = Newcomers(store, Task, file_has_ids=False)
        for place in range(count):
            own = {text.ref: f"Lémon {place}", number.ref: place, words.ref: ["army", "東京"], gone.ref: "pear"}
            new.add(Task(client_id=1, title="x", own=Own(own if place % 2 else {})), ())
        new.finished()
    assert set(store.connection.execute("select type, name, sql from sqlite_master")) == schema
    assert_searchable(store)
    found = [len(search.find(store, word, limit=9999)) for word in ("lemon", "army", "東京", "pear")]
    assert found == [count // 2] * 3 + [0]
    step(store, lambda store: store.save(replace(gone, voided_at=None, void_reason=None)))
    step(store, lambda store: store.save(replace(text, voided_at=store.at)))
    assert_searchable(store)
    assert (len(search.find(store, "pear", limit=9999)), search.find(store, "lemon")) == (count // 2, [])


def test_an_edit_with_another_program_is_found_and_one_behind_the_index_is_no_fault_of_find() -> None:
    store, (text, *_) = with_fields(Task)
    store.connection.execute(f"update task set own = json_object('{text.ref}', 'lemon') where id = 1")
    assert [hit.ref for hit in search.find(store, "lemon")] == ["t1"]
    assert_searchable(store)
    store.connection.execute("update task set own_words = null where id = 1")
    assert [hit.excerpt for hit in search.find(store, "lemon")] == [""]
    assert list(soundness.search_index(store)) == ["the search index of task does not agree with its records"]


def test_words_that_another_program_has_emptied_are_found_again_with_the_next_change() -> None:
    store, (text, *_) = with_fields(Task)
    new = "insert into task (title, status, created_at, updated_at, own_words) values ('x', 'ready', 'x', 'x', '')"
    number = store.connection.execute(new).lastrowid
    store.connection.execute(f"update task set own = json_object('{text.ref}', 'lemon') where id = ?", (number,))
    assert [hit.ref for hit in search.find(store, "lemon")] == [f"t{number}"]
    dump(store)


# Any sequence of commands


class Commands(RuleBasedStateMachine):
    """Declarations and values in any order against a list of snapshots: undo steps back, redo forward."""

    @initialize()
    def begin(self) -> None:
        self.store = new_store(filled=False)
        with self.store.step("add"):
            for name in ("ana", "bo"):
                self.store.add(Client(given_name=name, handle=name))
                self.store.add(Task(client_id=1, title=name))
        self.states = [dump(self.store)]
        self.place = 0

    def do(self, work: Callable[[Store], object], *, bulk: bool = False) -> None:
        self.store.at = f"2026-11-25T15:{len(self.states):02}:00Z"
        with suppress(Refused, NotFound, Invalid):
            step(self.store, work, bulk=bulk)
        now = dump(self.store)
        if now != self.states[self.place]:
            self.states[self.place + 1 :] = [now]
            self.place += 1

    def fields(self) -> Iterator[OwnField]:
        yield from self.store.select(OwnField, "voided_at is null order by id")

    @rule(kind=st.sampled_from([Client, Task]), type_=st.sampled_from(OwnType), name=st.sampled_from(["x", "y"]))
    def declare(self, kind: type[Record], type_: OwnType, name: str) -> None:
        words = WORDS[:2] if type_ in (OwnType.WORD, OwnType.WORDS) else ()
        new = OwnField(of=kind.TABLE, name=name, type=type_, label=name, words=words)
        self.do(lambda store: store.add(declaring.named(store, new)))

    @rule(data=st.data(), number=st.integers(1, 2))
    def set(self, data: st.DataObject, number: int) -> None:
        if fields := list(self.fields()):
            one = data.draw(st.sampled_from(fields))
            value = data.draw(st.none() | VALUES[one.type].filter(partial(fits, one)))
            kind = Client if one.of == "client" else Task

            def work(store: Store) -> None:
                before = store.get(kind, number)
                store.save(replace(before, own=Own.of({**before.own, one.ref: value})))

            self.do(work)

    @rule(data=st.data(), type_=st.sampled_from(OwnType))
    def retype(self, data: st.DataObject, type_: OwnType) -> None:
        if fields := list(self.fields()):
            before = data.draw(st.sampled_from(fields))
            words = WORDS if type_ in (OwnType.WORD, OwnType.WORDS) else ()

            def work(store: Store) -> None:
                store.save(declaring.retyped(store, before, replace(before, type=type_, words=words)))

            self.do(work)

    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        if fields := list(self.fields()):
            one = data.draw(st.sampled_from(fields))
            self.do(lambda store: store.save(replace(one, voided_at=store.at, void_reason="x")))

    @rule(data=st.data(), kind=st.sampled_from([Client, Task]), count=st.integers(1, 3))
    def import_some(self, data: st.DataObject, kind: type[Record], count: int) -> None:
        fields = [one for one in self.fields() if one.of == kind.TABLE]
        own = Own.of({one.ref: data.draw(VALUES[one.type].filter(partial(fits, one))) for one in fields})

        def work(store: Store) -> None:
            at = store.connection.execute("select count(*) from client").fetchone()[0]
            several = [Client(given_name="C", handle=f"c-{at}-{n}", own=own) for n in range(count)]
            add_all(store, kind, several if kind is Client else [Task(title="t", own=own)] * count)

        self.do(work, bulk=True)

    @rule()
    def undo(self) -> None:
        if self.place:
            step(self.store, undo)
            self.place -= 1

    @rule()
    def redo(self) -> None:
        if self.place + 1 < len(self.states):
            step(self.store, redo)
            self.place += 1

    @invariant()
    def the_caseload_is_the_one_of_the_model_and_is_found(self) -> None:
        assert dump(self.store) == self.states[self.place]
        assert_searchable(self.store)
        assert list(soundness.own(self.store)) == []


TestCommands = Commands.TestCase
TestCommands.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, *BUSY]
)
