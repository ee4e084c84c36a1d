"""Appointments and due dates on one time line."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.appointment import Appointment
from caseload.records.of.overlap import at_one_time
from caseload.reports.due import Item, due
from caseload.reports.items import by_day, counted, handles, of_clients, page_columns
from caseload.reports.rule import Rule
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

    def at_one_time(self) -> list[tuple[Item, Item]]:
        """The appointments that want one person at once, in pairs."""
        visits = {one.record.id: one for one in self.items if one.rule == "appointment"}
        held = [one.record for one in visits.values() if isinstance(one.record, Appointment)]
        return [(visits[one.id], visits[other.id]) for one, other in at_one_time(held)]


def agenda(
    store: Store, now: datetime, rules: Sequence[Rule], days: Range, client_id: int | None = None,
    tags: Sequence[str] = (),
) -> Agenda:  # fmt: skip
    """What falls in those days, for one client or those with the tags where asked."""
    found = of_clients(due(store, now, rules, until=days.last or FAR, client_id=client_id, over=True), tags)
    inside, outside = list[Item](), list[Item]()
    for item in found:
        if days.holds(item.due, now, item.stays_until):
            inside.append(item)
        elif item.last_day < now.date() and not item.rests:
            outside.append(item)
    late = sum(item.late for item in outside)
    return Agenda(now, days, inside, late, len(outside) - late)


_PAIRS = 20
"""What is at one time, as much as one screen takes."""


def _clash(name: Callable[[Item], str]) -> tuple[Column[tuple[Item, Item]], ...]:
    def named(item: Item) -> str:
        return f"{item.ref} {item.title} ({name(item)})"

    return (
        Column("at", lambda pair: pair[1].due, "At"),
        Column("one", lambda pair: named(pair[0]), "One", text=True),
        Column("other", lambda pair: f"and {named(pair[1])}", "Other", text=True),
    )


def _days(item: Item, asked: Range) -> Iterator[date]:
    """The days of an item that are asked for: of a stay each."""
    day, last = max(item.due.day, asked.first or item.due.day), min(item.last_day, asked.last or item.last_day)
    while day <= last:
        yield day
        day += timedelta(days=1)


def page(found: Agenda) -> Page:
    """The time line as a page, a day a group."""
    name = handles(found.items)
    items = sorted((one.on(day) for one in found.items for day in _days(one, found.range)), key=lambda one: one.due)
    body = Listing(items, page_columns(found.now, name, dated=False, door=True), group=by_day(found.now.date()))
    first = say_when(found.range.first) if found.range.first else "the beginning"
    last = say_when(found.range.last) if found.range.last else "the end"
    late = f"{counted(found.late_before, 'late before that')}: caseload overdue" if found.late_before else ""
    grace = f"{counted(found.due_before, 'past and within grace')}: caseload today" if found.due_before else ""
    nothing = "" if found.items else "Nothing falls in these days."
    pairs = found.at_one_time()
    whole = f"caseload agenda --due {pairs[_PAIRS][1].due.day}..{found.range.last or ''}" if len(pairs) > _PAIRS else ""
    clashes = Listing(pairs, _clash(name), limit=_PAIRS, rest=whole)
    parts = (("Time line", body), (f"At one time: {len(clashes.rows)}", clashes))
    sections = tuple(Section(heading, listing) for heading, listing in parts if listing.rows)
    return Page(f"Agenda, {first} to {last}", " · ".join(filter(None, (nothing, late, grace))), sections)
