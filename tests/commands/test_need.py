"""caseload need: found, helped with, declined, gone; the goals that serve it."""

import json
from pathlib import Path

from commands.conftest import Quick, once


def need(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one need."""
    record = json.loads(program("need", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


FOUND = (
    "need add ana --domain food Nothing left by the 20th --identified-on 2026-11-20",
    "need add ana --type barrier Cannot read the letters",
    "need add ana --domain protective_factor Her sister looks in",
)


@once
def found(served: Quick) -> Quick:
    """As `served`: Ana with a need (nd1), a barrier (nd2) and a strength (nd3)."""
    for line in FOUND:
        served(*line.split())
    return served


def test_what_was_found_is_kept_under_gravitys_words_dated_today_unless_said(found: Quick) -> None:
    keys = ("type", "domain", "description", "status", "support", "identified_on")
    assert need(found, "nd1", *keys) == [
        "need", "food-insecurity", "Nothing left by the 20th", "active", "not-started", "2026-11-20",
    ]  # fmt: skip
    assert need(found, "nd2", *keys)[:2] == ["barrier", "sdoh-category-unspecified"]
    assert need(found, "nd3", *keys) == [
        "strength", "protective-factor", "Her sister looks in", "active", "not-started", "2026-11-25",
    ]  # fmt: skip
    ran = found.run("need", "add", "ana", "--domain", "hunger")
    assert (ran.code, 'domain: "hunger" is not accepted' in ran.err) == (2, True), ran.err
    assert (found.run("need", "add", "ana").code, found("need", "list", "--ids")) == (2, "nd1\nnd2\nnd3\n")


def test_help_that_is_there_or_declined_is_said_back_with_its_day_and_undone_in_one_step(found: Quick) -> None:
    ran = found.run("need", "decline", "nd1", "--reason", "her brother shops", "--on", "mon")
    assert "support not-started -> declined" in ran.err
    assert "declined Mon 2026-11-23 (2 days ago)" in ran.err
    keys = ("support", "decline_reason", "declined_on", "met_on")
    assert need(found, "nd1", *keys) == ["declined", "her brother shops", "2026-11-23", None]
    assert "support declined -> met" in found.run("need", "met", "nd1").err
    assert need(found, "nd1", *keys) == ["met", None, None, "2026-11-25"]
    found("undo")
    assert need(found, "nd1", *keys) == ["declined", "her brother shops", "2026-11-23", None]
    found("need", "edit", "nd1", "--support", "in-progress")
    assert need(found, "nd1", *keys) == ["in-progress", None, None, None]
    found("need", "edit", "nd1", "nd2", "--support", "met")
    assert [need(found, ref, "support", "met_on") for ref in ("nd1", "nd2")] == [["met", "2026-11-25"]] * 2


def test_the_day_of_what_became_of_it_says_what_that_is(found: Quick) -> None:
    found("need", "add", "ana", "Teeth", "--met-on", "2026-11-25")
    found("need", "add", "ana", "Eyes", "--reason", "later")
    found("need", "add", "ana", "Rent", "--resolved-on", "2026-11-25", "--support", "in-progress")
    keys = ("status", "support", "declined_on")
    assert need(found, "nd4", *keys) == ["active", "met", None]
    assert need(found, "nd5", *keys) == ["active", "declined", "2026-11-25"]
    assert need(found, "nd6", *keys) == ["resolved", "in-progress", None]


def test_a_need_that_is_gone_leaves_the_list_and_the_page_and_may_come_back(found: Quick) -> None:
    found("need", "resolve", "nd1", "--on", "yesterday")
    assert need(found, "nd1", "status", "resolved_on", "support") == ["resolved", "2026-11-24", "not-started"]
    assert found("need", "list", "--ids") == "nd2\nnd3\n"
    assert "Nothing left" not in found("show", "ana")
    ran = found.run("need", "resolve", "nd1")
    assert (ran.code, ran.err) == (
        1, "caseload: nd1 is resolved already; caseload need edit nd1 --status recurrence takes it up again\n",
    )  # fmt: skip
    found("need", "edit", "nd1", "--status", "recurrence")
    assert need(found, "nd1", "status", "resolved_on") == ["recurrence", None]


def test_a_day_of_fact_in_the_future_and_one_before_it_was_found_are_refused(found: Quick) -> None:
    before = found.fingerprint
    for verb in (["met"], ["resolve"], ["decline", "--reason", "no"]):
        assert found.run("need", verb[0], "nd1", "--on", "2026-12-01", *verb[1:]).code == 2
    assert found.run("need", "resolve", "nd1", "--on", "2026-11-19").code == 2
    assert "odd: nd1 met on Thu 2026-11-19 is before identified on" in found.run(
        "need", "met", "nd1", "--on", "2026-11-19", "-n"
    ).err.replace("Fri 2026-11-20", "").replace("Fri, ", "")
    assert found.fingerprint == before


def test_a_need_all_of_whose_goals_are_met_is_offered_as_met_until_it_is(found: Quick) -> None:
    offer = "all goals of nd1 food-insecurity: Nothing left by the 20th are met: caseload need met nd1"
    found("goal", "edit", "g1", "g2", "--need", "nd1")
    assert "need nd1" not in found.run("goal", "met", "g1").err
    assert offer in found.run("goal", "edit", "g2", "--lifecycle", "completed", "--achievement", "achieved").err
    found("undo")
    assert offer in found.run("goal", "met", "g2").err
    assert "all goals met: caseload need met nd1" in found("show", "ana")
    assert "all are met: caseload need met nd1" in found("show", "nd1")
    assert "caseload need met nd1" not in found.run("goal", "edit", "g2", "--agreed", "-n", "-q").err
    found("need", "met", "nd1")
    assert "need met" not in found("show", "ana") + found("show", "nd1")
    assert offer not in found.run("goal", "edit", "g2", "--agreed").err


def test_a_goal_serves_a_need_of_its_own_client_and_keeps_it_in_the_next_version_of_the_plan(found: Quick) -> None:
    before = found.fingerprint
    for words in (["add", "bo", "Swim"], ["edit", "g3"]):
        ran = found.run("goal", *words, "--need", "nd1")
        assert (ran.code, ran.err) == (1, "caseload: nd1 is another client's need; see caseload need list\n")
    assert found.fingerprint == before
    found("goal", "add", "ana", "Box each week", "--plan", "p1", "--need", "nd1")
    found("plan", "revise", "p1", "--reason", "winter")
    goal = json.loads(found("goal", "show", "g4", "--json"))[0]
    assert (goal["plan"], goal["need"]) == ("p3", "nd1")
    assert "g4" in found("show", "nd1")


def test_a_voided_need_leaves_its_goals(found: Quick) -> None:
    found("goal", "edit", "g1", "--need", "nd1")
    found("need", "void", "nd1", "--reason", "entered twice")
    assert "g1" in found("goal", "list", "--ids")
    assert found.run("doctor").code == 0


def test_goals_go_with_their_need_to_another_client_and_none_goes_without_it(found: Quick) -> None:
    found("goal", "edit", "g2", "--need", "nd1", "--clear", "plan")
    ran = found.run("goal", "edit", "g2", "--to-client", "bo")
    assert (ran.code, ran.err) == (1, "caseload: g2 refers to nd1, which stays; --clear need beside it\n")
    found("need", "edit", "nd1", "--to-client", "bo")
    moved = [json.loads(found("show", ref, "--json"))[0]["client"] for ref in ("nd1", "g2")]
    assert moved == ["c2", "c2"]


def test_needs_stand_on_the_page_with_what_becomes_of_help_and_what_helps_comes_last(found: Quick) -> None:
    page = found("show", "ana")
    (section,) = [part for part in page.split("\n\n") if part.startswith("Needs\n")]
    assert [" ".join(line.split()) for line in section.splitlines()[1:]] == [
        "nd1 food-insecurity not-started Nothing left by the 20th",
        "nd2 barrier not-started Cannot read the letters",
        "nd3 strength protective-factor Her sister looks in",
    ]
    found("need", "decline", "nd1", "--reason", "her brother shops")
    page = found("show", "ana").partition("\nNeeds\n")[2]
    assert page.index("nd2") < page.index("nd1") < page.index("nd3")


def test_nothing_is_said_of_help_with_what_helps(found: Quick) -> None:
    assert "not-started" not in found.run("need", "add", "ana", "--type", "strength", "Reads", "well").err
    strengths = [line for line in found("need", "list", "--table").splitlines() if "strength" in line]
    assert len(strengths) == 2
    assert not [line for line in strengths if "not-started" in line]


def test_a_guessed_file_of_needs_comes_in_and_its_words_stay_out_of_what_has_no_names(
    found: Quick, tmp_path: Path
) -> None:
    file = tmp_path / "needs.csv"
    file.write_text(
        "Client Name,SDOH Category,Description,Status,Support\nBo Ng,Housing instability,Couch,active,Met\n", "utf-8"
    )
    guessed = tmp_path / "needs.toml"
    guessed.write_text(found("import", "need", str(file), "--guess"), "utf-8")
    found("import", "need", str(file), "--map-file", str(guessed))
    assert need(found, "nd4", "client", "domain", "description", "support") == [
        "c2", "housing-instability", "Couch", "met",
    ]  # fmt: skip
    listed = found("need", "list", "--client", "bo", "--csv", "--names", "none")
    assert "housing-instability" in listed
    assert "Couch" not in listed
    assert "nd4" in found("find", "couch")


def test_help_that_is_declined_at_once_takes_its_reason_and_its_want_is_told(found: Quick) -> None:
    ran = found.run("need", "add", "ana", "Ride", "--support", "declined", "--reason", "her brother drives")
    assert ("her brother drives" in ran.err, "no reason is kept" in ran.err) == (True, False)
    assert need(found, "nd4", "support", "decline_reason") == ["declined", "her brother drives"]
    ran = found.run("need", "edit", "nd1", "--support", "declined")
    assert "declined, and no reason is kept: caseload need edit nd1 --reason TEXT" in ran.err
    assert "no reason is kept" not in found.run("need", "edit", "nd1", "--reason", "no time").err
    assert need(found, "nd1", "decline_reason") == ["no time"]
    assert "decline-without-reason" not in found("gaps", "ana")
