"""What a command imports: counted, not timed, so that it is the same on any machine with the same Python."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rows import FLOOR, Row
from timing import Command, written

_COUNTED = ("`--version`", "`today`", "`task add`")

_MARK = "import time:"
"""What begins each line in which Python tells of an import when it is asked to."""


class Imported(NamedTuple):
    """How many modules a command imports until it ends: of caseload, and all of them, Python's own included."""

    name: str
    own: int
    all: int


def imported(rows: Iterable[Row]) -> Iterator[Imported]:
    """What is imported by those commands among the rows that are counted, after Python alone."""
    counted: dict[str, Command] = {}
    for row in rows:
        if row.against == FLOOR and row.name.partition(",")[0] in _COUNTED and not row.command.terminal:
            counted.setdefault(FLOOR, row.baseline)
            counted.setdefault(row.name, row.command)
    return (_counted(name, command) for name, command in counted.items())


def import_table(counts: Sequence[Imported]) -> Iterator[str]:
    """The lines of the table."""
    yield "| command | modules of caseload | all modules |"
    yield "|---|---:|---:|"
    for name, own, all_ in counts:
        yield f"| {name} | {own} | {all_} |"


def _counted(name: str, command: Command) -> Imported:
    words = command.words
    if name == FLOOR:
        # Told by its words: -I is deaf to the environment.
        command = replace(command, words=(words[0], "-X", "importtime", *words[1:]))
    else:
        command = replace(command, environ={**command.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    lines = (line for line in written(command).splitlines() if line.startswith(_MARK))
    modules = {line.rpartition("|")[2].strip() for line in lines} - {"imported package"}
    return Imported(name, sum(one.partition(".")[0] == "caseload" for one in modules), len(modules))
