"""A copy put back in the place of a database: taken in under a name of its own, verified there, and put in one step.

What was there keeps a name. SQLite's journal of it never stays beside the file that takes its place.
"""

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from caseload import paths, placing
from caseload.errors import Refused, Unusable
from caseload.store import driver
from caseload.store.backups import Copy, has_log, looked_at, opened, refuse_unsettled
from caseload.store.damage import unmark
from caseload.store.opening import SCHEMA, explained, schema_of
from caseload.store.reads.beginning import reached

BESIDE = ("-journal", "-wal", "-shm")
"""The endings of what SQLite puts beside a database."""
_FIRST = "select at || ' ' || command from operation order by id limit 1"
_NEWEST = "select max(id) from change"


class There(NamedTuple):
    """What is at the place of a database: its newest change, and by table how many records it changed since the copy.

    `newer` is None where it cannot be told, because the file is damaged, or its key is not at hand.
    """

    newest: int | None
    newer: Counter[str] | None
    purged: tuple[str, ...] = ()
    """Clients who were purged there, and are in the copy."""


@contextmanager
def taken_in(copy: Path, place: Path) -> Iterator[tuple[Path, Copy]]:
    """The content of a copy in a file beside a place, verified, while the block lasts; the copy is only read.

    Raises Unusable where it is no sound caseload of ours, or cannot be read; where a file cannot be made at the place.
    """
    with suppress(OSError):
        if copy.samefile(place):
            raise Refused(f"{copy} is the database itself", "name a copy of it")
    refuse_unsettled(copy)
    missing = [one for one in (place.parent, *place.parent.parents) if not one.exists()]
    try:
        with ExitStack() as under_way:
            # Nobody writes into it while it is read: SQLite's lock.
            source = under_way.enter_context(closing(opened(copy)))
            with _telling(place):
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path = under_way.enter_context(placing.unfinished(place))
                _copied(source, copy, path)
            with closing(opened(path)) as connection:
                found = looked_at(connection, copy)._replace(size=path.stat().st_size)
            yield path, found
    finally:
        for one in missing:
            # One in which there is something by now stays.
            with suppress(OSError):
                one.rmdir()


def what_is_there(place: Path, copied: Path, copy: Copy) -> There | None:
    """What the copy would replace; None where there is nothing. Raises Refused for another caseload.

    Unusable for what is no database of ours, or is in use; a file that is damaged, or no database any more, is told.
    """
    if not paths.exists(place) and not place.is_symlink():
        return None
    damaged = There(None, None)
    try:
        schema = schema_of(place)
    except Unusable as error:
        if not place.is_file() or place.is_symlink() or _is_anothers(place):
            raise
        return None if not place.stat().st_size else _readable(place, damaged, error)
    if schema > SCHEMA:
        raise Unusable(f"{place} was made by a newer caseload (schema {schema})", "upgrade caseload, then try again")
    try:
        with closing(_connected(place)) as here, closing(opened(copied)) as there:
            _refuse_another(here, there, copy, place)
            newest = here.execute(_NEWEST).fetchone()[0]
            return There(newest, newer(here, there), tuple(_purged(here, there)))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if _is_damage(error):
            return damaged
        raise explained(error, place) from error


def put_back(path: Path, place: Path, was: There | None, stamp: str) -> Path | None:
    """Give the file its place; where what was there is from now on, whole, with its journal. None where nothing was.

    Raises Refused where somebody has written, or made a database there, since `was` was found; Unusable where it is in
    use or cannot be replaced. In each of these all is as it was.
    """
    with ExitStack() as held, _telling(place):
        if was is None:
            _set_aside(place, _free(place, stamp))
            try:
                placing.put(path, place, over_empty=True)
            except FileExistsError:
                raise _meanwhile(place) from None
            return None
        here = held.enter_context(_alone(place))
        if (here.execute(_NEWEST).fetchone()[0] if here and was.newer is not None else None) != was.newest:
            raise _meanwhile(place)
        saved = _free(place, stamp)
        _named_too(place, saved, held)
        replaced = place.stat().st_ino
        try:
            _set_aside(place, saved)
            placing.put_over(path, place)
        except OSError as error:
            if place.stat().st_ino != replaced:
                what = f"{place} is put back, but the disk does not say that it holds it: {error.strerror}"
                raise Unusable(what, f"what was there is {saved}") from error
            _set_aside(saved, place)
            saved.unlink()
            raise
    unmark(place)
    return saved


def newer(here: sqlite3.Connection, there: sqlite3.Connection) -> Counter[str]:
    """By table how many records one database has changed since its log and that of another went apart."""
    sql = "select at, kind, record_id, operation_id from change where id = ?"
    last = min(one.execute("select coalesce(max(id), 0) from change").fetchone()[0] for one in (here, there))
    low, high = 0, int(last)
    while low < high:
        middle = (low + high + 1) // 2
        if here.execute(sql, (middle,)).fetchone() == there.execute(sql, (middle,)).fetchone():
            low = middle
        else:
            high = middle - 1
    since = "select distinct kind, record_id, coalesce(last_id, record_id) from change where id > ? order by 1, 2, 3"
    return reached(here.execute(since, (low,)))


