"""What `export all` wrote, back into an empty database: ids, handles, stamps and reasons as they were."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TextIO

from caseload.errors import Invalid, Refused
from caseload.intake.building import BadRows, Builder, Fault, faults_in, needed
from caseload.intake.delimited import Table, table
from caseload.intake.source import whole
from caseload.intake.values import Texts, Written, numbered
from caseload.records.authorization import Authorization
from caseload.records.field import OwnField, renamed
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.own import is_taken, refuse_unfit
from caseload.records.of.values import Own, cell
from caseload.store import bulk, references
from caseload.store.core import Store, is_database
from caseload.store.opening import SCHEMA
from caseload.store.reads.authorizations import overlapping
from caseload.store.reads.listed import is_empty
from caseload.store.seen import Seen
from caseload.value import replace

Cells = Iterable[tuple[str, object]]


WROTE = "what caseload wrote"
"""What is accepted where a file is not as it was written."""


class Export(NamedTuple):
    """What an export holds: which caseload it is of, where it says so, and its tables."""

    database: str
    tables: "Mapping[str, Rows]"
    schema: int
    """The schema that it was written by."""
    head: Mapping[str, object] = MappingProxyType({})
    """What a transfer says of itself; nothing in an export of everything."""


class Rows(NamedTuple):
    """The records of one table: `where` names the place of the nth; `is_typed` where values are JSON's and not text."""

    where: Callable[[int], str]
    listed: Iterable[tuple[int, Cells]]
    is_typed: bool


@contextmanager
def everything(place: str, stdin: TextIO) -> Iterator[Export]:
    """An export: of a folder of CSV files, or of one JSON object in a file or, for `-`, on stdin.

    Raises Invalid for what is not such an export, Refused for one that a newer program wrote.
    """
    with ExitStack() as files:
        is_folder = place != "-" and Path(place).is_dir()
        yield _folder(Path(place), stdin, files) if is_folder else _object(place, stdin)


def transfer(place: str, stdin: TextIO) -> Export:
    """The one client that `client transfer` wrote into a file or, for `-`, that is on stdin; raises as `everything`."""
    if place != "-" and Path(place).is_dir():
        raise Invalid(f"{place} is a folder", "the one file that client transfer wrote")
    return _object(place, stdin, is_transfer=True)


def import_all(store: Store, export: Export, tell: Callable[[str], None] = lambda _: None) -> Mapping[str, int]:
    """Store everything inside the running bulk step; the number of records by table. Tells what is called otherwise.

    The database is from here on the caseload that the export is of. Raises Refused where it holds records, BadRows for
    records that cannot be stored.
    """
    if not is_empty(store):
        raise Refused("the database holds records already", "import everything into a new one, such as --db new.db")
    run, tables = Run(), export.tables
    if export.database:
        store.adopt(export.database)
    for kind in KINDS:
        if kind.TABLE in tables:
            found = run.records(kind, tables[kind.TABLE])
            bulk.add_all(store, kind, run.declared(found) if kind is OwnField else found)
    bulk.bring_up_to_date(store, export.schema)
    for one in () if run.faults else references.broken(store):
        place = run.place(one.kind, one.id)
        where = tables[one.kind.TABLE].where(place) if place else f"{one.kind.PREFIX}{one.id}"
        run.faults.append(Fault(where, one.key, Invalid(one.fault, "all tables of one export, as it was written")))
    if run.faults:
        raise BadRows(run.faults)
    for first, second in overlapping(store) if run.counts[Authorization.TABLE] and not run.faults else ():
        # They were so where the export was written, and a restore leaves nothing out.
        run.told.append(f"{second.ref} has the number of {first.ref} on the same days: caseload authorization edit")
    for sentence in run.told:
        tell(sentence)
    return run.counts


