"""caseload person."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import said_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    current,
    lists,
    noun,
)
from caseload.commands.kit.saying import added, saved_all
from caseload.output.column import Column
from caseload.records.of.fields import fields_of
from caseload.records.person import Person, marks
from caseload.session import Session
from caseload.store import lookup
from caseload.store.masks import Masks
from caseload.store.reads.clients import Handles

app = noun("The people around a client: family, guardian, doctor, payee.")
register(app, Person)

Name = Annotated[list[str], typer.Argument(metavar="NAME...", help="The name; quotes are not needed.")]


@app.command(cls=adds(Person))
def add(ctx: typer.Context, client: ClientWho, name: Name) -> None:
    """Add someone around a client.

    \b
    Examples:
      caseload person add ana Carmen Ruiz --relationship mother --emergency --phone 555-0199
      caseload person add ana Dr. Lee --role doctor --organization "Main St Clinic"
    """
    session = current(ctx)
    with session.step() as store:
        person = store.add(made(session, Person, lookup.client(store, client).id, name=" ".join(name)))
    added(session, person, *_said(person), said_if_closed(session, [person.client_id]))


@app.command("list", cls=lists(Person))
def list_(ctx: typer.Context) -> None:
    """The people around clients now; --due asks for the day since when.

    \b
    Examples:
      caseload person list --client ana
    """
    session = current(ctx)
    put_list(session, Person, wanted(session, Person), _columns(session))


@app.command(cls=edits(Person))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of someone around a client.

    \b
    Examples:
      caseload person edit pe1 --phone 555-0142 --no-emergency
      caseload person edit pe1 --status inactive --until yesterday
    """
    session = current(ctx)
    found = edited(session, Person, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


def _said(person: Person) -> tuple[str | None, ...]:
    """What a confirmation repeats of a person."""
    return person.relationship, person.role, *marks(person), str(person.status)


def _columns(session: Session) -> list[Column[Person]]:
    handles, shown = Handles(session.store), Masks(session.store, reveal=session.asked.reveal)
    phone = next(field for field in fields_of(Person) if field.name == "phone")
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("name", lambda one: one.name, "Name", text=True),
        Column("relationship", lambda one: one.relationship or one.role, "Relationship", text=True),
        Column("marks", marks, "Marks"),
        Column("phone", lambda one: shown(phone, one), "Phone"),
    ]
