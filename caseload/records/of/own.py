"""Fields of the user's own, as declared in the database, beside those that a kind has by itself."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache
from math import isfinite
from typing import Self

from caseload.errors import Invalid
from caseload.records.field import WORDED, OwnField, OwnType, as_word, renamed
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record, Vocabulary, check_text
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.headings import NUMBERS
from caseload.records.of.names import fold
from caseload.records.of.values import Own
from caseload.when.dates import FIRST_YEAR, LAST_YEAR

_PLAIN = {OwnType.TEXT: str, OwnType.NUMBER: float, OwnType.DAY: date, OwnType.YES_NO: bool}


def own_field(declared: OwnField) -> Field:
    """The field that a declaration makes: named, read, listed, sorted and asked for as a field of the kind."""
    is_word = declared.type in WORDED
    return Field(
        name=declared.name,
        key=declared.name,
        type=_vocabulary(declared.words) if is_word else _PLAIN[declared.type],
        optional=True,
        many=declared.type is OwnType.WORDS,
        refers="",
        default=None,
        beside=(),
        own=declared.ref,
        label=declared.label,
    )


class _Words(Vocabulary):
    """Words of the user's own, read as they are kept."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        word = as_word(str(value))
        return next((member for member in cls if member.value == word), None)


@cache
def _vocabulary(words: tuple[str, ...]) -> type[Vocabulary]:
    made: type[Vocabulary] = _Words("OwnWord", {f"WORD_{place}": word for place, word in enumerate(words)})  # type: ignore[assignment,call-arg]
    return made


def refuse_unfit(own: Own, declared: Iterable[OwnField]) -> None:
    """Refuse what no declaration of the record's kind allows: another type, a word that is none of its words."""
    known = {one.ref: own_field(one) for one in declared}
    for key, value in own.items():
        if key not in known:
            raise Invalid(f"has no declaration {key}", "a field that caseload field list has", field="own")
        if not fits(known[key], value):
            raise Invalid(f"is not {said(known[key])}", accepted(known[key]), field=known[key].key)


def fits(field: Field, value: object) -> bool:
    """Whether a value is one that the field may hold."""
    if field.many:
        return isinstance(value, list) and value != [] and all(one in _words(field) for one in value)
    if field.type is bool:
        return type(value) is bool
    if field.type is float:
        return type(value) in (int, float)
    if type(value) is not str:
        return False
    return _is_day(value) if field.type is date else field.type is str or value in _words(field)


def _words(field: Field) -> tuple[str, ...]:
    return tuple(field.type) if issubclass(field.type, Vocabulary) else ()


def _is_day(text: str) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return str(day) == text and FIRST_YEAR <= day.year <= LAST_YEAR


def said(field: Field) -> str:
    """What a value of the field is, for a sentence that says it is not: a day, one of its words."""
    if issubclass(field.type, Vocabulary):
        return "one of its words"
    return {str: "text", float: "a number", date: "a day", bool: "yes or no"}[field.type]


def accepted(field: Field) -> str:
    """What the field takes, in a few words."""
    if issubclass(field.type, Vocabulary):
        several = "several of" if field.many else "one of"
        return f"{several} {field.type.accepted()}"
    return {
        str: "text", float: "such as 12 or 12.5, at most 15 digits", date: "such as 2026-11-30", bool: "yes, no"
    }[field.type]  # fmt: skip


def told(field: Field, text: str, day: Callable[[str], date]) -> object:
    """The value in what somebody wrote for a field; raises Invalid, which does not quote it, with what is accepted."""
    text = text.strip()
    if not text:
        raise Invalid("is empty", accepted(field))
    value: object = text
    if field.many:
        value = list(_several(text, _words(field)))
    elif field.type is bool:
        value = _YES_NO.get(text.casefold())
    elif field.type is float:
        value = _number(text)
    elif field.type is date:
        value = str(day(text))
    elif field.type is not str:
        value = as_word(text)
    if value is None or not fits(field, value):
        raise Invalid(f"is not {said(field)}", accepted(field))
    check_text("", text)
    return value


def _several(text: str, words: Collection[str]) -> Iterable[str]:
    """The words in a text, each once: commas part them, and blanks where no word has one there."""
    found: list[str] = []
    for part in re.split("[,;\n]", text):
        apart = [as_word(one) for one in part.split()]
        found += apart if {*apart} <= {*words} else [as_word(part)]
    return dict.fromkeys(filter(None, found))


_YES_NO = dict.fromkeys(("yes", "y", "true", "1", "x"), True) | dict.fromkeys(("no", "n", "false", "0"), False)


