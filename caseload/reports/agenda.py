"""Appointments and due dates on one time line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from caseload.output.page import Listing, Page, Section
from caseload.reports.due import Item, due
from caseload.reports.items import by_day, counted, handles, of_clients, page_columns
from caseload.reports.rules import Rule
from caseload.store.core import Store
from caseload.when.dates import say_when
from caseload.when.ranges import Range

FAR = date(2200, 12, 31)
"""The last day that can be typed; where an agenda without an end ends."""


class Agenda(NamedTuple):
    """The items that fall in a range, soonest first, and how many late ones lie before it."""

    now: datetime
    range: Range
    items: Sequence[Item]
    late_before: int
    due_before: int
    """How many are past their day and not late, within their grace."""


def agenda(
    store: Store, now: datetime, rules: Sequence[Rule], days: Range, client_id: int | None = None,
    tags: Sequence[str] = (),
) -> Agenda:  # fmt: skip
    """What falls in those days, for one client or those with the tags where asked."""
    found = of_clients(due(store, now, rules, until=days.last or FAR, client_id=client_id, over=True), tags)
    inside = [item for item in found if days.holds(item.due, now)]
    outside = [item for item in found if item not in inside and item.due.day < now.date() and not item.rests]
    late = sum(item.late for item in outside)
    return Agenda(now, days, inside, late, len(outside) - late)


def page(found: Agenda) -> Page:
    """The time line as a page, a day a group."""
    body = Listing(
        found.items, page_columns(found.now, handles(found.items), dated=False), group=by_day(found.now.date())
    )
    first = say_when(found.range.first) if found.range.first else "the beginning"
    last = say_when(found.range.last) if found.range.last else "the end"
    late = f"{counted(found.late_before, 'late before that')}: caseload overdue" if found.late_before else ""
    grace = f"{counted(found.due_before, 'past and within grace')}: caseload today" if found.due_before else ""
    nothing = "" if found.items else "Nothing falls in these days."
    sections = (Section("Time line", body),) if found.items else ()
    return Page(f"Agenda, {first} to {last}", " · ".join(filter(None, (nothing, late, grace))), sections)
