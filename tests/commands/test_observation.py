"""caseload observation: the measured points of goals."""

import json

import pytest

from commands.conftest import Quick


def test_an_observation_is_added_as_goal_observe_adds_it(served: Quick) -> None:
    ran = served.run("observation", "add", "g1", "40", "--on", "yesterday", "--achievement", "improving")
    assert ran.out == "go1\n"
    assert ran.err == (
        "go1 40 · improving · ana-ruiz · g1 Walk · seen Tue 2026-11-24 (yesterday)"
        " · g1 achievement improving · undo: caseload undo\n"
    )
    assert served("goal", "list", "--fields", "id,achievement", "--client", "ana") == "g1\timproving\ng2\t\n"
    served("observation", "add", "g1", "--value", "45")
    assert served("observation", "list") == (
        "go1\tg1\tana-ruiz\t2026-11-24\t40\timproving\t\ngo2\tg1\tana-ruiz\t2026-11-25\t45\t\t\n"
    )
    assert served.run("observation", "add", "g1", "40", "--value", "45").code == 2


@pytest.mark.parametrize("typed", ["-5", "0", "12.5", "1e3"])
def test_a_value_is_any_number(served: Quick, typed: str) -> None:
    served("observation", "add", "g1", "--value", typed)
    assert json.loads(served("observation", "show", "go1", "--json"))[0]["value"] == float(typed)
    served("goal", "observe", "g1", "--", typed)
    assert json.loads(served("observation", "show", "go2", "--json"))[0]["value"] == float(typed)


def test_observations_are_filtered_by_client_goal_and_day(served: Quick) -> None:
    for ref, day in (("g1", "2026-11-01"), ("g2", "2026-11-02"), ("g3", "2026-11-03"), ("g1", "2026-10-31")):
        served("observation", "add", ref, "1", "--on", day)
    asked = {
        "": "go4 go1 go2 go3", "--client ana": "go4 go1 go2", "--goal g1": "go4 go1", "--goal g3 --client ana": "",
        "--due 2026-11-02..": "go2 go3", "--sort -observed_on --limit 1": "go3",
    }  # fmt: skip
    assert {words: " ".join(served("observation", "list", "--ids", *words.split()).split()) for words in asked} == asked
    assert served.run("observation", "list", "--goal", "p1").code == 2


def test_an_observation_is_changed_but_its_goal_is_not(served: Quick) -> None:
    served("observation", "add", "g1", "40", "--achievement", "improving", "--comment", "tired")
    line = "--value 45 --achievement worsening --clear comment --on yesterday"
    served("observation", "edit", "go1", *line.split())
    kept = json.loads(served("observation", "show", "go1", "--json"))[0]
    keys = ("value", "achievement", "comment", "observed_on")
    assert [kept[key] for key in keys] == [45, "worsening", None, "2026-11-24"]
    assert json.loads(served("goal", "show", "g1", "--json"))[0]["achievement"] == "improving"


def test_an_observation_that_would_say_nothing_is_refused(served: Quick) -> None:
    served("observation", "add", "g1", "40")
    assert served.run("observation", "edit", "go1", "--clear", "value").code == 2
    assert served.run("observation", "edit", "go1", "--clear", "observed_on").code == 2
    assert served.run("observation", "edit", "go1").code == 2


def test_a_voided_observation_is_neither_listed_nor_changed_and_undo_brings_it_back(served: Quick) -> None:
    served("observation", "add", "g1", "40")
    served("observation", "void", "go1", "--reason", "misread")
    assert served("observation", "list", "--ids") == ""
    assert served("observation", "list", "--voided", "--ids") == "go1\n"
    assert served.run("observation", "edit", "go1", "--value", "4").code == 3
    served("undo")
    assert served("observation", "list", "--ids") == "go1\n"
