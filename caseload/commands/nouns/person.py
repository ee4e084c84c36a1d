"""caseload person."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import changed, edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    Email,
    ExternalId,
    Phone,
    Writes,
    bulk,
    current,
    day,
    lists,
    noun,
    switch,
    text,
    word,
)
from caseload.commands.kit.saying import added, saved_all
from caseload.output.column import Column
from caseload.records.person import Person, PersonStatus, marks
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles

app = noun("The people around a client: family, guardian, doctor, payee.")
register(app, Person)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A person's id: pe3.")]
Name = Annotated[list[str], typer.Argument(metavar="NAME...", help="The name; quotes are not needed.")]
NewName = Annotated[str | None, text("--name", "Another name.")]
Relationship = Annotated[str | None, text("--relationship", "What the person is to the client: mother, neighbor.")]
Role = Annotated[str | None, text("--role", "What the person does: doctor, probation officer.")]
Organization = Annotated[str | None, text("--organization", "Who the person works for.")]
Guardian = Annotated[bool | None, switch("guardian", "The client's guardian.")]
Emergency = Annotated[bool | None, switch("emergency", "To be called in an emergency.")]
Payee = Annotated[bool | None, switch("payee", "The client's payee.")]
Standing = Annotated[PersonStatus | None, word(PersonStatus, "--status", "Whether the person takes part now")]
From = Annotated[str | None, day("--from", "Since when.")]
Until = Annotated[str | None, day("--until", "Until when.")]


@app.command(cls=Writes)
def add(
    ctx: typer.Context, client: ClientWho, name: Name, relationship: Relationship = None, role: Role = None,
    organization: Organization = None, phone: Phone = None, email: Email = None, guardian: Guardian = None,
    emergency: Emergency = None, payee: Payee = None, status: Standing = None, from_on: From = None,
    until_on: Until = None, external_id: ExternalId = None,
) -> None:  # fmt: skip
    """Add someone around a client.

    \b
    Examples:
      caseload person add ana Carmen Ruiz --relationship mother --emergency --phone 555-0199
      caseload person add ana Dr. Lee --role doctor --organization "Main St Clinic"
    """
    session = current(ctx)
    with session.step() as store:
        person = store.add(
            Person(
                client_id=lookup.client(store, client).id,
                name=" ".join(name),
                relationship=relationship,
                role=role,
                organization=organization,
                phone=phone,
                email=email,
                is_guardian=bool(guardian),
                is_emergency=bool(emergency),
                is_payee=bool(payee),
                status=status or PersonStatus.ACTIVE,
                from_on=session.fact_day(from_on),
                until_on=session.day(until_on),
                external_id=external_id,
            )
        )
    added(session, person, *_said(person))


@app.command("list", cls=lists(Person))
def list_(ctx: typer.Context) -> None:
    """The people around clients now; --due asks for the day since when.

    \b
    Examples:
      caseload person list --client ana
    """
    session = current(ctx)
    put_list(session, Person, wanted(session, Person), _columns(session))


@app.command(cls=bulk(Person, "client", "where"))
def edit(
    ctx: typer.Context, refs: Chosen = None, name: NewName = None, relationship: Relationship = None, role: Role = None,
    organization: Organization = None, phone: Phone = None, email: Email = None, guardian: Guardian = None,
    emergency: Emergency = None, payee: Payee = None, status: Standing = None, from_on: From = None,
    until_on: Until = None, external_id: ExternalId = None, clear: Clear = None,
) -> None:  # fmt: skip
    """Change what is known of someone around a client.

    \b
    Examples:
      caseload person edit pe1 --phone 555-0142 --no-emergency
      caseload person edit pe1 --status inactive --until yesterday
    """
    session = current(ctx)

    def change(before: Person) -> Person:
        return changed(
            before,
            clear,
            name=name,
            relationship=relationship,
            role=role,
            organization=organization,
            phone=phone,
            email=email,
            is_guardian=guardian,
            is_emergency=emergency,
            is_payee=payee,
            status=status,
            from_on=session.fact_day(from_on),
            until_on=session.day(until_on),
            external_id=external_id,
        )

    found = edited(session, Person, refs, change)
    saved_all(session, [(one, _said(one)) for one in found])


def _said(person: Person) -> tuple[str | None, ...]:
    """What a confirmation repeats of a person."""
    return person.relationship, person.role, *marks(person), str(person.status)


def _columns(session: Session) -> list[Column[Person]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("name", lambda one: one.name, "Name", text=True),
        Column("relationship", lambda one: one.relationship or one.role, "Relationship", text=True),
        Column("marks", marks, "Marks"),
        Column("phone", lambda one: one.phone, "Phone"),
    ]
