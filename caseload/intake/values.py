"""A cell of text to the value of a field. Refusals say what is wrong and what is accepted, and never quote the cell."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from caseload.errors import Invalid
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.condition import Condition, is_part
from caseload.records.identifier import Identifier
from caseload.records.kinds import kind_of, parse_ref
from caseload.records.of import headings as also
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.names import is_me, split_name
from caseload.records.of.nature import Also, Bare, Interval, Money, Rule, Stamp, Units
from caseload.records.of.own import told
from caseload.records.of.values import Own, bare_amount
from caseload.records.verification import Verification
from caseload.when.dates import DateOrder, When
from caseload.when.grammar import NO_ORDER
from caseload.when.recorded import lacks_order, parse_recorded, parse_time_of_day
from caseload.when.recurrence import parse_every, parse_recurrence

Read = Callable[[str], object]
Texts = dict[str, str]
"""The cells of one row, by the key of the field that each is for."""


@dataclass(frozen=True)
class Written:
    """How a file writes its dates: the order of their numbers, and the zone that times with an offset are told in.

    With `is_exact` every blank is meant: the file is this program's own.
    """

    order: DateOrder | None = None
    zone: tzinfo | None = None
    is_exact: bool = False

    def when(self, text: str) -> When:
        """The day, perhaps with a time, in a cell."""
        try:
            return parse_recorded(text, self.order, self.zone)
        except Invalid as error:
            if error.fault != NO_ORDER:
                raise
            raise lacks_order(text) from None

    def day(self, text: str) -> date:
        """The day in a cell."""
        return self.when(text).day


def reader(kind: type[Record], field: Field, written: Written, find: Callable[[str], Callable[[str], int]]) -> Read:
    """How a cell becomes a value of the field; `find` gives, for a table, what finds one of its records by a cell."""
    if field.own:
        return lru_cache(4096)(lambda text: told(field, text, written.day))
    if field.name == "id":
        number = numbered(kind.TABLE)
        return number if written.is_exact else lambda text: number(text.strip())
    if field.refers:
        one = lru_cache(4096)(find(field.refers))
        if field.refers == Client.TABLE and field.name not in kind.NEEDS:
            return lambda text: None if is_me(text) else one(text)
        return (lambda text: tuple(map(one, re.findall(r"[^\s,;]+", text)))) if field.many else one
    if field.many:
        return lambda text: tuple(text.split())
    for nature, read in _BY_NATURE.items():
        if field.is_a(nature):
            return lru_cache(read)
    if field.is_a(Bare) and not written.is_exact:
        return str.strip
    plain: Mapping[type[Any], Read] = {
        str: str, int: _whole, float: _number, bool: _yes_or_no, date: written.day, When: written.when, Own: _own,
    }  # fmt: skip
    return plain.get(field.type) or lru_cache(lambda text: _word(field.type, text))


def numbered(table: str) -> Callable[[str], int]:
    """What reads the number in a typed id of that table, such as t42; an agency's number T42 is none."""
    kind = kind_of(table)

    def number(text: str) -> int:
        found = parse_ref(text)
        is_right = found is not None and found[0] is kind and found[1] > 0
        if found is None or not is_right or text != f"{kind.PREFIX}{found[1]}":
            raise Invalid(f"is no typed id of {table}", f"such as {kind.PREFIX}1")
        return found[1]

    return number


def derive(kind: type[Record], texts: Texts, written: Written) -> Texts:
    """The cells of a row with those of DERIVED fields turned into cells of the kind's own."""
    if any(map(_ENDLESS, texts.values())):
        texts = {key: text for key, text in texts.items() if not (_ENDLESS(text) and key in _days(kind))}
    for key, derived in DERIVED.get(kind, {}).items():
        if key in texts and derived.gives:
            texts = {other: text for other, text in texts.items() if other != key} | derived.turn(texts, written)
    return texts


_ENDLESS = re.compile(
    r"\s*(12/31/(9999|2299)|31[/.]12[/.](9999|2299)|(9999|2299)-?12-?31)([ T]00:00(:00)?)?\s*"
).fullmatch
"""Matches the day that the systems of payers have where there is no last day."""


def _days(kind: type[Record]) -> frozenset[str]:
    """The fields that hold a day, where one need not be."""
    return frozenset(one.key for one in fields_of(kind) if one.type is date and one.name not in kind.NEEDS)


def is_endless(text: str) -> bool:
    """Whether a cell is the day that stands for no last day."""
    return bool(_ENDLESS(text))


