"""caseload observation."""

from typing import Annotated

import typer

from caseload.actions import observing
from caseload.commands.kit.changing import edited, ref_id
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    Value,
    current,
    lists,
    noun,
)
from caseload.commands.kit.saying import added, became, on, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.goal import Goal
from caseload.records.observation import Observation
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles, clients_of

app = noun("Measured points of a goal.")
register(app, Observation)

OfGoal = Annotated[str, typer.Argument(metavar="GOAL", help="The goal's id: g9.")]


@app.command(cls=adds(Observation))
def add(ctx: typer.Context, goal: OfGoal, measured: Value = None) -> None:
    """Add what was seen of a goal: a value, an achievement (which becomes the goal's), a comment.

    \b
    Examples:
      caseload observation add g1 40 --comment "walks to the gate"
      caseload observation add g1 --value 45 --on yesterday
    """
    session = current(ctx)
    typed = session.asked.typed
    if measured is not None and "value" in typed:
        raise Invalid("stands beside VALUE", "one of the two", field="--value")
    typed.setdefault("value", measured)
    typed.setdefault("observed_on", session.today)
    with session.step() as store:
        seen, of = observing.observe(store, made(session, Observation, goal_id=lookup.of_kind(store, Goal, goal).id))
    added(session, seen, f"{of.ref} {of.called}", on(session, "seen", seen.observed_on), *became(session, of))


@app.command("list", cls=lists(Observation))
def list_(
    ctx: typer.Context,
    goal: Annotated[str | None, typer.Option("--goal", metavar="REF", help="Only of this goal: g9.")] = None,
) -> None:
    """What was seen of goals, goal by goal; --due asks for the day it was seen.

    \b
    Examples:
      caseload observation list --goal g1
      caseload observation list --client ana --due 2026-11-01.. --csv
    """
    session = current(ctx)
    which = wanted(session, Observation)
    goal_id = ref_id(session, Goal, goal)
    which = which._replace(refers=None if goal_id is None else ("goal_id", goal_id))
    put_list(session, Observation, which, _columns(session))


@app.command(cls=edits(Observation))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change an observation; what its goal says of itself stays as it is.

    \b
    Examples:
      caseload observation edit go1 --value 45 --on yesterday
    """
    session = current(ctx)
    found = edited(session, Observation, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


def _columns(session: Session) -> list[Column[Observation]]:
    handles, client = Handles(session.store), clients_of(session.store, Observation)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("goal", lambda one: f"{Goal.PREFIX}{one.goal_id}", "Goal"),
        Column("client_handle", lambda one: handles[client(one)], "Client"),
        Column("observed_on", lambda one: one.observed_on, "Seen"),
        Column("value", lambda one: one.value, "Value", right=True),
        Column("achievement", lambda one: one.achievement, "Achievement"),
        Column("comment", lambda one: one.comment, "Comment", text=True),
    ]
