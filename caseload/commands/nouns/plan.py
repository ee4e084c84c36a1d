"""caseload plan."""

from datetime import date
from typing import Annotated

import typer

from caseload.actions import revising
from caseload.commands.kit.changing import changed, edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import by_rule, due_column, put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientWho,
    ExternalId,
    On,
    Reason,
    Text,
    Writes,
    bulk,
    current,
    day,
    lists,
    noun,
    text,
    word,
)
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.output.column import Column
from caseload.records import goal as goals
from caseload.records.plan import Plan, PlanStatus, ended, reviewed, signed
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.care import goals_of_plan
from caseload.store.reads.clients import Handles
from caseload.when.dates import When
from caseload.when.recurrence import parse_every

app = noun("Plans of care, versioned.")
register(app, Plan)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A plan's id: p3.")]
Title = Annotated[str | None, text("--title", "Other words.")]
Standing = Annotated[PlanStatus | None, word(PlanStatus, "--status", "Where the plan stands")]
StartedOn = Annotated[str | None, day("--started-on", "The day it took effect; today unless said, once it is active.")]
EndedOn = Annotated[str | None, day("--ended-on", "The day it ended; see plan close.")]
ReviewEvery = Annotated[
    str | None, typer.Option("--review-every", metavar="SPAN", help="How often it is reviewed; 6m unless said.")
]
ReviewedOn = Annotated[str | None, day("--reviewed-on", "The day of the last review; see plan review.")]
ChangeReason = Annotated[str | None, text("--change-reason", "Why it replaced another, or ended.")]
AgreedOn = Annotated[str | None, day("--agreed-on", "The day the client signed; see plan sign.")]
CopyGivenOn = Annotated[str | None, day("--copy-given-on", "The day the client was given a copy.")]
BackupPlan = Annotated[str | None, text("--backup-plan", "What is done when the plan fails.")]


@app.command(cls=Writes)
def add(
    ctx: typer.Context, client: ClientWho, title: Text, status: Standing = None, started_on: StartedOn = None,
    ended_on: EndedOn = None, review_every: ReviewEvery = None, reviewed_on: ReviewedOn = None,
    change_reason: ChangeReason = None, agreed_on: AgreedOn = None, copy_given_on: CopyGivenOn = None,
    backup_plan: BackupPlan = None, external_id: ExternalId = None,
) -> None:  # fmt: skip
    """Add a plan of care.

    \b
    Examples:
      caseload plan add ana Plan of care --review-every 3m
      caseload plan add ana Moving home --status draft
    """
    session = current(ctx)
    standing = status or PlanStatus.ACTIVE
    with session.step() as store:
        plan = store.add(
            Plan(
                client_id=lookup.client(store, client).id,
                title=" ".join(title),
                status=standing,
                started_on=_started(session, started_on, standing),
                ended_on=session.fact_day(ended_on),
                review_every=review_every and parse_every(review_every),
                reviewed_on=session.fact_day(reviewed_on),
                change_reason=change_reason,
                agreed_on=session.fact_day(agreed_on),
                copy_given_on=session.fact_day(copy_given_on),
                backup_plan=backup_plan,
                external_id=external_id,
            )
        )
    added(session, plan, *_said(session, plan))


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


@app.command(cls=bulk(Plan, "client", "where"))
def edit(
    ctx: typer.Context, refs: Chosen = None, title: Title = None, status: Standing = None, started_on: StartedOn = None,
    ended_on: EndedOn = None, review_every: ReviewEvery = None, reviewed_on: ReviewedOn = None,
    change_reason: ChangeReason = None, agreed_on: AgreedOn = None, copy_given_on: CopyGivenOn = None,
    backup_plan: BackupPlan = None, external_id: ExternalId = None, clear: Clear = None,
) -> None:  # fmt: skip
    """Change a plan as it is written; `plan revise` makes its next version instead.

    \b
    Examples:
      caseload plan edit p1 --review-every 3m
      caseload plan edit p1 --backup-plan "Call the sister, then the on-call line"
    """
    session = current(ctx)

    def change(before: Plan) -> Plan:
        return changed(
            before,
            clear,
            title=title,
            status=status,
            started_on=_started(session, started_on, status, before.started_on),
            ended_on=session.fact_day(ended_on),
            review_every=review_every and parse_every(review_every),
            reviewed_on=session.fact_day(reviewed_on),
            change_reason=change_reason,
            agreed_on=session.fact_day(agreed_on),
            copy_given_on=session.fact_day(copy_given_on),
            backup_plan=backup_plan,
            external_id=external_id,
        )

    found = edited(session, Plan, refs, change)
    saved_all(session, [(one, _said(session, one)) for one in found])


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
        on(session, "reviewed", plan.reviewed_on),
        _next_review(session, plan),
    )


@app.command(cls=Writes)
def revise(
    ctx: typer.Context, ref: Ref, reason: Reason, title: Title = None,
    on_day: Annotated[str | None, day("--on", "The day the new version takes over; today unless said.")] = None,
) -> None:  # fmt: skip
    """Make a plan's next version: it takes over the open goals, and the old one keeps a picture of all of them.

    \b
    Examples:
      caseload plan revise p1 --reason "moved to assisted living"
    """
    session = current(ctx)
    with session.step() as store:
        old = lookup.of_kind(store, Plan, ref)
        plan, moved = revising.revise(store, old, session.fact_day(on_day) or session.today, reason, title)
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
    saved(session, plan, on(session, "signed", plan.agreed_on), on(session, "copy given", plan.copy_given_on))


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
    saved(session, plan, "closed", on(session, "on", plan.ended_on), still)


def _started(session: Session, typed: str | None, status: PlanStatus | None, known: date | None = None) -> date | None:
    """The day that was typed; else today, where the plan is made active and no day is known."""
    begins = status is PlanStatus.ACTIVE and known is None
    return session.fact_day(typed) or (session.today if begins else None)


def _refs(found: list[goals.Goal]) -> str:
    return ", ".join(f"{goal.ref} {goal.title}" for goal in found)


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
