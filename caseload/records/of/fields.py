"""The fields of a kind, read once from its dataclass: what rows, files, lists and imports all go by."""

from dataclasses import fields
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin

from caseload.records.of.base import Record, key_of

_BASE = tuple(field.name for field in fields(Record))


class Field(NamedTuple):
    """One field: `name` in the class and the table, `key` for people and files, `refers` the table of a typed id."""

    name: str
    key: str
    type: type[Any]
    optional: bool
    many: bool
    refers: str


_READ: dict[type[Record], tuple[Field, ...]] = {}


def fields_of(kind: type[Record]) -> tuple[Field, ...]:
    """Every field in its public order: id, the kind's own, then where it came from and when it was written."""
    if kind not in _READ:
        # Not get_type_hints, which takes several times as long: no kind's annotations are texts.
        hints = {field.name: field.type for field in fields(kind)}
        own = [name for name in hints if name not in _BASE]
        _READ[kind] = tuple(_field(kind, name, hints[name]) for name in ("id", *own, *_BASE[1:]))
    return _READ[kind]


def field_named(kind: type[Record], key: str) -> Field | None:
    """The field that people call `key`, underscores or hyphens."""
    wanted = key.replace("-", "_")
    return next((field for field in fields_of(kind) if field.key == wanted), None)


def _field(kind: type[Record], name: str, hint: Any) -> Field:
    optional = isinstance(hint, UnionType) and NoneType in get_args(hint)
    if optional:
        hint = next(one for one in get_args(hint) if one is not NoneType)
    many = get_origin(hint) is tuple
    plain = get_args(hint)[0] if many else hint
    refers = kind.REFERS.get(name, "")
    if not refers and name != "external_id" and plain is int and name.endswith(("_id", "_ids")):
        refers = name.removesuffix("s").removesuffix("_id")
    return Field(name, key_of(name), plain, optional, many, refers)
