"""One command is stored whole or not at all: killed, out of space, with a failing disk, or with others at the file."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Program, Ran, executable, program_in
from invented import AT, DAY

from caseload.errors import Refused
from caseload.records.appointment import Appointment
from caseload.records.task import Task
from caseload.store.core import Store
from caseload.store.opening import create, open_existing
from caseload.value import replace
from caseload.when.dates import When

KILLING = Path(__file__).with_name("killing.py")


def test_thirty_killed_imports_are_each_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """The transaction is one, whatever reached the file; and the next run goes through as if nothing had been."""
    command = [sys.executable, str(KILLING), str(tmp_path / "c.db"), "30"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout.splitlines()
    found = [[int(number) for number in line.split()[:3]] for line in said]
    assert [line.split()[3:] for line in said] == [["ok"]] * 32
    assert all(tasks == 1_000 * operations == 1_000 * changes for tasks, operations, changes in found)
    assert found[0] == [1_000, 1, 1]
    assert found[-1][1] == found[-2][1] + 1
    assert len({operations for _, operations, _ in found}) < 20, "most are over before they are killed"


# Failures injected at single calls of the system


def tracing_works() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-e", "trace=none", "true"], capture_output=True, check=False).returncode == 0


needs_strace = pytest.mark.skipif(not tracing_works(), reason="strace is not here or may not trace")


ADD = ("task", "add", "ana", "Another")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A database with a client and one task."""
    program = program_in(tmp_path_factory.mktemp("told"))
    program("init")
    program("client", "add", "Ana", "Ruiz")
    program("task", "add", "ana", "Call")
    return program


@pytest.fixture(scope="module")
def writes(told: Program) -> int:
    """How often `task add` writes to the database and its journal."""
    log = told.home / "strace"
    run_traced(copied(told, "counted"), ("-e", "trace=pwrite64", "-o", str(log)))
    return log.read_text().count("pwrite64(")


def copied(program: Program, name: str) -> Program:
    """The same in a folder of its own."""
    return program_in(Path(shutil.copytree(program.home, program.home.parent / f"told {name}", dirs_exist_ok=True)))


def run_traced(program: Program, options: tuple[str, ...], *words: str) -> Ran:
    command = ["strace", "-f", "-qq", *options, executable(), *(words or ADD)]
    ran = subprocess.run(command, capture_output=True, env=program.environ, text=True, check=False, timeout=60)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def injected(program: Program, faults: list[str], *words: str) -> list[tuple[str, Program, Ran]]:
    """What became of `task add` with each of the faults, as strace's --inject words them; each on its own copy."""

    def one(fault: str) -> tuple[str, Program, Ran]:
        mine = copied(program, fault.replace(":", " "))
        options = ("-o", str(mine.home / "strace"), "-e", f"trace={fault.partition(':')[0]}", "-e", f"inject={fault}")
        return fault, mine, run_traced(mine, options, *words)

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, faults))


def spread(last: int, count: int) -> list[int]:
    """So many numbers from 1 to the last, both among them."""
    return sorted({1 + round(place * (last - 1) / (count - 1)) for place in range(count)})


def stored(program: Program) -> tuple[list[str], str, int]:
    """The titles of the tasks, what SQLite says of the file, how many steps are open: to whoever opens it next."""
    connection = open_existing(program.db)
    titles = [row[0] for row in connection.execute("select title from task order by id")]
    check = connection.execute("pragma integrity_check").fetchone()[0]
    under_way = connection.execute("select count(*) from operation where open = 1").fetchone()[0]
    connection.close()
    return titles, check, under_way


OLD, NEW = (["Call"], "ok", 0), (["Call", "Another"], "ok", 0)


@needs_strace
def test_a_disk_that_is_full_or_failing_at_any_write_leaves_the_old_caseload_and_says_so_in_a_line(
    told: Program, writes: int
) -> None:
    assert writes > 20
    faults = [f"pwrite64:error=ENOSPC:when={when}" for when in spread(writes, 4)]
    # A disk that is full stays full: taking back what was begun has to wait for the next who opens the file.
    faults += [f"pwrite64:error=ENOSPC:when={when}+" for when in spread(writes, 4)]
    faults += [f"fdatasync:error=EIO:when={when}" for when in (1, 3)]
    for fault, program, ran in injected(told, faults):
        assert (ran.code, ran.out) == (5, ""), (fault, ran)
        assert ran.err.count("\n") == 1, (fault, ran)
        assert "cannot be written" in ran.err, (fault, ran)
        assert stored(program) == OLD, fault
    program(*ADD)
    assert stored(program) == NEW


