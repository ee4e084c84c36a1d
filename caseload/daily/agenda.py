"""Appointments and due dates on one time line."""

from caseload.daily.items import put_page_or_items
from caseload.daily.narrowing import whose
from caseload.reports import agenda as report
from caseload.session import Session


def answer(session: Session, client: str | None = None, *, due: str | None = None) -> None:
    """The time line of the next seven days, or of those that were typed."""
    days, tags = session.range(due or "7d"), session.asked.filters.tag
    found = report.agenda(session.store, session.now, session.rules, days, whose(session, client), tags)
    found = found._replace(items=found.items[: session.asked.filters.limit])
    with session.into():
        put_page_or_items(session, report.page(found), found.items)
