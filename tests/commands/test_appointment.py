"""caseload appointment: booked, moved, kept, missed, cancelled."""

import json

import pytest
from conftest import Program

from commands.conftest import Quick, once


def appointment(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one appointment."""
    record = json.loads(program("appointment", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@once
def booked(served: Quick) -> Quick:
    """Ana has a1 this morning, a2 on Friday at two for 45 minutes."""
    served("appointment", "add", "ana", "Visit", "--at", "today@8:00")
    served("appointment", "add", "ana", "PCP", "--at", "fri@14:00", "--minutes", "45", "--transport", "bus pass")
    return served


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    words = ["PCP", "Dr.", "Lee", "--at", "fri 2pm", "-m", "45", "--place", "Clinic", "--mode", "in person"]
    more = ["--kind", "medical", "--status", "pending", "--prepare", "fast", "--bring", "photo id"]
    last = ["--accommodations", "ramp", "--transport", "bus pass", "--external-id", "00501"]
    ran = served.run("appt", "add", "ana", *words, *more, *last)
    assert ran.err == (
        "a1 PCP Dr. Lee · ana-ruiz · at Fri 2026-11-27 14:00 (in 2 days) · 45 min · undo: caseload undo\n"
    )
    kept = json.loads(served("appointment", "show", "a1", "--json"))[0]
    assert kept.pop("database")
    assert {key: value for key, value in kept.items() if value is not None and not key.endswith("_at")} == {
        "id": "a1", "client": "c1", "client_handle": "ana-ruiz", "title": "PCP Dr. Lee", "starts": "2026-11-27T14:00",
        "minutes": 45, "place": "Clinic", "mode": "in person", "kind": "medical", "status": "pending",
        "prepare": "fast", "bring": "photo id", "accommodations": "ramp", "transport": "bus pass",
        "external_id": "00501", "theirs": False, "interpreter": False, "wheelchair": False, "ride": False,
        "sensitivity": "normal", "part2": "unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "starts"), [("fri", "2026-11-27"), ("2026-11-30T14:30", "2026-11-30T14:30"), ("9:15", "2026-11-25T09:15")]
)
def test_a_time_is_given_or_left_out_and_an_appointment_may_be_ones_own(served: Quick, typed: str, starts: str) -> None:
    served("appointment", "add", "me", "Team", "--at", typed)
    assert appointment(served, "a1", "client", "starts") == [None, starts]


def test_a_title_that_has_eaten_the_time_is_refused_unless_it_is_meant(served: Quick) -> None:
    ran = served.run("appointment", "add", "ana", "PCP", "2pm", "--at", "fri")
    assert (ran.code, "2026-11-27@2pm" in ran.err) == (2, True)
    served("appointment", "add", "--at", "fri", "ana", "--", "PCP", "2pm")


def test_the_list_shows_what_is_open_by_its_start(booked: Quick) -> None:
    booked("appointment", "add", "bo", "Court", "--at", "tomorrow")
    booked("appointment", "add", "ana", "Old", "--at", "2026-10-01", "--status", "kept")
    assert booked("appointment", "list", "--ids").split() == ["a1", "a3", "a2"]
    assert booked("appointment", "list", "--client", "ana", "--due", "week", "--ids").split() == ["a1", "a2"]
    assert booked("appointment", "list", "--status", "fulfilled", "--ids") == "a4\n"
    assert booked("appointment", "list").splitlines()[0] == "a1\t2026-11-25T08:00\t\tbooked\tana-ruiz\tVisit"


def test_moving_keeps_the_record(booked: Quick) -> None:
    ran = booked.run("appointment", "move", "a2", "--to", "mon 10:30", "--minutes", "30")
    assert ran.out == ""
    assert (
        "a2 PCP · ana-ruiz · at Fri 2026-11-27 14:00 -> Mon 2026-11-30 10:30 (in 5 days) · minutes 45 -> 30" in ran.err
    )
    booked("appointment", "move", "a2", "--to", "tomorrow")
    assert appointment(booked, "a2", "starts", "minutes", "status") == ["2026-11-26T10:30", 30, "booked"]


@pytest.mark.parametrize("lost", [("noshow", "a1"), ("cancel", "a1", "--reason", "pat")])
def test_moving_a_lost_one_books_a_new_one_linked_from_it(booked: Quick, lost: tuple[str, ...]) -> None:
    booked("appointment", *lost, "--outcome", "nobody home")
    before = booked("appointment", "export", "--json")
    ran = booked.run("appointment", "move", "a1", "--to", "mon")
    assert (ran.out, "in place of a1" in ran.err) == ("a3\n", True)
    assert appointment(booked, "a1", "starts", "superseded_by") == ["2026-11-25T08:00", "a3"]
    new = appointment(booked, "a3", "title", "starts", "status", "cancel_reason", "outcome", "superseded_by")
    assert new == ["Visit", "2026-11-30T08:00", "booked", None, None, None]
    assert booked.run("appointment", "move", "a1", "--to", "tue").err == "caseload: a1 was booked anew as a3 already\n"
    booked("undo")
    assert booked("appointment", "export", "--json") == before


def test_what_became_of_it_is_kept_with_its_outcome(booked: Quick) -> None:
    booked("appointment", "kept", "a1", "--outcome", "new medication", "--minutes", "50")
    assert appointment(booked, "a1", "status", "outcome", "minutes") == ["fulfilled", "new medication", 50]
    ran = booked.run("appointment", "cancel", "a2", "--reason", "OTH_INT")
    assert "a2 PCP · ana-ruiz · cancelled, no interpreter" in ran.err
    assert appointment(booked, "a2", "status", "cancel_reason") == ["cancelled", "oth-int"]
    assert booked("appointment", "list", "--ids") == ""


def test_a_slip_is_corrected_by_edit(booked: Quick) -> None:
    booked("appointment", "noshow", "a1")
    booked("appointment", "edit", "a1", "--status", "kept", "--outcome", "she came late", "--clear", "minutes")
    assert appointment(booked, "a1", "status", "outcome") == ["fulfilled", "she came late"]


def test_the_help_says_what_the_reasons_mean(nobody: Program) -> None:
    said = " ".join(nobody("appointment", "cancel", "--help").split())
    assert "oth-int (no interpreter)" in said
    assert "pat-lt (no transport)" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "ana", "Visit"), 2, "--at"),
        (("add", "ana", "Visit", "--at", "fri", "--minutes", "-5"), 2, "--minutes"),
        (("add", "ana", "Visit", "--at", "someday"), 2, "is not a date"),
        (("move", "a2", "--to", "fri", "2pm"), 2, "2pm"),
        (("kept", "a2"), 1, "a2 is still to come, Fri 2026-11-27 14:00; caseload appointment move a2"),
        (("noshow", "a2"), 1, "still to come"),
        (("kept", "a1", "--minutes", "-1"), 2, "--minutes"),
        (("cancel", "a2"), 2, "--reason"),
        (("cancel", "a2", "--reason", "rain"), 2, "oth-weath (weather)"),
        (("edit", "a2", "--cancel-reason", "pat"), 2, "not cancelled"),
        (("edit", "a2", "--clear", "starts"), 2, "needed by every appointment"),
        (("edit", "a2"), 2, "nothing to change"),
        (("move", "t1", "--to", "fri"), 2, "is not an appointment"),
        (("kept", "a3"), 1, "a3 is kept already"),
        (("move", "a3", "--to", "fri"), 1, "a3 is kept already"),
        (("kept", "a99"), 3, "no appointment a99"),
    ],
)
def test_what_an_appointment_cannot_be_is_refused_with_its_code_and_nothing_is_written(
    booked: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    booked("appointment", "add", "ana", "Lab", "--at", "yesterday")
    booked("appointment", "kept", "a3")
    before = booked.fingerprint
    ran = booked.run("appointment", *words)
    assert (ran.code, said in ran.err, booked.fingerprint) == (code, True, before), ran
