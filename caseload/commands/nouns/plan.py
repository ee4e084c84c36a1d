"""caseload plan."""

from collections.abc import Sequence
from typing import Annotated

import typer

from caseload.actions import revising
from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import by_rule, due_column, put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    On,
    Reason,
    Text,
    Writes,
    current,
    day,
    lists,
    noun,
    text,
)
from caseload.commands.kit.papers import Page, Prints, put_paper
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.output.column import Column
from caseload.records import goal as goals
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.plan import Plan, PlanStatus, ended, reviewed, signed
from caseload.reports.papers import plan as paper
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.care import goals_of_plan, versions_after
from caseload.store.reads.clients import Handles
from caseload.when.dates import When

app = noun("Plans of care, versioned.")
register(app, Plan)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A plan's id: p3.")]


@app.command(cls=adds(Plan))
def add(ctx: typer.Context, client: ClientWho, title: Text, closed: Closed = False) -> None:
    """Add a plan of care.

    \b
    Examples:
      caseload plan add ana Plan of care --review-every 3m
      caseload plan add ana Moving home --status draft
    """
    session = current(ctx)
    typed = session.asked.typed
    if typed.get("status", PlanStatus.ACTIVE) is PlanStatus.ACTIVE:
        typed.setdefault("started_on", session.today)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the plan", closed=closed)
    with session.step() as store:
        plan = store.add(made(session, Plan, whose, title=" ".join(title)))
    added(session, plan, *_said(session, plan), said)


@app.command("list", cls=lists(Plan))
def list_(ctx: typer.Context) -> None:
    """Plans in force or being drafted, with the day of their next review; --due asks for the day they started.

    \b
    Examples:
      caseload plan list --client ana
      caseload plan list --status all --fields id,client_handle,title,version,review_due
    """
    session = current(ctx)
    put_list(session, Plan, wanted(session, Plan), _columns(session))


@app.command(cls=edits(Plan))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change a plan as it is written; `plan revise` makes its next version instead.

    \b
    Examples:
      caseload plan edit p1 --review-every 3m
      caseload plan edit p1 --backup-plan "Call the sister, then the on-call line"
    """
    session = current(ctx)
    typed = session.asked.typed
    begins = typed.get("status") is PlanStatus.ACTIVE and "started_on" not in typed

    def change(before: Plan) -> Plan:
        begun = {"started_on": session.today} if begins and before.started_on is None else {}
        return revising.refuse_superseded(session.store, before, edited_as_typed(session, before, clear, **begun))

    found = edited(session, Plan, refs, change)
    was = session.store.was
    saved_all(session, [(one, (_next_review(session, one),) if one.ref in was else ()) for one in found])


@app.command(cls=Writes)
def review(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """Keep the day of a plan's review; the next one is counted from it.

    \b
    Examples:
      caseload plan review p1 --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        plan = reviewed(lookup.of_kind(store, Plan, ref), session.fact_day(on_day) or session.today)
        store.save(plan)
    saved(
        session,
        plan,
        _next_review(session, plan),
    )


@app.command(cls=takes(Plan, "title"))
def revise(
    ctx: typer.Context, ref: Ref, reason: Reason,
    on_day: Annotated[str | None, day("--on", "The day the new version takes over; today unless said.")] = None,
) -> None:  # fmt: skip
    """Make a plan's next version: it takes over open goals and services; the old one keeps a picture of its goals.

    \b
    Examples:
      caseload plan revise p1 --reason "moved to assisted living"
    """
    session = current(ctx)
    took_over = session.fact_day(on_day) or session.today
    with session.step() as store:
        old = lookup.of_kind(store, Plan, ref)
        plan, moved = revising.revise(store, old, took_over, reason, session.asked.typed.get("title"))
    took = f"took over {_refs(moved)}" if moved else "no open goals"
    added(session, plan, f"version {plan.version}, supersedes {old.ref}", on(session, "started", plan.started_on), took)


