"""Why it is due, as `show --why` and `overdue --why` say it."""

from collections.abc import Sequence
from operator import attrgetter

from caseload.daily.out import nameless, wants_page
from caseload.output.column import choose
from caseload.output.emit import emit, emit_page
from caseload.reports import why
from caseload.reports.why import Explanation
from caseload.session import Session


def put_explanations(session: Session, title: str, found: Sequence[Explanation], *, named: bool) -> None:
    """Why each is due: a page of sections, under the client's handle where `named`; a line each for a program."""
    page = why.page(title, found, session.now, named=named)
    if wants_page(session) and (session.asked.format or session.terminal.is_tty or not named):
        emit_page(page, session.form, session.terminal)
        return
    columns = choose(nameless(session, why.COLUMNS, attrgetter("client")), session.asked.fields)
    emit(
        found,
        columns,
        session.form,
        session.terminal,
        excel=session.asked.excel,
    )
