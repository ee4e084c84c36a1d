"""caseload waiver."""

from datetime import date

import typer

from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import current, lists, noun
from caseload.output.column import Column
from caseload.records.waiver import Waiver
from caseload.session import Session
from caseload.store.reads.clients import Handles, clients_of

app = noun("What was snoozed or waived, until when and why; void one to bring its item back now.")
register(app, Waiver)


@app.command("list", cls=lists(Waiver))
def list_(ctx: typer.Context) -> None:
    """Snoozes and waivers, those that have run out too; --due asks for the day they end.

    \b
    Examples:
      caseload waiver list
      caseload waiver list --due 7d
    """
    session = current(ctx)
    put_list(session, Waiver, wanted(session, Waiver), _columns(session, session.today), made_by="snooze")


def _columns(session: Session, today: date) -> list[Column[Waiver]]:
    handles, client = Handles(session.store), clients_of(session.store, Waiver)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("item", lambda one: one.item),
        Column("client_handle", lambda one: handles[client(one)], "Client"),
        Column("rule", lambda one: one.rule, say=lambda one: one.rule or "every rule"),
        Column("until", lambda one: one.until, style=lambda one: "" if one.until <= today else "good"),
        Column("reason", lambda one: one.reason, text=True),
    ]
