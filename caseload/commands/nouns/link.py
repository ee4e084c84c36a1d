"""caseload link."""

import typer

from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import current, lists, noun
from caseload.output.column import Column
from caseload.records.client import Client
from caseload.records.link import Link
from caseload.session import Session
from caseload.store.reads.clients import Handles

app = noun("Which clients are one person, or were said not to be; client link makes one, client unlink takes it back.")
register(app, Link)


@app.command("list", cls=lists(Link))
def list_(ctx: typer.Context) -> None:
    """Clients who were linked, pair by pair; --client asks for either of the two.

    \b
    Examples:
      caseload link list
      caseload link list --client ana --json
    """
    session = current(ctx)
    put_list(session, Link, wanted(session, Link), _columns(session), made_by="client link")


def _columns(session: Session) -> list[Column[Link]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client", lambda one: f"{Client.PREFIX}{one.client_id}"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("said", lambda one: one.said),
        Column("other", lambda one: f"{Client.PREFIX}{one.other_id}"),
        Column("other_handle", lambda one: handles[one.other_id], "Other"),
        Column("linked_on", lambda one: one.linked_on, "On"),
        Column("reason", lambda one: one.reason, "Why", text=True),
    ]
