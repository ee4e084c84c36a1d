"""Whether a file is damaged, and the mark beside one that is, so that nothing is written into it any more.

The mark is good for the file as it stood: one that has been put back since is looked at anew, and a sound one freed.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from os import PathLike

from caseload import paths
from caseload.errors import Unusable
from caseload.store import driver

_OF_A_ROW = (
    "CHECK constraint failed", "NULL value in", "NUMERIC value in", "TEXT value in", "malformed inverted index",
    "unable to validate the inverted index",
)  # fmt: skip
"""How SQLite's check begins what it says of a value or of the search index: it can be mended by writing."""

_CHEAP = 32 * 2**20
"""Bytes that are looked through in a tenth of a second."""


def faults(connection: sqlite3.Connection, check: str = "integrity_check") -> Iterator[str]:
    """What SQLite finds wrong with the file, a line each; nothing where all is well."""
    try:
        for row in connection.execute(f"pragma {check}(1000000)"):
            # The first line of some is a heading.
            yield from (line for line in str(row[0]).split("\n") if line not in ("ok", "*** in database main ***"))
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        yield str(error).partition(" (")[0]


def is_damage(fault: str) -> bool:
    """Whether a fault is of the file's pages and indexes, and not of what a row says."""
    a_value = fault.startswith("non-") and " value in " in fault
    return not a_value and not fault.startswith(_OF_A_ROW)


def mark(path: str | PathLike[str]) -> None:
    """Let nothing be written into the file from now on; where no mark can be put, nothing can be written anyway."""
    from pathlib import Path

    from caseload import placing

    marked = Path(_mark(path))
    with suppress(OSError), placing.unfinished(marked) as under_way:
        under_way.write_text(_state(path), "ascii")
        placing.put_over(under_way, marked)


def unmark(path: str | PathLike[str]) -> None:
    """Let the file be written to, which is sound."""
    with suppress(OSError):
        paths.remove(_mark(path))


def warning(path: str | PathLike[str]) -> str:
    """What is to be said with all that is read from a file that is marked; nothing for any other."""
    with suppress(OSError, ValueError):
        if paths.read(_mark(path)).decode("ascii") == _state(path):
            return f"{path} is damaged: what is shown may not be all (see caseload doctor)"
    return ""


def refuse_damaged(connection: sqlite3.Connection, *, look: bool = False) -> None:
    """Raise Unusable where its file is known to be damaged, or with `look` is found to be and is not large.

    Reads the file through where a mark is there and the file is not the one that was marked.
    """
    path = str(connection.execute("pragma database_list").fetchone()[2])
    if not paths.is_file(path):
        # In memory.
        return
    state = _state(path)
    try:
        said = paths.read(_mark(path)).decode("ascii")
    except FileNotFoundError:
        if look and paths.status(path).st_size <= _CHEAP and _is_damaged(path, "quick_check"):
            mark(path)
            raise _refusal(path) from None
        return
    except (OSError, ValueError):
        said = ""
    if said == state:
        raise _refusal(path)
    if _is_damaged(path, "integrity_check"):
        mark(path)
        raise _refusal(path)
    unmark(path)


def _refusal(path: str | PathLike[str]) -> Unusable:
    how = "put back a copy of it, or export what can be read (caseload export client --csv) into a new one"
    return Unusable(f"{path} is damaged and takes no more writes (see caseload doctor)", how)


def _is_damaged(path: str | PathLike[str], check: str) -> bool:
    with closing(driver.connect(path, "ro")) as connection:
        return any(map(is_damage, faults(connection, check)))


def _mark(path: str | PathLike[str]) -> str:
    return f"{os.fspath(path)}.damaged"


def _state(path: str | PathLike[str]) -> str:
    """What tells the file as it stands from one that is put in its place, or written to by another program."""
    found = paths.status(path)
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}\n"
