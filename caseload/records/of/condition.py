"""What `--where` asks of a record: a small closed grammar over the fields of a kind, read here and never by SQLite.

condition   either { "or" either }          either   part { "and" part }
part        "not" part | "(" condition ")" | FIELD operator VALUE
operator    = != < <= > >= ~                VALUE    a word, or text in quotes; none or empty for nothing
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.records.kinds import kind_of, parse_ref, with_article
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, field_named, public_fields
from caseload.records.of.names import fold
from caseload.records.of.nature import LastFour, Stamp
from caseload.when.dates import DateOrder, When
from caseload.when.grammar import parse_when
from caseload.when.ranges import Range, parse_range
from caseload.when.workdays import WEEKDAYS_ALONE, Workdays

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "~")

_MOST, _DEEPEST = 200, 30
"""Comparisons in one expression, and how deep they may lie in one another."""

_NOTHING = ("none", "empty")
_YES_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}
_FORMS = "FIELD = VALUE, with = != < <= > >= or ~, joined by and, or, not and ( )"

# Kept as text: re compiles it when an expression is first read, which most runs never do.
_PIECES = (
    r"""(?P<mark>[()])|(?P<operator>[!<>]=|[=<>~])|(?P<quoted>"(?:[^"]|"")*"|'(?:[^']|'')*')"""
    r"""|(?P<word>[^\s()"'=!<>~][^\s()"=!<>~]*)"""
)


@dataclass(frozen=True)
class Comparison:
    """One field beside one value, in the form in which it is stored; None is nothing, a Range is days.

    Text after `~` is folded. Several values of a field are asked one by one.
    """

    field: Field
    operator: str
    value: str | int | float | Range | None


@dataclass(frozen=True)
class Not:
    """What holds where the part does not."""

    part: "Condition"


@dataclass(frozen=True)
class Joined:
    """What holds where all of its parts do (`and`), or any of them does (`or`)."""

    word: str
    parts: "tuple[Condition, ...]"


Condition = Comparison | Not | Joined


@dataclass(frozen=True)
class Known:
    """What the values are read against: the moment, the order of dates in config.toml, and how a client is found."""

    now: datetime
    date_order: DateOrder | None
    client: Callable[[str], int | None]
    own: Sequence[Field] = ()
    """The fields of the user's own that the kind has."""
    workdays: Workdays = WEEKDAYS_ALONE


def parse_condition(kind: type[Record], text: str, known: Known) -> Condition:
    """The condition on records of a kind; raises Invalid, naming the character, for what is not in the grammar."""
    return _Reader(kind, text, known).whole()


def fields_in(condition: Condition) -> Iterator[str]:
    """The names of the fields that are asked for."""
    match condition:
        case Comparison():
            yield condition.field.name
        case Not():
            yield from fields_in(condition.part)
        case Joined():
            for part in condition.parts:
                yield from fields_in(part)


class _Token(NamedTuple):
    """A piece of the expression: what it is, what it says, and its first character, counted from 1."""

    kind: str
    text: str
    at: int

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.lower() in words


class _Reader:
    """One expression, read from left to right."""

    def __init__(self, kind: type[Record], text: str, known: Known) -> None:
        self._kind = kind
        self._known = known
        self._left = list(_tokens(text))[::-1]
        self._count = 0

    def whole(self) -> Condition:
        found = self._joined("or", 0)
        if self._next.kind != "end":
            raise _refused(self._next, "is one word too many", "and or or before it; text of several words in quotes")
        return found

    @property
    def _next(self) -> _Token:
        return self._left[-1]

    def _joined(self, word: str, depth: int) -> Condition:
        """Parts joined by `or`, each of parts joined by `and`."""
        parts = [self._operand(word, depth)]
        while self._next.is_word(word):
            self._left.pop()
            parts.append(self._operand(word, depth))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _operand(self, word: str, depth: int) -> Condition:
        return self._joined("and", depth) if word == "or" else self._part(depth)

    def _part(self, depth: int) -> Condition:
        token = self._left.pop()
        if depth == _DEEPEST:
            raise _refused(token, "lies too deep", f"at most {_DEEPEST} parentheses and nots in one another")
        if token.is_word("not"):
            return Not(self._part(depth + 1))
        if token.text == "(" and token.kind == "mark":
            inside = self._joined("or", depth + 1)
            if (close := self._left.pop()).text != ")" or close.kind != "mark":
                raise _refused(close, "stands where a ) is missing", _FORMS)
            return inside
        return self._comparison(token)

    def _comparison(self, name: _Token) -> Comparison:
        self._count += 1
        if self._count > _MOST:
            raise _refused(name, "is one comparison too many", f"at most {_MOST}")
        if name.kind != "word":
            raise _refused(name, "stands where a field is wanted", _FORMS)
        field = field_named(self._kind, name.text, self._known.own)
        if field is None:
            accepted = ", ".join(one.key for one in public_fields(self._kind, self._known.own))
            raise _refused(name, f"is not a field of {self._kind.TABLE}", f"one of {accepted}")
        operator = self._left.pop()
        if operator.kind != "operator":
            raise _refused(operator, "stands where an operator is wanted", f"one of {' '.join(OPERATORS)}")
        value = self._left.pop()
        if value.kind not in ("word", "quoted"):
            raise _refused(value, "stands where a value is wanted", f"{field.key} {operator.text} VALUE")
        try:
            return Comparison(field, operator.text, _value(self._kind, field, operator.text, value, self._known))
        except Invalid as error:
            raise _refused(value, error.fault, error.accepted) from None


