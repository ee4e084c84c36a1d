"""caseload stay: while it is open it alone says where a client is and until when, whichever way it changes."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from caseload.paths import config_path
from commands.conftest import Quick, once


@once
def jailed(served: Quick) -> None:
    """As `served`: Ana is in jail (st1), to be let out on 15 January, which is firm."""
    words = "jail --from 2026-08-03 --expected 2027-01-15 --certainty firm"
    served("stay", "add", "ana", *words.split(), "--place", "Dane County Jail")


def one(program: Quick, ref: str) -> dict[str, Any]:
    """A record as it is kept."""
    found: dict[str, Any] = json.loads(program("show", ref, "--json", "--sensitive"))[0]
    return found


def where(program: Quick, ref: str = "c1") -> list[Any]:
    """What the client's record has of where she is, and until when."""
    found = one(program, ref)
    return [found["setting"], found["release_on"], found["release_certainty"]]


def faults(program: Quick) -> list[str]:
    """What doctor finds of stays that the client's record does not say."""
    return [row["detail"] for row in json.loads(program.run("doctor", "--json").out) if row["check"] == "stays"]


def test_a_stay_says_where_the_client_is_and_until_when_in_its_own_step(served: Quick) -> None:
    before = served("export", "all")
    words = "jail --from 2026-08-03 --expected 2027-01-15 --certainty firm"
    said = served.run("stay", "add", "ana", *words.split(), "--place", "Dane County Jail").err
    assert said.startswith("st1 jail-prison, Dane County Jail · ana-ruiz · from Mon 2026-08-03")
    assert "expected Fri 2027-01-15 (in 51 days) (firm)" in said
    assert "c1 setting jail-prison · c1 release on Fri 2027-01-15" in said
    assert where(served) == ["jail-prison", "2027-01-15", "firm"]
    served("undo")
    assert served("export", "all") == before


def test_a_date_that_moves_moves_the_release_and_says_what_is_due_by_it(jailed: Quick) -> None:
    said = jailed.run("stay", "move", "st1", "2026-12-09", "--certainty", "estimated").err
    assert "expected Fri 2027-01-15 -> Wed 2026-12-09" in said
    assert "now coming up: c1 release" in said
    assert where(jailed) == ["jail-prison", "2026-12-09", "estimated"]
    jailed("stay", "move", "st1", "2027-02-01")
    assert where(jailed) == ["jail-prison", "2027-02-01", "estimated"]
    jailed("stay", "edit", "st1", "--clear", "expected_on")
    assert where(jailed) == ["jail-prison", None, None]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("--setting home", "st1 says where c1 is; caseload stay leave st1"),
        ("--release-on 2026-12-09", "st1 says when c1 is let out; caseload stay move st1"),
        ("--release-certainty unknown", "st1 says when c1 is let out"),
        ("--clear release_on", "st1 says when"),
    ],
)
def test_an_edit_of_the_client_is_refused_where_the_stay_says_it(jailed: Quick, words: str, named: str) -> None:
    before = jailed("export", "all")
    ran = jailed.run("client", "edit", "ana", *words.split())
    assert ran.code == 1
    assert named in ran.err
    assert jailed("export", "all") == before


def test_an_edit_that_says_what_the_stay_says_and_one_of_anything_else_are_taken(jailed: Quick) -> None:
    jailed("client", "edit", "ana", "--setting", "jail", "--phone", "555-0100")
    jailed("stay", "leave", "st1", "--to", "home")
    jailed("client", "edit", "ana", "--setting", "family", "--clear", "release_on")
    assert where(jailed) == ["family-friends", None, None]


def test_who_leaves_is_where_it_was_said_from_a_day_that_is_certain(jailed: Quick) -> None:
    said = jailed.run("stay", "leave", "st1", "--on", "yesterday", "--to", "family", "--destination", "12 Elm St").err
    assert "left Tue 2026-11-24 (yesterday) · c1 setting jail-prison -> family-friends" in said
    assert where(jailed) == ["family-friends", "2026-11-24", "firm"]
    assert "ended on 2026-11-24" in jailed.run("stay", "move", "st1", "2027-01-15").err
    assert "ended on 2026-11-24" in jailed.run("stay", "leave", "st1").err
    # A slip of the hand is put right, and the client with it.
    jailed("stay", "edit", "st1", "--left-on", "2026-11-23")
    assert where(jailed) == ["family-friends", "2026-11-23", "firm"]
    jailed("stay", "edit", "st1", "--clear", "left_on")
    assert where(jailed) == ["jail-prison", "2027-01-15", "firm"]


