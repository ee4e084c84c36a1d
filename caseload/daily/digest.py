"""The morning's mail."""

from collections.abc import Callable
from enum import StrEnum

from caseload.config import NamesShown
from caseload.errors import CannotWrite
from caseload.output.columns import Format, emit
from caseload.output.page import Page
from caseload.output.terminal import warn, write
from caseload.output.text import page_text
from caseload.reports import digest as report
from caseload.reports.memory import before_today, memory_path, remember, remembered
from caseload.session import Session


class Form(StrEnum):
    """How the digest is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def answer(
    session: Session, *, days: int = 7, names: NamesShown | None = None, always: bool = False, form: Form = Form.TEXT,
    date: str | None = None,
) -> bool:  # fmt: skip
    """The digest written, and remembered unless it is of another day; whether there was something to say."""
    memory = memory_path(session.state_dir, session.path)
    digests = remembered(memory)
    now = session.moment_of(date)
    with session.store.snapshot():
        found = report.digest(session.store, now, session.rules, days, before_today(digests, now))
    shown = names or session.config.names
    told = report.discreet(found) if shown is NamesShown.INITIALS else found
    if form is Form.JSON:
        emit(told.items, report.columns(shown), Format.JSON, session.terminal)
    elif found.has_news or always:
        write(session.terminal, _writer(form)(report.page(told, shown)))
    if date is None:
        try:
            remember(memory, digests, report.said(found))
        except CannotWrite as error:
            warn(session.terminal, f"caseload: {error}")
    return found.has_news


def _writer(form: Form) -> Callable[[Page], str]:
    if form is Form.TEXT:
        return page_text
    # Here and not at the top: cron's mail is plain text unless said otherwise.
    from caseload.output.markup import page_html, page_markdown  # noqa: PLC0415

    return page_html if form is Form.HTML else page_markdown
