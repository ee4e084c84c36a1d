"""A stay of several days: on each of them, and over when it is over; what is at one time with something else."""

import json
from pathlib import Path

import pytest

from commands.conftest import Quick, once

MULTIDAY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//trial//EN
X-WR-TIMEZONE:America/Los_Angeles
BEGIN:VEVENT
UID:hosp@trial
DTSTAMP:20261101T120000Z
DTSTART;VALUE=DATE:20261124
DTEND;VALUE=DATE:20261201
SUMMARY:Hospital stay
END:VEVENT
BEGIN:VEVENT
UID:float@trial
DTSTAMP:20261101T120000Z
DTSTART:20261202T090000
DTEND:20261202T100000
SUMMARY:Floating nine o'clock
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def stay(served: Quick, tmp_path: Path) -> Quick:
    """Ana is in hospital from yesterday to Monday (a1), and somewhere at nine next Wednesday (a2), from a calendar."""
    file = tmp_path / "multiday.ics"
    file.write_text(MULTIDAY.replace("\n", "\r\n"))
    served("import", "appointment", str(file), "--set", "client=ana")
    return served


def test_a_stay_of_a_calendar_is_not_over_before_it_ends(stay: Quick) -> None:
    late = ("overdue", "--kind", "appointment", "--ids")
    assert stay(*late, env={"CASELOAD_NOW": "2026-11-30T23:59"}) == ""
    assert stay(*late, env={"CASELOAD_NOW": "2026-12-01T00:00"}) == "a1\n"
    assert stay("appointment", "list", "--due", "overdue", "--ids") == ""


def test_a_stay_is_on_the_agenda_and_the_day_of_each_of_its_days(stay: Quick) -> None:
    page = stay("agenda", "--due", "2026-11-23..2026-12-03").splitlines()
    under = [line.strip() for line in page if "Hospital" in line or " · " in line]
    assert under[:7] == [
        "Tue 2026-11-24 · yesterday", "a1         ana-ruiz  Hospital stay (until Mon 2026-11-30)",
        "Wed 2026-11-25 · today", "a1         ana-ruiz  Hospital stay (until Mon 2026-11-30)",
        "Thu 2026-11-26 · tomorrow", "a1         ana-ruiz  Hospital stay (until Mon 2026-11-30)",
        "Fri 2026-11-27 · in 2 days",
    ]  # fmt: skip
    assert sum("Hospital" in line for line in page) == 7
    for day in range(24, 31):
        now = {"CASELOAD_NOW": f"2026-11-{day}T12:00"}
        assert "\nAppointments today\n  a1  ana-ruiz  Hospital stay (until Mon 2026-11-30)\n" in stay("today", env=now)
    assert "Hospital" in stay("digest", "--always", env={"CASELOAD_NOW": "2026-11-29T07:00"})


@pytest.mark.parametrize(
    ("days", "ids"),
    [
        ("2026-11-23", ""), ("2026-11-24", "a1\n"), ("2026-11-28", "a1\n"), ("2026-11-30", "a1\n"), ("2026-12-01", ""),
        ("2026-11-30..2026-12-02", "a1\na2\n"), ("..2026-11-24", "a1\n"), ("2026-12-01..", "a2\n"),
    ],
)  # fmt: skip
def test_every_range_of_days_has_what_goes_on_in_it(stay: Quick, days: str, ids: str) -> None:
    assert stay("appointment", "list", "--due", days, "--ids") == ids
    rows = json.loads(stay("appointment", "list", "--due", days, "--json"))
    assert [row["id"] for row in rows] == ids.split()
    assert [one for one in stay("agenda", "--due", days, "--ids").split() if one[0] == "a"] == ids.split()
    calendar = stay("agenda", "--ics", "--due", days)
    assert ("SUMMARY:AR c1: Hospital stay" in calendar) is ("a1" in ids)


