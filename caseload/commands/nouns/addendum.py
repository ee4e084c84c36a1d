"""caseload addendum."""
# ruff: noqa: ARG001  edit takes what add takes, so that whatever is tried is answered with the reason

from typing import Annotated

import typer

from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, made, takes
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import (
    Clear,
    FreeText,
    Writes,
    current,
    lists,
    moves,
    noun,
)
from caseload.commands.kit.saying import added
from caseload.errors import Refused
from caseload.intake.draft import draft
from caseload.output.column import Column
from caseload.records.addendum import Addendum, addable
from caseload.records.note import Note
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles, clients_of

app = noun("Additions to signed notes.")
register(app, Addendum)

ToNote = Annotated[str, typer.Argument(metavar="REF", help="A signed note's id: n15.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="An addendum's id: ad1.")]


@app.command(cls=adds(Addendum))
def add(ctx: typer.Context, note: ToNote, body: FreeText = None) -> None:
    """Add to a signed note, as note addendum does.

    \b
    Examples:
      caseload addendum add n2 Daughter was there too --kind late-entry
    """
    session = current(ctx)
    number = addable(lookup.of_kind(session.store, Note, note)).id
    with draft(session, body) as written, session.step() as store:
        one = store.add(made(session, Addendum, note_id=number, body=written))
    added(session, one, f"{one.kind} to {note}")


@app.command("list", cls=lists(Addendum))
def list_(ctx: typer.Context) -> None:
    """What was added to signed notes, note by note.

    \b
    Examples:
      caseload addendum list --client ana
    """
    session = current(ctx)
    put_list(session, Addendum, wanted(session, Addendum), _columns(session))


@app.command(cls=takes(Addendum, "kind", "reason", "external_id", base=moves(Writes)))
def edit(ctx: typer.Context, ref: Ref, body: FreeText = None, clear: Clear = None) -> None:
    """Refused, whatever is asked: an addendum is part of a signed record. Void it, or add another one.

    \b
    Examples:
      caseload addendum edit ad1 || caseload addendum add n2 "It was the third floor, not the second"
    """
    session = current(ctx)
    raise Refused(lookup.of_kind(session.store, Addendum, ref).refusal_to_change())


def _columns(session: Session) -> list[Column[Addendum]]:
    handles, client = Handles(session.store), clients_of(session.store, Addendum)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("note", lambda one: f"{Note.PREFIX}{one.note_id}"),
        Column("kind", lambda one: one.kind),
        Column("client_handle", lambda one: handles[client(one)], "Client"),
        Column("summary", lambda one: one.summary, "Text", text=True),
    ]
