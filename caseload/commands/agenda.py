"""caseload agenda."""

from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.showing import put_page_or_items
from caseload.ranges import parse_range
from caseload.reports import agenda as report
from caseload.store import lookup

app = verbs()

Whose = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only this client's.")]
Days = Annotated[str, typer.Option("--due", metavar="RANGE", help="Which days: 7d, week, month, A..B.")]


@app.command(cls=Reads)
def agenda(ctx: typer.Context, client: Whose = None, due: Days = "7d") -> None:
    """Appointments and due dates on one time line.

    \b
    Examples:
      caseload agenda
      caseload agenda ana --due month
    """
    session = current(ctx)
    whose = None if client is None else lookup.client(session.store, client).id
    days = parse_range(due, session.today, session.config.date_order)
    found = report.agenda(session.store, session.now, session.rules, days, whose)
    put_page_or_items(session, report.page(found), found.items)
