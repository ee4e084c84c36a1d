"""By what the figures are parted: a field of the client that has words, acuity, or a field of the user's own."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.of.base import Vocabulary
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.values import cell
from caseload.store.core import Store
from caseload.store.own import own_fields
from caseload.store.reads import outcomes as reads
from caseload.when.ranges import Period

PROGRAM = "program"
NO_PROGRAM = "no program"
NOT_SET = "not set"
"""The group of those of whom nothing is known."""


class Groups(NamedTuple):
    """What the clients are parted by, and the numbers of those in each part, in the order of its words."""

    by: str
    parts: Mapping[str, frozenset[int]]
    tells: bool = False
    """Whether the name of a part may tell who somebody is."""
    programs: Mapping[str, int] = MappingProxyType({})
    """The number of the programme that a part is, where they are."""
    marks: Mapping[tuple[str, int], str] = MappingProxyType({})
    """The law that guards that somebody is in a part, by its name and the number of the client."""


def groups(store: Store, typed: str, clients: Iterable[Client], period: Period) -> Groups:
    """The clients parted as was typed; Invalid where that is nothing to part by, with all that is."""
    if typed.strip().lower() in (PROGRAM, "programs"):
        return _by_program(store, clients, period)
    known = {field.key: field for field in (*_worded(), *own_fields(store, Client))}
    field = known.get(typed.strip().lower().replace("-", "_"))
    if field is None:
        raise Invalid("is nothing to group by", f"one of {', '.join((PROGRAM, *known))}", typed=typed, field="--by")
    found: dict[str, set[int]] = {word: set() for word in _words(field)}
    for client in clients:
        for word in _said(field, client):
            found.setdefault(word, set()).add(client.id)
    order = sorted(found, key=lambda word: _place(field, word))
    return Groups(field.key, {word: frozenset(found[word]) for word in order if found[word]}, field.tells)


def _by_program(store: Store, clients: Iterable[Client], period: Period) -> Groups:
    """The clients by the programmes that they were in on a day of the period; whoever was in several is in each."""
    names = {one.id: f"{one.ref} {one.name}" for one in reads.programs(store)}
    found: dict[int, set[int]] = {}
    marks: dict[tuple[str, int], str] = {}
    for one in reads.enrolled(store, *period):
        if one.program_id in names:
            found.setdefault(one.program_id, set()).add(one.client_id)
            marks[names[one.program_id], one.client_id] = one.mark
    parts = {names[number]: frozenset(found[number]) for number in sorted(found)}
    others = frozenset(one.id for one in clients) - {number for some in found.values() for number in some}
    programs = {names[number]: number for number in found}
    return Groups(PROGRAM, {**parts, NO_PROGRAM: others} if others else parts, programs=programs, marks=marks)


def _worded() -> list[Field]:
    """The fields of a client that take one of some words, and acuity."""
    return [one for one in fields_of(Client) if issubclass(one.type, Vocabulary) or one.key == "acuity"]


def _words(field: Field) -> list[str]:
    return list(field.type) if issubclass(field.type, Vocabulary) else []


def _said(field: Field, client: Client) -> list[str]:
    value = field.of(client)
    several = value if isinstance(value, list | tuple) else [value]
    return [cell(one) for one in several if cell(one)] or [NOT_SET]


def _place(field: Field, word: str) -> tuple[bool, int, float, str]:
    """Where a part stands: words in their order, acuity from the most, numbers by size, what is not set last."""
    words = _words(field)
    try:
        size = float(word) * (-1 if field.key == "acuity" else 1)
    except ValueError:
        size = 0
    return word == NOT_SET, words.index(word) if word in words else len(words), size, word.casefold()