def test_who_leaves_for_nobody_knows_where_is_nobody_knows_where(jailed: Quick) -> None:
    said = jailed.run("stay", "leave", "st1").err
    assert "where to is not known: caseload stay edit st1 --to SETTING" in said
    assert where(jailed) == ["unknown", "2026-11-25", "firm"]
    assert "next: caseload stay add c1 nursing-home --from 2026-11-25" in (
        jailed.run("undo").err + jailed.run("stay", "leave", "st1", "--to", "nursing-home").err
    )


def test_a_hospital_stay_within_a_term_says_where_she_is_and_leaves_the_release_alone(jailed: Quick) -> None:
    said = jailed.run("stay", "add", "ana", "hospital", "--from", "2026-11-23", "--expected", "2026-11-28").err
    assert "within st1 jail-prison, Dane County Jail" in said
    assert where(jailed) == ["hospital", "2027-01-15", "firm"]
    assert "c1 setting hospital -> jail-prison" in jailed.run("stay", "leave", "st2").err
    assert where(jailed) == ["jail-prison", "2027-01-15", "firm"]
    assert one(jailed, "st2")["goes_to"] == "jail-prison"
    ran = jailed.run("stay", "leave", "st1", "--on", "2026-11-24")
    assert (ran.code, "st2 within it ended 2026-11-25" in ran.err) == (1, True), ran.err
    jailed("undo")
    # Let out of the term while in hospital: the hospital alone is left to say anything.
    jailed("stay", "leave", "st1")
    assert where(jailed) == ["hospital", "2026-11-28", "unknown"]


def test_nobody_is_in_two_places_of_a_sort(jailed: Quick) -> None:
    before = jailed("export", "all")
    ran = jailed.run("stay", "add", "ana", "prison", "--place", "State Prison")
    assert (ran.code, jailed("export", "all")) == (1, before)
    assert "st1 goes on: jail-prison, Dane County Jail since 2026-08-03; caseload stay leave st1 --on DAY" in ran.err


def test_a_stay_that_was_none_is_voided_and_nobody_knows_where_the_client_is(jailed: Quick) -> None:
    before = jailed("export", "all")
    said = jailed.run("stay", "void", "st1", "--reason", "another Ana", "--yes").err
    assert "c1 setting jail-prison -> unknown" in said
    assert where(jailed) == ["unknown", None, None]
    jailed("undo")
    assert jailed("export", "all") == before
    jailed("client", "void", "ana", "--reason", "entered twice", "--yes")
    jailed("undo")
    assert jailed("export", "all") == before


def test_a_stay_that_is_given_to_another_client_goes_with_what_it_says(jailed: Quick) -> None:
    jailed("stay", "edit", "st1", "--to-client", "bo")
    assert (where(jailed), where(jailed, "c2")) == (["unknown", None, None], ["jail-prison", "2027-01-15", "firm"])


def test_a_stay_that_was_over_when_it_was_entered_says_nothing_of_today(served: Quick) -> None:
    served("client", "edit", "ana", "--setting", "home")
    served("stay", "add", "ana", "hospital", "--from", "2026-05-04", "--left-on", "2026-05-09")
    served("stay", "edit", "st1", "--left-on", "2026-05-08")
    assert where(served) == ["home", None, None]


def test_closing_the_client_ends_no_stay_and_names_it(jailed: Quick) -> None:
    said = jailed.run("client", "close", "ana", "--reason", "transferred", "--drop-open").err
    assert "not ended, and no list asks for it now: st1; caseload stay leave REF --on DAY" in said
    assert faults(jailed) == [""]


def test_doctor_compares_and_names_the_command_that_mends(jailed: Quick) -> None:
    assert faults(jailed) == [""]
    with sqlite3.connect(jailed.db) as file:
        file.execute("update client set setting = 'home', release_on = null where id = 1")
    (found,) = faults(jailed)
    command = "client edit c1 --setting jail-prison --release-on 2027-01-15 --release-certainty firm"
    assert found == f"c1: has home, firm, and is in st1; mend it: caseload {command}"
    jailed(*command.split())
    assert faults(jailed) == [""]
    with sqlite3.connect(jailed.db) as file:
        alike = "client_id, setting, from_on, expected_on, certainty, created_at, updated_at"
        file.execute(f"insert into stay ({alike}) select {alike} from stay")
    (found,) = faults(jailed)
    way = "caseload stay leave st1 --on DAY, or stay void st2 --reason TEXT"
    assert found == f"st2: goes on beside st1, of the same sort; mend it: {way}"


