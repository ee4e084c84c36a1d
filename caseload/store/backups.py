"""Copies to go back to: made, and verified by opening them before they have their name."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from caseload import paths, placing
from caseload.errors import CannotWrite, Refused, Unusable
from caseload.records.kinds import TABLES
from caseload.store import driver
from caseload.store.core import Store
from caseload.store.damage import faults, is_damage
from caseload.store.dated import made_at
from caseload.store.opening import SCHEMA, explained, schema_of

_NEWEST = "select id, at, kind, record_id from change order by id desc limit 1"
_OF_THE_COPY = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
"""What keeps SQLite from writing a copy; anything else is the matter of the database that it reads."""


class Copy(NamedTuple):
    """A file that was found to be a sound caseload: which it is, of which schema, what it holds."""

    path: Path
    size: int
    schema: int
    database: str
    """Which caseload; nothing for one of a schema that had no such id."""
    begun: str
    """Its first step, as its log has it; nothing where there was none."""
    records: int
    newest: str
    """The moment of its newest step, in UTC; nothing where there was none."""


def back_up(store: Store, database: Path, place: Path) -> Copy:
    """A verified copy of the database as it stands, at a place where nothing is, its owner's alone.

    Raises CannotWrite where it cannot be written, Refused where something came there meanwhile, Unusable where the
    database cannot be read whole or its copy is not sound; in none of these is anything left at the place.
    """
    try:
        with placing.unfinished(place) as partial:
            made = _copied(store, database, partial, place)
            try:
                placing.put(partial, place)
            except FileExistsError:
                raise Refused(f"there is something at {place} already", "name another place") from None
    except OSError as error:
        raise _cannot(place, error.strerror) from error
    return made._replace(path=place)


def verified(path: Path) -> Copy:
    """What a file holds that was opened and looked through; Unusable where it is no sound caseload of ours.

    Nothing is written, neither into the file nor beside it.
    """
    refuse_unsettled(path)
    with closing(opened(path)) as connection:
        return looked_at(connection, path)


def looked_at(connection: sqlite3.Connection, path: Path) -> Copy:
    """What an open copy holds; raises Unusable, by the name of the `path`, where it is not sound."""
    try:
        if any(map(is_damage, faults(connection, "quick_check"))):
            raise _unsound(path)
        schema = int(connection.execute("pragma user_version").fetchone()[0])
        there = {str(row[0]) for row in connection.execute("select name from sqlite_master where type = 'table'")}
        records = sum(_count(connection, table) for table in TABLES if table in there)
        known = connection.execute("select database from identity").fetchone() if "identity" in there else None
        first = connection.execute("select at || ' ' || command from operation order by id limit 1").fetchone()
        newest = connection.execute("select at from operation order by id desc limit 1").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise explained(error, path) from error
        raise _unsound(path) from error
    size = paths.status(path).st_size
    database, begun, at = (str(one[0]) if one else "" for one in (known, first, newest))
    return Copy(path, size, schema, database, begun, records, at)


def opened(path: Path) -> sqlite3.Connection:
    """A connection that only reads a copy at rest; raises Unusable for what is none of ours, or of a newer program."""
    try:
        schema = schema_of(path)
    except Unusable as error:
        # Of one that is encrypted the schema stands in a page, which may be damaged.
        if _code(error.__cause__) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _unsound(path) from error.__cause__
        raise Unusable(error.what, _NAME_ONE) from error.__cause__
    if schema > SCHEMA:
        raise Unusable(f"{path} was made by a newer caseload (schema {schema})", "upgrade caseload, then try again")
    # To read what says that it has a write-ahead log, SQLite would have to write beside it; at rest there is none.
    return driver.connect(path, "ro", immutable=has_log(path))


_NAME_ONE = "name a copy that caseload backup made; caseload doctor names the last good one"


def caseload_of(path: Path) -> str:
    """Which caseload a file says that it is of, which is not looked through; nothing where it is no file of ours."""
    with suppress(Unusable), closing(opened(path)) as connection:
        known = connection.execute("select database from identity").fetchone()
        return str(known[0]) if known else ""
    return ""


def has_log(path: Path) -> bool:
    """Whether the header of a file says that it is written by way of a write-ahead log."""
    header = paths.read(path, 20)
    return header.startswith(driver.MAGIC) and header[18:] == b"\x02\x02"


def clear(folder: Path, database: Path) -> None:
    """Remove what killed runs left of copies of a database on their way into a folder."""
    named = (re.fullmatch(r"\.(.+)\.[0-9]+(-[0-9]+)?\.part", one) for one in paths.names(folder))
    for one in made_at(list({found[1] for found in named if found}), str(database)):
        placing.clear(folder / one)


def refuse_unsettled(path: Path) -> None:
    """Refuse a copy of which a part stands beside it: its file alone is not what it holds."""
    for end in ("-journal", "-wal"):
        with suppress(OSError):
            if paths.status(f"{path}{end}").st_size:
                raise Unusable(
                    f"{path}{end} holds a part of it, which a killed program or another has left there",
                    f"caseload --db {path} doctor settles it",
                )


def _copied(store: Store, database: Path, partial: Path, place: Path) -> Copy:
    # From a connection of its own: within a transaction SQLite makes none. Opened before anything is locked: whoever
    # looks whether a file is encrypted lets go of SQLite's locks there.
    with closing(driver.connect(database, "ro")) as reader:
        # Another program's write-ahead log lets writers go on while the copy is made; then it is made once more.
        for _ in range(3):
            with _as_it_stands(store) as before:
                _vacuumed(reader, partial, place)
                with closing(opened(partial)) as connection:
                    found = looked_at(connection, partial)
                    if content(connection) == before:
                        return found
            os.truncate(partial, 0)
    raise Unusable("the copy does not hold what the database does", "nothing was kept of it; see caseload doctor")


@contextmanager
def _as_it_stands(store: Store) -> "Iterator[object]":
    """What the database holds, while nobody stores anything in it."""
    with store.snapshot():
        yield content(store.connection)


def content(connection: sqlite3.Connection) -> object:
    """What tells whether two databases hold the same: the rows of each table, the newest change, which they are."""
    sql = "select name from sqlite_master where type = 'table' and rootpage > 0 order by name"
    tables = [str(row[0]) for row in connection.execute(sql)]
    asked = ("pragma application_id", "pragma user_version", "select database from identity", _NEWEST)
    return {one: _count(connection, one) for one in tables}, [connection.execute(one).fetchone() for one in asked]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'select count(*) from "{table}"').fetchone()[0])


def _vacuumed(reader: sqlite3.Connection, partial: Path, place: Path) -> None:
    """Have a copy of what a connection reads, encrypted with the same key where that is."""
    try:
        reader.execute("vacuum into ?", (str(partial),))
    except sqlite3.Error as error:
        if _code(error) not in _OF_THE_COPY:
            raise
        raise _cannot(place, str(error)) from error


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _unsound(path: Path) -> Unusable:
    return Unusable(f"{path} is not sound: no copy to go back to", _NAME_ONE)


def _cannot(place: Path, why: str | None) -> CannotWrite:
    return CannotWrite(f"cannot write {place}: {why}", "no copy was made; name another place")