def _tokens(text: str) -> Iterator[_Token]:
    at, token = 0, re.compile(_PIECES)
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = token.match(text, at)
        if found is None:
            what = "opens a quote that is not closed" if text[at] in "'\"" else "is no operator"
            raise _refused(_Token("word", text[at], at + 1), what, _FORMS)
        kind, said = str(found.lastgroup), found[0]
        if kind == "quoted":
            said = said[1:-1].replace(said[0] * 2, said[0])
        yield _Token(kind, said, at + 1)
        at = found.end()
    yield _Token("end", "", len(text) + 1)


def _refused(token: _Token, fault: str, accepted: str) -> Invalid:
    place = f"--where, character {token.at}"
    if token.kind == "end":
        return Invalid(fault.replace("stands", "the end stands"), accepted, field=place)
    return Invalid(fault, accepted, typed=token.text, field=place)


# Values


def _value(
    kind: type[Record], field: Field, operator: str, token: _Token, known: Known
) -> str | int | float | Range | None:
    """The value in its stored form; raises Invalid for one that the field cannot hold or compare."""
    text = token.text.strip()
    if token.is_word(*_NOTHING):
        if operator not in ("=", "!="):
            raise Invalid(f"cannot stand after {operator}", f"{field.key} = none or {field.key} != none")
        return None
    if not text or not _is_unicode(text):
        raise Invalid("is no text" if text else "is empty", f"{field.key} = none for what is not there")
    if field.name == "id" or field.refers:
        return _id(kind.TABLE if field.name == "id" else field.refers, field, operator, text, known)
    if issubclass(field.type, Vocabulary | str):
        return _text(field, operator, token.text)
    _refuse_unless(field, operator, "=", "!=", *(() if field.type is bool else ("<", "<=", ">", ">=")))
    if field.type is bool:
        if text.lower() not in _YES_NO:
            raise Invalid(f"is not a value of {field.key}", "yes or no")
        return _YES_NO[text.lower()]
    return _days(kind, field, operator, text, known) if field.type in (date, When) else _number(field, text)


def _id(table: str, field: Field, operator: str, text: str, known: Known) -> int | None:
    _refuse_unless(field, operator, "=", "!=", *(("<", "<=", ">", ">=") if field.name == "id" else ()))
    kind, found = kind_of(table), parse_ref(text)
    if found is None and table == "client":
        return known.client(text)
    if found is None or found[0] is not kind:
        raise Invalid(f"is not the id of {with_article(kind)}", f"such as {kind.PREFIX}1")
    return found[1]


def _text(field: Field, operator: str, text: str) -> str:
    if issubclass(field.type, Vocabulary):
        _refuse_unless(field, operator, "=", "!=", *(("<", "<=", ">", ">=") if field.type.ranked() else ()), "~")
        if operator != "~":
            try:
                return str(field.type(text))
            except ValueError:
                raise Invalid(f"is not a word of {field.key}", f"one of {field.type.accepted()}") from None
    elif field.many:
        _refuse_unless(field, operator, "=", "!=", "~")
    elif field.is_a(LastFour):
        # By a part of it, asked again and again, all of it would be told.
        _refuse_unless(field, operator, "=", "!=")
    elif field.is_a(Stamp):
        return _moment(field, text.strip())
    return fold(text) if operator == "~" else text


def _moment(field: Field, text: str) -> str:
    """A moment in UTC, or how one begins: 2026, 2026-11, 2026-11-27, 2026-11-27T19:30."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}(:[0-9]{2}(:[0-9]{2}Z)?)?)?)?)?", text):
        raise Invalid(f"is not a moment of {field.key}", "in UTC, or how it begins: 2026-11-27T19:30")
    return text


def _days(kind: type[Record], field: Field, operator: str, text: str, known: Known) -> str | Range:
    """A day, with a time where the field has times; after = and != a range of days as --due takes it too."""
    past = field.name in kind.FACTS
    try:
        when = parse_when(text, known.now, past=past, date_order=known.date_order, workdays=known.workdays)
    except Invalid:
        if operator not in ("=", "!="):
            raise
        return parse_range(text, known.now.date(), known.date_order, known.workdays)
    if when.time is not None and field.type is date:
        raise Invalid("has a time where only a day is wanted")
    return str(when)


def _number(field: Field, text: str) -> int | float:
    try:
        number = float(text) if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", text) else None
    except ValueError:
        number = None
    if number is None or abs(number) >= 10**15:
        raise Invalid(f"is not a number for {field.key}", "such as 12 or 12.5")
    return int(number) if number.is_integer() else number


def _refuse_unless(field: Field, operator: str, *accepted: str) -> None:
    if operator not in accepted:
        raise Invalid(f"cannot stand after {field.key} {operator}", f"{field.key} takes {' '.join(accepted)}")


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
