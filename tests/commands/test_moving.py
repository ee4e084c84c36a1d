"""`edit REF --to-client CLIENT`: a record moves with all that belongs to it, in one step, and nothing is left askew."""

import json
from typing import Any

import pytest

from caseload.records.client import Client
from caseload.records.disclosure import Disclosure
from caseload.records.kinds import KINDS, has_client
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.step import Step
from caseload.records.waiver import Waiver
from commands.conftest import Quick, once

OWN_CLIENT = [kind for kind in KINDS if kind.OWN and "client_id" in kind.DEFAULTS]
"""What has a client of its own and can be edited."""

NEVER_MOVED = {Client, Disclosure, Link, Step, Waiver}
"""The client itself; the log; what is said of two, and said anew; what goes with its item, or what it made."""


def every(program: Quick) -> dict[str, list[dict[str, Any]]]:
    """Every row of every kind, the voided too."""
    found = json.loads(program("export", "all"))
    return {kind.TABLE: found[kind.TABLE] for kind in KINDS}


def clients(program: Quick, table: str) -> dict[str, object]:
    """Whose each record of a kind is."""
    return {row["id"]: row["client"] for row in every(program)[table]}


def is_sound(program: Quick) -> bool:
    """Whether nothing refers to what it must not."""
    said = program.run("doctor").out
    assert "references" in said
    return "another client" not in said and "not there" not in said


@pytest.mark.parametrize("kind", [kind for kind in KINDS if has_client(kind)], ids=lambda kind: kind.TABLE)
def test_every_kind_that_has_a_client_moves_by_its_edit(empty: Quick, kind: type[Record]) -> None:
    moves = kind not in NEVER_MOVED
    ran = empty.run(kind.TABLE, "edit", f"{kind.PREFIX}1", "--to-client", "bo")
    assert ("is not a verb" not in ran.err and "No such option: --to-client" not in ran.err) is moves


@pytest.mark.parametrize("kind", OWN_CLIENT, ids=lambda kind: kind.TABLE)
def test_a_record_moves_with_what_belongs_to_it_and_one_undo_brings_all_back(
    twofold: Quick, kind: type[Record]
) -> None:
    if kind.TABLE in ("note", "plan", "goal", "need"):
        twofold("note", "edit", "n1", "--clear", "goals")
    if kind.TABLE in ("note", "plan", "goal", "need", "task", "coverage", "authorization", "service"):
        twofold("service", "edit", "sv1", "sv2", "--clear", "authorization")
    if kind.TABLE == "authorization":
        twofold("authorization", "edit", "au1", "au2", "--clear", "coverage")
    if kind.TABLE == "task":
        twofold("task", "edit", "t1", "--clear", "goal")
    if kind.TABLE in ("note", "plan", "goal", "need", "task", "service", "referral"):
        twofold("service", "edit", "sv1", "sv2", "--clear", "plan", "--clear", "goal")
        twofold("assessment", "edit", "as2", "--clear", "needs", "--clear", "task", "--clear", "note")
        twofold("referral", "edit", "r1", "r2", "--clear", "need")
    if kind.TABLE == "income":
        twofold("income", "edit", "inc1", "--clear", "person")
    if kind.TABLE == "consent":
        twofold("disclosure", "void", "ds1", "ds2", "--reason", "test", "--yes")
    # What goes along refers to nothing that stays.
    for stays in {"goal": ("plan", "need"), "plan": ("need",), "need": ("plan",)}.get(kind.TABLE, ()):
        twofold("goal", "edit", "g1", "g2", "--clear", stays)
    twofold("note", "void", "n2", "--reason", "test", "--yes")
    ref, before = f"{kind.PREFIX}1", every(twofold)
    ran = twofold.run(kind.TABLE, "edit", ref, "--to-client", "c2")
    if kind.TABLE == "appeal":
        # What is contested is one benefit's decision.
        assert (ran.code, every(twofold)) == (1, before)
        assert "ap1 belongs to b1 and moves with it; caseload benefit edit b1 --to-client c2" in ran.err
        return
    assert ran.code == 0, ran.err
    assert "anna-ruiz · moved from ana-ruiz" in ran.err
    after = every(twofold)
    assert {row["id"]: row["client"] for row in after[kind.TABLE]}[ref] == "c2"
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert is_sound(twofold)
    twofold("undo")
    assert every(twofold) == before


