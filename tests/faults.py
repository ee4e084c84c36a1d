"""Kill, starve, lock and replace a caseload, and count what survives: `python tests/faults.py [--quick] [--write]`.

After every fault the file is asked for its integrity, its references, its triggers, and for an export that equals the
one before the command or the one after it; the exit code and the line on stderr are looked at; the command is run
again. --write puts the figures into docs/trust.md. The whole takes a quarter of an hour or more.
"""

import csv
import gzip
import os
import platform
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conftest import Program, executable, program_in
from harm import HOSTILE, NONE, Ended, Harm, befalls, contents, copied, exported, one_line, unsound

PAGE = Path(__file__).parents[1] / "docs" / "trust.md"
RELEASED = Path(__file__).parent / "store" / "schemas" / "schema-7.db.gz"
SEED = 20261128
LOG = ("log", "ana", "Called", "-k", "call", "-m", "5")
WRITES, SYNCS = "pwrite64,write", "fsync,fdatasync"


@dataclass
class Row:
    """A line of the table: what was tried how often, what did not survive, and what the survivors came to."""

    what: str
    tried: int = 0
    broken: list[str] = field(default_factory=list)
    came_to: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: str, *faults: str) -> None:
        """One more, with what was wrong about it."""
        self.tried += 1
        self.came_to[outcome] = self.came_to.get(outcome, 0) + 1
        if faults:
            self.broken.append("; ".join(faults))
            sys.stderr.write(f"  {self.what}: {self.broken[-1][:500]}\n")

    def __str__(self) -> str:
        came_to = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.came_to.items()))
        return f"| {self.what} | {self.tried} | {self.tried - len(self.broken)} | {came_to} | `tests/faults.py` |"


@dataclass(frozen=True)
class Command:
    """A command that is harmed: on what, its words, and what else has to be right afterwards."""

    what: str
    base: Program
    words: Sequence[str]
    repeatable: bool = True
    """Whether, run once more when it is done, it changes nothing."""
    look: Callable[[Program], str] = exported
    also: Callable[[Program], Iterable[str]] = lambda _: ()
    again: Sequence[str] = ()
    """What finishes it where the same words cannot."""

    def states(self) -> tuple[str, str, float]:
        """What is there before it and after it, and how long it takes."""
        before = self.look(copied(self.base, "before"))
        after = copied(self.base, "after")
        ended = NONE.ended(after, *self.words)
        assert ended.code == 0, ended
        return before, self.look(after), ended.seconds


def harmed(row: Row, command: Command, harms: Sequence[Harm], *, told: bool) -> Row:
    """The row with what came of the command under each of the harms; `told` where it lives to say what happened."""
    before, after, _ = command.states()
    for harm in harms:
        program = copied(command.base, "harmed")
        ended = harm.ended(program, *command.words)
        faults = list(unsaid(ended)) if told else []
        found = command.look(program)
        if found not in (before, after):
            faults.append(f"{harm}: half done")
        if told and (ended.code in (0, 74)) is (found != after):
            faults.append(f"{harm}: {ended.code}, but it is {'done' if found == after else 'not done'}")
        faults += unsound(program.db)
        outcome = "done" if found == after and before != after else "not done"
        if before == after:
            outcome = "unchanged"
        if found == before or command.repeatable:
            faults += once_more(command, program, after)
        row.count(f"{outcome} ({ended.code})" if told else outcome, *faults, *command.also(program))
    return row


def once_more(command: Command, program: Program, after: str) -> Iterator[str]:
    """What goes wrong where the command is run again, unharmed."""
    ended = NONE.ended(program, *command.words)
    if ended.code == 3 and command.again:
        # Or there is nothing to be finished.
        ended = NONE.ended(program, *command.again)
        ended = ended._replace(code=0) if ended.code == 2 and "nothing is left" in ended.err else ended
    if ended.code not in (0, 1, 3) or "Traceback" in ended.err:
        yield f"once more: {ended}"
    if command.look(program) != after:
        yield "once more: not as it is after one run"


def unsaid(ended: Ended) -> Iterator[str]:
    """What is wrong with the code and the line that a run ends with."""
    if ended.code not in (0, 1, 5, 74, 130):
        yield f"ended with {ended.code}: {ended.err[-300:]}"
    # What is stored was confirmed, before stdout failed; and where every write fails, nothing can be told.
    last = ended._replace(err="".join(ended.err.splitlines(keepends=True)[-1:])) if ended.code == 74 else ended
    if ended.code not in (0, 130) and ended.err and not one_line(last):
        yield f"said {ended.err[-300:]!r}"


def moments(seconds: float, count: int) -> list[float]:
    """So many random moments spread over what a run takes."""
    chance = random.Random(SEED)
    return [seconds * (place + chance.random()) / count for place in range(count)]


