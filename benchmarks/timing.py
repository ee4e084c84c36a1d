"""Whole processes, timed in pairs: a command and what it is measured against, A B A B, and the ratio of each pair."""

import fcntl
import os
import resource
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from time import perf_counter

SCREEN = (400, 160)
"""Lines and columns of the terminal: one tall enough that no pager starts and waits for a key."""

_QUOTED = 2000
"""How much of a failed command's output is shown."""


_KEPT = 200_000
"""How many bytes of a run's output are looked at."""


class Failed(Exception):
    """A command that was to be timed did not do its work: what it was, and what it said."""


@dataclass(frozen=True)
class Command:
    """One process to time, and how to tell that it did its work."""

    words: tuple[str, ...]
    environ: Mapping[str, str]
    shows: str = ""
    """A text that each run must have written, `times` times or more."""
    times: int = 1
    terminal: bool = False
    """Whether stdin, stdout and stderr are a terminal; else stdin is empty and the others are a pipe."""
    undo: tuple[str, ...] = ()
    """The words that take a run back, outside the timing, so that each one starts from the same records."""


@dataclass(frozen=True)
class Ran:
    """One run: how long it took from before the process was made until it was gone, and its peak memory."""

    seconds: float
    peak: int
    """Bytes."""


@dataclass(frozen=True)
class Compared:
    """What the pairs of one row have given."""

    ratios: Sequence[float]
    seconds: Sequence[float]
    peak: int
    """The largest of the command's runs, in bytes."""

    @property
    def median(self) -> float:
        """The ratio that half of the pairs exceed."""
        return median(self.ratios)

    @property
    def middle_ms(self) -> float:
        """What the command took, in milliseconds: for orientation, a ratio is what counts."""
        return median(self.seconds) * 1000


def median(numbers: Sequence[float]) -> float:
    """The middle of the numbers; the upper one where two are."""
    # Not statistics': with fractions and decimal in it, this process would be larger than the smallest it measures.
    return sorted(numbers)[len(numbers) // 2]


def compare(command: Command, baseline: Command, pairs: int, *, warm: bool) -> Compared:
    """Time a command against another, by turns; raises Failed for a run that does not do its work.

    With `warm`, one run of each comes first that is not counted: it finds the files in the cache or brings them there.
    """
    if warm:
        run(baseline)
        run(command)
    both = [(run(baseline), run(command)) for _ in range(pairs)]
    return Compared(
        ratios=[mine.seconds / theirs.seconds for theirs, mine in both],
        seconds=[mine.seconds for _, mine in both],
        peak=max(mine.peak for _, mine in both),
    )


def run(command: Command) -> Ran:
    """Run a command once, read all it writes, and take it back if it says how; raises Failed as `compare`."""
    return _ran(command)[0]


def written(command: Command) -> str:
    """What a command writes to stdout and stderr, run as `run` does."""
    return _ran(command)[1]


def _ran(command: Command) -> tuple[Ran, str]:
    reader, writer = os.openpty() if command.terminal else os.pipe()
    if command.terminal:
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", *SCREEN, 0, 0))
    began = perf_counter()
    process = subprocess.Popen(
        command.words, env=dict(command.environ), stdin=writer if command.terminal else subprocess.DEVNULL,
        stdout=writer, stderr=writer,
    )  # fmt: skip
    os.close(writer)
    said = _kept(iter(_reading(reader), b"")).decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - began
    os.close(reader)
    process.returncode = os.waitstatus_to_exitcode(status)
    _check(command, process.returncode, said)
    if command.undo:
        call(command.undo, command.environ)
    return Ran(seconds, peak_bytes(usage)), said


def call(words: Sequence[str], environ: Mapping[str, str]) -> None:
    """Run a command that is not timed; raises Failed if it exits with anything but 0."""
    # Into a file: what an import says of 100,000 tasks must not make this process larger than those it measures.
    with TemporaryFile() as file:
        done = subprocess.run(
            words, env=dict(environ), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            file.seek(0)
            raise Failed(_told(words, f"exits {done.returncode}", file.read(_QUOTED).decode(errors="replace")))


def ask(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """What a command that is not timed writes to stdout; raises Failed as `call`."""
    environ = dict(environ)
    done = subprocess.run(words, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(_told(words, f"exits {done.returncode}", done.stdout + done.stderr))
    return done.stdout


def peak_bytes(usage: resource.struct_rusage) -> int:
    """The most memory a process had, in bytes: macOS counts them, others kilobytes."""
    return usage.ru_maxrss if sys.platform == "darwin" else usage.ru_maxrss * 1024


def _kept(blocks: Iterator[bytes]) -> bytes:
    """The beginning of what was written; all of it is read, or this process would outgrow those it measures."""
    kept = b""
    for block in blocks:
        if len(kept) < _KEPT:
            kept += block
    return kept


def _reading(reader: int) -> Callable[[], bytes]:
    def block() -> bytes:
        try:
            return os.read(reader, 1 << 16)
        except OSError:
            # Linux's way to say that nobody has the other end of a terminal open any more.
            return b""

    return block


def _check(command: Command, code: int, said: str) -> None:
    if code:
        raise Failed(_told(command.words, f"exits {code}", said))
    if (found := said.count(command.shows)) < command.times:
        raise Failed(_told(command.words, f"shows {command.shows!r} {found} times, not {command.times}", said))


def _told(words: Sequence[str], fault: str, said: str) -> str:
    return f"{' '.join(words)}: {fault}\n{said[:_QUOTED]}"