def imported(program: Quick, folder: Path, kind: str, text: str, *options: str) -> str:
    (file := folder / f"{kind}.csv").write_text(text, "utf-8")
    ran = program.run("import", kind, str(file), *options)
    assert ran.code == 0, ran.err
    return ran.err


def test_stays_that_come_from_a_file_say_it_too_and_one_undo_takes_it_back(served: Quick, tmp_path: Path) -> None:
    before = served("export", "all")
    rows = "external_id,client,setting,expected_on,certainty,left_on\nB7,c1,jail,2027-01-15,firm,\n"
    imported(served, tmp_path, "stay", rows)
    assert where(served) == ["jail-prison", "2027-01-15", "firm"]
    imported(served, tmp_path, "stay", rows.replace("firm,", "firm,2026-11-20"), "--on-dup", "update")
    assert where(served) == ["unknown", "2026-11-20", "firm"]
    served("undo")
    served("undo")
    assert served("export", "all") == before


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "B1,c1,jail,2026-11-01,\n",
            "line 2, setting: is that of st1, which goes on; caseload stay leave st1 --on DAY",
        ),
        ("B1,c1,shelter,2026-11-01,\nB2,c2,jail,,\nB3,c1,shelter,2026-11-02,\n", "line 4, setting: goes on in line 2"),
        ("B1,c1,shelter,2026-11-01,2026-11-02\nB2,c1,shelter,2026-11-02,\nB3,c1,jail,2020-01-01,2020-02-01\n", ""),
    ],
)
def test_nobody_comes_into_two_stays_of_one_sort_by_a_file(jailed: Quick, tmp_path: Path, rows: str, said: str) -> None:
    (file := tmp_path / "stay.csv").write_text(f"external_id,client,setting,from_on,left_on\n{rows}", "utf-8")
    ran = jailed.run("import", "stay", str(file))
    assert (ran.code == 0, said in ran.err) == (not said, True), ran.err
    assert len(jailed("stay", "list", "--ids").split()) == (1 if said else 4)


def test_a_file_of_clients_changes_all_but_where_the_stay_says_she_is(jailed: Quick, tmp_path: Path) -> None:
    rows = "id,given_name,setting,release_on,phone\nc1,Ana,home,2026-12-24,555-0133\n"
    said = imported(jailed, tmp_path, "client", rows, "--on-dup", "update")
    assert "a stay that goes on says where the client is, and was kept" in said
    assert (where(jailed), one(jailed, "c1")["phone"]) == (["jail-prison", "2027-01-15", "firm"], "555-0133")


def test_a_jail_roster_is_known_by_its_headings(served: Quick, tmp_path: Path) -> None:
    rows = "Client ID,Facility,Facility Type,Booking Date,Projected Release\nc1,Elm County,jail,2026-08-03,2027-01-15\n"
    (tmp_path / "roster.csv").write_text(rows, "utf-8")
    found = served("import", "stay", str(tmp_path / "roster.csv"), "--guess")
    for heading, field in (
        ("Facility", "place"), ("Facility Type", "setting"), ("Booking Date", "from_on"),
        ("Projected Release", "expected_on"),
    ):  # fmt: skip
        assert f'"{heading}" = "{field}"' in found, found


def test_what_is_followed_up_has_ended(jailed: Quick) -> None:
    assert "st1 goes on; caseload stay leave st1 --on DAY comes first" in jailed.run("stay", "follow", "st1").err
    jailed("stay", "leave", "st1", "--on", "2026-11-20", "--to", "home")
    same = jailed.run("stay", "follow", "st1", "--on", "2026-11-20")
    assert (same.code, "is not after 2026-11-20, the day of leaving, which does not count" in same.err) == (2, True)
    assert "followed up Tue 2026-11-24" in jailed.run("stay", "follow", "st1", "--on", "yesterday").err
    assert one(jailed, "st1")["followed_up_on"] == "2026-11-24"


