"""Others at the file: who reads at leisure keeps nobody waiting; who waits is told for whom, and never for ever."""

import csv
import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Program, Ran, executable, program_in

from caseload.records.client import Client
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.store.opening import create

LONG = 3_000
"""Tasks, far more than a pipe holds."""

ADD = ("task", "add", "ana", "Meanwhile")


@pytest.fixture(scope="module")
def long_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of Ana, who has very many tasks."""
    home = tmp_path_factory.mktemp("long")
    store = Store(create(program_in(home).db), "2026-11-25T15:00:00Z")
    with store.step("fill"):
        client = store.add(Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz"))
        for number in range(LONG):
            store.add(Task(client_id=client.id, title=f"Call number {number}, {'again ' * 5}"))
    store.close()
    return home


@pytest.fixture
def long(nobody: Program, long_home: Path) -> Program:
    nobody.db.parent.mkdir(parents=True)
    nobody.db.write_bytes((long_home / "data" / "caseload.db").read_bytes())
    nobody.db.chmod(0o600)
    return nobody


LISTS = [
    ("task", "list"),
    ("task", "list", "--csv"),
    ("task", "list", "--due", "none", "--json"),
    ("task", "list", "--markdown"),
    ("task", "list", "--limit", str(LONG - 1), "--jsonl"),
    ("export", "task", "--csv"),
    ("export", "task", "--fields", "id,title,client", "--tsv"),
    ("export", "all"),
    ("find", "call", "--limit", "2900"),
    ("sql", "select * from task"),
    ("history", "t1", "--limit", "2000"),
]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_reader_who_pauses_keeps_no_writer_waiting_and_gets_all_of_it(long: Program, words: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [executable(), *words], env=long.environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as reading:
        assert reading.stdout
        first = reading.stdout.read(1)
        began = time.monotonic()
        ran = long.run(*ADD)
        assert (ran.code, ran.err.partition(" · ")[0]) == (0, f"t{LONG + 1} Meanwhile"), ran
        assert time.monotonic() - began < 4
        rest = first + reading.stdout.read()
    assert reading.returncode == 0
    long("undo")
    whole = long(*words)
    assert rest.decode() == whole


@contextmanager
def unread(program: Program, *words: str, **environ: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A run on a terminal of which nobody takes what it says, as after Ctrl-S; and the other end of that terminal."""
    primary, secondary = os.openpty()
    running = subprocess.Popen(
        [executable(), *words], env=program.environ | environ, stdin=subprocess.DEVNULL, stdout=secondary
    )
    try:
        yield running, primary
    finally:
        running.kill()
        running.wait()
        os.close(primary)
        os.close(secondary)


@pytest.mark.parametrize("words", [("task", "list"), ("task", "list", "--limit", "2500")], ids=" ".join)
def test_a_pager_that_is_left_open_keeps_no_writer_waiting(long: Program, words: tuple[str, ...]) -> None:
    opened = long.home / "opened"
    pager = f"sh -c 'echo $$ > {opened}; exec sleep 60'"
    with unread(long, *words, PAGER=pager, TERM="xterm"):
        until = time.monotonic() + 20
        while not (opened.exists() and opened.read_text().strip()) and time.monotonic() < until:
            time.sleep(0.05)
        ran = long.run(*ADD)
        os.kill(int(opened.read_text()), signal.SIGKILL)
    assert ran.code == 0, ran


@pytest.mark.parametrize("words", [("task", "list", "--no-input"), ("task", "list", "--csv")], ids=" ".join)
def test_a_terminal_that_is_stopped_keeps_no_writer_waiting(long: Program, words: tuple[str, ...]) -> None:
    with unread(long, *words) as (reading, primary):
        assert os.read(primary, 1)
        ran = long.run(*ADD)
        assert reading.poll() is None, "it still has to write"
    assert ran.code == 0, ran


def test_a_million_lines_for_a_reader_who_pauses_take_no_memory(long: Program) -> None:
    sql = "with recursive n (x) as (select 1 union all select x + 1 from n where x < 1000000) select x, x || '-' from n"
    with subprocess.Popen([executable(), "sql", sql], env=long.environ, stdout=subprocess.PIPE) as reading:
        assert reading.stdout
        assert reading.stdout.read(1)
        status = Path(f"/proc/{reading.pid}/status")
        if not status.exists():
            reading.kill()
            pytest.skip("the system tells nobody of memory")
        # All has been read when the file is free, which another's lock of it shows.
        other = sqlite3.connect(long.db, isolation_level=None, timeout=60)
        other.execute("begin exclusive")
        peak = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        other.close()
        assert reading.stdout.read().count(b"\n") == 1_000_000
    assert int(peak) < 40_000


# Who is waited for, and how long


HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchone()
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def held(program: Program, *statements: str) -> Iterator[int]:
    """The process that has the file in use so."""
    words = [sys.executable, "-c", HOLD, str(program.db), *statements]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holding:
        assert holding.stdout
        assert holding.stdout.readline() == "held\n"
        try:
            yield holding.pid
        finally:
            holding.kill()


READS = ("begin", "select count(*) from client")

told = pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not tell who locks a file")


def timed(program: Program, *words: str) -> tuple[Ran, float]:
    began = time.monotonic()
    return program.run(*words), time.monotonic() - began


@told
@pytest.mark.parametrize(
    ("statements", "words", "what"),
    [
        (READS, ADD, "read"),
        (("begin immediate",), ADD, "written"),
        (("begin exclusive",), ("task", "list"), "written"),
        (("begin exclusive",), ("sql", "select 1 from task"), "written"),
    ],
)
def test_who_keeps_the_file_busy_is_named_with_what_it_does(
    long: Program, statements: tuple[str, ...], words: tuple[str, ...], what: str
) -> None:
    with held(long, *statements) as pid:
        ran, seconds = timed(long, *words)
    name = Path(sys.executable).name
    wanted = (
        f"caseload: the database is busy: being {what} by another program (pid {pid} {name}); try again in a moment\n"
    )
    assert (ran.code, ran.out, ran.err) == (5, "", wanted)
    assert 4.5 <= seconds < 8


@told
def test_a_command_of_ours_is_named_by_what_it_is_and_by_nothing_else_that_was_typed(long: Program) -> None:
    """Someone's name may stand on its command line; the line that is told may go into a mail."""
    with held(long, *READS):
        waiting = subprocess.Popen(
            [executable(), "--db", str(long.db), "task", "add", "ana", "Secret"],
            env=long.environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(1.5)
        other = sqlite3.connect(long.db)
        from caseload.store.holders import holders

        found = {one.name: (one.pid, one.writes) for one in holders(long.db)}
        other.close()
        waiting.kill()
        waiting.wait()
    assert found["caseload task add"] == (waiting.pid, True)


def rows(count: int) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([("client", "title"), *(("c1", f"Imported {number}") for number in range(count))])
    return out.getvalue()


@pytest.mark.parametrize("count", [1, 20_000])
def test_an_import_waits_for_a_reader_as_long_as_any_write_however_many_rows_it_has(long: Program, count: int) -> None:
    file = long.home / "tasks.csv"
    file.write_text(rows(count))
    with held(long, *READS):
        ran, seconds = timed(long, "import", "task", str(file))
    assert (ran.code, ran.out) == (5, ""), ran
    assert "busy" in ran.err
    assert seconds < 12
    assert long("sql", "select count(*) from task", "--csv") == f"count(*)\n{LONG}\n"
    assert long.run("import", "task", str(file)).code == 0
