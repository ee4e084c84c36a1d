"""How items that are due go out: as a page or a table for people, else in their public columns."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from caseload.daily.out import nameless, wants_page
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit, emit_page
from caseload.output.page import Page
from caseload.reports.due import Item
from caseload.reports.items import PUBLIC
from caseload.session import Session


def put_page_or_items(session: Session, page: Page, items: Sequence[Item]) -> None:
    """A page of items for people, or its items for a program: --json, --csv, --fields and the like."""
    if wants_page(session, Format.MARKDOWN):
        emit_page(page, session.form, session.terminal)
    else:
        put_items(session, items, PUBLIC)


def put_items(
    session: Session, items: Sequence[Item], columns: Sequence[Column[Item]], *,
    group: Callable[[Item], str] | None = None, empty: str = "",
) -> None:  # fmt: skip
    """A list of items: as a table in the columns given, else in the public ones."""
    form = session.form
    public = nameless(session, PUBLIC, attrgetter("client"))
    if session.asked.names:
        columns, group = public, None
    chosen = columns if form is Format.TABLE and session.asked.fields is None else choose(public, session.asked.fields)
    emit(items, chosen, form, session.terminal, excel=session.asked.excel, group=group, empty=empty)