@needs_strace
def test_a_write_killed_at_any_call_is_there_whole_or_not_at_all(told: Program, writes: int) -> None:
    faults = [f"pwrite64:signal=KILL:when={when}" for when in spread(writes, 4)]
    faults += [f"fdatasync:signal=KILL:when={when}" for when in (1, 3)]
    faults += ["unlink:signal=KILL:when=1"]
    outcomes = []
    for fault, program, ran in injected(told, faults):
        assert ran.code == -9, (fault, ran)
        outcomes.append(stored(program))
        assert outcomes[-1] in (OLD, NEW), fault
    assert OLD in outcomes


@needs_strace
def test_an_init_killed_at_any_call_is_mended_by_trying_again(tmp_path: Path) -> None:
    empty = program_in(tmp_path / "told")
    empty.home.mkdir()
    faults = ["pwrite64:signal=KILL:when=1", "pwrite64:signal=KILL:when=60", "unlink:signal=KILL:when=1"]
    for fault, program, ran in injected(empty, faults, "init"):
        assert ran.code == -9, (fault, ran)
        with suppress(Refused):
            create(program.db).close()
        store = Store(open_existing(program.db), AT)
        with store.step("task add"):
            assert store.add(Task(title="Call")).id == 1
        store.close()
        assert stored(program) == OLD, fault


# Others at the file


@pytest.fixture(scope="module")
def behind_a_lock(told: Program) -> Iterator[dict[int, tuple[Ran, float]]]:
    """What `task add` does, and how long it takes, behind a lock held for 2 and for 30 seconds."""

    def held(seconds: int) -> tuple[Ran, float]:
        program = copied(told, f"locked for {seconds}")
        other = sqlite3.connect(program.db, isolation_level=None)
        other.execute("begin exclusive")
        began = time.monotonic()
        running = subprocess.Popen(
            [executable(), *ADD],
            env=program.environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            running.wait(seconds)
        other.close()
        out, err = running.communicate(timeout=30)
        return Ran(running.returncode, out, err), time.monotonic() - began

    with ThreadPoolExecutor(2) as pool:
        yield dict(zip((2, 30), pool.map(held, (2, 30)), strict=True))


def test_a_lock_that_is_let_go_in_time_is_waited_for(behind_a_lock: dict[int, tuple[Ran, float]]) -> None:
    ran, seconds = behind_a_lock[2]
    assert (ran.code, ran.out) == (0, "t2\n"), ran
    assert 2 <= seconds < 5


def test_a_lock_that_stays_is_given_up_after_five_seconds_with_a_sentence(
    behind_a_lock: dict[int, tuple[Ran, float]],
) -> None:
    ran, seconds = behind_a_lock[30]
    assert (ran.code, ran.out) == (5, ""), ran
    who = (
        "being written by another program"
        if Path("/proc/locks").exists()
        else "another program is reading or writing it"
    )
    assert ran.err.startswith(f"caseload: the database is busy: {who}"), ran
    assert ran.err.endswith("; try again in a moment\n"), ran
    assert 5 <= seconds < 7


def test_a_step_takes_the_lock_to_write_before_it_reads_anything(tmp_path: Path) -> None:
    """Of several that read first and then want to write, SQLite fails all but one at once, however long they'd wait."""
    store, ran = Store(create(tmp_path / "caseload.db"), AT), list[str]()
    for bulk, begun in ((False, "begin immediate"), (True, "begin exclusive")):
        store.connection.set_trace_callback(ran.append)
        with store.step("task add", bulk=bulk):
            store.add(Task(title="Call"))
        store.connection.set_trace_callback(None)
        within = ran[next(place for place, one in enumerate(ran) if one.startswith("begin")) :]
        assert (within[0], within[-1]) == (begun, "commit")
        ran.clear()
    store.close()


def test_no_read_and_write_of_several_at_once_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "caseload.db"
    store = Store(create(path), AT)
    with store.step("appointment add"):
        store.add(Appointment(title="counted", starts=When(DAY), minutes=0))
    store.close()

    def count(_: int) -> None:
        mine = Store(open_existing(path), AT)
        for _ in range(25):
            # An import reads before it writes, which is what must not fail while another writes.
            with mine.step("import appointment", bulk=True):
                found = mine.get(Appointment, 1)
                mine.save(replace(found, minutes=(found.minutes or 0) + 1))
        mine.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, range(4))) == [None] * 4
    store = Store(open_existing(path), AT)
    assert store.get(Appointment, 1).minutes == 100
    store.close()


