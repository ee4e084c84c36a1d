"""Every write is in the change log, and what it says brings back the caseload as it stood."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from invented import DAY, EXAMPLES, another, dump, new_store
from sealing import plain_alone

from caseload.actions.finishing import complete
from caseload.actions.voiding import void_all
from caseload.errors import NotFound, Refused
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.instrument import Instrument
from caseload.records.kinds import KINDS
from caseload.records.note import Note, signed
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.plan import Plan, PlanStatus, next_version
from caseload.records.task import Task
from caseload.records.template import Template
from caseload.store.bulk import add_all
from caseload.store.changes import redo, undo
from caseload.store.core import Store
from caseload.store.operations import operations
from caseload.value import replace
from caseload.when.dates import When


def logged(store: Store) -> list[tuple[Any, ...]]:
    return store.connection.execute("select operation_id, kind, record_id, last_id from change order by id").fetchall()


def step(store: Store, work: Callable[[Store], object], *, bulk: bool = False) -> int:
    """Do the work as one command; its operation's number."""
    with store.step("work", bulk=bulk) as operation:
        work(store)
    return operation


def take_back(store: Store, number: int | None = None) -> None:
    with store.step("undo"):
        undo(store, number)


def bring_back(store: Store) -> None:
    with store.step("redo"):
        redo(store)


def titled(store: Store, title: str, number: int = 1) -> Task:
    return store.save(replace(store.get(Task, number), title=title))


def test_every_write_of_every_kind_is_one_row_of_the_log() -> None:
    store = new_store(filled=False)
    with store.step("add") as operation:
        for record in EXAMPLES:
            store.add(record)
    tables = [record.TABLE for record in EXAMPLES]
    assert set(tables) == {kind.TABLE for kind in KINDS}
    numbers = [tables[:place].count(table) + 1 for place, table in enumerate(tables)]
    assert logged(store) == [(operation, *one, None) for one in zip(tables, numbers, strict=True)]


def test_a_save_that_changes_nothing_writes_nothing_and_leaves_no_operation() -> None:
    store = new_store()
    before = logged(store), operations(store, 99)
    step(store, lambda store: store.save(store.get(Task, 1)))
    assert (logged(store), operations(store, 99)) == before


@plain_alone
def test_a_dry_run_writes_nothing_at_all() -> None:
    store = new_store()
    before = store.connection.serialize()
    with store.step("task edit", dry_run=True):
        titled(store, "something else")
        assert store.get(Task, 1).title == "something else"
    assert store.connection.serialize() == before


@plain_alone
def test_a_step_that_fails_leaves_nothing_behind() -> None:
    store = new_store()
    before = store.connection.serialize()

    def interrupted(store: Store) -> None:
        titled(store, "something else")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        step(store, interrupted)
    assert store.connection.serialize() == before


def test_an_edit_made_with_another_program_is_logged_as_nobodys() -> None:
    store = new_store()
    for sql in (
        "insert into task (title, created_at, updated_at) values ('from outside', 'x', 'x')",
        "update task set title = 'from outside too' where id = 1",
        "delete from task where id = 2",
    ):
        store.connection.execute(sql)
    assert logged(store)[-3:] == [(None, "task", 2, None), (None, "task", 1, None), (None, "task", 2, None)]
    last_but_one = "select before, after from change order by id desc limit 1 offset 1"
    before, after = store.connection.execute(last_but_one).fetchone()
    assert '"title":"Call the landlord"' in before
    assert '"title":"from outside too"' in after


@pytest.mark.parametrize(
    "sql", ["update change set after = null", "delete from change", "delete from change where id = 1"]
)
def test_the_log_itself_can_be_neither_edited_nor_shortened(sql: str) -> None:
    store = new_store()
    with pytest.raises(sqlite3.IntegrityError, match="the change log is never edited"):
        store.connection.execute(sql)
    assert len(logged(store)) == len(EXAMPLES)


def test_a_signed_note_cannot_be_edited_with_another_program_either() -> None:
    store = new_store()
    step(store, lambda store: store.save(signed(store.get(Note, 1), store.at)))
    with pytest.raises(sqlite3.IntegrityError, match="a signed note is never edited"):
        store.connection.execute("update note set body = 'other words' where id = 1")


# Taking back


