"""Every code that the program promises, reached; and no other."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping

import pytest
from conftest import Program, executable
from terminal import on_terminal


def promised(program: Program) -> list[int]:
    return [int(code) for code in re.findall(r"^\| (\d+) \|", program("help", "exit-codes"), re.MULTILINE)]


def into_full_disk(program: Program) -> int:
    return program.shell("caseload task list --csv > /dev/full").code


def stopped_with_ctrl_c(program: Program) -> int:
    return on_terminal(program, "plan", "void", "p1", "--reason", "x", keys=[("[y/N]", "\x03")]).code


def read_by_nobody(program: Program) -> int:
    reading, writing = os.pipe()
    os.close(reading)
    child = subprocess.Popen([executable(), "task", "list", "--csv"], stdout=writing, env=program.environ)
    os.close(writing)
    return child.wait(30)


def without_a_database(program: Program) -> int:
    return program.run("--db", str(program.home / "none.db"), "task", "list").code


REACHED: Mapping[int, Callable[[Program], int]] = {
    0: lambda program: program.run("task", "list", "--status", "failed").code,
    1: lambda program: program.run("overdue", "--exit-code").code,
    2: lambda program: program.run("task", "add").code,
    3: lambda program: program.run("show", "t999999").code,
    4: lambda program: program.run("show", "rui").code if program("client", "add", "Eva", "Ruiz") else 0,
    5: without_a_database,
    74: into_full_disk,
    130: stopped_with_ctrl_c,
    141: read_by_nobody,
}


def test_help_lists_exactly_the_codes_that_these_tests_reach(rich: Program) -> None:
    """20. Every exit code is reached by a test, and `help exit-codes` lists exactly those."""
    assert promised(rich) == list(REACHED)


@pytest.mark.parametrize("code", REACHED)
def test_every_promised_code_is_reached(rich: Program, code: int) -> None:
    """20. Every exit code is reached by a test."""
    assert REACHED[code](rich) == code


def test_ctrl_c_at_a_prompt_changes_nothing(rich: Program) -> None:
    """17. Ctrl-C at a prompt -> 130, db same."""
    before = rich.fingerprint
    seen = on_terminal(rich, "plan", "void", "p1", "--reason", "x", keys=[("[y/N]", "\x03")])
    assert seen.code == 130
    assert "Traceback" not in seen.text
    assert rich.fingerprint == before


@pytest.mark.parametrize("answer", ["n\r", "\r", "\x04"])
def test_anything_but_yes_at_a_prompt_changes_nothing(rich: Program, answer: str) -> None:
    before = rich.fingerprint
    assert on_terminal(rich, "plan", "void", "p1", "--reason", "x", keys=[("[y/N]", answer)]).code == 1
    assert rich.fingerprint == before


def test_yes_at_a_prompt_goes_on(rich: Program) -> None:
    assert on_terminal(rich, "plan", "void", "p1", "--reason", "x", keys=[("[y/N]", "y\r")]).code == 0
    assert rich.run("show", "p1").code == 3


def test_what_is_stored_and_cannot_be_said_is_told_by_ids_alone(nobody: Program) -> None:
    """Stderr may be a mail of cron's: neither title nor handle stand beside the id."""
    nobody("init")
    nobody("client", "add", "Pipe", "Dream")
    ran = nobody.shell("caseload task add pipe-dream 'Secret title' --quiet > /dev/full")
    assert ran.code == 74
    assert "stored as operation 2: task add t1, but" in ran.err
    assert not re.search("Secret|pipe-dream", ran.err)