def test_a_stay_goes_out_and_comes_in_again_as_it_was(stay: Quick, tmp_path: Path) -> None:
    calendar = stay("agenda", "--ics", "--due", "2026-11-28")
    assert "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261201\r\n" in calendar
    file = tmp_path / "out.ics"
    file.write_text(calendar)
    ran = stay.run("import", "appointment", str(file), "--on-dup", "update", "--source", "multiday")
    assert json.loads(stay("show", "a1", "--json"))[0]["minutes"] == 7 * 24 * 60, ran


def test_a_stay_is_typed_by_its_last_day_and_a_visit_by_its_end(served: Quick) -> None:
    ran = served.run("appointment", "add", "ana", "Respite", "--at", "fri", "--ends", "sun")
    assert "a1 Respite · ana-ruiz · at Fri 2026-11-27 (in 2 days) · to Sun 2026-11-29 · undo" in ran.err
    served("appointment", "add", "ana", "Court", "--at", "fri 2pm", "--ends", "fri 3:30pm")
    served("appointment", "add", "ana", "Fair", "--at", "fri", "--ends", "fri")
    served("appointment", "edit", "a2", "--ends", "fri 3pm")
    minutes = [one["minutes"] for one in json.loads(served("appointment", "export", "--json"))]
    assert minutes == [3 * 24 * 60, 60, None]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--at", "fri 2pm", "--ends", "sat"), "a day for both, or a time for both"),
        (("--at", "fri", "--ends", "thu"), "is before the start"),
        (("--at", "fri 2pm", "--ends", "fri 3pm", "-m", "5"), "one of the two"),
    ],
)
def test_an_end_that_cannot_be_is_refused(served: Quick, words: tuple[str, ...], said: str) -> None:
    ran = served.run("appointment", "add", "ana", "Visit", *words)
    assert (ran.code, said in ran.err) == (2, True)


def test_whole_days_are_no_booked_hours_and_what_goes_on_is_something_to_come(stay: Quick) -> None:
    rows = json.loads(stay("report", "capacity", "--json"))
    hours = next(row for row in rows if row.get("weeks") == 1) if isinstance(rows, list) else rows
    assert (hours["booked_hours"], hours["appointments"], hours["without_minutes"]) == (0, 1, 1)
    assert "a1 is to come" in stay("show", "ana", "--why")
    heat = json.loads(stay("agenda", "--heat", "--json"))
    assert [row["day"] for row in heat if row["appointments"]][:7] == [f"2026-11-{day}" for day in range(24, 31)]


def test_the_digest_tells_the_hour_of_a_stay_on_its_first_day_alone(served: Quick) -> None:
    served("appointment", "add", "ana", "Conf", "--at", "2026-11-25@9:00", "--ends", "2026-11-27@16:00")
    assert "a1  09:00  Conf (until Fri 2026-11-27)" in served("digest", "--date", "2026-11-25")
    assert "    a1  Conf (until Fri 2026-11-27)" in served("digest", "--date", "2026-11-26")


@pytest.mark.parametrize("word", ["kept", "fulfilled"])
def test_an_edit_says_kept_of_a_stay_only_when_it_is_over_as_kept_does(stay: Quick, word: str) -> None:
    ran = stay.run("appointment", "edit", "a1", "--status", word)
    assert (ran.code, ran.err) == (
        1, "caseload: a1 goes on until Mon 2026-11-30; caseload appointment edit a1 --ends today, if it is over\n"
    )  # fmt: skip
    assert stay.run("appointment", "edit", "a1", "--status", word, "--ends", "today").code == 0
    assert stay.run("appointment", "edit", "a1", "--place", "Ward 3").code == 0


@pytest.mark.parametrize("word", ["kept", "noshow"])
def test_an_edit_says_nothing_became_of_what_is_still_to_come(stay: Quick, word: str) -> None:
    ran = stay.run("appointment", "edit", "a2", "--status", word)
    assert (ran.code, ran.err.startswith("caseload: a2 is still to come, Wed 2026-12-02 09:00; ")) == (1, True), ran
    assert stay.run("appointment", "edit", "a2", "--status", "arrived").code == 0


# At one time


