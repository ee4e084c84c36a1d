"""The board of one programme: who is in it, what each has left, may miss, and risks; who waits."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Lines, Listing, Page, Section
from caseload.records.client import Client, clocks_stopped
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.of.at_risk import Standing, miss_said, standing
from caseload.records.of.followed import Followed
from caseload.records.of.places import in_order
from caseload.records.of.requirements import said
from caseload.records.program import Program
from caseload.reports.items import counted, handles
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.programs import enrollments_of, followed_each, waiting_for


class Row(NamedTuple):
    """One enrollment, whose it is, and how it stands."""

    followed: Followed
    client: Client
    stood: Standing

    @property
    def record(self) -> Enrollment:
        """The enrollment."""
        return self.followed.record

    @property
    def is_enrolled(self) -> bool:
        """Whether the client is in it, and does not wait."""
        return self.record.status is EnrollmentStatus.ENROLLED

    @property
    def gone(self) -> str:
        """Why the client is not worked with any more, or nothing."""
        return clocks_stopped(self.client)

    @property
    def is_at_risk(self) -> bool:
        """Whether it may not be done in time."""
        return bool(self.stood.risks) and not self.gone

    @property
    def done(self) -> str:
        """How each requirement stands, in a line."""
        return ", ".join(one.said(self.record.phase) for one in self.stood.parts)

    @property
    def next(self) -> str:
        """What is at risk, or to be done: a command where there is one."""
        ref = self.record.ref
        if self.gone and self.is_enrolled:
            return f"{self.gone}: caseload enrollment withdraw {ref} --reason TEXT"
        if not self.is_enrolled:
            return ""
        if self.stood.is_done:
            return f"every requirement is met: caseload enrollment complete {ref}"
        return "; ".join(self.stood.risks)

    @property
    def style(self) -> str:
        """Late for what is at risk, soon for what may not be missed once more."""
        if self.is_at_risk:
            return "late"
        return "soon" if self.is_enrolled and self.stood.can_miss == 0 else ""


def rows(store: Store, program: Program, today: date, client_id: int | None = None) -> list[Row]:
    """Who is in a programme or waits, or one client there: those at risk first, who waits last and in order."""
    records = [one for one in enrollments_of(store, program.id) if client_id in (None, one.client_id)]
    clients = clients_by_number(store, (one.client_id for one in records))
    found = [
        Row(one, clients[one.record.client_id], standing(one, today))
        for one in followed_each(store, records)
        if one.record.client_id in clients
    ]
    order = {one.record.id: at for at, one in enumerate(in_order(waiting_for(store, program), program))}

    def place(row: Row) -> tuple[bool, int, bool, int, str]:
        spare = row.stood.can_miss
        return (
            not row.is_enrolled, order.get(row.record.id, 0), not row.is_at_risk, 99 if spare is None else spare,
            row.client.handle,
        )  # fmt: skip

    return sorted(found, key=place)


COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.record.ref),
    Column("client", lambda row: row.client.ref),
    Column("client_handle", lambda row: row.client.handle),
    Column("program", lambda row: row.followed.program.ref),
    Column("status", lambda row: row.record.status),
    Column("phase", lambda row: row.record.phase, text=True),
    Column("done", lambda row: row.done or None, text=True),
    Column("courses_open", lambda row: ", ".join(row.stood.courses_open) or None, text=True),
    Column("may_miss", lambda row: row.stood.can_miss, right=True),
    Column("projected_on", lambda row: row.stood.projected),
    Column("ends_on", lambda row: row.followed.end),
    Column("at_risk", lambda row: "yes" if row.is_at_risk else "no"),
    Column("next", lambda row: row.next or None, text=True),
)
"""The columns of `board program`."""


def page(program: Program, found: Sequence[Row], taken: int) -> Page:
    """The board as a page: how many are in it and at risk, then a row for each; who waits, the next first."""
    inside, waiting = [row for row in found if row.is_enrolled], [row for row in found if not row.is_enrolled]
    places = "" if program.capacity is None else f" of {program.capacity}"
    at_risk, done = sum(row.is_at_risk for row in inside), sum(row.stood.is_done for row in inside)
    counts = (
        f"{taken}{places} enrolled", counted(at_risk, "at risk"), counted(done, "done"),
        counted(len(waiting), "waiting"), f"until {program.ends_on}" if program.ends_on else "",
    )  # fmt: skip
    sections = []
    if inside:
        sections.append(Section("By what is at risk", Listing(inside, _inside_columns(inside), headings=True)))
    if waiting:
        free = program.capacity is not None and taken < program.capacity
        note = f"a place is free: caseload enrollment enroll {waiting[0].record.ref}" if free else ""
        sections.append(Section("Waiting, the next first", Listing(waiting, _waiting_columns(waiting)), note))
    asks = said(program.asked) or f"It asks for nothing yet: caseload program edit {program.ref} --requires TEXT"
    return Page(f"{program.ref} {program.name}", " · ".join(filter(None, counts)),
                (Section("Asks for", Lines((asks,))), *sections))  # fmt: skip


def _inside_columns(found: Sequence[Row]) -> tuple[Column[Row], ...]:
    return (
        Column("id", lambda row: row.record.ref, "Id"),
        Column("client", handles(found), "Client"),
        Column("met", _met, "Met", under=_under),
        Column("may_miss", _may_miss, "May miss", style=lambda row: row.style),
        Column("projected_on", _by, "At this rate", style=lambda row: row.style),
    )


def _by(row: Row) -> str:
    if row.stood.is_done or not row.stood.parts:
        return "done" if row.stood.parts else ""
    if all(one.requirement.phases for one in row.stood.open):
        return "by phase"
    return str(row.stood.projected) if row.stood.projected else "not told"


def _met(row: Row) -> str:
    """How many requirements are met."""
    parts = row.stood.parts
    return f"{sum(one.is_met for one in parts)} of {len(parts)}" if parts else ""


def _under(row: Row) -> str | None:
    """Done of needed by requirement, then what is at risk or to be done."""
    brief = ", ".join(one.brief for one in row.stood.parts)
    return " · ".join(filter(None, (brief, row.next))) or None


def _may_miss(row: Row) -> str | None:
    return miss_said(row.stood.can_miss).removeprefix("can miss ") or None


def _waiting_columns(found: Sequence[Row]) -> tuple[Column[Row], ...]:
    return (
        Column("id", lambda row: row.record.ref),
        Column("client", handles(found)),
        Column("since", lambda row: row.record.waitlisted_on and f"since {row.record.waitlisted_on}"),
        Column("due", lambda row: row.record.due and f"by {row.record.due}"),
    )
