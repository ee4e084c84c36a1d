"""caseload goal."""

from typing import Annotated

import typer

from caseload.actions import observing
from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.helped import help_told
from caseload.commands.kit.listing import due_column, put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    On,
    Text,
    Value,
    Writes,
    current,
    lists,
    noun,
)
from caseload.commands.kit.saying import added, became, on, saved, saved_all
from caseload.output.column import Column
from caseload.records.goal import Goal, Lifecycle, dropped, percent
from caseload.records.observation import Observation
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.care import last_value
from caseload.store.reads.clients import Handles

app = noun("What clients want to reach.")
register(app, Goal)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A goal's id: g9.")]


@app.command(cls=adds(Goal))
def add(ctx: typer.Context, client: ClientWho, title: Text, closed: Closed = False) -> None:
    """Add a goal.

    \b
    Examples:
      caseload goal add ana Walk to the mailbox --target-on +3m --unit steps --baseline 0 --target 120
      caseload goal add ana Keep the apartment --plan p1 --need nd1 --priority high --client-words "I want to stay here"
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the goal", closed=closed)
    with session.step() as store:
        goal = store.add(made(session, Goal, whose, title=" ".join(title)))
    added(session, goal, *_said(session, goal), said)


@app.command("list", cls=lists(Goal))
def list_(ctx: typer.Context) -> None:
    """Goals that are worked on, each with how far it has come; --due asks for the day to reach them by.

    \b
    Examples:
      caseload goal list --client ana
      caseload goal list --status all --fields id,title,lifecycle,achievement,progress
    """
    session = current(ctx)
    put_list(session, Goal, wanted(session, Goal), _columns(session))


@app.command(cls=edits(Goal))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change a goal.

    \b
    Examples:
      caseload goal edit g1 --target-on +1m --agreed
      caseload goal edit g1 --plan p1 --clear area
    """
    session = current(ctx)
    found = edited(session, Goal, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])
    help_told(session, *found)


@app.command(cls=takes(Observation, "observed_on", "achievement", "comment"))
def observe(ctx: typer.Context, ref: Ref, value: Value = None) -> None:
    """Add what was seen of a goal: a value, an achievement (which becomes the goal's), a comment.

    \b
    Examples:
      caseload goal observe g1 40
      caseload goal observe g1 --on yesterday --achievement improving --comment "walks to the gate"
    """
    session = current(ctx)
    with session.step() as store:
        session.asked.typed.setdefault("observed_on", session.today)
        seen = made(session, Observation, goal_id=lookup.of_kind(store, Goal, ref).id, value=value)
        seen, goal = observing.observe(store, seen)
        far = _progress(session, goal)
    added(
        session, seen, f"{goal.ref} {goal.called}", on(session, "seen", seen.observed_on), far, *became(session, goal)
    )


@app.command(cls=Writes)
def met(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Complete a goal as achieved, with an observation that says so.

    \b
    Examples:
      caseload goal met g1
    """
    session = current(ctx)
    day_met = session.fact_day(on_day) or session.today
    with session.step() as store:
        goal = observing.meet(store, lookup.of_kind(store, Goal, ref), day_met)
    saved(session, goal, on(session, "met", day_met), told=("lifecycle", "achievement"))
    help_told(session, goal)


@app.command(cls=Writes)
def drop(ctx: typer.Context, ref: Ref) -> None:
    """Cancel a goal; what was achieved of it stays as it was.

    \b
    Examples:
      caseload goal drop g1
    """
    session = current(ctx)
    with session.step() as store:
        goal = store.save(dropped(lookup.of_kind(store, Goal, ref)))
    saved(session, goal, "dropped", told=("lifecycle",))


def _said(session: Session, goal: Goal) -> tuple[str | None, ...]:
    """What a confirmation repeats of a goal."""
    return str(goal.lifecycle), goal.achievement, on(session, "target", goal.target_on)


def _progress(session: Session, goal: Goal) -> str | None:
    """How far the goal has come, by the value measured last: 40%."""
    done = percent(goal, last_value(session.store, goal.id))
    return None if done is None else f"{done}%"


def _columns(session: Session) -> list[Column[Goal]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, "Title", text=True, say=unless_hidden(session, lambda one: one.title)),
        Column("lifecycle", lambda one: one.lifecycle, "Standing", say=_standing),
        due_column(session, "target_on", lambda one: one.target_on, "goal-target", "Target"),
        Column("progress", lambda one: _progress(session, one), "Progress", right=True),
    ]


def _standing(goal: Goal) -> str:
    """Where the goal stands for people: how far it is reached, if that is known, and the lifecycle unless active."""
    lifecycle = None if goal.lifecycle is Lifecycle.ACTIVE and goal.achievement else goal.lifecycle
    return ", ".join(filter(None, (lifecycle, goal.achievement)))