def _purged(here: sqlite3.Connection, there: sqlite3.Connection) -> Iterator[str]:
    """The typed ids of clients whom one database has purged, and another still has."""
    if here.execute("select 1 from sqlite_master where name = 'purge'").fetchone():
        sql = "select record_id from change join purge using (operation_id) where kind = 'client' order by 1"
        for (number,) in here.execute(sql).fetchall():
            if there.execute("select 1 from client where id = ?", (number,)).fetchone():
                yield f"c{number}"


def saved_before(place: Path) -> Iterator[tuple[Path, bool]]:
    """What restores have set aside beside a database, and whether it is but another name of the database itself."""
    for one in sorted(paths.names(place.parent)):
        if one.startswith(f"{place.name}.before-") and not one.endswith(BESIDE):
            with suppress(OSError):
                yield place.with_name(one), place.with_name(one).samefile(place)


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot put a database at {place}: {error.strerror}"
        raise Unusable(what, "nothing was changed; mend that, or name another place with --db") from error


def _copied(source: sqlite3.Connection, copy: Path, path: Path) -> None:
    if not has_log(copy):
        try:
            source.execute("begin")
            source.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise explained(error, copy) from error
    with path.open("wb") as file:
        try:
            data = copy.open("rb")
        except OSError as error:
            raise Unusable(f"cannot read {copy}: {error.strerror}", "name another copy") from error
        with data:
            shutil.copyfileobj(data, file, 2**20)
    if has_log(copy):
        with closing(_connected(path)) as connection, suppress(sqlite3.DatabaseError):
            connection.execute("pragma journal_mode = delete").fetchone()


def _is_anothers(place: Path) -> bool:
    """Whether a file is sound and another program's."""
    with suppress(sqlite3.Error, UnicodeDecodeError, driver.Locked), closing(_connected(place, "ro")) as connection:
        return connection.execute("select 1 from sqlite_master limit 1").fetchone() is not None
    return False


def _readable(place: Path, damaged: There, error: Unusable) -> There:
    """A file that is no database: damaged, where it can be read at all and so be kept."""
    try:
        paths.read(place, 1)
    except OSError:
        raise error from None
    return damaged


def _refuse_another(here: sqlite3.Connection, there: sqlite3.Connection, copy: Copy, place: Path) -> None:
    first = here.execute(_FIRST).fetchone()
    if first is None:
        # Nothing was ever stored in it: made anew where one was lost.
        return
    known = here.execute("select 1 from sqlite_master where name = 'identity'").fetchone()
    ours = here.execute("select database from identity").fetchone() if known else None
    is_same = ours[0] == copy.database if ours and copy.database else first == there.execute(_FIRST).fetchone()
    if not is_same:
        what = f"{copy.path} is a copy of another caseload than {place}"
        raise Refused(what, f"open it as it is with --db {copy.path}, or name another place with --db")


@contextmanager
def _alone(place: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to the database while nobody else can read or write it; None where nothing here can read it."""
    if driver.is_locked(place):
        yield None
        return
    with closing(_connected(place)) as connection:
        found: sqlite3.Connection | None = connection
        try:
            # Its write-ahead log goes into it, which only one can do who has it alone.
            connection.execute("pragma journal_mode = delete").fetchone()
            connection.execute("begin exclusive")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not _is_damage(error):
                raise explained(error, place) from error
            found = None
        yield found


def _named_too(place: Path, saved: Path, held: ExitStack) -> None:
    """Let what is at the place have another name, too."""
    for one, is_itself in list(saved_before(place)):
        if is_itself:
            # Of a run that was killed before it came to put another file there.
            one.unlink()
    try:
        os.link(place, saved, follow_symlinks=False)
    except OSError:
        with placing.unfinished(saved) as partial:
            # Open until the end: whoever closes a file lets go of SQLite's lock on it.
            data = held.enter_context(place.open("rb"))
            with partial.open("wb") as file:
                shutil.copyfileobj(data, file, 2**20)
            placing.put(partial, saved)


def _set_aside(place: Path, saved: Path) -> None:
    """Let what SQLite has left beside the place go with what was there: it would go into the new file."""
    for end in BESIDE:
        if os.path.lexists(f"{place}{end}"):
            Path(f"{place}{end}").replace(f"{saved}{end}")


def _free(place: Path, stamp: str) -> Path:
    name = f"{place.name}.before-{stamp.replace(':', '')}"
    named = (place.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(one for one in named if not any(os.path.lexists(f"{one}{end}") for end in ("", *BESIDE)))


def _connected(path: Path, mode: str = "rw") -> sqlite3.Connection:
    return driver.connect(path, mode)


def _is_damage(error: Exception) -> bool:
    """Whether it is of what the file holds, and not of who else is at it or of what may be done there."""
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
    not_of_it = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
                 sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM)  # fmt: skip
    return code not in not_of_it


def _meanwhile(place: Path) -> Refused:
    return Refused(f"somebody has written at {place} meanwhile", "nothing was changed; try again")