def test_a_plan_takes_its_goals_what_was_seen_of_them_and_their_tasks_along(served: Quick) -> None:
    served("goal", "observe", "g1", "40")
    served("task", "add", "ana", "Buy shoes", "--goal", "g1", "--due", "+1w")
    served("task", "add", "ana", "Other")
    served("snooze", "t1", "--to", "+3d", "--reason", "shop is closed")
    ran = served.run("plan", "edit", "p1", "--to-client", "bo", "--title", "Care of Bo")
    assert "p1 Care of Bo · bo-ng · moved from ana-ruiz · with 2 goals, 1 observation, 1 task" in ran.err
    assert clients(served, "goal") == {"g1": "c2", "g2": "c2", "g3": "c2"}
    assert clients(served, "task") == {"t1": "c2", "t2": "c1"}
    assert served("waiver", "list", "--client", "bo", "--fields", "item") == "t1\n"
    assert "c1\tc2" in served("history", "p1")
    assert is_sound(served)


def test_what_refers_to_a_provider_moves_for_that_is_nobodys(served: Quick) -> None:
    served("provider", "add", "Pantry")
    served("service", "add", "ana", "Meals", "--provider", "pr1")
    served("service", "edit", "sv1", "--to-client", "bo")
    assert served("service", "list", "--fields", "client,provider") == "c2\tpr1\n"
    assert "references,ok," in served("doctor", "--csv")


def test_what_was_voided_of_a_plan_goes_along_too(served: Quick) -> None:
    served("goal", "void", "g2", "--reason", "twice")
    served("plan", "edit", "p1", "--to-client", "bo")
    assert clients(served, "goal") == {"g1": "c2", "g2": "c2", "g3": "c2"}
    assert is_sound(served)


def test_versions_of_a_plan_move_together_whichever_is_named(served: Quick) -> None:
    served("plan", "revise", "p1", "--reason", "moved")
    for ref, owner in (("p1", "bo"), ("p3", "ana")):
        served("plan", "edit", ref, "--to-client", owner)
        number = {"bo": "c2", "ana": "c1"}[owner]
        assert clients(served, "plan") == {"p1": number, "p2": "c2", "p3": number}
    assert is_sound(served)


@pytest.mark.parametrize(
    ("prepared", "line", "says"),
    [
        ("task add ana Buy --goal g1", "task edit t1 --to-client bo", "t1 refers to g1, which stays; --clear goal"),
        ("log ana Walked --goal g1", "note edit n1 --to-client bo", "n1 refers to g1, which stays; --clear goals"),
        ("client list", "goal edit g1 --to-client bo", "g1 refers to p1, which stays; --clear plan beside"),
        ("log ana Walked --goal g2", "plan edit p1 --to-client bo",
         "n1 names g2 and stays; caseload note edit n1 --clear goals comes first"),
        ("log ana Walked --goal g2 --sign", "plan edit p1 --to-client bo",
         "n1 names g2 and stays; it is signed: leave note and goal where they are, or void it and write it again"),
        ("log ana Walked --sign", "note edit n1 --to-client bo",
         'void it and write it again: caseload note void n1 --reason "wrong client", then caseload log c2 TEXT'),
        ("log ana Walked --sign", "note edit n1 --to-client bo Other words", "n1 is signed and stays where it is"),
        ("goal observe g1 40", "observation edit go1 --to-client bo",
         "go1 belongs to g1 and moves with it; caseload goal edit g1 --to-client c2"),
        ("client list", "task edit t9 --to-client bo", "there is no task t9"),
        ("client list", "plan edit p1 --to-client nobody", 'there is no client "nobody"'),
        ("log ana Walked", "note edit n1 --to-client me", '"me" is needed by every note'),
    ],
)  # fmt: skip
def test_what_cannot_move_is_refused_by_name(served: Quick, prepared: str, line: str, says: str) -> None:
    served(*prepared.split())
    before = served.fingerprint
    ran = served.run(*line.split())
    assert (ran.code != 0, served.fingerprint) == (True, before)
    assert says in ran.err


def test_what_went_out_about_a_client_stays_in_that_clients_accounting(served: Quick) -> None:
    words = "--purpose housing --discloser me --description all --data-class general --expires-on 2027-05-31"
    served("consent", "add", "ana", "--to", "Legal Aid", *words.split())
    served(
        *[
            "disclosure",
            "add",
            "ana",
            "--what",
            "letter",
            "--to",
            "Legal-Aid",
            "--purpose",
            "housing",
            "--consent",
            "cs1",
        ]
    )
    ran = served.run("consent", "edit", "cs1", "--to-client", "bo")
    assert ran.code == 1
    assert "ds1 is in the log of what went out about c1 and stays, with what it names; write that anew" in ran.err
    assert "ds1" in served("client", "disclosures", "ana", "--json")
    served(*["disclosure", "void", "ds1", "--yes"], "--reason", "wrong client")
    served("consent", "edit", "cs1", "--to-client", "bo")
    assert (clients(served, "consent")["cs1"], is_sound(served)) == ("c2", True)


