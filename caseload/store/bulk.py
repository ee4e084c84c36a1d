"""Many records at once, and what an import compares its rows with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.store import rows
from caseload.store.core import Store
from caseload.store.reads.clients import client_in

Values = tuple[Any, ...]
"""What a row holds, in the order of the kind's fields."""


@dataclass(frozen=True, slots=True)
class Known:
    """What tells one stored record from the others; `client_id` is the number of the client whom it is about."""

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
    add_rows(store, kind, (stored_values(store, record) for record in records))


def stored_values(store: Store, record: Record, number: int = 0) -> Values:
    """What will be stored of a new record, under that number or its own, stamped where it has no stamps."""
    kind = type(record)
    created, updated = _stamps(kind)
    values = rows.values(kind, record)
    values[0] = number or values[0]
    values[created] = values[created] or store.at
    values[updated] = values[updated] or values[created]
    return tuple(values)


def add_rows(store: Store, kind: type[Record], new: Iterable[Values]) -> None:
    """As `add_all`, of records whose values are made already."""
    store.connection.execute("pragma defer_foreign_keys = on")
    names = [field.name for field in fields_of(kind)]
    left = iter(new)
    while some := list(islice(left, _AT_ONCE)):
        # What all of them leave to the schema need not go through SQLite's hands: that is a third of the time.
        columns = [
            (name, column)
            for name, column, default in zip(names, zip(*some, strict=True), defaults(store, kind), strict=True)
            if column[0] != default or column.count(default) < len(some)
        ]
        row = f"({', '.join('?' * len(columns))})"
        # Several rows a statement: the full-text index writes what it has at the end of each.
        sql = (
            f"insert into {kind.TABLE} ({', '.join(name for name, _ in columns)}) values {', '.join([row] * len(some))}"
        )
        values = zip(*(column for _, column in columns), strict=True)
        store.connection.execute(sql, list(chain.from_iterable(values)))


_AT_ONCE = 100

_DEFAULTS: dict[type[Record], Values] = {}


def defaults(store: Store, kind: type[Record]) -> Values:
    """What the schema puts where a new row says nothing, by column."""
    if kind not in _DEFAULTS:
        declared = {row[1]: row[4] for row in store.connection.execute(f"pragma table_info({kind.TABLE})")}
        sql = ", ".join(declared[field.name] or "null" for field in fields_of(kind))
        _DEFAULTS[kind] = store.connection.execute(f"select {sql}").fetchone()
    return _DEFAULTS[kind]


def _stamps(kind: type[Record]) -> tuple[int, int]:
    if kind not in _STAMPS:
        names = [field.name for field in fields_of(kind)]
        _STAMPS[kind] = names.index("created_at"), names.index("updated_at")
    return _STAMPS[kind]


_STAMPS: dict[type[Record], tuple[int, int]] = {}


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
        kept = """type = 'index' or name in (
            tbl_name || '_find_insert', tbl_name || '_log_insert', tbl_name || '_replaces_none_by_insert')"""
        sql = f"select type, name, sql from sqlite_master where tbl_name = ? and sql is not null and ({kept})"
        made = self._connection.execute(sql, (kind.TABLE,)).fetchall()
        self._statements = [statement for _, _, statement in made]
        for sort, name, _ in made:
            self._connection.execute(f"drop {sort} {name}")

    def put_back(self) -> None:
        """Have what came meanwhile be found, and make the indexes and triggers as they were."""
        table, searched = self._kind.TABLE, ", ".join(rows.searched_columns(self._kind))
        if searched:
            if self._kind.OWN:
                words = f"own_words = {rows.words_in(f'{table}.own', table)}"
                new = f"update {table} set {words} where id > ? and own <> '{{}}'"
                self._connection.execute(new, (self._last,))
            new = f"select id, {searched} from {table} where id between ? and ?"
            # Not to merge what it has already with each megabyte that comes; at the most sixteen pieces it does.
            self._merge(0)
            # Between two statements Ctrl-C is heard.
            for first, last in self._parts():
                self._connection.execute(f"insert into {table}_fts (rowid, {searched}) {new}", (first, last))
            self._merge(_MERGED)
        for statement in self._statements:
            self._connection.execute(statement)

    def _parts(self) -> Iterator[tuple[int, int]]:
        """The first and the last number of so many new rows at a time."""
        some = (
            f"select min(id), max(id) from (select id from {self._kind.TABLE} where id > ? order by id limit {_PART})"
        )
        first, last = self._connection.execute(some, (self._last,)).fetchone()
        while last is not None:
            yield first, last
            first, last = self._connection.execute(some, (last,)).fetchone()

    def _merge(self, pieces: int) -> None:
        name = f"{self._kind.TABLE}_fts"
        self._connection.execute(f"insert into {name} ({name}, rank) values ('automerge', ?)", (pieces,))


