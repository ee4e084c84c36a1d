"""caseload identifier."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.commands.kit.unseen import unseen
from caseload.errors import Invalid, aside
from caseload.output.column import Column
from caseload.records.identifier import ONE_PERSON, Identifier, System, oddity
from caseload.session import Session
from caseload.store import lookup
from caseload.store.masks import number_shown
from caseload.store.reads.clients import Handles
from caseload.store.reads.identifiers import same_number

app = noun("Numbers that agencies know clients by, shown by their last four.")
register(app, Identifier)


def _system(text: str | System) -> System:
    """Whose number it is; what is typed in its place may be the number, and is not quoted."""
    try:
        return System(text)
    except ValueError:
        raise Invalid("is not accepted", f"one of {System.accepted()}; the number after it", field="SYSTEM") from None


Whose = Annotated[
    System, typer.Argument(metavar="SYSTEM", parser=_system, help=f"Whose number: {System.accepted()}.")
]  # fmt: skip
Number = Annotated[
    list[str] | None,
    typer.Argument(metavar="[VALUE...|-]", help="The number; - reads stdin; none, at a terminal, asks unseen."),
]


@app.command(cls=adds(Identifier))
def add(ctx: typer.Context, client: ClientWho, system: Whose, value: Number = None, closed: Closed = False) -> None:
    """Add a number; typed here it stays in your shell's history, at the prompt it does not.

    \b
    Examples:
      caseload identifier add ana medicaid 004172289 --agency "State Medicaid"
      caseload identifier add ana ssn - < ssn.txt
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the number", closed=closed)
    number = unseen(session, value or (), "VALUE")
    with session.step() as store:
        identifier = store.add(made(session, Identifier, whose, system=system, value=number))
    added(session, identifier, *_said(session, identifier), said)
    _odd_told(session, identifier)


@app.command("list", cls=lists(Identifier))
def list_(ctx: typer.Context) -> None:
    """Numbers by their last four; --reveal shows them whole, --due asks for the last day they hold.

    \b
    Examples:
      caseload identifier list --client ana
      caseload identifier list --where "system = medicaid" --csv --reveal
    """
    session = current(ctx)
    put_list(session, Identifier, wanted(session, Identifier), _columns(session))


@app.command(cls=edits(Identifier))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change a number, or what is known of it.

    \b
    Examples:
      caseload identifier edit i1 --until 2026-12-31 --agency "County jail"
      caseload identifier edit i1 --value - < ssn.txt
    """
    session = current(ctx)
    found = edited(session, Identifier, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])
    for one in found:
        _odd_told(session, one)


def _said(session: Session, identifier: Identifier) -> tuple[str | None, ...]:
    """What a confirmation repeats of a number."""
    return identifier.agency, on(session, "from", identifier.from_on), on(session, "until", identifier.until_on)


def _odd_told(session: Session, identifier: Identifier) -> None:
    """Tell of a number without its usual shape, and of who has it already, where the step has written it."""
    before = session.store.was.get(identifier.ref)
    if isinstance(before, Identifier) and (before.system, before.value) == (identifier.system, identifier.value):
        return
    if what := oddity(identifier):
        session.tell(f"odd: {identifier.ref} is {what}")
    handles = Handles(session.store)
    for other in same_number(session.store, identifier):
        if other.client_id == identifier.client_id:
            session.tell(f"the same number is there already: {other.ref}")
            continue
        may = ", who may be the same person: caseload report duplicates" if other.system in ONE_PERSON else ""
        session.tell(f"the same number is c{other.client_id}{aside(handles[other.client_id])}'s, {other.ref}{may}")


def _columns(session: Session) -> list[Column[Identifier]]:
    handles, store, reveal = Handles(session.store), session.store, session.asked.reveal
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("system", lambda one: one.system, "System"),
        Column("value", lambda one: number_shown(store, one, one.value, reveal=reveal), "Number"),
        Column("agency", lambda one: one.agency, "Agency", text=True),
        Column("from_on", lambda one: one.from_on, "From"),
        Column("until_on", lambda one: one.until_on, "Until"),
    ]
