"""What another program made unreadable is mended by caseload's own commands: edit, its --clear, and void."""

import json
import sqlite3
from pathlib import Path

import pytest

from commands.conftest import Quick, once


def spoilt(db: Path, *sql: str) -> None:
    """What another program does to the file, whatever its checks say."""
    connection = sqlite3.connect(db)
    connection.execute("pragma ignore_check_constraints = on")
    for one in sql:
        connection.execute(one)
    connection.commit()
    connection.close()


def held(db: Path, sql: str) -> list[tuple[object, ...]]:
    """What the file holds."""
    connection = sqlite3.connect(db)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


@once
def full(served: Quick) -> Quick:
    """One record of every kind that a client has."""
    for line in ("task add ana Call --due fri --every 1w", "appointment add ana Visit --at fri",
                 "note add ana Talked --minutes 5", "observation add g1 40", "person add ana Eva",
                 "client close bo --reason moved", "client reopen bo", "field add client eyes --type word --words blue",
                 "client edit ana --set eyes=blue"):  # fmt: skip
        ran = served.run(*line.split())
        assert ran.code == 0, ran
    return served


MENDED = [
    ("task", "t1", "due = 'tomorrow'", "--due fri", "due = '2026-11-27'"),
    ("task", "t1", "due = 'tomorrow', every = null", "--clear due", "due is null"),
    ("task", "t1", "status = 'odd'", "--status on-hold", "status = 'on-hold'"),
    ("task", "t1", "status = 'odd'", "--status ready", "status = 'ready'"),
    ("task", "t1", "priority = 'odd'", "--priority stat", "priority = 'stat'"),
    ("task", "t1", "priority = 'odd'", "--clear priority", "priority = 'routine'"),
    ("task", "t1", "every = 'often'", "--every 2w", "every = '2w'"),
    ("task", "t1", "every = 'often'", "--clear every", "every is null"),
    ("task", "t1", "due = 'tomorrow', status = 'odd'", "--due fri --status ready", "status = 'ready'"),
    ("task", "t1", "anchor_on = 'tomorrow'", "--clear anchor_on", "anchor_on is null"),
    ("task", "t1", "own = '[1]'", "--due fri --clear own", "own = '{}'"),
    ("client", "ana", "status = 'odd'", "--status active", "status = 'active'"),
    ("client", "c1", "born_on = '14.3.1980'", "--born-on 1980-03-14", "born_on = '1980-03-14'"),
    ("client", "ana", "born_on = '14.3.1980'", "--clear born_on", "born_on is null"),
    ("client", "ana", "tags = 'court'", "--clear tags", "tags = '[]'"),
    ("client", "ana", "own = '[1]'", "--set eyes=blue", """own = '{"f1": "blue"}'"""),
    ("client", "ana", "given_name = cast(x'ff' as text)", "--given Ana", "given_name = 'Ana'"),
    ("appointment", "a1", "starts = 'soon'", "--at mon", "starts = '2026-11-30'"),
    ("appointment", "a1", "status = 'odd'", "--status booked", "status = 'booked'"),
    ("appointment", "a1", "minutes = -5", "--minutes 30", "minutes = 30"),
    ("appointment", "a1", "minutes = -5", "--clear minutes", "minutes is null"),
    ("note", "n1", "occurred = 'soon'", "--at yesterday", "occurred = '2026-11-24'"),
    ("note", "n1", "goal_ids = '1'", "--clear goals", "goal_ids = '[]'"),
    ("note", "n1", "goal_ids = '1'", "--goal g1", "goal_ids = '[1]'"),
    ("note", "n1", "body = cast(x'ff' as text)", "-- Talked again", "body = 'Talked again'"),
    ("plan", "p1", "started_on = 'then'", "--started-on 2026-03-02", "started_on = '2026-03-02'"),
    ("plan", "p1", "status = 'odd'", "--status active", "status = 'active'"),
    ("goal", "g1", "lifecycle = 'odd'", "--lifecycle active", "lifecycle = 'active'"),
    ("goal", "g1", "target_on = 'then'", "--clear target_on", "target_on is null"),
    ("observation", "go1", "observed_on = 'then'", "--on yesterday", "observed_on = '2026-11-24'"),
    ("person", "pe1", "until_on = 'then'", "--clear until_on", "until_on is null"),
    ("episode", "e1", "closed_on = 'then'", "--closed-on 2026-11-25", "closed_on = '2026-11-25'"),
    ("field", "f1", "type = 'odd'", "--type word", "type = 'word'"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "ref", "sql", "typed", "is_now"), MENDED, ids=lambda one: one.replace("'", ""))
