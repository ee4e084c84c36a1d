"""The bytes of a file, of a pipe or of stdin, where they can be read twice; nothing of them stays behind."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, TextIO

from caseload.errors import Invalid

SMALL = 1 << 20
"""Bytes of a pipe that are held in memory; of a longer one all is put down in a file first."""


def source(place: str, stdin: TextIO, spool: Path | None = None) -> BinaryIO:
    """The bytes of the file at `place`, or of stdin for `-`, from their beginning.

    A long pipe is put into a file without a name in the folder `spool`, which only this run can read and which is gone
    when the run is, however it ends. Raises Invalid for what cannot be read.
    """
    try:
        if place == "-":
            return _twice(stdin.buffer, spool)
        file = Path(place).open("rb")  # noqa: SIM115 - whoever asked for it closes it
    except OSError as error:
        raise Invalid(
            f"{place} cannot be read ({error.strerror})", "name a file that is there, or - for stdin"
        ) from None
    if file.seekable():
        return file
    with file:
        return _twice(file, spool)


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
        file.writelines(blocks)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _blocks(pipe: BinaryIO) -> Iterator[bytes]:
    # What is there, and not a block that is full: between two reads Ctrl-C is heard.
    read: Callable[[int], bytes] = getattr(pipe, "read1", pipe.read)
    while block := read(SMALL):
        yield block
