"""Any question in SQL, on a connection that cannot write: the columns as named, the rows as stored."""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from math import isinf
from operator import methodcaller
from pathlib import Path
from time import process_time
from typing import Any

from caseload.errors import CaseloadError, Invalid, Refused
from caseload.records.of.names import fold
from caseload.store.driver import hear_callbacks
from caseload.store.opening import explained, open_to_read

ACCEPTED = "one select, with, values, explain, or a pragma that only tells"

_STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine, a millisecond or less, after which Ctrl-C is heard."""

MOST_SECONDS = 60
"""Of the processor, for one statement: what comes to no end must not keep cron's machine, or fill its disk."""

_READS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)  # fmt: skip
_TELLS = frozenset(
    {
        "application_id", "collation_list", "compile_options", "data_version", "database_list", "encoding",
        "foreign_key_check", "foreign_key_list", "freelist_count", "function_list", "index_info", "index_list",
        "index_xinfo", "integrity_check", "module_list", "page_count", "page_size", "pragma_list", "quick_check",
        "schema_version", "table_info", "table_list", "table_xinfo", "user_version",
    }
)  # fmt: skip
_TELLS_OF = frozenset(
    {
        "foreign_key_check", "foreign_key_list", "index_info", "index_list", "index_xinfo", "integrity_check",
        "quick_check", "table_info", "table_list", "table_xinfo",
    }
)  # fmt: skip
"""Pragmas whose argument is a name; with any other an argument would set something."""

_MISTAKES = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_AUTH}
)  # fmt: skip
"""What SQLite answers to a statement that is wrong, as against a file that is."""

_MISUSED = {
    "You": "is more than one statement",
    "Incorrect": "has a parameter, and no value for it",
    "the": "holds a NUL character",
}
"""What Python's sqlite3 itself refuses, by the first word of its sentence."""


@dataclass(frozen=True)
class Answer:
    """The columns of one statement, no two of the same name, and its rows, read as they are taken."""

    columns: Sequence[str]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def answered(path: Path, sql: str, tell: Callable[[str], None] = lambda _: None) -> Iterator[Answer]:
    """The answer to one statement, while the block lasts.

    Raises Invalid for a statement that is wrong or would write, quoting nothing but what was typed; Unusable for the
    file; KeyboardInterrupt within a moment, however long SQLite works at one row.
    """
    with closing(open_to_read(path, tell)) as connection, _heard() as raised:
        asked = _Asked(connection, sql, path, raised)
        cursor = asked.begin()
        names = _numbered([column[0] for column in cursor.description])
        yield Answer(names, asked.rows(cursor))


