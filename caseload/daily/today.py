"""Today's page."""

from caseload.daily.copied import copy_overdue
from caseload.daily.out import put_page_or_items
from caseload.daily.zone import zones_differ
from caseload.reports import today as report
from caseload.reports.memory import gone_silent, last_at, memory_path
from caseload.session import Session
from caseload.store.unread import known


def answer(session: Session, date: str | None = None) -> None:
    """The page of now, or of a day that was typed, as that begins."""
    found = report.today(session.store, session.moment_of(date), session.rules)
    # Another day's page tells nothing of whether cron runs now.
    silent = "" if date else gone_silent(last_at(memory_path(session.state_dir, session.db)), session.now)
    old = "" if date else copy_overdue(session)
    behind = "" if date else session.clock_behind()
    footer = "\n".join(filter(None, (silent, old, zones_differ(session), behind)))
    put_page_or_items(session, report.page(found, footer, len(known(session.store))), found.items)
