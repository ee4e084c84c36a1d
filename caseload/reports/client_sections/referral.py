"""Referrals that are open on a client's page, and how the others ended."""

from datetime import datetime

from caseload.output.column import Column
from caseload.records.referral import Referral, standing_of
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.due import Item, Standing
from caseload.reports.items import when_said
from caseload.store.core import Store
from caseload.store.reads.referrals import open_of_client, outcomes_of_client
from caseload.store.reads.served_by import Providing


def shown(asked: Asked) -> Shown:
    """The open referrals, the longest out first; below them what came of those that ended."""
    rows = open_of_client(asked.store, asked.client.id)
    note = ", ".join(f"{count} {outcome}" for outcome, count in outcomes_of_client(asked.store, asked.client.id))
    return Shown("Referrals", rows, _columns(asked.store, asked.standing, asked.now), note and f"ended: {note}")


def _columns(store: Store, standing: Standing, now: datetime) -> tuple[Column[Referral], ...]:
    providers = Providing(store)

    def due(one: Referral) -> Item | None:
        return standing("referral", one) or standing("referral-help", one)

    def when(one: Referral) -> str:
        item = due(one)
        return when_said(item, now) if item else ""

    def style(one: Referral) -> str:
        item = due(one)
        return "late" if item and item.late else ""

    def what(one: Referral) -> str:
        return one.as_item if one.mark else ": ".join(filter(None, (one.service_type, one.next_action)))

    return (
        Column("id", lambda one: one.ref),
        Column("status", standing_of),
        Column("when", when, style=style),
        Column("service_type", what, text=True),
        Column("provider", lambda one: providers[one.provider_id], text=True),
    )
