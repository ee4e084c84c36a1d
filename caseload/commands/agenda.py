"""caseload agenda."""

from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.showing import put_page_or_items, put_page_or_list
from caseload.errors import Invalid
from caseload.ranges import parse_range
from caseload.reports import agenda as report
from caseload.reports import heat as heat_report
from caseload.store import lookup

app = verbs()

Whose = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only this client's.")]
Days = Annotated[str, typer.Option("--due", metavar="RANGE", help="Which days: 7d, week, month, A..B.")]

Heat = Annotated[bool, typer.Option("--heat", help="Eight weeks from Monday as a map: how much falls on each day.")]


@app.command(cls=Reads)
def agenda(ctx: typer.Context, client: Whose = None, due: Days = "7d", heat: Heat = False) -> None:
    """Appointments and due dates on one time line.

    \b
    Examples:
      caseload agenda
      caseload agenda ana --due month
      caseload agenda --heat
    """
    session = current(ctx)
    whose = None if client is None else lookup.client(session.store, client).id
    if heat:
        if due != "7d":
            raise Invalid("always shows eight weeks", "leave --due out", field="--heat")
        map_ = heat_report.heat(session.store, session.now, session.rules, whose)
        put_page_or_list(session, heat_report.page(map_), map_.days, heat_report.COLUMNS)
        return
    days = parse_range(due, session.today, session.config.date_order)
    found = report.agenda(session.store, session.now, session.rules, days, whose)
    put_page_or_items(session, report.page(found), found.items)
