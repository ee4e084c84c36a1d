"""Every database that a test makes encrypted, with one key, where CASELOAD_TEST_DRIVER is `encrypted`.

So the tests of the store and of commands are those of both drivers. The key is at hand in each run, in this process or
another: nothing is derived.
"""

import os
import sqlite3
from functools import cache
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from caseload.store import driver, opening
from caseload.store.driver import Key
from caseload.store.held_keys import drop, keep

VARIABLE = "CASELOAD_TEST_DRIVER"
IS_ON = os.environ.get(VARIABLE) == "encrypted"
KEY = Key(bytes.fromhex("9f3c61d7a8024be55d71c0e94a862b1e"), bytes(range(32)))


plain_alone = pytest.mark.skipif(IS_ON, reason="SQLCipher's driver does not give the bytes of a database")


class _AtHand(dict[bytes, Key]):
    """The keys of a run, of which one is never forgotten."""

    def clear(self) -> None:
        super().clear()
        self[KEY.salt] = KEY


def seal() -> None:
    """Have every database of this process encrypted from now on."""
    driver.KEYS = _AtHand({KEY.salt: KEY})
    create: Any = opening.create
    new: Any = opening.new_database
    for function in (create, new.__wrapped__):
        function.__kwdefaults__["key"] = KEY
    sqlite3.connect = _connect  # type: ignore[assignment]


def at_hand() -> None:
    """Have the console script find the key."""
    keep(KEY, 3 * 3600, {})


def put_away() -> None:
    """Have it find the key no more."""
    drop(KEY.salt, {})


def _connect(database: Any, **how: Any) -> sqlite3.Connection:
    """A test's own connection: by whichever driver opens the file."""
    path = str(database).removeprefix("file:").partition("?")[0]
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - may be any text
            is_sealed = file.read(len(KEY.salt)) == KEY.salt
    except OSError:
        is_sealed = False
    if not is_sealed:
        return sqlite3.Connection(database, **how)
    return driver.keyed(driver.cipher().connect(database, **how), KEY)


def lent(content: bytes) -> sqlite3.Connection:
    """A connection to a database with that content, which is in memory, under the key."""
    made = _empty()
    _filled(content).backup(made)
    made.execute("pragma foreign_keys = on")
    return made


def _empty() -> sqlite3.Connection:
    return driver.keyed(driver.cipher().connect(":memory:", isolation_level=None), KEY)


@cache
def _filled(content: bytes) -> sqlite3.Connection:
    made = _empty()
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        made.execute("attach ? as plain key ''", (file.name,))
        made.execute("select sqlcipher_export('main', 'plain')")
        for name in ("application_id", "user_version"):
            made.execute(f"pragma main.{name} = {made.execute(f'pragma plain.{name}').fetchone()[0]}")
        made.execute("detach plain")
    return made
