"""The morning's mail: first what is new or newly late since the last digest of an earlier day, then the rest."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from caseload.config import NamesShown
from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.of.clock import Reckoned
from caseload.reports import resolved as past
from caseload.reports import waived
from caseload.reports.due import Item, Standing
from caseload.reports.gathering import gathered, soonest_of_the_urgent, urgent_first
from caseload.reports.items import PUBLIC, OfClient, counted, namesakes_told, nothing, page_columns
from caseload.reports.memory import Said
from caseload.reports.resolved import Resolved
from caseload.reports.rule import Rule
from caseload.reports.waived import RanOut
from caseload.store.core import Store
from caseload.store.reads.known_as import known_as
from caseload.when.dates import say_when

TOP = 20
"""How many rows a section shows before it only counts them."""

TOP_KNOWN = 10
"""How many of those that were late before: whoever is told the same every day soon reads nothing."""

SILENT = "silent"
"""The rule whose clients have a section of their own."""


class Digest(NamedTuple):
    """One morning's items, each in one of the parts, and what became of those of an earlier day."""

    now: datetime
    stamp: str
    """The same moment in UTC."""
    database: str
    newest: str
    """The newest step that the caseload had."""
    days: int
    before: Said | None
    """The last digest of an earlier day."""
    stat: Sequence[Item]
    new: Sequence[Item]
    newly_late: Sequence[Item]
    today: Sequence[Item]
    ahead: Sequence[Item]
    late: Sequence[Item]
    silent: Sequence[Item]
    ran_out: Sequence[RanOut]
    resolved: Sequence[Resolved]

    @property
    def items(self) -> Sequence[Item]:
        """What is due, in the order of the page."""
        return (*self.stat, *self.new, *self.newly_late, *self.today, *self.ahead, *self.late, *self.silent)

    @property
    def has_news(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.items or self.ran_out or self.resolved)


def digest(store: Store, now: datetime, rules: Sequence[Rule], days: int, before: Said | None) -> Digest:
    """What to say at that moment about today and so many days more, told apart from what was said before."""
    today = now.date()
    standing = Standing(store, now, rules)
    items = [
        item.sent()
        for item in standing.due(until=today + timedelta(days=days))
        if not item.is_stat
        # Where a date was given, --days says how far ahead; where it was reckoned, the rule's own lead.
        and (item.opens <= today or not item.reckoning.rule.every)
    ]
    # What is stat is named every morning until it is done: whenever it is due, and put off or not.
    stat = [item.sent() for item in standing.stat()]
    parts: dict[str, list[Item]] = {"new": [], "newly_late": [], "today": [], "ahead": [], "late": [], SILENT: []}
    for item in items:
        parts[_part(item, today, before)].append(item)
    for name in ("newly_late", "today", "late"):
        parts[name] = urgent_first(parts[name])
    since = before.at.date() if before else today - timedelta(days=1)
    return Digest(
        now=now,
        stamp=store.at,
        database=store.database,
        newest=store.newest,
        days=days,
        before=before,
        stat=stat,
        ran_out=tuple(waived.ran_out(standing, since)),
        resolved=tuple(past.resolved(standing, before, [*stat, *items])) if before else (),
        **parts,
    )


def discreet(store: Store, found: Digest) -> Digest:
    """The digest with the clients' own names in its titles and reasons shortened to initials, earlier ones too."""
    rows: list[OfClient] = [*found.items, *found.ran_out, *found.resolved]
    names = known_as(store, {one.client.id: one.client for one in rows if one.client}.values())

    def told(one: Any) -> Any:
        if one.client is None:
            return one
        known = names[one.client.id]
        hushed = one._replace(title=one.client.discreet(one.title, *known))
        return hushed._replace(reason=one.client.discreet(one.reason, *known)) if _has_typed_reason(one) else hushed

    parts_of = ("stat", "new", "newly_late", "today", "ahead", "late", SILENT, "ran_out", "resolved")
    parts: dict[str, Any] = {name: tuple(map(told, getattr(found, name))) for name in parts_of}
    return found._replace(**parts)


def _has_typed_reason(one: Item | RanOut | Resolved) -> bool:
    if isinstance(one, Item):
        return isinstance(one.reckoning.when, Reckoned) and one.reason == one.reckoning.when.own_words
    return isinstance(one, RanOut)


def columns(names: NamesShown) -> Sequence[Column[Item]]:
    """The public columns of items; under initials without the handle, which is a name."""
    if names is not NamesShown.INITIALS:
        return PUBLIC
    return [Column(one.key, lambda _: None) if one.key == "client_handle" else one for one in PUBLIC]


