"""Whose appointment it is: what is the client's own, or nobody's but one's own, asks for no outcome."""

import json
from pathlib import Path

from commands.conftest import Quick, once


@once
def mixed(served: Quick) -> Quick:
    """Of Ana: dialysis yesterday and tomorrow (a1, a2: hers), a visit yesterday and tomorrow (a3, a4); team: a5, a6."""
    for words in (("ana", "Dialysis", "--theirs"), ("ana", "Visit"), ("me", "Team")):
        for day in ("yesterday", "tomorrow"):
            served("appointment", "add", *words, "--at", f"{day}@13:00", "-m", "240")
    return served


def test_neither_the_clients_own_nor_ones_own_waits_for_an_outcome(mixed: Quick) -> None:
    assert mixed("overdue", "--kind", "appointment", "--ids") == "a3\n"
    said = mixed("show", "a1", "--why")
    assert "on its day, yesterday; never late: it needs no outcome" in said
    assert "never late: it needs no outcome" in mixed("show", "a5", "--why")
    assert [line for line in mixed("digest").splitlines() if "a1" in line or "a5" in line] == []


def test_a_list_shows_what_is_to_come_or_waits_and_says_whose_it_is(mixed: Quick) -> None:
    assert mixed("appointment", "list", "--ids").split() == ["a3", "a2", "a4", "a6"]
    assert mixed("appointment", "list", "--mine", "--ids").split() == ["a3", "a4", "a6"]
    assert mixed("appointment", "list", "--mine", "--client", "ana", "--ids").split() == ["a3", "a4"]
    assert mixed("appointment", "list", "--due", "yesterday", "--ids").split() == ["a1", "a3", "a5"]
    assert "theirs: Dialysis" in mixed("appointment", "list", "--table")
    assert [row["theirs"] for row in json.loads(mixed("appointment", "list", "--json"))] == [False, True, False, False]
    assert len(mixed("appointment", "export", "--ids").split()) == 6


def test_agenda_and_page_say_whose_it_is(mixed: Quick) -> None:
    assert "    a2  13:00  ana-ruiz  theirs: Dialysis\n" in mixed("agenda")
    page = mixed("show", "ana").partition("Appointments\n")[2].splitlines()
    assert [line.split()[0] for line in page if line][:3] == ["a3", "a2", "a4"]
    assert "theirs  Dialysis" in page[1]


def test_what_is_theirs_is_not_in_booked_hours(mixed: Quick) -> None:
    week = json.loads(mixed("report", "capacity", "--json"))[0]
    assert (week["booked_hours"], week["appointments"]) == (4, 2)
    heat = json.loads(mixed("agenda", "--heat", "--json"))
    assert next(row for row in heat if row["day"] == "2026-11-26")["booked_minutes"] == 240


def test_the_calendar_file_has_it_only_where_that_is_asked(mixed: Quick) -> None:
    assert mixed("agenda", "--ics").count("Dialysis") == 0
    assert mixed("agenda", "--ics").count("Visit") == 2
    assert mixed("agenda", "--ics", "--theirs").count("Dialysis") == 2
    assert mixed.run("agenda", "--theirs").code == 2


def test_at_one_time_are_told_only_what_wants_one_person(served: Quick) -> None:
    served("appointment", "add", "ana", "Dialysis", "--theirs", "--at", "fri 9:00", "-m", "240")
    assert "at one time" not in served.run("appointment", "add", "bo", "Visit", "--at", "fri 10:00").err
    ran = served.run("appointment", "add", "ana", "Visit", "--at", "fri 11:00")
    assert "at one time: a1 Dialysis (ana-ruiz) and a3 Visit (ana-ruiz), Fri 2026-11-27 11:00" in ran.err
    ran = served.run("appointment", "add", "ana", "Lab", "--theirs", "--at", "fri 10:00")
    assert "a1 Dialysis (ana-ruiz) and a4 Lab (ana-ruiz)" in ran.err
    assert "bo-ng" not in ran.err


def test_what_is_theirs_is_not_written_up_when_it_was_kept(mixed: Quick) -> None:
    ran = mixed.run("appointment", "kept", "a1", "a5")
    assert "no contact" not in ran.err
    later = {"CASELOAD_NOW": "2026-11-29T09:00"}
    assert mixed("overdue", "--rule", "kept-unwritten", "--ids", env=later) == ""
    mixed("appointment", "kept", "a3")
    assert mixed("overdue", "--rule", "kept-unwritten", "--ids", env=later) == "a3\n"


def test_a_series_carries_it_on_and_an_import_takes_it(served: Quick, tmp_path: Path) -> None:
    words = ("appointment", "add", "ana", "Dialysis", "--theirs", "--at", "mon 9:00", "--every", "mon,wed")

    def theirs() -> list[bool]:
        return [one["theirs"] for one in json.loads(served("appointment", "export", "--json"))]

    served(*words, "--times", "4")
    assert theirs() == [True] * 4
    served("appointment", "edit", "a2", "--no-theirs", "--following")
    assert theirs() == [True, False, False, False]
    file = tmp_path / "more.csv"
    file.write_text("client,title,starts,theirs\nana-ruiz,Lab,2026-11-28T08:00,yes\nana-ruiz,Visit,2026-11-28,no\n")
    served("import", "appointment", str(file))
    assert theirs()[4:] == [True, False]
    foreign = tmp_path / "foreign.csv"
    foreign.write_text("Client Name,What,When,Client's own\nAna Ruiz,Lab,2026-11-28,yes\n")
    assert '"Client\'s own" = "theirs"' in served("import", "appointment", str(foreign), "--guess")


def test_a_series_that_needs_no_outcome_goes_on_with_the_next_thing_that_is_kept(served: Quick) -> None:
    served("appointment", "add", "ana", "Dialysis", "--theirs", "--at", "mon 9:00", "--every", "1w")
    served("appointment", "add", "bo", "Visit", "--at", "today")
    assert "more of the series" not in served.run("appointment", "kept", "bo").err
    later = {"CASELOAD_NOW": "2027-06-25T09:00"}
    ran = served.run("appointment", "add", "bo", "Visit", "--at", "today", env=later)
    assert "more of the series of Dialysis, to Mon 2028-06-19\n" in ran.err
    assert served("appointment", "list", "--due", "2028-06-19", "--ids", env=later) != ""
    assert "more of the series" not in served.run("appointment", "kept", "bo", env=later).err
    served("undo", env=later)
    served("undo", env=later)
    assert served("appointment", "list", "--due", "2028-06-19", "--ids", env=later) == ""
