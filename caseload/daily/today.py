"""Today's page."""

from caseload.daily.copied import copy_overdue
from caseload.daily.items import put_page_or_items
from caseload.daily.zone import zones_differ
from caseload.reports import today as report
from caseload.reports.memory import gone_silent, last_at, memory_path
from caseload.session import Session
from caseload.store.unread import known


def answer(session: Session, date: str | None = None) -> None:
    """The page of now, or of a day that was typed, as that begins."""
    found = report.today(session.store, session.moment_of(date), session.rules)
    lines = [zones_differ(session)]
    if not (date or session.as_of):
        # Another day's page tells nothing of whether cron runs now, nor of the copies there are.
        silent = gone_silent(last_at(memory_path(session.state_dir, session.db)), session.now)
        lines = [silent, copy_overdue(session), *lines, session.clock_behind()]
    footer = "\n".join(filter(None, lines))
    put_page_or_items(session, report.page(found, footer, len(known(session.store))), found.items)
