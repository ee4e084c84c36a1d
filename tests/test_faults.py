"""A short part of tests/faults.py, so that it stays what it is; what its full run came to is in docs/trust.md."""

import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import faults
import pytest
from conftest import Program
from faults import Row, harmed, importing, kills, kills_at_writes, logging, others, series, signalled
from harm import HOSTILE, NONE, Harm, befalls, copied, unsound
from store.test_transactions import needs_strace


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_lies_in_the_place_of_the_database_is_refused_in_a_line_and_left_as_it_is(
    ana: Program, name: str
) -> None:
    assert befalls(ana, name, ana.run) == []


def test_a_database_cut_short_by_a_few_bytes_is_refused_and_what_it_holds_can_be_taken_out(ana: Program) -> None:
    """SQLite itself reads nothing where its last page should go on, and writes on."""
    ana.db.write_bytes(ana.db.read_bytes()[:-100])
    ran = ana.run("task", "add", "ana", "Call")
    assert (ran.code, "is cut short" in ran.err) == (5, True), ran
    ana("doctor", "--salvage", str(ana.home / "saved.db"))
    assert ana("--db", str(ana.home / "saved.db"), "client", "list", "--ids") == "c1\n"


@pytest.mark.parametrize(
    "tried",
    [
        lambda home: (importing(home, 2_000), kills(importing(home / "timed", 2_000), 2)),
        lambda home: (series(home), kills_at_writes(series(home / "counted"), 2)),
        lambda home: (next(others(home)), [Harm(inject="pwrite64:signal=KILL:when=90")]),
    ],
    ids=["import", "done", "purge"],
)
@needs_strace
def test_what_is_killed_is_there_whole_or_not_at_all_and_goes_through_the_next_time(
    tmp_path: Path, tried: Callable[[Path], tuple[faults.Command, list[Harm]]]
) -> None:
    command, harms = tried(tmp_path)
    row = harmed(Row(command.what), command, harms, told=False)
    assert (row.tried, row.broken) == (len(harms), [])


@needs_strace
def test_a_disk_that_fails_or_is_full_leaves_what_was_there_and_says_so(tmp_path: Path) -> None:
    command = logging(tmp_path, "")
    injected = ("pwrite64:error=ENOSPC:when=30", "fdatasync:error=EIO:when=3", "write:error=ENOSPC:when=2")
    harms = [Harm(inject=one) for one in injected]
    row = harmed(Row("full"), command, harms, told=True)
    assert (row.broken, row.came_to) == ([], {"not done (5)": 2, "done (74)": 1})


def test_ctrl_c_leaves_it_done_or_not_done(tmp_path: Path) -> None:
    row = signalled(Row("Ctrl-C"), logging(tmp_path, ""), signal.SIGINT, 1)
    assert row.broken == []


def test_what_is_half_done_or_unsound_is_seen(ana: Program) -> None:
    """The look that all of it rests on can say no."""
    assert unsound(ana.db) == []
    connection = sqlite3.connect(ana.db)
    connection.execute("pragma ignore_check_constraints = on")
    connection.execute("update client set given_name = 'Half'")
    connection.execute("drop trigger client_log_update")
    connection.commit()
    connection.close()
    assert unsound(ana.db) == ["not as it should be: trigger client_log_update"]
    command = faults.Command("an edit", copied(ana, "mine"), ("client", "edit", "ana", "--city", "Springfield"))
    lazy = faults.Command(command.what, command.base, command.words, look=lambda program: str(program.home.name))
    row = harmed(Row("edit"), lazy, [NONE], told=True)
    assert len(row.broken) == 1
    assert re.search("half done", row.broken[0])


STOPPED = """
import builtins, signal
real = builtins.__import__
def stopped(name, names=None, here=None, wanted=(), level=0):
    if name == "caseload" and "app" in (wanted or ()):
        signal.raise_signal(signal.SIGINT)
    return real(name, names, here, wanted, level)
builtins.__import__ = stopped
from caseload.start import main
main()
"""


def test_ctrl_c_while_the_program_loads_shows_nothing_of_its_insides(ana: Program) -> None:
    ran = subprocess.run([sys.executable, "-c", STOPPED], capture_output=True, env=ana.environ, check=False, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
