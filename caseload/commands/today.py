"""caseload today."""

from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.showing import put_page_or_items
from caseload.reports import today as report

app = verbs()

Date = Annotated[str | None, typer.Option("--date", metavar="DAY", help="As that day begins, not as of now.")]


@app.command(cls=Reads)
def today(ctx: typer.Context, date: Date = None) -> None:
    """Today's page: appointments, what is due, what is late, which reviews come up.

    \b
    Examples:
      caseload
      caseload today --date mon
    """
    session = current(ctx)
    found = report.today(session.store, session.moment_of(date), session.rules)
    put_page_or_items(session, report.page(found), found.items)
