"""The board of releases and discharges: days to go, what is open, papers, benefits, who is at the door."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Lines, Listing, Page, Section
from caseload.records.appointment import Appointment
from caseload.records.benefit import ASKED_FOR, Benefit
from caseload.records.client import Client, is_open
from caseload.records.document import Document, DocumentStatus
from caseload.records.of.programme import Programme
from caseload.records.of.setting import HELD, Certainty, Setting
from caseload.records.stay import Stay
from caseload.records.task import Task
from caseload.reports.due import Item, due
from caseload.reports.items import counted, handles
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.reads.benefits import open_benefits
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.served_by import documents_of_client
from caseload.store.reads.stays import dated_clients, open_stays, stays_left_since
from caseload.store.reads.work import appointments_of_client, tasks_of_client
from caseload.when.dates import say_distance

AFTER = timedelta(days=30)
"""How long after the day of leaving a stay is on the board."""

WEEK = timedelta(days=7)

MEDICAID = (
    (
        "Suspended, not ended: since 2026-01-01 federal law asks states to suspend Medicaid in custody. Ask the agency "
        "whether it did, and how it is active again on the day (the date: one source; the law: not verified)."
    ),
    "Apply before the day where there is none; no law of the table says how early: ask the agency.",
    "A renewal falls due in custody, too: caseload board benefit has its day.",
    (
        "Under 21, or to 26 after foster care, and sentenced: screening in the 30 days before release, case management "
        "in the 30 days before and at least 30 days after (P.L. 117-328 s.5121, verified)."
    ),
    (
        "Medicaid's work rule of 2027: who was an inmate in the 3 months before counts as meeting it "
        "(P.L. 119-21 s.71119, one source)."
    ),
)
"""What is known of Medicaid around a release and has no day that could be counted, each with its mark."""


class Row(NamedTuple):
    """One stay that goes on or has ended lately, or a client with a day of release and no stay."""

    record: Stay | Client
    client: Client
    now: datetime
    tasks: Sequence[Task] = ()
    papers: Sequence[Document] = ()
    benefits: Sequence[Benefit] = ()
    week_after: Sequence[Appointment] = ()
    items: Sequence[Item] = ()
    """What is due by the clocks of the stay."""
    without: Sequence[str] = ()
    """The papers that nobody gets far without, and that the client has not, and is not to get."""

    @property
    def stay(self) -> Stay | None:
        """The stay, where there is one."""
        return self.record if isinstance(self.record, Stay) else None

    @property
    def mark(self) -> str:
        """The law that guards the stay."""
        return self.stay.mark if self.stay else ""

    @property
    def setting(self) -> Setting | None:
        """Where the client is, or was."""
        return self.stay.setting if self.stay else self.client.setting

    @property
    def is_out(self) -> bool:
        """Whether the client has left."""
        return bool(self.stay and self.stay.left_on)

    @property
    def comes_on(self) -> date | None:
        """The day of release or discharge, expected or past."""
        if self.stay:
            return self.stay.left_on or self.stay.expected_on
        return self.client.release_on

    @property
    def certainty(self) -> Certainty | None:
        """How sure that day is; of one that is past it need not be said."""
        if self.is_out or self.comes_on is None:
            return None
        return (self.stay.certainty if self.stay else self.client.release_certainty) or Certainty.UNKNOWN

    @property
    def days(self) -> int | None:
        """Days to go; below zero once it is past."""
        return (self.comes_on - self.now.date()).days if self.comes_on else None

    @property
    def late(self) -> int:
        """How many of the open tasks are late."""
        return sum(bool(one.due and one.due.ends() < self.now) for one in self.tasks)

    @property
    def place(self) -> str:
        """Where the client goes, as far as anybody said."""
        return ", ".join(filter(None, (self.stay.goes_to, self.stay.destination))) if self.stay else ""

    @property
    def lacks(self) -> list[str]:
        """What nobody has seen to, each with the command that does it."""
        return list(self._lacking())

    def _lacking(self) -> Iterator[str]:
        stay = self.stay
        if stay is None:
            yield f"no stay: caseload stay add {self.client.ref} {self.setting or 'SETTING'} --expected {self.comes_on}"
            return
        if self.is_out:
            if not self.place:
                yield f"where to is not known: caseload stay edit {stay.ref} --to SETTING"
            return
        if stay.expected_on is None:
            yield f"no day: caseload stay move {stay.ref} DAY"
        if stay.met_by is None and stay.setting in HELD:
            yield f"nobody meets: caseload stay edit {stay.ref} --met-by NAME"
        if not self.place:
            yield f"no place to go: caseload stay edit {stay.ref} --to SETTING"
        if stay.setting in HELD and not self.benefits:
            yield f"no benefit: caseload benefit add {self.client.ref} NAME"
        if self.without:
            paper = self.without[0]
            yield f'no {" and no ".join(self.without)}: caseload document add {self.client.ref} "{paper}"'

    @property
    def said(self) -> str:
        """All that is known, in one text: the door, the place, what is open, papers, benefits, the week after."""
        stay = self.stay
        met = f"met by {stay.met_by}" if stay and stay.met_by and not self.is_out else ""
        tasks = counted(len(self.tasks), "task", "tasks")
        late = f"{self.late} late" if self.late else ""
        parts = (
            *self.lacks, met, self.place and f"to {self.place}", ", ".join(filter(None, (tasks, late))),
            *self._papers(), *self._benefits(), *self._appointments(), *self._due(),
        )  # fmt: skip
        return " · ".join(filter(None, parts))

    def _papers(self) -> Iterator[str]:
        if self.papers:
            yield "papers: " + ", ".join(f"{one.as_item} {one.status}" for one in self.papers)

    def _benefits(self) -> Iterator[str]:
        if self.benefits:
            yield ", ".join(f"{one.as_item} {self.standing(one)}" for one in self.benefits)

    def standing(self, one: Benefit) -> str:
        """Where a benefit stands for somebody who is let out."""
        if one.suspended_on:
            return f"suspended {one.suspended_on}"
        custody = self.setting is Setting.JAIL_PRISON and not self.is_out
        if one.status == "approved" and custody and one.programme is Programme.MEDICAID:
            return "approved, suspended or not?"
        return f"{one.status} {one.applied_on}" if one.status in ASKED_FOR and one.applied_on else str(one.status)

    def _appointments(self) -> Iterator[str]:
        if self.comes_on is None or self.comes_on + WEEK < self.now.date():
            return
        if not self.week_after:
            yield "nothing booked for the week after"
            return
        first = self.week_after[0]
        more = f" and {len(self.week_after) - 1} more" if len(self.week_after) > 1 else ""
        yield f"week after: {first.as_item} {first.starts.day}{more}"

    def _due(self) -> Iterator[str]:
        for item in self.items:
            yield f"{item.reckoning.rule.words} {'late since' if item.late else 'due'} {item.due.day}"

    @property
    def style(self) -> str:
        """Late for what is past and not seen to, soon for the 30 days before."""
        if self.days is None:
            return ""
        if any(item.late for item in self.items) or (self.days < 0 and not self.is_out):
            return "late"
        return "soon" if 0 <= self.days <= AFTER.days else ""


def rows(store: Store, now: datetime, rules: Sequence[Rule], client_id: int | None = None) -> list[Row]:
    """Everybody who is to be let out, the soonest first, those without a day after them; then who left lately."""
    today = now.date()
    stays: list[Stay | Client] = [*open_stays(store, client_id), *stays_left_since(store, today - AFTER, client_id)]
    held = {_number(one) for one in stays}
    bare = [one for one in dated_clients(store, today - AFTER, client_id) if one.id not in held]
    clients = clients_by_number(store, held) | {one.id: one for one in bare}
    asked = [rule for rule in rules if rule.table == "stay"]
    items: dict[str, list[Item]] = {}
    for item in due(store, now, asked, client_id=client_id):
        items.setdefault(item.ref, []).append(item)
    served = [one for one in (*stays, *bare) if is_open(clients[_number(one)])]
    found = [_row(store, one, clients[_number(one)], now, items.get(one.ref, ())) for one in served]
    return sorted(found, key=lambda row: (row.is_out, row.comes_on is None, str(row.comes_on), row.client.id))


def _number(one: Stay | Client) -> int:
    return one.client_id if isinstance(one, Stay) else one.id


def _row(store: Store, record: Stay | Client, client: Client, now: datetime, items: Sequence[Item]) -> Row:
    row = Row(record, client, now, items=items)
    every = documents_of_client(store, client.id)
    papers = [one for one in every if one.status is not DocumentStatus.RECEIVED]
    booked = [one for one in appointments_of_client(store, client.id) if _in_week_after(one, row.comes_on)]
    return row._replace(
        tasks=tasks_of_client(store, client.id), papers=papers, benefits=open_benefits(store, client.id),
        week_after=booked, without=_without(every) if row.setting is Setting.JAIL_PRISON and not row.is_out else (),
    )  # fmt: skip


_PAPERS = {
    "ID": ("id", "identity", "identification", "license", "licence", "passport"),
    "birth certificate": ("birth",),
}
"""Which words of a title or a sort say that a paper is one of these."""


def _without(papers: Sequence[Document]) -> list[str]:
    """Those of the papers for a release that a client neither has nor is to get."""
    words = {word for one in papers for word in re.findall(r"\w+", f"{one.title} {one.kind or ''}".casefold())}
    return [paper for paper, signs in _PAPERS.items() if words.isdisjoint(signs)]


def _in_week_after(one: Appointment, day: date | None) -> bool:
    return day is not None and day <= one.starts.day <= day + WEEK


COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.record.ref),
    Column("client", lambda row: row.client.ref),
    Column("client_handle", lambda row: row.client.handle),
    Column("setting", lambda row: row.setting),
    Column("place", lambda row: row.stay and row.stay.place, text=True),
    Column("from_on", lambda row: row.stay and row.stay.from_on),
    Column("comes_on", lambda row: row.comes_on),
    Column("certainty", lambda row: row.certainty),
    Column("days", lambda row: row.days, right=True),
    Column("left_on", lambda row: row.stay and row.stay.left_on),
    Column("goes_to", lambda row: row.stay and row.stay.goes_to),
    Column("met_by", lambda row: row.stay and row.stay.met_by, text=True),
    Column("tasks", lambda row: len(row.tasks), right=True),
    Column("tasks_late", lambda row: row.late, right=True),
    Column("papers", lambda row: "; ".join(one.as_item for one in row.papers) or None, text=True),
    Column("benefits", lambda row: "; ".join(f"{one.as_item} {row.standing(one)}" for one in row.benefits) or None,
           text=True),
    Column("week_after", lambda row: len(row.week_after), right=True),
    Column("lacks", lambda row: "; ".join(row.lacks) or None, text=True),
)  # fmt: skip
"""The columns of `board release`."""


def page(found: Sequence[Row]) -> Page:
    """The board as a page: how many and how soon, a row for each, and what is known of Medicaid around a release."""
    going = [row for row in found if not row.is_out]
    out = [row for row in found if row.is_out]
    soon, undated = sum(row.style == "soon" for row in going), sum(row.comes_on is None for row in going)
    late = sum(row.style == "late" for row in found)
    counts = (
        counted(len(going), "to be let out", "to be let out"), counted(soon, "within 30 days"),
        counted(undated, "without a day"), counted(late, "late"), counted(len(out), "out in the last 30 days"),
    )  # fmt: skip
    said = " · ".join(filter(None, counts)) or "Nobody is to be released or discharged."
    custody = any(row.setting is Setting.JAIL_PRISON for row in found)
    sections = (
        Section("By the day", Listing(going, _page_columns(going), headings=True)) if going else None,
        Section("Out", Listing(out, _page_columns(out), headings=True)) if out else None,
        Section("Medicaid around a release from custody", Lines(MEDICAID)) if custody else None,
    )
    return Page("Releases and discharges", said, tuple(filter(None, sections)))


def _page_columns(found: Sequence[Row]) -> tuple[Column[Row], ...]:
    return (
        Column("id", lambda row: row.record.ref, "Id"),
        Column("client", handles(found), "Client"),
        Column("where", _where, "Where", text=True, under=lambda row: row.said),
        Column("comes_on", lambda row: row.comes_on or "?", "Day", style=lambda row: row.style),
        Column("certainty", lambda row: row.certainty or "", "Sure"),
        Column("when", lambda row: say_distance(row.comes_on, row.now.date()) if row.comes_on else "", "When",
               style=lambda row: row.style),
    )  # fmt: skip


def _where(row: Row) -> str:
    return row.stay.called if row.stay else str(row.setting or "not known")