class Run:
    """One import under way: the records of its tables, and what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.counts: Counter[str] = Counter()
        self.told: list[str] = []
        """What is called otherwise than in the export."""
        self._seen = Seen()
        self._own: dict[str, list[OwnField]] = defaultdict(list)
        self._are_declared = True

    def records(self, kind: type[Record], rows: Rows) -> Iterator[Record]:
        """The records of one table until one cannot be made; from there on only what is wrong with the others."""
        builder = Builder(kind, Written(is_exact=True), numbered)
        fields = {field.key: field for field in fields_of(kind)}
        for place, found in rows.listed:
            try:
                texts = _texts(fields, found, is_typed=rows.is_typed)
                record = builder.record(builder.values(texts))
                if record.own and self._are_declared:
                    refuse_unfit(record.own, self._own[kind.TABLE])
                self._refuse_twice(rows, place, record)
                if not self.faults:
                    self.counts[kind.TABLE] += 1
                    yield record
            except* Invalid as wrong:
                self.faults += faults_in(wrong, rows.where(place))

    def place(self, kind: type[Record], number: int) -> int:
        """The place of a record among those of its table; 0 for one that came without its number."""
        return self._seen.first((kind, number), 0)

    def declared(self, records: Iterable[Record]) -> list[OwnField]:
        """Declarations of the user's own fields, each under a name that is free, as an upgrade renames them."""
        found = [one for one in records if isinstance(one, OwnField)]
        for place, one in enumerate(found):
            if is_taken(one):
                there = {(other.of, other.name) for other in found if not other.voided_at}
                name = renamed(one.name)
                while is_taken(replace(one, name=name)) or (one.of, name) in there:
                    name = renamed(name)
                found[place] = replace(one, name=name)
                self.told.append(f"{one.of} has a field {one.name} by itself; yours, {one.ref}, is called {name}")
        self._are_declared = not self.faults
        for one in found:
            self._own[one.of].append(one)
        return found

    def _refuse_twice(self, rows: Rows, place: int, record: Record) -> None:
        """Refuse what no two records have, where an earlier one has it."""
        kind = type(record)
        keys = {"id": (kind, record.id), "handle": (kind, "handle", getattr(record, "handle", None))}
        keys["external_id"] = (kind, record.source, record.external_id)
        if isinstance(record, OwnField) and not record.voided_at:
            keys["name"] = (record.of, "name", record.name)
        for key, one in keys.items():
            if None not in one and 0 not in one and (first := self._seen.first(one, place)) != place:
                raise Invalid(f"is the same as in {rows.where(first)}", "one of each in an export", field=key)


def _texts(fields: Mapping[str, Field], found: Cells, *, is_typed: bool) -> Texts:
    texts: Texts = {}
    for key, value in found:
        if key not in fields or (isinstance(value, dict) and fields[key].type is not Own):
            raise Invalid("is not a field with one value", WROTE, field=key)
        if is_typed and value is not None and (what := _shape(fields[key], value)):
            raise Invalid(f"is not {what}", WROTE, field=key)
        if text := cell(Own(value) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value):
            texts[key] = text
    return texts


def _shape(field: Field, value: object) -> str:
    """What the value should be in JSON and is not, or nothing."""
    if field.many:
        are_words = isinstance(value, list) and all(isinstance(one, str) and one.split() == [one] for one in value)
        return "" if are_words else "an array of texts"
    if field.type is Own:
        return "" if isinstance(value, dict) else "an object"
    if field.type is bool:
        return "" if isinstance(value, bool) else "true or false"
    if field.type in (int, float) and field.name != "id" and not field.refers:
        return "" if type(value) in (int, field.type) else "a number"
    return "" if isinstance(value, str) else "a text"


def _folder(folder: Path, stdin: TextIO, files: ExitStack) -> Export:
    with table(str(folder / "schema.csv"), stdin, ",") as schema:
        said = dict(zip(schema.header, next((row.cells for row in schema.rows), ()), strict=False))
    number = _schema(str(folder), said.get("schema"))
    kinds, database = _kinds(number), _database(str(folder), said.get("database", ""))
    known = {"schema.csv", *(f"{kind.TABLE}.csv" for kind in kinds)}
    if others := sorted({path.name for path in folder.glob("*.csv")} - known):
        raise Invalid(f"{folder / others[0]} is no table of an export", "a folder that export all wrote")
    for kind in kinds:
        _refuse_cut_off(folder / f"{kind.TABLE}.csv")
    opened = {kind.TABLE: files.enter_context(table(str(folder / f"{kind.TABLE}.csv"), stdin, ",")) for kind in kinds}
    for kind in kinds:
        _refuse_strange(kind, opened[kind.TABLE])
    return Export(database, {name: _csv_rows(one) for name, one in opened.items()}, number)


def _refuse_cut_off(path: Path) -> None:
    """Refuse a file whose last line has no end, as one has that came over a line that broke off."""
    with suppress(OSError), path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        if file.read() != b"\n":
            raise Invalid(f"{path}: its last line has no end; the file is cut off", f"the whole of {WROTE}")


