"""Whether a file is damaged, and the mark beside one that is, so that nothing is written into it any more.

The mark is good for the file as it stood: one that has been put back since is looked at anew, and a sound one freed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from caseload import placing
from caseload.errors import Unusable

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


def mark(path: Path) -> None:
    """Let nothing be written into the file from now on; where no mark can be put, nothing can be written anyway."""
    with suppress(OSError), placing.unfinished(_mark(path)) as under_way:
        under_way.write_text(_state(path), "ascii")
        placing.put_over(under_way, _mark(path))


def unmark(path: Path) -> None:
    """Let the file be written to, which is sound."""
    with suppress(OSError):
        _mark(path).unlink(missing_ok=True)


def warning(path: Path) -> str:
    """What is to be said with all that is read from a file that is marked; nothing for any other."""
    with suppress(OSError, ValueError):
        if _mark(path).read_text("ascii") == _state(path):
            return f"{path} is damaged: what is shown may not be all (see caseload doctor)"
    return ""


def refuse_damaged(connection: sqlite3.Connection, *, look: bool = False) -> None:
    """Raise Unusable where its file is known to be damaged, or with `look` is found to be and is not large.

    Reads the file through where a mark is there and the file is not the one that was marked.
    """
    path = Path(connection.execute("pragma database_list").fetchone()[2])
    if not path.is_file():
        # In memory.
        return
    state = _state(path)
    try:
        said = _mark(path).read_text("ascii")
    except FileNotFoundError:
        if look and path.stat().st_size <= _CHEAP and _is_damaged(path, "quick_check"):
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


def _refusal(path: Path) -> Unusable:
    how = "put back a copy of it, or export what can be read (caseload export client --csv) into a new one"
    return Unusable(f"{path} is damaged and takes no more writes (see caseload doctor)", how)


def _is_damaged(path: Path, check: str) -> bool:
    with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as connection:
        return any(map(is_damage, faults(connection, check)))


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _state(path: Path) -> str:
    """What tells the file as it stands from one that is put in its place, or written to by another program."""
    found = path.stat()
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}\n"
