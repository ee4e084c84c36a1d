"""A client's household and what comes in there, as a page and as a row."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from caseload.output.column import Column
from caseload.output.page import Facts, Listing, Page, Section
from caseload.records.client import Client
from caseload.records.income import Income, said_of
from caseload.records.of.household import Household, monthly
from caseload.records.of.values import dollars
from caseload.records.person import Person

RULE = (
    "Gross, as entered: 52 weeks, 26 times two weeks or 12 months a year; a month is a twelfth, rounded once to the "
    "cent. Programmes count otherwise: whom, what, and how many weeks a month has."
)


R = TypeVar("R", Person, Income)


class Row(NamedTuple):
    """A client and the household, as programs read it."""

    client: Client
    household: Household


def _in_dollars(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.client.ref, "Id"),
    Column("client_handle", lambda row: row.client.handle, "Client"),
    Column("day", lambda row: row.household.day, "On"),
    Column("size", lambda row: row.household.size, "Size"),
    Column("said", lambda row: row.household.said, "Said"),
    Column("counted", lambda row: row.household.counted, "Counted"),
    Column("monthly", lambda row: _in_dollars(row.household.monthly_cents), "A month", right=True),
    Column("yearly", lambda row: _in_dollars(row.household.yearly_cents), "A year", right=True),
)
"""The columns of `income household`."""


def page(client: Client, found: Household, left_out: Collection[str] = ()) -> Page:
    """The household on a day: who it is, what comes in from where, and all of it; not the lines of ids `left_out`."""
    names = {one.id: one.called for one in found.members if one.ref not in left_out}
    sections = (
        Section("Household", Facts(tuple(_facts(found)))),
        Section("Who lives there besides", Listing(_kept(found.members, left_out), _MEMBER)),
        Section("What comes in", Listing(_kept(found.incomes, left_out), _income(names))),
        Section("Not counted: of nobody in the household", Listing(_kept(found.apart, left_out), _income({}))),
    )
    filled = [one for one in sections if isinstance(one.body, Facts) or one.body.rows]  # type: ignore[union-attr]
    return Page(f"Household of {client.name} · {client.ref}", f"on {found.day}", tuple(filled), RULE)


def size_said(found: Household) -> str | None:
    """How many it is, by whom, and whether the two counts agree: 4 as told, 3 by the people here."""
    if found.disagrees:
        return f"{found.said} as told, {found.counted} by the people here: which is right?"
    return f"{found.size}" if found.size else None


def total_said(found: Household) -> str:
    """What comes in, a month and a year: $1,787.50 a month, $21,450.00 a year."""
    if found.yearly_cents is None or found.monthly_cents is None:
        return "no income is recorded that day"
    return f"{dollars(found.monthly_cents)} a month, {dollars(found.yearly_cents)} a year"


def _facts(found: Household) -> Iterator[tuple[str, object]]:
    yield "size", size_said(found) or "unknown: client edit --household-size N, or person edit --in-household"
    yield "income", total_said(found)


def _kept(rows: Sequence[R], left_out: Collection[str]) -> list[R]:
    return [one for one in rows if one.ref not in left_out]


_MEMBER: tuple[Column[Person], ...] = (
    Column("id", lambda one: one.ref),
    Column("name", lambda one: one.called),
    Column("relationship", lambda one: one.relationship, text=True),
)


def _income(names: Mapping[int, str]) -> tuple[Column[Income], ...]:
    def whose(one: Income) -> str:
        return f"of {names.get(one.person_id, f'pe{one.person_id}')}" if one.person_id else ""

    return (
        Column("id", lambda one: one.ref),
        Column("what", lambda one: one.called, text=True),
        Column("whose", whose, text=True),
        Column("said", said_of),
        Column("monthly", lambda one: f"{dollars(monthly(one.yearly_cents))} a month"),
        Column("yearly", lambda one: f"{dollars(one.yearly_cents)} a year"),
    )
