"""caseload waive and waiver: one rule put out of sight for one record, with a reason, until a day."""

import json

import pytest

from commands.conftest import Quick


def late(program: Quick, now: str = "2026-11-25T09:00") -> set[tuple[str, str]]:
    rows = json.loads(program("overdue", "--json", env={"CASELOAD_NOW": now}))
    return {(row["id"], row["rule"]) for row in rows}


def test_a_waiver_hides_one_rule_of_one_record_until_its_day_and_then_it_is_back(served: Quick) -> None:
    before = late(served)
    assert {("p1", "plan-review"), ("p1", "plan-unsigned"), ("p2", "plan-review")} <= before
    said = served.run("waive", "p1", "--rule", "plan-review", "--until", "+2w", "--reason", "team meets in December")
    assert said.err == (
        "p1 Care · ana-ruiz · w1 waives plan-review · until Wed 2026-12-09 (in 14 days) · team meets in December"
        " · undo: caseload undo\n"
    )
    assert late(served) == before - {("p1", "plan-review")}
    assert late(served, "2026-12-08T23:59") >= before - {("p1", "plan-review")}
    assert ("p1", "plan-review") not in late(served, "2026-12-08T23:59")
    assert ("p1", "plan-review") in late(served, "2026-12-09T00:00")


def test_a_client_is_named_as_everywhere_and_a_waiver_given_twice_is_moved(served: Quick) -> None:
    served("waive", "ana", "--rule", "contact", "--until", "+1w", "--reason", "on leave")
    served("waive", "ana", "--rule", "contact", "--until", "+2w", "--reason", "in hospital")
    rows = json.loads(served("waiver", "list", "--json"))
    assert [(row["id"], row["item"], row["rule"], row["until"], row["reason"]) for row in rows] == [
        ("w1", "c1", "contact", "2026-12-09", "in hospital")
    ]


def test_a_waiver_is_visible_in_the_history_of_what_it_waives_and_in_why(served: Quick) -> None:
    served("waive", "p1", "--rule", "plan-review", "--until", "2026-12-09", "--reason", "team meets in December")
    assert "w1 reason" in served("history", "p1")
    assert "team meets in December" in served("history", "p1")
    assert "until Wed 2026-12-09 by w1: team meets in December" in served("show", "p1", "--why")


def test_voiding_a_waiver_brings_its_item_back_at_once(served: Quick) -> None:
    served("waive", "p1", "--rule", "plan-review", "--until", "+2w", "--reason", "x")
    served("waiver", "void", "w1", "--reason", "not needed")
    assert ("p1", "plan-review") in late(served)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("p1", "--rule", "plan-reviews"), 2, '--rule: "plan-reviews" is not a rule; one of plan-review'),
        (("p1", "--rule", "contact"), 2, '--rule: "contact" does not look at a plan; one of plan-review'),
        (("pe1", "--rule", "contact"), 1, "pe1 is a person, which is never due"),
        (("t9", "--rule", "task"), 3, "there is no task t9"),
        (("p1", "--rule", "plan-review", "--until", "today"), 2, "--until: is not ahead"),
        (("p1", "--rule", "plan-review", "--reason", " "), 2, "reason: is empty"),
    ],
)
def test_what_cannot_be_waived_is_refused_and_nothing_is_written(
    served: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    served("person", "add", "ana", "Rosa", "Ruiz")
    before = served.fingerprint
    defaults = [word for pair in (("--until", "+1w"), ("--reason", "x")) if pair[0] not in words for word in pair]
    ran = served.run("waive", *words, *defaults)
    assert (ran.code, said in ran.err, served.fingerprint) == (code, True, before), ran
