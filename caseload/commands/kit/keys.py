"""One key at a time from a terminal, without Enter; a line where what stands in for it has none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from typing import TextIO

from caseload.output.terminal import Terminal, warn


class Keys:
    """What somebody types: key by key where the terminal gives them so, else the first letter of each line."""

    def __init__(self, inp: TextIO, terminal: Terminal, number: int | None) -> None:
        self._inp, self._terminal, self._number = inp, terminal, number

    def key(self) -> str:
        """The next key in small letters; nothing at the end of the input."""
        if self._number is None:
            line = self._inp.readline()
            return line.strip().casefold() or "\n" if line else ""
        pressed = os.read(self._number, 1)
        if pressed == b"\x1b":
            # An arrow comes as three bytes; the one to the left goes back.
            return {b"[D": "b"}.get(os.read(self._number, 2), "?")
        return pressed.decode("ascii", "replace").casefold().replace("\r", "\n").replace("\x7f", "b")

    def number(self) -> int | None:
        """Digits up to Enter, as they are typed; None for none."""
        if self._number is None:
            typed = self._inp.readline().strip()
            return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else None
        digits = ""
        while (key := self.key()) not in ("\n", ""):
            if key == "b":
                digits = digits[:-1]
            elif key.isdecimal() and len(digits) < 4:
                digits += key
        warn(self._terminal, digits)
        return int(digits) if digits else None


@contextmanager
def keys(inp: TextIO, terminal: Terminal) -> Iterator[Keys]:
    """The keys of the terminal while the block lasts, and its lines again after it, whatever happens."""
    try:
        import termios
        import tty

        number = inp.fileno()
        before = termios.tcgetattr(number)
    except (ImportError, UnsupportedOperation, ValueError, OSError):
        yield Keys(inp, terminal, None)
        return
    except termios.error:
        yield Keys(inp, terminal, None)
        return
    try:
        tty.setcbreak(number, termios.TCSADRAIN)
        yield Keys(inp, terminal, number)
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
