"""What need not come to an end is given up: a file of the user's that is read for ever, a form that loops."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class EndlessError(Exception):
    """It took more of the processor's time than it may."""


@contextmanager
def given_up_after(seconds: float) -> Iterator[None]:
    """Raise EndlessError inside the block once it has had so many seconds of the processor's time."""
    before = signal.signal(signal.SIGVTALRM, _raise)
    # Again and again: whoever takes any exception for an answer would swallow the first.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise EndlessError
