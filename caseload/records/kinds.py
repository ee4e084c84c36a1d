"""Every kind there is, and the one that a word or a typed id means.

A kind is loaded when it is asked for: most commands are about one or two.
"""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from caseload.errors import Invalid
from caseload.records.of.base import Record

_CLASSES: Mapping[str, tuple[str, str]] = {
    "field": ("f", "OwnField"),
    "client": ("c", "Client"),
    "person": ("pe", "Person"),
    "identifier": ("i", "Identifier"),
    "income": ("inc", "Income"),
    "provider": ("pr", "Provider"),
    "episode": ("e", "Episode"),
    "condition": ("dx", "Condition"),
    "incident": ("ic", "Incident"),
    "safety": ("sp", "Safety"),
    "instrument": ("in", "Instrument"),
    "template": ("tp", "Template"),
    "consent": ("cs", "Consent"),
    "need": ("nd", "Need"),
    "plan": ("p", "Plan"),
    "goal": ("g", "Goal"),
    "observation": ("go", "Observation"),
    "coverage": ("cv", "Coverage"),
    "authorization": ("au", "Authorization"),
    "service": ("sv", "Service"),
    "medication": ("m", "Medication"),
    "document": ("d", "Document"),
    "referral": ("r", "Referral"),
    "benefit": ("b", "Benefit"),
    "verification": ("vf", "Verification"),
    "appeal": ("ap", "Appeal"),
    "stay": ("st", "Stay"),
    "program": ("pg", "Program"),
    "enrollment": ("en", "Enrollment"),
    "meeting": ("me", "Meeting"),
    "attendance": ("at", "Attendance"),
    "task": ("t", "Task"),
    "appointment": ("a", "Appointment"),
    "ride": ("rd", "Ride"),
    "expense": ("x", "Expense"),
    "step": ("ts", "Step"),
    "note": ("n", "Note"),
    "addendum": ("ad", "Addendum"),
    "assessment": ("as", "Assessment"),
    "disclosure": ("ds", "Disclosure"),
    "link": ("lk", "Link"),
    "waiver": ("w", "Waiver"),
}
"""The prefix and the class of every kind by its table, which is its module too."""

TABLES = tuple(_CLASSES)
"""The table of every kind."""

_PARENTS: Mapping[str, tuple[str, str]] = {
    "observation": ("goal_id", "goal"), "addendum": ("note_id", "note"), "verification": ("benefit_id", "benefit"),
    "attendance": ("enrollment_id", "enrollment"),
    "ride": ("appointment_id", "appointment"),
}  # fmt: skip

if TYPE_CHECKING:
    KINDS: tuple[type[Record], ...]
    """In an order in which each refers only to itself and to those before it."""
    PARENTS: dict[type[Record], tuple[str, type[Record]]]
    """Kinds that reach their client through another record."""


def __getattr__(name: str) -> Any:
    if name == "KINDS":
        made: Any = tuple(map(kind_of, _CLASSES))
    elif name == "PARENTS":
        made = {kind_of(table): (column, kind_of(parent)) for table, (column, parent) in _PARENTS.items()}
    else:
        raise AttributeError(name)
    globals()[name] = made
    return made


_ALIASES = {"appt": "appointment", "appts": "appointment"}
_REF = r"([a-z]{1,3})([0-9]{1,18})"


def kind_of(table: str) -> type[Record]:
    """The kind kept in a table; KeyError where there is none."""
    _, name = _CLASSES[table]
    found: type[Record] = getattr(import_module(f"caseload.records.{table}"), name)
    return found


def many(table: str, count: int) -> str:
    """A count of records of a kind, as people say it: 1 task, 0 people."""
    return f"{count} {noun_of(kind_of(table)) if count == 1 else _plural(kind_of(table))}"


def with_article(kind: type[Record]) -> str:
    """The noun of a kind as a sentence takes it: a task, an appointment."""
    return f"{kind.AN} {noun_of(kind)}"


def noun_of(kind: type[Record]) -> str:
    """What one of a kind is called in a sentence: a safety plan, though the command is `safety`."""
    return kind.SINGULAR or kind.TABLE


def _plural(kind: type[Record]) -> str:
    return kind.PLURAL or f"{kind.TABLE}s"


def kind_named(word: str) -> type[Record]:
    """The kind that a noun means, in the singular or the plural; raises Invalid with the nearest noun."""
    wanted = word.strip().lower()
    wanted = _ALIASES.get(wanted, wanted)
    if wanted in _CLASSES:
        return kind_of(wanted)
    for kind in map(kind_of, _CLASSES):
        if wanted in (f"{kind.TABLE}s", kind.PLURAL, noun_of(kind)):
            return kind
    # Only a mistake pays for the import.
    from difflib import get_close_matches

    near = get_close_matches(wanted, _CLASSES, 1)
    raise Invalid("is not a kind", f"did you mean {near[0]}?" if near else ", ".join(_CLASSES), typed=word)


def has_client(kind: type[Record]) -> bool:
    """Whether records of a kind are a client's, by themselves, through a parent or through what they are about."""
    return kind.TABLE == "client" or bool(leads_to_client(kind))


def leads_to_client(kind: type[Record]) -> str:
    """The field by which a record says whose it is: the client, its parent, what it is about.

    Behind it stands the client's handle. None, and empty, for a client, and for what is no client's.
    """
    if "client_id" in kind.DEFAULTS:
        return "client_id"
    return "item" if kind.TABLE == "waiver" else _PARENTS.get(kind.TABLE, ("",))[0]


def parent_of(table: str) -> tuple[str, str] | None:
    """The column by which records of a table reach their client through another, and that one's table; else None."""
    return _PARENTS.get(table)


def parse_ref(text: str) -> tuple[type[Record], int] | None:
    """The kind and number of a typed id such as t42, or None for anything else."""
    found = re.fullmatch(_REF, text.strip().lower())
    table = next((table for table, (prefix, _) in _CLASSES.items() if found and found[1] == prefix), None)
    return (kind_of(table), int(found[2])) if table and found else None
