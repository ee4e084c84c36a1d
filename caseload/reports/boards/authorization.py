"""The board of what payers have approved: used and left, the rate, the run-out, the end, and what to do next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.gauge import bar
from caseload.output.page import Listing, Page, Section
from caseload.records.authorization import ASKED_FOR, GRANTED, Authorization
from caseload.records.client import Client, clocks_stopped
from caseload.records.of.drawn import Account, Drawn, Payers, account, counted, is_under_used
from caseload.records.of.units import Unit
from caseload.records.of.values import grouped
from caseload.reports.items import counted as how_many
from caseload.reports.items import namesakes_told
from caseload.store.core import Store
from caseload.store.reads.authorizations import drawn, open_authorizations
from caseload.store.reads.clients import clients_by_number

_BAR_WIDTH = 6

SOON = timedelta(days=30)
"""How long before its end it is time to renew."""


class Row(NamedTuple):
    """One open authorization of a client who is served."""

    drawn: Drawn
    account: Account
    client: Client
    today: date

    @property
    def record(self) -> Authorization:
        """The authorization."""
        return self.drawn.record

    @property
    def comes_on(self) -> date | None:
        """The day that comes first: of the last unit, or of the end; of what is asked for, of its beginning."""
        if self.record.status in ASKED_FOR:
            return self.record.starts_on or self.record.requested_on
        if self.drawn.goes_on:
            # What follows is drawn on before the last unit of this one.
            return self.record.ends_on
        return min(filter(None, (self.account.runs_out, self.record.ends_on)), default=None)

    @property
    def is_short(self) -> bool:
        """Whether its units run out before its end."""
        return self.record.status in GRANTED and self.account.is_short(self.drawn)

    @property
    def next(self) -> str:
        """What is to be done, and with which command."""
        return " · ".join(filter(None, (self.stands, self.command)))

    @property
    def stands_briefly(self) -> str:
        """As `stands`, but for what the columns say."""
        record, found = self.record, self.account
        if record.status in ASKED_FOR:
            return f"{record.status} since {record.requested_on}" if record.requested_on else record.status
        if not (self.is_short and found.left and found.left > 0 and found.runs_out and record.ends_on):
            return self.stands
        after = f"; {self.drawn.successor.ref} {self.drawn.successor.status}" if self.drawn.successor else ""
        return f"{_days((record.ends_on - found.runs_out).days)} short of {record.ends_on}{after}"

    @property
    def stands(self) -> str:
        """How it stands: what is asked for, short, under-used, what comes after it."""
        record, found = self.record, self.account
        if record.status in ASKED_FOR:
            since = f" since {record.requested_on}" if record.requested_on else ""
            units = f"{counted(record.units, record.unit)} " if record.units else ""
            return f"{units}{record.status}{since}"
        after = self.drawn.successor
        said = self._units_said()
        if after:
            begins = f" from {after.starts_on}" if self.drawn.goes_on and after.starts_on else ""
            said = "; ".join(filter(None, (said, f"{after.ref} {after.status}{begins}")))
        if record.ends_on and record.ends_on < self.today:
            return f"ended {record.ends_on}" + (f"; {said}" if after else "")
        return said or found.why

    def _units_said(self) -> str:
        record, found = self.record, self.account
        if found.left is not None and found.left <= 0:
            return "used up"
        if self.is_short and found.runs_out:
            if not record.ends_on:
                return "runs out"
            return f"runs out {_days((record.ends_on - found.runs_out).days)} before its end {record.ends_on}"
        if not self.drawn.goes_on and is_under_used(self.drawn, found) and found.by_end is not None:
            return f"under-used: {int(found.by_end)} of {counted(record.units or 0.0, record.unit)} by its end"
        return found.why

    @property
    def command(self) -> str:
        """The command for what is to be done, or nothing."""
        record, ref = self.record, self.record.ref
        if record.status in ASKED_FOR:
            return f"caseload authorization approve|deny {ref}"
        if self.drawn.goes_on or (self.drawn.successor and self.drawn.successor.status in ASKED_FOR):
            return ""
        if self.is_short:
            return f"caseload authorization renew {ref} --from DAY --until DAY"
        if record.ends_on and record.ends_on - SOON <= self.today:
            return f"caseload authorization renew {ref} --until DAY"
        return ""

    @property
    def style(self) -> str:
        """Late for what is short or over, soon for what ends."""
        record = self.record
        if record.status in ASKED_FOR or self.drawn.goes_on:
            return ""
        if self.is_short or (record.ends_on and record.ends_on < self.today):
            return "late"
        return "soon" if record.ends_on and record.ends_on - SOON <= self.today else ""


def rows(store: Store, today: date, payers: Payers, client_id: int | None = None) -> list[Row]:
    """The open authorizations of everyone who is served, or of one client, what comes first first."""
    found = drawn(store, open_authorizations(store, client_id))
    clients = clients_by_number(store, {one.record.client_id for one in found})
    made = [
        Row(one, account(one, payers, today), clients[one.record.client_id], today)
        for one in found
        if one.record.client_id in clients and not clocks_stopped(clients[one.record.client_id])
    ]
    return sorted(made, key=lambda row: (row.comes_on is None, row.comes_on or today, row.record.id))


COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.record.ref),
    Column("client", lambda row: row.client.ref),
    Column("client_handle", lambda row: row.client.handle),
    Column("service_type", lambda row: row.record.service_type, text=True),
    Column("payer", lambda row: row.drawn.payer or None, text=True),
    Column("number", lambda row: row.record.number, text=True),
    Column("status", lambda row: row.record.status),
    Column("unit", lambda row: row.record.unit),
    Column("units", lambda row: row.record.units),
    Column("used", lambda row: row.account.used),
    Column("left", lambda row: row.account.left),
    Column("minutes", lambda row: row.account.minutes),
    Column("rate_per_week", lambda row: row.account.rate),
    Column("used_by_end", lambda row: row.account.by_end),
    Column("runs_out_on", lambda row: row.account.runs_out),
    Column("starts_on", lambda row: row.record.starts_on),
    Column("ends_on", lambda row: row.record.ends_on),
    Column("comes_on", lambda row: row.comes_on),
    Column("next", lambda row: row.next or None, text=True),
)
"""The columns of `board authorization`."""


def page(found: Sequence[Row]) -> Page:
    """The board as a page: what is short and what ends, then a row for each."""
    short = sum(row.is_short for row in found)
    asked = sum(row.record.status in ASKED_FOR for row in found)
    soon = sum(row.style == "soon" for row in found)
    counts = (
        how_many(len(found), "authorization", "authorizations"), how_many(short, "short"), how_many(soon, "to renew"),
        how_many(asked, "asked for"),
    )  # fmt: skip
    said = " · ".join(filter(None, counts)) or "Nothing is approved, and nothing is asked for."
    body = Listing(found, _page_columns(found), headings=True, least_text=10)
    return Page("Authorizations", said, (Section("By what comes first", body),) if found else ())


def _page_columns(found: Sequence[Row]) -> tuple[Column[Row], ...]:
    differ = namesakes_told(found)
    return (
        Column("id", lambda row: row.record.ref, "Id"),
        Column("client", lambda row: row.client.handle, "Client"),
        Column("service_type", lambda row: row.record.called, "Service", text=True,
               under=lambda row: _under(row, differ.get(row.client.id, "").removeprefix(", "))),
        Column("bar", _bar, " ", spare=True),
        Column("used", _used_said, "Used"),
        Column("comes", _comes_said, "First", style=lambda row: row.style),
    )  # fmt: skip


def _under(row: Row, told: str) -> tuple[str, ...]:
    """The present rate, how it stands, what is to be done, and of namesakes the birthday; the fullest wording first."""
    weekly = row.account.rate if row.record.status not in ASKED_FOR else None
    rate, short = (f"{counted(weekly, row.record.unit)} a week", f"{grouped(weekly)} a week") if weekly else ("", "")
    command = row.command.partition(" --")[0]
    wordings = (
        (rate, row.stands, row.command, told),
        (rate, row.stands_briefly, row.command, told),
        (rate, row.stands_briefly, command, told),
        (short, row.stands_briefly, command, told),
        (row.stands_briefly, command, told),
        (row.stands_briefly.replace(f" of {row.record.ends_on}", ""), command, told),
    )
    return tuple(" · ".join(filter(None, one)) for one in wordings)


def _comes_said(row: Row) -> str:
    """What comes first, and when: out 2026-12-16, ends 2027-01-30; of what is asked for its beginning."""
    day = row.comes_on
    if day is None:
        return "no end"
    if row.record.status in ASKED_FOR:
        return f"from {day}" if row.record.starts_on else f"asked {day}"
    return f"ends {day}" if day == row.record.ends_on else f"out {day}"


def _bar(row: Row) -> str:
    used, units = row.account.used, row.record.units
    is_known = used is not None and units and row.record.status not in ASKED_FOR
    return bar((used or 0.0) / (units or 1.0), _BAR_WIDTH) if is_known else ""


def _used_said(row: Row) -> str:
    """Used of what there is: 12/24; minutes where nothing makes units of them."""
    record, used = row.record, row.account.used
    if record.status in ASKED_FOR:
        return grouped(record.units) if record.units else ""
    if used is None:
        return f"{row.account.minutes} min" if record.unit in (Unit.HOUR, Unit.QUARTER_HOUR) else "?"
    return f"{grouped(used)}/{grouped(record.units) if record.units else '?'}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