def _refuse_strange(kind: type[Record], one: Table) -> None:
    """Refuse headings that no export has, also where there is no row under them."""
    known = {field.key for field in fields_of(kind)}
    for place, heading in enumerate(one.header, 1):
        if heading not in known or one.header.count(heading) > 1:
            # Not quoted: where the headings are gone, it is what a record holds.
            raise Invalid(f"{one.name}: heading {place} is none of an export", WROTE)
    if lacking := [key for key in ("id", *needed(kind).values()) if key not in one.header]:
        raise Invalid(f"{one.name}: the heading {lacking[0]!r} is missing", WROTE)


def _csv_rows(one: Table) -> Rows:
    name = Path(one.name).name
    # A cell too many or too few has no heading, or no text: both are refused by their key.
    each = ((row.line, zip_longest(one.header, row.cells, fillvalue="")) for row in one.rows)
    return Rows(lambda line: f"{name}, line {line}", each, is_typed=False)


def _object(place: str, stdin: TextIO, *, is_transfer: bool = False) -> Export:
    name = "stdin" if place == "-" else place
    try:
        text = whole(place, stdin, "a folder of tables, as export all -o FOLDER/ writes it").decode("utf-8-sig")
        said = json.loads(text, object_pairs_hook=partial(_once, name))
    except RecursionError:
        raise Invalid(f"{name}: not JSON of this kind (nested too deeply)", WROTE) from None
    except ValueError as error:
        fault = "a number in it has thousands of digits"
        if isinstance(error, json.JSONDecodeError):
            fault = f"not JSON (line {error.lineno})"
        elif isinstance(error, UnicodeDecodeError):
            fault = "not UTF-8"
        raise Invalid(f"{name}: {fault}", WROTE) from None
    if not isinstance(said, dict):
        raise Invalid(f"{name} is not one JSON object", WROTE)
    _refuse_other(name, said, is_transfer=is_transfer)
    number = said.get("schema")
    schema = _schema(name, number if type(number) is int else None)
    kinds, database = _kinds(schema), _database(name, said.get("database", ""))
    if others := sorted(said.keys() - {"transfer", "schema", "database", *(kind.TABLE for kind in kinds)}):
        raise Invalid(f"{name}: {others[0]} is no table of an export", WROTE)
    for kind in kinds:
        array = said.get(kind.TABLE)
        if not isinstance(array, list) or not all(isinstance(one, dict) for one in array):
            raise Invalid(f"{name} has no array of {kind.TABLE} records", WROTE)
    tables = {kind.TABLE: _json_rows(kind.TABLE, said[kind.TABLE]) for kind in kinds}
    return Export(database, tables, schema, said.get("transfer", {}))


def _refuse_other(name: str, said: Mapping[str, object], *, is_transfer: bool) -> None:
    """Refuse one client where everything is asked for, and everything where one client is."""
    head = said.get("transfer")
    if is_transfer and "transfer" not in said:
        is_all = type(said.get("schema")) is int
        accepted = f"caseload import all {name}" if is_all else "what client transfer wrote"
        raise Invalid(f"{name} is {'a whole caseload and ' if is_all else ''}no transfer", accepted)
    if is_transfer and not isinstance(head, dict):
        raise Invalid(f"{name}: its head is no object", WROTE)
    if not is_transfer and "transfer" in said:
        raise Invalid(f"{name} is a transfer of one client", f"caseload import transfer {name}")


def _once(name: str, pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; one that has a key twice is refused, where Python would take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Invalid(f"{name}: {twice!r} comes twice in one object", WROTE)
    return found


def _json_rows(name: str, array: list[dict[str, object]]) -> Rows:
    each = ((place, one.items()) for place, one in enumerate(array, 1))
    return Rows(lambda place: f"{name} {place}", each, is_typed=True)


def _database(name: str, said: object) -> str:
    """Which caseload an export is of; an older one does not say."""
    if not isinstance(said, str) or (said and not is_database(said)):
        raise Invalid(f"{name}: its database is no caseload's id", WROTE)
    return said


_DIGITS = 9
"""So many are a schema's number; Python reads none of thousands."""


def _schema(name: str, number: object) -> int:
    """The number of a schema; raises Invalid for what is none, Refused for a newer one."""
    if not str(number).isdecimal() or len(str(number)) > _DIGITS:
        raise Invalid(f"{name} has no schema number", WROTE)
    schema = int(str(number))
    if schema > SCHEMA:
        raise Refused(f"{name} was written by a newer caseload (schema {schema})", "upgrade caseload, then try again")
    return schema


def _kinds(schema: int) -> list[type[Record]]:
    """The kinds that an export of that schema has."""
    return [kind for kind in KINDS if schema >= kind.SINCE]
