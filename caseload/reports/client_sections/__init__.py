"""What a client's page shows of kinds that not every client has something of: one module a kind, named as its table.

A module is loaded for a client who has a record of the kind. Its `shown` says what of them is open or current.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, NamedTuple

from caseload.output.column import Column
from caseload.output.page import Listing, Section
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.reports.due import Standing
from caseload.store.core import Store
from caseload.store.reads.care import held_by_client

BEFORE_THE_PLAN: tuple[str, ...] = (
    "stay", "identifier", "income", "condition", "incident", "safety", "assessment", "need",
)  # fmt: skip
"""The tables whose records say who someone is and what is missing, in the order of the page."""

AFTER_THE_GOALS: tuple[str, ...] = (
    "step",
    "coverage",
    "authorization",
    "service",
    "medication",
    "document",
    "referral",
    "benefit",
    "enrollment",
    "consent",
    "ride",
    "expense",
)
"""The tables whose records say what is done about it."""


class Shown(NamedTuple):
    """What a page shows of a kind: its heading, the records, how a line of them reads."""

    title: str
    rows: Sequence[Record]
    columns: Sequence[Column[Any]]
    note: str = ""
    """What is said below them, or in their place."""
    rest: str = ""
    """The command that lists what is not shown."""


class Asked(NamedTuple):
    """What `shown` of a module is asked: of which client, and as things stand."""

    store: Store
    client: Client
    standing: Standing
    now: datetime
    reveal: bool = False


def shown(asked: Asked, tables: Sequence[str]) -> list[tuple[str, Shown]]:
    """What the page shows of those kinds that the client has something of, by their tables."""
    held = held_by_client(asked.store, asked.client.id, tables)
    return [(table, import_module(f"{__name__}.{table}").shown(asked)) for table in held]


def as_sections(
    asked: Asked, found: Sequence[tuple[str, Shown]], most: int, left_out: Collection[str]
) -> list[Section]:
    """A section for each kind, of `most` lines each; not the ids `left_out`."""
    made = []
    for table, some in found:
        rows = [one for one in some.rows if one.ref not in left_out]
        rest = some.rest or f"caseload {table} list --client {asked.client.ref}"
        made.append(Section(some.title, Listing(rows, some.columns, limit=most, rest=rest), some.note))
    return made
