"""What tells a row from millions of others, in the memory of a few: where it was seen, and what is stored like it."""

import sqlite3
from array import array
from collections.abc import Hashable, Iterable, Sequence
from io import BytesIO
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO

_AT_ONCE = 10_000


def _put_aside(schema: str) -> sqlite3.Connection:
    """A database of this connection alone: without a name, on the disk once it is large, gone when closed."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute(schema)
    return connection


class Seen:
    """Keys of one import with the line each was first seen on; most are kept as hashes in SQLite's temporary file.

    Two of a million keys have one hash once in 30 million files; what is kept there says nothing of the keys.
    """

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._older: sqlite3.Connection | None = None

    def first(self, key: Hashable, line: int) -> int:
        """The line of the key, which is this one where it is new."""
        name = hash(key)
        if (found := self._find(name)) is not None:
            return found
        self._recent[name] = line
        if len(self._recent) >= _AT_ONCE:
            self._put_down()
        return line

    def __contains__(self, key: Hashable) -> bool:
        return self._find(hash(key)) is not None

    def forget(self, key: Hashable) -> None:
        """The key as if it had not been seen."""
        name = hash(key)
        if self._recent.pop(name, None) is None and self._older:
            self._older.execute("delete from seen where name = ?", (name,))

    def _find(self, name: int) -> int | None:
        if name in self._recent or self._older is None:
            return self._recent.get(name)
        found = self._older.execute("select line from seen where name = ?", (name,)).fetchone()
        return found and int(found[0])

    def _put_down(self) -> None:
        if self._older is None:
            self._older = _put_aside("create table seen (name integer primary key, line integer not null)")
        self._older.execute("begin")
        self._older.executemany("insert into seen values (?, ?)", sorted(self._recent.items()))
        self._older.execute("commit")
        self._recent.clear()


class Equals:
    """Numbers of stored records by what they hold, each given once, the lowest first; hashes, as in Seen."""

    def __init__(self, stored: Iterable[tuple[int, Hashable]]) -> None:
        self._numbers = _put_aside("create table held (name integer, id integer, primary key (name, id)) without rowid")
        hashed = ((hash(key), number) for number, key in stored)
        self._left = 0
        self._numbers.execute("begin")
        while some := sorted(islice(hashed, _AT_ONCE)):
            self._left += len(some)
            self._numbers.executemany("insert into held values (?, ?)", some)
        self._numbers.execute("commit")

    def __bool__(self) -> bool:
        return self._left > 0

    def take(self, key: Hashable) -> int | None:
        """The next number under that key, which is not given again."""
        sql = "delete from held where (name, id) = (select name, min(id) from held where name = ?) returning id"
        found = self._numbers.execute(sql, (hash(key),)).fetchall()
        self._left -= len(found)
        return int(found[0][0]) if found else None


class Lines:
    """On which line of a file each of its records stands, by the record's number; kept in a file without a name."""

    def __init__(self, first: int) -> None:
        """`first` is the lowest number there will be."""
        self._first = first
        self._file: BinaryIO = BytesIO()

    def __bool__(self) -> bool:
        return not isinstance(self._file, BytesIO)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def note(self, number: int, lines: Sequence[int]) -> None:
        """The lines of the records from that number on."""
        if not self:
            self._file = TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._file.seek((number - self._first) * 8)
        self._file.write(array("q", lines))

    def of(self, number: int) -> int:
        """The line of one that was noted."""
        self._file.seek((number - self._first) * 8)
        return array("q", self._file.read(8))[0]
