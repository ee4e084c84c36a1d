"""caseload packet."""

from collections.abc import Mapping
from typing import Annotated

import typer

from caseload.commands.kit.options import ClientWho, current, verbs
from caseload.commands.kit.papers import Page, Prints, put_paper
from caseload.commands.kit.period import period
from caseload.errors import Invalid
from caseload.reports.papers import Desk
from caseload.reports.papers import packet as paper
from caseload.reports.papers.packet_missing import Lacking, missing
from caseload.reports.papers.packet_records import gathered
from caseload.reports.papers.sheet import FORM
from caseload.session import Session
from caseload.store import lookup

app = verbs()

Days = Annotated[
    str | None, typer.Argument(metavar="[RANGE]", help="The period: last-month, 2026-07-01..2026-09-30; this year.")
]
For = Annotated[
    str,
    typer.Option(
        "--for", metavar="payer|court|client", help="Who reads it, and so what stands in it; payer unless said."
    ),
]


@app.command(cls=Prints)
def packet(ctx: typer.Context, client: ClientWho, days: Days = None, reader: For = "payer") -> None:
    """The record of a period as 42 CFR 441.18(a)(7) asks for it; what is missing stands first, with what mends it.

    For a payer its eight elements, with what was said and done; for a court what was kept and missed, without what was
    said; for the client what was done, in plain words. To anyone it goes by --recipient; then what is missing is told.

    \b
    Examples:
      caseload packet ana last-month
      caseload packet ana 2026-07-01..today --for court -o court.html
    """
    session = current(ctx)
    try:
        whose = paper.Reader(reader)
    except ValueError:
        raise Invalid("is not accepted", f"one of {', '.join(paper.Reader)}", typed=reader, field="--for") from None
    who, span = lookup.client(session.store, client), period(session, days)

    def words(desk: Desk) -> Mapping[str, object]:
        found = gathered(desk, who, span.first, span.last)
        lacks = missing(desk, found)
        if not desk.for_others and whose is paper.Reader.PAYER:
            return paper.words(desk, found, whose, lacks)
        _tell(session, lacks)
        return paper.words(desk, found, whose, ())

    put_paper(session, Page(FORM, who, (who,), words, is_theirs=whose is paper.Reader.CLIENT))


def _tell(session: Session, lacks: list[Lacking]) -> None:
    if lacks:
        session.tell(f"{len(lacks)} missing of 42 CFR 441.18(a)(7), the first: {lacks[0].said}; {lacks[0].command}")
