"""What comes in through stdin: a text as it is, or ids one a line."""

import re
from collections.abc import Sequence
from typing import TextIO

from caseload.errors import Invalid

STDIN = "-"
"""What stands for stdin among the words of a command."""


def read(stdin: TextIO) -> bytes:
    """All of it, in bytes, so that line ends stay as they are."""
    return stdin.buffer.read()


def decoded(data: bytes) -> str:
    """The text without the line end that editors and pipes put last; Invalid, naming the line, for other than UTF-8."""
    try:
        return re.sub(r"\r?\n\Z", "", data.decode())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid(f"is not UTF-8 in line {line}", "text in UTF-8", field="TEXT") from None


def ids(stdin: TextIO, words: Sequence[str]) -> list[str]:
    """The ids typed, with those on stdin, one a line, in the place of `-`."""
    # What Windows writes first in a file of UTF-8 is no part of an id.
    lines = decoded(read(stdin)).removeprefix("\ufeff").splitlines() if STDIN in words else []
    piped = [line.strip() for line in lines if line.strip()]
    return [one for word in words for one in (piped if word == STDIN else [word])]
