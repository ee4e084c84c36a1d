"""Measure caseload: `python benchmarks/run.py` prints the tables of docs/performance.md.

It installs this checkout into a clean environment in a temporary folder, fills databases there, and times whole
processes in pairs. Exits with 1 where a command fails, or where the machine was too busy for the figures to count.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from filling import SMALLEST
from imports import import_table, imported
from kinds import ALL, copied, count
from past import past_rows
from programs import Caseload, Taskwarrior, at_hand, installed, placed, taskwarrior
from results import PAGE, conditions, is_void, rewrite, table
from rows import ITSELF, Row, against_rows, daily_rows, flat_rows, kinds_rows, size, start_rows, taskwarrior_rows
from scale import LARGE, scale_rows
from timing import Compared, Failed, compare

QUICK = (SMALLEST, 2 * SMALLEST)


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    sizes: tuple[int, ...]
    pairs: int
    only: str
    quick: bool
    write: bool
    against: Path | None


def main() -> int:
    """Measure, print, and return the exit code."""
    wanted = _wanted(sys.argv[1:])
    today = datetime.now(UTC).astimezone().date()
    with TemporaryDirectory(prefix="caseload-benchmark-") as folder:
        home = Path(folder)
        try:
            _progress("a clean environment" if not wanted.quick else "quick: what is installed, and no measurement")
            program = at_hand(home) if wanted.quick else installed(home)
            peer = taskwarrior(home)
            rows = list(_rows(wanted, program, peer, today))
            chosen = [row for row in rows if wanted.only in row.name or row.against == ITSELF]
            counts = list(imported(chosen))
            measured = _measured(wanted, chosen)
            said = conditions(program, peer, wanted.pairs, today)
        except Failed as failed:
            sys.stderr.write(f"failed: {failed}\n")
            return 1
    void = any(is_void(row, found) for row, found in measured)
    counted = ("", *import_table(counts)) if counts else ()
    whole = "\n".join((said, "", *table(measured), *counted, *(_VOID if void else ())))
    print(whole)
    if wanted.write and not void:
        rewrite(PAGE, whole)
    return int(void and not wanted.quick)


_VOID = ("", "VOID: the floor was not equal to itself; measure again when the machine is quiet.")


def _wanted(words: Sequence[str]) -> Wanted:
    parser = argparse.ArgumentParser(description="Measure caseload against Python, SQLite and others.")
    parser.add_argument("--sizes", default="1k,10k,100k", type=numbers_of_tasks, help="numbers of tasks: 1k,1M")
    parser.add_argument("--pairs", default=21, type=int, help="pairs of runs a row; fewer than 21 tell little")
    parser.add_argument("--only", default="", metavar="NAME", help="rows whose name holds this, and the A/A row")
    parser.add_argument("--quick", action="store_true", help="one pair, tiny, what is installed: tries the benchmark")
    parser.add_argument("--write", action="store_true", help="put the results into docs/performance.md")
    parser.add_argument("--against", type=Path, metavar="PATH", help="of another checkout, or program, the daily two")
    given = parser.parse_args(words)
    if given.write and (given.quick or given.only or given.against):
        parser.error("--write takes a whole run, without --quick, --only and --against")
    sizes, pairs = (QUICK, 1) if given.quick else (given.sizes, max(1, given.pairs))
    return Wanted(sizes, pairs, given.only, given.quick, given.write, given.against)


def numbers_of_tasks(typed: str) -> tuple[int, ...]:
    """The sizes that were typed, each once, the smallest first."""
    units = {"k": 1_000, "m": 1_000_000}
    sizes = [int(word.rstrip("km")) * units.get(word[-1], 1) for word in typed.lower().split(",")]
    if min(sizes) < SMALLEST:
        raise argparse.ArgumentTypeError(f"{SMALLEST} tasks are the fewest that hold what is open")
    return tuple(sorted(set(sizes)))


def _rows(wanted: Wanted, program: Caseload, peer: Taskwarrior | None, today: date) -> Iterator[Row]:
    """Every row, its databases filled before any of them is measured."""
    # Tried at the smallest only, where nothing is to be measured.
    sizes = wanted.sizes[:1] if wanted.quick else wanted.sizes
    if wanted.against:
        yield from _of_both(program, _other(program.home / "other", wanted.against.absolute()), sizes, today)
        return
    dbs = {}
    for tasks in wanted.sizes:
        _progress(f"filling {size(tasks)}")
        dbs[tasks] = program.filled(tasks, today, all_open=False)
    yield from start_rows(program)
    for tasks in sizes:
        yield from daily_rows(program, tasks, dbs[tasks])
    empty = program.filled(0, today, all_open=True)
    for tasks in sizes:
        yield from scale_rows(program, tasks, dbs[tasks], empty, today)
    for tasks in sizes:
        yield from past_rows(program, tasks, dbs[tasks], today)
    yield from flat_rows(program, dbs)
    yield from _with_all_kinds(program, sizes[0], today)
    if peer is None:
        return
    # Its import alone of so many takes longer than all the rest.
    for tasks, all_open in product([one for one in sizes if one < LARGE], (False, True)):
        _progress(f"filling {size(tasks)} for taskwarrior{', all open' if all_open else ''}")
        db = program.filled(tasks, today, all_open=True) if all_open else dbs[tasks]
        data = peer.filled(tasks, today, all_open=all_open)
        yield from taskwarrior_rows(program, peer, tasks, db, data, all_open=all_open)


def _with_all_kinds(program: Caseload, tasks: int, today: date) -> Iterator[Row]:
    """What is asked of a copy with all kinds and of one with those there are, each with a database of its own."""
    now = count(program)
    if now >= ALL:
        return
    _progress(f"making up {ALL - now} kinds")
    plain = copied(program, program.home / "plain")
    full = copied(program, program.home / "full", ALL - now)
    dbs = plain.filled(tasks, today, all_open=False), full.filled(tasks, today, all_open=False)
    yield from kinds_rows(plain, full, tasks, dbs, (now, ALL))


def _other(home: Path, path: Path) -> Caseload:
    """The program of another checkout, installed as this one is; or one that is installed, with what is beside it."""
    return installed(home, path) if path.is_dir() else placed(home, path)


def _of_both(program: Caseload, other: Caseload, sizes: Sequence[int], today: date) -> Iterator[Row]:
    """What is asked of two programs, each with a database that it has made itself."""
    for tasks in sizes:
        _progress(f"filling {size(tasks)} in both")
        dbs = program.filled(tasks, today, all_open=False), other.filled(tasks, today, all_open=False)
        yield from against_rows(program, other, tasks, dbs)


def _measured(wanted: Wanted, chosen: Sequence[Row]) -> list[tuple[Row, Compared]]:
    found = []
    for place, row in enumerate(chosen, 1):
        _progress(f"[{place}/{len(chosen)}] {row.name} {size(row.tasks) if row.tasks else ''} against {row.against}")
        found.append(
            (
                row,
                compare(row.command, row.baseline, min(wanted.pairs, row.pairs or wanted.pairs), warm=not wanted.quick),
            )
        )
    return found


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
