"""Every kind there is, and the one that a word or a typed id means."""

import re

from caseload.errors import Invalid
from caseload.records.addendum import Addendum
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.goal import Goal
from caseload.records.link import Link
from caseload.records.note import Note
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver

KINDS: tuple[type[Record], ...] = (
    OwnField, Client, Person, Plan, Goal, Observation, Task, Appointment, Note, Addendum, Link, Waiver,
)  # fmt: skip
"""In an order in which each refers only to itself and to those before it."""

PARENTS: dict[type[Record], tuple[str, type[Record]]] = {Observation: ("goal_id", Goal), Addendum: ("note_id", Note)}
"""Kinds that reach their client through another record."""

_ALIASES = {"appt": "appointment", "appts": "appointment"}
_REF = re.compile(r"([a-z]{1,3})([0-9]{1,18})")


def kind_of(table: str) -> type[Record]:
    """The kind kept in a table; KeyError where there is none."""
    return {kind.TABLE: kind for kind in KINDS}[table]


def many(table: str, count: int) -> str:
    """A count of records of a kind, as people say it: 1 task, 0 people."""
    return f"{count} {table if count == 1 else _plural(kind_of(table))}"


def _plural(kind: type[Record]) -> str:
    return kind.PLURAL or f"{kind.TABLE}s"


def kind_named(word: str) -> type[Record]:
    """The kind that a noun means, in the singular or the plural; raises Invalid with the nearest noun."""
    wanted = word.strip().lower()
    wanted = _ALIASES.get(wanted, wanted)
    for kind in KINDS:
        if wanted in (kind.TABLE, f"{kind.TABLE}s", kind.PLURAL):
            return kind
    nouns = [kind.TABLE for kind in KINDS]
    # Only a mistake pays for the import.
    from difflib import get_close_matches

    near = get_close_matches(wanted, nouns, 1)
    raise Invalid("is not a kind", f"did you mean {near[0]}?" if near else ", ".join(nouns), typed=word)


def has_client(kind: type[Record]) -> bool:
    """Whether records of a kind are a client's, by themselves, through a parent or through what they are about."""
    return kind in (Client, Waiver) or "client_id" in kind.DEFAULTS or kind in PARENTS


def parse_ref(text: str) -> tuple[type[Record], int] | None:
    """The kind and number of a typed id such as t42, or None for anything else."""
    found = _REF.fullmatch(text.strip().lower())
    kind = next((kind for kind in KINDS if found and found[1] == kind.PREFIX), None)
    return (kind, int(found[2])) if kind and found else None
