"""What of the referrals waits longer than it should: a view, not a clock; the clocks are in reports.rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from caseload.records.referral import Referral, ReferralStatus
from caseload.reports.due import Item, Standing
from caseload.reports.rules import Rule
from caseload.store.core import Store


class Waiting(NamedTuple):
    """A referral whose next step, answer or help is late, and whose turn it is."""

    owner: str
    referral: Referral
    item: Item


def waiting(store: Store, now: datetime, rules: Sequence[Rule], client_id: int | None = None) -> list[Waiting]:
    """The referrals that are late by a rule, by whose turn it is, the longest late first."""
    mine = [rule for rule in rules if rule.kind is Referral]
    found = Standing(store, now, mine).due(client_id=client_id)
    late = ((item, item.record) for item in found if item.late)
    waits = [Waiting(owner_of(one), one, item) for item, one in late if isinstance(one, Referral)]
    return sorted(waits, key=lambda one: (one.owner != "me", one.owner, one.item.due, one.referral.id))


def owner_of(referral: Referral) -> str:
    """Whose turn it is: as it says, else the provider's once it was sent, until then mine."""
    if referral.next_owner:
        return str(referral.next_owner)
    return "me" if referral.status in (ReferralStatus.DRAFT, ReferralStatus.ON_HOLD) else "provider"
