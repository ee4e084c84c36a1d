"""The morning's mail."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from caseload.config import NamesShown
from caseload.daily.copied import copy_overdue
from caseload.errors import CannotWrite, Invalid
from caseload.output.column import Format
from caseload.output.emit import dated, emit
from caseload.output.page import Page
from caseload.output.terminal import stream, warn
from caseload.output.text import page_text
from caseload.reports import digest as report
from caseload.reports.memory import before_today, memory_path, of_this, remember, remembered
from caseload.session import STDOUT, Session
from caseload.store.unread import known
from caseload.store.unread import told as unread


class Form(StrEnum):
    """How the digest is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def answer(
    session: Session, *, days: int = 7, names: NamesShown | None = None, always: bool = False,
    form: Form | None = None, date: str | None = None,
) -> bool:  # fmt: skip
    """The digest written, and remembered unless it is of another day; whether there was something to say.

    A file is written whether there is or not: yesterday's must not be taken for today's.
    """
    form = form or _form(session.asked.output)
    memory = Path(memory_path(session.state_dir, session.db))
    # A past day's says the same whenever it is asked for, whatever digests there were since.
    kept = [] if session.as_of else remembered(memory)
    session.reading[memory] = "the digest's memory"
    now, shown = session.moment_of(date), names or session.config.names
    with session.store.snapshot():
        digests = of_this(kept, session.store)
        found = report.digest(session.store, now, session.rules, days, before_today(digests, now))
        told = report.discreet(session.store, found) if shown is NamesShown.INITIALS else found
    if len(digests) < len(kept):
        session.tell("the database was put back or replaced since the last digest; nothing is called new for that")
    # What no list can find may be the most urgent of all.
    unreadable = unread(session.store)
    with session.into(own=True):
        if form is Form.JSON:
            emit(told.items, report.columns(shown), Format.JSON, session.terminal)
        elif found.has_news or unreadable or always or session.asked.output not in STDOUT:
            page = report.page(told, shown, len(known(session.store)))
            is_now = not (date or session.as_of)
            old, behind = (copy_overdue(session), session.clock_behind()) if is_now else ("", "")
            page = page._replace(footer="\n".join(filter(None, (page.footer, old, behind, unreadable))))
            stream(session.terminal, [_writer(form)(dated(page, session.terminal))])
            session.store.said = unreadable
    if date is None and session.as_of is None:
        try:
            remember(memory, digests, report.said(found))
        except CannotWrite as error:
            warn(session.terminal, f"caseload: {error}")
    return found.has_news or bool(unreadable)


ENDINGS = {"txt": Form.TEXT, "md": Form.MARKDOWN, "html": Form.HTML, "json": Form.JSON}
"""The form that the ending of a file names."""


def _form(output: str | None) -> Form:
    ending = (output or "").rpartition(".")[2].lower()
    if output in STDOUT:
        return Form.TEXT
    if ending not in ENDINGS:
        accepted = f".{', .'.join(ENDINGS)}, or --format"
        raise Invalid("does not say which format", accepted, typed=output, field="-o")
    return ENDINGS[ending]


def _writer(form: Form) -> Callable[[Page], str]:
    if form is Form.TEXT:
        return page_text
    from caseload.output.markup import page_html, page_markdown

    return page_html if form is Form.HTML else page_markdown
