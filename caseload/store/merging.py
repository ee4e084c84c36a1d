"""What a merge reads and writes of records as they are stored, whatever their rules say of them."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from caseload.errors import Refused
from caseload.records.kinds import KINDS, kind_of, leads_to_client
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.store import rows
from caseload.store.core import Store
from caseload.store.forks import Key

Row = Mapping[str, Any]
"""What is stored of a record, by column in the order of its fields."""
_AT_ONCE = 1_000


def rows_of(store: Store, kind: type[Record], numbers: Sequence[int]) -> Iterator[tuple[int, Row | None]]:
    """The rows of some numbers, each under its number; None where there is none."""
    names = [field.name for field in fields_of(kind)]
    left = iter(numbers)
    while some := list(islice(left, _AT_ONCE)):
        sql = f"select {rows.columns(kind)} from {kind.TABLE} where id in ({', '.join('?' * len(some))})"
        found = {row[0]: dict(zip(names, row, strict=True)) for row in store.connection.execute(sql, some)}
        yield from ((number, found.get(number)) for number in some)


def is_stored(store: Store, kind: type[Record], number: int) -> bool:
    """Whether there is a row of that number, voided or not."""
    sql = f"select 1 from {kind.TABLE} where id = ?"
    return store.connection.execute(sql, (number,)).fetchone() is not None


def whose(store: Store, kind: type[Record], number: int) -> object:
    """What says whose a stored record is: its client, or what it belongs to, by number; None of what is nobody's."""
    if not (leads := leads_to_client(kind)):
        return None
    return store.connection.execute(f"select {leads} from {kind.TABLE} where id = ?", (number,)).fetchone()[0]


def alike(store: Store, kind: type[Record], columns: Sequence[str], values: Sequence[object]) -> list[int]:
    """The numbers of the records, none of them voided, that hold these values in these columns."""
    where = " and ".join(f"{name} is ?" for name in columns)
    sql = f"select id from {kind.TABLE} where {where} and voided_at is null order by id"
    return [int(row[0]) for row in store.connection.execute(sql, values)]


def running(store: Store) -> int:
    """The number of the step that runs."""
    return int(store.connection.execute("select id from operation where open = 1").fetchone()[0])


def save(store: Store, record: Record, at: str) -> set[str]:
    """Store a changed record as of a moment; the columns in which another has what is its own, and then nothing.

    Raises Refused as `Store.save`, and nothing is stored then either.
    """
    store.connection.execute("savepoint one")
    try:
        store.save(record, at=at)
    except (sqlite3.IntegrityError, Refused) as error:
        store.connection.execute("rollback to one")
        if isinstance(error, Refused) or not (taken := {*re.findall(r"\w+\.(\w+)", str(error))}):
            raise
        return taken
    finally:
        store.connection.execute("release one")
    return set()


def put_back(store: Store, step: int, table: str, row: Row) -> None:
    """Store a row with the number that it had, within a bulk step; raises Refused where another has what is its own."""
    # The log of a bulk step has new rows as a range, in which one of long ago is not.
    store.connection.execute("update operation set bulk = 0 where id = ?", (step,))
    sql = f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})"
    try:
        store.connection.execute(sql, [*row.values()])
    except sqlite3.IntegrityError as error:
        ref = f"{kind_of(table).PREFIX}{row['id']}"
        raise Refused(f"{ref} cannot be put back: {error}", "--ours leaves it out") from error
    store.connection.execute("update operation set bulk = 1 where id = ?", (step,))


def remove(store: Store, key: Key) -> None:
    """Take a row away, as undo does."""
    store.connection.execute(f"delete from {key[0]} where id = ?", (key[1],))


def naming(store: Store, key: Key) -> Iterator[Key]:
    """The records that refer to one, the voided too."""
    kind, number = kind_of(key[0]), key[1]
    values = {"number": number, "ref": f"{kind.PREFIX}{number}"}
    for other in KINDS:
        where = [_names(field) for field in fields_of(other) if field.refers == kind.TABLE]
        where += ["item = :ref"] * (other.TABLE == "waiver")
        for each in where:
            found = store.connection.execute(f"select id from {other.TABLE} where {each}", values).fetchall()
            yield from ((other.TABLE, int(row[0])) for row in found)


def _names(field: Field) -> str:
    if not field.many:
        return f"{field.name} = :number"
    return f"exists (select 1 from json_each({rows.listed_in(field.name)}) where value = :number)"


def leave_out(store: Store, kind: type[Record], field: Field, number: int) -> None:
    """Let a record refer to nothing by a field that may be empty; raises Refused where its table does not let it."""
    sql = f"update {kind.TABLE} set {field.name} = ? where id = ?"
    try:
        store.connection.execute(sql, ("[]" if field.many else None, number))
    except sqlite3.IntegrityError as error:
        raise Refused(f"{kind.PREFIX}{number} needs its {field.key}", "mend it in one of the two first") from error


def any_order(store: Store) -> None:
    """Within the running step, let what refers to what be asked when it ends."""
    store.connection.execute("pragma defer_foreign_keys = on")