class _Asked:
    """One statement on a connection of its own."""

    def __init__(self, connection: sqlite3.Connection, sql: str, path: Path, raised: Sequence[object]) -> None:
        self.connection = connection
        self.path = path
        self.sql = sql
        self.refused = False
        self.raised = raised
        connection.text_factory = methodcaller("decode", "utf-8", "backslashreplace")
        connection.create_function("fold", 1, _folded, deterministic=True)
        connection.set_authorizer(self._allow)
        if hasattr(connection, "setlimit"):
            # SQLCipher's driver has none; what attaches is refused by the authorizer as well.
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self.until = process_time() + MOST_SECONDS
        connection.set_progress_handler(self._look, _STEPS_BETWEEN_LOOKS)

    def begin(self) -> sqlite3.Cursor:
        """A cursor before the first row."""
        try:
            self._refuse_names_as_texts()
            cursor = self.connection.execute(self.sql)
        except sqlite3.Error as error:
            raise self._said(error) from error
        except UnicodeEncodeError:
            raise Invalid("is not UTF-8", "text in UTF-8", field="sql") from None
        if cursor.description is None:
            raise Invalid("holds no statement", ACCEPTED, field="sql")
        return cursor

    def _refuse_names_as_texts(self) -> None:
        """Raises Invalid for a name in double quotes that is none: SQLite takes `"nosuch"` for a text.

        Its own switch for that Python knows from 3.12 on. Between backticks a name is never a text, and means the same.
        """
        spelt = _TOKEN.sub(_backticked, self.sql)
        if spelt == self.sql:
            return
        # A statement that explains, or tells, is not asked to be explained.
        asks = not re.match(
            r"(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/|;)*(?:explain|pragma)\b", spelt, re.DOTALL | re.IGNORECASE
        )
        try:
            self.connection.execute(f"explain {spelt}" if asks else spelt).close()
        except sqlite3.Error as error:
            # Any other mistake is told of what was typed.
            if (found := re.match(r"no such column: (.*)", str(error), re.DOTALL)) and found[1] in spelt.replace(
                "`", ""
            ):
                raise Invalid(
                    f"no such column: {found[1]}", "a text stands in 'single quotes'; names are in caseload help views",
                    field="sql",
                ) from None  # fmt: skip

    def rows(self, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
        """The rows of the cursor; what goes wrong at one of them is told as at the first."""
        try:
            for row in cursor:
                yield tuple(map(_shown, row))
        except sqlite3.Error as error:
            raise self._said(error) from error

    def _allow(self, action: int, first: str | None, second: str | None, *_: object) -> int:
        allowed = action in _READS and second != "load_extension"
        if action == sqlite3.SQLITE_UPDATE:
            # How FTS5 says to SQLite which columns it has; an update of it by anyone else SQLite itself refuses.
            allowed = first == "sqlite_master"
        if action == sqlite3.SQLITE_PRAGMA:
            allowed = first in (_TELLS if second is None else _TELLS_OF)
        self.refused = self.refused or not allowed
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _look(self) -> int:
        """Whether the time is up; a Ctrl-C that came while SQLite worked is seen by Python here, and ends it, too."""
        return int(process_time() > self.until)

    def _said(self, error: sqlite3.Error) -> CaseloadError | KeyboardInterrupt:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if UnicodeDecodeError in self.raised:
            return Invalid("gives fold a text that is not UTF-8", "fold(cast(... as blob)) for it", field="sql")
        if code == sqlite3.SQLITE_INTERRUPT and process_time() > self.until:
            return Refused(f"sql has worked for {MOST_SECONDS} seconds, and comes to no end", "ask for less at a time")
        # sqlite3 swallows what a callback raises, and those given to it here raise nothing themselves.
        swallowed = "user-defined function" in str(error) or (code == sqlite3.SQLITE_AUTH and not self.refused)
        if code == sqlite3.SQLITE_INTERRUPT or swallowed:
            return KeyboardInterrupt()
        if self.refused or "may not be modified" in str(error):
            return Invalid("only reads", ACCEPTED, field="sql")
        if isinstance(error, sqlite3.ProgrammingError):
            return Invalid(_MISUSED[str(error).split()[0]], ACCEPTED, field="sql")
        if code in _MISTAKES:
            return Invalid(_unquoted(str(error), self.sql), "names are in caseload help views", field="sql")
        return explained(error, self.path)


_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?(?:\*/|\Z)""", re.DOTALL)
"""What quotes in SQL, and what is a remark; a double quote inside any other means nothing."""


def _backticked(token: re.Match[str]) -> str:
    """A name between backticks where it stood in double quotes; every other token as it is."""
    if not token[0].startswith('"'):
        return token[0]
    return "`" + token[0][1:-1].replace('""', '"').replace("`", "``") + "`"


def _folded(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return fold(value) if isinstance(value, str) else value


@contextmanager
def _heard() -> Iterator[list[object]]:
    """What kinds of error callbacks of sqlite3 have raised, while the block lasts: it swallows them itself."""
    raised: list[object] = []
    before, sys.unraisablehook = sys.unraisablehook, lambda one: raised.append(one.exc_type)
    hear_callbacks(on=True)
    try:
        yield raised
    finally:
        hear_callbacks(on=False)
        sys.unraisablehook = before


def _shown(value: object) -> object:
    """The value, or how it is written where JSON and CSV cannot hold it: x'00ff', Infinity."""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float) and isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


_QUOTED = (r"near ([\"'])(?P<what>.*)\1", r'"(?P<what>.*)"', r"near '(?P<what>.*)", r": (?P<what>.*)$")
"""Where SQLite quotes in a sentence, the surest sign first."""


def _unquoted(said: str, typed: str) -> str:
    """What SQLite said, without what it quotes where that was not typed: it may be out of a record."""
    found = next(filter(None, (re.search(pattern, said, re.DOTALL) for pattern in _QUOTED)), None)
    return said if found is None or found["what"] in typed else said[: found.start()].rstrip(" :")


def _numbered(names: Sequence[str]) -> list[str]:
    """The names, a second one of the same with a 2: id, title, id_2."""
    taken = set(names)
    found: list[str] = []
    for name in names:
        unique, number = name, 2
        while unique in found or (unique != name and unique in taken):
            unique, number = f"{name}_{number}", number + 1
        found.append(unique)
    return found
