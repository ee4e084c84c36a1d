"""Appointments and due dates on one time line."""

from caseload.answering import put_page_or_items
from caseload.reports import agenda as report
from caseload.session import Session
from caseload.store import lookup


def answer(session: Session, client: str | None = None, *, due: str | None = None) -> None:
    """The time line of the next seven days, or of those that were typed."""
    whose = None if client is None else lookup.client(session.store, client).id
    found = report.agenda(session.store, session.now, session.rules, session.range(due or "7d"), whose)
    with session.into():
        put_page_or_items(session, report.page(found), found.items)
