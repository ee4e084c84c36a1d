"""caseload service: planned, begun, held, stopped, declined, and delivered by the notes that say so."""

import json
import sqlite3

import pytest

from commands.conftest import Quick


def service(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one service."""
    record = json.loads(program("service", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@pytest.fixture
def provided(served: Quick) -> Quick:
    """By plan p1 Ana is to get meals from Elm Street Kitchen (sv1), and her daughter helps her with bathing (sv2)."""
    served("provider", "add", "Elm Street Kitchen", "--service", "Hot meals")
    served(
        "service", "add", "ana", "Meals", "--provider", "pr1", "--frequency", "daily", "--plan", "p1", "--goal", "g1"
    )
    bathing = "--activity bathing --help-level hands-on --provided-by daughter --started-on 2026-11-01 --plan p1"
    served("service", "add", "ana", "Help", "with", "bathing", *bathing.split())
    return served


def test_every_field_goes_in_by_its_option_and_comes_out_again(provided: Quick) -> None:
    line = "Cooking --activity cooking --help-level standby --provider pr1 --provided-by aide --plan p1 --goal g1"
    more = "--responsible me --amount 2h --frequency weekly --started-on 2026-11-01 --ended-on 2026-11-20"
    last = "--status stopped --reason moved --declined --decline-reason enough --external-id 7"
    provided("service", "add", "ana", *line.split(), *more.split(), *last.split())
    shown = json.loads(provided("service", "show", "sv3", "--json"))[0]
    kept = {key: value for key, value in shown.items() if value is not None}
    assert kept | {"created_at": "", "updated_at": "", "database": ""} == {
        "id": "sv3", "client": "c1", "client_handle": "ana-ruiz", "what": "Cooking", "activity": "food-preparation",
        "help_level": "standby", "provider": "pr1", "provided_by": "aide", "plan": "p1", "goal": "g1",
        "responsible": "me", "amount": "2h", "frequency": "weekly", "started_on": "2026-11-01",
        "ended_on": "2026-11-20", "status": "stopped", "reason": "moved", "declined": True,
        "decline_reason": "enough", "external_id": "7", "sensitivity": "normal", "part2": "unknown", "created_at": "",
        "updated_at": "", "database": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("", "not-started"),
        ("--started-on 2026-11-25", "in-progress"),
        ("--started-on 2026-11-26", "not-started"),
        ("--started-on 2026-11-01 --status on-hold", "on-hold"),
    ],
)
def test_a_service_that_began_is_in_progress(served: Quick, typed: str, status: str) -> None:
    served("service", "add", "ana", "Meals", *typed.split())
    assert service(served, "sv1", "status") == [status]


def test_a_service_is_begun_held_taken_up_again_and_stopped_each_with_its_day_and_reason(provided: Quick) -> None:
    keys = ("status", "started_on", "ended_on", "reason")
    provided("service", "start", "sv1", "--on", "mon")
    assert service(provided, "sv1", *keys) == ["in-progress", "2026-11-23", None, None]
    provided("service", "hold", "sv1", "--reason", "in hospital")
    assert service(provided, "sv1", *keys) == ["on-hold", "2026-11-23", None, "in hospital"]
    ran = provided.run("service", "start", "sv1")
    assert ran.err == (
        "sv1 Meals · ana-ruiz · status on-hold -> in-progress · reason cleared · "
        "started Mon 2026-11-23 (2 days ago) · undo: caseload undo\n"
    )
    provided("service", "stop", "sv1", "--reason", "no staff", "--on", "yesterday")
    assert service(provided, "sv1", *keys) == ["stopped", "2026-11-23", "2026-11-24", "no staff"]
    provided("undo")
    assert service(provided, "sv1", *keys) == ["in-progress", "2026-11-23", None, None]


@pytest.mark.parametrize(("ref", "status", "began"), [("sv1", "cancelled", None), ("sv2", "stopped", "2026-11-01")])
def test_what_the_client_declines_is_cancelled_or_stopped_where_it_had_begun(
    provided: Quick, ref: str, status: str, began: str | None
) -> None:
    provided("service", "decline", ref, "--reason", "prefers her sister")
    keys = ("status", "started_on", "ended_on", "declined", "decline_reason")
    assert service(provided, ref, *keys) == [status, began, "2026-11-25", True, "prefers her sister"]
    provided("service", "edit", ref, "--status", "in-progress")
    assert service(provided, ref, *keys[2:]) == [None, False, None]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("start sv2", 1, "sv2 is in progress since 2026-11-01; caseload service hold|stop sv2 --reason TEXT"),
        ("start sv1", 1, "sv1 is cancelled already; caseload service edit sv1 --status in-progress takes it up again"),
        ("hold sv2", 2, "Missing option '--reason'"),
        ("decline sv1 --reason x", 1, "sv1 is cancelled already"),
        ("add ana Meals --plan p2", 1, "p2 is another client's plan; see caseload plan list"),
        ("add bo Meals --goal g1", 1, "g1 is another client's goal; see caseload goal list"),
        ("add ana Meals --provider pr9", 3, "there is no provider pr9"),
        ("add ana Meals --help-level lots", 2, '--help-level: "lots" is not accepted; one of none, cue, standby'),
        ("add ana Meals --declined", 2, "declined: is set on a service that is open"),
        ("edit sv2 --ended-on 2026-10-01", 2, "--ended-on: is before --started-on"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    provided: Quick, words: str, code: int, said: str
) -> None:
    provided("service", "decline", "sv1", "--reason", "no")
    before = provided.fingerprint
    ran = provided.run("service", *words.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert said in ran.err
    assert provided.fingerprint == before


def test_a_note_tells_that_a_service_was_delivered_and_its_page_counts_those_that_reached_somebody(
    provided: Quick,
) -> None:
    assert "delivered    no note says so\n" in provided("show", "sv2")
    for day, *more in (["2026-10-26"], ["2026-10-27"], ["2026-11-20"], ["2026-11-24", "--no-answer"]):
        provided("log", "ana", "Bathed", "-k", "visit", "--at", day, "--service", "sv2", *more)
    assert "delivered    last 2026-11-20; 2 in the last 30 days, 3 in all\n" in provided("show", "sv2")
    provided("note", "void", "n3", "--reason", "other client")
    assert "delivered    last 2026-10-27; 1 in the last 30 days, 2 in all\n" in provided("show", "sv2")
    assert " · of sv2 · " in provided.run("log", "ana", "Again", "--service", "sv2").err


def test_a_note_is_of_a_service_of_its_own_client_alone_and_a_signed_one_stays_as_it_is(provided: Quick) -> None:
    provided("service", "add", "bo", "Meals")
    for words in (["log", "ana", "x", "--service", "sv3"], ["note", "add", "ana", "x", "--service", "sv3"]):
        ran = provided.run(*words)
        assert (ran.code, ran.err) == (1, "caseload: sv3 is another client's service; see caseload service list\n")
    provided("note", "add", "ana", "Bathed", "--sign")
    provided("note", "add", "ana", "Bathed")
    provided("note", "edit", "n2", "--service", "sv2")
    assert "n1 is signed" in provided.run("note", "edit", "n1", "--service", "sv2").err
    with sqlite3.connect(provided.db) as other, pytest.raises(sqlite3.IntegrityError, match="never edited"):
        other.execute("update note set service_id = 1 where id = 1")
    found = {one["id"]: one["service"] for one in json.loads(provided("note", "export", "--json"))}
    assert found == {"n1": None, "n2": "sv2"}


def test_one_contact_with_several_is_of_the_service_of_whoever_has_it(provided: Quick) -> None:
    provided("log", "ana", "Cooked together", "-k", "visit", "--also", "bo", "--service", "sv2")
    found = {one["client"]: one["service"] for one in json.loads(provided("note", "list", "--json"))}
    assert found == {"c1": "sv2", "c2": None}


def test_plan_and_client_list_services_by_who_provides_them_and_a_revised_plan_takes_them_along(
    provided: Quick,
) -> None:
    lines = [
        "  sv2  Help with bathing (hands-on)  daughter",
        "  sv1  Meals, daily                  Elm Street Kitchen  not-started",
    ]
    for page in (provided("show", "ana"), provided("show", "p1")):
        assert page.partition("\nServices\n")[2].partition("\n\n")[0].splitlines() == lines
    ran = provided.run("plan", "revise", "p1", "--reason", "moved")
    assert "took over g1 Walk, g2 Read, sv2 Help with bathing, sv1 Meals" in ran.err
    assert service(provided, "sv1", "plan") == ["p3"]
    provided("service", "stop", "sv2", "--reason", "moved")
    assert "sv2" not in provided("show", "ana")
    assert "sv2" in provided("show", "p3")


def test_a_voided_plan_takes_its_services_along_and_undo_brings_them_back(provided: Quick) -> None:
    ran = provided.run("plan", "void", "p1", "--reason", "entered twice", "--yes")
    assert "2 services" in ran.err
    assert provided("service", "list", "--ids") == ""
    provided("undo")
    assert provided("service", "list", "--ids") == "sv2\nsv1\n"


def test_services_are_imported_by_a_guessed_map(served: Quick) -> None:
    (served.home / "services.csv").write_text(
        "Client name,Service name,Vendor,How often,Start date\nAna Ruiz,Meals,Meals on Wheels,daily,2026-11-02\n"
    )
    guessed = served("import", "service", str(served.home / "services.csv"), "--guess")
    (served.home / "map.toml").write_text(guessed)
    served("import", "service", str(served.home / "services.csv"), "--map-file", str(served.home / "map.toml"))
    assert service(served, "sv1", "client", "what", "provided_by", "frequency", "started_on") == [
        "c1", "Meals", "Meals on Wheels", "daily", "2026-11-02",
    ]  # fmt: skip


def test_what_was_delivered_before_a_service_began_or_after_it_ended_is_told(served: Quick) -> None:
    ref = served("service", "add", "ana", "Meals", "--started-on", "2026-11-10").strip()
    log = ("log", "ana", "Brought", "-k", "visit", "--service", ref, "--at")
    assert "is before the start of its service" in served.run(*log, "2026-11-09@10:00").err
    assert "odd" not in served.run(*log, "2026-11-10@10:00").err
    served("service", "stop", ref, "--reason", "moved", "--on", "2026-11-20")
    assert "odd" not in served.run(*log, "2026-11-20@10:00").err
    assert "is after the end of its service" in served.run(*log, "2026-11-21@10:00").err
