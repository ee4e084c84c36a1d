"""The item that overdue, today, agenda and digest share: its public columns, and how a page shows it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from caseload.output.column import Column
from caseload.records.client import Client
from caseload.records.of.namesakes import told_apart
from caseload.records.of.values import cell
from caseload.reports.due import Item
from caseload.when.dates import say_distance, say_late, say_when

PUBLIC: tuple[Column[Item], ...] = (
    Column("id", lambda item: item.ref),
    Column("kind", lambda item: item.record.TABLE),
    Column("rule", lambda item: item.rule),
    Column("client", lambda item: item.client and item.client.ref),
    Column("client_handle", lambda item: item.client and item.client.handle),
    Column("title", lambda item: item.title, text=True),
    Column("due", lambda item: item.due),
    Column("grace_ends", lambda item: item.grace_ends),
    Column("days_late", lambda item: item.days_late, right=True),
    Column("priority", lambda item: item.priority),
    Column("reason", lambda item: item.reason, text=True),
)
"""The tool's most public format; a new rule adds rows, never columns."""


_PLAIN = ("task due", "appointment")
"""Reasons that a page need not give, because the row itself says them."""


def nothing(unread: int) -> str:
    """What a page says that has nothing to show, where so many records cannot be read: those may be the most urgent."""
    if not unread:
        return "Nothing is due and nothing is late."
    return (
        f"{unread} record{'' if unread == 1 else 's'} cannot be read; of the others nothing is due and nothing is late."
    )


def page_columns(
    now: datetime,
    name: Callable[[Item], str] | None = None,
    *,
    dated: bool = True,
    marked: bool = True,
    door: bool = False,
) -> tuple[Column[Item], ...]:
    """How a page shows items: id, date, how late in words, for whom (unless the page is grouped by that), what and why.

    Where the heading tells the day, not `dated`: the time of day alone, and words only for what is past. Where it tells
    the priority, not `marked`. A page that leads to the `door` says beside a visit what to know before it.
    """
    said = title_said if marked else _title_said
    when = (
        Column[Item]("due", lambda item: item.due, "Due"),
        Column[Item]("when", lambda item: when_said(item, now), "When", style=urgency),
    )
    timed = (
        Column[Item]("at", lambda item: item.due.time and item.due.time.isoformat("minutes"), "At"),
        Column[Item]("late", lambda item: _past_said(item, now), "Late", style=urgency),
    )
    return (
        Column("id", lambda item: item.ref, "Id"),
        *(when if dated else timed),
        *(() if name is None else (Column("client", name, "Client"),)),
        Column("title", (lambda item: said(item) + _door(item)) if door else said, "What", text=True),
    )


def _door(item: Item) -> str:
    """What to know before the door of a visit; nothing for what is the client's own, or due without one."""
    if item.rule != "appointment" or item.client is None or getattr(item.record, "theirs", False):
        return ""
    # Loaded only where there is a visit.
    from caseload.records.of.at_the_door import flags

    return "".join(f" ! {one}" for one in flags(item.client))


def when_said(item: Item, now: datetime) -> str:
    """How late it is, or how far ahead: 9 days late, today, in 3 days; of a stay that goes on, that it does."""
    if not item.late and item.due.day < now.date() <= item.last_day:
        return "goes on"
    return say_late(item.grace_ends, now) if item.late else say_distance(item.due.day, now.date())


def _past_said(item: Item, now: datetime) -> str:
    """How late it is, or how long past its day while in its grace; nothing for what is still of today."""
    return when_said(item, now) if item.late or item.last_day < now.date() else ""


def standing_said(item: Item | None, now: datetime) -> str:
    """When something is due, and how late or how far ahead that is: 2026-11-27 (in 2 days)."""
    return f"{str(item.due).replace('T', ' ')} ({when_said(item, now)})" if item else ""


def title_said(item: Item) -> str:
    """The record's name; before it until when it is hidden, and the priority unless routine; after it why."""
    mark = "" if item.priority in (None, "routine", "medium-priority") else f"{cell(item.priority)}: "
    return _title_said(item, mark)


def _title_said(item: Item, mark: str = "") -> str:
    hidden = f"snoozed until {item.snoozed_until}: " if item.snoozed_until else ""
    mark += "theirs: " if getattr(item.record, "theirs", False) else ""
    said = "; ".join(one for one in item.reason.split("; ") if one not in _PLAIN)
    return hidden + _guard(item) + mark + item.title + ("" if said in ("", item.title) else f" ({said})")


def _guard(item: Item) -> str:
    """The mark of the law that guards a record; what goes out by mail says no more than of which kind it is."""
    guarded = "" if item.is_sent else getattr(item.record, "mark", "")
    return f"{guarded} " if guarded else ""


def of_clients(items: Iterable[Item], tags: Sequence[str]) -> list[Item]:
    """The items of clients who have all of the tags."""
    return [item for item in items if set(tags) <= set(item.client.tags if item.client else ())]


def urgency(item: Item) -> str:
    """The style word of an item: late in red, what is due next in its own colour."""
    return "late" if item.late else "soon"


def counted(count: int, one: str, many: str = "") -> str:
    """`9 late`, `1 appointment`; nothing for none."""
    return f"{count} {one if count == 1 or not many else many}" if count else ""


class OfClient(Protocol):
    """What stands under a client."""

    @property
    def client(self) -> Client | None:
        """Whom it is about."""


Row = TypeVar("Row", bound=OfClient)


def namesakes_told(rows: Iterable[OfClient]) -> Mapping[int, str]:
    """What is said behind the name of each client who has a namesake among the rows: `, born 1950-02-28`."""
    clients = {row.client.id: row.client for row in rows if row.client}
    return {number: f", {said}" for number, said in told_apart(clients.values()).items()}


def handles(items: Iterable[Row]) -> Callable[[Row], str]:
    """How a page of those items says whose each is: by handle, namesakes told apart, a dash for one's own."""
    differ = namesakes_told(items)
    return lambda item: f"{item.client.handle}{differ.get(item.client.id, '')}" if item.client else "-"


def by_client(items: Iterable[Item]) -> Callable[[Item], str]:
    """The groups of those items on a page that goes by client."""
    differ = namesakes_told(items)

    def heading(item: Item) -> str:
        one = item.client
        return f"{one.name} · {one.handle} · {one.ref}{differ.get(one.id, '')}" if one else "Your own"

    return heading


def by_day(today: date) -> Callable[[Item], str]:
    """The group of an item on a page that goes by day."""

    def day(item: Item) -> str:
        return f"{say_when(item.due.day)} · {say_distance(item.due.day, today)}"

    return day
