"""caseload today."""

from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.daily.today import answer

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
    answer(current(ctx), date)
