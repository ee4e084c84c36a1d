"""Everything that is kept, closed and voided too, as one JSON object or as one CSV a table; not the change log.

Beside the schema's number stands which caseload it is, so that the one it comes into is the same.
"""

from collections.abc import Iterable, Iterator

from caseload.output.column import Format
from caseload.output.machine import csv_lines
from caseload.records.kinds import KINDS
from caseload.reports.exported import whole_file
from caseload.store.core import Store
from caseload.store.opening import SCHEMA
from caseload.store.public import Shown
from caseload.store.unread import refuse_unread


def as_json(store: Store) -> Iterator[str]:
    """One object: schema number, caseload's id, an array a table; in pieces, all of one moment, as they are written.

    Raises Refused where a record cannot be read, before the first piece if that can be known, else before the last.
    """
    with store.snapshot():
        refuse_unread(store, _WHAT)
        yield f'{{\n"schema": {SCHEMA},\n"database": "{store.database}"'
        for kind in KINDS:
            yield f',\n"{kind.TABLE}": '
            yield from (piece.rstrip("\n") for piece in whole_file(store, kind, _SHOWN, Format.JSON))
        # What breaks another rule shows only where it is read: before the end, so that nothing takes it for whole.
        refuse_unread(store, _WHAT)
    yield "\n}\n"


def as_csv(store: Store) -> Iterator[tuple[str, Iterable[str]]]:
    """A name and the lines of a CSV for each table; before them the schema's number and the caseload's id, in one.

    Raises Refused where a record cannot be read, at the beginning or at the end: what is written before is not whole.
    """
    refuse_unread(store, _WHAT)
    yield "schema", csv_lines(["schema", "database"], [[SCHEMA, store.database]])
    for kind in KINDS:
        yield kind.TABLE, whole_file(store, kind, _SHOWN, Format.CSV)
    refuse_unread(store, _WHAT)


_WHAT = "an export"
_SHOWN = Shown(reveal=True, handles=False)
