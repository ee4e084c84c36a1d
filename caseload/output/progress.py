"""A bar on a terminal's stderr while a long file is read; nothing anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from caseload.output.terminal import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

LONG = 1_000_000
"""Bytes of a file that takes long enough to be watched."""

_EVERY = 500


@contextmanager
def watched(terminal: Terminal, rows: Iterator[T], size: int, position: Callable[[], int]) -> Iterator[Iterator[T]]:
    """The rows of a file of `size` bytes, of which `position` are read, with a bar that is gone when the block ends.

    It tells rows, rows a second, and the time that is left. With --quiet, in a pipe, or for a short file there is none.
    """
    if size < LONG or terminal.quiet or not terminal.err.isatty():
        yield rows
        return
    with _bar(terminal) as bar:
        yield _counted(rows, bar, size, position)


def _bar(terminal: Terminal) -> "Progress":
    # Rich, only for a bar.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        BarColumn(),
        TextColumn("{task.percentage:3.0f}% · {task.fields[rows]:,} rows ·", markup=False),
        TextColumn("{task.fields[rate]:,.0f} rows/s ·", markup=False),
        TimeRemainingColumn(),
        TextColumn("left{task.fields[then]}", markup=False),
        console=Console(file=terminal.err, no_color=not terminal.color),
        transient=True,
        refresh_per_second=4,
    )


def _counted(rows: Iterator[T], bar: "Progress", size: int, position: Callable[[], int]) -> Iterator[T]:
    number = bar.add_task("", total=size, rows=0, rate=0.0, then="")
    (task,) = bar.tasks
    count = 0
    for count, row in enumerate(rows, 1):
        if not count % _EVERY:
            rate = count / (task.elapsed or 1)
            bar.update(number, completed=position(), rows=count, rate=rate)
        yield row
    # What is left is the store's, and of no length that is known.
    bar.update(number, completed=size, rows=count, then=" · indexes are made")
