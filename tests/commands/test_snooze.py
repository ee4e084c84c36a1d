"""caseload snooze: out of sight until a day, the due date untouched."""

import json

import pytest

from commands.conftest import Quick, once

SHOWN = ("task", "appointment", "plan-review", "goal-target")


@once
def late(served: Quick) -> Quick:
    """A late task t1, a late appointment a1, a goal g1 whose target has passed, a done task t2."""
    served("task", "add", "ana", "Call", "--due", "2026-11-16")
    served("task", "add", "ana", "Write", "--due", "2026-11-16")
    served("done", "t2")
    served("person", "add", "ana", "Rosa Ruiz")
    served("appointment", "add", "ana", "Visit", "--at", "2026-11-20")
    served("goal", "edit", "g1", "--target-on", "2026-11-23")
    return served


def overdue(program: Quick, now: str = "2026-11-25T09:00") -> list[str]:
    """What is late, but for the clients' own clocks."""
    late = json.loads(program("overdue", "--json", env={"CASELOAD_NOW": now}))
    return list(dict.fromkeys(item["id"] for item in late if item["kind"] != "client" and item["rule"] in SHOWN))


def test_snoozed_items_are_out_of_sight_until_that_day_and_then_as_late_as_they_truly_are(late: Quick) -> None:
    assert overdue(late) == ["p1", "p2", "t1", "a1", "g1"]
    late("snooze", "t1", "a1", "g1", "p1", "--to", "2026-12-01", "--reason", "on leave")
    assert overdue(late) == overdue(late, "2026-11-30T23:59") == ["p2"]
    back = json.loads(late("overdue", "--kind", "task", "--json", env={"CASELOAD_NOW": "2026-12-01T00:00"}))
    assert [(item["id"], item["due"], item["days_late"]) for item in back] == [("t1", "2026-11-16", 15)]


def test_a_snooze_says_until_when_and_why_and_is_one_step(late: Quick) -> None:
    ran = late.run("snooze", "t1", "--to", "+1w", "--reason", "letter is on its way")
    assert ran.err == (
        "t1 Call · ana-ruiz · snoozed until Wed 2026-12-02 (in 7 days) · letter is on its way · undo: caseload undo\n"
    )
    late("undo")
    assert "t1" in overdue(late)


def test_a_second_snooze_moves_the_first(late: Quick) -> None:
    late("snooze", "t1", "--to", "+1w", "--reason", "first")
    late("snooze", "t1", "--to", "+1d", "--reason", "second")
    assert "Snoozed until 2026-11-26: second" in late("show", "t1")
    assert "t1" in overdue(late, "2026-11-26T09:00")


def test_what_is_overdue_can_be_piped_into_snooze(late: Quick) -> None:
    late("snooze", "-", "--to", "mon", "--reason", "on leave", stdin=late("overdue", "--ids"))
    assert late("overdue", "--ids") == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("pe1", "--to", "mon", "--reason", "x"), 1, "pe1 is a person, which is never due"),
        (("t2", "--to", "mon", "--reason", "x"), 1, "t2 is completed"),
        (("t1", "--to", "today", "--reason", "x"), 2, "--to: is not ahead"),
        (("t1", "--to", "yesterday", "--reason", "x"), 2, "--to: is not ahead"),
        (("t1", "--to", "mon", "--reason", " "), 2, "reason: is empty"),
        (("t1", "--to", "mon"), 2, "--reason"),
        (("t99", "--to", "mon", "--reason", "x"), 3, "there is no task t99"),
        (("t1", "t2", "--to", "mon", "--reason", "x"), 1, "t2 is completed"),
    ],
)
def test_what_cannot_be_snoozed_is_refused_and_nothing_is_written(
    late: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    before = late.fingerprint
    ran = late.run("snooze", *words)
    assert (ran.code, said in ran.err, late.fingerprint) == (code, True, before), ran