_PART = 20_000

_MERGED = 4
"""The pieces of its index that SQLite merges as it goes, unless told otherwise."""


def known(store: Store, kind: type[Record], number: int) -> Known | None:
    """The stored record of that number, the voided too; None where there is none."""
    return next(_known(store, kind, "id = ?", number), None)


def called(store: Store, kind: type[Record], external_id: str, sources: Sequence[str | None]) -> list[Known]:
    """The stored records that have an external_id in one of the sources, the voided too."""
    # One by one: only then the index of sources and external ids answers.
    found = (
        one for source in sources for one in _known(store, kind, "external_id = ? and source is ?", external_id, source)
    )
    return sorted(found, key=lambda one: one.id)


def sources(store: Store, kind: type[Record]) -> list[str | None]:
    """Where the stored records of a kind have come from; last None, for those made here."""
    least = f"select min(source) from {kind.TABLE}"
    following = f"select ({least} where source > one.source) from one where one.source is not null"
    sql = f"with recursive one (source) as ({least} union all {following}) select source from one"
    return [row[0] for row in store.connection.execute(sql)]


def taken(store: Store, kind: type[Record], source: str | None, external_ids: Sequence[str]) -> set[str]:
    """Those of the external ids that a record of that source has."""
    marks = ", ".join("?" * len(external_ids))
    sql = f"select external_id from {kind.TABLE} where source is ? and external_id in ({marks})"
    return {row[0] for row in store.connection.execute(sql, (source, *external_ids))}


def of_client(store: Store, kind: type[Record], client_id: int) -> list[Record]:
    """The records of a kind that are one client's, those left out that are voided."""
    return store.select(kind, "client_id = ? and voided_at is null order by id", (client_id,))


def _known(store: Store, kind: type[Record], where: str, *values: object) -> Iterator[Known]:
    sql = f"select id, external_id, source, voided_at is not null, {client_in(kind)} from {kind.TABLE} where {where}"
    return (Known(row[0], row[1], row[2], bool(row[3]), row[4]) for row in store.connection.execute(sql, values))


def values_of_source(
    store: Store, kind: type[Record], source: str | None, fields: Sequence[Field]
) -> Iterator[tuple[int, Values]]:
    """The number of every record of a kind that came from a source, and what its `fields` hold."""
    sql = f"select {', '.join(('id', *map(rows.column, fields)))} from {kind.TABLE} where source is ? order by id"
    return ((row[0], row[1:]) for row in store.connection.execute(sql, (source,)))


def bring_up_to_date(store: Store, schema: int, some: Mapping[str, Sequence[int]] | None = None) -> None:
    """Change what an export of an older schema brought as the upgrade changes a file; within the running step.

    All of it, or `some` numbers by table and nothing else.
    """
    if schema < _GUARDS_SCREENS:
        from caseload.store.migrations.m009_which_law_guards_a_screen import guard_screens

        def only(table: str) -> str:
            return "true" if some is None else f"id in ({', '.join(map(str, some.get(table, ())))})"

        for screen, domain in (("ahc-hrsn", "safety"), ("ahc-hrsn-supplemental", "mental-health")):
            of = "update assessment set score_of = ? where screen = ? and score is not null and score_of is null"
            store.connection.execute(f"{of} and {only('assessment')}", (domain, screen))
        guard_screens(store.connection, only)


_GUARDS_SCREENS = 9
