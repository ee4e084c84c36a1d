"""Databases that nobody else has, each as good as a new one in memory, in connections that are lent again and again.

SQLite takes the whole schema apart each time a database is opened, which is most of a short test. So the content of the
next is laid under a connection that nobody holds any more: SQLite sees that somebody has written to the file, forgets
all that it has read there, and keeps the schema where that is numbered as it was.
"""

import gc
import os
import sqlite3
import sys
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

MOST = 4
"""How many of one schema wait at a time to be lent again."""

MANY = 16
"""After how many that have to be made it is looked for those that nobody has any more."""

COUNTERS = (24, 92)
"""Where a file counts what is written to it, and says for which count its header holds; four bytes each."""

_PRAGMAS = (
    "foreign_keys", "ignore_check_constraints", "query_only", "recursive_triggers", "writable_schema", "journal_mode",
    "cache_size", "synchronous", "reverse_unordered_selects", "busy_timeout", "locking_mode", "temp_store",
)  # fmt: skip
_STATE = f"select (select count(*) from pragma_database_list), * from {', '.join(f'pragma_{one}' for one in _PRAGMAS)}"


class Content:
    """What a database holds, and which schema that is."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        database = sqlite3.connect(":memory:")
        database.deserialize(content)
        [self.version] = database.execute("pragma schema_version").fetchone()
        self.schema = tuple(database.execute("select * from sqlite_master")), self.version
        database.close()


def lend(content: Content) -> "_Lent":
    """A connection to a database with that content, foreign keys on, that nobody else has; for `until` its end."""
    _take_back()
    if not _idle[content.schema] and next(_seldom) % MANY == 0:
        # Whoever had one may be no more but for a circle of names, of which Python cannot know how much it holds.
        gc.collect()
        _take_back()
    if idle := _idle[content.schema]:
        one = idle.pop()
    else:
        one = _Lent(content)
        one.holders = sys.getrefcount(one)
    lay(one.file, content.content)
    return one


def until(borrower: object, connection: "_Lent") -> None:
    """Have a connection that was lent back when the borrower is no more."""
    weakref.finalize(borrower, _back.append, connection).atexit = False


def lay(file: int, content: bytes) -> None:
    """Have an open file hold that database, so that SQLite forgets what it knows of the one that was there."""
    # A count that none has seen: it may be that of any other content, and hypothesis makes chance come again.
    seen, header = os.urandom(4), bytearray(content[:100])
    for at in COUNTERS:
        header[at : at + len(seen)] = seen
    os.pwrite(file, header, 0)
    rest, at = memoryview(content), len(header)
    while at < len(content):
        at += os.pwrite(file, rest[at:], at)
    os.ftruncate(file, len(content))


_idle: defaultdict[object, list["_Lent"]] = defaultdict(list)
_back: list["_Lent"] = []
_seldom = count(1)


def _take_back() -> None:
    while _back:
        one = _back.pop()
        # Who still holds it, or a cursor of it, has it for good.
        if sys.getrefcount(one) == one.holders and one.is_cleared() and len(_idle[one.schema]) < MOST:
            _idle[one.schema].append(one)


class _Lent(sqlite3.Connection):
    """A connection to a file of its own, as quick as memory."""

    holders: int
    """How many held it when it was made."""

    def __init__(self, content: Content) -> None:
        self.file, place = tempfile.mkstemp(prefix="caseload-lent-")
        super().__init__(place, isolation_level=None)
        # Its name is gone, so that nothing stays where a process is ended.
        Path(place).unlink()
        weakref.finalize(self, os.close, self.file).atexit = False
        for pragma in ("foreign_keys = on", "journal_mode = memory", "synchronous = off", "temp.schema_version"):
            self.execute(f"pragma {pragma}")
        self.schema, self._version = content.schema, content.version
        self._state = self.execute(_STATE).fetchone()
        self._functions: set[tuple[str, int]] = set()
        self._is_spent = False

    def create_function(self, name: str, narg: int, func: Callable[..., Any] | None, **how: Any) -> None:
        super().create_function(name, narg, func, **how)
        self._functions.add((name, narg))

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()
        self.__class__ = _Closed

    def is_cleared(self) -> bool:
        """Whether nothing is left in it of whoever had it."""
        self.__class__ = _Lent
        if self._is_spent:
            return False
        if self.in_transaction:
            self.rollback()
        while self._functions:
            super().create_function(*self._functions.pop(), None)
        self.text_factory, self.row_factory, self.isolation_level = str, None, None
        for (name,) in self.execute("select name from temp.sqlite_master where type = 'table'").fetchall():
            self.execute(f"drop table temp.{name}")
        # What makes or changes a table makes the schema another one.
        [version] = self.execute("pragma schema_version").fetchone()
        return bool(version == self._version and self.execute(_STATE).fetchone() == self._state)


def _spending(name: str) -> Callable[..., Any]:
    def spending(self: _Lent, *given: Any, **how: Any) -> Any:
        self._is_spent = True
        return getattr(sqlite3.Connection, name)(self, *given, **how)

    return spending


for _name in (
    "set_authorizer", "set_progress_handler", "set_trace_callback", "create_collation", "create_aggregate",
    "create_window_function", "setlimit", "enable_load_extension", "deserialize",
):  # fmt: skip
    # What each of these leaves in a connection cannot be asked of it.
    setattr(_Lent, _name, _spending(_name))


class _Closed(_Lent):
    """One that whoever had it has closed."""

    def close(self) -> None:
        pass

    def _refused(self, *_: Any, **__: Any) -> NoReturn:
        raise sqlite3.ProgrammingError("Cannot operate on a closed database.")

    cursor = execute = executemany = executescript = commit = rollback = serialize = backup = iterdump = _refused
    in_transaction = property(_refused)