def test_edit_mends_what_cannot_be_read(full: Quick, noun: str, ref: str, sql: str, typed: str, is_now: str) -> None:
    spoilt(full.db, f"update {noun} set {sql} where id = 1")
    assert full.run("doctor").code == 1
    dry = full.run(noun, "edit", ref, "--dry-run", *typed.split())
    assert (dry.code, held(full.db, f"select {is_now} from {noun} where id = 1")[0][0] != 1) == (0, True), dry
    ran = full.run(noun, "edit", ref, *typed.split())
    assert ran.code == 0, ran
    assert "cannot be read and is in no list" not in ran.err
    assert held(full.db, f"select {is_now} from {noun} where id = 1") == [(1,)]
    assert full.run("doctor").code == 0
    # What was there is in the log, and an undo does not make it unreadable again.
    undone = full.run("undo")
    assert undone.code == 1, undone
    assert "could not be read before that" in undone.err, undone
    assert full.run("doctor").code == 0


VOIDED = [
    ("task", "due = 'tomorrow'"),
    ("task", "status = 'odd'"),
    ("task", "voided_at = 'yes'"),
    ("task", "due = 'tomorrow', voided_at = '2026-11-20T09:00:00Z'"),
    ("client", "born_on = '14.3.1980'"),
    ("note", "goal_ids = '1'"),
    ("appointment", "minutes = -5"),
    ("episode", "own = '{'"),
]


@pytest.mark.parametrize(("noun", "sql"), VOIDED)
def test_void_mends_what_cannot_be_read_by_leaving_it_out(full: Quick, noun: str, sql: str) -> None:
    spoilt(full.db, f"update {noun} set {sql} where id = 1")
    ref = {"task": "t1", "client": "c1", "note": "n1", "appointment": "a1", "episode": "e1"}[noun]
    assert full.run("doctor").code == 1
    ran = full.run(noun, "void", ref, "--reason", "spoilt", "--yes")
    assert (ran.code, held(full.db, f"select voided_at is not null, void_reason from {noun} where id = 1")) == (
        0, [(1, "spoilt")]
    ), ran  # fmt: skip
    # A client's own hang from it, and are voided too.
    assert "cannot be read and" not in ran.err
    assert full.run("doctor").code == 0
    assert full.run("undo").code == 1


def test_what_else_cannot_be_read_is_named_with_the_edit_that_mends_it_all(full: Quick) -> None:
    spoilt(full.db, "update task set due = 'tomorrow', status = 'odd', anchor_on = '1.1.' where id = 1")
    how = "caseload task edit t1 --due WHEN --status WORD --clear anchor_on"
    for typed in ("--due fri", "--title Write", "--clear anchor_on --due mon"):
        ran = full.run("task", "edit", "t1", *typed.split())
        left = ", ".join(
            name for name in ("due", "status", "anchor_on") if name.partition("_")[0] not in typed
        )  # fmt: skip
        assert (ran.code, ran.err.splitlines()[-1]) == (1, f"caseload: t1: {left} cannot be read; mend it: {how}"), ran
    assert held(full.db, "select due from task where id = 1") == [("tomorrow",)]
    assert full.run("task", "edit", "t1", "--due", "fri", "--status", "ready", "--clear", "anchor_on").code == 0


