"""Documents on a client's page: what is to be got, and what is about to expire."""

from caseload.output.column import Column
from caseload.records.document import Document, DocumentStatus
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.items import standing_said
from caseload.store.reads.served_by import documents_of_client

_RULES = {"document-needed": "needed", "document-expiry": "expires"}


def shown(asked: Asked) -> Shown:
    """What is needed or asked for, and of what is at hand what expires soon; the rest is counted."""
    papers = documents_of_client(asked.store, asked.client.id)

    def is_current(one: Document) -> bool:
        expiry = asked.standing("document-expiry", one)
        return one.status is not DocumentStatus.RECEIVED or bool(expiry and expiry.opens <= asked.now.date())

    def when(one: Document) -> str:
        said = ((label, standing_said(asked.standing(rule, one), asked.now)) for rule, label in _RULES.items())
        return ", ".join(f"{label} {day}" for label, day in said if day)

    def late(one: Document) -> str:
        items = (asked.standing(rule, one) for rule in _RULES)
        return "late" if any(item and item.late for item in items) else ""

    columns: tuple[Column[Document], ...] = (
        Column("id", lambda one: one.ref),
        Column("title", lambda one: one.called, text=True),
        Column("status", lambda one: one.status),
        Column("when", when, style=late),
        Column("responsible", lambda one: one.responsible, text=True),
    )
    current = [one for one in papers if is_current(one)]
    kept = len(papers) - len(current)
    note = f"{kept} at hand: caseload document list --client {asked.client.ref}" if kept else ""
    return Shown("Documents", current, columns, note)