def _edit_each(store: Store) -> None:
    """Another number for a record of each kind, unless it may not be changed, as an instrument that was used."""
    for found in (store.get(kind, 1) for kind in KINDS if kind not in (Instrument, Template)):
        if not found.refusal_to_change():
            store.save(replace(found, external_id="7"))


def _revise(store: Store) -> None:
    plan = store.get(Plan, 1)
    new = store.add(next_version(plan, DAY, "moved"))
    store.save(replace(plan, status=PlanStatus.COMPLETED, ended_on=DAY))
    store.save(replace(store.get(Goal, 1), plan_id=new.id))


def _rebook(store: Store) -> None:
    again = store.add(replace(store.get(Appointment, 1), id=0))
    store.save(replace(store.get(Appointment, 1), status=AppointmentStatus.NOSHOW, superseded_by_id=again.id))


def _recur(store: Store) -> None:
    task = store.add(Task(title="weekly", due=When(DAY), every="1w"))
    complete(store, task, DAY)


def _import(store: Store) -> None:
    """New rows of several kinds, some of them changed again in the same step, and an old one changed."""
    add_all(store, Client, [Client(given_name=f"New {n}", handle=f"new-{n}") for n in range(3)])
    first = Plan(client_id=3, title="first", status=PlanStatus.DRAFT)
    add_all(store, Plan, [first, replace(first, title="second", supersedes_id=2)])
    add_all(store, Task, [Task(client_id=3, title=f"imported {n}") for n in range(5)])
    titled(store, "changed in the same step", 3)
    titled(store, "changed by the import", 1)
    store.add(Task(client_id=4, title="one more"))


WRITES: dict[str, Callable[[Store], object]] = {
    "add one of each": lambda store: [store.add(another(record, number)) for number, record in enumerate(EXAMPLES)],
    "edit one of each": _edit_each,
    "void one of each": lambda store: [
        void_all(store, store.get(kind, 1, voided=True), "x") for kind in KINDS if kind is not Instrument
    ],
    "edit": lambda store: titled(store, "Call again"),
    "edit twice": lambda store: [titled(store, title) for title in ("Call again", "Call once more")],
    "void with all that hangs from it": lambda store: void_all(store, store.get(Client, 1), "entered twice"),
    "complete with the next of a series": _recur,
    "revise a plan": _revise,
    "rebook an appointment": _rebook,
    "sign a note": lambda store: store.save(signed(store.get(Note, 1), store.at)),
    "import": _import,
}
EACH_WRITE = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
BOTH_WAYS = pytest.mark.parametrize("in_bulk", [False, True], ids=["logged one by one", "logged as ranges"])


@EACH_WRITE
@BOTH_WAYS
def test_undo_after_any_write_gives_the_same_caseload_and_redo_the_other_again_and_again(
    write: Callable[[Store], object], in_bulk: bool
) -> None:
    store = new_store()
    before = dump(store)
    step(store, write, bulk=in_bulk)
    after = dump(store)
    assert after != before
    for _ in range(3):
        take_back(store)
        assert dump(store) == before
        bring_back(store)
        assert dump(store) == after


def test_new_rows_of_an_import_are_one_line_of_the_log_and_changed_ones_a_line_each() -> None:
    store = new_store()
    operation = step(store, _import, bulk=True)
    assert [row[1:] for row in logged(store) if row[0] == operation] == [
        ("task", 3, None), ("task", 1, None), ("client", 3, 5), ("plan", 2, 3), ("task", 2, 7),
    ]  # fmt: skip


def test_an_import_that_was_undone_can_come_again_under_its_own_ids() -> None:
    store = new_store(filled=False)
    clients = [Client(id=number, given_name="A", handle=f"a-{number}") for number in (1, 2, 5)]
    for _ in range(2):
        step(store, lambda store: add_all(store, Client, clients), bulk=True)
        assert [client.id for client in store.select(Client, "true order by id")] == [1, 2, 5]
        take_back(store)
        assert store.select(Client, "true") == []
    assert [operation.kind for operation in operations(store, 9)] == ["undo", "do", "undo", "do"]


def test_an_import_that_was_undone_is_taken_back_though_its_tables_were_first_filled_in_another_order() -> None:
    store = new_store(filled=False)
    step(store, lambda store: store.add(Task(title="before there was any client")))
    before = dump(store)

    def work(store: Store) -> None:
        add_all(store, Client, [Client(given_name="A", handle="a")])
        add_all(store, Task, [Task(client_id=1, title="hers")])

    step(store, work, bulk=True)
    take_back(store)
    assert dump(store) == before


