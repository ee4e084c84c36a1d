"""Many records at once, and what an import compares its rows with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from caseload.records.base import Record
from caseload.records.client import Client
from caseload.records.fields import fields_of
from caseload.records.kinds import KINDS
from caseload.store import rows
from caseload.store.core import Store


@dataclass(frozen=True, slots=True)
class Known:
    """What tells one stored record from the others; `client_id` of a client is its own number."""

    id: int
    external_id: str | None
    source: str | None
    voided: bool
    client_id: int | None


def next_id(store: Store, kind: type[Record]) -> int:
    """The number that the next record of a kind will have."""
    sql = "select seq from sqlite_sequence where name = ?"
    row = store.connection.execute(sql, (kind.TABLE,)).fetchone()
    return int(row[0]) + 1 if row else 1


def add_all(store: Store, kind: type[Record], records: Iterable[Record]) -> None:
    """Store many new records of one kind inside the running step; ids they have are kept, stamps they lack are given.

    A record may refer to one that comes later: that is checked when the step ends.
    """
    add_numbered(store, kind, ((one.id, one) for one in records))


def add_numbered(store: Store, kind: type[Record], numbered: Iterable[tuple[int, Record]]) -> None:
    """As `add_all`, each record under the number beside it, 0 for the next that is free."""
    names = [field.name for field in fields_of(kind)]
    stamps = names.index("created_at"), names.index("updated_at")
    row = f"({', '.join('?' * len(names))})"
    values = (_values(kind, *one, stamps, store.at) for one in numbered)
    store.connection.execute("pragma defer_foreign_keys = on")
    while some := list(islice(values, _AT_ONCE)):
        # Several rows a statement: the full-text index writes what it has at the end of each.
        sql = f"insert into {kind.TABLE} ({', '.join(names)}) values {', '.join([row] * len(some))}"
        store.connection.execute(sql, list(chain.from_iterable(some)))


_AT_ONCE = 100


class SetAside:
    """A table without its indexes and triggers while very many records come; `put_back` makes them anew, in order.

    To make an index of a million rows at once takes a fraction of keeping it row by row, and so does what `find` looks
    through. All of it is of the running bulk step, whose end it must not outlast: a step that fails brings all back.
    Rows that come meanwhile must be new, and of higher numbers than those there are.
    """

    def __init__(self, store: Store, kind: type[Record]) -> None:
        self._connection = store.connection
        self._kind = kind
        self._last = next_id(store, kind) - 1
        # What holds a rule of uniqueness has no SQL of its own, and stays; so does what keeps changes and deletions.
        kept = "type = 'index' or name in (tbl_name || '_find_insert', tbl_name || '_log_insert')"
        sql = f"select type, name, sql from sqlite_master where tbl_name = ? and sql is not null and ({kept})"
        made = self._connection.execute(sql, (kind.TABLE,)).fetchall()
        self._statements = [statement for _, _, statement in made]
        for sort, name, _ in made:
            self._connection.execute(f"drop {sort} {name}")

    def put_back(self) -> None:
        """Have what came meanwhile be found, and make the indexes and triggers as they were."""
        table, searched = self._kind.TABLE, ", ".join(self._kind.SEARCHED)
        if searched:
            new = f"select id, {searched} from {table} where id > ?"
            self._connection.execute(f"insert into {table}_fts (rowid, {searched}) {new}", (self._last,))
        for statement in self._statements:
            self._connection.execute(statement)


def known(store: Store, kind: type[Record]) -> Iterator[Known]:
    """Every stored record of a kind, the voided too."""
    names = {field.name for field in fields_of(kind)}
    client = "id" if kind is Client else "client_id" if "client_id" in names else "null"
    sql = f"select id, external_id, source, voided_at is not null, {client} from {kind.TABLE} order by id"
    return (Known(row[0], row[1], row[2], bool(row[3]), row[4]) for row in store.connection.execute(sql))


def stored_values(
    store: Store, kind: type[Record], source: str | None, names: Sequence[str]
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The number of every record of a kind that came from a source, and what its columns `names` hold."""
    sql = f"select {', '.join(('id', *names))} from {kind.TABLE} where source is ? order by id"
    return ((row[0], row[1:]) for row in store.connection.execute(sql, (source,)))


def dangling(store: Store) -> Iterator[tuple[str, int, str]]:
    """What refers to a record that is not there: table and number, and the table of what is missing."""
    tables = [kind.TABLE for kind in KINDS]
    for table in tables:
        for row in store.connection.execute(f"pragma foreign_key_check ({table})"):
            yield table, row[1], row[2]


def _values(kind: type[Record], number: int, record: Record, stamps: tuple[int, int], at: str) -> list[Any]:
    values, (created, updated) = rows.values(kind, record), stamps
    values[0] = number or None
    values[created] = values[created] or at
    values[updated] = values[updated] or values[created]
    return values
