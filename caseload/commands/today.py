"""caseload today."""

from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.showing import put_page_or_items
from caseload.reports import today as report
from caseload.reports.memory import gone_silent, memory_path, remembered

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
    # Another day's page tells nothing of whether cron runs now.
    footer = "" if date else gone_silent(remembered(memory_path(session.state_dir, session.path)), session.now)
    put_page_or_items(session, report.page(found, footer), found.items)
