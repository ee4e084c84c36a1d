"""caseload visits and remind: the day's sheet, its closing at a terminal, whom to remind and in which words."""

import csv
import io
import json
from pathlib import Path

import pytest
from terminal import on_terminal

from commands.conftest import Quick, once

PAGE = Path(__file__).parents[2] / "docs" / "road.md"


@once
def road(served: Quick) -> Quick:
    """Ana at 14:00 (a1) with all that leads to her door, Bo at 8:00 (a2) with a confidential address."""
    served("client", "edit", "ana", "--address", "12 Elm St", "--city", "Dayton", "--safety", "dog, ring first")
    served("client", "edit", "ana", "--voicemail-ok", "no", "--text-ok", "yes", "--language", "español")
    served("client", "edit", "bo", "--address", "4 Oak Ave", "--address-confidential", "--phone", "00502")
    served("appointment", "add", "ana", "Home visit", "--at", "2026-11-25T14:00", "-m", "60", "--bring", "photo id",
           "--with", "her sister", "--prepare", "print the form", "--interpreter")  # fmt: skip
    served("appointment", "add", "bo", "Check-in", "--at", "2026-11-25T08:00", "-m", "30")
    served("appointment", "add", "bo", "Dialysis", "--at", "2026-11-25T10:00", "--theirs")
    served("medication", "add", "ana", "Metformin")
    served("goal", "edit", "g2", "--sensitivity", "SUD")
    served("task", "add", "ana", "Sign the lease", "--due", "2026-11-27")
    served("log", "ana", "Spoke about rent", "-k", "call", "--at", "2026-11-20T10:00")
    return served


def test_the_sheet_has_the_visits_in_order_with_all_that_leads_to_the_door(road: Quick) -> None:
    said = road("visits", "2026-11-25")
    assert said.index("08:00 Bo Ng") < said.index("14:00 Ana Ruiz")
    for words in ("! dog, ring first", "! no voicemail", "12 Elm St, Dayton", "her sister", "print the form",
                  "photo id", "interpreter", "2026-11-20 (5 days ago), phone-call: Spoke about rent",
                  "Sign the lease, due in 2 days", "g1 Walk", "Metformin", "(confidential)", "____"):  # fmt: skip
        assert words in said, words
    assert "4 Oak Ave" not in said
    assert "Dialysis" not in said
    assert "4 Oak Ave" in road("visits", "--reveal")


def test_into_a_pipe_the_sheet_withholds_what_a_law_guards(road: Quick) -> None:
    assert "Read" not in road("visits")
    assert "1 withheld" in road.run("visits").err
    assert "[SUD] Read" in road("visits", "--sensitive")


@pytest.mark.parametrize("command", ["today", "agenda", "visits"])
def test_every_page_that_leads_to_the_door_says_what_to_know(road: Quick, command: str) -> None:
    said = road(command, "--plain")
    assert "dog, ring first" in said
    assert "no voicemail" in said
    assert "dog, ring first" in road("show", "a1")
    assert "dog" not in road("digest", "--days", "30")


def test_a_map_program_gets_rows_and_no_confidential_address(road: Quick) -> None:
    rows = list(csv.DictReader(io.StringIO(road("visits", "--csv"))))
    assert [(one["id"], one["address"], one["city"]) for one in rows] == [
        ("a2", "(confidential)", ""), ("a1", "12 Elm St", "Dayton"),
    ]  # fmt: skip


