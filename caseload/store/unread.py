"""Which records no list finds, because another program wrote of them what is no date, or no word of a status."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress

from caseload.errors import Refused
from caseload.store.core import Store


def told(store: Store) -> str:
    """One line on what cannot be read, as every answer has it beside it; nothing where all can be."""
    bad = known(store)
    some = ", ".join(bad[:5]) + (", ..." if len(bad) > 5 else "")
    what = "1 record cannot be read and is" if len(bad) == 1 else f"{len(bad)} records cannot be read and are"
    return f"{what} in no list: {some}; {_how(store, bad) or 'see caseload doctor'}" if bad else ""


def known(store: Store) -> list[str]:
    """The typed ids of all that cannot be read, as far as this run has met or can know it without reading a table."""
    return list(dict.fromkeys((*unread(store), *store.bad_rows)))


def refuse_unread(store: Store, what: str) -> None:
    """Raises Refused for `what` is to be whole, and would not be."""
    if bad := known(store):
        some = ", ".join(bad[:5]) + (f" and {len(bad) - 5} more" if len(bad) > 5 else "")
        store.said = told(store)
        those = "it" if len(bad) == 1 else "them"
        raise Refused(
            f"{some} cannot be read, and {what} without {those} would not be whole",
            _how(store, bad) or f"caseload doctor says what mends {those}",
        )


def _how(store: Store, bad: Sequence[str]) -> str:
    """The command that mends the only one; nothing where there is none, or several."""
    from caseload.store.mending import mended_by

    how = mended_by(store, bad[0]) if len(bad) == 1 else ""
    return how and f"mend it: {how}"


def unread(store: Store) -> list[str]:
    """The typed ids of such records, kind by kind; as a rule none, and no table is read to know it.

    None either where the file itself cannot be read, which whoever reads it is told. Asked once, until this run writes.
    """
    written = store.connection.total_changes
    if store.unread is None or store.unread[0] != written:
        store.unread = written, [*_unread(store)]
    return store.unread[1]


def _unread(store: Store) -> Iterator[str]:
    with suppress(sqlite3.Error):
        sql = "select tbl_name, sql from sqlite_master where type = 'index' and name = tbl_name || '_unread'"
        made_of = store.connection.execute(sql).fetchall()
        # Of a kind that has no record nothing is asked: a condition takes longer to read than an answer to give.
        some = ", ".join(f"exists (select 1 from {table} where id > 0)" for table, _ in made_of)
        are_there = store.connection.execute(f"select {some or 'null'}").fetchone()
        for table, made in (one for one, is_there in zip(made_of, are_there, strict=False) if is_there):
            # Of an index over some rows SQLite makes use only where its condition stands word for word.
            condition = made.partition("\nwhere ")[2]
            found = f"select id from {table} indexed by {table}_unread where {condition}"
            for row in store.connection.execute(found):
                from caseload.records.kinds import kind_of

                yield f"{kind_of(table).PREFIX}{row[0]}"
