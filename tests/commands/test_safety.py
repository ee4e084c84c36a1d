"""caseload safety: one plan a client holds, a page of its own."""

import json

import pytest

from commands.conftest import Quick


@pytest.fixture
def planned(served: Quick) -> Quick:
    """As `served`: Ana with a safety plan (sp1)."""
    served(
        "safety", "add", "ana", "--warning-signs", "no sleep; I stay in bed", "--coping", "walk the dog\nmusic",
        "--distractions", "the library", "--people", "my sister 555-0142", "--professionals", "Dr. Ito 555-0199",
        "--environment", "pills with my sister", "--reasons", "my nephew", "--reviewed-on", "2026-11-20",
    )  # fmt: skip
    return served


PAGE = """Safety plan of Ana Ruiz
sp1 · gone through on 2026-11-20

How it begins
  no sleep
  I stay in bed

What helps me alone
  walk the dog
  music

People and places that take my mind off it
  the library

Whom I ask for help
  my sister 555-0142

Whom I call
  Dr. Ito 555-0199

How my place is made safe
  pills with my sister

What makes life worth living
  my nephew
"""


@pytest.mark.parametrize("line", ["safety show ana", "safety show sp1", "show sp1", "safety show c1"])
def test_the_plan_is_a_page_of_its_own_by_its_id_or_its_client(planned: Quick, line: str) -> None:
    assert planned(*line.split()) == PAGE


def test_the_page_goes_into_a_file_and_its_fields_to_a_program(planned: Quick) -> None:
    file = planned.home / "plan.md"
    planned("safety", "show", "ana", "-o", str(file))
    text = file.read_text("utf-8")
    assert text.startswith("# Safety plan of Ana Ruiz\n")
    assert "## Whom I call\n\n- Dr. Ito 555-0199\n" in text
    assert planned("safety", "show", "ana", "--markdown") == text
    assert json.loads(planned("safety", "show", "ana", "--json"))[0]["coping"] == "walk the dog\nmusic"


def test_a_new_plan_supersedes_the_one_before_it_in_the_same_step(planned: Quick) -> None:
    ran = planned.run("safety", "add", "ana", "--warning-signs", "shouting")
    assert (ran.out, "supersedes sp1" in ran.err) == ("sp2\n", True)
    assert planned("safety", "list", "--fields", "id,status,reviewed_on") == "sp2\tactive\t2026-11-25\n"
    assert "shouting" in planned("safety", "show", "ana")
    assert "sp1 · gone through on 2026-11-20 · superseded, not the plan that holds" in planned("safety", "show", "sp1")
    planned("undo")
    assert planned("safety", "list", "--status", "all", "--fields", "id,status") == "sp1\tactive\n"


@pytest.mark.parametrize("line", ["safety edit sp1 --status active", "safety edit sp3 --to-client ana"])
def test_no_two_plans_of_a_client_hold(planned: Quick, line: str) -> None:
    planned("safety", "add", "ana", "--warning-signs", "shouting")
    planned("safety", "add", "bo", "--warning-signs", "silence")
    before = planned.fingerprint
    ran = planned.run(*line.split())
    said = "caseload: sp2 is the client's safety plan; caseload safety edit sp2 --status superseded comes first\n"
    assert (ran.code, ran.err) == (1, said)
    assert planned.fingerprint == before


def test_a_review_keeps_the_day_by_the_id_or_by_the_client(planned: Quick) -> None:
    assert "gone through Wed 2026-11-25 (today)" in planned.run("safety", "review", "ana").err
    planned("safety", "review", "sp1", "--on", "yesterday")
    assert planned("safety", "list", "--fields", "reviewed_on") == "2026-11-24\n"
    assert planned.run("safety", "review", "sp1", "--on", "tomorrow").code == 2


def test_who_has_none_is_told_how_to_make_one(planned: Quick) -> None:
    ran = planned.run("safety", "show", "bo")
    assert (ran.code, ran.err) == (
        3, "caseload: c2 has no safety plan; caseload safety add c2 --warning-signs TEXT\n",
    )  # fmt: skip
    planned("safety", "void", "sp1", "--reason", "twice")
    assert planned.run("safety", "show", "ana").code == 3
    assert planned.run("safety", "add", "ana").code == 2


def test_the_clients_page_names_it_and_says_nothing_of_it(planned: Quick) -> None:
    page = planned("show", "ana")
    assert "Safety plan\n  sp1  safety plan of 2026-11-20  caseload safety show c1\n" in page
    assert "no sleep" not in page
    assert planned("safety", "show", "c1") == PAGE
    assert planned("find", "nephew", "--ids") == "sp1\n"


def test_a_guarded_plan_stays_out_of_a_pipe(planned: Quick) -> None:
    planned("safety", "edit", "sp1", "--sensitivity", "MH")
    ran = planned.run("safety", "show", "ana")
    assert (ran.out, "1 withheld" in ran.err) == ("", True)
    assert "[MH]" in planned("safety", "show", "ana", "--sensitive")


def test_it_is_called_a_safety_plan_and_words_are_named_once(planned: Quick) -> None:
    assert 'nd1" is not a safety plan; ' in planned.run("safety", "void", "nd1", "--reason", "twice").err
    assert planned.run("safety", "void", "sp1", "--reason", "twice", "-n").code == 0
    said = planned.run("safety", "edit", "sp1", "--sensitivity", "secret").err
    assert "one of normal, SUD, MH, HIV, SDV, PSYTHPN\n" in said
    planned("safety", "edit", "sp1", "--sensitivity", "sud")
    assert json.loads(planned("safety", "show", "sp1", "--sensitive", "--json"))[0]["sensitivity"] == "SUD"
