"""Run the installed program on a terminal of a given size: a pseudo-terminal, and pyte to see what a person would."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import forked
import pyte
from conftest import Program, executable

PATIENCE = 20.0
"""Seconds after which a program that says nothing has hung."""


@dataclass(frozen=True)
class Seen:
    """What a run on a terminal left: its exit code, every byte it sent, and the size of the screen they went to."""

    code: int
    raw: bytes
    columns: int

    @property
    def text(self) -> str:
        """The bytes as text, colours and all."""
        return self.raw.decode()

    @property
    def plain(self) -> str:
        """The text without the colours."""
        return re.sub(r"\x1b\[[0-9;]*m", "", self.text).replace("\r\n", "\n")

    @property
    def screen(self) -> list[str]:
        """The lines that a terminal of that width shows, however many there are, without the blanks at their end."""
        height = self.raw.count(b"\n") * 4 + 24
        shown = pyte.Screen(self.columns, height)
        pyte.ByteStream(shown).feed(self.raw)
        return [line.rstrip() for line in "\n".join(shown.display).rstrip().split("\n")]


def on_terminal(
    program: Program, *words: str, columns: int = 80, lines: int = 500, env: Mapping[str, str] | None = None,
    keys: Sequence[tuple[str, str]] = (),
) -> Seen:  # fmt: skip
    """Run the program on a terminal. `keys` are pairs: what to wait for on the screen, and what to type then."""
    environ = {**program.environ, **(env or {})}
    return seen([executable(), *words], environ, columns=columns, lines=lines, keys=keys)


def seen(
    command: Sequence[str], env: Mapping[str, str], *, columns: int = 80, lines: int = 500, cwd: Path | None = None,
    keys: Sequence[tuple[str, str]] = (),
) -> Seen:  # fmt: skip
    """Run any command on a terminal, in a folder."""
    master, slave = _opened(columns, lines)
    # The first terminal that a new session opens becomes its own, so that Ctrl-C typed there reaches the program.
    shell = ["sh", "-c", 'exec "$@" < "$0" > "$0" 2>&1', os.ttyname(slave), *command]
    child = subprocess.Popen(shell, env={"TERM": "xterm-256color", **env}, cwd=cwd, start_new_session=True)
    try:
        raw = _talk(lambda: child.poll() is not None, master, list(keys))
        return Seen(child.wait(PATIENCE), raw, columns)
    finally:
        os.close(slave)
        child.kill()
        child.wait()
        os.close(master)


def quickly_seen(
    words: Sequence[str], env: Mapping[str, str], cwd: Path, *, columns: int = 80, lines: int = 500,
    keys: Sequence[tuple[str, str]] = (),
) -> Seen:  # fmt: skip
    """Run the program on a terminal, in a folder, without its start-up; keys are read, and none of them is Ctrl-C."""
    master, slave = _opened(columns, lines)
    try:
        with forked.begun([executable(), *words], {"TERM": "xterm-256color", **env}, cwd, slave) as run:
            raw = _talk(run.has_ended, master, list(keys))
            return Seen(run.code(), raw, columns)
    finally:
        os.close(slave)
        os.close(master)


def _opened(columns: int, lines: int) -> tuple[int, int]:
    """A terminal of that size: the end of the person, and that of the program."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    return master, slave


def _talk(has_ended: Callable[[], bool], master: int, keys: list[tuple[str, str]]) -> bytes:
    """Everything the program sends until it ends, answering as it comes."""
    raw, answered = b"", 0
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended = has_ended()
        if select.select([master], [], [], 0.01)[0]:
            raw += os.read(master, 65536)
        elif ended:
            return raw
        if keys and keys[0][0].encode() in raw[answered:]:
            answered = len(raw)
            os.write(master, keys.pop(0)[1].encode())
    raise AssertionError(f"the program waits, having said {raw!r}")
