"""New files for records: readable by their owner alone, whole or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from caseload.errors import CannotWrite, Refused


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[TextIO]:
    """A text file that is at `path` when the block has ended well, and nowhere when it has not.

    Raises Refused where something is there already, unless `force` and it is a file; CannotWrite where it cannot be.
    """
    refuse_taken(path, force)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        number = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}", "name another place") from error
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            yield file
        refuse_taken(path, force)
        unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def refuse_taken(path: Path, force: bool) -> None:
    """Raises Refused where something is at `path` already, unless `force` and it is a file."""
    if path.is_symlink() or (path.exists() and not (force and path.is_file())):
        raise Refused(f"there is something at {path} already", "name another place, or replace a file with --force")