@once
def friday(served: Quick) -> Quick:
    """Ana has a1 on Friday from two to a quarter to three."""
    served("appointment", "add", "ana", "PCP", "--at", "fri 2pm", "-m", "45")
    return served


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bo", "Court", "--at", "fri 2:30pm"), "a1 PCP (ana-ruiz) and a2 Court (bo-ng), Fri 2026-11-27 14:30"),
        (
            ("bo", "Court", "--at", "fri 1pm", "-m", "61"),
            "a2 Court (bo-ng) and a1 PCP (ana-ruiz), Fri 2026-11-27 14:00",
        ),
        (("bo", "Court", "--at", "fri 2pm"), "a1 PCP (ana-ruiz) and a2 Court (bo-ng), Fri 2026-11-27 14:00"),
        (("me", "Team", "--at", "fri 2:10pm"), "a1 PCP (ana-ruiz) and a2 Team, Fri 2026-11-27 14:10"),
        (("ana", "Stay", "--at", "thu", "--ends", "sat"), "a2 Stay (ana-ruiz) and a1 PCP (ana-ruiz), Fri 2026-11-27"),
        (("me", "Training", "--at", "thu", "--ends", "sat"), "a2 Training and a1 PCP (ana-ruiz), Fri 2026-11-27 14:00"),
        (("bo", "Stay", "--at", "thu", "--ends", "sat"), ""),
        (("bo", "Court", "--at", "fri 2:45pm"), ""),
        (("bo", "Court", "--at", "fri 1pm", "-m", "60"), ""),
        (("bo", "Court", "--at", "fri"), ""),
        (("bo", "Court", "--at", "fri 2pm", "--status", "waitlist"), ""),
        (("bo", "Court", "--at", "fri 2pm", "--status", "kept"), ""),
    ],
)
def test_two_things_at_one_time_are_told_when_the_second_is_booked(
    friday: Quick, words: tuple[str, ...], told: str
) -> None:
    ran = friday.run("appointment", "add", *words)
    assert (ran.code, ran.out) == (0, "a2\n")
    assert ("at one time: " in ran.err) is bool(told)
    assert told in ran.err


def test_moving_editing_and_a_series_tell_of_it_too(friday: Quick) -> None:
    friday("appointment", "add", "bo", "Court", "--at", "thu 2pm")
    both = "at one time: a1 PCP (ana-ruiz) and a2 Court (bo-ng), Fri 2026-11-27 14:00\n"
    assert friday.run("appointment", "move", "a2", "--to", "fri").err.endswith(both)
    friday("undo")
    assert friday.run("appointment", "edit", "a2", "--at", "fri 2pm").err.endswith(both)
    assert "at one time" not in friday.run("appointment", "edit", "a2", "--place", "Courthouse").err
    friday("appointment", "add", "me", "Group", "--at", "fri 4pm", "-m", "60", "--every", "1w", "--times", "8")
    ran = friday.run("appointment", "add", "bo", "Class", "--at", "fri 4:30pm", "--every", "1w", "--times", "8")
    assert ran.err.count("\nat one time: ") == 3
    assert ran.err.endswith("and 5 more at one time: caseload agenda --due 1y\n")


def test_a_dry_run_tells_of_it_and_an_import_counts(friday: Quick, tmp_path: Path) -> None:
    ran = friday.run("appointment", "add", "bo", "Court", "--at", "fri 2pm", "-n")
    assert "at one time: a1 PCP (ana-ruiz) and a2 Court (bo-ng), Fri 2026-11-27 14:00" in ran.err
    file = tmp_path / "more.csv"
    file.write_text("client,title,starts\nbo-ng,Court,2026-11-27T14:00\nbo-ng,Lab,2026-11-28T14:00\n")
    ran = friday.run("import", "appointment", str(file))
    assert ran.err.endswith("1 appointment at one time with another: caseload agenda --due 2026-11-27..2026-11-27\n")


def test_the_agenda_names_both(friday: Quick) -> None:
    assert "At one time" not in friday("agenda")
    friday("appointment", "add", "bo", "Court", "--at", "fri 2:30pm")
    page = friday("agenda")
    assert page.endswith("\nAt one time: 1\n  Fri 2026-11-27 14:30  a1 PCP (ana-ruiz)  and a2 Court (bo-ng)\n")
