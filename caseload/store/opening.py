"""The database file: found, checked, made private, migrated; refused when it is not ours."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from os import PathLike
from typing import TYPE_CHECKING

from caseload import paths
from caseload.errors import CaseloadError, Refused, Unusable
from caseload.store import driver
from caseload.store.driver import MAGIC, Key

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x43415345
"""`CASE`, so that no other program's database is taken for ours."""

SCHEMA = 21
"""The number of migrations; equal to user_version in a current file. A test holds it true."""

_PUT_BACK = "put back a copy: caseload restore FILE"

_AS_MADE = "schema.sql"
"""Beside this module: all that a new database has, generated from one that went through every migration."""


def create(path: "Path", *, key: Key | None = None) -> sqlite3.Connection:
    """A connection to a new database at `path`, its owner's alone, encrypted with a key; Refused if one is there."""
    with new_database(path, key=key):
        pass
    return _connected(path)


@contextmanager
def new_database(
    place: "Path", *, stays: bool = True, over: bool = False, key: Key | None = None
) -> "Iterator[Path]":  # fmt: skip
    """A new, empty database for the block to fill, under a name of its own: at `place` when the block has ended well.

    With a key, which this run was given, it is encrypted.

    Nothing of it is left where the block fails, or it is not to stay. Raises Refused where a database is there, or has
    come meanwhile: none is replaced but `over` one that the caller holds alone.
    """
    from caseload import placing

    _refuse_taken(place, over=over)
    missing = [one for one in (place.parent, *place.parent.parents) if not one.exists()]
    is_there = False
    try:
        with ExitStack() as under_way:
            with _telling(place):
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path = under_way.enter_context(placing.unfinished(place))
            _made(_connected(path, key=key)).close()
            yield path
            if stays:
                _refuse_taken(place, over=over)
                with _telling(place):
                    _put(path, place, over=over)
                is_there = True
    finally:
        for one in () if is_there else missing:
            # One in which there is something by now stays.
            with suppress(OSError):
                one.rmdir()


@contextmanager
def _telling(place: "Path") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot make a database at {place}: {error.strerror}"
        raise Unusable(what, "name another place with --db") from error


def _put(path: "Path", place: "Path", *, over: bool) -> None:
    from caseload import placing

    try:
        placing.put_over(path, place) if over else placing.put(path, place, over_empty=True)
    except FileExistsError:
        raise _taken(place) from None


def _taken(place: "Path") -> Refused:
    return Refused(f"there is a database already at {place}", "use it, or name another with --db")


def _refuse_taken(place: "Path", *, over: bool) -> None:
    """Refuse a place where something is but, with `over`, a database; a file without a byte is always taken over."""
    if place.is_symlink() or (place.exists() and not place.is_file()):
        raise Unusable(f"{place} is not a file", "name another place with --db")
    if place.exists() and place.stat().st_size and not over:
        raise _taken(place)
    for end in ("-journal", "-wal"):
        with suppress(OSError):
            beside = f"{place}{end}"
            if paths.status(beside).st_size:
                # SQLite would put what it holds into the new database.
                raise Refused(f"{beside} is part of another database", "move it away, or to the one it belongs to")


def open_existing(path: str | PathLike[str], tell: Callable[[str], None] = lambda _: None) -> sqlite3.Connection:
    """A connection to the database at `path`, its schema current; raises Unusable and leaves the file as it was.

    An upgrade tells which fields of the user's own have another name from now on.
    """
    version = schema_of(path)
    if version > SCHEMA:
        raise Unusable(f"{path} was made by a newer caseload (schema {version})", "upgrade caseload, then try again")
    connection = _connected(path)
    # Asked again: what a killed process left in the header is only now rolled back.
    if _user_version(connection) != SCHEMA:
        return _migrated(connection, path, tell)
    if _is_of_another_branch(connection):
        connection.close()
        raise _of_another_program(path)
    return connection


def _is_of_another_branch(connection: sqlite3.Connection) -> bool:
    """Whether a file of our schema's number went through more migrations than ours; doctor looks at their names."""
    sql = "select count(*) from _sqlite_migrations where migration_set = 'caseload'"
    try:
        return bool(connection.execute(sql).fetchone()[0] > SCHEMA)
    except (sqlite3.Error, UnicodeDecodeError):
        # Busy, damaged, or without the table: whoever reads it next is told.
        return False


