"""Many records at once, through sqlite-utils, and what an import compares its rows with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
    from sqlite_utils import Database

    store.connection.execute("pragma defer_foreign_keys = on")
    table = Database(store.connection, recursive_triggers=False, execute_plugins=False).table(kind.TABLE)
    table.insert_all((_row(number, record, store.at) for number, record in numbered), batch_size=500)


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


def _row(number: int, record: Record, at: str) -> dict[str, Any]:
    values = rows.row(record)
    values["id"] = number or None
    values["created_at"] = values["created_at"] or at
    values["updated_at"] = values["updated_at"] or values["created_at"]
    return values
