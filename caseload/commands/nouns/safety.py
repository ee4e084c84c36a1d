"""caseload safety."""

from typing import Annotated

import typer

from caseload.actions.superseding import refuse_second, take_over
from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import NotFound
from caseload.output.column import Column
from caseload.records.kinds import parse_ref
from caseload.records.safety import Safety
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.clients import Handles
from caseload.store.reads.safety import plans_that_hold
from caseload.value import replace


def plan_named(store: Store, text: str) -> Safety:
    """The safety plan of that id, or the one that a client holds; raises NotFound where there is none."""
    if (found := parse_ref(text)) and found[0] is Safety:
        return lookup.of_kind(store, Safety, text)
    client = lookup.client(store, text)
    plans = plans_that_hold(store, client.id)
    if not plans:
        raise NotFound(f"{client.ref} has no safety plan", f"caseload safety add {client.ref} --warning-signs TEXT")
    return plans[0]


app = noun("Safety plans: what to watch for, what helps, whom to call.")
register(app, Safety, find=plan_named, which="sp1, or a client whose plan it is")

Ref = Annotated[str, typer.Argument(metavar="REF", help="A safety plan's id, or the client whose it is.")]


@app.command(cls=adds(Safety))
def add(ctx: typer.Context, client: ClientWho, closed: Closed = False) -> None:
    """Add a client's safety plan, in the client's words; the one before it is superseded.

    \b
    Examples:
      caseload safety add ana --warning-signs "no sleep; I stay in bed" --coping "walk the dog; music"
      caseload safety add ana --warning-signs "no sleep" --people "sister 555-0142" --professionals "Dr. Ito 555-0199"
    """
    session = current(ctx)
    session.asked.typed.setdefault("reviewed_on", session.today)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the safety plan", closed=closed)
    with session.step() as store:
        plan, before = take_over(store, made(session, Safety, whose))
    took = f"supersedes {', '.join(one.ref for one in before)}" if before else None
    added(session, plan, str(plan.status), took, said)


@app.command("list", cls=lists(Safety))
def list_(ctx: typer.Context) -> None:
    """The safety plans that hold; --due asks for the day they were last gone through.

    \b
    Examples:
      caseload safety list
      caseload safety list --client ana --status all
    """
    session = current(ctx)
    put_list(session, Safety, wanted(session, Safety), _columns(session))


@app.command(cls=edits(Safety))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what a safety plan says.

    \b
    Examples:
      caseload safety edit sp1 --environment "pills with my sister"
    """
    session = current(ctx)

    def change(before: Safety) -> Safety:
        # With --to-client it is the other client's by now.
        was = session.store.get(Safety, before.id)
        return refuse_second(session.store, was, edited_as_typed(session, before, clear))

    found = edited(session, Safety, refs, change)
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def review(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The plan was gone through with the client.

    \b
    Examples:
      caseload safety review sp1
      caseload safety review ana --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        plan = replace(plan_named(store, ref), reviewed_on=session.fact_day(on_day) or session.today)
        plan = store.save(plan)
    saved(session, plan, on(session, "gone through", plan.reviewed_on), told=("reviewed_on",))


def _columns(session: Session) -> list[Column[Safety]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("status", lambda one: one.status, "Status"),
        Column("reviewed_on", lambda one: one.reviewed_on, "Reviewed"),
        Column("warning_signs", lambda one: one.warning_signs, "How it begins", text=True),
    ]