def test_paper_is_one_html_file_that_names_each_label_once(road: Quick, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    road("visits", "-o", str(file))
    page = file.read_text("utf-8")
    assert page == road("visits", "--format", "html")
    assert page.count("<section>") == 2
    assert "http" not in page
    assert "<script" not in page
    assert '<p class="room">' in page
    assert "____" not in page


def test_an_empty_day_says_so(road: Quick) -> None:
    assert "No visits." in road("visits", "2026-12-25")
    assert "there are no visits on 2026-11-20" in on_terminal(road, "visits", "2026-11-20", "--close").plain


def test_the_evening_is_never_asked_in_a_pipe_nor_before_its_day(road: Quick) -> None:
    ran = road.run("visits", "--close", stdin="\n\n\n\n\n")
    assert (ran.code, "asks at a terminal" in ran.err, ran.err.count("\n")) == (2, True, 1)
    assert "is still to come" in road.run("visits", "2026-11-26", "--close").err


BO = [("1/2 08:00", "m\n"), ("words", "nobody at home\n")]
ANA = [
    ("14:00 Ana", "k\n"), ("minutes [60]", "ninety\n"), ("no number of minutes", "50\n"),
    ("miles, or", "45126-45120\n"), ("runs backwards", "45120-45126.3\n"),
    ("words", "Stove works.\n"), ("next", "Send the copy\n"), ("by when", "fri\n"),
]  # fmt: skip


def test_the_evening_closes_visit_by_visit_each_in_a_step_and_goes_on_where_it_was_left(road: Quick) -> None:
    first = on_terminal(road, "visits", "--close", keys=[*BO, ("14:00 Ana", "stop\n")])
    assert "1 closed, 1 left: caseload visits 2026-11-25 --close goes on" in first.plain.replace("\n", " ")
    again = on_terminal(road, "visits", "--close", keys=ANA, env={"CASELOAD_NOW": "2026-11-25T18:00"})
    assert "1 closed already, 1 to go" in again.plain
    assert "08:00" not in again.plain
    note = json.loads(road("note", "show", "n2", "--json"))
    note = note[0] if isinstance(note, list) else note
    assert (note["minutes"], note["miles"], note["body"], note["next_step"]) == (
        50,
        6.3,
        "Stove works.",
        "Send the copy",
    )
    assert (note["occurred"], note["mode"]) == ("2026-11-25T14:00", "in-person")
    assert "Send the copy" in road("task", "list", "--due", "2026-11-27")
    assert "every visit of 2026-11-25 is closed" in on_terminal(road, "visits", "--close").plain
    road("undo")
    assert [one["status"] for one in json.loads(road("visits", "--json"))] == ["noshow", "booked"]


def test_ctrl_c_in_the_evening_keeps_what_was_closed_and_ends_as_one_that_was_stopped(road: Quick) -> None:
    seen = on_terminal(road, "visits", "--close", keys=[*BO, ("14:00 Ana", "\x03")])
    said = seen.plain.replace("\n", " ")
    assert (seen.code, "1 closed, 1 left" in said, "stopped; stored as operation" in said) == (130, True, True), said


def kept(*asked: str) -> list[tuple[str, str]]:
    """The answers to a visit that was kept, of which there is nothing to say."""
    return [(question, "\n") for question in (*asked, "words", "next")]


def test_one_trip_to_all_visits_of_the_day_is_shared_among_them_at_the_end(road: Quick) -> None:
    now, miles = {"CASELOAD_NOW": "2026-11-25T18:00"}, "miles of one trip"
    road("appointment", "add", "ana", "By phone", "--at", "2026-11-25T16:00", "--mode", "phone")
    there = [one for begin in ("1/3 08:00", "2/3 14:00") for one in kept(begin, "minutes [", "miles, or")]
    phone = kept("3/3 16:00", "minutes:")
    seen = on_terminal(road, "visits", "--close", keys=[*there, *phone, (miles, "45120-45132.7\n")], env=now)
    assert "12.7 miles · n2 6.4, n3 6.3 · undo" in seen.plain
    road("undo")
    assert [one["miles"] for one in json.loads(road("note", "export", "--json"))] == [None] * 4
    road("undo")
    stopped = on_terminal(road, "visits", "--close", keys=[*kept("1/1 16:00", "minutes:"), (miles, "stop\n")], env=now)
    assert "later: caseload note trip n2 n3 --miles 45120-45148.6" in stopped.plain
    road("note", "trip", "n3", "n2", "--miles", "45120-45132.7")
    assert [one["miles"] for one in json.loads(road("note", "export", "--json"))][1:3] == [6.4, 6.3]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("n1 n2", 2, "--miles: is missing"),
        ("n1 n9 --miles 4", 3, "n9"),
        ("n1 n2 --miles 4.25", 2, "finer than a tenth"),
        ("n1 n2 --miles 4", 1, "n2 has 3 miles already; caseload note edit n2 --clear miles"),
        ("n3 n1 --miles 4", 1, "n3 is signed"),
    ],
)
def test_a_trip_is_shared_among_drafts_without_miles_alone(road: Quick, words: str, code: int, said: str) -> None:
    road("log", "bo", "Seen", "-k", "visit", "--miles", "3")
    road("log", "bo", "Seen again", "-k", "visit", "--sign")
    before = road.fingerprint
    ran = road.run("note", "trip", *words.split())
    assert (ran.code, said in ran.err, road.fingerprint) == (code, True, before), ran.err


def test_a_wrong_word_is_asked_again_and_what_is_skipped_stays_open(road: Quick) -> None:
    seen = on_terminal(
        road, "visits", "--close",
        keys=[("1/2", "perhaps\n"), ("is not accepted", "s\n"), ("2/2", "c\n"), ("why", "lost\n"),
              ("pat (", "pat-lt\n")],
    )  # fmt: skip
    assert "1 closed, 1 left" in seen.plain.replace("\n", " ")
    assert [one["status"] for one in json.loads(road("visits", "--json"))] == ["booked"]


