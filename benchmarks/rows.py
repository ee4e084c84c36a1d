"""What is measured: a row is data, a command, what it is measured against, and how much it may cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from filling import FIRST_LATER, LATE, LATE_TITLE, LATER_TITLE, NEAR_TITLE, client_name
from programs import Caseload, Taskwarrior
from timing import Command

FLOOR = "floor"
ITSELF = "A/A"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    tasks: int | None
    """How many there are in the database; None where none is opened."""
    command: Command
    baseline: Command
    against: str = FLOOR
    target: float | None = None
    """The highest ratio that is within the plan; None where there is no plan."""
    pairs: int | None = None
    """How many pairs are enough, where that is fewer than were asked for."""


@dataclass(frozen=True)
class Daily:
    """One of the commands of every day: its words, a text it must show so often, and its target in floors."""

    name: str
    words: str
    shows: str
    target: float
    times: int = 1
    terminal: bool = False
    undo: bool = False

    def on(self, program: Caseload, db: Path | None) -> Command:
        """Its command on one database, or on none."""
        return program.command(
            self.words, db, shows=self.shows, times=self.times, terminal=self.terminal, undo=self.undo
        )


READ, TERMINAL, WRITE, START = 6.5, 11, 7.5, 6
"""The targets, in floors."""

VERSION = Daily("`--version`", "--version", "caseload ", START)
TODAY = Daily("`today`", "today", LATE_TITLE, READ, times=8)
READS = (
    TODAY,
    Daily("`overdue`", "overdue", LATE_TITLE, READ, times=LATE),
    Daily("`agenda`", "agenda", NEAR_TITLE, READ),
    Daily("`digest`", "digest", LATE_TITLE, READ),
    Daily("`show CLIENT`", f"show {client_name(1)}", client_name(1), READ),
)
SHOWN = (
    Daily("`today`, terminal", "today", LATE_TITLE, TERMINAL, times=8, terminal=True),
    Daily("`overdue`, terminal", "overdue", LATE_TITLE, TERMINAL, times=LATE, terminal=True),
)
ADD = Daily("`task add`", "task add c2 Call the bank --due +3d", "Call the bank", WRITE, undo=True)
WRITES = (
    ADD,
    Daily("`log`", "log c2 Left word with the bank -k call -m 10", "Left word with the bank", WRITE, undo=True),
    Daily("`done`", f"done t{FIRST_LATER}", LATER_TITLE, WRITE, undo=True),
)

FLAT = 1.15
"""The most that the largest database may cost, in times of the smallest: what is shown is the same."""

KINDS = 1.05
"""The most that a command may cost with all the kinds there are to be, in times of the same with those there are."""

TASKWARRIOR: Mapping[int, float] = {10_000: 1.3, 100_000: 0.16}
"""The targets for `overdue` against taskwarrior, by the number of tasks, all of them open."""


def start_rows(program: Caseload) -> Iterator[Row]:
    """What is measured without a database."""
    yield Row(VERSION.name, None, VERSION.on(program, None), program.floor, target=START)


def daily_rows(program: Caseload, tasks: int, db: Path) -> Iterator[Row]:
    """The daily commands on a database of one size, after the row that tells whether any of them counts."""
    yield Row("floor against itself", tasks, program.floor, program.floor, ITSELF)
    for daily in (*READS, *SHOWN, *WRITES):
        yield Row(daily.name, tasks, daily.on(program, db), program.floor, target=daily.target)


def flat_rows(program: Caseload, dbs: Mapping[int, Path]) -> Iterator[Row]:
    """The daily commands on the largest database against the same on the smallest."""
    small, large = min(dbs), max(dbs)
    for daily in (*READS, *WRITES) if small < large else ():
        on_large, on_small = daily.on(program, dbs[large]), daily.on(program, dbs[small])
        yield Row(daily.name, large, on_large, on_small, f"itself at {size(small)}", FLAT if daily in READS else None)


def kinds_rows(
    plain: Caseload, full: Caseload, tasks: int, dbs: tuple[Path, Path], kinds: tuple[int, int]
) -> Iterator[Row]:
    """The commands that most runs are, with the kinds there are and with as many as there are to be."""
    for daily in (VERSION, *READS, ADD):
        mine, theirs = daily.on(full, dbs[1]), daily.on(plain, dbs[0])
        name = f"{daily.name}, {kinds[1]} kinds"
        yield Row(name, tasks, mine, theirs, f"{kinds[0]} kinds", KINDS)
        yield Row(name, tasks, mine, full.floor, target=daily.target)


def against_rows(program: Caseload, other: Caseload, tasks: int, dbs: tuple[Path, Path]) -> Iterator[Row]:
    """A question and a write of two programs, each in floors of its own Python, and one against the other."""
    yield Row("floor against itself", tasks, program.floor, program.floor, ITSELF)
    yield Row("floor", tasks, program.floor, other.floor, _OTHER)
    for daily in (TODAY, ADD):
        mine, theirs = daily.on(program, dbs[0]), daily.on(other, dbs[1])
        yield Row(f"{daily.name}, {_OTHER}", tasks, theirs, other.floor)
        yield Row(daily.name, tasks, mine, program.floor, target=daily.target)
        yield Row(daily.name, tasks, mine, theirs, _OTHER)


_OTHER = "the other"


def taskwarrior_rows(
    program: Caseload, peer: Taskwarrior, tasks: int, db: Path, data: Path, *, all_open: bool
) -> Iterator[Row]:
    """The same on the same tasks in both programs."""
    which = ", all open" if all_open else ""
    mine = program.command("overdue", db, shows=LATE_TITLE, times=LATE)
    theirs = peer.command("overdue", data, shows=LATE_TITLE, times=LATE)
    target = TASKWARRIOR.get(tasks) if all_open else None
    yield Row(f"`overdue`{which}", tasks, mine, theirs, "taskwarrior", target)
    mine, theirs = program.command("export task --json", db, shows=LATE_TITLE), peer.command("export", data, shows="{")
    yield Row(f"`export task --json`{which}", tasks, mine, theirs, "taskwarrior")
    mine = program.command("task add c2 Call the bank --due +3d", db, shows="Call the bank", undo=True)
    theirs = peer.command("add project:ruiz2 due:3d Call the bank", data, shows="Created task", undo=True)
    yield Row(f"`task add`{which}", tasks, mine, theirs, "taskwarrior")


def size(tasks: int) -> str:
    """A number of tasks as people write it: 10k."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if tasks >= unit and tasks % unit == 0:
            return f"{tasks // unit}{letter}"
    return str(tasks)
