"""What comes in through stdin: a text as it is, or ids one a line."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from caseload.errors import Invalid

STDIN = "-"
"""What stands for stdin among the words of a command."""


def read(stdin: TextIO) -> bytes:
    """All of it, in bytes, so that line ends stay as they are; Invalid where it has no end."""
    return read_small(STDIN, stdin, "a text, or ids one a line")


def read_small(place: str, stdin: TextIO, wanted: str) -> bytes:
    """All of a file that people write by hand, or of stdin; Invalid where it cannot be read, or has no end."""
    try:
        if place == STDIN:
            data = stdin.buffer.read(_SMALL + 1)
        else:
            with Path(place).open("rb") as file:
                data = file.read(_SMALL + 1)
    except OSError as error:
        raise Invalid(f"cannot be read: {error.strerror}", wanted, typed=place) from None
    except ValueError:
        raise Invalid("is no path", wanted, typed=place) from None
    if len(data) > _SMALL:
        raise Invalid(f"is more than {_SMALL >> 20} MB", wanted, typed=place)
    return data


_SMALL = 16 << 20


def decoded(data: bytes, field: str = "TEXT") -> str:
    """The text without the line end that editors and pipes put last; Invalid, naming the line, for other than UTF-8."""
    try:
        return re.sub(r"\r?\n\Z", "", data.decode())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid(f"is not UTF-8 in line {line}", "text in UTF-8", field=field) from None


def ids(stdin: TextIO, words: Sequence[str]) -> list[str]:
    """The ids typed, with those on stdin, one a line, in the place of `-`."""
    # What Windows writes first in a file of UTF-8 is no part of an id.
    lines = decoded(read(stdin)).removeprefix("\ufeff").splitlines() if STDIN in words else []
    piped = [line.strip() for line in lines if line.strip()]
    return [one for word in words for one in (piped if word == STDIN else [word])]
