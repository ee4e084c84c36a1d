"""How the outcomes of a period go out: as a page, on a terminal or as one HTML document, or as rows for a program."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from caseload.commands.kit.period import period
from caseload.commands.kit.printing import Printing, on_sheets, put
from caseload.daily.out import put_page_or_list, tell_withheld, withholds
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.output.emit import dated
from caseload.output.page import Page
from caseload.records.client import Client
from caseload.reports.caseload import counts_by
from caseload.reports.outcomes import page as report
from caseload.reports.outcomes.asked import Asked
from caseload.reports.outcomes.figure import Row, counted, figure_named, figures
from caseload.reports.outcomes.groups import Groups, groups
from caseload.session import Session

Whose = Callable[[Any], Client | None] | None


def put_outcomes(session: Session, days: str | None, by: str | None, rows: str | None, within: int) -> None:
    """The figures of a period, or the rows of one; see `report outcomes`."""
    figure = figure_named(figures(within), rows) if rows else None
    printing = on_sheets(session)
    asked = Asked(
        store=session.store, period=period(session, days), today=session.today, zone=session.zone,
        counting=counts_by(session.rules, "contact"), within=within,
    )  # fmt: skip
    with session.store.snapshot():
        parts = _parts(session, by, asked) if by else None
        found = report.outcomes(asked)
        if figure:
            one = counted(figure, found)
            shown = _let_out(session, report.rows_parted(figure, found, parts) if parts else one.rows)
            said = _below(session, report.rows_page(asked.period, one, shown, parts.by if parts else ""), printing)
            columns = report.PARTED_COLUMNS if parts else report.ROW_COLUMNS
            _put(session, said, printing, shown, columns, attrgetter("client"))
            return
        every = report.all_counted(figures(within), found, parts)
        width = 80 if printing else session.terminal.width
        closings = []
        if parts is None:
            named = session.asked.names is None
            closings = report.closings_parted(asked, withheld=withholds(session), named=named)
            said = report.page(asked.period, found, every, closings, width)
        else:
            said = report.parted_page(asked.period, found, every, parts, width)
        _put(
            session,
            _below(session, said, printing, report.opens(asked.period, every)),
            printing,
            [*every, *closings],
            report.COLUMNS,
        )


def _below(session: Session, page: Page, printing: Printing | None, command: str = "") -> Page:
    """The page with its last line: on paper whose it is and of which day, on a screen the command that opens more."""
    sender = session.config.sender
    on = f"{'as of' if session.as_of else 'printed'} {session.today}"
    if session.as_of:
        page = page._replace(subtitle=page.subtitle.removesuffix(f", {report.AS_THEY_STAND}"))
    made = ", ".join(filter(None, (sender.agency, sender.name, sender.title, on)))
    return page._replace(footer="\n".join(filter(None, (page.footer, made if printing else command))))


def _put(
    session: Session, page: Page, printing: Printing | None, rows: Sequence[Any], columns: Sequence[Column[Any]],
    client: Whose = None,
) -> None:  # fmt: skip
    if printing:
        from caseload.output.markup import page_html

        put(session, printing.made(page_html(dated(page, session.terminal))))
        return
    with session.into():
        put_page_or_list(session, page, rows, columns, client)


def _parts(session: Session, by: str, asked: Asked) -> Groups:
    found = groups(session.store, by, asked.clients.values(), asked.period)
    if found.tells and session.asked.names:
        raise Invalid("may tell who somebody is", "leave --names out, or group by words", typed=by, field="--by")
    return found


def _let_out(session: Session, rows: Sequence[Row]) -> list[Row]:
    """The rows but for what a law guards, where it is withheld: a count tells of nobody, a row does."""
    shown = [one for one in rows if not one.mark] if withholds(session) else list(rows)
    tell_withheld(session, len(rows) - len(shown))
    return shown