def test_an_undone_add_leaves_its_id_unused() -> None:
    store = new_store()
    step(store, lambda store: store.add(Task(title="gone")))
    take_back(store)
    added = store.add(Task(title="next"))
    assert added.id == 3


def test_undo_goes_back_step_by_step_and_redo_forward_to_where_it_began() -> None:
    store = new_store()
    states = [dump(store)]
    for title in ("one", "two", "three"):
        step(store, partial(titled, title=title))
        states.append(dump(store))
    for state in states[-2::-1]:
        take_back(store)
        assert dump(store) == state
    for state in states[1:]:
        bring_back(store)
        assert dump(store) == state
    with pytest.raises(NotFound, match="nothing to redo"):
        bring_back(store)


def test_nothing_is_undone_in_an_empty_database() -> None:
    store = new_store(filled=False)
    with pytest.raises(NotFound, match="nothing to undo"):
        take_back(store)
    with pytest.raises(NotFound, match="no operation 7"):
        take_back(store, 7)


def test_new_work_after_an_undo_ends_the_redo() -> None:
    store = new_store()
    step(store, lambda store: titled(store, "one"))
    take_back(store)
    step(store, lambda store: store.add(Task(title="new work")))
    with pytest.raises(NotFound, match="nothing to redo"):
        bring_back(store)


def test_an_earlier_step_is_undone_by_its_number_where_nothing_builds_on_it() -> None:
    store = new_store()
    first = step(store, lambda store: titled(store, "one"))
    step(store, lambda store: store.add(Task(title="another matter")))
    take_back(store, first)
    assert [task.title for task in store.select(Task, "true order by id")] == ["Call the landlord", "another matter"]
    with pytest.raises(Refused, match=f"operation {first} is undone already"):
        take_back(store, first)
    with pytest.raises(Refused, match=f"operation {first + 2} is itself an undo"):
        take_back(store, first + 2)


def test_a_step_that_a_later_one_builds_on_is_refused_by_the_number_of_that_one() -> None:
    store = new_store()
    first = step(store, lambda store: titled(store, "one"))
    second = step(store, lambda store: titled(store, "two"))
    before = dump(store)
    with pytest.raises(Refused, match=rf"t1 has been changed since, by operation {second}; caseload undo {second}"):
        take_back(store, first)
    assert dump(store) == before


def test_a_step_is_refused_where_another_program_has_changed_its_record() -> None:
    store = new_store()
    step(store, lambda store: titled(store, "one"))
    store.connection.execute("update task set title = 'from outside' where id = 1")
    with pytest.raises(Refused, match="t1 has been changed since, outside caseload"):
        take_back(store)
    assert store.get(Task, 1).title == "from outside"


@BOTH_WAYS
def test_an_added_record_that_others_refer_to_is_not_taken_away(in_bulk: bool) -> None:
    store = new_store()
    first = step(store, lambda store: store.add(Client(given_name="Bo", handle="bo")), bulk=in_bulk)
    step(store, lambda store: store.add(Task(client_id=3, title="his")))
    before = dump(store)
    with pytest.raises(Refused, match="t2 refers to a client that would be gone"):
        take_back(store, first)
    assert dump(store) == before


def test_a_record_does_not_come_back_referring_to_what_has_gone() -> None:
    store = new_store()
    goal = step(store, lambda store: store.add(Goal(client_id=1, title="later dropped")))
    step(store, lambda store: store.save(replace(store.get(Task, 1), goal_id=2)))
    away = step(store, lambda store: store.save(replace(store.get(Task, 1), goal_id=None)))
    take_back(store, goal)
    with pytest.raises(Refused, match="t1 refers to a goal that would be gone"):
        take_back(store, away)
    assert store.get(Task, 1).goal_id is None


def test_an_import_whose_row_was_edited_since_is_refused_until_the_edit_is_undone() -> None:
    store = new_store()
    before = dump(store)
    imported = step(store, _import, bulk=True)
    edited = step(store, lambda store: titled(store, "edited", 4))
    with pytest.raises(Refused, match=f"t4 has been changed since, by operation {edited}"):
        take_back(store, imported)
    take_back(store)
    take_back(store)
    assert dump(store) == before


# Any sequence of commands


