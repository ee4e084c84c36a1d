"""What `export all` wrote, back into an empty database: ids, handles, stamps and reasons as they were."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TextIO

from caseload.errors import Invalid, Refused
from caseload.intake.building import BadRows, Builder, Fault, faults_in
from caseload.intake.delimited import Table, table
from caseload.intake.source import source
from caseload.intake.values import Texts, Written, numbered
from caseload.records.base import Record
from caseload.records.fields import fields_of
from caseload.records.kinds import KINDS, kind_of
from caseload.records.values import cell
from caseload.store import bulk, queries
from caseload.store.core import Store
from caseload.store.opening import SCHEMA, create

Cells = Iterable[tuple[str, object]]
Rows = Iterable[tuple[str, Cells]]
"""Where each record of a table stands in the file, and its keys and values."""


@contextmanager
def everything(place: str, stdin: TextIO) -> Iterator[Mapping[str, Rows]]:
    """The tables of an export: of a folder of CSV files, or of one JSON object in a file or, for `-`, on stdin.

    Raises Invalid for what is not such an export, Refused for one that a newer program wrote.
    """
    with ExitStack() as files:
        is_folder = place != "-" and Path(place).is_dir()
        yield _folder(Path(place), stdin, files) if is_folder else _object(place, stdin)


@contextmanager
def made(path: Path, *, dry_run: bool) -> Iterator[None]:
    """The database at `path`, made where there is none; taken away again if the block fails or is a dry run."""
    missing = not path.exists() or not path.stat().st_size
    if missing:
        create(path).close()
    stays = False
    try:
        yield
        stays = not dry_run
    finally:
        if missing and not stays:
            path.unlink(missing_ok=True)


def import_all(store: Store, tables: Mapping[str, Rows]) -> Mapping[str, int]:
    """Store everything inside the running bulk step; the number of records by table.

    Raises Refused where the database holds records, BadRows for records that cannot be stored.
    """
    if not queries.is_empty(store):
        raise Refused("the database holds records already", "import everything into a new one, such as --db new.db")
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    for kind in KINDS:
        bulk.add_all(store, kind, _records(kind, tables.get(kind.TABLE, ()), faults, counts))
    for name, number, parent in () if faults else bulk.dangling(store):
        ref = f"{kind_of(name).PREFIX}{number}"
        faults.append(Fault(ref, "", Invalid(f"refers to a {parent} that is not there", "all tables of one export")))
    if faults:
        raise BadRows(faults)
    return counts


def _records(kind: type[Record], rows: Rows, faults: list[Fault], counts: Counter[str]) -> Iterator[Record]:
    """The records of one table until one cannot be made; from there on only what is wrong with the others."""
    builder = Builder(kind, Written(), numbered)
    keys = {field.key for field in fields_of(kind)}
    for where, found in rows:
        try:
            record = builder.record(builder.values(_texts(keys, found)))
            if not faults:
                counts[kind.TABLE] += 1
                yield record
        except* Invalid as wrong:
            faults += faults_in(wrong, where)


def _texts(keys: set[str], found: Cells) -> Texts:
    texts: Texts = {}
    for key, value in found:
        if key not in keys or isinstance(value, dict):
            raise Invalid("is not a field with one value", "what export all wrote", field=key)
        if text := cell(tuple(value) if isinstance(value, list) else value):
            texts[key] = text
    return texts


def _folder(folder: Path, stdin: TextIO, files: ExitStack) -> dict[str, Rows]:
    with table(str(folder / "schema.csv"), stdin, ",") as schema:
        kinds = _kinds(str(folder), next((row.cells[0] for row in schema.rows), None))
    opened = {kind.TABLE: files.enter_context(table(str(folder / f"{kind.TABLE}.csv"), stdin, ",")) for kind in kinds}
    return {name: _csv_rows(one) for name, one in opened.items()}


def _csv_rows(one: Table) -> Rows:
    for row in one.rows:
        # A cell too many or too few has no heading, or no text: both are refused by their key.
        yield f"{Path(one.name).name}, line {row.line}", zip_longest(one.header, row.cells, fillvalue="")


def _object(place: str, stdin: TextIO) -> dict[str, Rows]:
    name = "stdin" if place == "-" else place
    try:
        with source(place, stdin) as file:
            said = json.loads(file.read().decode("utf-8-sig"))
    except ValueError as error:
        fault = f"not JSON (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else "not UTF-8"
        raise Invalid(f"{name}: {fault}", "what export all wrote") from None
    if not isinstance(said, dict):
        raise Invalid(f"{name} is not one JSON object", "what export all wrote")
    kinds = _kinds(name, said.get("schema"))
    for kind in kinds:
        array = said.get(kind.TABLE)
        if not isinstance(array, list) or not all(isinstance(one, dict) for one in array):
            raise Invalid(f"{name} has no array of {kind.TABLE} records", "what export all wrote")
    return {kind.TABLE: _json_rows(kind.TABLE, said[kind.TABLE]) for kind in kinds}


def _json_rows(name: str, array: list[dict[str, object]]) -> Rows:
    return ((f"{name} {place}", one.items()) for place, one in enumerate(array, 1))


def _kinds(name: str, number: object) -> list[type[Record]]:
    """The kinds that an export of that schema has; raises Invalid for no number, Refused for a newer one."""
    if not str(number).isdecimal():
        raise Invalid(f"{name} has no schema number", "what export all wrote")
    schema = int(str(number))
    if schema > SCHEMA:
        raise Refused(f"{name} was written by a newer caseload (schema {schema})", "upgrade caseload, then try again")
    return [kind for kind in KINDS if schema >= kind.SINCE]
