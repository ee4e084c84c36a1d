"""What is asked every day goes by an index: its cost depends on what it shows, not on what the file holds."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from invented import AT, DAY, new_store
from lent import Content, lend, until

from caseload.config import Config
from caseload.output.column import Format
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client
from caseload.records.goal import Goal, Lifecycle
from caseload.records.kinds import KINDS, has_client
from caseload.records.note import Note
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.plan import Plan, PlanStatus
from caseload.records.task import Task, TaskStatus
from caseload.reports import exported
from caseload.reports.agenda import agenda
from caseload.reports.capacity import WEIGHTS
from caseload.reports.caseload import board
from caseload.reports.client_file import client_page
from caseload.reports.due import due
from caseload.reports.heat import heat
from caseload.reports.record import record_page
from caseload.reports.rule import Rule
from caseload.reports.rules import RULES
from caseload.reports.why import explain
from caseload.store import changes, history, lookup, operations, search
from caseload.store.bulk import add_all, next_id
from caseload.store.core import Store
from caseload.store.public import Shown
from caseload.store.reads import calendar, capacity, clocks, links, namesakes, series
from caseload.store.reads.care import (
    goals_of_client,
    goals_of_plan,
    last_value,
    observations_of_goal,
    people_of_client,
    plans_of_client,
)
from caseload.store.reads.clients import Handles, clients_by_number, handles_like
from caseload.store.reads.contacts import contacts_of
from caseload.store.reads.listed import Wanted, listed
from caseload.store.reads.sought import Asked
from caseload.store.reads.waivers import standing_waivers, waiver_of, waivers_ended, waivers_of
from caseload.store.reads.work import addenda_of_note, appointments_of_client, last_notes, tasks_of_client
from caseload.when.dates import When
from caseload.when.ranges import Range

NOW = datetime(2026, 11, 25, 9)
ANYONE = Asked(DAY, DAY)
SMALL = {
    "field": "somebody declared each by hand",
    "client": "as many as somebody can serve",
    "program": "as many as somebody works with",
    "link": "few clients are taken for one another",
}
"""Kinds whose tables may be read from end to end, and why."""

THEIRS = tuple(filter(has_client, KINDS))
GROWING = (*(kind.TABLE for kind in KINDS if kind.TABLE not in SMALL), "change")


@cache
def _filled() -> Content:
    """A caseload of some years: 100 clients, most of what was ever to do long done."""
    store = new_store()
    with store.step("import", bulk=True):
        add_all(store, Client, (Client(given_name="G", handle=f"g-{n}") for n in range(100)))
        for number in range(500):
            for record in _of_one_day(number, DAY - timedelta(days=number)):
                store.add(record)
    for number in range(100):
        with store.step("task edit"):
            store.add(Task(client_id=1, title=f"logged {number}"))
    return Content(bytes(store.connection.serialize()))


def filled() -> Store:
    """That caseload, which nobody else has."""
    connection = lend(_filled())
    store = Store(connection, AT)
    until(store, connection)
    return store


def _of_one_day(n: int, day: date) -> tuple[Record, ...]:
    client = 1 + n % 100
    return (
        Plan(
            client_id=client, title="p", status=PlanStatus.ACTIVE if n < 100 else PlanStatus.COMPLETED, started_on=day
        ),
        Goal(
            client_id=client,
            plan_id=1 + n,
            title="g",
            target_on=day,
            lifecycle=Lifecycle.ACTIVE if n < 200 else Lifecycle.COMPLETED,
        ),
        Observation(goal_id=1 + n, observed_on=day, value=n),
        Task(
            client_id=client,
            goal_id=1,
            title="t",
            due=When(day),
            status=TaskStatus.READY if n < 300 else TaskStatus.COMPLETED,
        ),
        Appointment(
            client_id=client,
            title="a",
            starts=When(day),
            status=AppointmentStatus.BOOKED if n < 50 else AppointmentStatus.FULFILLED,
        ),
        Note(client_id=client, occurred=When(day), body="b"),
    )


@pytest.fixture(params=["empty", "filled"])
def store(request: pytest.FixtureRequest) -> Store:
    return filled() if request.param == "filled" else new_store()


def _add_and_save(store: Store) -> None:
    with store.step("task add"):
        store.save(store.add(Task(client_id=1, title="x")))


def _undo_and_redo(store: Store) -> None:
    _add_and_save(store)
    with store.step("undo"):
        changes.undo(store)
    with store.step("redo"):
        changes.redo(store)


def found_by(rule: Rule) -> Callable[[Store], object]:
    return lambda store: rule.find(store, ANYONE)


ASKED: dict[str, Callable[[Store], object]] = {
    **{f"the rule {rule.name}": found_by(rule) for rule in RULES},
    "what is stat": clocks.stat_tasks,
    "contacts of one client": lambda store: contacts_of(store, store.get(Client, 1), DAY),
    "waivers_ended": lambda store: waivers_ended(store, DAY, DAY),
    "waiver_of": lambda store: waiver_of(store, "t1", None, DAY),
    "waivers_of": lambda store: waivers_of(store, "t1"),
    "links_of": lambda store: links.links_of(store, 1),
    "links": links.links,
    "who looks like a new client": lambda store: namesakes.alike(store, Client(given_name="Gil", handle="gil")),
    "waivers": lambda store: standing_waivers(store, DAY),
    "people": lambda store: people_of_client(store, 1),
    "plans": lambda store: plans_of_client(store, 1),
    "goals": lambda store: goals_of_client(store, 1),
    "goals_of_plan": lambda store: goals_of_plan(store, 1),
    "observations": lambda store: observations_of_goal(store, 1),
    "last_value": lambda store: last_value(store, 1),
    "tasks_of_client": lambda store: tasks_of_client(store, 1),
    "appointments_of_client": lambda store: appointments_of_client(store, 1),
    "members of a series": lambda store: series.members(store, 1),
    "members_from a slot": lambda store: series.members_from(store, 1, When(DAY)),
    "the last of a series": lambda store: series.last(store, 1),
    "last_notes": lambda store: last_notes(store, 1, 5),
    "addenda": lambda store: addenda_of_note(store, 1),
    "clients": lambda store: clients_by_number(store, [1, 2]),
    "Handles": lambda store: Handles(store)[1],
    "handles_like": lambda store: handles_like(store, "ana"),
    "due, behind today, overdue and digest": lambda store: due(store, NOW),
    "due of one client": lambda store: due(store, NOW, client_id=1),
    "a calendar": lambda store: [
        calendar.appointments(store, DAY, DAY, None),
        calendar.appointments(store, None, DAY, 1),
        calendar.open_tasks(store, DAY, None),
        calendar.last_changes(store, Task, [1, 2]),
    ],
    "why": lambda store: [explain(store, store.get(kind, 1), NOW, RULES, Config()) for kind in KINDS],
    "agenda": lambda store: agenda(store, NOW, RULES, Range(DAY, DAY)),
    "open_clients": capacity.open_clients,
    "booked": lambda store: capacity.booked(store, DAY, DAY),
    "the board": lambda store: board(store, NOW, RULES, WEIGHTS),
    "the map of the weeks ahead": lambda store: heat(store, NOW, RULES),
    "a client's page": lambda store: client_page(store, store.get(Client, 1), NOW, RULES),
    "the page of any record": lambda store: [record_page(store, store.get(kind, 1), NOW, RULES) for kind in KINDS],
    "lookup by handle": lambda store: lookup.client(store, "ana-ruiz"),
    "lookup by id": lambda store: [lookup.record(store, f"{kind.PREFIX}1") for kind in KINDS],
    "the list of what is open": lambda store: [list(listed(store, kind, Wanted(), NOW)) for kind in KINDS if kind.OPEN],
    "the list of one client": lambda store: [list(listed(store, kind, Wanted(client_id=1), NOW)) for kind in THEIRS],
    "the first of all notes": lambda store: list(listed(store, Note, Wanted(limit=5), NOW)),
    "the list of one client, as a file": lambda store: [
        list(exported.wanted_file(store, kind, Shown(), Wanted(client_id=1), NOW, Format.CSV, excel=False))
        for kind in THEIRS
    ],
    "the first of all notes, as a file": lambda store: list(
        exported.wanted_file(store, Note, Shown(), Wanted(limit=5), NOW, Format.JSON, excel=False)
    ),
    "find": lambda store: search.find(store, "call"),
    "history": lambda store: operations.operations(store, 20),
    "history of a record": lambda store: [history.differences(store, kind, 1) for kind in KINDS],
    "undo and redo": _undo_and_redo,
    "add and save": _add_and_save,
    "next_id": lambda store: next_id(store, Task),
}


def plans(store: Store, ask: Callable[[Store], object]) -> list[str]:
    """How SQLite answers each statement that the question comes down to."""
    statements: list[str] = []
    store.connection.set_trace_callback(statements.append)
    ask(store)
    store.connection.set_trace_callback(None)
    found = [one for one in dict.fromkeys(statements) if re.match(r"\s*(select|update|delete|with) ", one)]
    assert found
    return [row[3] for one in found for row in store.connection.execute(f"explain query plan {one}")]


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_no_table_that_grows_is_read_from_end_to_end(store: Store, ask: Callable[[Store], object]) -> None:
    indexes = store.connection.execute(
        "select tbl_name, name, sql from sqlite_master where type = 'index' and sql <> ''"
    )
    of_open = {f"SCAN {table} USING INDEX {name}" for table, name, sql in indexes if "voided_at is null" in sql}
    scans = [plan for plan in plans(store, ask) if re.match(rf"SCAN ({'|'.join(GROWING)})\b", plan)]
    # What is open is a table of its own, as it were: the list of it shows all of it.
    assert [plan for plan in scans if plan not in of_open] == []


def test_what_may_be_read_from_end_to_end_is(store: Store) -> None:
    found = {plan for ask in ASKED.values() for plan in plans(store, ask)}
    assert {table for table in SMALL if f"SCAN {table}" in found} == set(SMALL)


def test_what_falls_due_is_searched_for_by_its_date_and_not_among_all_that_is_open(store: Store) -> None:
    for name, index in (
        ("the rule task", "task USING INDEX task_open"),
        ("the rule appointment", "appointment USING INDEX appointment_open"),
        ("booked", "appointment USING INDEX appointment_open"),
        ("the rule plan-review", "plan USING INDEX plan_review"),
        ("the rule goal-target", "goal USING INDEX goal_target"),
        ("the rule plan-unsigned", "plan USING INDEX plan_unsigned"),
        ("the rule plan-copy", "plan USING INDEX plan_unsigned"),
        ("the rule note-unsigned", "note USING INDEX note_draft"),
        ("the rule release", "client USING INDEX client_release"),
    ):
        plan, *_ = plans(store, ASKED[name])
        assert plan.startswith(f"SEARCH {index} (")


def test_what_is_stat_is_read_alone(store: Store) -> None:
    assert plans(store, ASKED["what is stat"]) == ["SCAN task USING INDEX task_stat"]


def test_the_history_of_a_record_is_found_whatever_was_done_to_those_before_it(store: Store) -> None:
    found = plans(store, lambda store: history.differences(store, Task, 1))
    in_log = [plan for plan in found if re.match(r"(SEARCH|SCAN) change\b", plan)]
    one_record, one_row, imports = (
        "(kind=? AND record_id=?)",
        "INTEGER PRIMARY KEY (rowid=?)",
        "INDEX change_bulk (kind=?",
    )
    assert in_log
    assert [plan for plan in in_log if not any(way in plan for way in (one_record, one_row, imports))] == []