def kills(command: Command, count: int) -> list[Harm]:
    """A kill -9 at each of so many random moments of the command."""
    return [Harm(seconds=one) for one in moments(command.states()[2], count)]


def kills_at_writes(command: Command, count: int) -> list[Harm]:
    """A kill -9 at so many of its writes to files, the first and the last among them."""
    last = calls(command, "pwrite64")
    places = sorted({1 + round(place * (last - 1) / max(count - 1, 1)) for place in range(count)})
    return [Harm(inject=f"pwrite64:signal=KILL:when={one}") for one in places]


def calls(command: Command, named: str) -> int:
    """How many of those calls of the system the command makes."""
    program = copied(command.base, "counted")
    log = program.home / "calls"
    counted = Harm(before=("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={named}")).ended(
        program, *command.words
    )
    assert counted.code == 0, counted
    return len(re.findall(r"^\d+ +\w+\(", log.read_text("utf-8", "replace"), re.MULTILINE))


# What is harmed


def made(home: Path, *lines: str) -> Program:
    """The program with a database on which these commands were run."""
    home.mkdir(parents=True)
    program = program_in(home)
    for line in ("init", "client add Ana Ruiz --phone 00501", "client add Bo Ng", *lines):
        program(*line.split())
    return program


def rows_of(program: Program, count: int, client: str = "c1") -> None:
    """A file of so many tasks in the program's home."""
    with (program.home / "tasks.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("title", "client", "due")])
        csv.writer(file).writerows((f"Needle {number}", client, "2026-12-01") for number in range(count))


def importing(home: Path, count: int) -> Command:
    """An import of so many rows."""
    program = made(home / "import" / "base")
    rows_of(program, count)
    return Command(f"kill -9 in an import of {count:,} rows", program, ("import", "task", "tasks.csv"), look=contents)


def series(home: Path) -> Command:
    """A task that comes round, done."""
    program = made(home / "done" / "base", "task add ana Needle --due fri --every 1w")
    return Command("kill -9 in `done` of a task that comes round", program, ("done", "t1"))


def logging(home: Path, what: str) -> Command:
    """One contact written down; a second time it would be a second contact."""
    return Command(what, made(home / "log" / "base"), LOG, repeatable=False)


def others(home: Path) -> Iterator[Command]:
    """The other commands that do much at once."""
    program = made(home / "purge" / "base")
    rows_of(program, 300)
    program("import", "task", str(program.home / "tasks.csv"))
    purge = ("client", "purge", "ana", "--reason", "retention", "--confirm", "ana-ruiz")
    yield Command("a purge", program, purge, also=needles, again=("client", "purge"))
    program = made(home / "merge" / "base", "task add ana Before")
    program("backup", str(program.home / "other.db"))
    rows_of(program, 200)
    program("--db", str(program.home / "other.db"), "import", "task", str(program.home / "tasks.csv"))
    program("task", "add", "bo", "Here")
    yield Command("a merge", program, ("merge", "other.db"))
    program = made(home / "migration" / "base")
    program.db.write_bytes(gzip.decompress(RELEASED.read_bytes()))
    yield Command("a migration from schema 7", program, ("task", "list"))
    program = made(home / "restore" / "base", "task add ana Before")
    program("backup", str(program.home / "copy.db"))
    program("task", "add", "bo", "Later")
    yield Command("a restore", program, ("restore", "copy.db", "--yes"))
    program = made(home / "backup" / "base", "task add ana Before")
    yield Command("a backup", program, ("backup", "copy.db"), also=no_half_copy)
    program = made(home / "undo" / "base")
    rows_of(program, 300)
    program("import", "task", str(program.home / "tasks.csv"))
    yield Command("an undo of an import", program, ("undo", "--yes"), repeatable=False)


def needles(program: Program) -> Iterator[str]:
    """What of a purged client is in the file still, or beside it."""
    for one in program.db.parent.iterdir():
        if b"Needle" in one.read_bytes() or b"Ruiz" in one.read_bytes():
            yield f"{one.name} holds what was purged"


def no_half_copy(program: Program) -> Iterator[str]:
    """What is wrong with the copy, made or not by the run that was killed, and in any case by the next."""
    ended = NONE.ended(program, "backup", "--verify", "copy.db")
    if ended.code:
        yield f"the copy: {ended}"


# Faults that are no kills


def signalled(row: Row, command: Command, number: int, count: int) -> Row:
    """The row with what came of the command where it was stopped at random moments by that signal."""
    before, after, seconds = command.states()
    for moment in moments(seconds, count):
        program = copied(command.base, "harmed")
        ended = Harm(seconds=moment, signal=number).ended(program, *command.words)
        found = command.look(program)
        faults = unsound(program.db)
        if found not in (before, after):
            faults.append("half done")
        # While Python itself starts, there is nobody of ours to answer.
        of_python = ended.code in (1, -number) and "caseload" not in ended.err.replace(executable(), "")
        if ("Traceback" in ended.err or ended.code not in (0, 130, -number)) and not of_python:
            faults.append(f"after {moment:.2f} s: {ended}")
        row.count("done" if found == after else "not done", *faults)
    return row


@contextmanager
def mounted(size: int) -> Iterator[Path | None]:
    """A file system of so many bytes, or None where it may not be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "none", folder]
        ok = subprocess.run(words, capture_output=True, check=False).returncode == 0
        try:
            yield Path(folder) if ok else None
        finally:
            if ok:
                # What has loaded the program may keep a file of it open.
                subprocess.run(["umount", "-l", folder], check=True)


def filled(home: Path) -> Row:
    """A file system that runs full: of 600 kB, where no database fits; and of little more than one, logged full."""
    row = Row("a file system (tmpfs) that is full: `init` in 600 kB, then `log` again and again until no more fits")
    program = made(home / "full" / "base")
    with mounted(600 << 10) as small:
        if small is None:
            return full_by_limit(row, program)
        there = program_in(small)
        ended = NONE.ended(there, "init")
        row.count("not done (5)", *unsaid(ended), *(str(one) for one in small.rglob("*")))
    with mounted(program.db.stat().st_size + (700 << 10)) as small:
        assert small
        there = program_in(Path(shutil.copytree(program.home, small / "home")))
        for _ in range(400):
            before = exported(there)
            ended = NONE.ended(there, "log", "ana", "x" * 10_000, "-k", "call")
            faults = [*unsaid(ended), *unsound(there.db)]
            if ended.code and exported(there) != before:
                faults.append("refused and done for all that")
            row.count(f"{'not done' if ended.code else 'done'} ({ended.code})", *faults)
            if ended.code:
                break
    return row


def full_by_limit(row: Row, program: Program) -> Row:
    """The same where nothing may be mounted: a file may have no more than so many bytes."""
    row.what = "a file that may not grow (ulimit -f): `log`"
    most = program.db.stat().st_size
    before = exported(program)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    ended = NONE.ended(program, "log", "ana", "x" * 10_000, "-k", "call")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    row.count(f"not done ({ended.code})", *unsaid(ended), *(["done"] if exported(program) != before else []))
    return row


def read_only(home: Path) -> Row:
    """A folder bound so that nothing in it can be written."""
    row = Row("a file system that can only be read (bwrap): a write is refused, a read answers")
    program = made(home / "bound" / "base", "task add ana Call")
    bound = ("bwrap", "--dev-bind", "/", "/", "--ro-bind", str(program.home), str(program.home))
    if not shutil.which("bwrap") or subprocess.run([*bound, "true"], check=False).returncode:
        row.what += "; not tried: bwrap is not here, or may not bind"
        return row
    before = exported(program)
    for words, code in ((("task", "list"), 0), (("today",), 0), (LOG, 5), (("undo",), 5), (("backup",), 74)):
        ended = Harm(before=bound).ended(program, *words)
        faults = [] if ended.code == code and (code == 0 or one_line(ended)) else [f"{words}: {ended}"]
        row.count(f"refused ({code})" if code else "answered", *faults, *unsound(program.db))
    assert exported(program) == before
    return row


COUNT = """
import sys
from caseload.records.appointment import Appointment
from caseload.store.core import Store
from caseload.store.opening import open_existing
from caseload.value import replace
for _ in range(50):
    store = Store(open_existing(sys.argv[1]), "2026-11-25T15:00:00Z")
    with store.step("count"):
        found = store.get(Appointment, 1)
        store.save(replace(found, minutes=found.minutes + 1))
    store.close()
"""


def counted(home: Path) -> Row:
    """Four processes that read and write again and again: nothing of it is lost."""
    row = Row("read and written 50 times by each of 4 processes at once")
    program = made(home / "counted" / "base", "appointment add ana Visit --at fri@10:00 --minutes 1")
    running = [subprocess.Popen([sys.executable, "-c", COUNT, str(program.db)]) for _ in range(4)]
    codes = [one.wait() for one in running]
    minutes = sqlite3.connect(program.db).execute("select minutes from appointment").fetchone()[0]
    for number in range(200):
        row.count("counted", *([f"{minutes - 1} of 200, {codes}"] if minutes - 1 <= number else []))
    return row


def locked(home: Path) -> Row:
    """Behind a lock that is let go after two seconds, and one that is held for thirty."""
    row = Row("a lock held for 2 s is waited for, one held for 30 s gives 5 within 6 s")
    for held, code in ((2, 0), (2, 0), (30, 5), (30, 5)):
        program = made(home / f"locked{row.tried}" / "base")
        # A busy machine is slow to start it.
        started = NONE.ended(program, *LOG).seconds
        other = sqlite3.connect(program.db, isolation_level=None)
        other.execute("begin exclusive")
        command = [executable(), *LOG]
        began = time.monotonic()
        running = subprocess.Popen(
            command, env=program.environ, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        while running.poll() is None and time.monotonic() - began < held:
            time.sleep(0.05)
        other.close()
        err = running.communicate()[1]
        ended = Ended(running.returncode, "", err, time.monotonic() - began)
        faults = [] if ended.code == code and (code == 0 or one_line(ended)) else [str(ended)]
        faults += ["more than 6 s" for _ in range(1) if code and ended.seconds - started > 6]
        row.count(f"{'refused' if code else 'waited for'} ({code})", *faults)
    return row


def replaced(home: Path) -> Row:
    """Whatever may lie in the place of the database."""
    row = Row("the database replaced by what is none: three commands each")
    base = made(home / "replaced" / "base", "task add ana Call")
    for name in HOSTILE:
        program = copied(base, "hostile")
        row.count(
            "refused (5), untouched", *befalls(program, name, lambda *words, one=program: NONE.ended(one, *words))
        )
    return row


def rows(home: Path, *, quick: bool) -> Iterator[Row]:
    """Every line of the table; a quick one is of the same tries, and few of each."""
    many, some = (3, 2) if quick else (30, 10)
    command = importing(home, 2_000 if quick else 100_000)
    yield harmed(Row(f"{command.what}, at random moments"), command, kills(command, many), told=False)
    command = series(home)
    yield harmed(Row(f"{command.what}, at random moments"), command, kills(command, many), told=False)
    yield harmed(Row(f"{command.what}, at writes"), command, kills_at_writes(command, many), told=False)
    for command in others(home):
        harms = [*kills(command, some), *kills_at_writes(command, some)]
        yield harmed(Row(f"kill -9 in {command.what}, at random moments and at writes"), command, harms, told=False)
    command = logging(home, "")
    last = calls(command, "pwrite64")
    row = Row(f"ENOSPC at the Nth pwrite64 and the Nth write of `log`, N = 1 to {last}: of these it has no more")
    whens = range(1, last + 1, 30 if quick else 1)
    yield harmed(row, command, [Harm(inject=f"{WRITES}:error=ENOSPC:when={one}") for one in whens], told=True)
    row = Row("ENOSPC at the Nth write to the file and at all after it, each third N")
    whens = range(1, last + 1, 30 if quick else 3)
    yield harmed(row, command, [Harm(inject=f"pwrite64:error=ENOSPC:when={one}+") for one in whens], told=True)
    row = Row("EIO at each fsync and fdatasync of `log`")
    whens = range(1, calls(command, SYNCS) + 1)
    yield harmed(row, command, [Harm(inject=f"{SYNCS}:error=EIO:when={one}") for one in whens], told=True)
    for number, called in ((signal.SIGINT, "Ctrl-C"), (signal.SIGTERM, "SIGTERM")):
        yield signalled(Row(f"{called} at random moments of `log`"), command, number, some if quick else 20)
    if not quick:
        yield from (one(home) for one in (filled, read_only, counted, locked, replaced))


def written(found: Sequence[Row], minutes: float) -> str:
    """The part of docs/trust.md that tells of a run."""
    tried, broken = sum(one.tried for one in found), sum(len(one.broken) for one in found)
    with_what = (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.release()}"
    )
    told = (
        f"`python tests/faults.py --write` on {time.strftime('%Y-%m-%d')}, {with_what}, {os.cpu_count()} cores, in "
        f"{minutes:.0f} minutes: {tried} tried, {tried - broken} survived."
    )
    head = "| what was tried | how often | survived | what it came to | by |\n|---|---|---|---|---|"
    return "\n".join(("<!-- faults -->", told, "", head, *map(str, found), "<!-- /faults -->"))


def main(*, quick: bool, write: bool) -> int:
    """Run all of it; 1 where something did not survive."""
    began, found = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="caseload-faults-") as home:
        for row in rows(Path(home), quick=quick):
            found.append(row)
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
    page = PAGE.read_text("utf-8")
    if write:
        told = written(found, (time.monotonic() - began) / 60)
        PAGE.write_text(re.sub(r"<!-- faults -->.*<!-- /faults -->", lambda _: told, page, flags=re.DOTALL), "utf-8")
    return any(one.broken for one in found)


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv, write="--write" in sys.argv))
