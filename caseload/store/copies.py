"""The copies that are kept of a database as it was before an upgrade: made, verified, and told of."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from caseload import placing
from caseload.errors import Unusable
from caseload.store import driver
from caseload.store.core import Store
from caseload.store.damage import faults, is_damage
from caseload.store.driver import Locked

LOCKED = "opens with another passphrase, or not at all"
"""What is said of a copy of which the key is not at hand: one from before another passphrase."""
_FIRST = "select at, command from operation order by id limit 1"
_NEWEST = "select id, at, kind, record_id from change order by id desc limit 1"
_SQLITES_LOCKS = 0x40000000
"""Where in a file SQLite's locks lie; 512 bytes."""


def keep_copy(connection: sqlite3.Connection, path: Path, schema: int, tell: Callable[[str], None]) -> None:
    """Have a verified copy of the database as it stands, beside it and its owner's alone; tells of one that is none.

    What lies under its name is kept whatever it is. Raises Unusable where the copy made is not sound.
    """
    for one in _of_killed_runs(path):
        placing.clear(one)
    for left in _of_older_programs(path):
        left.unlink(missing_ok=True)
    for number in count(1):
        target = path.with_name(f"{path.name}.schema-{schema}" + (f"-{number}" if number > 1 else ""))
        if not os.path.lexists(target) and _made(connection, target, schema):
            return
        fault = fault_in(target, schema, connection)
        if not fault and _newest(target) == connection.execute(_NEWEST).fetchone():
            return
        tell(f"{target} {fault or 'is of an earlier day'}; it is kept, and another copy made before the upgrade")


def copies(store: Store, path: Path) -> Iterator[tuple[Path, int, str]]:
    """The copies that lie beside a database, each with the schema that its name says and what `fault_in` says of it."""
    name = re.compile(rf"{re.escape(path.name)}\.schema-([0-9]+)(-[0-9]+)?")
    for one in _beside(path):
        if found := name.fullmatch(one.name):
            yield one, int(found[1]), fault_in(one, int(found[1]), store.connection)


def left_behind(path: Path) -> list[Path]:
    """What killed runs left of the database, of a copy, or of a mark of damage; nothing that somebody is still at."""
    return [left for one in _of_killed_runs(path) for left in placing.left_behind(one)] + _of_older_programs(path)


def fault_in(copy: Path, schema: int, here: sqlite3.Connection) -> str:
    """Why a file is no sound copy of that schema of the caseload that is `here`; nothing where it is one."""
    if copy.is_symlink() or not copy.is_file():
        return "is not a file"
    try:
        with closing(_opened(copy)) as there:
            if any(map(is_damage, faults(there, "quick_check"))):
                return "is not sound"
            ours = "pragma application_id"
            if there.execute(ours).fetchone() != here.execute(ours).fetchone():
                return "is no caseload database"
            if there.execute("pragma user_version").fetchone() != (schema,):
                return f"is not of schema {schema}"
            first = there.execute(_FIRST).fetchone()
            if first and first != here.execute(_FIRST).fetchone():
                return "is of another caseload"
    except Locked:
        return LOCKED
    except sqlite3.Error:
        return "is not sound"
    return ""


def _made(connection: sqlite3.Connection, target: Path, schema: int) -> bool:
    """Whether the copy was made; not where another has put one there meanwhile."""
    with placing.unfinished(target) as partial:
        connection.execute("vacuum into ?", (str(partial),))
        if fault := fault_in(partial, schema, connection):
            raise Unusable(f"the copy made before the upgrade {fault}", "nothing was changed; see caseload doctor")
        with suppress(FileExistsError):
            placing.put(partial, target)
            return True
    return False


def _newest(copy: Path) -> tuple[object, ...] | None:
    with closing(_opened(copy)) as there:
        found: tuple[object, ...] | None = there.execute(_NEWEST).fetchone()
        return found


def _opened(path: Path) -> sqlite3.Connection:
    return driver.connect(path, "ro")


def _beside(path: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path.parent.iterdir())
    return []


def _of_killed_runs(path: Path) -> list[Path]:
    """The places beside a database, its own among them, for which a file was begun that is not there."""
    name = re.compile(rf"\.({re.escape(path.name)}(\.schema-[0-9]+(-[0-9]+)?|\.damaged)?)\.[0-9]+(-[0-9]+)?\.part")
    found = (name.fullmatch(one.name) for one in _beside(path))
    return list(dict.fromkeys(path.with_name(one[1]) for one in found if one))


def _of_older_programs(path: Path) -> list[Path]:
    """Half copies as older programs called them, x.db.schema-4.12345, that nobody writes."""
    name = re.compile(rf"{re.escape(path.name)}\.schema-[0-9]+\.[0-9]+")
    return [one for one in _beside(path) if name.fullmatch(one.name) and not _is_written(one)]


def _is_written(path: Path) -> bool:
    try:
        number = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, _SQLITES_LOCKS)
    except OSError:
        return True
    finally:
        os.close(number)
    return False
