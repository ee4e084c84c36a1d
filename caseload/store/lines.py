"""Records as the lines of a file, made by SQLite itself: neither a record nor a value of it comes into Python.

Only rows that nobody but caseload has written are made so, since their values were held to the rules as they came in;
a row that another program has touched, which the change log knows, is read as a record and written as in any list. So
is each value that SQLite does not write by itself: it is handed to the function that writes it there.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any, NamedTuple

from caseload.records.client import Client
from caseload.records.kinds import kind_of
from caseload.records.of.base import MASK, Record, Vocabulary
from caseload.records.of.fields import Field
from caseload.records.of.nature import LastFour, Mask
from caseload.records.of.tail import tail
from caseload.records.of.values import Own
from caseload.store.core import Store
from caseload.store.masks import hidden_rows, revealed_rows
from caseload.store.public import Computed, Row, Shown, rows
from caseload.store.reads.clients import client_in
from caseload.store.reads.listed import of_clients
from caseload.store.rows import column
from caseload.when.dates import When

_BLOCK = 100
_FEW = 1_000
"""The most records of another program's that are worth being picked out; with more, all are read as records."""
_AT_ONCE = 24
"""Columns a `printf`: of three arguments each, they stay below the 100 that every SQLite takes."""


class Form(NamedTuple):
    """What a line of one format is made of: what stands around and between values, and SQL for a text.

    In `text`, {0} is the text and {1} the SQL function that writes any value as it is written elsewhere. To call that
    too often only costs time.
    """

    name: str
    text: str
    between: str
    end: str = "\n"
    start: str = ""
    keyed: bool = False
    mark: str = ""
    """What stands around words and ids."""
    nothing: str = ""
    alone: str = ""
    """What stands for nothing where nothing else is on the line."""
    yes: str = "yes"
    no: str = "no"


# Four searches for one character each cost less than one `glob` for all of them.
_QUOTED = " or ".join(f"instr({{0}}, '{mark}')" for mark in ',"\n\r')

CSV = Form(
    name="csv", between=",", alone='""',
    text=f"case when {{0}} is null then '' when {_QUOTED} then printf('\"%w\"', {{0}}) else {{0}} end",
)  # fmt: skip
EXCEL = Form(
    name="excel", between=",", end="\r\n", alone='""',
    text=f"case when {{0}} is null then '' when {_QUOTED} or {{0}} glob '[=+@''\t-]*' then {{1}}({{0}}) else {{0}} end",
)  # fmt: skip
TSV = Form(
    name="tsv", between="\t",
    # JSON has an escape for every control, backslash and quote.
    text="case when {0} is null then '' when json_quote({0}) <> '\"' || {0} || '\"' then {1}({0}) else {0} end",
)  # fmt: skip
JSON = Form(
    name="json", start="{", between=", ", end="}\n", keyed=True, mark='"', nothing="null", yes="true", no="false",
    text="iif({0} is null, 'null', json_quote({0}))",
)  # fmt: skip


class Plainly(NamedTuple):
    """How a format is written where records are made: a value, and rows as lines.

    `mended` spells out in a line of SQLite's what only some readers take for the end of one.
    """

    value: Callable[[object], str]
    lines: Callable[[Iterable[Row]], Iterable[str]]
    mended: Callable[[str], str] | None = None


def lines(
    store: Store, kind: type[Record], shown: Shown, form: Form, plainly: Plainly, where: str,
    values: Sequence[Any] = (), *, limit: int | None = None,
) -> Iterator[str]:  # fmt: skip
    """A line, with its end, for each record for which a piece of SQL holds; what breaks a rule is left out, as ever."""

    def by_hand(some: str, bound: Sequence[Any]) -> Iterable[str]:
        return plainly.lines(rows(store, kind, shown, store.each(kind, some, bound)))

    foreign = _foreign(store, kind, shown)
    if len(foreign) > _FEW:
        return islice(iter(by_hand(where, values)), limit)
    if shown.reveal and (confidential := revealed_rows(kind, shown.keys(kind))):
        sql = f"select {kind.TABLE}.id from {_tables(kind, shown)} where ({confidential}) and {where} limit ?"
        numbers = store.connection.execute(sql, (*values, -1 if limit is None else limit))
        store.revealed.update(f"{kind.PREFIX}{row[0]}" for row in numbers)
    store.define(f"written_{form.name}", plainly.value)
    store.define("tail", tail)
    store.define(f"several_{form.name}", lambda text, prefix: plainly.value(_several(text, prefix)))
    made, number = _line(kind, shown, form), f"{kind.TABLE}.id"
    if foreign:
        made = f"case when {number} in ({', '.join(map(str, foreign))}) then {number} else {made} end"
    sql = f"select {made} from {_tables(kind, shown)} where {where}"
    found = _fetched(store, sql, values, _BLOCK if limit is None else max(1, min(_BLOCK, limit)))
    if foreign:
        found = chain.from_iterable((one,) if isinstance(one, str) else by_hand("id = ?", (one,)) for one in found)
    if plainly.mended:
        found = map(plainly.mended, found)
    return islice(found, limit)


