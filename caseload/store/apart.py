"""A copy of a caseload that was worked on elsewhere, opened to be read: never written, and not trusted."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from caseload import paths
from caseload.errors import Refused, Unusable
from caseload.store.backups import Copy, looked_at, opened, refuse_unsettled
from caseload.store.core import Store
from caseload.store.forks import end_of, taken
from caseload.store.opening import SCHEMA, explained, open_existing
from caseload.store.restoring import BESIDE
from caseload.store.soundness import schema


@contextmanager
def opened_apart(path: Path, here: Path, stamp: str, scratch: Path | None) -> Iterator[tuple[Store, Copy]]:
    """A copy as it stands at one moment, with what was found of it; one of an older schema as a private copy of it.

    That one is made in a folder of its own under `scratch`. Raises Refused for the file that is
    `here`, Unusable for what is no sound caseload of ours, or is of a newer program.
    """
    with suppress(OSError):
        if path.samefile(here):
            raise Refused(f"{path} is the database itself", "name a copy of it that was worked on elsewhere")
    refuse_unsettled(path)
    with _reading(path), closing(opened(path)) as connection:
        # Nobody writes into it while it is read.
        connection.execute("begin")
        found = looked_at(connection, path)
        if found.schema == SCHEMA:
            yield _checked(connection, path, stamp), found
            return
        with TemporaryDirectory(prefix="caseload-", dir=scratch) as folder:
            private = Path(folder) / "copy.db"
            private.touch(0o600)
            shutil.copyfile(path, private)
            open_existing(private).close()
            migrated = opened(private)
            migrated.execute("begin")
            migrated.execute("select 1 from sqlite_master").fetchone()
        # It has no name any more: whatever becomes of this run, nothing of it is left.
        with closing(migrated):
            yield _checked(migrated, path, stamp), found


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What the block finds in the file that no caseload holds is told as a file that cannot be used."""
    try:
        yield
    except TheirFault as error:
        raise Unusable(f"{path} cannot be read as a caseload", f"caseload --db {path} doctor") from error


def conflicted(store: Store, place: Path) -> Iterator[tuple[Path, str]]:
    """Copies of a database beside it, as a sync folder leaves them, with steps that it has not; the moment of the last.

    They begin as it is called; what caseload itself has put there has only what was here.
    """
    own = re.compile(rf"{re.escape(place.name)}\.(schema-|before-).*")
    for name in sorted(paths.names(place.parent)):
        one = place.with_name(name)
        if not name.startswith(place.stem) or name == place.name or name.endswith(BESIDE) or own.fullmatch(name):
            continue
        with suppress(Unusable, sqlite3.Error, OSError, UnicodeDecodeError), closing(opened(one)) as connection:
            there = Store(connection, "")
            if there.database == store.database and not store.has_seen(there.newest):
                # One of an older schema has no marks, and was never merged as it is.
                is_old = connection.execute("pragma user_version").fetchone()[0] < SCHEMA
                if is_old or end_of(there)[:2] not in {each[:2] for each in taken(store)}:
                    yield one, there.newest.partition(" ")[2]


class TheirFault(Exception):
    """Something in another file is not what a caseload holds there."""


def _checked(connection: sqlite3.Connection, path: Path, stamp: str) -> Store:
    connection.execute("pragma trusted_schema = off")
    store = Store(connection, stamp)
    try:
        if any(fault.startswith("table ") for fault in schema(store)):
            raise TheirFault
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise explained(error, path) from error
    return store
