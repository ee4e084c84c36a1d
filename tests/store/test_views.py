"""The views say what the program says: what is open, what was a contact, what is masked; they go by the indexes."""

import re
import sqlite3
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import AT, NASTY, dump, new_store

from caseload.actions.voiding import void_all
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus
from caseload.records.goal import Goal, Lifecycle
from caseload.records.kinds import KINDS
from caseload.records.link import Link, LinkType
from caseload.records.note import Direction, Mode, Note, Reached
from caseload.records.observation import Observation
from caseload.records.of.base import MASK, Record
from caseload.records.of.contact import Contact, is_made
from caseload.records.plan import Plan, PlanStatus
from caseload.records.task import Task, TaskStatus
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.migrations.making import rebuild
from caseload.store.reads.care import last_value
from caseload.store.reads.contacts import contacts_of
from caseload.value import replace
from caseload.when.dates import When
from store.test_query_plans import GROWING, filled

PAGE = Path(__file__).parents[2] / "docs" / "views.md"
DAY = date(2026, 3, 2)
LAST = date(2200, 12, 31)


def promised() -> dict[str, list[str]]:
    """The columns of docs/views.md."""
    found = re.findall(r"^### (\w+)$.*?^```\n(.*?)\n```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return {name: columns.split(",") for name, columns in found}


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    cursor = store.connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@pytest.fixture
def store() -> Store:
    """One client, c1, and nothing else."""
    opened = new_store(filled=False)
    opened.add(Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz"))
    return opened


def test_the_views_and_their_columns_are_those_that_the_page_promises(store: Store) -> None:
    views = [name for (name,) in store.connection.execute("select name from sqlite_master where type = 'view'")]
    found = {
        view: [column[0] for column in store.connection.execute(f"select * from {view}").description] for view in views
    }
    assert found == promised()
    assert list(found) == list(promised())


OPEN: list[tuple[str, type[Record], dict[str, Any], type[Any]]] = [
    ("open_task", Task, {"title": "t", "client_id": 1}, TaskStatus),
    ("open_appointment", Appointment, {"title": "a", "client_id": 1, "starts": When(DAY)}, AppointmentStatus),
    ("open_goal", Goal, {"title": "g", "client_id": 1}, Lifecycle),
]


@pytest.mark.parametrize(("view", "kind", "values", "words"), OPEN, ids=lambda value: str(value)[:16])
def test_what_is_open_is_what_the_kind_calls_open_and_never_what_was_voided(
    store: Store, view: str, kind: type[Record], values: dict[str, Any], words: type[Any]
) -> None:
    made = {store.add(kind(**values, **{kind.STATUS: word})).ref: word for word in words}
    store.add(kind(**values, voided_at=AT, void_reason="twice"))
    found = {row["id"]: row[kind.STATUS] for row in rows(store, f"select * from {view}")}
    assert found == {ref: word for ref, word in made.items() if word in kind.OPEN}
    assert {(row["client"], row["client_handle"]) for row in rows(store, f"select * from {view}")} == {
        ("c1", "ana-ruiz")
    }


def test_a_plan_is_current_while_it_is_active_or_on_hold(store: Store) -> None:
    made = {
        store.add(Plan(client_id=1, title="p", status=word, started_on=DAY)).ref: word
        for word in PlanStatus
    }  # fmt: skip
    store.add(Goal(client_id=1, plan_id=2, title="g"))
    store.add(Goal(client_id=1, plan_id=2, title="g", lifecycle=Lifecycle.COMPLETED))
    found = rows(store, "select id, open_goals from current_plan")
    assert [row["id"] for row in found] == [ref for ref, word in made.items() if word in ("active", "on-hold")]
    assert [row["open_goals"] for row in found] == [1, 0]


def test_what_is_nobodys_stands_there_without_a_client(store: Store) -> None:
    store.add(Task(title="Renew licence"))
    assert rows(store, "select id, client, client_handle, goal from open_task") == [
        {"id": "t1", "client": None, "client_handle": None, "goal": None}
    ]


def test_a_goal_has_the_value_that_was_measured_last(store: Store) -> None:
    store.add(Goal(client_id=1, title="Walk", target=5.0))
    for day, value in ((2, 1.0), (9, 2.5), (9, 3.5), (20, None)):
        store.add(Observation(goal_id=1, observed_on=date(2026, 3, day), value=value, comment="seen"))
    store.add(Observation(goal_id=1, observed_on=date(2026, 3, 30), value=9.0, voided_at=AT, void_reason="typo"))
    (found,) = rows(store, "select last_value, last_observed_on from open_goal")
    assert found == {"last_value": 3.5, "last_observed_on": "2026-03-09"}
    assert found["last_value"] == last_value(store, 1)


def test_a_note_is_a_contact_made_where_the_rule_says_so(store: Store) -> None:
    """Every mode, direction and word for reached there is: SQL and `records.contact.is_made` hold the same."""
    should = {}
    for mode, direction, reached in product(Mode, (None, *Direction), Reached):
        note = store.add(
            Note(client_id=1, occurred=When(DAY), body="b", mode=mode, direction=direction, reached=reached)
        )
        should[note.ref] = int(is_made(Contact(note.id, note.occurred, mode, direction, reached)))
    assert {row["id"]: row["made"] for row in rows(store, "select id, made from note_time")} == should


NOTES = st.lists(
    st.builds(
        Note,
        client_id=st.just(1),
        occurred=st.builds(When, st.dates(date(2026, 3, 1), date(2026, 3, 4))),
        body=st.just("b"),
        mode=st.sampled_from([Mode.IN_PERSON, Mode.PHONE_CALL, Mode.EMAIL]),
        direction=st.sampled_from([None, *Direction]),
        reached=st.sampled_from(Reached),
        voided_at=st.sampled_from([None, None, AT]),
    ),
    max_size=8,
)


@given(NOTES)
def test_the_last_contact_is_the_one_from_which_the_clocks_count(notes: list[Note]) -> None:
    store = new_store(filled=False)
    client = store.add(Client(given_name="Ana", handle="ana"))
    for note in notes:
        store.add(replace(note, void_reason="typo" if note.voided_at else None))
    contacts = contacts_of(store, client, LAST)
    made, visit = contacts.made(collateral=False), contacts.in_person
    (found,) = rows(store, "select contact, contact_occurred, visit, visit_occurred from last_contact")
    assert found == {
        "contact": made and f"n{made.id}", "contact_occurred": made and str(made.occurred),
        "visit": visit and f"n{visit.id}", "visit_occurred": visit and str(visit.occurred),
    }  # fmt: skip
    (found,) = rows(store, "select last_contact_occurred, last_visit_occurred from client_summary")
    assert list(found.values()) == [made and str(made.occurred), visit and str(visit.occurred)]
    store.close()


@pytest.mark.parametrize("text", ["1 Elm St", *(text for text in NASTY if text.strip())])
def test_a_confidential_address_is_masked_and_no_other(store: Store, text: str) -> None:
    hidden = Client(given_name="Bo", handle="bo", address=text, zip="00501", state="NY", address_confidential=True)
    store.add(hidden)
    store.add(replace(hidden, handle="cy", address_confidential=False))
    sql = "select address, city, state, zip from client_summary where handle in ('bo', 'cy') order by id"
    masked, plain = rows(store, sql)
    assert masked == {"address": MASK, "city": None, "state": "NY", "zip": MASK}
    assert plain == {"address": text, "city": None, "state": "NY", "zip": "00501"}
    shown = [rows(store, f"select * from {view}") for view in promised()]
    assert all(row.get("client", row.get("id")) == "c3" for view in shown for row in view if text in row.values())


def test_a_client_is_summed_up_as_the_records_stand(store: Store) -> None:
    for day, status in ((9, TaskStatus.READY), (2, TaskStatus.READY), (1, TaskStatus.COMPLETED)):
        store.add(Task(client_id=1, title="t", due=When(date(2026, 3, day)), status=status))
    store.add(Appointment(client_id=1, title="a", starts=When(DAY)))
    store.add(Plan(client_id=1, title="p", started_on=DAY))
    store.add(Client(given_name="Bo", handle="bo", status=ClientStatus.FINISHED))
    store.add(Client(given_name="Cy", handle="cy", voided_at=AT, void_reason="twice"))
    found = rows(
        store, "select id, plan, open_goals, open_tasks, first_task_due, open_appointments from client_summary"
    )
    assert [tuple(row.values()) for row in found] == [("c1", "p1", 0, 2, "2026-03-02", 1), ("c2", None, 0, 0, None, 0)]


def test_what_is_waived_stands_beside_what_it_hides(store: Store) -> None:
    store.add(Task(client_id=1, title="Call"))
    store.add(Waiver(item="t1", until=DAY, reason="closed"))
    store.add(Waiver(item="t1", until=DAY, reason="typo", voided_at=AT, void_reason="twice"))
    sql = "select title, until, reason from waived_item join open_task on open_task.id = item"
    assert rows(store, sql) == [{"title": "Call", "until": "2026-03-02", "reason": "closed"}]


def test_a_link_names_both_of_the_two_and_is_gone_with_either(store: Store) -> None:
    store.add(Client(given_name="Anna", family_name="Ruiz", handle="anna-ruiz"))
    store.add(Link(client_id=2, other_id=1, type=LinkType.REPLACED_BY, linked_on=DAY))
    sql = "select client_handle, type, other_handle from client_link"
    assert rows(store, sql) == [{"client_handle": "anna-ruiz", "type": "replaced-by", "other_handle": "ana-ruiz"}]
    void_all(store, store.get(Client, 1), "entered twice")
    assert rows(store, sql) == []


@pytest.mark.parametrize("view", [view for view in promised() if view != "note_time"])
@pytest.mark.parametrize("where", ["", " where client_handle = 'g-1'"])
def test_a_view_goes_by_the_indexes_of_what_is_open(view: str, where: str) -> None:
    store = filled()
    if "client_handle" not in promised()[view]:
        where = where.replace("client_handle", "handle") if "handle" in promised()[view] else ""
    plan = [row[3] for row in store.connection.execute(f"explain query plan select * from {view}{where}")]
    of_open = store.connection.execute(
        "select tbl_name, name from sqlite_master where type = 'index' and sql like '%where%voided_at is null%'"
    )
    allowed = {f"SCAN {table} USING INDEX {name}" for table, name in of_open}
    scans = [step for step in plan if re.match(rf"SCAN ({'|'.join(GROWING)}|one|contact|visit)\b", step)]
    assert [step for step in scans if step not in allowed] == []
    assert not where or scans == []


def test_one_clients_time_is_found_by_an_index() -> None:
    store = new_store()
    sql = "explain query plan select sum(minutes) from note_time where client_handle = 'ana-ruiz'"
    assert all(row[3].startswith("SEARCH") for row in store.connection.execute(sql))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.SEARCHED], ids=lambda kind: kind.TABLE)
