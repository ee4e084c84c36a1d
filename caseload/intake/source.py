"""The bytes of a file, of a pipe or of stdin, where they can be read twice; nothing of them stays behind."""

import os
from collections.abc import Callable, Iterator
from io import SEEK_END, BytesIO
from pathlib import Path
from stat import S_ISCHR
from tempfile import TemporaryFile
from typing import BinaryIO, TextIO

from caseload.errors import Invalid

SMALL = 1 << 20
"""Bytes of a pipe that are held in memory; of a longer one all is put down in a file first."""

MOST_PIPED = 1 << 29
"""Bytes of a pipe that are put down: one without an end must not fill the disk."""

MOST_AT_ONCE = 1 << 28
"""Bytes of a file that has to be in memory whole."""


def source(place: str, stdin: TextIO, spool: Path | None = None) -> BinaryIO:
    """The bytes of the file at `place`, or of stdin for `-`, from their beginning.

    A long pipe is put into a file without a name in the folder `spool`, which only this run can read and which is gone
    when the run is, however it ends. Raises Invalid for what cannot be read, or has no end.
    """
    try:
        if place == "-":
            if _is_endless(stdin.buffer):
                raise Invalid(*_ENDLESS)
            return _twice(stdin.buffer, spool)
        file = Path(place).open("rb")  # noqa: SIM115 - whoever asked for it closes it
    except OSError as error:
        raise Invalid(
            f"{place} cannot be read ({error.strerror})", "name a file that is there, or - for stdin"
        ) from None
    if file.seekable() and not _is_endless(file):
        return file
    with file:
        if file.seekable():
            raise Invalid(*_ENDLESS)
        return _twice(file, spool)


def whole(place: str, stdin: TextIO, accepted: str) -> bytes:
    """All bytes of a file that is read at once, or of stdin for `-`; raises Invalid as `source`, and for too many."""
    with source(place, stdin) as file:
        size = file.seek(0, SEEK_END)
        file.seek(0)
        if size > MOST_AT_ONCE:
            name = "stdin" if place == "-" else place
            raise Invalid(f"{name} is more than {MOST_AT_ONCE >> 20} MB", accepted)
        return file.read()


_ENDLESS = "what should be read is a device, and has no end", "name a file that is there, or - for stdin"


def _is_endless(file: BinaryIO) -> bool:
    """Whether it gives bytes for ever, as /dev/zero does; what is typed at a terminal has its end."""
    try:
        return S_ISCHR(os.fstat(file.fileno()).st_mode) and not file.isatty() and bool(file.read(1))
    except OSError:
        # What is in memory has no number.
        return False


def _twice(pipe: BinaryIO, spool: Path | None) -> BinaryIO:
    blocks, start = _blocks(pipe), b""
    while len(start) < SMALL:
        block = next(blocks, None)
        if block is None:
            return BytesIO(start)
        start += block
    if spool is not None:
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = TemporaryFile(dir=spool)  # noqa: SIM115 - whoever asked for it closes it
    try:
        file.write(start)
        file.writelines(_some(blocks))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _some(blocks: Iterator[bytes]) -> Iterator[bytes]:
    left = MOST_PIPED
    for block in blocks:
        if (left := left - len(block)) < 0:
            raise Invalid(f"more than {MOST_PIPED >> 20} MB came in", "put it into a file first, and name that")
        yield block


def _blocks(pipe: BinaryIO) -> Iterator[bytes]:
    # What is there, and not a block that is full: between two reads Ctrl-C is heard.
    read: Callable[[int], bytes] = getattr(pipe, "read1", pipe.read)
    while block := read(SMALL):
        yield block
