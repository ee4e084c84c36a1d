"""New files for records: readable by their owner alone, whole or not there; never one that this very run lives on."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TextIO

from caseload import placing
from caseload.errors import CannotWrite, Invalid, Refused

COMPRESSED = frozenset([".gz", ".tgz", ".bz2", ".xz", ".zip", ".7z", ".zst", ".lz4", ".br"])
"""Endings of files that are never written."""


class Place(NamedTuple):
    """Where a new file is to be, and what may not be lost there: `keep` gives files of this run and what each is.

    `force` is whether a file that is there already is replaced; None where that cannot be asked for.
    """

    path: Path
    force: bool | None = False
    keep: Mapping[Path, str] = MappingProxyType({})

    @property
    def is_straight(self) -> bool:
        """Whether a device or a pipe is there, which is written to as it stands."""
        with suppress(OSError):
            # A link is followed only where the system made it: /dev/stdout, /dev/fd/63; in /dev/shm anybody may.
            if not self.path.is_symlink() or self.path.parent in _SYSTEM or self.path.is_relative_to("/proc"):
                mode = self.path.stat().st_mode
                return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)
        return False

    def check(self) -> None:
        """Raises Refused where a new file cannot be put, Invalid where its ending promises what it would not be."""
        if self.is_straight:
            return
        if self.path.suffix.lower() in COMPRESSED:
            raise Invalid("would not be compressed", "an ending such as .csv or .json; compress it then",
                          typed=str(self.path))  # fmt: skip
        for kept, what in self.keep.items():
            if _same(self.path, kept):
                raise Refused(f"{self.path} is {what}, which is never replaced", "name another place")
        if self.path.is_symlink():
            raise Refused(f"{self.path} is a link, which is never replaced or followed", "name another place")
        if self.path.is_dir():
            raise Refused(f"{self.path} is a folder", "name a file")
        if self.path.exists() and not self.path.is_file():
            raise Refused(f"{self.path} is a device or a socket, which is never replaced", "name another place")
        if self.path.exists() and not self.force:
            never = "move it away first; it is never replaced"
            hint = never if self.force is None else "name another place, or replace the file with --force"
            raise Refused(f"there is something at {self.path} already", hint)


@contextmanager
def new_file(place: Place) -> Iterator[TextIO]:
    """A text file that is at its place when the block has ended well, and nowhere when it has not.

    Raises as `Place.check`; CannotWrite where it cannot be. What `is_straight` is written as it goes.
    """
    path = place.path
    place.check()
    if place.is_straight:
        with _opened(path, path, os.O_WRONLY) as file:
            if file.isatty():
                # What is kept goes into files as it stands, and a terminal would obey it.
                raise Refused(f"{path} is a terminal", "write to stdout, which is made harmless there")
            yield file
        return
    with ExitStack() as under_way:
        try:
            unfinished = under_way.enter_context(placing.unfinished(path))
        except OSError as error:
            raise _cannot(path, error) from error
        try:
            with _opened(path, unfinished, os.O_WRONLY | os.O_NOFOLLOW) as file:
                yield file
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            raise _cannot(path, error) from error
        place.check()
        try:
            (placing.put_over if place.force else placing.put)(unfinished, path)
        except FileExistsError:
            # One that has come in this moment.
            place.check()
            raise Refused(f"there is something at {path} already", "name another place") from None
        except OSError as error:
            raise _cannot(path, error) from error


_SYSTEM = (Path("/dev"), Path("/dev/fd"))

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def _cannot(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(f"cannot write {path}: {error.strerror}", "name another place")


def _opened(named: Path, path: Path, how: int) -> TextIO:
    try:
        number = os.open(path, how | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise _cannot(named, error) from error
    return os.fdopen(number, "w", encoding="utf-8", newline="")


def _same(one: Path, other: Path) -> bool:
    """Whether both are one file, however they are spelt; of what is not there yet, whether it would be one."""
    with suppress(OSError):
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)