def test_a_table_that_is_made_anew_keeps_rows_views_triggers_and_what_is_found_in_it(kind: type[Record]) -> None:
    """A new word in a vocabulary is a table made anew: nothing else may change by it."""
    from sqlite_utils import Database

    store, table = new_store(), kind.TABLE
    told = "type, name, replace(sql, '\"', '')"
    sql = f"select {told} from sqlite_master where name not like '%_fts%' order by type, name"
    before, rows_before = store.connection.execute(sql).fetchall(), dump(store)
    made = "select sql from sqlite_master where tbl_name = ? and type in ('table', 'index') and sql is not null"
    statements = [row[0] for row in store.connection.execute(f"{made} order by type desc, name", (table,))]
    statements[0] = re.sub(r'^create table "?\w+"? \(', f"create table {table} (", statements[0], flags=re.IGNORECASE)
    store.connection.execute("pragma foreign_keys = off")
    with store.connection:
        rebuild(Database(store.connection), table, statements, kind.SEARCHED)
    assert store.connection.execute(sql).fetchall() == before
    assert dump(store) == rows_before
    assert store.connection.execute("select id from open_appointment").fetchall() == [("a1",)]


def test_a_view_is_no_place_to_write_to(store: Store) -> None:
    for view in promised():
        with pytest.raises(sqlite3.OperationalError, match="because it is a view"):
            store.connection.execute(f"delete from {view}")