@app.command(cls=Writes)
def sign(
    ctx: typer.Context, ref: Ref,
    on_day: Annotated[str | None, day("--on", "The day the client signed; today unless said or known.")] = None,
    copy_given: Annotated[str | None, day("--copy-given", "The day the client was given a copy.")] = None,
) -> None:  # fmt: skip
    """Keep the day the client signed a plan, and the day a copy was given.

    \b
    Examples:
      caseload plan sign p1 --on yesterday --copy-given today
    """
    session = current(ctx)
    with session.step() as store:
        found = lookup.of_kind(store, Plan, ref)
        agreed_on = session.fact_day(on_day) or found.agreed_on or session.today
        plan = store.save(signed(found, agreed_on, session.fact_day(copy_given)))
    saved(session, plan)


@app.command(cls=Writes)
def close(
    ctx: typer.Context, ref: Ref, on_day: On = None,
    reason: Annotated[str | None, text("--reason", "Why it ended; it is kept.")] = None,
) -> None:  # fmt: skip
    """Complete a plan; goals that are still open stay open.

    \b
    Examples:
      caseload plan close p1 --reason "all goals met"
    """
    session = current(ctx)
    with session.step() as store:
        plan = store.save(ended(lookup.of_kind(store, Plan, ref), session.fact_day(on_day) or session.today, reason))
        left = [goal for goal in goals_of_plan(store, plan.id) if goals.is_open(goal)]
    still = f"still open: {_refs(left)}" if left else None
    saved(session, plan, "closed", on(session, "on", plan.ended_on), still, told=("status", "ended_on"))


@app.command("print", cls=Prints)
def print_(ctx: typer.Context, ref: Ref) -> None:
    """A plan on paper: goals in the client's words, who does what by when, services, backup plan, lines to sign.

    For the client, in the client's language where there is one; to anyone else by --recipient alone, which is logged.
    What a step is, is a task of a goal. The form is yours to change: caseload form copy plan. See caseload help pages.

    \b
    Examples:
      caseload plan print p1
      caseload plan print p1 --large --language es -o plan.html
      caseload plan print p1 --recipient client --purpose copy --no-consent --basis to-individual --reason "her copy"
    """
    session = current(ctx)
    plan = lookup.of_kind(session.store, Plan, ref)
    client = session.store.get(Client, plan.client_id)
    if later := versions_after(session.store, plan.id):
        session.tell(f"{plan.ref} was superseded by {later[-1].ref}, where its open goals are")
    put_paper(session, Page(paper.FORM, client, (client, plan), lambda desk: paper.words(desk, plan), is_theirs=True))
    if plan.copy_given_on is None and not session.asked.typed and plan.status in Plan.OPEN:
        session.tell(f"once the client has it: caseload plan edit {plan.ref} --copy-given-on today")


def _refs(found: Sequence[Record]) -> str:
    return ", ".join(f"{one.ref} {one.called}" for one in found)


def _said(session: Session, plan: Plan) -> tuple[str | None, ...]:
    """What a confirmation repeats of a plan."""
    return (
        str(plan.status),
        on(session, "started", plan.started_on),
        _next_review(session, plan),
    )


def _next_review(session: Session, plan: Plan) -> str | None:
    item = by_rule(session, "plan-review")(plan)
    return on(session, "next review", item.due if item else None)


def _columns(session: Session) -> list[Column[Plan]]:
    handles, standing = Handles(session.store), by_rule(session, "plan-review")

    def review_due(one: Plan) -> When | None:
        item = standing(one)
        return item.due if item else None

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, "Title", text=True, say=unless_hidden(session, lambda one: one.title)),
        Column("status", lambda one: one.status, "Status"),
        due_column(session, "review_due", review_due, "plan-review", "Review due"),
        Column("agreed_on", lambda one: one.agreed_on, "Signed"),
    ]