def test_a_person_takes_no_signed_consent_and_no_disclosure_along(served: Quick) -> None:
    served("person", "add", "ana", "Pat")
    words = "--purpose housing --discloser me --description all --data-class general --expires-on 2027-05-31"
    served("consent", "add", "ana", "--to", "pe1", *words.split())
    move = ("person", "edit", "pe1", "--to-client", "bo")
    assert "with 1 consent" in served.run(*move).err
    served("undo")
    own = ("consent", "edit", "cs1", "--to-client", "bo")
    assert "cs1 refers to pe1, which stays; --to WORDS beside it" in served.run(*own).err
    served(*own, "--to", "Pat", "-n")
    served("consent", "sign", "cs1", "--by", "client")
    ran = served.run(*move)
    assert (ran.code, "cs1 is signed by or for c1 and stays, with whom it names" in ran.err) == (1, True), ran.err
    served("consent", "void", "cs1", "--reason", "test", "--yes")
    served("disclosure", "add", "ana", "--what", "letter", "--to", "pe1", "--purpose", "housing")
    ran = served.run(*move)
    assert (ran.code, "ds1 is in the log of what went out about c1 and stays" in ran.err) == (1, True), ran.err


@pytest.mark.parametrize("kind", OWN_CLIENT, ids=lambda kind: kind.TABLE)
def test_a_file_gives_no_record_to_another_client_that_leaves_something_behind(
    twofold: Quick, kind: type[Record]
) -> None:
    (row, *_) = json.loads(twofold("export", kind.TABLE, "--json", "--sensitive"))
    row = {
        key: value for key, value in row.items() if isinstance(value, str) and key not in ("client_handle", "database")
    }
    header, cells = ",".join(row), ",".join(f'"{value}"' for value in (row | {"client": "c2"}).values())
    ran = twofold.run("import", kind.TABLE, "-", "--on-dup", "update", stdin=f"{header}\n{cells}\n")
    assert is_sound(twofold), ran.err


def test_a_file_names_the_command_that_takes_along_what_would_stay(served: Quick) -> None:
    rows = served("export", "plan", "--csv", "--fields", "id,client,title,started_on").replace("p1,c1", "p1,c2")
    ran = served.run("import", "plan", "-", "--on-dup", "update", stdin=rows)
    assert ran.code == 1
    assert "line 2: g1 refers to p1 and would stay" in ran.err
    assert "caseload plan edit p1 --to-client c2" in ran.err
    served("plan", "edit", "p1", "--to-client", "c2")
    served("import", "plan", "-", "--on-dup", "update", stdin=rows)


@pytest.mark.parametrize("typed", ["me", "ME", "m\u200be"])
def test_me_is_nobody_however_it_is_written(served: Quick, typed: str) -> None:
    served("task", "add", "ana", "Buy stamps")
    served("task", "edit", "t1", "--to-client", typed)
    assert clients(served, "task") == {"t1": None}


def test_what_is_typed_beside_it_is_the_other_clients(served: Quick) -> None:
    served("task", "add", "ana", "Buy", "--goal", "g1")
    assert "another client's goal" in served.run("task", "edit", "t1", "--to-client", "bo", "--goal", "g2").err
    served("task", "edit", "t1", "--to-client", "bo", "--goal", "g3", "--priority", "stat")
    assert served("task", "list", "--fields", "client,goal,priority") == "c2\tg3\tstat\n"
    served("log", "ana", "Walked")
    served("note", "edit", "n1", "Swam", "--to-client", "bo", "--goal", "g3")
    assert served("note", "list", "--fields", "client,goals,body") == "c2\tg3\tSwam\n"


def test_several_move_in_one_step_by_filter_and_a_dry_run_moves_none(served: Quick) -> None:
    for title in ("One", "Two"):
        served("task", "add", "ana", title)
    before = served.fingerprint
    served("task", "edit", "--client", "ana", "--to-client", "bo", "-n")
    assert served.fingerprint == before
    served("task", "edit", "--client", "ana", "--to-client", "bo", "--confirm", "2")
    assert clients(served, "task") == {"t1": "c2", "t2": "c2"}
    served("undo")
    assert clients(served, "task") == {"t1": "c1", "t2": "c1"}


def test_a_second_time_changes_nothing(served: Quick) -> None:
    served("task", "add", "ana", "One", "--external-id", "77")
    served("task", "edit", "t1", "--to-client", "bo")
    before = served.fingerprint
    assert "t1 One · bo-ng · is of bo-ng already" in served.run("task", "edit", "t1", "--to-client", "bo").err
    assert served.fingerprint == before


def test_a_task_and_an_appointment_may_be_nobodys(served: Quick) -> None:
    served("task", "add", "me", "Licence")
    served("appointment", "add", "me", "Meeting", "--at", "fri 9:00")
    served("task", "edit", "t1", "--to-client", "ana")
    served("appointment", "edit", "a1", "--to-client", "ana")
    assert "moved from ana-ruiz" in served.run("task", "edit", "t1", "--to-client", "me").err
    assert (clients(served, "task"), clients(served, "appointment")) == ({"t1": None}, {"a1": "c1"})


