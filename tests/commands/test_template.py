"""Checklists that move with a date, from outside: applied, moved, left out, finished, told apart from newer ones."""

import json
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Quick

SMALL = """
name = "small"
version = "1"
title = "A small one"
anchor = "release-on"

[[steps]]
name = "card"
makes = "document"
title = "Identity card"
due = "1m before"

[[steps]]
name = "apply"
title = "Apply"
due = "3bd before"
priority = "urgent"
waits = ["card", "ask"]

[[steps]]
name = "ask"
title = "Ask the agency"
due = "30d before"
who = "client"

[[steps]]
name = "visit"
makes = "appointment"
title = "First visit"
due = "the day"

[[steps]]
name = "home"
makes = "goal"
title = "A place of her own"
due = "3m after"

[[steps]]
name = "food"
makes = "need"
title = "nothing for the first week"
domain = "food"
"""

TURNS = (
    SMALL.partition("[[steps]]")[0].replace("small", "turns")
    + """
pace = "as-you-go"

[[steps]]
name = "one"
title = "First"
due = "30d before"

[[steps]]
name = "two"
title = "Second"
due = "2w before"

[[steps]]
name = "three"
makes = "document"
title = "Third"
due = "1w before"

[[steps]]
name = "four"
title = "Fourth"
"""
)


@pytest.fixture
def ana(empty: Quick) -> Quick:
    """Ana Ruiz, to be released on 15 January, and two templates in the folder beside her."""
    (empty.home / "small.toml").write_text(SMALL, "utf-8")
    (empty.home / "turns.toml").write_text(TURNS, "utf-8")
    empty("client", "add", "Ana", "Ruiz", "--opened-on", "2026-11-02", "--release-on", "2027-01-15")
    for name in ("small", "turns"):
        empty("template", "import", str(empty.home / f"{name}.toml"))
    return empty


def dates(program: Quick) -> dict[str, str | None]:
    """The date of each thing that a step has made, by its id."""
    found: dict[str, str | None] = {}
    for kind, name in (("task", "due"), ("document", "needed_by"), ("appointment", "starts"), ("goal", "target_on")):
        rows: list[dict[str, Any]] = json.loads(program("export", kind, "--json"))
        found |= {row["id"]: row[name] for row in rows}
    return found


FIRST = {"d1": "2026-12-15", "t1": "2027-01-12", "t2": "2026-12-16", "a1": "2027-01-15", "g1": "2027-04-15"}
LATER = {"d1": "2027-02-28", "t1": "2027-03-26", "t2": "2027-03-01", "a1": "2027-03-31", "g1": "2027-06-30"}
"""The dates of small for 15 January, and for 31 March."""


def test_applied_it_makes_what_its_steps_say_and_each_is_told_with_its_date(ana: Quick) -> None:
    ran = ana.run("template", "apply", "small", "ana")
    assert ran.out.split() == ["d1", "t1", "t2", "a1", "g1", "nd1"]
    assert dates(ana) == FIRST
    assert "small version 1 · ana-ruiz · counted from release-on Fri 2027-01-15 (in 51 days)" in ran.err
    assert "1 document, 2 tasks, 1 appointment, 1 goal, 1 need" in ran.err
    assert "  t1 Apply · due Tue 2027-01-12 (in 48 days) · waits for d1, t2" in ran.err
    task = json.loads(ana("export", "task", "--json"))
    assert [(one["priority"], one["responsible"], one["waiting_on"]) for one in task] == [
        ("urgent", "me", "d1, t2"), ("routine", "client", None),
    ]  # fmt: skip
    assert json.loads(ana("export", "appointment", "--json"))[0]["status"] == "proposed"
    need = json.loads(ana("export", "need", "--json"))[0]
    assert (need["domain"], need["identified_on"]) == ("food-insecurity", "2026-11-25")


