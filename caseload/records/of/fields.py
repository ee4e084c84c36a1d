"""The fields of a kind, read once from its declaration: what rows, files, lists, options and imports all go by."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import NoneType, UnionType
from typing import Any, NamedTuple

from caseload.records.of.base import Record, Vocabulary, key_of
from caseload.records.of.nature import (
    Also,
    Coded,
    Distance,
    Interval,
    Listed,
    Money,
    Personal,
    Rule,
    Says,
    Stamp,
    To,
    Units,
    With,
)
from caseload.records.of.values import Own, dollars, grouped
from caseload.value import NEEDED
from caseload.when.dates import When

_BASE = tuple(Record.DEFAULTS)
_HINTS = "__annotations__"


class Field(NamedTuple):
    """One field: `name` in the class and the table, `key` for people and files, `refers` the table of a typed id."""

    name: str
    key: str
    type: type[Any]
    optional: bool
    many: bool
    refers: str
    default: object
    """The value where nothing is said; NEEDED where something must be."""
    beside: tuple[object, ...]
    """What stands beside its type in the declaration; see records.of.nature."""
    own: str = ""
    """The typed id of the user's declaration, where it is a field of the user's own."""
    label: str = ""
    """What people call it, where that is more than the key."""

    def of(self, record: Record) -> object:
        """Its value in a record."""
        return record.own.get(self.own) if self.own else getattr(record, self.name)

    def is_a(self, nature: object) -> bool:
        """Whether the field has that nature."""
        return nature in self.beside

    def said(self, value: object) -> object:
        """A value as people read it: of money with the sign of dollars, of either with commas between thousands."""
        if isinstance(value, float | int) and self.is_a(Money):
            return dollars(round(value * 100))
        return grouped(value) if isinstance(value, float | int) and self.is_a(Units) else value

    @property
    def tells(self) -> bool:
        """Whether it may tell who somebody is: text that somebody typed; of the user's own a number or a day, too."""
        if self.own:
            return self.type in (str, float, date)
        made = self.type is not str or any(map(self.is_a, (Coded, Interval, Listed, Rule, Stamp)))
        return self.is_a(Personal) or not made

    @property
    def says(self) -> Says | None:
        """Its words; None for a field that nobody types."""
        words = next((one for one in self.beside if isinstance(one, str | Says)), None)
        return Says(words) if isinstance(words, str) else words

    @property
    def flag(self) -> str:
        """The option that it is typed with: --target-on."""
        return (self.says and self.says.flag) or f"--{self.key.replace('_', '-')}"

    @property
    def is_clearable(self) -> bool:
        """Whether nothing, or its default, may stand in its place; never of what it refers to, and of its stamps."""
        return self.default is not NEEDED and not (self.refers and not self.many) and not self.is_a(Stamp)

    @property
    def also(self) -> tuple[Also, ...]:
        """What foreign files call it."""
        return tuple(one for one in self.beside if isinstance(one, Also))


def taken(field: Field) -> str:
    """What a field takes, as an option's help has it: DAY, WHEN, WORD, TEXT."""
    if field.says and field.says.metavar:
        return field.says.metavar
    if field.refers:
        return "REF"
    if field.is_a(Interval) or field.is_a(Rule):
        return "SPAN" if field.is_a(Interval) else "RULE"
    if field.is_a(Distance):
        return "MILES"
    plain: dict[type[Any], str] = {str: "TEXT", date: "DAY", When: "WHEN", int: "N", float: "N"}
    return plain.get(field.type, "WORD")


_READ: dict[type[Record], tuple[Field, ...]] = {}
_ORDER: dict[type[Record], tuple[str, ...]] = {}


def fields_of(kind: type[Record]) -> tuple[Field, ...]:
    """Every field in its public order: id, the kind's own, then where it came from and when it was written."""
    if kind not in _READ:
        hints = {name: hint for one in reversed(kind.__mro__) for name, hint in vars(one).get(_HINTS, {}).items()}
        _READ[kind] = tuple(_field(kind, name, hints[name]) for name in names_of(kind))
    return _READ[kind]


def names_of(kind: type[Record]) -> tuple[str, ...]:
    """The names of all fields in that order."""
    if kind not in _ORDER:
        # What it has of every kind that may leave stands behind its own.
        own = [name for name in vars(kind)[_HINTS] if name in kind.DEFAULTS]
        declared = [*own, *(name for name in kind.DEFAULTS if name not in (*_BASE, *own))]
        _ORDER[kind] = ("id", *declared, *(name for name in _BASE[1:] if name != "own" or kind.OWN))
    return _ORDER[kind]


def field_named(kind: type[Record], key: str, own: Sequence[Field] = ()) -> Field | None:
    """The field that people call `key`, underscores or hyphens; also one of the user's `own`."""
    wanted = key.replace("-", "_")
    return next((field for field in public_fields(kind, own) if field.key == wanted), None)


def public_fields(kind: type[Record], own: Sequence[Field] = ()) -> tuple[Field, ...]:
    """The fields that lists, files of one kind and people know: each of the user's own in its own place, at the end."""
    return (*(field for field in fields_of(kind) if field.type is not Own), *own)


def references(kind: type[Record], table: str) -> list[Field]:
    """The fields by which records of a kind refer to those of a table."""
    return [field for field in fields_of(kind) if field.refers == table]


def of_nature(kind: type[Record], nature: object) -> tuple[str, ...]:
    """The names of the fields of a kind that have that nature."""
    if (kind, nature) not in _NAMES:
        _NAMES[kind, nature] = tuple(field.name for field in fields_of(kind) if field.is_a(nature))
    return _NAMES[kind, nature]


_NAMES: dict[tuple[type[Record], object], tuple[str, ...]] = {}


def loosened(kind: type[Record], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of an edit, and with them what hangs on what they clear or end, unless that is said too."""
    new = dict(changes)
    cleared = [With(name) for name, value in changes.items() if value is None]
    hanging = [field.name for one in cleared for field in fields_of(kind) if field.is_a(one)]
    for field in fields_of(kind) if kind.STANDS else ():
        if field.name in changes and issubclass(field.type, Vocabulary):
            ended = changes[field.name]
            hanging += [name for name, words in kind.STANDS.items() if ended not in words and {*words} <= {*field.type}]
    for name in hanging:
        new.setdefault(name, kind.DEFAULTS[name])
    return new


def _field(kind: type[Record], name: str, hint: Any) -> Field:
    beside: tuple[object, ...] = getattr(hint, "__metadata__", ())
    hint = hint.__origin__ if beside else hint
    optional = type(hint) is UnionType and NoneType in hint.__args__
    if optional:
        first, second, *_ = hint.__args__
        hint = second if first is NoneType else first
    many = getattr(hint, "__origin__", None) is tuple
    plain = hint.__args__[0] if many else hint
    refers = ""
    for one in beside:
        if isinstance(one, To):
            refers = one.table
    if not refers and name != "external_id" and plain is int and name.endswith(("_id", "_ids")):
        refers = name.removesuffix("s").removesuffix("_id")
    return Field(name, key_of(name), plain, optional, many, refers, kind.DEFAULTS[name], beside)
