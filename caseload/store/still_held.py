"""Which files near a database still hold a client who was purged: copies, what a restore has set aside, half copies."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from caseload import paths
from caseload.errors import Unusable
from caseload.store.backups import opened
from caseload.store.copies import left_behind
from caseload.store.core import Store
from caseload.store.dated import folder, made_at
from caseload.store.opening import explained
from caseload.store.soundness import LITESTREAM


class Held(NamedTuple):
    """A file that holds some of the clients, by number; where it cannot be read, why, and it may hold any."""

    path: Path
    clients: tuple[int, ...] = ()
    unread: str = ""


def still_held(database: Path, backups: Path | None, caseload: str, clients: Iterable[int]) -> list[Held]:
    """The files beside a database and in its folders of copies that hold the clients, or may.

    `caseload` is which caseload it is: files of another, and of other programs, are passed over.
    """
    numbers, found = tuple(clients), dict[Path, Held]()
    for place in dict.fromkeys((database.parent, Path(folder(str(database))), *filter(None, (backups,)))):
        names = paths.names(place)
        ours = {place / name for name in made_at(names, str(database))}
        for path in (place / name for name in sorted(names)):
            if path.is_file() and not path.is_symlink() and not _is_itself(path, database):
                held = _held(path, caseload, numbers)
                if held.clients or (held.unread and (path in ours or _is_named_after(path, database))):
                    found[path] = held
    half = (Held(path, numbers) for path in left_behind(database))
    return [*found.values(), *(one for one in half if one.path not in found)]


def _is_itself(path: Path, database: Path) -> bool:
    """Whether a file is the database, or what SQLite has beside it."""
    return path in (database, *(Path(f"{database}{end}") for end in ("-journal", "-wal", "-shm")))


def _is_named_after(path: Path, database: Path) -> bool:
    return path.name.startswith((f"{database.name}.schema-", f"{database.name}.before-", f".{database.name}."))


def _held(path: Path, caseload: str, clients: tuple[int, ...]) -> Held:
    try:
        with closing(opened(path)) as connection:
            if caseload not in ("", *_which(connection)):
                return Held(path)
            return Held(path, tuple(one for one in clients if _holds(connection, one)))
    except Unusable as error:
        return Held(path, unread=error.what.replace(f"{path} ", ""))
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        return Held(path, unread=explained(error).what if isinstance(error, sqlite3.Error) else "it cannot be read")


def _which(connection: sqlite3.Connection) -> Iterator[str]:
    """Which caseload a file is of; one of an older schema, which does not say it, is taken for any."""
    try:
        yield from (str(row[0]) for row in connection.execute("select database from identity"))
    except sqlite3.OperationalError:
        yield ""


def _holds(connection: sqlite3.Connection, client: int) -> bool:
    sql = """select 1 from client where id = :id union all
    select 1 from change where kind = 'client' and record_id = :id and coalesce(before, after) is not null"""
    return connection.execute(sql, {"id": client}).fetchone() is not None


def replicated(store: Store) -> bool:
    """Whether Litestream has ever sent the database to another place."""
    with suppress(sqlite3.Error):
        names = [one.removeprefix("table ") for one in LITESTREAM]
        sql = "select 1 from sqlite_master where name in (?, ?)"
        return store.connection.execute(sql, names).fetchone() is not None
    return False
