"""Commands that are made once for all runs of a process.

To put a command together from its declaration takes longer than most of what it then does. What a run is told it keeps
in its session, and a command is for the next run what it was for the last.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from caseload.commands import root

_load: Callable[..., Any] = root._load
_made = cache(_load)


@contextmanager
def commands() -> Iterator[None]:
    """While the block runs, a command that was made already is not made again."""
    root._load = _made
    try:
        yield
    finally:
        root._load = _load
