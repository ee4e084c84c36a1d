"""Today's page: appointments, what is due, what is late, which reviews come up."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.layout import LEAST_TEXT
from caseload.output.page import Listing, Page, Section
from caseload.reports.due import Item, Standing
from caseload.reports.gathering import gathered, soonest_of_the_urgent, urgent_first
from caseload.reports.items import counted, handles, nothing, page_columns
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.when.dates import say_when

_LATE = "caseload overdue"
_WHOLE = "caseload today --tsv"

TOP = 10
"""How many items a section shows before it only counts them."""

_WITH_A_DAY = len("phone-call note of 2026-11-23")
"""The room for words among which a day stands: a row that has less becomes two, and the day is not cut."""

TOP_DUE = 20
"""How many of those that are due today."""


class Today(NamedTuple):
    """One day's work: every item stands in one of the parts."""

    now: datetime
    stat: tuple[Item, ...]
    appointments: tuple[Item, ...]
    due: tuple[Item, ...]
    late: tuple[Item, ...]
    reviews: tuple[Item, ...]
    soon: tuple[Item, ...]
    silent: tuple[Item, ...]

    @property
    def items(self) -> Sequence[Item]:
        """All that the page speaks of, in its order."""
        return (*self.stat, *self.appointments, *self.due, *self.late, *self.soon, *self.reviews, *self.silent)


def today(store: Store, now: datetime, rules: Sequence[Rule]) -> Today:
    """What the day holds at that moment."""
    standing = Standing(store, now, rules)
    items = [item for item in standing.due() if not item.is_stat]
    day = now.date()
    appointments = [item for item in items if item.rule == "appointment" and item.is_on(day)]
    rest = [item for item in items if item.rule != "silent" and not (item.rule == "appointment" and item.is_on(day))]
    ahead = [item for item in rest if not item.late and item.due.day > day]
    return Today(
        now=now,
        stat=tuple(standing.stat()),
        appointments=tuple(appointments),
        due=tuple(urgent_first([item for item in rest if not item.late and item.due.day <= day])),
        late=tuple(urgent_first([item for item in rest if item.late])),
        reviews=tuple(item for item in ahead if item.rule not in ("task", "appointment")),
        soon=tuple(item for item in ahead if item.rule in ("task", "appointment")),
        silent=tuple(item for item in items if item.rule == "silent"),
    )


def page(found: Today, footer: str = "", unread: int = 0) -> Page:
    """The day as a page, with a last line where there is one to say; so many records are `unread`: see `nothing`."""
    name = handles(found.items)
    columns = page_columns(found.now, name)
    timed = page_columns(found.now, name, dated=False)
    doors = page_columns(found.now, name, dated=False, door=True)
    late = sum(item.late for item in found.stat)
    parts: tuple[tuple[str, Sequence[Item], Sequence[Column[Item]], int, str], ...] = (
        (f"Stat: {len(found.stat)}", found.stat, page_columns(found.now, name, marked=False), 0, ""),
        ("Appointments today", [item.on(found.now.date()) for item in found.appointments], doors, 0, ""),
        ("Due today", found.due, timed, TOP_DUE, _WHOLE),
        (f"Late: {len(found.late)}" + (f", and {late} stat above" if late else ""), found.late, columns, TOP, _LATE),
        ("Next 7 days", _ahead(found.soon), columns, TOP, _agenda(found.soon, found.now)),
        (
            "Contacts, reviews and other dates coming up",
            _ahead(found.reviews), columns, TOP, _agenda(found.reviews, found.now),
        ),
        ("Silent clients", found.silent, columns, TOP, _WHOLE),
    )  # fmt: skip
    said = (
        counted(len(found.stat), "stat"),
        counted(sum(item.late for item in found.items), "late"),
        counted(len(found.due), "due today"),
        counted(len(found.appointments), "appointment", "appointments"),
        counted(len(found.soon), "within 7 days"),
        counted(len(found.silent), "silent client", "silent clients"),
    )
    return Page(
        f"Today, {say_when(found.now.date())}",
        " · ".join(filter(None, said)) or nothing(unread),
        tuple(_section(found.now, *part) for part in parts if part[1]),
        footer,
    )


def _section(
    now: datetime, heading: str, items: Sequence[Item], columns: Sequence[Column[Item]], limit: int, rest: str
) -> Section:
    alone, many = gathered(items, now, rest)
    # Where no column has the day, it may stand in the words.
    least = LEAST_TEXT if any(column.key == "due" for column in columns) else _WITH_A_DAY
    return Section(heading, Listing(alone, columns, limit=limit, rest=rest, gathered=many, least_text=least))


def _ahead(items: Sequence[Item]) -> Sequence[Item]:
    return soonest_of_the_urgent(items, TOP)


def _agenda(items: Sequence[Item], now: datetime) -> str:
    """The command that shows them all."""
    days = max(((item.due.day - now.date()).days for item in items), default=0)
    return "caseload agenda" if days < 7 else f"caseload agenda --due {days + 1}d"