@pytest.mark.parametrize(
    "line",
    ["task add ana One", "log ana Called", "appointment add ana Visit --at fri@9:00", "person add ana Rosa",
     "plan add ana Care", "goal add ana Walk"],
)  # fmt: skip
def test_a_client_who_is_closed_is_asked_about(served: Quick, line: str) -> None:
    ref = served(*line.split()).strip()
    served("client", "close", "bo", "--reason", "moved")
    before = served.fingerprint
    noun = line.split(maxsplit=1)[0].replace("log", "note")
    ran = served.run(noun, "edit", ref, "--to-client", "bo")
    assert (ran.code, served.fingerprint) == (2, before)
    assert "c2 was closed on 2026-11-25 (moved); move it there?: needs a yes" in ran.err
    assert "add --closed" in ran.err
    said = served.run(noun, "edit", ref, "--to-client", "bo", "--closed").err
    assert "moved from ana-ruiz · c2 bo-ng was closed on 2026-11-25 (moved)" in said


# Series


@once
def group(served: Quick) -> Quick:
    """Ana's five Mondays, a1 to a5; a2 was called off and booked anew as a6."""
    served("appointment", "add", "ana", "Group", "--at", "mon 9:00", "--every", "1w", "--times", "5")
    served("appointment", "cancel", "a2", "--reason", "prov")
    served("appointment", "move", "a2", "--to", "2026-12-08 9:00")
    return served


def series(program: Quick) -> dict[str, tuple[object, ...]]:
    """Of each appointment its client, its series and its rule."""
    return {row["id"]: (row["client"], row["series"], row["every"]) for row in every(program)["appointment"]}


def test_one_of_a_series_leaves_it(group: Quick) -> None:
    group("appointment", "edit", "a3", "--to-client", "bo")
    five = dict.fromkeys(("a1", "a2", "a4", "a5"), ("c1", "a1", "1w 5 times"))
    assert series(group) == {**five, "a3": ("c2", None, None), "a6": ("c1", None, None)}
    assert is_sound(group)


def test_the_first_leaves_a_series_that_goes_on_from_the_next(group: Quick) -> None:
    group("appointment", "edit", "a1", "--to-client", "bo")
    four = dict.fromkeys(("a2", "a3", "a4", "a5"), ("c1", "a2", "1w 4 times"))
    assert series(group) == {**four, "a1": ("c2", None, None), "a6": ("c1", None, None)}
    group("appointment", "move", "a3", "--to", "2026-12-15 9:00", "--following")
    assert is_sound(group)


def test_what_took_the_place_of_another_moves_with_it(group: Quick) -> None:
    group("appointment", "edit", "a6", "--to-client", "bo")
    assert [series(group)[ref][0] for ref in ("a1", "a2", "a6")] == ["c1", "c2", "c2"]
    assert is_sound(group)


@pytest.mark.parametrize("more", [[], ["--place", "Hall"]])
def test_with_following_the_rest_of_a_series_moves_and_stays_one(group: Quick, more: list[str]) -> None:
    ran = group.run("appointment", "edit", "a3", "--to-client", "bo", "--following", *more)
    assert "a3 Group · bo-ng" in ran.err
    assert "and 2 that follow, to Mon 2026-12-28" in ran.err
    before = dict.fromkeys(("a1", "a2"), ("c1", "a1", "1w until 2026-12-13")) | {"a6": ("c1", None, None)}
    assert series(group) == {**before, **dict.fromkeys(("a3", "a4", "a5"), ("c2", "a3", "1w 3 times"))}
    assert is_sound(group)
    group("undo")
    assert series(group)["a3"] == ("c1", "a1", "1w 5 times")


def test_a_whole_series_moves_as_one(group: Quick) -> None:
    group("appointment", "edit", "a1", "--to-client", "bo", "--following")
    assert series(group) == {f"a{n}": ("c2", "a1", "1w 5 times") for n in range(1, 6)} | {"a6": ("c2", None, None)}
    assert is_sound(group)


def test_one_appointment_that_leaves_its_series_says_how_all_that_follow_go_along(group: Quick) -> None:
    said = "it has left its series; all that follow go along by caseload undo, then "
    said += "caseload appointment edit a1 --to-client bo-ng --following"
    ran = group.run("appointment", "edit", "a1", "--to-client", "bo")
    assert said in ran.err
    group("undo")
    ran = group.run("appointment", "edit", "a1", "--to-client", "bo", "--following")
    assert (ran.code, "has left" in ran.err) == (0, False)
    assert "has left" not in group.run("appointment", "edit", "a1", "--place", "Hall").err
