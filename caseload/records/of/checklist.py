"""A checklist as data: its steps, read from a template's definition; when each is due, and what it waits for.

The same words in a TOML file and, as JSON, in the database.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload.errors import Invalid, quoted
from caseload.records.goal import GoalPriority
from caseload.records.need import Domain
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.guarded import Sensitivity
from caseload.records.task import Priority, Responsible
from caseload.value import replace
from caseload.when.dates import Span, When, parse_term
from caseload.when.workdays import Workdays


class Anchor(NamedTuple):
    """A date that a checklist may count from: the words for it, and the command that sets it for a client."""

    words: str
    sets: str


ANCHORS: Mapping[str, Anchor] = {
    "release-on": Anchor("day of release", "caseload client edit {} --release-on DAY"),
    "opened-on": Anchor("day of opening", "caseload client edit {} --opened-on DAY"),
    "closed-on": Anchor("day of closing", "caseload client close {} --reason WORD"),
    "plan-review": Anchor("review of an active plan ahead", "caseload plan add {} TEXT"),
}
"""Dates of a client, each by the word that is typed for it."""

DAY = "day"
"""The word for a day that was typed: nothing moves it."""


class Offset(NamedTuple):
    """How far a step lies from its anchor: 30d before, 2bd after, the day itself."""

    span: Span | None = None
    before: bool = False

    def __str__(self) -> str:
        """As it is written in a file."""
        return f"{self.span} {'before' if self.before else 'after'}" if self.span else THE_DAY

    def on(self, anchor: date, workdays: Workdays) -> date:
        """The day that it comes to, counted from the anchor itself."""
        if self.span is None:
            return anchor
        return self.span.among(workdays).after(anchor, -1 if self.before else 1)


THE_DAY = "the day"
_ACCEPTED = "such as 30d before, 2w after, 1m before, 3bd after (business days), or the day"


def parse_offset(text: str) -> Offset:
    """The offset that a step writes; Invalid for what is none, and for a number without a unit."""
    words = " ".join(text.lower().split())
    if words in (THE_DAY, f"on {THE_DAY}"):
        return Offset()
    number, _, side = words.partition(" ")
    if re.fullmatch(r"[-+]?[0-9]+", number):
        raise Invalid("has no unit", _ACCEPTED, typed=text)
    if side not in ("before", "after"):
        raise Invalid("is no offset", _ACCEPTED, typed=text)
    try:
        return Offset(parse_term(number), side == "before")
    except Invalid:
        raise Invalid("is no offset", _ACCEPTED, typed=text) from None


DATED: Mapping[str, str] = {
    "task": "due", "appointment": "starts", "document": "needed_by", "goal": "target_on", "need": "",
}  # fmt: skip
"""What a step may make, and the date of it that moves with the anchor; a need has none ahead."""

_GUARD: Mapping[str, type[Vocabulary] | None] = {"sensitivity": Sensitivity}
_WORDS: Mapping[str, Mapping[str, type[Vocabulary] | None]] = {
    "task": {"who": Responsible, "priority": Priority, **_GUARD},
    "appointment": {"kind": None, "place": None, "mode": None, **_GUARD},
    "document": {"who": None, "kind": None, **_GUARD},
    "goal": {"priority": GoalPriority, "area": None, **_GUARD},
    "need": {"domain": Domain, **_GUARD},
}
"""What else a step may say of what it makes, each with its vocabulary where there is one."""

_FIELDS = {"who": "responsible"}
"""Words of a step that a record calls otherwise."""

_EVERY = ("name", "makes", "title", "due", "waits", "source")


class Planned(NamedTuple):
    """One step of a template: what it makes, when that is due, and after which others."""

    name: str
    title: str
    makes: str = "task"
    due: Offset | None = None
    waits: tuple[str, ...] = ()
    source: str = ""
    more: Mapping[str, str] = {}
    """What else it says of the record: who, priority, kind."""

    @property
    def fields(self) -> dict[str, str]:
        """The same by the names of the record's fields."""
        return {_FIELDS.get(key, key): value for key, value in self.more.items()}

    def told(self) -> dict[str, str]:
        """Every word of it, for people and to compare with another version."""
        waits = {"waits": ", ".join(self.waits)} if self.waits else {}
        due = {"due": str(self.due)} if self.due else {}
        source = {"source": self.source} if self.source else {}
        return {"makes": self.makes, "title": self.title, **due, **self.more, **waits, **source}


