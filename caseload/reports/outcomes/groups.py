"""By what the figures are parted: a field of the client that has words, acuity, or a field of the user's own."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.of.base import Vocabulary
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.values import cell
from caseload.store.core import Store
from caseload.store.own import own_fields

NOT_SET = "not set"
"""The group of those of whom nothing is known."""


class Groups(NamedTuple):
    """What the clients are parted by, and the numbers of those in each part, in the order of its words."""

    by: str
    parts: Mapping[str, frozenset[int]]
    tells: bool = False
    """Whether the name of a part may tell who somebody is."""


def groups(store: Store, typed: str, clients: Iterable[Client]) -> Groups:
    """The clients parted as was typed; Invalid where that is nothing to part by, with all that is."""
    known = {field.key: field for field in (*_worded(), *own_fields(store, Client))}
    field = known.get(typed.strip().lower().replace("-", "_"))
    if field is None:
        raise Invalid("is nothing to group by", f"one of {', '.join(known)}", typed=typed, field="--by")
    found: dict[str, set[int]] = {word: set() for word in _words(field)}
    for client in clients:
        for word in _said(field, client):
            found.setdefault(word, set()).add(client.id)
    order = sorted(found, key=lambda word: _place(field, word))
    return Groups(field.key, {word: frozenset(found[word]) for word in order if found[word]}, field.tells)


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
