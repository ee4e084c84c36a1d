"""What a screening tool asks and how it counts, read from its definition: items, answers, score, bands, domains, flags.

A definition is data: the same words in a TOML file and, as JSON, in the database.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from caseload.errors import Invalid
from caseload.records.need import Domain as NeedDomain
from caseload.records.of.guarded import Sensitivity

MISSING = ("unknown", "declined", "not-collected")
"""How an answer may be missing: three different things, and none of them is a no."""

NEEDS = tuple(map(str, NeedDomain))
"""What a domain may offer as a need."""


class Option(NamedTuple):
    """One answer that an item takes: its code, our label, what it counts and whether it speaks of a need."""

    code: str
    label: str
    points: int | None = None
    positive: bool = False
    alone: bool = False
    """Whether it excludes every other answer, where several may be given: none of these."""


class Item(NamedTuple):
    """One question: its code, our label, its wording where that may be shipped, and the answers that it takes."""

    code: str
    label: str
    options: tuple[Option, ...]
    wording: str = ""
    multiple: bool = False
    missing: Mapping[str, str] = {}
    """Codes of the instrument's own for a missing answer, by how it is missing."""
    mark: str = ""

    def number(self, option: Option) -> str:
        """What is typed for an answer: the number that it is called by, else its points, else its place."""
        labels = [one.label for one in self.options]
        points = [one.points for one in self.options]
        if all(label.isdecimal() for label in labels):
            return option.label
        if None not in points and len(set(points)) == len(points):
            return str(option.points)
        return str(self.options.index(option) + 1)

    @property
    def takes(self) -> str:
        """The answers as a refusal names them: 0 not at all, 1 several days; or unknown, declined, not-collected."""
        several = "several of " if self.multiple else ""
        return f"{several}{self.listed}; or {', '.join(MISSING)}"

    @property
    def listed(self) -> str:
        """The answers in one line, each with the number that is typed for it."""
        return ", ".join(
            option.label if option.label == (number := self.number(option)) else f"{number} {option.label}"
            for option in self.options
        )


class CutOff(NamedTuple):
    """A total from which a screen is positive, and for whom, where that differs."""

    at_least: int
    whom: str = ""


class Band(NamedTuple):
    """What a total from so many points on is called."""

    least: int
    label: str


class Domain(NamedTuple):
    """One thing that a screen may find: positive by any answer of its items, or by the total."""

    name: str
    need: str
    """The word of need.domain that it offers."""
    items: tuple[str, ...]
    answers: tuple[str, ...] = ()
    """The codes of the answers that are positive here; those that are marked so, unless said."""
    at_least: int | None = None
    mark: str = ""
    sensitivity: Sensitivity = Sensitivity.NORMAL
    """The law that guards what it may find: a need that is made of it takes it over."""


class Flag(NamedTuple):
    """An answer that someone must act on whatever the total: of these items above so many points."""

    name: str
    items: tuple[str, ...]
    over: int
    says: str


