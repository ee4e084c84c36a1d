"""The board of benefits: where each stands, which day comes first for it, and what is to be done then."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.appeal import Appeal
from caseload.records.authorization import Authorization
from caseload.records.benefit import ASKED_FOR, Benefit
from caseload.records.client import Client, is_open
from caseload.records.of.deadline import AT_MOST
from caseload.records.verification import Verification
from caseload.reports.due import Item, due
from caseload.reports.items import counted, namesakes_told, when_said
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.reads.benefits import authorizations_by_number, benefits_by_number, open_appeals, open_benefits
from caseload.store.reads.clients import clients_by_number
from caseload.when.dates import say_distance

AHEAD = timedelta(days=400)
"""How far ahead days are looked for."""

_TABLES = ("benefit", "verification", "appeal")

_COMMANDS = {
    "benefit-renewal": "benefit renew {benefit}", "benefit-reconsideration": "benefit renew {benefit}",
    "benefit-decision": "benefit approve|deny {benefit}", "interview": "benefit interview {benefit} --held",
    "verification": "benefit got {ref} --sent", "appeal": "appeal file {ref}",
    "aid-continuing": "appeal file {ref} --aid asked", "aid-filed": "appeal edit {ref} --aid asked",
    "hearing": "appeal hearing {ref} --held",
    "appeal-standing": "waive {ref} --rule appeal-standing --until +1m --reason asked",
    "benefit-standing": "waive {ref} --rule benefit-standing --until +1m --reason asked",
    "appeal-decision": "appeal decide {ref} DECISION", "appeal-without-day": "appeal edit {ref}",
    "benefit-not-contested": "appeal add {ref}", "authorization-not-contested": "appeal add {ref}",
}  # fmt: skip
"""By the rule what is to be done."""


_UNKNOWN = "no day is known"


class Row(NamedTuple):
    """One benefit, or an authorization that is contested, and what comes first of it; None where no day is known."""

    record: Benefit | Authorization
    client: Client
    item: Item | None
    now: datetime
    others: int = 0
    """How many more days are known."""
    waits: str = ""
    """What was asked for and is not decided, and since when."""

    @property
    def comes_on(self) -> date | None:
        """The day that comes first."""
        return self.item.due.day if self.item else None

    @property
    def next(self) -> str:
        """What comes, and the command for it."""
        more = f"and {self.others} more" if self.others else ""
        return " · ".join(filter(None, (self.what, self.command, more, self.waits)))

    @property
    def what(self) -> str:
        """What comes."""
        if self.item is None:
            return _UNKNOWN
        most = AT_MOST if AT_MOST in self.item.reason else ""
        return " · ".join(filter(None, (self.item.reckoning.rule.words, most)))

    @property
    def command(self) -> str:
        """The command for what comes, or nothing."""
        if self.item is None:
            return f"caseload benefit edit {self.record.ref} --until DAY" if self.record.status == "approved" else ""
        is_filed = isinstance(self.item.record, Appeal) and self.item.record.filed_on
        known = _COMMANDS["aid-filed" if is_filed and self.item.rule == "aid-continuing" else self.item.rule]
        if isinstance(self.record, Benefit) and self.item.rule == "benefit-renewal" and self.record.renewal_sent_on:
            known = "benefit approve {benefit} --until DAY"
        return "caseload " + known.format(benefit=self.record.ref, ref=self.item.ref)

    @property
    def style(self) -> str:
        """Late for what is past, soon for what shows already."""
        if self.item is None:
            return ""
        return "late" if self.item.late else "soon" if self.item.opens <= self.now.date() else ""


def rows(store: Store, now: datetime, rules: Sequence[Rule], client_id: int | None = None) -> list[Row]:
    """The open benefits of everyone, or of one client, and what else is contested; the soonest first."""
    asked = [rule for rule in rules if rule.table in _TABLES]
    until = now.date() + AHEAD
    found = due(store, now, asked, until=until, client_id=client_id, snoozed=True)
    by_ref = _by_ref(found)
    records = [*open_benefits(store, client_id), *_contested(store, found, client_id)]
    clients = clients_by_number(store, {one.client_id for one in records})
    filed = {one.of: one for one in open_appeals(store, client_id) if one.filed_on}
    made = {}
    for one in records:
        client = clients.get(one.client_id)
        if client is not None and (is_open(client) or one.ref in by_ref):
            mine = sorted(by_ref.get(one.ref, ()), key=lambda item: str(item.due))
            made[one.ref] = Row(
                one, client, mine[0] if mine else None, now, max(0, len(mine) - 1), _waits(one, filed, now)
            )
    return sorted(
        made.values(), key=lambda row: (row.comes_on is None, str(row.comes_on), row.client.id, row.record.id)
    )


def _waits(one: Benefit | Authorization, filed: Mapping[str, Appeal], now: datetime) -> str:
    """How long an appeal, or an application, waits to be decided."""
    if appeal := filed.get(one.ref):
        asked, since = f"{appeal.ref} filed", appeal.filed_on
    elif isinstance(one, Benefit) and one.status in ASKED_FOR:
        asked, since = "applied", one.applied_on
    else:
        return ""
    return f"{asked} {say_distance(since, now.date())}" if since else ""


def _by_ref(found: Iterable[Item]) -> dict[str, list[Item]]:
    """The items by the typed id of what they are about: the benefit, or the authorization."""
    by_ref: dict[str, list[Item]] = {}
    for item in found:
        by_ref.setdefault(_about(item), []).append(item)
    return by_ref


def _about(item: Item) -> str:
    record = item.record
    if isinstance(record, Appeal):
        return record.of
    return f"{Benefit.PREFIX}{record.benefit_id}" if isinstance(record, Verification) else record.ref


def _contested(store: Store, found: Sequence[Item], client_id: int | None) -> list[Benefit | Authorization]:
    """What is not open any more and may be contested still, or renewed late; and authorizations."""
    appeals = open_appeals(store, client_id)
    benefits = benefits_by_number(store, (one.benefit_id for one in appeals))
    closed = [item.record for item in found if isinstance(item.record, Benefit)]
    return [*benefits.values(), *closed, *authorizations_by_number(store, (one.authorization_id for one in appeals))]


COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.record.ref),
    Column("client", lambda row: row.client.ref),
    Column("client_handle", lambda row: row.client.handle),
    Column("name", lambda row: row.record.called, text=True),
    Column("status", lambda row: row.record.status),
    Column("comes_on", lambda row: row.comes_on),
    Column("rule", lambda row: row.item and row.item.rule),
    Column("item", lambda row: row.item and row.item.ref),
    Column("days_late", lambda row: row.item and row.item.days_late, right=True),
    Column("next", lambda row: row.next or None, text=True),
)
"""The columns of `board benefit`."""


def page(found: Sequence[Row]) -> Page:
    """The board as a page: how many are late and soon, then a row for each."""
    late, soon = (sum(row.style == style for row in found) for style in ("late", "soon"))
    undated = sum(row.item is None for row in found)
    counts = (
        counted(len(found), "benefit", "benefits"), counted(late, "late"), counted(soon, "soon"),
        counted(undated, "without a day"),
    )  # fmt: skip
    said = " · ".join(filter(None, counts)) or "No benefit is open."
    body = Listing(found, _page_columns(found), headings=True, least_text=10)
    return Page("Benefits", said, (Section("By what comes first", body),) if found else ())


def _page_columns(found: Sequence[Row]) -> tuple[Column[Row], ...]:
    differ = namesakes_told(found)

    def under(row: Row) -> tuple[str, str]:
        when = when_said(row.item, row.now) if row.item else ""
        told = differ.get(row.client.id, "").removeprefix(", ")
        full, short = (when, row.next, told), (when, row.command or row.what, told)
        return " · ".join(filter(None, full)), " · ".join(filter(None, short))

    return (
        Column("id", lambda row: row.record.ref, "Id"),
        Column("client", lambda row: row.client.handle, "Client"),
        Column("name", lambda row: row.record.as_item, "Benefit", text=True, under=under),
        Column("status", lambda row: row.record.status, "Status"),
        Column("comes_on", lambda row: row.comes_on, "Next", style=lambda row: row.style),
    )
