"""The morning's mail: what is new or newly late since the last digest of an earlier day, then the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from caseload.config import NamesShown
from caseload.dates import When, say_when
from caseload.output.page import Listing, Page, Section
from caseload.reports.due import Item, due
from caseload.reports.items import counted, page_columns
from caseload.reports.rules import Rule
from caseload.store.core import Store

TOP = 20
"""How many items a section shows before it only counts them."""


@dataclass(frozen=True)
class Said:
    """What an earlier digest spoke of: its moment, and each item's typed id, rule and last good day."""

    at: datetime
    items: frozenset[tuple[str, str, When]]

    def spoke_of(self, item: Item) -> bool:
        """Whether the item was in it."""
        return any(ref == item.ref and rule == item.rule for ref, rule, _ in self.items)

    def called_late(self, item: Item) -> bool:
        """Whether the item was late in it."""
        return any(
            ref == item.ref and rule == item.rule and when.is_past(self.at) for ref, rule, when in self.items
        )  # fmt: skip


@dataclass(frozen=True)
class Digest:
    """One morning's items, each in one of the parts."""

    now: datetime
    days: int
    newly_late: tuple[Item, ...]
    new: tuple[Item, ...]
    today: tuple[Item, ...]
    late: tuple[Item, ...]
    ahead: tuple[Item, ...]

    @property
    def items(self) -> Sequence[Item]:
        """All of them, in the order of the page."""
        return (*self.newly_late, *self.new, *self.today, *self.late, *self.ahead)


def digest(store: Store, now: datetime, rules: Sequence[Rule], days: int, before: Said | None) -> Digest:
    """What to say at that moment about today and so many days more, told apart from what was said before."""
    last = now.date() + timedelta(days=days)
    items = [item for item in due(store, now, rules, until=last) if item.late or item.due.day >= now.date()]
    newly_late = [item for item in items if item.late and before and not before.called_late(item)]
    new = [item for item in items if not item.late and before and not before.spoke_of(item)]
    rest = [item for item in items if item not in newly_late and item not in new]
    return Digest(
        now,
        days,
        tuple(newly_late),
        tuple(new),
        tuple(item for item in rest if not item.late and item.due.day == now.date()),
        tuple(item for item in rest if item.late),
        tuple(item for item in rest if not item.late and item.due.day > now.date()),
    )


def said(found: Digest) -> Said:
    """What is to be remembered of a digest."""
    return Said(found.now, frozenset((item.ref, item.rule, item.grace_ends) for item in found.items))


def page(found: Digest, names: NamesShown) -> Page:
    """The digest as a page; clients by initials, handle or full name."""
    dated, timed = (page_columns(found.now, _naming(names), dated=dated) for dated in (True, False))
    parts = (
        ("Newly late", found.newly_late, dated),
        ("New", found.new, dated),
        ("Today", found.today, timed),
        ("Late", found.late, dated),
        (f"Next {found.days} days", found.ahead, dated),
    )
    sections = tuple(
        Section(f"{heading}: {len(items)}", Listing(items, columns, limit=TOP, rest="caseload overdue and agenda"))
        for heading, items, columns in parts
        if items
    )
    late = counted(len(found.newly_late) + len(found.late), "late")
    today = counted(sum(item.due.day == found.now.date() for item in found.items), "today")
    return Page(f"Caseload, {say_when(found.now.date())}", " · ".join(filter(None, (late, today))), sections)


def _naming(names: NamesShown) -> Callable[[Item], str]:
    """How a client is named; initials come with the id, so that the case manager can tell two alike apart."""

    def name(item: Item) -> str:
        if item.client is None:
            return "-"
        if names is NamesShown.INITIALS:
            return f"{item.client.initials} {item.client.ref}"
        return item.client.handle if names is NamesShown.HANDLE else item.client.name

    return name
