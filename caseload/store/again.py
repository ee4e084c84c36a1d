"""What is stored already of the rows of a file: under another source, or otherwise than the file has it."""

import json
from collections.abc import Collection

from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.values import Own
from caseload.store import rows
from caseload.store.core import Store


def elsewhere(store: Store, kind: type[Record], first: int, source: str) -> tuple[int, str]:
    """How many records from number `first` on have an external_id that an older one has from another source, and which.

    The source is the one that has the most of them.
    """
    table = kind.TABLE
    sources = f"select distinct source from {table} where external_id is not null and source is not null"
    others = [other for (other,) in store.connection.execute(sources).fetchall() if other != source]
    sql = f"""
        select count(*) from {table} as new join {table} as old
        on old.source = ? and old.external_id = new.external_id and old.id < ? and old.voided_at is null
        where new.id >= ? and new.source = ? and new.voided_at is null
    """
    counts = ((store.connection.execute(sql, (other, first, first, source)).fetchone()[0], other) for other in others)
    return max(counts, default=(0, ""))


def differs(store: Store, number: int, record: Record, names: Collection[str]) -> bool:
    """Whether a stored record that was not voided holds something else than `record` in any of the columns `names`."""
    kind = type(record)
    stored = store.connection.execute(_stored(kind), (number,)).fetchone()
    if stored is None:
        return False
    several = zip(fields_of(kind), rows.values(kind, record), stored, strict=True)
    return any(
        said != value and field.name in names and (field.name != "own" or not _holds(value, record.own))
        for field, said, value in several
    )


def _holds(stored: str, own: Own) -> bool:
    """Whether a column `own` holds at least that."""
    found = json.loads(stored)
    return all(found.get(key) == value for key, value in own.items())


_STORED: dict[type[Record], str] = {}


def _stored(kind: type[Record]) -> str:
    if kind not in _STORED:
        _STORED[kind] = f"select {rows.columns(kind)} from {kind.TABLE} where id = ? and voided_at is null"
    return _STORED[kind]