def said(found: Digest) -> Said:
    """What is to be remembered of a digest."""
    items = frozenset((item.ref, item.rule, item.grace_ends) for item in found.items)
    until = found.now.date() + timedelta(days=found.days)
    return Said(found.now, items, until, found.stamp, found.database, found.newest)


def _part(item: Item, today: date, before: Said | None) -> str:
    if item.rule == SILENT:
        return SILENT
    if before and item.late and not before.called_late(item):
        return "newly_late"
    if before and not item.late and before.lacked(item):
        return "new"
    if item.late:
        return "late"
    # What is past its day and within its grace is today's business until it is late.
    return "today" if item.due.day <= today else "ahead"


def page(found: Digest, names: NamesShown, unread: int = 0) -> Page:
    """The digest as a page, each section by client; clients by initials, handle or full name.

    Where it has nothing, it says so of all but the `unread`, the records that cannot be read.
    """
    late, today = sum(item.late for item in found.items), found.now.date()
    count_today = sum(item.due.day <= today and not item.late for item in found.items if item.rule != SILENT)
    counts = (
        counted(len(found.stat), "stat"),
        counted(len(found.new), "new"),
        counted(late, "late"),
        counted(count_today, "today"),
        counted(len(found.resolved), "resolved"),
        counted(len(found.silent), "silent"),
    )
    title = f"Caseload, {say_when(today)}"
    said = " · ".join(filter(None, counts)) or ("" if found.has_news else nothing(unread))
    return Page(title, said, tuple(_sections(found, _naming(names, found))))


def _sections(found: Digest, name: Callable[["OfClient"], str]) -> Iterator[Section]:
    dated, known, today = page_columns(found.now), found.before is not None, found.now.date()
    ahead = "Next day" if found.days == 1 else f"Next {found.days} days"
    agenda = f"caseload agenda --due {found.days + 1}d"
    parts: tuple[tuple[str, Sequence[Any], Sequence[Column[Any]], str], ...] = (
        ("Stat", found.stat, page_columns(found.now, marked=False), ""),
        ("New", soonest_of_the_urgent(found.new, TOP), dated, agenda),
        ("Newly late", found.newly_late, dated, "caseload overdue"),
        (
            "Today",
            [item.on(today) if item.is_on(today) else item for item in found.today],
            page_columns(found.now, dated=False),
            "caseload today",
        ),
        (ahead, soonest_of_the_urgent(found.ahead, TOP), dated, agenda),
        ("Still late" if known else "Late", found.late, dated, "caseload overdue"),
        ("Waivers that ran out", found.ran_out, waived.COLUMNS, "caseload waiver list"),
        ("Resolved since last time", found.resolved, past.COLUMNS, "caseload history"),
        ("Silent clients", found.silent, dated, "caseload today --tsv"),
    )
    for heading, rows, columns, rest in parts:
        if rows:
            # What is stat is never only counted.
            limit = 0 if heading == "Stat" else TOP_KNOWN if heading == "Still late" else TOP
            alone, many = gathered(rows, found.now, rest) if isinstance(rows[0], Item) else (rows, ())
            body = Listing(_by_client(alone, limit), columns, group=name, limit=limit, rest=rest, gathered=many)
            yield Section(f"{heading}: {len(rows)}", body)


T = TypeVar("T", bound=OfClient)


def _by_client(rows: Sequence[T], limit: int) -> Sequence[T]:
    """The most urgent rows, as many as are shown, put together by client, the client with the first of them first."""
    first = rows[:limit] if limit else rows
    order: dict[int, int] = {}
    for row in first:
        order.setdefault(_number(row), len(order))
    return (*sorted(first, key=lambda row: order[_number(row)]), *rows[len(first) :])


def _number(row: OfClient) -> int:
    return row.client.id if row.client else 0


def _naming(names: NamesShown, found: Digest) -> Callable[[OfClient], str]:
    """How a client is named; always with the id, since two may have the same initials, or the same name.

    Under initials nothing else tells namesakes apart: a birthday goes no further than the name.
    """
    rows: list[OfClient] = [*found.items, *found.ran_out, *found.resolved]
    differ = {} if names is NamesShown.INITIALS else namesakes_told(rows)

    def name(row: OfClient) -> str:
        client = row.client
        if client is None:
            return "Your own"
        said = {NamesShown.INITIALS: client.initials, NamesShown.HANDLE: client.handle, NamesShown.FULL: client.name}
        return f"{said[names]} {client.ref}{differ.get(client.id, '')}"

    return name
