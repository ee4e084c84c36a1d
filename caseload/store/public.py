"""Records as files and lists show them, row by row: by way of each record, or, for whole tables, straight from SQLite.

The short road makes no records. It is taken by rows that only caseload has written, since their values were held to
the rules as they came in; a row that another program has touched, which the change log knows, takes the long one.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from caseload.records import public
from caseload.records.base import MASK, Record
from caseload.records.client import Client
from caseload.records.fields import Field, fields_of
from caseload.records.kinds import kind_of
from caseload.store import queries
from caseload.store.core import Store

_BLOCK = 100
_FEW = 1_000
"""The most records of another program's that are worth being picked out; a whole table of them takes the long road."""

Row = Sequence[object]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a row holds beyond every field in its order: confidential values or a mask, the client's handle or not."""

    reveal: bool = False
    handles: bool = True

    def keys(self, kind: type[Record]) -> list[str]:
        """The public name of each value of a row."""
        names = ((one.key, "client_handle") if self._has_handle(one) else (one.key,) for one in fields_of(kind))
        return [key for several in names for key in several]

    def _has_handle(self, field: Field) -> bool:
        return self.handles and field.name == "client_id"


def of_records(store: Store, kind: type[Record], shown: Shown, where: str) -> Iterator[Row]:
    """A row for each record for which a piece of SQL holds, by their ids; what breaks a rule is left out, as ever."""
    value = public.public if shown.reveal else public.masked
    handles, fields, place = queries.Handles(store), fields_of(kind), _place_of_handle(kind, shown)
    for one in store.each(kind, f"{where} order by id"):
        row = [value(field, one) for field in fields]
        if place:
            row.insert(place, handles[getattr(one, "client_id", None)])
        yield row


def exported(store: Store, kind: type[Record], shown: Shown, *, voided: bool) -> Iterator[Row]:
    """A row for each record of a kind by their ids, whatever its status; the voided too where asked."""
    where = "true" if voided else "voided_at is null"
    foreign = _foreign(store, kind, shown)
    if not foreign:
        return _straight(store, kind, shown, where)
    if len(foreign) > _FEW:
        return of_records(store, kind, shown, where)
    these = f"id in ({', '.join(map(str, foreign))})"
    short = _straight(store, kind, shown, f"{where} and not {these}")
    return merge(short, of_records(store, kind, shown, f"{where} and {these}"), key=_number)


def _number(row: Row) -> int:
    return int(str(row[0]).lstrip("abcdefghijklmnopqrstuvwxyz"))


def _foreign(store: Store, kind: type[Record], shown: Shown) -> list[int]:
    """The numbers of records that another program has written to, or to the client whose handle they show."""
    written = "select record_id from change where operation_id is null and kind = '{}'"
    sql = written.format(kind.TABLE)
    if _place_of_handle(kind, shown):
        sql += f" union select id from {kind.TABLE} where client_id in ({written.format(Client.TABLE)})"
    return sorted(row[0] for row in store.connection.execute(sql))


def _straight(store: Store, kind: type[Record], shown: Shown, where: str) -> Iterator[Row]:
    """The rows of records that nobody but caseload has written."""
    values = [_sql(kind, field, shown) for field in fields_of(kind)]
    if place := _place_of_handle(kind, shown):
        values.insert(place, f"(select handle from client where client.id = {kind.TABLE}.client_id)")
    readers = _readers(kind, shown)
    cursor = store.connection.execute(f"select {', '.join(values)} from {kind.TABLE} where {where} order by id")
    factory = store.connection.text_factory
    while True:
        # Text that caseload wrote is UTF-8: SQLite's own way to read it is several times as fast.
        store.connection.text_factory = str
        try:
            block = cursor.fetchmany(_BLOCK)
        finally:
            store.connection.text_factory = factory
        if not block:
            return
        yield from (_read(row, readers) for row in block) if readers else block


def _read(row: Row, readers: Sequence[tuple[int, Callable[[object], object]]]) -> Row:
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return values


def _sql(kind: type[Record], field: Field, shown: Shown) -> str:
    """SQL for a field's public value, or for what its reader makes that of."""
    name = f"{kind.TABLE}.{field.name}"
    if field.name == "id":
        return f"'{kind.PREFIX}' || {name}"
    if field.refers and not field.many:
        return f"'{kind_of(field.refers).PREFIX}' || {name}"
    if kind is Client and not shown.reveal and field.name in _HIDDEN:
        return f"iif(client.address_confidential and {name} is not null, '{MASK}', {name})"
    return name


_HIDDEN = Client(given_name="-", address_confidential=True).confidential()


def _readers(kind: type[Record], shown: Shown) -> list[tuple[int, Callable[[object], object]]]:
    """What SQLite has no form for, each with its place in the row: yes and no, and several in one."""
    found = []
    place = _place_of_handle(kind, shown)
    for number, field in enumerate(fields_of(kind)):
        if read := _several(field) if field.many else bool if field.type is bool else None:
            found.append((number + (0 < place <= number), read))
    return found


def _several(field: Field) -> Callable[[object], object]:
    prefix = kind_of(field.refers).PREFIX if field.refers else ""

    def read(text: object) -> object:
        return () if text == "[]" else tuple(f"{prefix}{one}" for one in json.loads(str(text)))

    return read


def _place_of_handle(kind: type[Record], shown: Shown) -> int:
    """Where a row has the client's handle; 0 where it has none."""
    keys = shown.keys(kind)
    return keys.index("client_handle") if "client_handle" in keys else 0
