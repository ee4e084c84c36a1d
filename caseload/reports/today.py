"""Today's page: appointments, what is due, what is late, which reviews come up."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from caseload.output.page import Listing, Page, Section
from caseload.reports.due import Item, due
from caseload.reports.items import counted, full_name, page_columns
from caseload.reports.rules import Rule
from caseload.store.core import Store
from caseload.when.dates import say_when

_AHEAD = "caseload agenda --due 30d"

TOP = 10
"""How many late items the page shows before it only counts them."""


class Today(NamedTuple):
    """One day's work: every item stands in one of the parts."""

    now: datetime
    appointments: tuple[Item, ...]
    due: tuple[Item, ...]
    late: tuple[Item, ...]
    reviews: tuple[Item, ...]
    soon: tuple[Item, ...]
    silent: tuple[Item, ...]

    @property
    def items(self) -> Sequence[Item]:
        """All that the page speaks of, in its order."""
        return (*self.appointments, *self.due, *self.late, *self.soon, *self.reviews, *self.silent)


def today(store: Store, now: datetime, rules: Sequence[Rule]) -> Today:
    """What the day holds at that moment."""
    items = due(store, now, rules)
    day = now.date()
    appointments = [item for item in items if item.rule == "appointment" and item.due.day == day]
    rest = [item for item in items if item not in appointments and item.rule != "silent"]
    ahead = [item for item in rest if not item.late and item.due.day > day]
    return Today(
        now=now,
        appointments=tuple(appointments),
        due=tuple(item for item in rest if not item.late and item.due.day <= day),
        late=tuple(item for item in rest if item.late),
        reviews=tuple(item for item in ahead if item.rule not in ("task", "appointment")),
        soon=tuple(item for item in ahead if item.rule in ("task", "appointment")),
        silent=tuple(item for item in items if item.rule == "silent"),
    )


def page(found: Today, footer: str = "") -> Page:
    """The day as a page, with a last line where there is one to say."""
    columns = page_columns(found.now, full_name)
    timed = page_columns(found.now, full_name, dated=False)
    parts = (
        ("Appointments today", Listing(found.appointments, timed)),
        ("Due today", Listing(found.due, timed)),
        (f"Late: {len(found.late)}", Listing(found.late, columns, limit=TOP, rest="caseload overdue")),
        ("Next 7 days", Listing(found.soon, columns, limit=TOP, rest="caseload agenda")),
        ("Contacts, reviews and targets coming up", Listing(found.reviews, columns, limit=TOP, rest=_AHEAD)),
        ("Silent clients", Listing(found.silent, columns, limit=TOP, rest="caseload overdue --kind client")),
    )
    said = (
        counted(sum(item.late for item in found.items), "late"),
        counted(len(found.due), "due today"),
        counted(len(found.appointments), "appointment", "appointments"),
        counted(len(found.soon), "within 7 days"),
        counted(len(found.silent), "silent client", "silent clients"),
    )
    sections = tuple(Section(heading, body) for heading, body in parts if body.rows)
    return Page(
        f"Today, {say_when(found.now.date())}",
        " · ".join(filter(None, said)) or "Nothing is due and nothing is late.",
        sections,
        footer,
    )
