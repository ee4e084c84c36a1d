"""On which line of a file a key was first seen, for millions of keys in the memory of a few."""

import sqlite3
from collections.abc import Hashable

_AT_ONCE = 10_000


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
            # Without a name it is a database of this connection alone, on the disk once it is large, gone when closed.
            self._older = sqlite3.connect("", isolation_level=None)
            self._older.execute("create table seen (name integer primary key, line integer not null)")
        self._older.execute("begin")
        self._older.executemany("insert into seen values (?, ?)", sorted(self._recent.items()))
        self._older.execute("commit")
        self._recent.clear()