@pytest.mark.parametrize("word", ["home", "unknown", "street", "somewhere"])
def test_nobody_is_admitted_where_there_is_no_door(served: Quick, word: str) -> None:
    ran = served.run("stay", "add", "ana", word)
    assert (ran.code, served("stay", "list", "--csv").count("\n")) == (2, 1)
    assert "one of assisted-living, nursing-home, hospital" in ran.err


def test_days_out_of_order_are_refused(served: Quick) -> None:
    for words in (
        "--from 2026-11-20 --expected 2026-11-19", "--from 2026-11-20 --left-on 2026-11-19",
        "--left-on 2026-11-19 --followed-up-on 2026-11-18",
    ):  # fmt: skip
        assert served.run("stay", "add", "ana", "hospital", *words.split()).code == 2, words


def test_the_page_of_a_client_has_the_stay_with_who_meets_whom(jailed: Quick) -> None:
    jailed("stay", "edit", "st1", "--met-by", "her sister Rosa", "--to", "family")
    page = " ".join(jailed("show", "ana").split())
    assert "st1 jail-prison, Dane County Jail since 2026-08-03 until 2027-01-15, firm (in 51 days)" in page
    assert "to family-friends · met by her sister Rosa" in page


def test_a_guarded_stay_is_marked_and_stays_out_of_files(served: Quick) -> None:
    served("stay", "add", "ana", "treatment", "--place", "Elm House", "--part2", "yes")
    assert "Elm House" not in served("stay", "list", "--csv")
    assert "[part 2]" in served("show", "ana", "--sensitive")
    assert "Elm House" not in served.run("show", "ana").out


@once
def leaving(jailed: Quick) -> None:
    """As `jailed`: the day has moved to 15 December; a task, papers, a benefit, and the week after."""
    jailed("stay", "move", "st1", "2026-12-15")
    jailed("task", "add", "ana", "Housing form", "--due", "2026-11-20")
    jailed("document", "add", "ana", "Birth certificate")
    jailed("document", "add", "ana", "ID card")
    jailed("document", "got", "d2")
    jailed("benefit", "add", "ana", "Medicaid", "--status", "approved", "--until", "2027-06-30")
    jailed("appointment", "add", "ana", "Clinic", "--at", "2026-12-17T10:00")
    jailed("appointment", "add", "ana", "Court", "--at", "2026-12-23T10:00")