class Definition(NamedTuple):
    """A screening tool as it is asked and counted."""

    items: tuple[Item, ...]
    asks: str = ""
    """What is said before the first item."""
    remarks: str = ""
    scored: tuple[str, ...] = ()
    """The codes of the items that count for the total; none where there is no total."""
    reversed: tuple[str, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    bands: tuple[Band, ...] = ()
    called: tuple[str, str] = ("", "")
    """What a positive and a negative screen is called, where it has no bands."""
    domains: tuple[Domain, ...] = ()
    flags: tuple[Flag, ...] = ()
    next: str = ""
    """The screen that practice asks for after a positive one."""

    def item(self, key: str) -> Item | None:
        """The item of a code, of a number on the form, or of our label; None where there is none."""
        wanted = key.strip().casefold()
        by_place = {str(place): one for place, one in enumerate(self.items, 1)}
        found = next((one for one in self.items if wanted in (one.code.casefold(), one.label.casefold())), None)
        return found or by_place.get(wanted)

    def points(self, item: Item, option: Option) -> int | None:
        """What an answer counts for the total; the other way round for a reversed item; None where it does not."""
        if item.code not in self.scored or option.points is None:
            return None
        if item.code not in self.reversed:
            return option.points
        least, most = _span(item)
        return least + most - option.points

    @property
    def score_of(self) -> str | None:
        """The domain whose total it is, where only some items count and no cut-off is that of the whole."""
        of = next((domain.name for domain in self.domains if domain.at_least is not None), None)
        return of if not self.cut_offs and len(self.scored) < len(self.items) else None

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest total there can be."""
        spans = [_span(item) for item in self.items if item.code in self.scored]
        return sum(least for least, _ in spans), sum(most for _, most in spans)


def _span(item: Item) -> tuple[int, int]:
    points = [option.points for option in item.options if option.points is not None]
    return min(points), max(points)


YES_NO = (Option("yes", "yes"), Option("no", "no"))
"""What an item takes that names no answers."""


def read_definition(text: str) -> Definition:
    """The definition in JSON; raises Invalid for one that cannot be asked or counted by."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong("is no JSON") from None
    return definition_of(found)


_TOP = ("asks", "remarks", "answers", "items", "scoring", "domains", "flags", "called", "next")


def definition_of(found: Any) -> Definition:
    """The definition in a mapping, as TOML and JSON hold it; raises Invalid naming what is wrong."""
    top = _table(found, "the definition", *_TOP)
    lists = {
        name: tuple(_options(several, name)) for name, several in _table(top.get("answers", {}), "answers").items()
    }
    items = tuple(_item(one, lists) for one in _tables(top, "items"))
    codes = [item.code for item in items]
    if not codes:
        raise _wrong("has no items")
    if len(set(codes)) != len(codes):
        raise _wrong("has two items of one code")
    scoring = _table(top.get("scoring", {}), "scoring", "items", "reversed", "cut_offs", "bands")
    counted = [item.code for item in items if all(one.points is not None for one in item.options)]
    called = _table(top.get("called", {}), "called", "positive", "negative")
    made = Definition(
        items=items,
        asks=_text(top, "asks"),
        remarks=_text(top, "remarks"),
        scored=_texts(scoring, "items") or tuple(counted),
        reversed=_texts(scoring, "reversed"),
        cut_offs=tuple(CutOff(_whole(one, "at_least"), _text(one, "whom")) for one in _tables(scoring, "cut_offs")),
        bands=tuple(Band(_whole(one, "least"), _text(one, "label")) for one in _tables(scoring, "bands")),
        called=(_text(called, "positive"), _text(called, "negative")),
        domains=tuple(map(_domain, _tables(top, "domains"))),
        flags=tuple(map(_flag, _tables(top, "flags"))),
        next=_text(top, "next"),
    )
    _check(made, set(counted))
    return made


def _check(made: Definition, counted: set[str]) -> None:
    """Refuse what names items that are not there, or counts answers without points."""
    codes = {item.code for item in made.items}
    named = [*made.scored, *made.reversed]
    for items in (*(one.items for one in made.domains), *(one.items for one in made.flags)):
        named += items
    if missing := sorted(set(named) - codes):
        raise _wrong(f"names {missing[0]}, which is none of its items")
    if without := sorted(set(made.scored) - counted):
        raise _wrong(f"scores {without[0]}, of which an answer has no points")
    if not made.scored and (made.cut_offs or made.bands or any(one.at_least is not None for one in made.domains)):
        raise _wrong("has cut-offs or bands, and no item with points")


def _item(found: Any, lists: Mapping[str, tuple[Option, ...]]) -> Item:
    one = _table(found, "an item", "code", "label", "wording", "answers", "multiple", "missing", "mark")
    code = _text(one, "code")
    if not code:
        raise _wrong("has an item without a code")
    answers = one.get("answers")
    if isinstance(answers, str) and answers not in lists:
        raise _wrong(f"has an item {code} with answers {answers}, which are not there")
    options = lists[answers] if isinstance(answers, str) else tuple(_options(answers, code)) if answers else YES_NO
    missing = _table(one.get("missing", {}), "missing", *MISSING)
    return Item(
        code, _text(one, "label") or code, options, _text(one, "wording"), bool(one.get("multiple")),
        {word: str(text) for word, text in missing.items()}, _text(one, "mark"),
    )  # fmt: skip


def _options(found: Any, of: str) -> Iterator[Option]:
    if not isinstance(found, list) or not found:
        raise _wrong(f"has no list of answers for {of}")
    seen: set[str] = set()
    for each in found:
        one = _table(each, f"an answer of {of}", "code", "label", "points", "positive", "alone")
        code, points = _text(one, "code"), one.get("points")
        if not code or code in seen:
            raise _wrong(f"has an answer of {of} without a code of its own")
        seen.add(code)
        if points is not None and type(points) is not int:
            raise _wrong(f"has points of {of} that are no whole number")
        yield Option(code, _text(one, "label") or code, points, bool(one.get("positive")), bool(one.get("alone")))


def _domain(found: Any) -> Domain:
    one = _table(found, "a domain", "name", "need", "items", "answers", "at_least", "mark", "sensitivity")
    name, least, need = _text(one, "name"), one.get("at_least"), _text(one, "need") or _text(one, "name")
    if not name:
        raise _wrong("has a domain without a name")
    if need not in NEEDS:
        raise _wrong(f"has a domain {name} with a need {need}, which is none; one of {', '.join(NEEDS)}")
    try:
        law = Sensitivity(_text(one, "sensitivity") or Sensitivity.NORMAL)
    except ValueError:
        raise _wrong(f"has a domain {name} with a sensitivity that is none of {Sensitivity.accepted()}") from None
    return Domain(
        name, need, _texts(one, "items"), _texts(one, "answers"),
        None if least is None else _whole(one, "at_least"), _text(one, "mark"), law,
    )  # fmt: skip


def _flag(found: Any) -> Flag:
    one = _table(found, "a flag", "name", "items", "over", "says")
    return Flag(_text(one, "name"), _texts(one, "items"), _whole(one, "over"), _text(one, "says"))


def _table(found: Any, of: str, *keys: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise _wrong(f"has {of} that is no table")
    if keys and (other := sorted(found.keys() - set(keys))):
        raise _wrong(f"has {other[0]} in {of}, which is not known there")
    return found


def _tables(found: Mapping[str, Any], key: str) -> Sequence[Any]:
    several = found.get(key, [])
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        raise _wrong(f"has {key} that are no list of tables")
    return several


def _text(found: Mapping[str, Any], key: str) -> str:
    text = found.get(key, "")
    if not isinstance(text, str):
        raise _wrong(f"has a {key} that is no text")
    return text


def _texts(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    several = found.get(key, [])
    if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
        raise _wrong(f"has {key} that are no list of texts")
    return tuple(several)


def _whole(found: Mapping[str, Any], key: str) -> int:
    number = found.get(key)
    if type(number) is not int:
        raise _wrong(f"has no whole number as {key}")
    return number


def _wrong(fault: str) -> Invalid:
    return Invalid(fault, "see caseload instrument export phq-9 for one that is right", field="definition")
