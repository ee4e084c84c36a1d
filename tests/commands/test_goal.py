"""caseload goal: set, seen, met, dropped."""

import json

import pytest

from commands.conftest import Quick


def goal(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one goal."""
    record = json.loads(program("goal", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    line = "Keep the apartment --plan p1 --area housing --lifecycle accepted --achievement in-progress -p high --agreed"
    more = "--measure rent --unit months --baseline 1 --target 12.5 --client-words mine --external-id 7 --target-on +1w"
    served("goal", "add", "ana", *line.split(), *more.split())
    shown = json.loads(served("goal", "show", "g4", "--json"))[0]
    kept = {key: value for key, value in shown.items() if value is not None}
    assert kept | {"created_at": "", "updated_at": "", "database": ""} == {
        "id": "g4", "client": "c1", "client_handle": "ana-ruiz", "plan": "p1", "title": "Keep the apartment",
        "area": "housing", "lifecycle": "accepted", "achievement": "in-progress", "priority": "high-priority",
        "target_on": "2026-12-02", "measure": "rent", "unit": "months", "baseline": 1, "target": 12.5,
        "agreed": True, "client_words": "mine", "external_id": "7", "created_at": "", "updated_at": "",
        "sensitivity": "normal", "part2": "unknown",
        "database": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["goal", "add", "ana", "Swim", "--plan", "p2"],
        ["goal", "edit", "g1", "--plan", "p2"],
    ],
)
def test_a_goal_does_not_go_on_another_clients_plan(served: Quick, words: list[str]) -> None:
    before = served.fingerprint
    ran = served.run(*words)
    assert (ran.code, ran.err) == (1, "caseload: p2 is another client's plan; see caseload plan list\n")
    assert served.fingerprint == before


def test_a_goal_leaves_its_plan_or_goes_on_one_of_the_same_client(served: Quick) -> None:
    served("goal", "edit", "g1", "--clear", "plan", "--no-agreed")
    assert goal(served, "g1", "plan") == [None]
    served("goal", "edit", "g1", "--plan", "p1", "--agreed")
    assert goal(served, "g1", "plan", "agreed") == ["p1", True]


def test_what_was_seen_last_is_the_progress_in_the_list(served: Quick) -> None:
    assert "33%" in served.run("goal", "observe", "g1", "40").err
    assert "50%" in served.run("goal", "observe", "g1", "60", "-n").err
    served("goal", "observe", "g1", "100", "--on", "yesterday")
    assert served("goal", "list", "--fields", "id,progress") == "g1\t33%\ng2\t\ng3\t\n"
    served("goal", "observe", "g1", "60")
    assert "g1\t50%\n" in served("goal", "list", "--fields", "id,progress")
    served("observation", "void", "go3", "--reason", "misread")
    assert "g1\t33%\n" in served("goal", "list", "--fields", "id,progress")


def test_an_achievement_seen_becomes_the_goals_unless_a_later_day_said_otherwise(served: Quick) -> None:
    served("goal", "observe", "g1", "--achievement", "improving", "--on", "2026-11-20")
    assert goal(served, "g1", "achievement") == ["improving"]
    served("goal", "observe", "g1", "--achievement", "worsening", "--on", "2026-11-19")
    assert goal(served, "g1", "achievement") == ["improving"]
    served("goal", "observe", "g1", "80")
    assert goal(served, "g1", "achievement") == ["improving"]
    served("goal", "observe", "g1", "--achievement", "no-change", "--on", "2026-11-20")
    assert goal(served, "g1", "achievement") == ["no-change"]
    served("undo")
    assert goal(served, "g1", "achievement") == ["improving"]
    assert served("observation", "list", "--ids").split() == ["go2", "go1", "go3"]


def test_a_goal_met_is_completed_and_achieved_and_an_observation_of_that_day_says_so(served: Quick) -> None:
    before = served("goal", "export", "--json"), served("observation", "export", "--json")
    served("goal", "met", "g1", "--on", "yesterday")
    assert goal(served, "g1", "lifecycle", "achievement") == ["completed", "achieved"]
    assert served("observation", "list", "--fields", "goal,observed_on,achievement") == "g1\t2026-11-24\tachieved\n"
    assert "g1\t100%" in served("goal", "list", "--status", "all", "--fields", "id,progress")
    assert served.run("goal", "met", "g1").code == 1
    served("undo")
    assert (served("goal", "export", "--json"), served("observation", "export", "--json")) == before


def test_a_goal_dropped_is_cancelled_and_not_achieved(served: Quick) -> None:
    served("goal", "observe", "g1", "--achievement", "improving")
    served("goal", "drop", "g1")
    assert goal(served, "g1", "lifecycle", "achievement") == ["cancelled", "improving"]
    assert served("goal", "list", "--client", "ana", "--ids") == "g2\n"
    assert served.run("goal", "drop", "g1").code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["goal", "add", "ana"], 2),
        (["goal", "add", "nobody", "Walk"], 3),
        (["goal", "add", "me", "Walk"], 2),
        (["goal", "add", "ana", "Walk", "--target-on", "fri 2pm"], 2),
        (["goal", "add", "ana", "Walk", "--target", "nan"], 2),
        (["goal", "add", "ana", "Walk", "--priority", "routine"], 2),
        (["goal", "add", "ana", "Walk", "--plan", "p9"], 3),
        (["goal", "add", "ana", "Walk", "--plan", "t1"], 2),
        (["goal", "edit", "g1"], 2),
        (["goal", "edit", "g1", "--clear", "client"], 2),
        (["goal", "observe", "g1"], 2),
        (["goal", "observe", "g1", "half"], 2),
        (["goal", "observe", "g1", "5", "--on", "tomorrow"], 2),
        (["goal", "observe", "g9", "5"], 3),
        (["goal", "met", "g1", "--on", "tomorrow"], 2),
    ],
)
def test_what_a_goal_cannot_be_is_refused_with_its_code_and_nothing_is_written(
    served: Quick, words: list[str], code: int
) -> None:
    before = served.fingerprint
    ran = served.run(*words)
    assert (ran.code, ran.out, served.fingerprint) == (code, "", before)
    assert ran.err.count("\n") == 1


def test_goals_are_filtered_by_client_lifecycle_and_target(served: Quick) -> None:
    served("goal", "add", "bo", "Sing", "--lifecycle", "on-hold", "--target-on", "2026-12-01")
    assert served("goal", "list", "--client", "bo", "--ids").split() == ["g4", "g3"]
    assert served("goal", "list", "--status", "on_hold", "--ids") == "g4\n"
    assert served("goal", "list", "--due", "2026-12-01..2026-12-31", "--ids") == "g4\n"
    assert served("goal", "list", "--due", "none", "--ids").split() == ["g2", "g3"]


def test_a_voided_goal_takes_its_observations_along_and_is_not_changed(served: Quick) -> None:
    served("goal", "observe", "g1", "40")
    served("goal", "void", "g1", "--reason", "test", "--yes")
    assert served("observation", "list", "--ids") == ""
    assert served.run("goal", "edit", "g1", "--title", "x").code == 3
    assert served.run("goal", "observe", "g1", "50").code == 3
