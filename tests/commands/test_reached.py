"""caseload report contacts: of whom a period has seen, reached or tried, and with whom there was nothing."""

import json

import pytest

from commands.conftest import Quick, once

PERIOD = "2026-11-01..2026-11-24"


@once
def month(empty: Quick) -> Quick:
    """Seven clients, each with what its name says in November; Gil was closed, Hal is a record that Ida replaced."""
    for name in ("Seen", "Called", "Tried", "Nobody", "Mother", "Earlier", "Gil", "Hal", "Ida"):
        empty("client", "add", name, "--opened-on", "2026-01-05")
    empty("log", "seen", "Visit", "-k", "visit", "--at", "2026-11-02T10:00")
    empty("log", "seen", "Voicemail", "-k", "call", "--no-answer", "--at", "2026-11-03T10:00")
    empty("log", "called", "Call", "-k", "call", "--at", "2026-11-24T16:00")
    empty("log", "tried", "Voicemail", "-k", "call", "--no-answer", "--at", "2026-11-01")
    empty("log", "tried", "Letter sent", "-k", "letter", "--at", "2026-11-02")
    empty("log", "mother", "Her mother called", "-k", "call", "--collateral", "--at", "2026-11-09T10:00")
    empty("log", "earlier", "Call", "-k", "call", "--at", "2026-10-31T23:59")
    empty("log", "gil", "Call", "-k", "call", "--at", "2026-11-09T10:00")
    empty("client", "close", "gil", "--reason", "moved", "--on", "2026-11-20")
    empty("log", "hal", "Visit", "-k", "visit", "--at", "2026-11-10T10:00")
    empty("client", "link", "hal", "ida", "--replaced-by")
    return empty


def test_each_client_is_seen_reached_tried_or_none(month: Quick) -> None:
    rows = json.loads(month("report", "contacts", PERIOD, "--json"))
    assert {one["client_handle"]: (one["contact"], one["made"], one["seen"], one["tried"]) for one in rows} == {
        "seen": ("seen", 1, 1, 1), "called": ("reached", 1, 0, 0), "tried": ("tried", 0, 0, 2),
        "nobody": ("none", 0, 0, 0), "mother": ("none", 0, 0, 0), "earlier": ("none", 0, 0, 0),
        "ida": ("seen", 1, 1, 0),
    }  # fmt: skip
    assert {one["client_handle"]: one["last_made"] for one in rows}["called"] == "2026-11-24T16:00"
    said = month("report", "contacts", PERIOD)
    assert "7 clients · 2 seen · 1 reached otherwise · 1 tried in vain · 3 not at all" in said


def test_none_is_those_alone_with_whom_there_was_nothing(month: Quick) -> None:
    ids = month("report", "contacts", PERIOD, "--none", "--ids").split()
    assert [month("show", one).split()[0] for one in ids] == ["Earlier", "Mother", "Nobody"]
    assert "not at all" in month("report", "contacts", PERIOD, "--none")


@pytest.mark.parametrize("period", ["overdue", "none", "2026-12-01.."])
def test_what_is_no_period_that_has_been_is_refused(month: Quick, period: str) -> None:
    assert month.run("report", "contacts", period).code == 2
