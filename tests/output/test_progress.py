"""A long import is watched on a terminal and nowhere else; Ctrl-C in the middle of it leaves nothing."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Program, executable
from terminal import on_terminal

from caseload.output.progress import LONG

ROWS = 12_000


@pytest.fixture
def tasks(ana: Program, tmp_path: Path) -> str:
    """A file that is long enough to be watched."""
    file = tmp_path / "tasks.csv"
    body = "x" * (LONG // ROWS)
    file.write_text("client,title\n" + "".join(f"ana-ruiz,{number} {body}\n" for number in range(ROWS)))
    assert file.stat().st_size > LONG
    return str(file)


def test_a_long_import_shows_a_bar_that_is_gone_afterwards(ana: Program, tasks: str) -> None:
    seen = on_terminal(ana, "import", "task", tasks, columns=100)
    assert seen.code == 0
    assert "100% · 12,000 rows · " in seen.plain
    assert "rows/s" in seen.plain
    assert "indexes are made" in seen.plain
    assert "left" in seen.plain
    assert seen.screen == ["12000 tasks added, 0 skipped, 0 updated · undo: caseload undo"]


def test_with_quiet_or_in_a_pipe_there_is_none(ana: Program, tasks: str) -> None:
    assert on_terminal(ana, "import", "task", tasks, "-n", "--quiet").raw == b""
    ran = ana.run("import", "task", tasks, "-n")
    assert ran.err == "dry run, nothing is written: 12000 tasks added, 0 skipped, 0 updated\n"


def test_ctrl_c_in_the_middle_leaves_nothing(ana: Program, tasks: str, tmp_path: Path) -> None:
    before, files = ana.fingerprint, sorted(tmp_path.rglob("*"))
    Path(tasks).write_text(f"{Path(tasks).read_text()}ana-ruiz\n")
    words = ("import", "task", tasks, "--skip-bad", str(tmp_path / "bad.csv"))
    seen = on_terminal(ana, *words, keys=[("rows/s", "\x03")])
    assert seen.code == 130
    assert seen.screen[-1] == "caseload: stopped; nothing was changed"
    assert seen.raw.rindex(b"\x1b[?25h") > seen.raw.rindex(b"\x1b[?25l")
    assert (ana.fingerprint, sorted(tmp_path.rglob("*"))) == (before, files)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_pipe_that_is_cut_off_leaves_nothing_of_what_came(
    ana: Program, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    before = ana.fingerprint
    os.mkfifo(tmp_path / "pipe")
    words = [executable(), "import", "task", str(tmp_path / "pipe")]
    with subprocess.Popen(words, env=ana.environ, stderr=subprocess.PIPE) as child:
        pipe = os.open(tmp_path / "pipe", os.O_WRONLY)
        # More than is held in memory; a pipe holds 64 kB, so the rest of it has been taken.
        for _ in range(50):
            os.write(pipe, b"client,title\n" + b"ana-ruiz,secret\n" * 4_000)
        assert ended(child, number) == code
        os.close(pipe)
    left = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert (ana.fingerprint, left) == (before, [])


def ended(child: "subprocess.Popen[bytes]", number: signal.Signals) -> int:
    """The code with which it ends; a signal just before the program waits is heard with the next, like a second key."""
    for _ in range(10):
        child.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            return child.wait(2)
    raise AssertionError("it does not end")
