"""Miles driven in a period and what they come to, by the rate of each day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.client import Client
from caseload.records.note import Note
from caseload.records.of.mileage import Rate, cents, rate_on, tenths
from caseload.reports.items import counted
from caseload.when.dates import monday


class Trip(NamedTuple):
    """One contact for which somebody drove, a client's share of it where several were met."""

    note: Note
    client: Client | None
    rate: Rate | None

    @property
    def tenths(self) -> int:
        """Of miles."""
        return tenths(self.note.miles or 0)

    @property
    def cents(self) -> int | None:
        """What it comes to; None where no rate is known."""
        return None if self.rate is None else cents(self.tenths, self.rate)


class Sum(NamedTuple):
    """The trips of one client, day, week, month or activity."""

    name: str
    trips: tuple[Trip, ...]
    client: Client | None = None

    @property
    def tenths(self) -> int:
        """Of miles."""
        return sum(one.tenths for one in self.trips)

    @property
    def cents(self) -> int | None:
        """What they come to, each rounded by itself; None where the rate of one is not known."""
        each = [one.cents for one in self.trips]
        return None if None in each else sum(one or 0 for one in each)


BY: Mapping[str, Callable[[Trip], str]] = {
    "client": lambda one: one.client.ref if one.client else "",
    "activity": lambda one: str(one.note.activity or "none"),
    "day": lambda one: str(one.note.occurred.day),
    "week": lambda one: str(monday(one.note.occurred.day)),
    "month": lambda one: str(one.note.occurred.day)[:7],
}
"""By what trips are summed, in `--by`; a week by its Monday."""


def trips(notes: Iterable[Note], clients: Mapping[int, Client], own: Sequence[Rate]) -> list[Trip]:
    """The trips of those contacts, each with the rate of its day."""
    return [Trip(one, clients.get(one.client_id), rate_on(one.occurred.day, own)) for one in notes]


def sums(found: Sequence[Trip], by: str) -> list[Sum]:
    """The trips summed; raises Invalid for what they are not summed by."""
    if by not in BY:
        raise Invalid("is not accepted", f"one of {', '.join(BY)}", typed=by, field="--by")
    groups: dict[str, list[Trip]] = {}
    for one in found:
        groups.setdefault(BY[by](one), []).append(one)
    ordered = sorted(groups.items()) if by != "client" else sorted(groups.items(), key=lambda pair: int(pair[0][1:]))
    return [Sum(name, tuple(some), some[0].client if by == "client" else None) for name, some in ordered]


COLUMNS: tuple[Column[Trip], ...] = (
    Column("id", lambda one: one.note.ref, "Id"),
    Column("client", lambda one: one.client and one.client.ref, "Client", say=lambda one: _handle(one.client)),
    Column("client_handle", lambda one: _handle(one.client)),
    Column("occurred", lambda one: one.note.occurred.day, "Day"),
    Column("miles", lambda one: one.tenths / 10, "Miles", right=True),
    Column("rate", lambda one: one.rate and one.rate.tenths / 10, "Cents", right=True),
    Column("amount", lambda one: None if one.cents is None else one.cents / 100, "Amount", right=True,
           say=lambda one: money_said(one.cents)),
    Column("rate_source", lambda one: one.rate.source if one.rate else None, "Rate of", text=True),
)  # fmt: skip
"""The columns of `report miles`."""


def sum_columns(by: str) -> tuple[Column[Sum], ...]:
    """The columns of `report miles --by`."""
    name: tuple[Column[Sum], ...] = (Column(by, lambda one: one.name, by.capitalize()),)
    if by == "client":
        name = (
            Column("client", lambda one: one.name, "Client", say=lambda one: _handle(one.client) or one.name),
            Column("client_handle", lambda one: _handle(one.client)),
        )
    return (
        *name,
        Column("trips", lambda one: len(one.trips), "Trips", right=True),
        Column("miles", lambda one: one.tenths / 10, "Miles", right=True),
        Column("amount", lambda one: None if one.cents is None else one.cents / 100, "Amount", right=True,
               say=lambda one: money_said(one.cents)),
    )  # fmt: skip


def page(found: Sequence[Trip], shown: Sequence[Trip], first: date, last: date, by: str | None) -> Page:
    """The trips of a period, or their sums."""
    title = f"Miles {first} to {last}"
    if by:
        body = Section(f"By {by}", Listing(sums(found, by), _on_a_page(sum_columns(by)), headings=True))
    else:
        body = Section("Trips", Listing(shown, _on_a_page(COLUMNS), headings=True))
    return Page(title, totals(found), (body,) if found else (), "\n".join(_rates(found)))


def _on_a_page(columns: Sequence[Column]) -> list[Column]:  # type: ignore[type-arg]
    """Those that people read: the handle stands in the client's place."""
    return [one for one in columns if one.key not in ("client_handle", "rate_source")]


def totals(found: Sequence[Trip]) -> str:
    """All of it in one line: 4 trips · 28.3 miles · $21.51."""
    if not found:
        return "Nobody drove."
    whole = Sum("", tuple(found))
    known = sum(one.cents or 0 for one in found)
    unknown = sum(one.cents is None for one in found)
    said = f"{money_said(known)}, {counted(unknown, 'trip', 'trips')} without a rate" if unknown else money_said(known)
    return f"{counted(len(found), 'trip', 'trips')} · {whole.tenths / 10:,} miles · {said}"


def _rates(found: Sequence[Trip]) -> list[str]:
    """Which rates were counted with, and who says so."""
    rates = dict.fromkeys(one.rate for one in found if one.rate)
    lines = [f"{one.said} cents a mile from {one.since}: {one.source}" for one in rates]
    if any(one.rate is None for one in found):
        lines.append("No rate is known of some days: [mileage.DAY] in rules.toml, see caseload help road")
    return lines


def money_said(amount: int | None) -> str:
    """Cents as people read them."""
    return "no rate" if amount is None else f"${amount / 100:,.2f}"


def _handle(client: Client | None) -> str | None:
    return client.handle if client else None
