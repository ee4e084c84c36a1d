"""Something new for a client who is closed or has died: asked about at a terminal, refused in a pipe."""

import json

import pytest

from commands.conftest import Quick, once

ASKED = {
    "log": ("log {} Called", "write the contact"),
    "note": ("note add {} Called", "write the note"),
    "appointment": ("appointment add {} Visit --at 2026-11-30T10:00", "book it"),
    "series": ("appointment add {} Visit --at 2026-11-16T10:00 --every 1w", "book it"),
    "goal": ("goal add {} Walk", "add the goal"),
    "plan": ("plan add {} Care", "add the plan"),
}
"""What nobody would be reminded of, since the clocks of the client stand still."""


@once
def ended(served: Quick) -> Quick:
    """Ana was closed on the 20th, with a booked appointment (a1) and one cancelled (a2); Bo died on the 18th."""
    for title in ("Clinic", "Court"):
        served("appointment", "add", "ana", title, "--at", "fri 9:00")
    served("appointment", "cancel", "a2", "--reason", "prov")
    served("client", "close", "ana", "--reason", "moved", "--on", "2026-11-20", "--drop-open")
    served("appointment", "edit", "a1", "--status", "booked", "--clear", "cancel_reason", "--closed")
    served("client", "close", "bo", "--reason", "deceased", "--died-on", "2026-11-18", "--drop-open")
    return served


BARE = {"ana": "c1 was closed on 2026-11-20 (moved)", "bo": "c2 died on 2026-11-18"}
"""As a refusal says it where nobody sits at a terminal: no names."""

WHY = {"ana": "c1 ana-ruiz was closed on 2026-11-20 (moved)", "bo": "c2 bo-ng died on 2026-11-18"}


@pytest.mark.parametrize("who", WHY)
@pytest.mark.parametrize("what", ASKED)
def test_it_is_refused_in_a_pipe_and_taken_with_closed(ended: Quick, what: str, who: str) -> None:
    line, question = ASKED[what]
    before = ended.fingerprint
    ran = ended.run(*line.format(who).split())
    assert (ran.code, ran.out, ended.fingerprint) == (2, "", before)
    assert ran.err == f"caseload: {BARE[who]}; {question}?: needs a yes, and there is nobody to ask; add --closed\n"
    assert WHY[who] in ended.run(*line.format(who).split(), "--closed").err
    assert ended.fingerprint != before


@pytest.mark.parametrize("what", ASKED)
def test_at_a_terminal_it_is_asked(ended: Quick, what: str) -> None:
    line, question = ASKED[what]
    before = ended.fingerprint
    no = ended.answered("n", *line.format("bo").split())
    assert (no.code, ended.fingerprint) == (1, before)
    assert no.err.startswith(f"{WHY['bo']}; {question}? [y/N]\n")
    assert ended.answered("y", *line.format("bo").split()).code == 0
    assert ended.fingerprint != before


@pytest.mark.parametrize(
    "line",
    ["appointment move a1 --to 2026-12-01", "appointment move a2 --to 2026-12-01", "appointment edit a1 --at mon@9:00",
     "appointment edit a2 --status booked --clear cancel_reason"],
)  # fmt: skip
def test_another_time_and_booking_anew_are_asked_about_too(ended: Quick, line: str) -> None:
    before = ended.fingerprint
    ran = ended.run(*line.split())
    assert (ran.code, ended.fingerprint) == (2, before)
    assert ran.err.startswith(f"caseload: {BARE['ana']}; book it?")
    assert ended.run(*line.split(), "--closed").code == 0


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("log ana Called --at 2026-11-19@10:00", False),
        ("log ana Called --at 2026-11-20@10:00", True),
        ("note add bo Called --at 2026-11-17", False),
        ("log bo Called --at 2026-11-19", True),
        ("note add bo Called --at 2026-11-18", True),
        ("appointment add ana Visit --at 2026-11-19@10:00", False),
        ("appointment add bo Visit --at 2026-11-19@10:00", True),
    ],
)
def test_what_was_done_before_the_closing_is_written_unasked(ended: Quick, line: str, asked: bool) -> None:
    assert ended.run(*line.split()).code == (2 if asked else 0)


@pytest.mark.parametrize("line", ["task add ana Send records", "person add ana Rosa Ruiz"])
def test_what_is_still_to_do_is_taken_and_says_that_the_client_is_closed(ended: Quick, line: str) -> None:
    ran = ended.run(*line.split())
    assert ran.code == 0
    assert WHY["ana"] in ran.err


def test_what_became_of_an_appointment_is_said_unasked(ended: Quick) -> None:
    assert ended.run("appointment", "edit", "a1", "--place", "Court").code == 0
    assert ended.run("appointment", "cancel", "a1", "--reason", "pat-mv").code == 0


def test_a_dry_run_asks_nothing(ended: Quick) -> None:
    before = ended.fingerprint
    ran = ended.run("log", "ana", "Called", "-n")
    assert (ran.code, ended.fingerprint) == (0, before)
    assert WHY["ana"] in ran.err


def test_who_is_open_is_not_asked_about(served: Quick) -> None:
    for status in ("planned", "waitlist", "onhold"):
        served("client", "edit", "ana", "--status", status)
        assert served("log", "ana", "Called").startswith("n")


def test_what_is_booked_with_a_client_who_is_closed_or_has_died_is_in_the_minutes_of_the_map(ended: Quick) -> None:
    ended("appointment", "edit", "a1", "--minutes", "45")
    ended("appointment", "add", "bo", "Memorial", "--at", "2026-11-30", "--minutes", "30", "--closed")
    days = {row["day"]: row for row in json.loads(ended("agenda", "--heat", "--json"))}
    held = json.loads(ended("appointment", "list", "--json"))
    assert sum(row["booked_minutes"] for row in days.values()) == sum(one["minutes"] for one in held) == 75
    assert sum(row["appointments"] for row in days.values()) == 2
    booked = json.loads(ended("report", "capacity", "--json"))[-1]
    assert (booked["booked_hours"], booked["appointments"]) == (1.25, 2)
    assert "2 booked with clients who are closed or have died: counted until" in ended("report", "capacity")
