"""Rows become records, each once, of the right client; or nothing does, and every row that is wrong is listed."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import AT, DAY, TEXT, dump, new_store

from caseload.errors import Refused
from caseload.intake.asked import Asked, OnDup
from caseload.intake.building import BadRows, Fault, needed
from caseload.intake.delimited import Row
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout, keys_of
from caseload.intake.mapping import Map
from caseload.intake.values import Written
from caseload.records.addendum import Addendum
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS
from caseload.records.link import Link
from caseload.records.note import Note, NoteStatus
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store import changes
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import DateOrder, When
from intake.conftest import Bring


def every(store: Store, kind: type[Record]) -> list[Record]:
    return store.select(kind, "true order by id")


def faults(bring: Bring, *given: object, **options: object) -> list[str]:
    """What is said of an import of bad rows, which must have left the store as it was."""
    store = given[0]
    assert isinstance(store, Store)
    before = dump(store)
    with pytest.raises(BadRows) as caught:
        bring(*given, **options)
    assert dump(store) == before
    assert caught.value.code == 1
    return [str(fault) for fault in caught.value.faults]


def add(store: Store, *records: Record) -> None:
    with store.step("add"):
        for record in records:
            store.add(record)


# Whose it is


CLIENTS = (
    Client(given_name="Zoë", family_name="Müller", handle="zoe-muller", external_id="00101", source="clients"),
    Client(given_name="Tyler", family_name="Smith", handle="tyler-smith", external_id="7", source="clients"),
    Client(given_name="Tyler", family_name="Smith", handle="tyler-smith-2", external_id="00101", source="old"),
    Client(given_name="Bo", family_name="Li", preferred_name="Bob", handle="bo-li", external_id="c2", source="clients"),
    Client(given_name="Eve", handle="eve", voided_at=AT, void_reason="twice"),
    Client(given_name="Ada", handle="ada", external_id="C12", source="agency"),
)


@pytest.mark.parametrize(
    ("cell", "source", "number"),
    [
        ("c1", "clients", 1),
        ("C12", "tasks", 6),
        ("00101", "clients", 1),
        ("00101", "old", 3),
        ("7", "tasks", 2),
        ("ZOE-MULLER", "tasks", 1),
        ("Zoe  Muller", "tasks", 1),
        ("Müller, Zoë", "tasks", 1),
        ("Müller Zoë", "tasks", 1),
        ("bob li", "tasks", 4),
        ("", "tasks", None),
    ],
)
def test_a_client_is_found_by_id_then_external_id_then_handle_then_whole_name(
    store: Store, bring: Bring, cell: str, source: str, number: int | None
) -> None:
    add(store, *CLIENTS)
    bring(store, Task, f'client,title\n"{cell}",Call\n', source=source)
    assert [task.client_id for task in store.select(Task, "true")] == [number]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("c2", "could be c2 (birthday unknown) or c4 (birthday unknown)"),
        ("C4", "no external_id of a client here; a typed id is c4"),
        ("00101", "could be c1 (birthday unknown) or c3 (birthday unknown)"),
        ("Smith, Tyler", "could be c2 (birthday unknown) or c3 (birthday unknown)"),
        ("101", "no client stored here"),
        ("Zoë", "no client stored here"),
        ("c99", "no client stored here"),
        ("t1", "no client stored here"),
        ("eve", "a voided client"),
        ("c5", "a voided client"),
    ],
)
def test_a_client_that_is_not_one_is_a_bad_row(store: Store, bring: Bring, cell: str, said: str) -> None:
    add(store, *CLIENTS)
    (fault,) = faults(bring, store, Task, f'client,title\n"{cell}",Call\n', source="tasks")
    assert fault.startswith("line 2, client: ")
    assert said in fault


def test_goals_plans_and_notes_are_found_by_id_or_external_id(filled: Store, bring: Bring) -> None:
    add(filled, Goal(client_id=1, title="Walk", external_id="G-7", source="goals"))
    bring(filled, Observation, "goal,observed_on,value\ng1,2026-11-24,1\nG-7,2026-11-24,2\n")
    bring(filled, Note, "client,occurred,goals\nc1,2026-11-24,g1 G-7\n")
    bring(filled, Addendum, "note,body\nn1,More\n")
    bring(filled, Task, "client,title,goal\nana ruiz,Call,G-7\n")
    assert [one.goal_id for one in filled.select(Observation, "id > 1")] == [1, 2]
    assert filled.get(Note, 2).goal_ids == (1, 2)
    assert filled.get(Addendum, 2).note_id == 1
    assert filled.get(Task, 2).goal_id == 2


def test_a_goal_of_another_client_is_a_bad_row(filled: Store, bring: Bring) -> None:
    add(filled, Client(given_name="Bo", handle="bo"))
    said = faults(bring, filled, Task, "client,title,goal\nbo,Call,g1\n,Call,g1\n")
    assert [fault.partition(";")[0] for fault in said] == [
        "line 2, goal: is a goal of another client", "line 3, goal: is a goal of another client",
    ]  # fmt: skip


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_record_may_refer_to_another_of_the_same_file(filled: Store, bring: Bring, order: Sequence[int]) -> None:
    rows = {1: "a5,c1,Clinic,2026-11-20,noshow,a6\n", 2: "a6,c1,Clinic,2026-11-27,booked,\n"}
    bring(filled, Appointment, "id,client,title,starts,status,superseded_by\n" + "".join(rows[one] for one in order))
    assert filled.get(Appointment, 5).superseded_by_id == 6
    (fault,) = faults(bring, filled, Appointment, "client,title,starts,superseded_by\nc1,Clinic,2026-11-20,a9\n")
    assert fault.startswith("line 2, superseded_by: is no appointment stored here")


# What is there already


SHEET = "title,due\nCall,2026-11-30\nCall,2026-11-30\nWrite,\n"


def test_a_row_without_a_number_is_not_one_that_has_one(store: Store, bring: Bring) -> None:
    head, first, blank = "external_id,client,title\n", "1,c1,Call\n", ",c1,Call\n"
    add(store, Client(given_name="Bo", handle="bo"))
    bring(store, Task, head + first)
    found = bring(store, Task, head + first + blank)
    assert (found.added, found.skipped) == ({"task": 1}, 1)
    assert [task.external_id for task in store.select(Task, "true order by id")] == ["1", None]
    assert bring(store, Task, head + first + blank).skipped == 2


def test_two_clients_are_linked_once_by_an_import(store: Store, bring: Bring) -> None:
    add(store, *CLIENTS)
    head, there = "client,other,type,linked_on\n", "c1,c3,seealso,2026-11-20\n"
    back = "c3,c1,certainly-not,2026-11-21\n"
    with pytest.raises(BadRows) as caught:
        bring(store, Link, head + there + back)
    assert str(caught.value.faults[0]).startswith("line 3, other: is linked with the client in line 2")
    bring(store, Link, head + there)
    with pytest.raises(BadRows) as caught:
        bring(store, Link, head + back, source="other")
    assert str(caught.value.faults[0]).startswith("line 2, other: is linked with the client already")
    assert bring(store, Link, head + there).skipped == 1


def test_rows_without_a_number_are_told_apart_by_every_value_the_nth_equal_one_the_nth(
    store: Store, bring: Bring
) -> None:
    assert bring(store, Task, SHEET).added == {"task": 3}
    assert bring(store, Task, SHEET).skipped == 3
    more = bring(store, Task, SHEET + "Call,2026-11-30\nWrite,2026-12-01\n")
    assert (more.skipped, more.added) == (3, {"task": 2})


def test_rows_of_another_source_are_others(store: Store, bring: Bring) -> None:
    bring(store, Task, SHEET)
    assert bring(store, Task, SHEET, source="elsewhere").added == {"task": 3}


def test_a_row_with_an_external_id_is_told_by_it_and_its_source(store: Store, bring: Bring) -> None:
    bring(store, Task, "external_id,title\n007,Call\n")
    again = bring(store, Task, "external_id,title\n007,Call her\n7,Call\n")
    assert (again.skipped, again.added) == (1, {"task": 1})
    assert bring(store, Task, "external_id,title\n007,Call\n", source="elsewhere").added == {"task": 1}


def test_a_row_with_an_id_is_told_by_it(filled: Store, bring: Bring) -> None:
    assert bring(filled, Task, "id,title\nt1,Other\n").skipped == 1


def test_a_voided_record_counts_as_stored_and_stays_as_it_is(store: Store, bring: Bring) -> None:
    bring(store, Task, "external_id,title\n1,Call\n")
    with store.step("void"):
        store.save(replace(store.get(Task, 1), voided_at=AT, void_reason="twice"))
    for on_dup in (OnDup.SKIP, OnDup.UPDATE):
        assert bring(store, Task, "external_id,title\n1,Other\n", on_dup=on_dup).skipped == 1
    assert store.get(Task, 1, voided=True).title == "Call"


def test_an_update_writes_what_differs_and_a_blank_says_nothing(store: Store, bring: Bring) -> None:
    bring(store, Task, "external_id,title,due,status\n1,Call,2026-11-30,ready\n2,Write,,ready\n")
    again = "external_id,title,due,status\n1,Call,,completed\n2,Write,,ready\n3,New,,ready\n"
    done = bring(store, Task, again, on_dup=OnDup.UPDATE)
    assert (done.updated, done.skipped, done.added) == (1, 1, {"task": 1})
    task = store.get(Task, 1)
    assert (task.due, str(task.status)) == (When(date(2026, 11, 30)), "completed")
    with store.step("undo"):
        changes.undo(store)
    assert [(one.id, str(one.status)) for one in store.select(Task, "true")] == [(1, "ready"), (2, "ready")]


def test_an_update_that_breaks_a_rule_beside_what_is_stored_is_a_bad_row(store: Store, bring: Bring) -> None:
    bring(store, Client, "external_id,name,opened_on\n1,Ana Ruiz,2026-11-20\n")
    closed = "external_id,name,status,closed_on\n1,Ana Ruiz,finished,2026-11-01\n"
    (fault,) = faults(bring, store, Client, closed, on_dup=OnDup.UPDATE)
    assert fault.startswith("line 2, closed_on: ")


def test_a_signed_note_is_not_updated_and_one_that_is_equal_is_passed_over(filled: Store, bring: Bring) -> None:
    with filled.step("sign"):
        filled.save(replace(filled.get(Note, 1), status=NoteStatus.SIGNED))
    same = bring(filled, Note, "id,client,occurred,body\nn1,c1,2026-11-25,Saw the flat.\n", on_dup=OnDup.UPDATE)
    assert same.skipped == 1
    (fault,) = faults(bring, filled, Note, "id,client,occurred,body\nn1,c1,2026-11-25,No.\n", on_dup=OnDup.UPDATE)
    assert fault.startswith("line 2: n1 is signed")


def test_an_update_does_not_take_what_is_another_records(store: Store, bring: Bring) -> None:
    bring(store, Client, "external_id,name\n1,Ana Ruiz\n2,Bo Li\n")
    said = "id,external_id,handle,name\nc1,2,ana-ruiz,Ana Ruiz\nc2,,ana-ruiz,Bo Li\n"
    found = faults(bring, store, Client, said, on_dup=OnDup.UPDATE)
    assert [fault.partition(";")[0] for fault in found] == [
        "line 2, external_id: is that of c2, and the row's id is c1",
        "line 3, handle: is not the handle of c2 here",
    ]


def test_with_fail_every_row_that_is_stored_is_listed(store: Store, bring: Bring) -> None:
    bring(store, Task, SHEET)
    found = faults(bring, store, Task, SHEET + "New,\n", on_dup=OnDup.FAIL)
    assert [fault.partition(";")[0] for fault in found] == [
        f"line {n + 1}: is stored already, as t{n}" for n in (1, 2, 3)
    ]


def test_one_file_may_not_name_a_record_twice(store: Store, bring: Bring) -> None:
    found = faults(bring, store, Task, "id,external_id,title\nt1,a,Call\nt1,b,Call\n,a,Call\n")
    assert [fault.partition(";")[0] for fault in found] == [
        "line 3, id: is the same as in line 2", "line 4, external_id: is the same as in line 2",
    ]  # fmt: skip


def test_ids_are_kept_where_they_were_never_used_and_blanks_come_after_them(store: Store, bring: Bring) -> None:
    bring(store, Task, "id,title\n,Blank\nt7,Seven\nt3,Three\n")
    assert {one.id: one.title for one in store.select(Task, "true")} == {3: "Three", 7: "Seven", 8: "Blank"}
    with store.step("undo"):
        changes.undo(store)
    (fault,) = faults(bring, store, Task, "id,title\nt8,Eight\n")
    assert fault.startswith("line 2, id: ")


def test_an_external_id_of_another_source_is_refused_unless_the_source_is_said(store: Store, bring: Bring) -> None:
    bring(store, Task, "external_id,title\nE1,Call\nE2,Write\n", source="tasks-nov")
    again = "external_id,title\nE1,Call\nE2,Write\nE3,Pay\n"
    before = dump(store)
    with pytest.raises(Refused) as caught:
        bring(store, Task, again, source="tasks (1)", is_named=False)
    assert str(caught.value) == (
        "2 of its external_ids are stored already, from source tasks-nov; "
        "--source tasks-nov if they are the same records, --source 'tasks (1)' if they are others"
    )
    assert dump(store) == before
    assert bring(store, Task, "external_id,title\nE4,Call\n", source="other", is_named=False).added == {"task": 1}
    by_row = "external_id,title,source\nE1,Call,sheet\n"
    assert bring(store, Task, by_row, source="other", is_named=False).added == {"task": 1}
    assert bring(store, Task, again, source="tasks-nov", is_named=False).skipped == 2
    assert bring(store, Task, again, source="tasks (1)").added == {"task": 3}


def test_rows_that_are_skipped_are_counted_where_they_differ(store: Store, bring: Bring) -> None:
    bring(store, Task, "external_id,title,due\n1,Call,2026-11-30\n2,Write,2026-11-30\n3,Pay,\n")
    again = "external_id,title,due\n1,Call her,2026-11-30\n2,Write,\n3,Pay,2026-12-01\n"
    done = bring(store, Task, again)
    assert (done.skipped, done.differ) == (3, 2)
    assert (bring(store, Task, again, on_dup=OnDup.UPDATE).updated, bring(store, Task, again).differ) == (2, 0)


def test_blanks_at_the_ends_of_what_names_a_record_are_not_kept(store: Store, bring: Bring) -> None:
    bring(store, Client, "external_id,family_name,given_name\nE1 , Ruiz ,Jane \n")
    assert bring(store, Client, "external_id,given_name,family_name\nE1,Jane,Ruiz\n").skipped == 1
    (client,) = store.select(Client, "true")
    assert (client.external_id, client.given_name, client.family_name) == ("E1", "Jane", "Ruiz")


def test_a_waiver_of_what_is_not_there_is_a_bad_row(filled: Store, bring: Bring) -> None:
    said = faults(
        bring, filled, Waiver, "item,until,reason\nt1,2026-12-01,a\nt9,2026-12-01,b\nT1,2026-12-01,c\nx,2026-12-01,d\n"
    )
    assert [fault.partition(";")[0] for fault in said] == [
        f"line {line}, item: is no record that is there" for line in (3, 4, 5)
    ]
    assert bring(filled, Waiver, "item,until,reason\nt1,2026-12-01,a\n").added == {"waiver": 1}


def test_a_number_that_a_spreadsheet_has_shortened_is_kept_and_told(store: Store, bring: Bring) -> None:
    done = bring(store, Client, "external_id,name,phone,zip\n1.23E+05,Ana Ruiz,4.5E+09,5E+02\nE+1,Bo,1,2\n")
    assert [one.partition(" may")[0] for one in done.oddities] == [
        "kept although phone", "kept although zip", "kept although external_id",
    ]  # fmt: skip
    assert all(one.endswith("(1.23E+05): 1 row, line 2") for one in done.oddities)
    assert store.get(Client, 1).external_id == "1.23E+05"


# What comes in


def test_clients_get_handles_of_their_own_and_likely_doubles_are_reported(store: Store, bring: Bring) -> None:
    add(store, Client(given_name="Ana", family_name="Ruiz", born_on=date(1939, 6, 15), handle="ana-ruiz"))
    rows = 'external_id,name,born_on\n1,"Ruiz, Ana",1939-06-15\n2,Ana Ruiz,1966-08-09\n3,"Áná  Ruiz",\n4,伟 李,\n'
    done = bring(store, Client, rows, takes_namesakes=True)
    assert [one.handle for one in store.select(Client, "true")] == [
        "ana-ruiz", "ana-ruiz-2", "ana-ruiz-3", "ana-ruiz-4", "伟-李",
    ]  # fmt: skip
    assert done.oddities == (
        (
            "kept although the client may be here already: 2 rows, lines 2 (ana-ruiz), "
            "4 (ana-ruiz, ana-ruiz-2, ana-ruiz-3)"
        ),
        "kept although another of that name is here: 1 row, line 3 (ana-ruiz, ana-ruiz-2)",
    )


def test_a_handle_that_is_given_is_kept_and_must_be_free(store: Store, bring: Bring) -> None:
    bring(store, Client, "name,handle\nAna Ruiz,annie\n")
    assert store.get(Client, 1).handle == "annie"
    (fault,) = faults(bring, store, Client, "name,handle\nAnn Roe,annie\n")
    assert fault.startswith("line 2, handle: is another client's")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Client, "name,status\nAna,entered in error\n"),
        (Plan, "client,title,status\nc1,Plan,entered-in-error\n"),
        (Goal, "client,title,lifecycle\nc1,Goal,entered-in-error\n"),
        (Appointment, "client,title,starts,status\nc1,Clinic,2026-11-27,entered-in-error\n"),
    ],
)
def test_what_was_entered_in_error_arrives_voided(filled: Store, bring: Bring, kind: type[Record], text: str) -> None:
    bring(filled, kind, text)
    one = filled.get(kind, 3 if kind is Client else 2, voided=True)
    assert (one.voided_at, one.void_reason) == (AT, "entered in error")


def test_a_goals_percentage_is_an_observation_of_today_once(filled: Store, bring: Bring) -> None:
    rows = "client,title,Percent\nc1,Walk,50\nc1,Bathe,\n"
    said = '[columns]\nPercent = "observation.value"\n'
    assert bring(filled, Goal, rows, said).added == {"goal": 2, "observation": 1}
    seen = filled.get(Observation, 2)
    assert (seen.goal_id, seen.observed_on, seen.value, seen.source) == (2, DAY, 50.0, "file")
    assert bring(filled, Goal, rows, said).added == {"goal": 0}
    (fault,) = faults(bring, filled, Goal, "client,title,Percent\nc1,Jump,lots\n", said)
    assert fault.startswith("line 2, Percent: is not a number")


def test_an_observation_may_bring_its_day_and_an_addendum_comes_with_its_note(filled: Store, bring: Bring) -> None:
    said = '[columns]\nP = "observation.value"\nOn = "observation.observed_on"\n'
    bring(filled, Goal, "client,title,P,On\nc1,Walk,5,2026-11-01\n", said)
    assert filled.get(Observation, 2).observed_on == date(2026, 11, 1)
    bring(
        filled,
        Note,
        "client,occurred,status,Later\nc1,2026-11-01,signed,More.\n",
        '[columns]\nLater = "addendum.body"\n',
    )
    assert (filled.get(Addendum, 2).note_id, filled.get(Addendum, 2).body) == (2, "More.")


def test_utc_becomes_local_and_an_end_minutes(filled: Store, bring: Bring) -> None:
    rows = "client,title,starts,STOP\nc1,ER,2026-11-01T05:40:00Z,2026-11-01T06:55:00Z\n"
    bring(filled, Appointment, rows, '[columns]\nSTOP = "ends"\n', zone=ZoneInfo("America/New_York"))
    one = filled.get(Appointment, 2)
    assert (one.starts, one.minutes) == (When(date(2026, 11, 1), time(1, 40)), 75)


def test_facts_to_come_and_facts_before_the_opening_are_kept_and_counted(store: Store, bring: Bring) -> None:
    add(store, Client(given_name="Ana", handle="ana", opened_on=date(2026, 6, 1)))
    days = ["2026-05-31", "2026-06-01", "2026-11-25", "2026-11-25T09:00", "2026-11-25T09:01", *["2026-12-24"] * 5]
    done = bring(store, Note, "client,On\n" + "".join(f"ana,{day}\n" for day in days), '[columns]\nOn = "occurred"\n')
    assert done.added == {"note": 10}
    assert done.oddities == (
        "kept although On is before the client's opening: 1 row, line 2",
        "kept although On is in the future: 6 rows, lines 6, 7, 8, 9, 10, ...",
    )
    # A sister was the sister before there was a file; and what is passed over is not odd.
    assert bring(store, Person, "client,name,from_on\nana,Rosa,1980-01-01\n").oddities == ()
    assert bring(store, Note, "client,On\nana,2026-05-31\n", '[columns]\nOn = "occurred"\n').oddities == ()


# All of it or nothing


def test_every_fault_of_every_row_is_listed_and_nothing_of_many_rows_is_kept(store: Store, bring: Bring) -> None:
    rows = [f"Call {number},2026-11-30,routine" for number in range(1200)]
    rows[218] = ",2026-02-30,now"
    rows[1100] = '"two\nlines",2026-11-30'
    rows[1150] = "x,11/12/2026,stat"
    found = faults(bring, store, Task, "title,due,priority\n" + "\n".join(rows) + "\n")
    assert [fault.partition(": ")[0] for fault in found] == [
        "line 220, due", "line 220, priority", "line 220, title", "line 1102", "line 1153, due",
    ]  # fmt: skip


def test_a_rule_of_a_record_names_the_column_that_breaks_it(store: Store, bring: Bring) -> None:
    said = '[columns]\nDone = "completed_on"\n'
    (fault,) = faults(bring, store, Task, "title,Done,status\nCall,2026-11-24,ready\n", said)
    assert fault.startswith("line 2, Done: ")
    (fault,) = faults(bring, store, Client, "phone,acuity\n1,4\n")
    assert fault.startswith("line 2, name: has no name")


def test_one_import_is_one_step_that_is_undone_and_redone_whole(filled: Store, bring: Bring) -> None:
    before = dump(filled)
    rows = "client,title,Percent\n" + "".join(f"c1,Goal {number},{number % 100}\n" for number in range(700))
    bring(filled, Goal, rows, '[columns]\nPercent = "observation.value"\n')
    after = dump(filled)
    with filled.step("undo"):
        changes.undo(filled)
    assert dump(filled) == before
    with filled.step("redo"):
        changes.redo(filled)
    assert json.dumps(dump(filled)) == json.dumps(after)
    assert len(after["observation"]) == 701


CELL = (
    st.sampled_from(["c1", "ana-ruiz", "2026-11-30", "11/30/26", "7", "007", "-1", "1e9", "x" * 400, "", "urgent"])
    | TEXT
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=settings().max_examples // 20)
@given(data=st.data())
def test_any_cells_are_records_or_bad_rows_and_the_others_are_stored(kind: type[Record], data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(keys_of(kind)), min_size=1, max_size=5, unique=True))
    needs = [key for key in needed(kind).values() if key not in keys]
    header = [*keys, *needs]
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(header), max_size=len(header)), min_size=1, max_size=4))
    filled, rejected = new_store(), []
    before = filled.connection.execute(f"select * from {kind.TABLE} order by id").fetchall()
    asked = Asked(
        kind=kind, source="file", on_dup=OnDup.UPDATE, written=Written(DateOrder.MDY), now=datetime(2026, 11, 25),
        reject=lambda row, faults: rejected.append((row.line, [str(fault) for fault in faults])),
    )  # fmt: skip
    numbered = (Row(line, cells) for line, cells in enumerate(rows, 2))
    late: tuple[Fault, ...] = ()
    try:
        with filled.step("import", bulk=True):
            done = import_rows(filled, numbered, Layout(Map(), kind, header), asked)
    except BadRows as bad:
        late = bad.faults
    if late:
        # What refers to a row that never comes cannot be left out any more.
        assert all("stored here" in str(fault) for fault in late)
        assert dump(filled)[kind.TABLE] == before
        return
    assert done.added[kind.TABLE] + done.skipped + done.updated + len(rejected) == len(rows)
    assert len(dump(filled)[kind.TABLE]) == len(before) + done.added[kind.TABLE]
    assert all(faults and all(fault.startswith(f"line {line}") for fault in faults) for line, faults in rejected)
