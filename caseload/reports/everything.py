"""Everything that is kept, closed and voided too, as one JSON object or as one CSV a table; not the change log."""

from collections.abc import Iterable, Iterator, Sequence

from caseload.output.machine import csv_lines, json_lines
from caseload.records.base import Record
from caseload.records.fields import fields_of
from caseload.records.kinds import KINDS
from caseload.records.public import public
from caseload.store import queries
from caseload.store.core import Store
from caseload.store.opening import SCHEMA


def as_json(store: Store) -> Iterator[str]:
    """One object: the schema's number, then an array a table; in pieces, as they are written."""
    yield f'{{\n"schema": {SCHEMA}'
    for kind in KINDS:
        yield f',\n"{kind.TABLE}": '
        yield from (piece.rstrip("\n") for piece in json_lines(_keys(kind), _rows(store, kind)))
    yield "\n}\n"


def as_csv(store: Store) -> Iterator[tuple[str, Iterable[str]]]:
    """A name and the lines of a CSV for each table; before them the schema's number, in a table of its own."""
    yield "schema", csv_lines(["schema"], [[SCHEMA]])
    for kind in KINDS:
        yield kind.TABLE, csv_lines(_keys(kind), _rows(store, kind))


def _keys(kind: type[Record]) -> list[str]:
    return [field.key for field in fields_of(kind)]


def _rows(store: Store, kind: type[Record]) -> Iterator[Sequence[object]]:
    fields = fields_of(kind)
    return ([public(field, one) for field in fields] for one in queries.exported(store, kind, voided=True))
