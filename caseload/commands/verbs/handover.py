"""caseload handover."""

from datetime import timedelta
from typing import Annotated

import typer

from caseload.commands.kit.options import current, day, verbs
from caseload.commands.kit.papers import Page, PrintsOwn, put_paper
from caseload.errors import Invalid
from caseload.reports.papers import handover as paper
from caseload.reports.papers.sheet import FORM

app = verbs()

Until = Annotated[str | None, day("--until", "The last day of it; a week from today unless said.")]


@app.command(cls=PrintsOwn)
def handover(ctx: typer.Context, until: Until = None) -> None:
    """What a colleague needs while you are away: what is due, how to reach everyone safely, plans and their backup.

    It names clients and is for who serves them in your stead; what a law guards wants --sensitive in a file.

    \b
    Examples:
      caseload handover
      caseload handover --until +2w -o handover.html
    """
    session = current(ctx)
    last = session.day(until) or session.today + timedelta(days=7)
    if last < session.today:
        raise Invalid("is past", "a day ahead, such as +1w", typed=until, field="--until")
    whose = "it names clients, for who serves them in your stead"
    put_paper(session, Page(FORM, None, (), lambda desk: paper.words(desk, last), whose=whose))
