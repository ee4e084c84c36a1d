"""caseload done: tasks completed, all or none, in one step."""

import json

import pytest

from commands.conftest import Quick, once


@once
def busy(served: Quick) -> Quick:
    """Three tasks of Ana, the second recurring, one of Bo, and an appointment, a note and a plan."""
    served("task", "add", "ana", "Call", "--due", "yesterday")
    served("task", "add", "ana", "Rent", "--due", "fri", "--every", "1w")
    served("task", "add", "ana", "Write")
    served("task", "add", "bo", "Ask")
    served("appointment", "add", "ana", "Visit", "--at", "today@8:00")
    served("note", "add", "ana", "Seen")
    return served


def standing(program: Quick) -> dict[str, tuple[str, str | None]]:
    records = json.loads(program("task", "export", "--json"))
    return {record["id"]: (record["status"], record["completed_on"]) for record in records}


OPEN = {"t1": ("ready", None), "t2": ("ready", None), "t3": ("ready", None), "t4": ("ready", None)}
DONE = ("completed", "2026-11-25")


def test_a_task_done_says_when_and_what_comes_next(busy: Quick) -> None:
    ran = busy.run("done", "t2")
    assert ran.out == ""
    assert ran.err == (
        "t2 Rent · ana-ruiz · done Wed 2026-11-25 (today) · next t5 · due Fri 2026-12-04 (in 9 days)"
        " · undo: caseload undo\n"
    )


def test_several_are_done_once_each_in_one_step_that_one_undo_takes_back(busy: Quick) -> None:
    ran = busy.run("done", "t1", "T2", "t2", "t1", "--on", "yesterday")
    assert ran.err.splitlines() == [
        "2 in one step · undo: caseload undo",
        "t1 Call · ana-ruiz · done Tue 2026-11-24 (yesterday)",
        "t2 Rent · ana-ruiz · done Tue 2026-11-24 (yesterday) · next t5 · due Fri 2026-12-04 (in 9 days)",
    ]
    yesterday = ("completed", "2026-11-24")
    assert standing(busy) == OPEN | {"t1": yesterday, "t2": yesterday, "t5": ("ready", None)}
    busy("undo")
    assert standing(busy) == OPEN


@pytest.mark.parametrize("piped", ["t1\nt3\n", "t3\r\n\n  t1", "t1\nt3\nt1\n", "\ufefft1\r\nt3\r\n"])
def test_ids_come_from_stdin_one_a_line(busy: Quick, piped: str) -> None:
    busy("done", "-", stdin=piped)
    assert standing(busy) == OPEN | {"t1": DONE, "t3": DONE}


def test_typed_and_piped_ids_go_together(busy: Quick) -> None:
    busy("done", "t4", "-", stdin="t1\n")
    assert standing(busy) == OPEN | {"t1": DONE, "t4": DONE}


def test_what_is_overdue_can_be_piped_into_done(busy: Quick) -> None:
    late = busy("overdue", "--kind", "task", "--ids")
    assert late == "t1\n"
    busy("done", "-", stdin=late)
    assert standing(busy) == OPEN | {"t1": DONE}


def test_no_ids_on_stdin_are_nothing_to_do(busy: Quick) -> None:
    before = busy.fingerprint
    ran = busy.run("done", "-", stdin="\n")
    assert (ran.code, ran.err, busy.fingerprint) == (0, "no ids came, so there is nothing to do\n", before)


@pytest.mark.parametrize(
    ("ref", "code", "said"),
    [
        ("a1", 1, "a1 is an appointment, and only tasks are done; use caseload appointment kept|noshow a1"),
        ("g1", 1, "use caseload goal met|drop g1"),
        ("p1", 1, "use caseload plan close p1"),
        ("n1", 2, '"n1" is not a task; a typed id such as t1'),
        ("ana", 2, '"ana" is not a task'),
        ("t99", 3, "there is no task t99"),
        ("t4", 1, "t4 is completed already"),
    ],
)
def test_one_that_cannot_be_done_leaves_all_undone(busy: Quick, ref: str, code: int, said: str) -> None:
    busy("done", "t4")
    before = busy.fingerprint
    ran = busy.run("done", "t1", ref)
    assert (ran.code, said in ran.err, busy.fingerprint) == (code, True, before), ran


def test_a_dry_run_says_first_that_it_is_one(busy: Quick) -> None:
    before = busy.fingerprint
    ran = busy.run("done", "t1", "t3", "-n")
    assert (ran.err.splitlines()[0], busy.fingerprint) == ("dry run, nothing is written: 2 in one step", before)