def board(program: Quick, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(program("board", "release", "--json", "--sensitive", *words))
    return found


def test_the_board_says_of_who_is_let_out_what_is_open_and_what_nobody_has_seen_to(leaving: Quick) -> None:
    (row,) = board(leaving)
    assert (row["id"], row["comes_on"], row["certainty"], row["days"]) == ("st1", "2026-12-15", "firm", 20)
    assert (row["tasks"], row["tasks_late"], row["papers"], row["week_after"]) == (1, 1, "Birth certificate", 1)
    assert row["benefits"] == "Medicaid approved, suspended or not?"
    meets, place = row["lacks"].split("; ")
    assert (meets, place) == (
        "nobody meets: caseload stay edit st1 --met-by NAME", "no place to go: caseload stay edit st1 --to SETTING",
    )  # fmt: skip
    snap = leaving.run("benefit", "add", "ana", "SNAP", "--status", "approved", "--suspended-on", "2026-08-10", "-n")
    assert "suspended Mon 2026-08-10" in snap.err
    leaving("benefit", "edit", "b1", "--suspended-on", "2026-08-10")
    leaving("stay", "edit", "st1", "--met-by", "Rosa", "--to", "family")
    (row,) = board(leaving)
    assert (row["lacks"], row["met_by"], row["goes_to"]) == (None, "Rosa", "family-friends")
    assert row["benefits"] == "Medicaid suspended 2026-08-10"
    told = leaving.run("stay", "leave", "st1", "--to", "home").err
    assert "b1 Medicaid is still suspended, since 2026-08-10; once it goes on: caseload benefit edit b1 --clear" in told


def test_the_board_says_which_papers_are_not_even_asked_for(jailed: Quick) -> None:
    assert 'no ID and no birth certificate: caseload document add c1 "ID"' in board(jailed)[0]["lacks"]
    assert "no benefit: caseload benefit add c1 NAME" in board(jailed)[0]["lacks"]


@pytest.mark.parametrize("width", ["50", "80", "120"])
def test_the_board_fits_its_terminal_and_has_what_is_known_of_medicaid(leaving: Quick, width: str) -> None:
    said = leaving("board", "release", "--table", env={"COLUMNS": width})
    assert max(map(len, said.splitlines())) <= int(width)
    told = " ".join(said.split())
    for words in (
        "in 20 days", "1 task, 1 late", "papers: Birth certificate needed", "week after: Clinic 2026-12-17",
        "the date: one source; the law: not verified", "P.L. 117-328 s.5121, verified", "s.71119, one source",
    ):  # fmt: skip
        assert words in told, words


def test_who_has_left_is_on_the_board_for_thirty_days_with_what_is_due(leaving: Quick) -> None:
    leaving("stay", "add", "bo", "hospital", "--from", "2026-11-10", "--left-on", "2026-11-20", "--to", "home")
    assert [(row["id"], row["days"], row["left_on"]) for row in board(leaving)] == [
        ("st1", 20, None), ("st2", -5, "2026-11-20"),
    ]  # fmt: skip
    assert "contact after a discharge late since 2026-11-24" in " ".join(leaving("board", "release").split())
    leaving("log", "bo", "Saw him", "-k", "visit", "--at", "2026-11-23")
    assert "discharge" not in leaving("board", "release").partition("Out\n")[2]
    assert [row["id"] for row in board(leaving, "--client", "bo")] == ["st2"]
    then = {"CASELOAD_NOW": "2026-12-21T09:00"}
    assert "st2" not in leaving("board", "release", "--csv", env=then)


def test_a_day_of_release_without_a_stay_is_on_the_board_and_asks_for_one(served: Quick) -> None:
    assert "Nobody is to be released or discharged." in served("board", "release")
    served("client", "edit", "ana", "--setting", "jail", "--release-on", "2026-12-09")
    (row,) = board(served)
    said = "no stay: caseload stay add c1 jail-prison --expected 2026-12-09"
    assert (row["id"], row["lacks"]) == ("c1", said)
    served("client", "close", "ana", "--reason", "moved", "--drop-open")
    assert board(served) == []


def due_by(program: Quick, rule: str) -> list[str]:
    """The days on which something is due by a rule, up to two months on."""
    rows = json.loads(program("agenda", "--due", "..+60d", "--json"))
    return [row["due"] for row in rows if row["rule"] == rule]


def test_an_appointment_that_was_kept_after_a_discharge_is_the_visit(served: Quick) -> None:
    served("stay", "add", "ana", "psychiatric", "--from", "2026-11-02", "--left-on", "2026-11-20", "--to", "home")
    assert (due_by(served, "discharge-visit"), due_by(served, "discharge-month")) == (["2026-11-27"], ["2026-12-20"])
    served("appointment", "add", "ana", "Dr. Lee", "--theirs", "--at", "2026-11-23T10:00")
    assert due_by(served, "discharge-visit") == ["2026-11-27"]
    served("appointment", "kept", "a1")
    assert (due_by(served, "discharge-visit"), due_by(served, "discharge-month")) == ([], [])
    # A doctor of the client's own has seen her: nobody here has.
    assert due_by(served, "discharge-contact") == ["2026-11-24"]


def test_a_release_is_due_no_more_on_the_day_the_client_left(jailed: Quick) -> None:
    jailed("stay", "move", "st1", "today")
    assert due_by(jailed, "release") == ["2026-11-25"]
    jailed("stay", "leave", "st1")
    assert due_by(jailed, "release") == []
    assert due_by(jailed, "release-after") == ["2026-12-25"]


def test_rules_toml_turns_the_services_before_a_release_on(jailed: Quick) -> None:
    jailed("stay", "move", "st1", "2026-12-15")
    assert due_by(jailed, "release-before") == []
    law = Path(config_path(jailed.environ)).parent / "rules.toml"
    law.parent.mkdir(parents=True, exist_ok=True)
    law.write_text('[clock.release-youth-pre]\non = true\nsource = "county plan"\n', "utf-8")
    assert due_by(jailed, "release-before") == ["2026-12-15"]
    assert "county plan" in jailed("show", "st1", "--why")
    jailed("log", "ana", "Talked", "-k", "call")
    assert due_by(jailed, "release-before") == []