def _of_another_program(path: str | PathLike[str]) -> Unusable:
    return Unusable(f"{path} went through an upgrade that this caseload does not know",
                    "open it with the caseload that made it")  # fmt: skip


@contextmanager
def held_alone(path: "Path") -> Iterator[sqlite3.Connection]:
    """A connection to the database at `path` while nobody else can read or write it; raises Unusable where one does."""
    with closing(open_existing(path)) as connection:
        connection.execute("begin exclusive")
        yield connection


def open_to_read(path: str | PathLike[str], tell: Callable[[str], None] = lambda _: None) -> sqlite3.Connection:
    """A connection to the database at `path` that cannot write; raises Unusable as `open_existing` does."""
    # What a killed process left is taken back and an older schema brought up to date first, which only a writer can.
    open_existing(path, tell).close()
    connection = _connected(path, "ro")
    connection.execute("pragma query_only = on")
    return connection


def explained(error: sqlite3.Error | UnicodeDecodeError, path: str | PathLike[str] | None = None) -> CaseloadError:
    """A failure of SQLite as a sentence; what the file held is never in it. Of the file at `path` who keeps it busy."""
    said = "malformed database schema" if isinstance(error, UnicodeDecodeError) else str(error)
    text = said.lower()
    if "locked" in text or "busy" in text:
        from pathlib import Path

        from caseload.store.holders import waited_for

        return Unusable(f"the database is busy: {waited_for(Path(path) if path else None)}", "try again in a moment")
    if "never edited" in text:
        return Refused(said)
    if "could not decode" in text:
        return Unusable("the database holds text that is not UTF-8", "see caseload doctor")
    if "constraint failed" in text:
        return Refused(f"the database refuses it: {said}", "see caseload doctor")
    if "full" in text or "disk i/o" in text or "readonly" in text or "unable to open" in text:
        return Unusable(f"the database cannot be written: {said}", "nothing was changed; see caseload path")
    # A damaged schema is quoted in brackets.
    bare = said.partition(" (")[0]
    return Unusable(f"the database cannot be read: {bare}", f"see caseload doctor, or {_PUT_BACK}")


def schema_of(path: str | PathLike[str]) -> int:
    """The schema number of the file, read from its header without SQLite, so that a stranger's file stays untouched."""
    try:
        if stat.S_ISLNK(paths.status(path, followed=False).st_mode):
            raise Unusable(f"{path} is a symbolic link", "name the file itself with --db")
        file = paths.status(path)
        if not stat.S_ISREG(file.st_mode):
            raise Unusable(f"{path} is not a file", "name a database with --db")
        header = paths.read(path, 100)
    except FileNotFoundError:
        raise Unusable(f"there is no database at {path}", "make one with caseload init") from None
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}", "see caseload path") from error
    if not header:
        raise Unusable(f"{path} is empty", f"make one with caseload init, or {_PUT_BACK}")
    if len(header) < 100 or not header.startswith(MAGIC):
        if driver.key_of(path) is not None:
            _refuse_cut(path, file.st_size, driver.PAGE)
            return _schema_within(path)
        raise Unusable(f"{path} is not a caseload database", f"name one with --db, or {_PUT_BACK}")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise _another_programs(path)
    _refuse_cut(path, file.st_size, int.from_bytes(header[16:18], "big") or 1)
    return int.from_bytes(header[60:64], "big")


def _refuse_cut(path: str | PathLike[str], size: int, page: int) -> None:
    # A page of 65,536 bytes is told as 1. SQLite would read nothing where the last one should go on; what a killed run
    # left half written, it takes back.
    if page > 1 and size % page and not paths.exists(f"{path}-journal"):
        raise Unusable(f"{path} is cut short: a part of it is missing", f"see caseload doctor, or {_PUT_BACK}")


def _schema_within(path: str | PathLike[str]) -> int:
    """The schema number of an encrypted file of which the key was given."""
    try:
        with closing(driver.connect(path)) as connection:
            if connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
                raise _another_programs(path)
            return _user_version(connection)
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _another_programs(path: str | PathLike[str]) -> Unusable:
    return Unusable(f"{path} is another program's database", "name a caseload database with --db")


