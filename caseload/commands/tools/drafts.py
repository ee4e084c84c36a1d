"""caseload drafts."""

from datetime import datetime
from shlex import quote

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.intake.draft import Draft, found_drafts
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.when.dates import When

app = verbs()


@app.command(cls=Reads)
def drafts(ctx: typer.Context) -> None:
    """Texts that were written and never stored: kept after an error, left by a killed editor, or open in one now.

    They are files of yours, which nothing removes; whose they are, none of them says. Give the text again with
    `- < FILE`, then remove FILE. On a pipe the first column is the path.

    \b
    Examples:
      caseload drafts
      caseload drafts --csv --fields saved,place
    """
    session = current(ctx)
    columns = (
        Column[Draft]("place", lambda one: str(one.path), "Where"),
        Column[Draft]("state", lambda one: one.state),
        Column[Draft]("saved", lambda one: When.at(datetime.fromtimestamp(one.saved, session.zone))),
        Column[Draft]("bytes", lambda one: one.size, right=True),
    )
    found = found_drafts(session.environ, session.state_dir)
    chosen = choose(columns, session.asked.fields)
    emit(found, chosen, session.form, session.terminal, excel=session.asked.excel, empty="no draft is kept")
    if over := [one.path for one in found if one.state != "open"]:
        session.tell(f"go on with one: caseload note add CLIENT - < {quote(str(over[-1]))}, then remove it")
