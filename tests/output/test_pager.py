"""A pager only on a terminal, and only past one screen."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from caseload.output.clean import Harmless
from caseload.output.column import Column, Format
from caseload.output.emit import PART, emit
from caseload.output.pager import is_tall, present
from caseload.output.terminal import Terminal

LONG = Harmless("line\n" * 30)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[TextIO]:
    with (tmp_path / "screen").open("w+", encoding="utf-8") as out:
        yield out


def shown(screen: TextIO) -> str:
    screen.seek(0)
    return screen.read()


def terminal(screen: TextIO, pager: str) -> Terminal:
    return Terminal(screen, io.StringIO(), is_tty=True, width=80, height=24, page=True, pager=pager)


MARKING = f"{sys.executable} -c 'import sys; sys.stdout.write(\"paged \" + sys.stdin.read())'"


def test_a_text_taller_than_the_screen_goes_through_the_pager(screen: TextIO) -> None:
    present(terminal(screen, MARKING), LONG)
    assert shown(screen) == "paged " + LONG


def test_a_text_that_fits_is_written(screen: TextIO) -> None:
    present(terminal(screen, MARKING), Harmless("one\ntwo\n"))
    assert shown(screen) == "one\ntwo\n"


@pytest.mark.parametrize("pager", ["", "cat", "no-such-pager-here", "unclosed 'quote"])
def test_without_a_pager_the_text_is_written(screen: TextIO, pager: str) -> None:
    present(terminal(screen, pager), LONG)
    assert shown(screen) == LONG


def test_off_a_terminal_nothing_is_paged(screen: TextIO) -> None:
    present(terminal(screen, MARKING)._replace(page=False), LONG)
    assert shown(screen) == LONG


def test_a_reader_who_quits_early_is_no_error(screen: TextIO) -> None:
    present(terminal(screen, f"{sys.executable} -c 'print(input())'"), Harmless("first\n" + "x" * 10_000_000 + LONG))
    assert shown(screen) == "first\n"


def test_less_gets_its_defaults_and_keeps_those_of_the_user(screen: TextIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LESS", raising=False)
    monkeypatch.setenv("LESSHISTFILE", "mine")
    program = "import os; print(os.environ['LESS'], os.environ['LESSHISTFILE'])"
    present(terminal(screen, f'{sys.executable} -c "{program}"'), LONG)
    assert shown(screen) == "FRX mine\n"


@pytest.mark.parametrize(
    ("text", "tall"),
    [
        ("x\n" * 23, False),
        ("x\n" * 24, True),
        ("x" * 80 * 23 + "\n", False),
        ("x" * 80 * 23 + "y\n", True),
        ("\x1b[1m" * 400 + "x\n", False),
        ("", False),
    ],
)
def test_a_screen_is_its_height_less_the_line_of_the_prompt(text: str, tall: bool) -> None:
    assert is_tall(text, Terminal(io.StringIO(), io.StringIO(), width=80, height=24)) is tall


def test_what_is_more_follows(screen: TextIO) -> None:
    present(terminal(screen, MARKING), LONG, iter([Harmless("second\n"), Harmless("third\n")]))
    assert shown(screen) == "paged " + LONG + "second\nthird\n"


def test_rows_are_all_read_while_the_reader_is_at_the_first_so_that_nobody_waits_for_the_file(
    screen: TextIO, tmp_path: Path
) -> None:
    """The pager here takes nothing at all until the last row is read."""

    def rows() -> Iterator[int]:
        yield from range(30 * PART)
        (tmp_path / "read").touch()

    (tmp_path / "pager.py").write_text(f"""
import os, sys, time
while not os.path.exists({str(tmp_path / "read")!r}):
    time.sleep(0.01)
print(len(sys.stdin.read()))
""")
    opened = terminal(screen, f"{sys.executable} {tmp_path / 'pager.py'}")
    assert emit(rows(), [Column[int]("id", str)], Format.TABLE, opened) == 30 * PART
    assert int(shown(screen)) > 30 * PART * 4
