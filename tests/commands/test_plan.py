"""caseload plan: written, reviewed, signed, revised, closed."""

import json

import pytest

from commands.conftest import Quick


def plan(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one plan."""
    record = json.loads(program("plan", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


def whole(program: Quick) -> str:
    """Every plan, goal and observation with every field, the voided too."""
    return "".join(program(noun, "export", "--voided", "--json") for noun in ("plan", "goal", "observation"))


def test_a_plan_starts_today_once_it_is_active(served: Quick) -> None:
    assert "started Wed 2026-11-25 (today) · next review Tue 2027-05-25" in served.run("plan", "add", "ana", "New").err
    served("plan", "add", "ana", "Moving", "home", "--status", "draft")
    assert plan(served, "p3", "status", "started_on", "version") == ["active", "2026-11-25", 1]
    assert plan(served, "p4", "title", "status", "started_on") == ["Moving home", "draft", None]
    served("plan", "edit", "p4", "--status", "active")
    assert plan(served, "p4", "started_on") == ["2026-11-25"]
    assert served.run("plan", "edit", "p4", "--clear", "started_on").code == 2


@pytest.mark.parametrize(
    ("started_on", "every", "reviewed_on", "due"),
    [
        ("2026-03-02", [], None, "2026-09-02"),
        ("2026-08-31", [], None, "2027-02-28"),
        ("2026-10-31", ["--review-every", "monthly"], None, "2026-11-30"),
        ("2026-01-31", ["--review-every", "1m"], "2026-08-31", "2026-09-30"),
    ],
)
def test_a_list_says_when_the_next_review_is_due(
    served: Quick, started_on: str, every: list[str], reviewed_on: str | None, due: str
) -> None:
    served("plan", "add", "ana", "New", "--started-on", started_on, *every)
    if reviewed_on:
        assert f"{due} (" in served.run("plan", "review", "p3", "--on", reviewed_on).err
    assert f"p3\t{due}\n" in served("plan", "list", "--fields", "id,review_due")


def test_only_an_active_plan_is_reviewed_and_not_on_a_day_to_come(served: Quick) -> None:
    served("plan", "edit", "p1", "--status", "on-hold")
    assert served.run("plan", "review", "p1").code == 1
    assert served.run("plan", "review", "p2", "--on", "tomorrow").code == 2


def test_a_signature_has_a_day_and_keeps_it_when_the_copy_is_given_later(served: Quick) -> None:
    served("plan", "sign", "p1", "--on", "2026-11-20")
    served("plan", "sign", "p1", "--copy-given", "yesterday")
    assert plan(served, "p1", "agreed_on", "copy_given_on") == ["2026-11-20", "2026-11-24"]
    served("plan", "sign", "p2")
    assert plan(served, "p2", "agreed_on", "copy_given_on") == ["2026-11-25", None]


def test_a_revision_takes_over_the_open_goals_and_leaves_a_picture_of_all_of_them(served: Quick) -> None:
    served("goal", "observe", "g1", "40", "--on", "2026-10-01", "--achievement", "improving")
    served("goal", "observe", "g1", "--comment", "tired")
    served("goal", "met", "g2")
    before = whole(served)
    ran = served.run("plan", "revise", "p1", "--reason", "moved", "--title", "At the sister's")
    assert ran.out == "p3\n"
    assert "version 2, supersedes p1 · started Wed 2026-11-25 (today) · took over g1 Walk" in ran.err
    assert plan(served, "p3", "title", "version", "supersedes", "change_reason", "status", "agreed_on") == [
        "At the sister's", 2, "p1", "moved", "active", None,
    ]  # fmt: skip
    assert plan(served, "p1", "status", "ended_on") == ["completed", "2026-11-25"]
    assert served("goal", "list", "--status", "all", "--client", "ana", "--fields", "id,plan,lifecycle") == (
        "g1\tp3\tactive\ng2\tp1\tcompleted\n"
    )
    (picture,) = plan(served, "p1", "goals_as_revised")
    assert json.loads(str(picture)) == [
        {"id": "g1", "title": "Walk", "lifecycle": "active", "achievement": "improving", "target_on": "2027-01-31",
         "value": 40, "observed_on": "2026-10-01"},
        {"id": "g2", "title": "Read", "lifecycle": "completed", "achievement": "achieved", "target_on": None,
         "value": None, "observed_on": None},
    ]  # fmt: skip
    served("goal", "edit", "g1", "--title", "Run")
    shown = served("show", "p1")
    assert "Goals of version 1, as they stood" in shown
    assert all(word in shown for word in ("Walk", "improving", "2026-10-01"))
    served("undo")
    served("undo")
    assert whole(served) == before


def test_a_plan_that_has_ended_is_not_revised_and_none_before_it_started(served: Quick) -> None:
    before = whole(served)
    assert served.run("plan", "revise", "p1", "--reason", "x", "--on", "2026-03-01").code == 2
    assert whole(served) == before
    served("plan", "revise", "p1", "--reason", "x", "--on", "2026-03-02")
    assert served.run("plan", "revise", "p1", "--reason", "x").code == 1


def test_a_plan_is_closed_and_its_open_goals_stay(served: Quick) -> None:
    served("goal", "drop", "g2")
    ran = served.run("plan", "close", "p1", "--on", "yesterday", "--reason", "goals met")
    assert "still open: g1 Walk · undo" in ran.err
    assert plan(served, "p1", "status", "ended_on", "change_reason") == ["completed", "2026-11-24", "goals met"]
    assert served("goal", "list", "--client", "ana", "--ids") == "g1\n"
    assert served("plan", "list", "--ids") == "p2\n"
    assert served.run("plan", "close", "p1").code == 1


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "add", "ana"],
        ["plan", "add", "ana", "New", "--started-on", "tomorrow"],
        ["plan", "add", "ana", "New", "--review-every", "6 months"],
        ["plan", "add", "ana", "New", "--ended-on", "2026-03-01"],
        ["plan", "edit", "p1", "--clear", "title"],
        ["plan", "edit", "p1"],
        ["plan", "edit", "g1", "--title", "New"],
        ["plan", "revise", "p1"],
    ],
)
def test_what_a_plan_cannot_be_is_a_usage_error_and_nothing_is_written(served: Quick, words: list[str]) -> None:
    before = served.fingerprint
    assert (served.run(*words).code, served.fingerprint) == (2, before)


def test_voiding_a_plan_takes_its_goals_along_and_undo_brings_them_back(served: Quick) -> None:
    before = whole(served)
    assert served.run("plan", "void", "p1", "--reason", "test").code == 2
    served("plan", "void", "p1", "--reason", "test", "--yes")
    assert served("goal", "list", "--ids") == "g3\n"
    assert served.run("plan", "edit", "p1", "--title", "New").code == 3
    served("undo")
    assert whole(served) == before