class Commands(RuleBasedStateMachine):
    """Commands in any order against a list of snapshots: undo steps back, redo forward, new work cuts off the rest."""

    @initialize()
    def begin(self) -> None:
        # The invented records came in one step, and an undo takes them back too.
        self.store = new_store()
        self.states = [dump(new_store(filled=False)), dump(self.store)]
        self.place = 1
        self.moment = 0

    def do(self, work: Callable[[Store], object], *, in_bulk: bool = False) -> None:
        self.moment += 1
        self.store.at = f"2026-11-25T15:{self.moment // 60:02}:{self.moment % 60:02}Z"
        with suppress(Refused, NotFound):
            step(self.store, work, bulk=in_bulk)
        now = dump(self.store)
        if now != self.states[self.place]:
            self.states[self.place + 1 :] = [now]
            self.place += 1

    def some(self, kind: type[Record], which: int) -> Any:
        found: list[Any] = self.store.select(kind, "voided_at is null order by id")
        return found[which % len(found)] if found else None

    @rule(number=st.integers(0, 9))
    def add_client(self, number: int) -> None:
        self.do(lambda store: store.add(Client(given_name="A", handle=f"a-{number}-{self.moment}")))

    @rule(which=st.integers(0, 9), every=st.sampled_from([None, "1w"]))
    def add_task(self, which: int, every: str | None) -> None:
        client = self.some(Client, which)
        self.do(lambda store: store.add(Task(client_id=client and client.id, title="x", due=When(DAY), every=every)))

    @rule(which=st.integers(0, 9))
    def add_goal_and_observation(self, which: int) -> None:
        if client := self.some(Client, which):

            def work(store: Store) -> None:
                goal = store.add(Goal(client_id=client.id, title="g"))
                store.add(Observation(goal_id=goal.id, observed_on=DAY, value=which / 7 * 7))

            self.do(work)

    @rule(which=st.integers(0, 9), title=st.sampled_from(["x", "y", 'Zoë\'s "z"']))
    def edit_task(self, which: int, title: str) -> None:
        if task := self.some(Task, which):
            self.do(lambda store: store.save(replace(task, title=title)))

    @rule(kind=st.sampled_from(KINDS), which=st.integers(0, 9))
    def add_one_like(self, kind: type[Record], which: int) -> None:
        if record := self.some(kind, which):
            self.do(lambda store: store.add(another(record, self.moment)))

    @rule(kind=st.sampled_from(KINDS), which=st.integers(0, 9))
    def edit_any(self, kind: type[Record], which: int) -> None:
        if record := self.some(kind, which):
            self.do(lambda store: store.save(replace(record, external_id=f"{self.moment}")))

    @rule(kind=st.sampled_from(KINDS), which=st.integers(0, 9))
    def void(self, kind: type[Record], which: int) -> None:
        if record := self.some(kind, which):
            self.do(lambda store: void_all(store, record, "entered twice"))

    @rule(which=st.integers(0, 9), days=st.integers(0, 40))
    def complete_task(self, which: int, days: int) -> None:
        if task := self.some(Task, which):
            self.do(lambda store: complete(store, task, DAY + timedelta(days=days)))

    @rule(count=st.integers(1, 4), which=st.integers(0, 9))
    def import_tasks(self, count: int, which: int) -> None:
        def work(store: Store) -> None:
            add_all(store, Client, [Client(given_name="B", handle=f"b-{self.moment}")])
            new = self.store.select(Client, "true order by id desc limit 1")[0]
            add_all(store, Task, [Task(client_id=new.id, title=f"i{n}") for n in range(count)])
            if which % 2:
                store.save(replace(store.select(Task, "true order by id desc limit 1")[0], title="changed at once"))

        self.do(work, in_bulk=True)

    @rule()
    def undo(self) -> None:
        if self.place:
            take_back(self.store)
            self.place -= 1
        else:
            with pytest.raises(NotFound):
                take_back(self.store)

    @rule()
    def redo(self) -> None:
        if self.place + 1 < len(self.states):
            bring_back(self.store)
            self.place += 1
        else:
            with pytest.raises(NotFound):
                bring_back(self.store)

    @invariant()
    def the_caseload_is_the_one_of_the_model(self) -> None:
        assert dump(self.store) == self.states[self.place]
        assert self.store.connection.execute("pragma foreign_key_check").fetchall() == []


TestCommands = Commands.TestCase
TestCommands.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
