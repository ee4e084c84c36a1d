"""caseload ride and expense: each verb, until when a ride is asked for, what is refused, what gaps ask."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload.paths import config_path
from commands.conftest import Quick, once


@once
def booked(served: Quick) -> Quick:
    """Ana has a clinic on Thu 3 Dec (a1), in a wheelchair, without a ride yet, and was at one yesterday (a2)."""
    served("appointment", "add", "ana", "Clinic", "--at", "2026-12-03T09:00", "--wheelchair", "--ride")
    served("appointment", "add", "ana", "Eye clinic", "--at", "2026-11-24T09:00")
    served("appointment", "add", "me", "Training", "--at", "2026-12-03T09:00")
    return served


def settings(program: Quick, text: str) -> None:
    place = Path(config_path(program.environ))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def standing(program: Quick, rule: str, day: str = "2026-11-25T09:00") -> list[Any]:
    """Day due and whether late, of what a rule has by the page of that moment."""
    found = json.loads(program("today", "--json", env={"CASELOAD_NOW": day}))
    return [(one["due"], one["days_late"]) for one in found if one["rule"] == rule]


def test_a_ride_goes_from_needed_to_done_a_step_each(booked: Quick) -> None:
    ran = booked.run("ride", "add", "a1", "--driver", "MTM")
    assert "for Thu 2026-12-03 09:00" in ran.err
    assert "wheelchair · no lead time is known" in ran.err
    booked("ride", "request", "rd1", "--number", "T-5502")
    booked("ride", "confirm", "rd1", "--pickup", "8:15 at the back door")
    shown = json.loads(booked("ride", "show", "rd1", "--json"))
    one = shown[0] if isinstance(shown, list) else shown
    assert (one["status"], one["requested_on"], one["number"]) == ("confirmed", "2026-11-25", "T-5502")
    done = booked.run("ride", "done", "rd1", env={"CASELOAD_NOW": "2026-12-03T12:00"})
    assert "confirmed -> completed" in done.err
    booked("undo")
    assert "confirmed" in booked("ride", "list", "--tsv")


@pytest.mark.parametrize(
    ("config", "added", "due"),
    [
        ('[transport]\nlead = "2bd"\n', (), "2026-12-01"),
        ('[transport]\nlead = "2bd"\n[transport."mtm"]\nlead = "5bd"\nsource = "handbook"\n', (), "2026-11-26"),
        ('[transport]\nlead = "2bd"\n[holidays]\nextra = ["2026-12-02"]\n', (), "2026-11-30"),
        ('[transport]\nlead = "3d"\n', ("--request-by", "2026-11-27"), "2026-11-27"),
        ('[transport."Metro"]\nlead = "5d"\n', ("--request-by", "2026-12-03"), "2026-12-03"),
    ],
)
def test_it_is_asked_for_so_long_ahead_as_who_drives_wants(
    booked: Quick, config: str, added: tuple[str, ...], due: str
) -> None:
    settings(booked, config)
    booked("ride", "add", "a1", "--driver", "MTM", *added)
    assert [one for one, _ in standing(booked, "ride", f"{due}T09:00")] == [due]
    late = date(2026, 12, 3) - date.fromisoformat(due)
    assert standing(booked, "ride", "2026-12-03T08:00") == [(due, late.days)]


def test_without_a_lead_time_it_shows_a_week_before_its_appointment_and_moves_with_it(booked: Quick) -> None:
    booked("ride", "add", "a1")
    assert standing(booked, "ride", "2026-11-25T09:00") == []
    assert standing(booked, "ride", "2026-11-26T09:00") == [("2026-12-03T09:00", 0)]
    booked("appointment", "move", "a1", "--to", "2026-12-10T09:00")
    assert standing(booked, "ride", "2026-11-30T09:00") == []
    assert standing(booked, "ride", "2026-12-04T09:00") == [("2026-12-10T09:00", 0)]
    booked("appointment", "cancel", "a1", "--reason", "prov")
    assert standing(booked, "ride", "2026-12-04T09:00") == []


def test_one_that_nobody_confirmed_is_told_the_day_before(booked: Quick) -> None:
    booked("ride", "add", "a1", "--driver", "MTM")
    booked("ride", "request", "rd1")
    assert standing(booked, "ride-confirm", "2026-12-02T09:00") == [("2026-12-02", 0)]
    assert standing(booked, "ride-confirm", "2026-12-03T08:00") == [("2026-12-02", 1)]
    booked("ride", "confirm", "rd1")
    assert standing(booked, "ride-confirm", "2026-12-03T08:00") == []


@once
def confirmed(booked: Quick) -> Quick:
    """The ride to the clinic of 3 December (rd1) is confirmed."""
    booked("ride", "add", "a1", "--driver", "MTM")
    booked("ride", "confirm", "rd1")
    return booked


STANDS = "rd1 is confirmed for Thu 2026-12-03 09:00: caseload ride"


def test_a_ride_that_stands_for_an_appointment_that_was_moved_is_told_until_it_is_asked_for_anew(
    confirmed: Quick,
) -> None:
    before = confirmed("export", "all")
    said = confirmed.run("appointment", "move", "a1", "--to", "2026-12-10T09:00").err
    assert f"{STANDS} request rd1, once it is asked for anew, or ride cancel rd1\n" in said
    assert "confirmed for Thu 2026-12-03 09:00" in confirmed("show", "a1")
    assert "confirmed for Thu 2026-12-03 09:00" in confirmed("show", "ana")
    assert "rd1 confirmed for Thu 2026-12-03 09:00" in confirmed("visits", "2026-12-10")
    # The day before the first of the two: whoever drives comes on the wrong one.
    assert standing(confirmed, "ride", "2026-11-28T09:00") == []
    assert standing(confirmed, "ride", "2026-11-29T09:00") == [("2026-12-02", 0)]
    assert standing(confirmed, "ride", "2026-12-04T09:00") == [("2026-12-02", 2)]
    assert "confirmed for Thu 2026-12-03 09:00, not for Thu 2026-12-10 09:00" in confirmed("show", "rd1", "--why")
    again = confirmed.run("appointment", "move", "a1", "--to", "2026-12-11T09:00").err
    assert STANDS in again, "what it was booked for, not what came between"
    confirmed("undo")
    assert "rd1" not in confirmed.run("appointment", "move", "a1", "--to", "2026-12-03T09:00").err
    assert standing(confirmed, "ride", "2026-12-02T09:00") == []
    confirmed("undo")
    confirmed("undo")
    assert confirmed("export", "all") == before


def test_asked_for_anew_it_is_for_the_time_that_there_is_now(confirmed: Quick) -> None:
    confirmed("appointment", "edit", "a1", "--at", "2026-12-02T09:00")
    assert standing(confirmed, "ride", "2026-11-30T09:00") == [("2026-12-01", 0)]
    confirmed("ride", "request", "rd1", "--on", "2026-11-25")
    found = json.loads(confirmed("ride", "list", "--json"))[0]
    assert [found[name] for name in ("status", "booked_for", "confirmed_on")] == ["requested", None, None]
    assert standing(confirmed, "ride", "2026-11-30T09:00") == []
    assert standing(confirmed, "ride-confirm", "2026-11-30T09:00") == [("2026-12-01", 0)]
    confirmed("ride", "confirm", "rd1")
    assert "is confirmed already" in confirmed.run("ride", "confirm", "rd1").err


def test_a_ride_to_what_was_called_off_is_told_with_the_command_that_calls_it_off(confirmed: Quick) -> None:
    assert STANDS not in confirmed.run("appointment", "edit", "a1", "--place", "Elm St").err
    said = confirmed.run("appointment", "cancel", "a1", "--reason", "prov").err
    assert f"{STANDS} cancel rd1\n" in said
    gap = [one["command"] for one in json.loads(confirmed("gaps", "--json")) if one["gap"] == "ride-called-off"]
    assert gap == ["caseload ride cancel rd1"]
    confirmed("ride", "cancel", "rd1")
    assert "ride-called-off" not in confirmed("gaps", "--json")


def test_a_file_that_moves_an_appointment_tells_of_its_ride_too(confirmed: Quick) -> None:
    (file := confirmed.home / "calendar.csv").write_text("id,client,title,starts\na1,c1,Clinic,2026-12-10T09:00\n")
    said = confirmed.run("import", "appointment", str(file), "--on-dup", "update").err
    assert f"{STANDS} request rd1" in said
    assert json.loads(confirmed("ride", "list", "--json"))[0]["booked_for"] == "2026-12-03T09:00"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("ride add a2", 1, "a2 was Tue 2026-11-24 09:00"),
        ("ride add a3", 1, "a3 is no client's"),
        ("ride add a9", 3, "there is no appointment a9"),
        ("ride add c1", 2, ""),
        ("ride add a1 --request-by 2026-12-04", 2, "is after a1"),
        ("ride add a1 --status confirmd", 2, "is not accepted"),
        ("ride request rd9", 3, "there is no ride rd9"),
        ("ride noshow rd1 driverless", 2, "vendor, client"),
        ("ride noshow rd1 vendor", 1, "is still to come"),
        ("ride done rd1", 1, "is still to come"),
        ("ride edit rd1 --request-by 2027-01-01", 2, "is after a1"),
        ("expense add ana 4.505 Copies", 2, "finer than a cent"),
        ("expense add ana 0.00 Copies", 2, "is nothing spent; such as 12.50"),
        ("expense edit x1 --amount 0", 2, "--amount"),
        (
            "expense add ana -5 Copies",
            2,
            '"-5" is no option, and no number here is below zero; see caseload expense add --help',
        ),
        ("expense add ana free Copies", 2, "is no amount"),
        ("expense add ana 1e3 Copies", 2, "is no amount"),
        ("expense add ana 4,50 Copies", 2, "is no amount"),
        ("expense add ana 9999999999999 Copies", 2, "more than anybody spends"),
        ("expense add ana 5 Copies --spent-on 2026-11-26", 2, "is still to come"),
        ("expense claim x9", 3, "there is no expense x9"),
        ("log ana Drove -k visit --miles -3", 2, "below zero"),
        ("log ana Drove -k visit --miles 45126-45120", 2, "runs backwards"),
        ("log ana Drove -k visit --miles 3.25", 2, "finer than a tenth"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    booked: Quick, words: str, code: int, said: str
) -> None:
    if "rd1" in words:
        booked("ride", "add", "a1")
    before = booked.fingerprint
    ran = booked.run(*words.split())
    assert (ran.code, said in ran.err, ran.err.count("\n"), booked.fingerprint) == (code, True, 1, before), ran.err


def test_what_was_ended_is_ended_once(booked: Quick) -> None:
    booked("ride", "add", "a1")
    booked("ride", "cancel", "rd1", "--reason", "her sister drives")
    for verb in ("request", "confirm", "done", "cancel"):
        assert "is cancelled already" in booked.run("ride", verb, "rd1").err
    booked("expense", "add", "ana", "$1,204.50", "Deposit", "--receipt", "envelope 3")
    booked("expense", "claim", "x1")
    assert "was claimed on 2026-11-25" in booked.run("expense", "claim", "x1").err
    assert json.loads(booked("expense", "list", "--json"))[0]["amount"] == 1204.5


def test_gaps_ask_for_rides_what_came_of_them_and_receipts(booked: Quick) -> None:
    def lacks() -> list[str]:
        return [line.split("\t")[2] for line in booked("gaps", "--tsv").splitlines() if line[:1] in "arx"]

    assert "appointment-without-ride" in lacks()
    booked("ride", "add", "a1")
    booked("expense", "add", "ana", "5", "Copies")
    assert "appointment-without-ride" not in lacks()
    assert "expense-without-receipt" in lacks()
    booked("ride", "cancel", "rd1")
    assert "appointment-without-ride" in lacks()
    booked("expense", "edit", "x1", "--receipt", "photo")
    booked("import", "ride", "-", "--source", "old", stdin="appointment,status\na2,confirmed\n")
    assert "ride-without-outcome" in lacks()
    assert "expense-without-receipt" not in lacks()


def test_a_file_of_trips_comes_in_by_its_guessed_map(booked: Quick, tmp_path: Path) -> None:
    trips = tmp_path / "trips.csv"
    trips.write_text("Appointment,Vendor,Pickup Time,Trip Number,Status\na1,MTM,8:15,T-1,booked\n", "utf-8")
    ran = booked.run("import", "ride", str(trips), "--guess")
    assert ran.code == 0, ran.err
    spent = tmp_path / "spent.csv"
    spent.write_text("Client Name,Date,Amount,Description,Paid By\nAna Ruiz,2026-11-02,$32.50,Bus pass,aid\n", "utf-8")
    ran = booked.run("import", "expense", str(spent), "--guess")
    assert ran.code == 0, ran.err


def test_a_ride_of_a_client_is_found_shown_and_goes_where_its_appointment_goes(booked: Quick) -> None:
    booked("ride", "add", "a1", "--driver", "Zebra Cabs")
    assert "rd1" in booked("find", "Zebra")
    assert "Zebra Cabs" in booked("show", "ana")
    assert "Zebra Cabs" in booked("show", "a1")
    booked("appointment", "edit", "a1", "--to-client", "bo")
    assert "bo-ng" in booked("ride", "list", "--tsv")
    assert "moves with it" in booked.run("ride", "edit", "rd1", "--to-client", "ana").err