def _names(texts: Texts, _written: Written) -> Texts:
    given, family = split_name(texts["name"])
    return {key: name for key, name in (("given_name", given), ("family_name", family)) if name}


def _minutes(texts: Texts, written: Written) -> Texts:
    """From start to end; counted in UTC where the cells have an offset, since wall clocks are put back."""
    even = Written(written.order, UTC)
    start = even.when(texts["starts"]) if "starts" in texts else None
    if start is None or start.time is None:
        raise Invalid("has no start to count from", "a start with its time", field="ends")
    try:
        end = datetime.combine(start.day, parse_time_of_day(texts["ends"]))
    except Invalid:
        end = even.when(texts["ends"]).starts()
    if end < start.starts():
        raise Invalid("is before the start", "an end after it", field="ends")
    return {"minutes": str((end - start.starts()) // timedelta(minutes=1))}


def _onset(texts: Texts, _written: Written) -> Texts:
    """When it began: a day as dates are written, or as far as it is known a month or a year."""
    return {"onset_in" if is_part(texts["onset"].strip()) else "onset_on": texts["onset"].strip()}


def _number_of(key: str) -> Callable[[Texts, Written], Texts]:
    """What turns a cell of a column that is called after a system into its number."""

    def turn(texts: Texts, _written: Written) -> Texts:
        if "value" in texts:
            raise Invalid("holds a second number", "one number a row; import the file once a column", field=key)
        return {"system": key.partition("_")[0], "value": texts[key]}

    return turn


class Derived(NamedTuple):
    """What a field that is not kept turns into: the keys it gives, their cells from the row's, and its headings."""

    gives: tuple[str, ...]
    turn: Callable[[Texts, Written], Texts]
    also: tuple[Also, ...]


DERIVED: Mapping[type[Record], Mapping[str, Derived]] = {
    Client: {"name": Derived(("given_name", "family_name"), _names, (also.NAME,))},
    Condition: {"onset": Derived(("onset_on", "onset_in"), _onset, (also.ONSET,))},
    Appointment: {"ends": Derived(("minutes",), _minutes, (also.STOP,))},
    Verification: {"client": Derived((), lambda texts, _written: texts, (also.CLIENT,))},
    Identifier: {
        key: Derived(("system", "value"), _number_of(key), (headings,)) for key, headings in also.NUMBERS.items()
    },
}
"""Fields that a file may have in place of a kind's own: a whole name, when something began, an end, an SSN.

What gives nothing only says whose the row is, where it names what is looked for; see intake.named.
"""


def _stamp(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        moment = ""
    if moment != text:
        raise Invalid("is not a moment in UTC", "such as 2026-11-25T14:00:00Z")
    return text


def _own(text: str) -> Own:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("is no object of own fields", 'such as {"f1": true}')
    return Own.of(found)


def _unquoted(read: Callable[[str], str]) -> Read:
    """The reader with refusals that do not quote what they read."""

    def unquoted(text: str) -> str:
        try:
            return read(text)
        except Invalid as error:
            raise Invalid(error.fault, error.accepted) from None

    return unquoted


def _whole(text: str) -> int:
    # pandas writes whole numbers as 45.0 where a column has gaps.
    found = re.fullmatch(r"([+-]?\d{1,15})(?:\.0+)?", text.strip(), re.ASCII)
    if not found:
        raise Invalid("is not a whole number", "such as 45")
    return int(found[1])


def _number(text: str) -> float:
    found = re.fullmatch(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?) ?%?", text.strip(), re.ASCII | re.IGNORECASE)
    if not found:
        raise Invalid("is not a number", "such as 3.4, with a point")
    return float(found[1])


def _money(text: str) -> float:
    """As `_number`; a sign of dollars stands before it in a spreadsheet, and commas between its thousands."""
    return _number(bare_amount(text))


_YES_OR_NO = dict.fromkeys(("yes", "y", "true", "1", "x"), True) | dict.fromkeys(("no", "n", "false", "0"), False)


def _yes_or_no(text: str) -> bool:
    found = _YES_OR_NO.get(text.strip().lower())
    if found is None:
        raise Invalid("is neither yes nor no", f"one of {', '.join(_YES_OR_NO)}")
    return found


def _word(words: Any, text: str) -> object:
    try:
        return words(text)
    except ValueError:
        raise Invalid("is not accepted", words.instead(text)) from None


_BY_NATURE: Mapping[type, Read] = {
    Stamp: _stamp, Money: _money, Units: _money, Rule: _unquoted(parse_recurrence), Interval: _unquoted(parse_every)
}  # fmt: skip
"""How a text of some nature is read."""