def test_a_rule_that_another_field_breaks_is_named_with_the_edit_that_mends_both(full: Quick) -> None:
    spoilt(full.db, "update task set due = 'tomorrow', every = 'often' where id = 1")
    ran = full.run("task", "edit", "t1", "--due", "fri")
    how = "caseload task edit t1 --due WHEN --every RULE"
    assert (ran.code, ran.err.splitlines()[-1]) == (
        1, f"caseload: t1 breaks a rule (every is not a rule of recurrence); mend it: {how}"
    )  # fmt: skip
    assert full.run("task", "edit", "t1", "--due", "fri", "--every", "2w").code == 0


def test_what_an_edit_mends_is_told_with_what_was_there(full: Quick) -> None:
    spoilt(full.db, "update task set due = 'tomorrow', every = null where id = 1")
    ran = full.run("task", "edit", "t1", "--due", "fri")
    assert ran.err == (
        "t1 Call · ana-ruiz · due tomorrow -> Fri 2026-11-27 (in 2 days) · "
        "no undo: caseload history t1 shows what was there\n"
    )
    assert json.loads(full("history", "t1", "--json"))[-1] | {"at": ""} == {
        "op": held(full.db, "select max(id) from operation")[0][0], "at": "", "command": "task edit",
        "field": "due", "before": "tomorrow", "after": "2026-11-27", "who": None, "origin": None,
    }  # fmt: skip


def test_one_that_cannot_be_read_is_mended_among_several(full: Quick) -> None:
    full("task", "add", "ana", "Write", "--due", "mon")
    spoilt(full.db, "update task set due = 'tomorrow' where id = 1")
    ran = full.run("task", "edit", "t1", "t2", "--due", "fri")
    assert (ran.code, held(full.db, "select due from task")) == (0, [("2026-11-27",), ("2026-11-27",)]), ran


def test_every_page_and_doctor_name_the_command_that_mends_it(full: Quick) -> None:
    spoilt(full.db, "update task set due = 'tomorrow' where id = 1")
    how = "mend it: caseload task edit t1 --due WHEN"
    for line in ("today", "task list", "export task --csv", "digest"):
        ran = full.run(*line.split())
        assert f"1 record cannot be read and is in no list: t1; {how}\n" in ran.out + ran.err
    assert f"t1: due cannot be read; {how}\n" in full.run("doctor").out
    for line in ("done t1", "task show t1", "task snooze t1 --to mon --reason later"):
        assert full.run(*line.split()).err.splitlines()[-1] == f"caseload: t1 breaks a rule (due cannot be read); {how}"
    assert full.run("export", "all").err == (
        f"caseload: t1 cannot be read, and an export without it would not be whole; {how}\n"
    )
    spoilt(full.db, "update note set occurred = 'then' where id = 1")
    assert full.run("export", "all").err == (
        "caseload: t1, n1 cannot be read, and an export without them would not be whole; "
        "caseload doctor says what mends them\n"
    )
    assert full.run("doctor").out.count("; mend it: caseload ") == 2


def test_what_no_command_makes_up_is_another_program_s_to_mend(full: Quick) -> None:
    full("snooze", "t1", "--to", "mon", "--reason", "later")
    spoilt(full.db, "update waiver set until = 'then'")
    said = full.run("waiver", "void", "w1", "--reason", "spoilt")
    assert (said.code, said.err.splitlines()[-1]) == (
        1, "caseload: w1: until cannot be read; see caseload doctor"
    ), said  # fmt: skip
    assert "w1: until cannot be read; mend it: sqlite3 " in full.run("doctor").out


def test_an_undo_of_other_steps_goes_on_beside_one_that_mended(full: Quick) -> None:
    spoilt(full.db, "update task set due = 'tomorrow' where id = 1")
    full("task", "edit", "t1", "--due", "fri")
    full("task", "edit", "t1", "--due", "mon")
    assert full.run("undo").code == 0
    assert held(full.db, "select due from task") == [("2026-11-27",)]
    ran = full.run("undo")
    assert (ran.code, "another step can still be undone: caseload undo " in ran.err) == (1, True), ran
