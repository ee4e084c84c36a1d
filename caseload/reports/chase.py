"""What of the referrals waits longer than it should: a view, not a clock; the clocks are in reports.rules."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from caseload.output.column import Column
from caseload.records.referral import Referral, ReferralStatus, days_open
from caseload.reports.due import Item, Standing
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.reads.clients import Handles
from caseload.store.reads.served_by import Providing


class Waiting(NamedTuple):
    """A referral whose next step, answer or help is late, and whose turn it is."""

    owner: str
    referral: Referral
    item: Item


def waiting(store: Store, now: datetime, rules: Sequence[Rule], client_id: int | None = None) -> list[Waiting]:
    """The referrals that are late by a rule, by whose turn it is, the longest late first."""
    mine = [rule for rule in rules if rule.table == Referral.TABLE]
    found = Standing(store, now, mine).due(client_id=client_id)
    late = ((item, item.record) for item in found if item.late)
    waits = [Waiting(owner_of(one), one, item) for item, one in late if isinstance(one, Referral)]
    return sorted(waits, key=lambda one: (one.owner != "me", one.owner, one.item.due, one.referral.id))


def owner_of(referral: Referral) -> str:
    """Whose turn it is: as it says, else the provider's once it was sent, until then mine."""
    if referral.next_owner:
        return str(referral.next_owner)
    return "me" if referral.status in (ReferralStatus.DRAFT, ReferralStatus.ON_HOLD) else "provider"


def waiting_columns(store: Store, today: date) -> list[Column[Waiting]]:
    """How a line of what waits reads."""
    handles, providers = Handles(store), Providing(store)
    return [
        Column("owner", lambda one: one.owner, "Owner"),
        Column("id", lambda one: one.referral.ref, "Id"),
        Column("client_handle", lambda one: handles[one.referral.client_id], "Client"),
        Column("service_type", lambda one: one.referral.called, "For", text=True),
        Column("provider_name", lambda one: providers[one.referral.provider_id], "Provider", text=True),
        Column("status", lambda one: one.referral.status, "Status"),
        Column("due", lambda one: one.item.due, "Due", style=lambda _: "late"),
        Column("days_late", lambda one: one.item.days_late, "Late", right=True),
        Column("days", lambda one: days_open(one.referral, today), "Days", right=True),
        Column("attempts", lambda one: one.referral.attempts, "Asked", right=True),
        Column("reason", lambda one: one.item.reason, "Why", text=True),
    ]
