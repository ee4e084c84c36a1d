"""A database written anew with another key, or with none: beside it, compared, then put in its place in one step.

Killed at any moment, the place holds the one or the other, whole.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from caseload import paths, placing
from caseload.errors import Unusable
from caseload.store import driver
from caseload.store.backups import content, looked_at
from caseload.store.damage import refuse_damaged, unmark
from caseload.store.dated import folder
from caseload.store.driver import MAGIC, Key
from caseload.store.opening import APPLICATION_ID, explained, open_existing

_SCHEMA = "select type, name, tbl_name, sql from sqlite_master order by type, name"
_ROWS = "select name, seq from sqlite_sequence order by name"


def written_anew(place: Path, key: Key | None, prove: Callable[[Path], None] = lambda _: None) -> None:
    """Have the database at a place encrypted with that key, or not at all; `prove` may refuse what was made.

    Raises Unusable where it is busy, damaged, or cannot be replaced; then all is as it was. What it was before is
    overwritten, and no other program can store anything more in it.
    """
    _refuse_linked(place)
    # What is old is brought up to date first, and what a killed run left is taken back.
    with closing(open_existing(place)) as connection:
        refuse_damaged(connection, look=True)
    with _held(place) as connection, _telling(place), placing.unfinished(place) as partial:
        was = os.open(place, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _export(connection, partial, key)
            _compare(connection, place, partial)
            prove(partial)
            placing.put_over(partial, place)
            _overwrite(was)
        finally:
            # Whoever closes a file lets go of SQLite's lock on it: only now.
            os.close(was)
    unmark(place)


def _refuse_linked(place: Path) -> None:
    """Refuse a file that has another name: what is there would be overwritten under that name too."""
    with suppress(OSError):
        if paths.status(place).st_nlink > 1:
            what = f"{place} has another name somewhere (a hard link), and what it was would be overwritten there too"
            raise Unusable(what, f"find it with find / -samefile {place}, and make a copy of it in its place")


@contextmanager
def _held(place: Path) -> Iterator[sqlite3.Connection]:
    """A connection of SQLCipher's to the database, which nobody else can read or write until it is closed."""
    key = driver.key_of(place)
    connection: Any = driver.cipher().connect(
        paths.uri(place, "rw"), uri=True, timeout=driver.BUSY_SECONDS, isolation_level=None
    )
    with closing(connection):
        try:
            driver.keyed(connection, key)
            connection.execute("pragma journal_mode = delete").fetchone()
            # The lock outlives the transaction.
            connection.execute("pragma main.locking_mode = exclusive").fetchone()
            connection.execute("begin exclusive")
            connection.execute("commit")
        except sqlite3.Error as error:
            raise explained(error, place) from error
        yield connection


def _export(connection: sqlite3.Connection, partial: Path, key: Key | None) -> None:
    connection.execute("attach ? as made key ?", (str(partial), "" if key is None else driver.spelt(key)))
    try:
        connection.execute("select sqlcipher_export('made')").fetchone()
        for name in ("application_id", "user_version"):
            number = int(connection.execute(f"pragma main.{name}").fetchone()[0])
            connection.execute(f"pragma made.{name} = {number}")
    except sqlite3.Error as error:
        raise explained(error, partial) from error
    finally:
        connection.execute("detach made")


def _compare(connection: sqlite3.Connection, place: Path, partial: Path) -> None:
    with closing(driver.connect(partial)) as made:
        looked_at(made, partial)
        asked = (_SCHEMA, _ROWS)
        same = all(made.execute(sql).fetchall() == connection.execute(sql).fetchall() for sql in asked)
        if not same or content(made) != content(connection):
            what = f"what was made of {place} does not hold what it does"
            raise Unusable(what, "nothing was changed; see caseload doctor")


def _overwrite(number: int) -> None:
    """Leave nothing in a file that has no name any more, for whoever waits to write there, or looks at the disk."""
    with suppress(OSError):
        size, at, nothing = os.fstat(number).st_size, 0, bytes(2**20)
        while at < size:
            at += os.pwrite(number, nothing[: size - at], at)
        os.fsync(number)
        os.ftruncate(number, 0)


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot write {place} anew: {error.strerror}"
        raise Unusable(what, "see caseload path") from error


def in_clear(database: Path, backups: Path | None) -> list[Path]:
    """The caseloads beside a database, and in its folders of copies, that are not encrypted."""
    found = []
    for place in dict.fromkeys((database.parent, Path(folder(str(database))), *filter(None, (backups,)))):
        for one in (place / name for name in sorted(paths.names(place)) if place / name != database):
            with suppress(OSError):
                header = paths.read(one, 100) if one.is_file() else b""
                if header.startswith(MAGIC) and int.from_bytes(header[68:72], "big") == APPLICATION_ID:
                    found.append(one)
    return found