def _foreign(store: Store, kind: type[Record], shown: Shown) -> list[int]:
    """The numbers of records that another program has written to, or to the client whose handle they show.

    Or that hold something in a field of the user's own whose declaration it has written.
    """
    written = "select record_id from change where operation_id is null and kind = '{}'"
    sql = written.format(kind.TABLE)
    if _has_handle(kind, shown):
        sql += f" union select id from {kind.TABLE} where {of_clients(kind, written.format(Client.TABLE))}"
    fields = (one for one in shown.columns(kind).values() if not isinstance(one, Computed))
    own = {field.own: field for field in fields if field.own}
    declared = store.connection.execute(f"{written.format('field')} and {_REDECLARED}").fetchall() if own else ()
    for number in {f"f{row[0]}" for row in declared} & own.keys():
        sql += f" union select id from {kind.TABLE} where {column(own[number])} is not null"
    return sorted(row[0] for row in store.connection.execute(sql))


_REDECLARED = "(before ->> 'type', before ->> 'words') is not (after ->> 'type', after ->> 'words')"
"""SQL for a change of what a field of the user's own holds; an upgrade, which is no operation either, only renames."""


def _fetched(store: Store, sql: str, values: Sequence[Any], size: int) -> Iterator[Any]:
    cursor, connection = store.connection.execute(sql, values), store.connection

    def block() -> list[tuple[Any]]:
        # Text that caseload wrote is UTF-8: SQLite's own way to read it is several times as fast.
        factory, connection.text_factory = connection.text_factory, str
        try:
            return cursor.fetchmany(size)
        finally:
            connection.text_factory = factory

    # No step of Python's own for a row.
    return chain.from_iterable(chain.from_iterable(iter(block, [])))


def _has_handle(kind: type[Record], shown: Shown) -> bool:
    return Computed.HANDLE in shown.columns(kind).values()


def _tables(kind: type[Record], shown: Shown) -> str:
    # Under names of their own, so that those of the kind mean what they mean without it.
    handles = "(select id as whose_id, handle as whose_handle from client)"
    joined = f"{kind.TABLE} left join {handles} on whose_id = {client_in(kind)}"
    return joined if _has_handle(kind, shown) else kind.TABLE


def _line(kind: type[Record], shown: Shown, form: Form) -> str:
    """SQL for the whole line of a record."""
    pieces = []
    for key, field in shown.columns(kind).items():
        piece, arguments = _value(kind, field, shown, form)
        pieces.append((f'"{key}": {piece}' if form.keyed else piece, arguments))
    if len(pieces) == 1 and form.alone:
        pieces = [("%s", [f"ifnull(nullif({_printf(*pieces[0])}, ''), '{form.alone}')"])]
    groups = [pieces[start : start + _AT_ONCE] for start in range(0, len(pieces), _AT_ONCE)]
    parts = [
        _printf(form.between.join(piece for piece, _ in some), [one for _, several in some for one in several])
        for some in groups
    ]
    parts[0] = parts[0].replace("printf('", f"printf('{form.start}", 1)
    return f" || '{form.between}' || ".join(parts) + f" || '{form.end}'"


def _printf(text: str, arguments: Iterable[str]) -> str:
    return f"printf('{text}', {', '.join(arguments)})"


def _value(kind: type[Record], field: Field | Computed, shown: Shown, form: Form) -> tuple[str, list[str]]:
    """What stands for a value in a `printf`, and its arguments."""
    if isinstance(field, Computed):
        return _word("whose_handle" if field is Computed.HANDLE else f"'{shown.database}'", form)
    name = column(field, kind.TABLE)
    if field.name == "id" and not field.own:
        return f"{form.mark}{kind.PREFIX}%s{form.mark}", [name]
    prefix = kind_of(field.refers).PREFIX if field.refers else ""
    if field.many:
        several = f"several_{form.name}({name}, '{prefix}')"
        return "%s", [f"iif({name} is null, '{form.nothing}', {several})" if field.optional else several]
    if field.refers or issubclass(field.type, date | When | Vocabulary):
        return _word(name, form, prefix, optional=field.optional)
    if field.type is bool:
        said = f"iif({name}, '{form.yes}', '{form.no}')"
        return "%s", [f"iif({name} is null, '{form.nothing}', {said})" if field.optional else said]
    if field.type is Own:
        return "%s", [name if form.keyed else form.text.format(f"nullif({name}, '{{}}')", f"written_{form.name}")]
    if field.type is int:
        return "%s", [f"ifnull({name}, '{form.nothing}')"]
    if field.type is float:
        return "%s", [f"iif({name} is null, '{form.nothing}', written_{form.name}({name}))"]
    name = name if shown.reveal else _masked(kind, field, name)
    return "%s", [form.text.format(name, f"written_{form.name}")]


def _masked(kind: type[Record], field: Field, name: str) -> str:
    """SQL for the value of a field as `masks.Masks` has it."""
    if field.is_a(LastFour):
        return f"iif({name} is null, null, tail({name}))"
    hidden = f"{hidden_rows(kind)} and {name} is not null"
    return f"iif({hidden}, '{MASK}', {name})" if field.is_a(Mask) else name


def _word(name: str, form: Form, prefix: str = "", *, optional: bool = True) -> tuple[str, list[str]]:
    """A value whose rules leave nothing in it to be quoted; to `printf` its parts is less than to join them first."""
    before = form.mark + prefix
    if not optional:
        return f"{before}%s{form.mark}", [name]
    if not before and not form.nothing:
        return "%s", [name]
    arguments = [f"iif({name} is null, '{form.nothing}', '{before}')", name]
    return ("%s%s%s", [*arguments, f"iif({name} is null, '', '{form.mark}')"]) if form.mark else ("%s%s", arguments)


def _several(text: str, prefix: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(f"{prefix}{one}" for one in json.loads(text))