def _number(text: str) -> float | None:
    """As numbers in files are read: 12, .5, 1e3, 85 %."""
    found = re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?( ?%)?", text, re.IGNORECASE)
    if not found or len(found[1].replace(".", "").strip("0")) > 15:
        return None
    value = float(text.rstrip(" %"))
    return int(value) if value.is_integer() and abs(value) < 1e15 else value if isfinite(value) else None


def refuse_taken(declared: OwnField, others: Iterable[OwnField]) -> None:
    """Refuse a name that means something already: a field of the kind, an option, a column, a word of --where."""
    if fault := _taken(declared, others):
        raise Invalid(*fault, typed=declared.name, field="name")


def _taken(declared: OwnField, others: Iterable[OwnField]) -> tuple[str, str] | None:
    if is_built_in(declared):
        return f"is a field of {declared.of} by itself", "another name"
    if declared.name in reserved(kind_of(declared.of)):
        return "is an option, a column or a word of --where", f"another name: my_{declared.name}"
    if any(one.name == declared.name and one.of == declared.of and one.id != (declared.id or -1) for one in others):
        return "is declared already", "another name, or caseload field edit; see caseload field list"
    return None


def refuse_retyped(before: OwnField, after: OwnField) -> None:
    """Refuse what the values that are there may not fit: another kind, another type, a word fewer."""
    kept = {"of": after.of == before.of, "type": after.type is before.type, "words": {*before.words} <= {*after.words}}
    for name, is_kept in kept.items():
        if not is_kept:
            how = "another field" if name == "of" else f"what it is, or caseload field edit {before.ref}"
            raise Invalid("is not that of the field that is here", how, field=name)


def as_name(kind: type[Record], heading: str, taken: Collection[str]) -> str:
    """A name for what a file of a kind calls so, that is free: Vet Status is vet_status."""
    bare = unicodedata.normalize("NFKD", fold(heading)).encode("ascii", "ignore").decode()
    name = "_".join(re.findall("[a-z0-9]+", bare)) or "column"
    name = name if name[0].isalpha() else f"n_{name}"
    held = reserved(kind)
    while name in taken or name in held:
        name = renamed(name) if name in held else f"{name}_2"
    return name


def is_built_in(declared: OwnField) -> bool:
    """Whether the kind has a field of that name by itself."""
    return any(declared.name in (field.name, field.key) for field in fields_of(kind_of(declared.of)))


def is_taken(declared: OwnField) -> bool:
    """Whether the name means something in the kind by itself: a field, an option, a column, a word of --where."""
    return is_built_in(declared) or declared.name in reserved(kind_of(declared.of))


def reserved(kind: type[Record]) -> frozenset[str]:
    """Names that are no field of a kind and mean something all the same: RESERVED, options of its lists and fields."""
    typed = [field for field in fields_of(kind) if field.says]
    flags = {one: one.flag.removeprefix("--").replace("-", "_") for one in typed}
    return (
        RESERVED
        | {*_LISTED.get(kind.TABLE, ()), *flags.values()}
        | {f"no_{flag}" for field, flag in flags.items() if field.type is bool}
    )


RESERVED = frozenset([
    # Options of every noun, and of some.
    "client", "status", "due", "tag", "where", "voided", "sort", "limit", "confirm", "table", "plain", "tsv", "csv",
    "json", "jsonl", "markdown", "ids", "excel", "reveal", "fields", "output", "force", "set", "clear", "dry_run",
    "reason", "yes", "help", "version", "db", "color", "no_input", "quiet", "debug", "untag", "until", "times", "sign",
    "following", "names", "sensitive", "mine", "closed", "to_client", "to", "by", "how", "on",
    "not_yet", "as_of",
    # Columns that are computed, in lists and in files that come in.
    "client_handle", "progress", "snoozed_until", "marks", "summary", "review_due", "own", "own_words", "name", "ends",
    "rejected_line", "rejected_reason", "initials", "database", "provided", "days", "provider_name", "came_to",
    "course", "used", "standing", "file_by", "of",
    "ask_by", "starts",
    # Words of --where.
    "and", "or", "not", "none", "empty",
])  # fmt: skip
"""Names that mean something in every kind, so that no field of the user's own has one; a test holds them complete."""

_LISTED = {
    "identifier": tuple(NUMBERS), "provider": ("near", "language", "open", "age", "free", "miles", "unknown"),
    "program": ("enrolled", "next"), "enrollment": ("may_miss", "program_name", "stands"),
    "meeting": ("program_name", "roll"), "attendance": ("held", "topic"), "task": ("step", "template"),
}  # fmt: skip
"""Options of one kind, and columns of its lists and of files that come in."""
