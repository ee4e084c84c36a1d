"""The table that is printed, and its place in docs/performance.md."""

import os
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from programs import Caseload, Taskwarrior
from rows import ITSELF, Row, size
from timing import Compared, peak_bytes

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN = "<!-- results: written by python benchmarks/run.py --write -->"
END = "<!-- end of results -->"

STEADY = (0.9, 1.1)
"""Where the ratio of a thing to itself must lie, or nothing that was measured beside it counts."""


def is_void(row: Row, found: Compared) -> bool:
    """Whether a thing cost more or less than itself: the machine was too busy to measure on."""
    return row.against == ITSELF and not STEADY[0] <= found.median <= STEADY[1]


def table(measured: Sequence[tuple[Row, Compared]]) -> Iterator[str]:
    """The lines of the table."""
    yield "| command | tasks | against | times, median [min-max] | target | | ms | peak MB |"
    yield "|---|---:|---|---:|---:|---|---:|---:|"
    own = peak_bytes(resource.getrusage(resource.RUSAGE_SELF))
    for row, found in measured:
        cells = (
            row.name,
            size(row.tasks) if row.tasks else "-",
            row.against,
            f"{_times(found.median)} [{_times(min(found.ratios))}-{_times(max(found.ratios))}]",
            f"<= {row.target:g}" if row.target else "",
            _verdict(row, found),
            f"{found.middle_ms:.0f}",
            _megabytes(found.peak, own),
        )
        yield f"| {' | '.join(cells)} |"


def conditions(program: Caseload, peer: Taskwarrior | None, pairs: int, today: date) -> str:
    """The machine and the day, in general terms."""
    versions = program.says("import platform, sqlite3; print(platform.python_version(), sqlite3.sqlite_version)")
    python, sqlite = versions.split()
    beside = f"taskwarrior {peer.version}" if peer else "no taskwarrior"
    cores = f"{os.cpu_count()} cores"
    return f"{today}: {cores}, {sys.platform}, Python {python}, SQLite {sqlite}, {beside}; {pairs} pairs a row."


def rewrite(page: Path, said: str) -> None:
    """Put the results between the two marks of a page, in place of those that stand there."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{said}\n\n{END}{after}", encoding="utf-8")


def _verdict(row: Row, found: Compared) -> str:
    if row.against == ITSELF:
        return "void" if is_void(row, found) else "steady"
    if row.target is None:
        return ""
    return "ok" if found.median <= row.target else "over"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 2 else f"{ratio:.1f}"


def _megabytes(peak: int, own: int) -> str:
    # A process begins as a copy of the one that starts it, so none is seen smaller than this one.
    return f"<= {peak / 1e6:.0f}" if peak <= own else f"{peak / 1e6:.0f}"
