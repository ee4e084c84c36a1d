"""A refusal quotes no name and no title where there is no terminal: stderr is then a mail of cron's, or a log."""

import re

import pytest

from .conftest import Quick, once

NAMES = re.compile("ana|ruiz|ortega|landlord", re.IGNORECASE)

REFUSED: dict[str, tuple[str, int]] = {
    "show a": ("c1", 4),
    "client close c1 --reason moved": ("c1", 2),
    "client void c1 --reason twice": ("c1", 2),
    "task edit --client c1 --priority stat": ("2", 2),
    "client close c3 --reason moved --drop-open": ("c3", 1),
    "client reopen c1": ("c1", 1),
    "client reopen c3 --on 2026-01-01": ("c3", 1),
    "client reopen c4": ("c4", 1),
    "appointment kept c1": ("c1", 3),
    "appointment kept c5": ("a", 4),
}
"""What is refused about whom, and with which code."""


@once
def told_apart(empty: Quick) -> Quick:
    """Two whose names begin alike, one who is closed, one who died, one with two appointments today."""
    for line in (
        "client add Ana Ruiz", "client add Anabel Ortega",
        "client add Anaïs Ruiz", "client close c3 --reason moved",
        "client add Ruiz Ortega", "client close c4 --reason deceased",
        "client add Bo Ruiz", "appointment add c5 Ana --at 2026-11-25@08:00",
        "appointment add c5 Ruiz --at 2026-11-25@07:00",
        "task add c1 Call the landlord", "task add c1 Call Ana",
    ):  # fmt: skip
        empty(*line.split())
    return empty


@pytest.mark.parametrize("line", REFUSED)
def test_a_refusal_in_a_pipe_has_ids_and_no_name_or_title(told_apart: Quick, line: str) -> None:
    ref, code = REFUSED[line]
    ran = told_apart.run(*line.split())
    assert (ran.code, ran.out) == (code, "")
    typed = {word for word in line.split() if not word.startswith("-")}
    said = " ".join(word for word in ran.err.split() if word.strip('":') not in typed)
    assert not NAMES.search(said), ran.err
    assert ref in ran.err
    assert ran.err.isascii()


def test_at_a_terminal_it_says_whom(told_apart: Quick) -> None:
    closed = told_apart.answered("", "client", "close", "c3", "--reason", "moved")
    assert "c3 anais-ruiz is already finished" in closed.err
    several = told_apart.answered("", "client", "edit", "an", "--acuity", "2")
    assert re.search(r'"an" could be [23] clients: c1 ana-ruiz.*, c2 anabel-ortega.*; type one', several.err)
    asked = told_apart.answered("n", "client", "close", "c1", "--reason", "moved")
    assert "c1 Ana Ruiz still has" in asked.err
    assert "t1 Call the landlord" in asked.err


def test_candidates_in_a_pipe_are_ids(told_apart: Quick) -> None:
    ran = told_apart.run("task", "add", "an", "Call")
    assert ran.code == 4
    assert re.fullmatch(r'caseload: "an" could be [23] clients: c1 \(.*\), c2 \(.*\); type one of these ids\n', ran.err)
