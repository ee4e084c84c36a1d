"""caseload step."""

import typer

from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import current, lists, noun
from caseload.output.column import Column
from caseload.records.step import Step
from caseload.session import Session
from caseload.store.reads.checklists import Standings
from caseload.store.reads.clients import Handles

app = noun("The steps of checklists: what each has made for whom, or why it was left out.")
register(app, Step)


@app.command("list", cls=lists(Step))
def list_(ctx: typer.Context) -> None:
    """The steps of clients' checklists, each with what it made and where that stands.

    \b
    Examples:
      caseload step list --client ana
      caseload step list --where "anchor = release-on" --csv
    """
    session = current(ctx)
    put_list(session, Step, wanted(session, Step), _columns(session), made_by="template apply NAME CLIENT")


def _columns(session: Session) -> list[Column[Step]]:
    handles, standings = Handles(session.store), Standings(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("template", standings.template, "Template"),
        Column("name", lambda one: one.name, "Step"),
        Column("made", standings.made, "Made"),
        Column("standing", standings.standing, "Stands"),
        Column("anchor", lambda one: one.anchor, "Counts from"),
        Column("due_as_applied", lambda one: one.due_as_applied, "Due as applied"),
        Column("exempt_reason", lambda one: one.exempt_reason, "Left out because", text=True),
    ]
