"""What of a database is certain to be mended, since it is derived from the rest or says nothing about anybody.

Indexes, triggers, views and the search index are made anew, a step that was left open is closed, modes are tightened.
What a record says, a table that is gone and pages that are damaged are nobody's to guess.
"""

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from caseload import paths
from caseload.errors import Unusable
from caseload.records.kinds import KINDS
from caseload.store import driver
from caseload.store.ciphered import in_clear
from caseload.store.core import Store
from caseload.store.damage import faults, is_damage
from caseload.store.opening import fresh
from caseload.store.pages import INDEX_PAGES, Pages
from caseload.store.soundness import as_made, objects, search_index


def fix(store: Store, path: Path) -> Iterator[str]:
    """Mend what can be, with a line for each thing that was; raises Unusable where pages are damaged.

    All that is written to the file is one transaction.
    """
    connection = store.connection
    damage = list(filter(is_damage, faults(connection)))
    if not all(_is_of_an_index(one, damage, path) for one in damage):
        how = "put back a copy of it, or take out what can be read: caseload doctor --salvage OUT"
        raise Unusable(f"{path} has damaged pages, which nothing mends", how)
    done: list[str] = []
    connection.execute("begin exclusive")
    try:
        if connection.execute("update operation set open = 0 where open = 1").rowcount:
            done.append("closed the step that another program had left open")
        done += _made_anew(connection)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    if damage:
        # Vacuum copies an index as it stands; what the old one leaves behind only vacuum takes away.
        connection.execute("reindex")
        connection.execute("vacuum")
        done.append("made the indexes anew")
    done += _searchable(store)
    yield from done
    yield from _private(path)


def _is_of_an_index(fault: str, others: Sequence[str], path: Path) -> bool:
    """Whether what SQLite's check finds is of an index that lacks rows; of one with more, its table has lost them."""
    if found := re.fullmatch(r"row \d+ missing from index (.+)|wrong # of entries in index (.+)", fault):
        return any(one.endswith(f" missing from index {found[1] or found[2]}") for one in others)
    found = re.search(r"\bpage (\d+)", fault, re.IGNORECASE)
    return found is not None and _pages(path).page(int(found[1]))[0] in INDEX_PAGES


def _pages(path: Path) -> Pages:
    key = driver.key_of(path)
    return Pages(paths.read(path) if key is None else in_clear(paths.read(path), key))


def _made_anew(connection: sqlite3.Connection) -> Iterator[str]:
    """Indexes, triggers, views and tables of the search index that are missing, or are not as they were made."""
    (wanted, _), found = as_made(), objects(connection)
    with closing(fresh()) as made:
        sql = dict(made.execute("select type || ' ' || name, sql from sqlite_master where sql is not null").fetchall())
    # Triggers last: what they write to is there by then.
    for name in sorted((one for one in wanted if found.get(one) != wanted[one]), key=_order):
        kind, _, bare = name.partition(" ")
        if kind == "table" and not bare.endswith("_fts"):
            continue
        connection.execute("savepoint one")
        try:
            if name in found:
                connection.execute(f'drop {kind} "{bare}"')
            connection.execute(sql[name])
        except sqlite3.DatabaseError:
            # Two rows of one key, a table that is gone: the check that follows names it.
            connection.execute("rollback to one")
        else:
            yield f"made {name} anew"
        finally:
            connection.execute("release one")


def _order(name: str) -> tuple[int, str]:
    return ("table", "index", "view", "trigger").index(name.partition(" ")[0]), name


def _searchable(store: Store) -> Iterator[str]:
    for fault in list(search_index(store)):
        table = next(kind.TABLE for kind in KINDS if f" {kind.TABLE} " in fault)
        with suppress(sqlite3.DatabaseError):
            store.connection.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
            yield f"made the search index of {table} anew"


def _private(path: Path) -> Iterator[str]:
    # Another folder may be shared on purpose; the one that caseload makes is not.
    for place, mode in ((path, 0o600), *([(path.parent, 0o700)] if path.parent.name == "caseload" else [])):
        found = place.stat()
        if found.st_mode & 0o077 and found.st_uid == os.geteuid():
            place.chmod(mode)
            yield f"made {place} yours alone (mode {mode:04o})"
