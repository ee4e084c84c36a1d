"""Record to row and back."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from caseload.errors import BadRow, Invalid
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of, names_of
from caseload.records.of.values import Own
from caseload.when.dates import When

R = TypeVar("R", bound=Record)
Row = Iterable[Any]
Readers = tuple[tuple[str, Callable[[Any], Any]], ...]
"""The fields of a kind whose stored form is not the value, with what makes it of that."""

_COLUMNS: dict[type[Record], str] = {}
_READERS: dict[type[Record], Readers] = {}
_GETTERS: dict[type[Record], Callable[[Record], tuple[Any, ...]]] = {}


def columns(kind: type[Record]) -> str:
    """The columns of a kind's table in the order `record` reads them, for a select."""
    if kind not in _COLUMNS:
        _COLUMNS[kind] = ", ".join(f"{kind.TABLE}.{name}" for name in names_of(kind))
    return _COLUMNS[kind]


def record(kind: type[R], row: Row) -> R:
    """The record in a row of `columns(kind)`; raises BadRow where it breaks a rule of its kind."""
    values = dict(zip(names_of(kind), row, strict=True))
    try:
        for name, read in _readers(kind):
            if (value := values[name]) is not None:
                values[name] = read(value)
        return kind(**values)
    except Invalid as error:
        raise bad_row(kind, values["id"], error.field, error.fault) from error
    except ValueError as error:
        raise bad_row(kind, values["id"], name, UNREADABLE) from error


UNREADABLE = "cannot be read"
"""What is said of a value that is none of its type."""


def bad_row(kind: type[Record], number: int, name: str, fault: str) -> BadRow:
    """What is wrong with a field of a stored record, with the command that mends it."""
    from caseload.records.of.mending import mending

    ref = f"{kind.PREFIX}{number}"
    return BadRow(ref, f"{name} {fault}".strip(), mending(kind, ref, [name]))


def read_each(kind: type[Record], row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of a row that can be read, by name, and as they are stored those that cannot."""
    values = dict(zip(names_of(kind), row, strict=True))
    bad: dict[str, Any] = {}
    for name, read in _readers(kind):
        try:
            if values[name] is not None:
                values[name] = read(values[name])
        except ValueError:
            bad[name] = values.pop(name)
    return values, bad


def row(record: Record) -> dict[str, Any]:
    """The values to store, by column; an id not given yet is None."""
    kind = type(record)
    return dict(zip(names_of(kind), values(kind, record), strict=True))


def values(kind: type[Record], record: Record) -> list[Any]:
    """The values to store of a record of that kind, in the order of its fields; an id not given yet is None."""
    found = [one if type(one) in _STORED else _stored(one) for one in _getter(kind)(record)]
    found[0] = record.id or None
    return found


def value(record: Record, name: str) -> Any:
    """What is stored in one column of a record, other than its id."""
    one = getattr(record, name)
    return one if type(one) in _STORED else _stored(one)


def stored(field: Field, record: Record) -> Any:
    """What `column` of a field holds for a record; one of the user's own as SQLite takes it out of its object."""
    if not field.own:
        return value(record, field.name) if field.name != "id" else record.id or None
    held = record.own.get(field.own)
    if isinstance(held, list):
        import json

        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return int(held) if isinstance(held, bool) else held


_STORED = frozenset((str, int, float, type(None)))
"""Types that SQLite keeps as they are."""


def _stored(value: object) -> object:
    match value:
        case bool():
            return int(value)
        case Own():
            return str(value)
        case tuple():
            import json

            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case _:
            return str(value)


def _getter(kind: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    if kind not in _GETTERS:
        _GETTERS[kind] = attrgetter(*names_of(kind))
    return _GETTERS[kind]


def _readers(kind: type[Record]) -> Readers:
    if kind not in _READERS:
        made = ((field.name, _reader(field)) for field in fields_of(kind))
        _READERS[kind] = tuple((name, read) for name, read in made if read)
    return _READERS[kind]


def _reader(field: Field) -> Callable[[Any], Any] | None:
    """How the stored form becomes the value; None where it is the value. It raises ValueError for any other form."""
    if field.many:
        return lambda text: _several(field.type, text)
    plain: Mapping[type, Callable[[Any], Any]] = {date: _day, When: When.parse, bool: bool, float: float, Own: _own}
    return None if field.type in (int, str) else plain.get(field.type, field.type)


def _several(kind: type[Any], text: str) -> tuple[Any, ...]:
    if text == "[]":
        return ()
    found = _parsed(text)
    if not isinstance(found, list) or any(type(one) is not kind for one in found):
        raise ValueError("is not an array of its kind")
    return tuple(found)


def _own(text: str) -> Own:
    if text == "{}":
        return _NONE
    found = _parsed(text)
    if not isinstance(found, dict):
        raise ValueError("is not an object")  # noqa: TRY004 - as every stored form that cannot be read
    return Own.of(found)


_NONE = Own()


def _parsed(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def column(field: Field, table: str = "") -> str:
    """SQL for the value of a field, of the user's own too."""
    prefix = f"{table}." if table else ""
    return f"({prefix}own ->> '$.{field.own}')" if field.own else prefix + field.name


def listed_in(column: str) -> str:
    """SQL for the array that a column of several holds; none where another program has left what is no JSON there."""
    return f"iif(json_valid({column}), {column}, '[]')"


def searched_columns(kind: type[Record]) -> tuple[str, ...]:
    """The columns that the search index of a kind has: its own, and what fields of the user's own hold."""
    return (*kind.SEARCHED, "own_words") if kind.OWN else kind.SEARCHED


def words_in(own: str, table: str) -> str:
    """SQL for the words in a column `own`, as the triggers of the search index have it."""
    several = "(select group_concat(value, ' ') from json_each(part.value))"
    return f"""(select nullif(group_concat(iif(part.type = 'array', {several}, part.value), char(10)), '')
        from json_each({own}) as part join field on part.key = 'f' || field.id
        where field.of = '{table}' and field.type in ('text', 'word', 'words') and field.voided_at is null)"""


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    # It also takes 20261127 and 2026-W48-5, which would sort wrongly as text.
    if str(day) != text:
        raise ValueError("is not a date as it is stored")
    return day