def _connected(path: str | PathLike[str], mode: str = "rw", *, key: Key | None = None) -> sqlite3.Connection:
    try:
        connection = driver.connect(path, mode, key=key)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    try:
        for pragma in ("foreign_keys = on", "synchronous = full"):
            connection.execute(f"pragma {pragma}")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        connection.close()
        # The message quotes the schema; sqlite3 stumbles over its own message where that is no text any more.
        raise explained(error, path) from error
    return connection


def _made(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection to an empty database, with everything in it now that a new one has."""
    from pathlib import Path

    made = Path(__file__).with_name(_AS_MADE).read_text("utf-8")
    try:
        connection.executescript(f"begin immediate;\n{made}\ncommit;")
    except sqlite3.Error as error:
        connection.close()
        raise explained(error) from error
    return connection


def _migrated(
    connection: sqlite3.Connection, path: str | PathLike[str], tell: Callable[[str], None] = lambda _: None
) -> sqlite3.Connection:
    """The connection with every migration applied, in one transaction, after a copy of what was there."""
    from sqlite_utils import Database

    from caseload.store.damage import refuse_damaged
    from caseload.store.migrations import STEPS, migrations
    from caseload.store.migrations.making import rename_taken

    try:
        before = _user_version(connection)
        if 0 < before < SCHEMA:
            refuse_damaged(connection)
            if applied(connection) - {one.__name__ for one in STEPS[:before]}:
                raise _of_another_program(path)
            _copied(connection, path, before, tell)
        # Off while tables are made anew; a pragma inside a transaction would do nothing.
        connection.execute("pragma foreign_keys = off")
        connection.execute("begin immediate")
        called = _own_fields(connection)
        if _user_version(connection) < SCHEMA:
            # plugins are other people's code; recursive triggers would be a second setting to remember
            file = Database(connection, recursive_triggers=False, execute_plugins=False)
            migrations.apply(file)
            rename_taken(file)
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {SCHEMA}")
        if connection.execute("pragma foreign_key_check").fetchone():
            raise sqlite3.IntegrityError("a reference to a record that is not there")
        connection.execute("commit")
        connection.execute("pragma foreign_keys = on")
        for (of, number), name in _own_fields(connection).items():
            if (was := called.get((of, number), name)) != name:
                tell(f"{of} has a field {was} by itself now; yours, f{number}, is called {name} from here on")
    except sqlite3.Error as error:
        connection.close()
        raise explained(error, path) from error
    return connection


def _copied(
    connection: sqlite3.Connection, path: str | PathLike[str], schema: int, tell: Callable[[str], None]
) -> None:
    from pathlib import Path

    from caseload.store.copies import keep_copy

    try:
        keep_copy(connection, Path(path), schema, tell)
    except OSError as error:
        connection.close()
        what = f"{path} is of schema {schema}, and cannot be brought up to date where it is: {error.strerror}"
        raise Unusable(what, "nothing was changed; name a copy of it in a folder of yours with --db") from error


def applied(connection: sqlite3.Connection) -> set[str]:
    """The migrations that a file went through, by name."""
    sql = "select name from _sqlite_migrations where migration_set = 'caseload'"
    return {str(row[0]) for row in connection.execute(sql)}


def _own_fields(connection: sqlite3.Connection) -> dict[tuple[str, int], str]:
    """What each field of the user's own is called; none in a schema that has no such fields."""
    if not connection.execute("select 1 from sqlite_master where name = 'field'").fetchone():
        return {}
    return {(of, number): name for of, number, name in connection.execute("select of, id, name from field")}


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def looseness(path: str | PathLike[str]) -> str:
    """A warning where others may read the database, or put another in its place, as ssh gives one; else nothing."""
    found, folder = paths.status(path), paths.absolute(path).rpartition("/")[0] or "/"
    if found.st_uid != os.geteuid():
        return f"{path} belongs to another user (number {found.st_uid}); make it yours with chown"
    if found.st_mode & 0o077:
        mode = stat.S_IMODE(found.st_mode)
        return f"{path} can be read by others (mode {mode:04o}); make it private with chmod 600"
    beside = paths.status(folder).st_mode
    # Where the folder is sticky, as /tmp is, nobody else's file can be replaced.
    if beside & 0o022 and not beside & stat.S_ISVTX:
        return f"others can replace files in {folder} (mode {stat.S_IMODE(beside):04o}); make it private with chmod 700"
    return ""


def fresh() -> sqlite3.Connection:
    """A new, empty database in memory, its schema current."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    return _made(connection)
