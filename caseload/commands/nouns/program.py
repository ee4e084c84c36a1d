"""caseload program."""

from collections.abc import Callable
from functools import cache
from typing import Annotated

import typer

from caseload.actions.enrolling import next_in
from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, Reads, Text, current, lists, noun
from caseload.commands.kit.programs import next_said
from caseload.commands.kit.saying import added, on, saved_all
from caseload.daily.out import nameless
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.records.client import Client
from caseload.records.of.places import Waiting
from caseload.records.of.requirements import said
from caseload.records.program import Program
from caseload.session import Session
from caseload.store.reads.clients import Handles, clients_by_number
from caseload.store.reads.programs import places_taken, program_meant, waiting_for

app = noun("Courses and programmes: what they ask for, how many they take, who is next.")
register(app, Program)

Which = Annotated[str, typer.Argument(metavar="PROGRAM", help="A program: pg1, or its name.")]


@app.command(cls=adds(Program))
def add(ctx: typer.Context, name: Text) -> None:
    """Add a programme, with what it asks for.

    \b
    Examples:
      caseload program add Anger management --requires "12 sessions; 8 weeks in a row" --capacity 20 --hours 1.5
      caseload program add Youth path --requires "course Parenting: 4 sessions; phases Start > Work" --absences 3
    """
    session = current(ctx)
    with session.step() as store:
        program = store.add(made(session, Program, name=" ".join(name).strip()))
    added(session, program, *_said(session, program))


@app.command("list", cls=lists(Program))
def list_(ctx: typer.Context) -> None:
    """Programmes, by name, with who is in them; --due asks for the last day.

    \b
    Examples:
      caseload program list
      caseload program list --due 60d --csv
    """
    session = current(ctx)
    put_list(session, Program, wanted(session, Program), _columns(session))


@app.command(cls=edits(Program))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change a programme; a place that falls free by it says who is next.

    \b
    Examples:
      caseload program edit pg1 --capacity 24 --waitlist acuity
      caseload program edit pg1 --requires "10 sessions; course Parenting: 4 sessions"
    """
    session = current(ctx)
    found = edited(session, Program, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, (next_said(session, one, next_in(session.store, one)),)) for one in found])


@app.command(cls=Reads)
def waitlist(ctx: typer.Context, program: Which) -> None:
    """Who waits for a place, the next first: by the programme's rule, then by who waits longest.

    \b
    Examples:
      caseload program waitlist pg1
      caseload program waitlist pg1 --csv
    """
    session = current(ctx)
    found = waiting_for(session.store, program_meant(session.store, program))
    clients = clients_by_number(session.store, (one.record.client_id for one in found))

    def whose(one: Waiting) -> Client:
        return clients[one.record.client_id]

    columns = nameless(session, _WAITING(whose), whose)
    emit(found, choose(columns, session.asked.fields), session.form, session.terminal, excel=session.asked.excel,
         empty="nobody waits")  # fmt: skip


def _WAITING(whose: Callable[[Waiting], Client]) -> list[Column[Waiting]]:  # noqa: N802 - a table of columns
    return [
        Column("id", lambda one: one.record.ref, "Id"),
        Column("client_handle", lambda one: whose(one).handle, "Client"),
        Column("waitlisted_on", lambda one: one.record.waitlisted_on, "Since"),
        Column("acuity", lambda one: one.acuity, "Acuity", right=True),
        Column("release_on", lambda one: one.release_on, "Release"),
        Column("due", lambda one: one.record.due, "By"),
    ]


def _said(session: Session, program: Program) -> tuple[str | None, ...]:
    """What a confirmation repeats of a programme: what it asks for as it was understood."""
    asks = f"asks for {said(program.asked)}" if program.asked else "asks for nothing yet: --requires"
    takes = None if program.capacity is None else f"takes {program.capacity}"
    return asks, takes, on(session, "from", program.starts_on), on(session, "until", program.ends_on)


def _columns(session: Session) -> list[Column[Program]]:
    @cache
    def taken(number: int) -> int:
        return places_taken(session.store, number)

    handles = Handles(session.store)

    def next_up(one: Program) -> str | None:
        found = next_in(session.store, one)
        return found and f"{found.record.ref} {handles[found.record.client_id]}"

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("name", lambda one: one.name, "Program", text=True),
        Column("requirements", lambda one: one.requirements, "Asks for", text=True),
        Column("enrolled", lambda one: taken(one.id), "In", right=True),
        Column("capacity", lambda one: one.capacity, "Of", right=True),
        Column("next", next_up, "Next", text=True),
        Column("ends_on", lambda one: one.ends_on, "Until"),
    ]