def test_the_page_shows_the_questions_that_are_asked() -> None:
    from caseload.commands.kit import evening

    source = Path(evening.__file__).read_text("utf-8")
    asked = PAGE.read_text("utf-8").split("```text\n")[1].split("```")[0]
    for question in ("what became of it", "minutes", "miles, or the odometer 45120-45126.3", "words", "next",
                     "by when, Enter for no task",
                     "miles of one trip to all of them, or the odometer, shared"):  # fmt: skip
        assert f"  {question}" in asked
        assert f'"{question}"' in source


def test_a_reminder_goes_the_way_that_is_allowed_and_tells_nothing(road: Quick) -> None:
    rows = {one["id"]: one for one in csv.DictReader(io.StringIO(road("remind", "2026-11-25", "--csv")))}
    assert (rows["a1"]["by"], rows["a1"]["to"]) == ("text", "00501")
    assert rows["a1"]["words"] == (
        "Hola Ana. Tiene una cita hoy, miércoles 25 de noviembre a las 2:00 PM. Si no puede venir, avíseme por favor."
    )
    assert (rows["a2"]["by"], rows["a2"]["mind"]) == ("phone-call", "leave no message: nobody asked")
    assert rows["a3"]["words"].startswith(
        "Hello Bo. You have an appointment today, Wednesday, November 25 at 10:00 AM."
    )
    ahead = road("remind", "2026-11-25", env={"CASELOAD_NOW": "2026-11-20T09:00"})
    assert "Tiene una cita el miércoles 25 de noviembre a las" in ahead
    assert "You have an appointment on Wednesday, November 25 at" in ahead
    said = road("remind", "2026-11-25")
    assert "Dialysis" not in said
    assert "Home visit" not in said


@pytest.mark.parametrize(
    ("edits", "by", "mind"),
    [
        (("--do-not-contact",), "", "do not contact"),
        (("--clear", "phone"), "", "no phone, no email"),
        (("--clear", "phone", "--email", "b@x.org"), "email", ""),
        (("--voicemail-ok", "yes"), "phone-call", "voicemail may be left"),
        (("--voicemail-ok", "declined"), "phone-call", "leave no message: nobody asked"),
        (("--voicemail-ok", "no", "--best-time", "mornings"), "phone-call", "no voicemail, best mornings"),
        (("--text-ok", "unknown"), "phone-call", "leave no message: nobody asked"),
    ],
)
def test_what_was_not_allowed_is_not_the_way(road: Quick, edits: tuple[str, ...], by: str, mind: str) -> None:
    road("client", "edit", "bo", *edits)
    row = next(csv.DictReader(io.StringIO(road("remind", "2026-11-25", "--csv"))))
    assert (row["id"], row["by"], row["mind"]) == ("a2", by, mind)


@pytest.mark.parametrize(
    ("edits", "by", "said"),
    [(("--text-ok", "no"), "text", "no texts"), (("--text-ok", "no"), "phone-call", ""),
     (("--do-not-contact",), "phone-call", "do not contact"), (("--text-ok", "yes"), "text", "")],
)  # fmt: skip
def test_a_reminder_that_went_a_way_the_client_had_refused_is_told(
    road: Quick, edits: tuple[str, ...], by: str, said: str
) -> None:
    road("client", "edit", "bo", *edits)
    told = road.run("remind", "--sent", "a2", "--by", by).err
    assert (f"a2, bo-ng: {said}, as the client said" in told) if said else ("as the client said" not in told), told


def test_what_was_sent_is_kept_once_in_one_step_and_forgotten_with_another_time(road: Quick) -> None:
    road("remind", "--sent", "a1", "a2")
    ran = road.run("remind", "--sent", "a1")
    assert (ran.code, "reminded on 2026-11-25 by text already" in ran.err) == (1, True)
    assert "reminded 2026-11-25 by phone-call" in road("remind", "2026-11-25")
    road("undo")
    assert "reminded" not in road("remind", "2026-11-25").replace("to remind", "")
    road("remind", "--sent", "a1", "--by", "letter")
    road("appointment", "move", "a1", "--to", "2026-11-27T14:00")
    road("remind", "--sent", "a1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("remind a1", "is no day"), ("remind --by text", "is of what was sent"), ("remind --sent", "are missing"),
        ("remind --sent t1", ""), ("remind fri mon", "is no day"), ("visits --close --format html", "shows no sheet"),
        ("visits --format paper", "is not accepted"), ("visits someday", "is not a date"),
        ("report miles --by moon", "is not accepted"), ("report time --by moon", "is not accepted"),
        ("report miles overdue", "is no period"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_answered_in_one_line(road: Quick, words: str, said: str) -> None:
    before = road.fingerprint
    ran = road.run(*words.split())
    assert (ran.code != 0, said in ran.err, ran.err.count("\n"), road.fingerprint) == (True, True, 1, before), ran.err