def test_another_date_moves_what_is_open_and_says_so_and_back_is_back(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    said = ana.run("client", "edit", "ana", "--release-on", "2027-03-31").err
    assert dates(ana) == LATER
    assert "5 dates move with release-on Wed 2027-03-31\n" in said
    assert "  t1 Apply · Tue 2027-01-12 -> Fri 2027-03-26 (in 121 days)\n" in said
    ana("client", "edit", "ana", "--release-on", "2027-01-15")
    assert dates(ana) == FIRST


def test_what_has_become_late_by_it_is_told(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    said = ana.run("client", "edit", "ana", "--release-on", "2026-12-01").err
    assert "5 dates move with release-on Tue 2026-12-01; now late: d1, t2\n" in said
    again = ana.run("client", "edit", "ana", "--release-on", "2026-12-02").err
    assert "5 dates move with release-on Wed 2026-12-02\n" in again, "what was late before is not late now"


def test_a_move_is_one_step_that_one_undo_takes_back(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    before = ana("export", "all")
    ana("client", "edit", "ana", "--release-on", "2027-03-31")
    ana("undo")
    assert ana("export", "all") == before
    ana("redo")
    assert dates(ana) == LATER


def test_a_dry_run_says_what_would_move_and_moves_nothing(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    before = ana("export", "all")
    said = ana.run("client", "edit", "ana", "--release-on", "2027-03-31", "-n").err
    assert "5 dates move with release-on Wed 2027-03-31" in said
    assert ana("export", "all") == before


def test_what_is_done_dropped_snoozed_or_dated_by_hand_stays(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    ana("document", "got", "d1")
    ana("task", "drop", "t2")
    ana("snooze", "t1", "--to", "+1w", "--reason", "away")
    ana("appointment", "move", "a1", "--to", "2027-01-18@10:00")
    said = ana.run("client", "edit", "ana", "--release-on", "2027-03-31").err
    assert dates(ana) == {**FIRST, "a1": "2027-01-18T10:00", "g1": LATER["g1"]}
    assert "1 date moves with release-on Wed 2027-03-31\n" in said
    assert "left alone: a1 (dated by hand), t1 (snoozed)\n" in said


def test_a_date_that_was_typed_back_moves_again_and_a_time_on_the_day_does_not(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    ana("task", "edit", "t1", "--due", "2027-01-04")
    ana("task", "edit", "t2", "--due", "2026-12-16@10:00")
    ana("client", "edit", "ana", "--release-on", "2027-01-18")
    assert (dates(ana)["t1"], dates(ana)["t2"]) == ("2027-01-04", "2026-12-16T10:00")
    ana("task", "edit", "t1", "--due", FIRST["t1"] or "")
    ana("client", "edit", "ana", "--release-on", "2027-03-31")
    assert dates(ana)["t1"] == LATER["t1"]


def test_without_its_date_nothing_moves_until_there_is_another(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    said = ana.run("client", "edit", "ana", "--clear", "release_on").err
    assert "no day of release any more: d1, t1, t2, a1, g1, nd1 keep the dates they had" in said
    assert dates(ana) == FIRST
    assert "date" not in ana.run("client", "edit", "ana", "--phone", "1").err
    ana("client", "edit", "ana", "--release-on", "2027-03-31")
    assert dates(ana) == LATER


def test_an_edit_of_something_else_moves_nothing_and_says_nothing(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    before = dates(ana)
    assert "move" not in ana.run("client", "edit", "ana", "--phone", "1").err
    ana("client", "add", "Bo", "Li", "--release-on", "2027-03-31")
    assert dates(ana) == before


def test_an_imported_date_moves_it_too(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    (ana.home / "clients.csv").write_text("id,given_name,family_name,release_on\nc1,Ana,Ruiz,2027-03-31\n", "utf-8")
    ran = ana.run("import", "client", str(ana.home / "clients.csv"), "--on-dup", "update")
    assert (ran.code, dates(ana)) == (0, LATER), ran.err
    assert "5 dates move with release-on" in ran.err


def test_the_review_of_a_plan_is_an_anchor_and_a_review_moves_it(ana: Quick) -> None:
    refused = ana.run("template", "apply", "annual-review", "ana")
    assert (refused.code, "no review of an active plan ahead; caseload plan add c1 TEXT" in refused.err) == (1, True)
    ana("plan", "add", "ana", "Care", "--started-on", "2026-11-02", "--review-every", "12m")
    ana("template", "apply", "annual-review", "ana")
    assert dates(ana)["t1"] == "2027-10-02"
    said = ana.run("plan", "review", "p1", "--on", "2026-11-20").err
    assert (dates(ana)["t1"], "7 dates move with plan-review" in said) == ("2027-10-20", True)


def test_a_day_is_an_anchor_that_no_date_of_the_client_moves(ana: Quick) -> None:
    ana("template", "apply", "small", "ana", "--anchor", "2027-03-31")
    ana("client", "edit", "ana", "--release-on", "2026-12-24")
    assert dates(ana) == LATER


def test_a_day_that_was_typed_is_moved_by_the_same_rule_and_one_undo_takes_it_back(ana: Quick) -> None:
    ana("template", "apply", "small", "ana", "--anchor", "2027-01-15")
    ana("task", "edit", "t1", "--due", "2027-01-04")
    ana("snooze", "g1", "--to", "+1w", "--reason", "away")
    ana("done", "t2")
    before = ana("export", "all")
    said = ana.run("template", "move", "small", "ana", "2026-12-01").err
    assert "small · ana-ruiz · counted from Tue 2026-12-01 (in 6 days) · undo: caseload undo\n" in said
    assert "2 dates move; now late: d1\n" in said
    assert "left alone: t1 (dated by hand), g1 (snoozed)\n" in said
    assert dates(ana) == {**FIRST, "t1": "2027-01-04", "d1": "2026-11-01", "a1": "2026-12-01"}
    ana("undo")
    assert ana("export", "all") == before
    assert ana.run("template", "move", "small", "ana", "2026-12-01", "-n").code == 0
    assert ana("export", "all") == before


def test_a_step_that_opens_later_counts_from_the_day_as_it_was_moved(ana: Quick) -> None:
    ana("template", "apply", "turns", "ana", "--anchor", "2027-01-15")
    ana("template", "move", "turns", "ana", "2027-03-31")
    ana("done", "t1")
    assert dates(ana) == {"t1": "2027-03-01", "t2": "2027-03-17"}


def test_which_checklist_moves_is_never_guessed(ana: Quick) -> None:
    def refused(*words: str) -> str:
        ran = ana.run("template", *words)
        assert ran.code in (1, 3), ran.err
        return ran.err

    ana("template", "apply", "small", "ana")
    assert "applied to c1 by release-on; caseload client edit c1 --release-on DAY moves it" in refused(
        "move", "small", "ana", "fri"
    )
    assert "turns is not applied to c1 from a day" in refused("move", "turns", "ana", "fri")
    ana("template", "apply", "turns", "ana", "--anchor", "2027-01-15")
    assert "from 2027-01-15, and is not finished; caseload template move turns c1 2027-01-22 moves it" in refused(
        "apply", "turns", "ana", "--anchor", "2027-01-22"
    )
    ana("template", "apply", "turns", "ana", "--anchor", "2027-01-22", "--again")
    assert "from 2027-01-15 and from 2027-01-22; --from DAY says which" in refused("move", "turns", "ana", "fri")
    assert "from 2027-01-22 already" in refused("move", "turns", "ana", "2027-01-22", "--from", "2027-01-15")
    assert "from that day" in refused("move", "turns", "ana", "fri", "--from", "2027-01-16")
    ana("template", "move", "turns", "ana", "2027-03-31", "--from", "2027-01-15")
    assert [dates(ana)[one] for one in ("t3", "t4")] == ["2027-03-01", "2026-12-23"]
    left = [word for name in ("one", "two", "three", "four") for word in ("--exempt", name)]
    ana("template", "apply", "turns", "ana", *left, "--reason", "settled")
    ana("template", "apply", "turns", "ana", "--anchor", "2028-01-03", "--again", *left, "--reason", "settled")
    assert "turns is finished for c1" in refused("move", "turns", "ana", "fri", "--from", "2028-01-03")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("small ana --anchor relase-on", 2, 'anchor: "relase-on" is no date to count from; release-on, opened-on'),
        (
            "small ana --anchor closed-on",
            1,
            "has no day of closing; caseload client close c1 --reason WORD, or --anchor",
        ),
        ("transfer ana", 2, "--anchor: is missing: transfer counts from a day; such as 2027-01-15"),
        ("smal ana", 3, 'there is no template "smal"; one of annual-review, closing, discharge, intake, release'),
        ("small ana --exempt card", 2, "--exempt: has no reason; --exempt STEP --reason TEXT"),
        ("small ana --reason x", 2, "--reason: is for a step that is left out"),
        ("small ana --exempt cart --reason x", 3, 'small has no step "cart"; one of card, apply'),
        ("small nobody", 3, "nobody"),
        ("small ana --anchor 2200-12-31", 2, "is outside the years 1900 to 2200"),
    ],
)
def test_what_cannot_be_applied_is_told_in_one_line_and_nothing_is_written(
    ana: Quick, line: str, code: int, said: str
) -> None:
    before = ana("export", "all")
    ran = ana.run("template", "apply", *line.split())
    assert (ran.code, said in ran.err, ran.err.count("\n")) == (code, True, 1), ran.err
    assert ana("export", "all") == before


def test_a_client_without_the_date_is_refused_with_the_command_that_sets_it(ana: Quick) -> None:
    ana("client", "edit", "ana", "--clear", "release_on")
    ran = ana.run("template", "apply", "small", "ana")
    assert (ran.code, ran.err) == (
        1, "caseload: c1 has no day of release; caseload client edit c1 --release-on DAY, or --anchor DAY\n",
    )  # fmt: skip


def test_twice_by_one_date_is_refused_unless_asked_for_and_another_day_is_another_time(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    refused = ana.run("template", "apply", "small", "ana")
    assert (refused.code, "is applied to c1 by release-on already" in refused.err) == (1, True)
    ana("template", "apply", "small", "ana", "--again")
    assert {one["round"] for one in json.loads(ana("export", "step", "--json"))} == {1, 2}
    ana("template", "apply", "small", "ana", "--anchor", "2027-02-01")
    refused = ana.run("template", "apply", "small", "ana", "--anchor", "2027-02-01")
    assert "is applied to c1 from 2027-02-01 already" in refused.err
    ana("template", "apply", "small", "ana", "--anchor", "2027-02-02", "--again")


def test_a_new_version_of_what_was_applied_is_refused_so_too(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    (ana.home / "two.toml").write_text(SMALL.replace('version = "1"', 'version = "2"'), "utf-8")
    ana("template", "import", str(ana.home / "two.toml"))
    assert ana.run("template", "apply", "small", "ana").code == 1


# What waits


def test_a_task_waits_until_all_that_it_waits_for_is_finished(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    assert "waits" not in ana.run("document", "got", "d1").err
    assert json.loads(ana("export", "task", "--json"))[0]["waiting_on"] == "t2"
    said = ana.run("done", "t2").err
    assert "t1 Apply waits for nothing any more\n" in said
    ana("undo")
    assert json.loads(ana("export", "task", "--json"))[0]["waiting_on"] == "t2"


def test_what_somebody_wrote_that_it_waits_on_stays(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    ana("task", "edit", "t1", "--waiting-on", "the county")
    ana("done", "t2")
    assert json.loads(ana("export", "task", "--json"))[0]["waiting_on"] == "the county"


def test_as_you_go_finishing_one_makes_the_next_in_the_same_step(ana: Quick) -> None:
    ran = ana.run("template", "apply", "turns", "ana")
    assert (ran.out.split(), "3 to come, each when what it waits for is done" in ran.err) == (["t1"], True)
    before = ana("export", "all")
    said = ana.run("done", "t1").err
    assert "next of turns: t2 Second · Fri 2027-01-01 (in 37 days)\n" in said
    ana("undo")
    assert ana("export", "all") == before
    ana("redo")
    assert "next of turns: d1 Third" in ana.run("task", "drop", "t2", "--reason", "settled").err
    assert "next of turns: t3 Fourth\n" in ana.run("document", "got", "d1").err
    assert "next" not in ana.run("done", "t3").err


def test_a_step_that_opens_later_counts_from_the_date_as_it_is_then(ana: Quick) -> None:
    ana("template", "apply", "turns", "ana")
    ana("client", "edit", "ana", "--release-on", "2027-03-31")
    ana("done", "t1")
    assert dates(ana) == {"t1": "2027-03-01", "t2": "2027-03-17"}


def test_a_task_that_is_voided_opens_the_next_and_closing_a_client_does_not(ana: Quick) -> None:
    ana("template", "apply", "turns", "ana")
    assert "next of turns: t2 Second" in ana.run("task", "void", "t1", "--reason", "twice").err
    ana("client", "close", "ana", "--reason", "moved", "--drop-open")
    assert list(dates(ana)) == ["t2"]


def test_a_missed_appointment_finishes_nothing_and_the_one_in_its_place_does(ana: Quick) -> None:
    (ana.home / "meet.toml").write_text(
        TURNS.replace("turns", "meet").replace('title = "First"', 'title = "First"\nmakes = "appointment"'), "utf-8"
    )
    ana("template", "import", str(ana.home / "meet.toml"))
    ana("template", "apply", "meet", "ana", "--anchor", "2026-12-21")
    assert "next" not in ana.run("appointment", "noshow", "a1").err
    ana("appointment", "move", "a1", "--to", "2026-11-24@10:00")
    assert "next of meet: t1 Second" in ana.run("appointment", "kept", "a2").err


# What is left out


def test_a_step_is_left_out_with_a_reason_and_what_waits_for_it_does_not(ana: Quick) -> None:
    ran = ana.run("template", "apply", "small", "ana", "--exempt", "card", "--exempt", "ask", "--reason", "has it")
    assert (ran.out.split(), "left out: card, ask" in ran.err) == (["t1", "a1", "g1", "nd1"], True)
    assert json.loads(ana("export", "task", "--json"))[0]["waiting_on"] is None
    left = {one["name"]: one["exempt_reason"] for one in json.loads(ana("export", "step", "--json"))}
    assert (left["card"], left["ask"], left["apply"]) == ("has it", "has it", None)


def test_dropping_a_task_later_keeps_why_with_its_step(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    said = ana.run("task", "drop", "t2", "--reason", "no agency there").err
    assert "t2 Ask the agency · ana-ruiz · dropped · no agency there" in said
    assert "no agency there" in ana("step", "list", "--client", "ana")
    ana("task", "add", "ana", "Other")
    refused = ana.run("task", "drop", "t3", "--reason", "x")
    assert (refused.code, "t3 is of no checklist" in refused.err) == (1, True)


# Where it shows


def test_a_record_says_of_which_template_and_step_it_is(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    shown = ana("show", "t1")
    assert "small version 1" in shown
    assert "ts2 apply" in shown
    assert "3bd before release-on 2027-01-15, and moves with it" in shown
    assert "step apply: 3bd before release-on 2027-01-15" in ana("show", "t1", "--why")
    ana("task", "edit", "t1", "--due", "2027-01-04")
    assert "dated by hand; the template has 2027-01-12 (3bd before release-on 2027-01-15)" in ana("show", "t1")
    assert ana("task", "list").splitlines()[0].endswith("\tsmall\task")
    assert "Apply · small" in ana("task", "list", "--table")
    assert "1m before release-on 2027-01-15" in ana("show", "d1")
    assert "small version 1  release-on 2027-01-15 (in 51 days)  0 of 6 done  next d1" in ana("show", "ana")


def test_what_stood_while_it_was_snoozed_says_what_it_would_be(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    ana("snooze", "t1", "--to", "+1w", "--reason", "away")
    ana("client", "edit", "ana", "--release-on", "2027-03-31")
    assert "stands as it did before release-on 2027-03-31, of which it would be 2027-03-26" in ana("show", "t1")
    week = {"CASELOAD_NOW": "2026-12-10T09:00"}
    ana("client", "edit", "ana", "--release-on", "2027-01-18", env=week)
    assert dates(ana)["t1"] == "2027-01-13"


# Files, and versions


def test_what_is_exported_comes_in_the_same_and_a_shipped_one_too(empty: Quick) -> None:
    for name in ("release", "youth-entry"):
        text = empty("template", "export", name)
        shipped = Path(__file__).parents[2] / "caseload" / "templates" / f"{name}.toml"
        assert tomllib.loads(text) == tomllib.loads(shipped.read_text("utf-8"))
        assert empty.run("template", "import", "-", stdin=text).code == 0
        assert empty("template", "export", name) == text
    assert empty.run("template", "import", "release").err.endswith("nothing changed\n")


def test_a_fresh_database_stays_empty_and_listing_stores_nothing(empty: Quick) -> None:
    assert "not yet used" in empty("template", "list", "--table")
    empty("template", "show", "release")
    assert json.loads(empty("template", "list", "--json")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('due = "3bd before"', 'due = "3 before"'), 'step apply: due "3 before" has no unit'),
        (('waits = ["card", "ask"]', 'waits = ["cart"]'), 'step apply: waits for "cart", which is no step'),
        (('who = "client"', 'whom = "client"'), 'step ask: says "whom", which tasks of a template do not'),
        (
            ('who = "client"', 'who = "client"\nwaits = ["apply"]'),
            "wait for one another in a circle: apply, ask, apply",
        ),
        (
            ('anchor = "release-on"', 'anchor = "release"'),
            'anchor: "release" is no date to count from; one of release-on',
        ),
        (('version = "1"\n', ""), "version: is missing"),
        (('version = "1"\n', 'version = "1"\npace = "slow"\n'), 'pace: "slow" is not accepted; one of all-at-once'),
        (('name = "small"', 'name = "t1"'), "name: is no name of a template"),
        (('name = "small"', "name = small"), "FILE: is no TOML"),
        (('title = "A small one"', "title = 2026-11-25"), "title: is no text"),
    ],
)
def test_a_file_that_is_no_template_is_told_in_one_line_and_nothing_is_written(
    empty: Quick, change: tuple[str, str], said: str
) -> None:
    assert change[0] in SMALL
    ran = empty.run("template", "import", "-", stdin=SMALL.replace(*change, 1))
    assert (ran.code, said in ran.err, ran.err.count("\n")) == (2, True, 1), ran.err
    assert json.loads(empty("template", "list", "--json")) == []


def test_what_was_applied_stays_and_another_version_is_told_by_diff(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    changed = SMALL.replace("3bd before", "5bd before").replace('title = "First visit"', 'title = "Visit"')
    refused = ana.run("template", "import", "-", stdin=changed)
    assert (refused.code, "tp1 was applied (6 steps), and stays as it was" in refused.err) == (1, True)
    assert ana("template", "diff") == ""
    ana("template", "import", "-", stdin=changed.replace('version = "1"', 'version = "1-mine"'))
    assert ana("template", "diff").splitlines() == [
        "small\t1\t1\t1-mine\tapply\tdue\t3bd before\t5bd before",
        "small\t1\t1\t1-mine\tvisit\ttitle\tFirst visit\tVisit",
    ]
    assert ana("template", "diff", "turns") == ""
    ana("client", "edit", "ana", "--release-on", "2027-03-31")
    assert dates(ana)["t1"] == LATER["t1"], "it counts as it was applied"
    ana("client", "add", "Bo", "Li", "--release-on", "2027-01-15")
    ana("template", "apply", "small", "bo")
    assert dates(ana)["t3"] == "2027-01-08", "the newest is applied"


def test_a_later_shipped_version_is_told_and_applied_unless_there_is_one_of_ones_own(
    ana: Quick, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ana("template", "apply", "small", "ana")
    (tmp_path / "small.toml").write_text(SMALL.replace('"1"', '"2"').replace("30d before", "45d before"), "utf-8")
    monkeypatch.setattr("caseload.store.shipped.TEMPLATES", tmp_path)
    assert ana("template", "diff") == "small\t1\t1\t2\task\tdue\t30d before\t45d before\n"
    assert "small version 2" in ana.run("template", "apply", "small", "ana", "--again", "-n").err
    own = SMALL.replace('"1"', '"1-mine"').replace("the day", "1d after")
    ana("template", "import", "-", stdin=own)
    assert "small version 1-mine" in ana.run("template", "apply", "small", "ana", "--again", "-n").err


def test_a_template_that_is_voided_takes_its_steps_and_leaves_what_they_made(ana: Quick) -> None:
    ana("template", "apply", "small", "ana")
    ana("template", "void", "tp1", "--reason", "by mistake", "--yes")
    assert dates(ana) == FIRST
    assert json.loads(ana("step", "list", "--json")) == []
    assert "date" not in ana.run("client", "edit", "ana", "--release-on", "2027-03-31").err
    assert "Checklist" not in ana("show", "t1")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=st.lists(st.integers(-400, 400), min_size=1, max_size=3))
def test_however_the_date_has_moved_back_on_its_first_day_all_dates_are_the_first(ana: Quick, ways: list[int]) -> None:
    first = date(2027, 1, 31)
    ana("client", "edit", "ana", "--release-on", str(first))
    if not dates(ana):
        ana("template", "apply", "small", "ana")
    before = dates(ana)
    for days in ways:
        ana("client", "edit", "ana", "--release-on", str(first + timedelta(days=days)))
    ana("client", "edit", "ana", "--release-on", str(first))
    assert dates(ana) == before


def test_a_stay_that_sets_the_release_moves_it_and_so_does_leaving_on_another_day(ana: Quick) -> None:
    ana("client", "add", "Bo", "Li", "--opened-on", "2026-11-02")
    ana("stay", "add", "bo", "jail", "--from", "2026-11-02", "--expected", "2027-01-15")
    ana("template", "apply", "small", "bo")
    assert dates(ana) == FIRST
    said = ana.run("stay", "move", "st1", "2027-03-31").err
    assert (dates(ana), "5 dates move with release-on Wed 2027-03-31" in said) == (LATER, True)
    ana("undo")
    assert dates(ana) == FIRST
    said = ana.run("stay", "leave", "st1", "--on", "2026-11-24", "--to", "home").err
    assert "5 dates move with release-on Tue 2026-11-24; now late: d1, t2, t1, a1\n" in said
    assert "now late: t1 task" not in said, "once is enough"
    ana("undo")
    said = ana.run("stay", "void", "st1", "--reason", "another's", "--yes").err
    assert (dates(ana), "no day of release any more" in said) == (FIRST, True)