def test_a_reader_sees_one_moment_while_others_write(told: Program) -> None:
    program = copied(told, "snapshot")
    reader, writer = open_existing(program.db), sqlite3.connect(program.db, isolation_level=None, timeout=0)
    reader.execute("begin")
    count = "select count(*) from task"
    assert reader.execute(count).fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        writer.execute("delete from task")
    assert reader.execute(count).fetchone() == (1,)
    reader.close()
    writer.close()


# Where nothing may be written


def unprivileged() -> list[str]:
    """The words before a command that make its user one who is bound by the modes of files."""
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []


@pytest.fixture
def bound(told: Program) -> Iterator[Program]:
    """A copy that belongs to somebody who is not root, so that modes bind."""
    command = [*unprivileged(), executable(), "--version"]
    if unprivileged() and not shutil.which("setpriv"):
        pytest.skip("setpriv is not here, and modes do not bind root")
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("nobody but root can run the program here")
    # Not among the tests' own folders, which root keeps to itself.
    home = Path(tempfile.mkdtemp(prefix="caseload-"))
    program = program_in(Path(shutil.copytree(told.home, home, dirs_exist_ok=True)))
    for one in (home, *home.rglob("*")):
        if unprivileged():
            os.chown(one, 65534, 65534)
    yield program
    program.db.parent.chmod(0o700)
    shutil.rmtree(home)


@pytest.mark.parametrize("what", ["the file", "the folder", "both"])
def test_what_may_not_be_written_is_read_all_the_same_and_a_write_refused_in_a_line(bound: Program, what: str) -> None:
    if what != "the folder":
        bound.db.chmod(0o400)
    if what != "the file":
        bound.db.parent.chmod(0o500)
    before = bound.fingerprint

    def run(*words: str) -> Ran:
        command = [*unprivileged(), executable(), *words]
        ran = subprocess.run(command, capture_output=True, env=bound.environ, text=True, check=False, timeout=60)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    assert run("task", "list").out.startswith("t1\t")
    ran = run(*ADD)
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.count("\n") == 1
    assert "cannot be written" in ran.err
    assert bound.fingerprint == before


# What fails after all is stored


@needs_strace
def test_five_means_that_nothing_is_stored_and_what_failed_after_it_was_is_told_as_that(told: Program) -> None:
    """Whoever does again what ended with 5 must not have it twice: the last calls of the system fail, each in turn."""
    counts = {}
    for call in ("unlink", "pread64", "fcntl", "close", "write", "fdatasync", "fsync"):
        log = told.home / "strace"
        run_traced(copied(told, f"counted {call}"), ("-e", f"trace={call}", "-o", str(log)))
        counts[call] = log.read_text().count(f"{call}(")
    faults = [
        f"{call}:error=EIO:when={when}{more}"
        for call, count in counts.items()
        # Where every write fails, stderr fails too, and nothing can be told.
        for more, last in (("", 6), ("+", 0 if call == "write" else 2))
        for when in range(max(1, count - last + 1), count + 1)
    ]
    ends = set()
    for fault, program, ran in injected(told, faults):
        found = stored(program)
        assert found in (OLD, NEW), (fault, ran)
        ends.add((found == NEW, ran.code))
        if found == OLD:
            assert ran.code, (fault, ran)
            assert "stored as" not in ran.err, (fault, ran)
        elif ran.code:
            assert ran.code == 74, (fault, ran)
            assert ran.err == "" or "caseload: stored as operation 3: task add" in ran.err, (fault, ran)
    assert {(True, 0), (True, 74), (False, 5)} <= ends
