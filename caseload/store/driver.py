"""The one way to a database file: by Python's own SQLite, or by SQLCipher where the file is encrypted.

What is encrypted is a standard SQLCipher 4 file. Its key is known by its salt, the first 16 bytes, which a file shares
with all of its copies.
"""

import sqlite3
import stat
from contextlib import suppress
from os import PathLike
from typing import Any, NamedTuple, cast

from caseload import paths
from caseload.errors import Fault, Unusable

MAGIC = b"SQLite format 3\0"
"""How a database that is not encrypted begins."""

PAGE = 4096
"""Bytes of a page of SQLCipher 4: all of what is encrypted there, then an initialization vector and a seal."""

BUSY_SECONDS = 5.0

_FIRST = 8
_VARIED = 240
"""Of the 256 values of a byte an encrypted page lacks hardly any; a text has not half as many."""


class Key(NamedTuple):
    """What opens an encrypted file and its copies, and no other: the salt, which is public, and 32 bytes that are not.

    It never shows what it is.
    """

    salt: bytes
    secret: bytes

    def __repr__(self) -> str:
        return "Key(...)"


KEYS: dict[bytes, Key] = {}
"""The keys that this run was given, by salt; `forget` ends that."""


class Locked(Unusable):
    """A file is encrypted, and its key was not given (exit 5)."""

    def __init__(self, path: str | PathLike[str]) -> None:
        super().__init__(f"{path} is encrypted, or no database, and its key is not at hand", "caseload help encryption")


def give(key: Key) -> None:
    """Let this run open what that key fits."""
    KEYS[key.salt] = key


def forget() -> None:
    """Know no key any more."""
    KEYS.clear()


def salt_of(path: str | PathLike[str]) -> bytes | None:
    """The salt of what may be an encrypted database; None for what is none for certain. Raises OSError.

    It opens and closes the file, and so lets go of what SQLite has locked there for this process.
    """
    if not stat.S_ISREG(paths.status(path).st_mode):
        # A pipe would be waited for until somebody writes into it.
        return None
    salt = paths.read(path, len(MAGIC))
    if salt in KEYS:
        return salt
    if salt == MAGIC or len(set(paths.read(path, PAGE))) < _VARIED:
        return None
    return salt


def is_locked(path: str | PathLike[str]) -> bool:
    """Whether a file is encrypted, as far as it can be told, and its key was not given."""
    with suppress(OSError):
        return salt_of(path) not in (None, *KEYS)
    return False


def key_of(path: str | PathLike[str]) -> Key | None:
    """The key of a file, None for one that is not encrypted; raises Locked where it was not given."""
    try:
        salt = salt_of(path)
    except OSError:
        # Whoever opens it is told why.
        return None
    if salt is not None and salt not in KEYS:
        raise Locked(path)
    return None if salt is None else KEYS[salt]


def fits(path: str | PathLike[str], key: Key) -> bool:
    """Whether the file is encrypted with that key, as the seals of its first pages tell, should one be damaged."""
    from caseload.store.ciphered import sealed

    return any(sealed(paths.read(path, _FIRST * PAGE), key))


def connect(
    path: str | PathLike[str], mode: str = "rw", *, immutable: bool = False, key: Key | None = None
) -> sqlite3.Connection:  # fmt: skip
    """A connection to a file that is there, to read it (`ro`) or to write as well; `key` is that of an empty one.

    One that is `immutable` nobody writes to. Raises sqlite3.Error, and Locked.
    """
    key = key or key_of(path)
    uri = f"{paths.uri(path, mode)}{'&immutable=1' if immutable else ''}"
    if key is None:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    return keyed(cipher().connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None), key)


def in_memory(like: str | PathLike[str]) -> sqlite3.Connection:
    """An empty database in memory into which the file's pages may be copied."""
    key = key_of(like)
    if key is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    return keyed(cipher().connect(":memory:", isolation_level=None), key)


def keyed(connection: Any, key: Key | None) -> sqlite3.Connection:
    """A connection of SQLCipher's that has the key, and tells nobody of it; with None to what is not encrypted."""
    # It would write to stderr of what it cannot open.
    connection.execute("pragma cipher_log_level = none")
    if key is not None:
        connection.execute(f'pragma key = "{spelt(key)}"')
    connection.execute("pragma temp_store = memory")
    return cast(sqlite3.Connection, connection)


def spelt(key: Key) -> str:
    """A key as SQLCipher takes one that is derived already, and derives nothing itself."""
    return f"x'{key.secret.hex()}{key.salt.hex()}'"


def cipher() -> Any:
    """SQLCipher's driver, whose errors are those of `sqlite3` as well; raises Unusable where it is not installed.

    Whoever catches `sqlite3.Error`, sqlite-utils among them, has then caught both.
    """
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        what = "what is encrypted, or is to be, wants SQLCipher, which is not installed"
        raise Unusable(what, "pip install 'caseload-cli[encrypted]'") from None
    for name in _ERRORS:
        its, ours = getattr(dbapi2, name), getattr(sqlite3, name)
        if not issubclass(its, ours):
            its.__bases__ = (*its.__bases__, ours)
        if not issubclass(its, ours):
            raise Fault("SQLCipher's errors are not to be had as SQLite's", "--debug shows where")
    return dbapi2


_ERRORS = (
    "InterfaceError", "DatabaseError", "DataError", "OperationalError", "IntegrityError", "InternalError",
    "ProgrammingError", "NotSupportedError",
)  # fmt: skip
"""Those that are raised; `Error` itself Python lets have no other base, and raises never."""


def hear_callbacks(*, on: bool) -> None:
    """Have errors that callbacks raise go to `sys.unraisablehook`, whichever driver calls them."""
    import sys

    sqlite3.enable_callback_tracebacks(on)
    if other := sys.modules.get("sqlcipher3.dbapi2"):
        other.enable_callback_tracebacks(on)