class Definition(NamedTuple):
    """The steps of a template in their order, and what is said of the whole."""

    steps: tuple[Planned, ...]
    remarks: str = ""

    def step(self, name: str) -> Planned | None:
        """The step of that name."""
        return next((one for one in self.steps if one.name == name), None)


MOST_STEPS = 200


def read_definition(text: str, *, in_turn: bool) -> Definition:
    """The definition of a template; a step of one that goes `in_turn` waits for the one before, unless it says else.

    Raises Invalid for a word that is unknown, an offset that is none, a step that waits for none or in a circle.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("is no definition", "see caseload template export release", field="definition")
    if unknown := sorted(found.keys() - {"steps", "remarks"}):
        raise Invalid("is not known", "name, version, title, anchor, pace, remarks, steps", field=quoted(unknown[0]))
    remarks = found.get("remarks", "")
    if not isinstance(remarks, str):
        raise Invalid("is no text", "words in quotes", field="remarks")
    listed = found.get("steps")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_STEPS:
        raise Invalid("are missing", f"1 to {MOST_STEPS} tables [[steps]]", field="steps")
    steps: list[Planned] = []
    for number, each in enumerate(listed, 1):
        before = steps[-1].name if steps and in_turn else ""
        steps.append(_planned(each, f"step {number}", before))
    _refuse_unfit(steps)
    return Definition(tuple(steps), remarks)


def _refuse_unfit(steps: Sequence[Planned]) -> None:
    """Raises Invalid for two steps of one name, one that waits for none, and those that wait for one another."""
    names = [one.name for one in steps]
    for one in steps:
        if names.count(one.name) > 1:
            raise Invalid("is the name of two steps", "a name of its own for each", field=f"step {one.name}")
        if unknown := [each for each in one.waits if each not in names]:
            fault = f'waits for "{quoted(unknown[0])}", which is no step'
            raise Invalid(fault, f"one of {', '.join(names)}", field=f"step {one.name}")
    if circle := _circle(steps):
        fault = f"wait for one another in a circle: {', '.join(circle)}"
        raise Invalid(fault, "leave out one of the waits", field="steps")


def is_step_name(text: object) -> bool:
    """Whether a step may be called so: small letters, digits and hyphens, a letter first."""
    return isinstance(text, str) and bool(re.fullmatch(r"[a-z][a-z0-9-]{0,59}", text))


def _planned(found: Any, place: str, before: str) -> Planned:
    if not isinstance(found, dict):
        raise Invalid("is no table", "[[steps]] with name, title and due", field=place)
    name = found.get("name")
    if not is_step_name(name):
        fault = "has no name" if name is None else "has a name that cannot be typed"
        raise Invalid(fault, "small letters, digits and hyphens: birth-certificate", field=place)
    place = f"step {name}"
    makes = found.get("makes", "task")
    if makes not in DATED:
        raise Invalid(f'makes "{quoted(makes)}"', f"one of {', '.join(DATED)}", field=place)
    accepted = (*(key for key in _EVERY if key != "due" or DATED[makes]), *_WORDS[makes])
    if unknown := [key for key in found if key not in accepted]:
        fault = f'says "{quoted(unknown[0])}", which {makes}s of a template do not'
        raise Invalid(fault, f"one of {', '.join(accepted)}", field=place)
    for key in found.keys() - {"waits"}:
        if not isinstance(found[key], str) or not found[key].strip():
            raise Invalid(f"has no text in {key}", f'words in quotes: {key} = "..."', field=place)
    if "title" not in found:
        raise Invalid("has no title", 'a line such as title = "..."', field=place)
    if makes == "appointment" and "due" not in found:
        raise Invalid("has no due, and an appointment is on a day", _ACCEPTED, field=place)
    return Planned(
        name=str(name), title=found["title"], makes=makes, due=_due(found.get("due"), place),
        waits=_waits(found, place, before), source=found.get("source", ""),
        more={key: _word(words, found[key], f"{place} {key}") for key, words in _WORDS[makes].items() if key in found},
    )  # fmt: skip


def _due(text: str | None, place: str) -> Offset | None:
    try:
        return None if text is None else parse_offset(text)
    except Invalid as error:
        raise Invalid(f'due "{quoted(text)}" {error.fault}', error.accepted, field=place) from None


def _waits(found: Mapping[str, Any], place: str, before: str) -> tuple[str, ...]:
    waits = found.get("waits", [before] if before else [])
    if not isinstance(waits, list) or not all(isinstance(one, str) for one in waits):
        raise Invalid("has no list in waits", 'names of steps: waits = ["birth-certificate"]', field=place)
    return tuple(dict.fromkeys(waits))


def _word(words: type[Vocabulary] | None, text: str, place: str) -> str:
    if words is None:
        return text
    try:
        return str(words(text))
    except ValueError:
        raise Invalid(f'"{quoted(text)}" is not accepted', f"one of {words.accepted()}", field=place) from None


def _circle(steps: Sequence[Planned]) -> list[str]:
    """Steps that wait for one another, the first again at the end; none where every one can be reached."""
    left = {one.name: one.waits for one in steps}
    done: set[str] = set()
    while free := [name for name, waits in left.items() if done.issuperset(waits)]:
        done.update(free)
        left = {name: waits for name, waits in left.items() if name not in done}
    if not left:
        return []
    # What is left waits for something that is left: whoever follows that comes round.
    path = [next(iter(left))]
    while (following := next(one for one in left[path[-1]] if one in left)) not in path:
        path.append(following)
    return [*path[path.index(following) :], following]


class Change(NamedTuple):
    """What is otherwise in a later version of a template: of which step, which word, what it was and what it is."""

    step: str
    word: str
    was: str
    now: str


def changes(before: Definition, after: Definition) -> Iterator[Change]:
    """What differs between two versions, in the order of the later one; what it no longer has stands last."""
    for one in after.steps:
        old = before.step(one.name)
        if old is None:
            yield Change(one.name, "step", "", "new")
            continue
        was, now = old.told(), one.told()
        for word in dict.fromkeys((*now, *was)):
            if was.get(word) != now.get(word):
                yield Change(one.name, word, was.get(word, ""), now.get(word, ""))
    for one in before.steps:
        if after.step(one.name) is None:
            yield Change(one.name, "step", "there", "gone")


def ready(steps: Iterable[Planned], finished: Iterable[str], begun: Iterable[str]) -> list[Planned]:
    """The steps that can begin: not begun, and everything that they wait for is finished."""
    done, there = set(finished), set(begun)
    return [one for one in steps if one.name not in there and done.issuperset(one.waits)]


def still_waits(waiting_on: str | None, finished: Iterable[str]) -> str | None:
    """What a task still waits for, of `t5, d2`, once some of them are finished; words of anybody's own stay."""
    gone = set(finished)
    if waiting_on is None or not any(one in gone for one in waiting_on.split(", ")):
        return waiting_on
    return ", ".join(one for one in waiting_on.split(", ") if one not in gone) or None


def date_of(record: Record) -> When | None:
    """The date of what a step made, that which an anchor moves."""
    found = getattr(record, name) if (name := DATED[record.TABLE]) else None
    return found if found is None or isinstance(found, When) else When(found)


def redated(record: Record, due: When) -> Record:
    """What a step made by another date."""
    name = DATED[record.TABLE]
    new: dict[str, Any] = {name: due if record.TABLE in TIMED else due.day}
    return replace(record, **new)


TIMED = ("task", "appointment")
"""What has a When where others have a day."""
