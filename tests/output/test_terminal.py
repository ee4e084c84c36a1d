"""What the output allows, and the one place that writes to it."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from caseload.errors import CannotWrite
from caseload.output.terminal import UNCUT, ColorChoice, Terminal, look, stream, tell, warn


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def seen(
    out: io.StringIO, environ: Mapping[str, str], color: ColorChoice = "auto", *, no_input: bool = False
) -> Terminal:
    return look(out, io.StringIO(), environ, color=color, no_input=no_input, quiet=False)


XTERM = {"TERM": "xterm"}
NO, FORCE, DUMB = {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}


@pytest.mark.parametrize(
    ("color", "environ", "is_tty", "colored"),
    [
        ("auto", XTERM, True, True),
        ("auto", XTERM, False, False),
        ("auto", DUMB, True, False),
        ("auto", {}, True, True),
        ("auto", XTERM | NO, True, False),
        ("auto", XTERM | {"NO_COLOR": ""}, True, True),
        ("auto", FORCE, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", XTERM | {"FORCE_COLOR": "0"}, True, True),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", DUMB | FORCE, True, True),
        ("auto", FORCE | NO, False, False),
        ("always", NO, False, True),
        ("always", DUMB, True, True),
        ("never", XTERM | FORCE, True, False),
    ],
)
def test_the_option_wins_over_no_color_over_force_color_over_the_terminal(
    color: ColorChoice, environ: Mapping[str, str], is_tty: bool, colored: bool
) -> None:
    assert seen(Tty() if is_tty else io.StringIO(), environ, color).color is colored


@pytest.mark.parametrize(
    ("environ", "is_tty", "width"),
    [
        ({"COLUMNS": "50"}, True, 50),
        ({"COLUMNS": "50"}, False, 50),
        ({}, True, 80),
        ({}, False, UNCUT),
        ({"COLUMNS": "0"}, True, 80),
        ({"COLUMNS": "wide"}, True, 80),
    ],
)
def test_columns_is_the_width_and_a_pipe_has_none(environ: Mapping[str, str], is_tty: bool, width: int) -> None:
    assert seen(Tty() if is_tty else io.StringIO(), environ).width == width


def test_a_terminal_is_as_large_as_it_says() -> None:
    termios = pytest.importorskip("termios", reason="terminals of this kind are not on Windows")
    leader, follower = os.openpty()
    termios.tcsetwinsize(follower, (30, 100))
    with os.fdopen(follower, "w") as out:
        found = look(out, None, XTERM, color="auto", no_input=False, quiet=False)
    os.close(leader)
    assert (found.is_tty, found.color, found.width, found.height) == (True, True, 100, 30)


def test_a_pager_is_allowed_only_on_a_terminal_that_may_ask_and_is_not_dumb() -> None:
    assert seen(Tty(), XTERM).page
    assert not seen(Tty(), XTERM, no_input=True).page
    assert not seen(Tty(), DUMB).page
    assert not seen(io.StringIO(), XTERM).page


def test_records_into_a_file_are_those_of_a_pipe() -> None:
    into = seen(Tty(), XTERM).into(io.StringIO())
    assert (into.is_tty, into.color, into.page, into.width) == (False, False, False, UNCUT)


def test_letters_are_utf_8_whatever_the_locale_says() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    stream(look(out, None, {}, color="auto", no_input=True, quiet=False), ["Zoë \udcff\n"])
    assert raw.getvalue() == "Zoë \\udcff\n".encode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_in_one_line_with_its_code() -> None:
    with Path("/dev/full").open("w") as out, pytest.raises(CannotWrite) as caught:
        stream(Terminal(out, io.StringIO()), ["x\n"])
    assert str(caught.value) == "cannot write the output: No space left on device"
    assert caught.value.code == 74


def test_a_closed_stdout_cannot_be_written() -> None:
    with pytest.raises(CannotWrite, match="stdout is closed"):
        stream(look(None, None, {}, color="auto", no_input=True, quiet=False), ["x\n"])


def test_a_reader_who_has_gone_is_not_an_error_of_the_output() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as out, pytest.raises(BrokenPipeError):
        stream(Terminal(out, io.StringIO()), ["x\n"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_python_says_nothing_more_at_exit_about_output_that_could_not_be_written() -> None:
    program = (
        "import sys\n"
        "from caseload.errors import CannotWrite\n"
        "from caseload.output.terminal import look, stream\n"
        "try:\n"
        "    stream(look(sys.stdout, sys.stderr, {}, color='auto', no_input=True, quiet=False), ['x' * 100000])\n"
        "except CannotWrite as error:\n"
        "    sys.exit(error.code)\n"
    )
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (ran.returncode, ran.stderr) == (74, b"")


def test_lines_are_written_in_blocks() -> None:
    class Counting(io.StringIO):
        writes = 0

        def write(self, text: str) -> int:
            self.writes += 1
            return super().write(text)

    out = Counting()
    stream(Terminal(out, io.StringIO()), (f"{number}\n" for number in range(2500)))
    assert out.writes == 13
    assert len(out.getvalue().splitlines()) == 2500


def test_what_is_said_beside_the_records_is_clean_and_goes_to_stderr() -> None:
    err = io.StringIO()
    terminal = Terminal(io.StringIO(), err)
    tell(terminal, "t1 \x1b[2J\nsecond")
    assert err.getvalue() == "t1 ␛[2J\nsecond\n"


def test_quiet_keeps_confirmations_away_but_no_warning() -> None:
    err = io.StringIO()
    terminal = Terminal(io.StringIO(), err, quiet=True)
    tell(terminal, "stored")
    warn(terminal, "t9 was skipped")
    assert err.getvalue() == "t9 was skipped\n"


def test_a_closed_stderr_stops_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", closefd=False) as err:
        warn(Terminal(io.StringIO(), err), "lost")
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
