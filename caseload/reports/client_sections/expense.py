"""What was spent for a client, on the client's page."""

from datetime import timedelta

from caseload.output.column import Column
from caseload.records.expense import Expense
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.expenses import expenses_of_client

_SINCE = timedelta(days=90)


def shown(asked: Asked) -> Shown:
    """What was spent in the last 90 days, and what of older sums was not asked back."""
    every = expenses_of_client(asked.store, asked.client.id)
    since = asked.now.date() - _SINCE
    rows = [one for one in every if one.spent_on >= since or one.claimed_on is None]
    open_cents = sum(round(one.amount * 100) for one in every if one.claimed_on is None)
    columns: tuple[Column[Expense], ...] = (
        Column("id", lambda one: one.ref),
        Column("spent_on", lambda one: one.spent_on),
        Column("amount", lambda one: f"${one.amount:,.2f}", right=True),
        Column("what", lambda one: one.called, text=True),
        Column("receipt", lambda one: None if one.receipt else "no receipt"),
    )
    note = f"${open_cents / 100:,.2f} not claimed" if open_cents else ""
    return Shown("Expenses", rows, columns, note)
