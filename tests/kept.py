"""Connections that are kept from one run to the next, where a process has several.

SQLite takes the whole schema apart each time a file is opened, which is most of a short run. What a run has closed is
cleared of all that it left in it, and given out again as a new connection to that file, if nobody but such runs has
written there since; or if somebody has, so that SQLite will see it, and the schema is what it was.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time_ns
from typing import Any, NamedTuple
from urllib.parse import unquote
from weakref import WeakSet

MOST = 4
"""How many are kept at a time."""

HEADER = 100
"""Bytes that stand at the beginning of every database, and tell of it."""

ONE_STAMP = 50_000_000
"""Nanoseconds within which a file that is written twice may keep its stamp, where a system counts in ticks."""

COUNTER = slice(24, 28)
"""Where a file counts what SQLite has written to it: of another count, it forgets what it has read."""

COUNTED = (slice(24, 40), slice(92, 100))
"""What changes in its first 100 bytes with what is written, be the schema what it was."""

_SCHEMA = """
    select group_concat(one, char(10)) from
        (select type || ' ' || name || ' ' || tbl_name || ' ' || rootpage || ' ' || coalesce(sql, '') as one
        from sqlite_master order by rowid)
"""

_connect: Callable[..., sqlite3.Connection] = sqlite3.connect
_kept: dict[tuple[object, ...], "_Kept"] = {}
_now = bytearray()


@contextmanager
def connections() -> Iterator[None]:
    """While the block runs, what connects to a file to write has a connection that may have been kept."""
    sqlite3.connect = _given  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite3.connect = _connect  # type: ignore[assignment]


def files() -> list[tuple[int, int]]:
    """Device and number of the file of each connection that is kept."""
    return [(one.left.device, one.left.number) for one in _kept.values() if one.left]


class _File(NamedTuple):
    """What tells a file from what becomes of it when somebody writes there."""

    device: int
    number: int
    size: int
    written: int
    changed: int
    content: bytearray
    """All of it, where its stamps are too young to tell; else how it begins."""


def _as_is(place: Path, content: bytearray, *, whole: bool | None = None) -> _File | None:
    """The file as it is, its content read into that; None where something of SQLite's lies beside it."""
    if any(os.path.lexists(f"{place}{end}") for end in ("-journal", "-wal", "-shm")):
        return None
    it = place.stat()
    if whole is None:
        whole = time_ns() - max(it.st_mtime_ns, it.st_ctime_ns) < ONE_STAMP
    # Into what was used before: to find room for so much takes longer than to read it.
    size = it.st_size if whole else HEADER
    del content[size:]
    content.extend(bytes(size - len(content)))
    with place.open("rb", buffering=0) as file:
        file.readinto(content)
    return _File(*_stamps(it), content)


def _stamps(it: os.stat_result) -> tuple[int, int, int, int, int]:
    return it.st_dev, it.st_ino, it.st_size, it.st_mtime_ns, it.st_ctime_ns


def _bare(file: _File) -> bytes:
    """How it begins, without what is counted there."""
    header = file.content[:HEADER]
    for counted in COUNTED:
        header[counted] = bytes(counted.stop - counted.start)
    return bytes(header)


def _given(database: Any, **how: Any) -> sqlite3.Connection:
    if not (how.get("uri") and str(database).endswith("?mode=rw")):
        return _connect(database, **how)
    if one := _kept.pop(_key(database, how), None):
        if one.is_as_left() or one.sees_what_is_new():
            one.left = None
            return one
        one.end()
    return _Kept(database, **how)


def _key(database: str, how: dict[str, Any]) -> tuple[object, ...]:
    """For whom a connection is kept: SQLite lets no other thread have it."""
    return database, *sorted(how.items()), threading.get_ident()


class _Kept(sqlite3.Connection):
    """A connection that is kept when it is closed, unless something is left in it that cannot be taken out."""

    left: _File | None = None
    """The file when this was closed; none while it is in use."""

    def __init__(self, database: str, **how: Any) -> None:
        super().__init__(database, **how)
        self.key = _key(database, how)
        self._place = Path(unquote(database.removeprefix("file:").removesuffix("?mode=rw")))
        self._opened = self._place.stat().st_ino
        self._waits = round(how.get("timeout", 5.0) * 1000)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()
        self._functions: set[tuple[str, int]] = set()
        self._has_hooks = False
        self._content = bytearray()
        self._version: int | None = None
        self._schema: tuple[str] | None = None
        """What it holds, by its number."""

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        if self.left:
            raise sqlite3.ProgrammingError("Cannot operate on a closed database.")
        made = super().cursor(factory)
        self._cursors.add(made)
        return made

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        made: sqlite3.Cursor = self.cursor()
        return made.execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        made: sqlite3.Cursor = self.cursor()
        return made.executemany(sql, rows)

    def executescript(self, script: str) -> sqlite3.Cursor:
        made: sqlite3.Cursor = self.cursor()
        return made.executescript(script)

    def create_function(self, name: str, narg: int, func: Callable[..., Any] | None, **how: Any) -> None:
        super().create_function(name, narg, func, **how)
        self._functions.add((name, narg))

    def set_authorizer(self, *given: Any) -> None:
        self._has_hooks = True
        super().set_authorizer(*given)

    def set_progress_handler(self, *given: Any) -> None:
        self._has_hooks = True
        super().set_progress_handler(*given)

    def close(self) -> None:
        if self.left:
            return
        with suppress(sqlite3.Error, OSError):
            self.left = None if self._has_hooks else self._cleared()
        if self.left:
            _kept[self.key] = self
            if len(_kept) > MOST:
                _kept.pop(next(iter(_kept))).end()
        else:
            self.end()

    def end(self) -> None:
        """Close it as any other."""
        super().close()

    def is_as_left(self) -> bool:
        """Whether nobody has touched the file."""
        with suppress(OSError):
            # Nothing is read where the stamps tell already.
            if self.left and self.left[:-1] == _stamps(self._place.stat()):
                return self.left == _as_is(self._place, _now, whole=len(self.left.content) > HEADER)
        return False

    def sees_what_is_new(self) -> bool:
        """Whether SQLite forgets what it knows of the rows, and what it knows of the schema holds."""
        with suppress(OSError, sqlite3.Error):
            now = _as_is(self._place, _now, whole=False)
            if not (now and self.left and now[:2] == self.left[:2]):
                return False
            if now.content[COUNTER] == self.left.content[COUNTER] or _bare(now) != _bare(self.left):
                return False
            return bool(super().execute(_SCHEMA).fetchone() == self._schema)
        return False

    def _cleared(self) -> _File | None:
        """The file, when nothing of the run is left in the connection; None where something stays."""
        for one in [*self._cursors]:
            one.close()
        self.rollback()
        # A run that found the file busy has waited already.
        super().execute("pragma busy_timeout = 0")
        self.text_factory, self.row_factory = str, None
        while self._functions:
            super().create_function(*self._functions.pop(), None)
        ask = super().cursor()
        for (name,) in ask.execute("select name from temp.sqlite_master").fetchall():
            ask.execute(f"drop table temp.{name}")
        ask.execute("pragma foreign_keys = off")
        ask.execute(f"pragma busy_timeout = {self._waits}")
        [version] = ask.execute("pragma schema_version").fetchone()
        if version != self._version:
            self._version, self._schema = version, ask.execute(_SCHEMA).fetchone()
        is_plain = ask.execute("select * from pragma_query_only, pragma_recursive_triggers").fetchone() == (0, 0)
        found = _as_is(self._place, self._content) if is_plain else None
        # Another file may have taken its place meanwhile.
        return found if found and found.number == self._opened else None
