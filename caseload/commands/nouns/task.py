"""caseload task."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from caseload.actions import finishing, snoozing
from caseload.commands.kit.changing import client_id, edit_all, named, picked, title_of
from caseload.commands.kit.closed import said_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.options import (
    CHOSEN,
    Chosen,
    Clear,
    ClientOrMe,
    On,
    Reason,
    Refs,
    Text,
    Times,
    To,
    Until,
    Writes,
    bulk,
    current,
    lists,
    noun,
)
from caseload.commands.kit.options import text as words
from caseload.commands.kit.saying import added, clock_told, next_said, on, saved, saved_all, snoozed_said
from caseload.intake.piped import ids
from caseload.output.column import Column, Format
from caseload.records.task import Task
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.waivers import standing_waivers

app = noun("Things to do, usually for a client.")
register(app, Task)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A task's id: t42.")]


@app.command(cls=adds(Task))
def add(ctx: typer.Context, client: ClientOrMe, text: Text, until: Until = None, times: Times = None) -> None:
    """Add something to do.

    \b
    Examples:
      caseload task add ana Call the landlord --due fri --priority urgent
      caseload task add me Renew licence --due "30 nov" --every 1y
      caseload task add ana Count pills --due fri --every "monthly on the last friday" --times 6
    """
    session = current(ctx)
    typed = session.asked.typed
    words = title_of(session, text, typed.get("due"))
    rules = _rules(typed.get("every"), typed.get("after"), session.day(until), times)
    with session.step() as store:
        task = made(session, Task, client_id(session, client), title=words, **rules)
        task = store.add(_coming_again(task))
    added(session, task, on(session, "due", task.due), _again(task), said_if_closed(session, [task.client_id]))
    clock_told(session, task.due)


@app.command("list", cls=lists(Task))
def list_(ctx: typer.Context) -> None:
    """Open tasks, the soonest due first.

    \b
    Examples:
      caseload task list --client ana
      caseload task list --due overdue --csv
    """
    from caseload.commands.kit.listing import put_list, wanted

    session = current(ctx)
    put_list(session, Task, wanted(session, Task), _columns(session))


@app.command(cls=edits(Task))
def edit(
    ctx: typer.Context, refs: Chosen = None, until: Until = None, times: Times = None, clear: Clear = None
) -> None:
    """Change a task; another due date or rule of a recurring one counts from the new date, an end brings the next.

    \b
    Examples:
      caseload task edit t1 --due +1w
      caseload task edit t1 --clear due
      caseload task edit --where "client = ana and due = none" --due fri --dry-run
    """
    from caseload.records.of.task_series import rescheduled

    session = current(ctx)
    typed, last = session.asked.typed, session.day(until)
    every, after = typed.get("every"), typed.get("after")

    def change(before: Task) -> Task:
        standing = (every, after) if every or after else (before.every, before.after)
        is_ended = last is not None or times is not None
        rules = _rules(standing[0], standing[1], last, times) if is_ended else {}
        task = rescheduled(before, edited_as_typed(session, before, clear, **rules))
        return finishing.dated(before, _coming_again(task) if every else task, session.today)

    with session.step() as store:
        found = picked(session, Task, refs, "edit")
        tasks = edit_all(session, found, change)
        ended = [finishing.followed(store, *pair, session.today) for pair in zip(found, tasks, strict=True)]
    saved_all(session, [(one.task, next_said(session, one)) for one in ended])
    clock_told(session, *(task.due for task in tasks if "due" in typed))


@app.command(cls=bulk(Task, *CHOSEN))
def done(ctx: typer.Context, refs: Chosen = None, on_day: On = None) -> None:
    """Complete tasks, all or none; of a recurring one the next is made.

    \b
    Examples:
      caseload task done t1
      caseload task done t1 --on yesterday
      caseload task done --client ana --due overdue --dry-run
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        finished = finishing.complete_all(store, named(session, Task, refs, "complete"), day)
    said = [(one.task, (on(session, "done", day), *next_said(session, one))) for one in finished]
    saved_all(session, said, finishing.TOLD)
    clock_told(session, *(one.next_due for one in finished))


@app.command(cls=bulk(Task, *CHOSEN))
def reopen(ctx: typer.Context, refs: Chosen = None) -> None:
    """Take back that tasks were done or dropped: they are to be done again; what came of them since stands.

    \b
    Examples:
      caseload task done t1 && caseload task reopen t1
      caseload task reopen --client ana --status done --where "completed_on = today"
    """
    session = current(ctx)
    with session.step() as store:
        found = [finishing.reopen(store, task) for task in picked(session, Task, refs, "reopen")]
    saved_all(session, [(one.task, _reopened_said(session, one)) for one in found], finishing.TOLD)


def _reopened_said(session: Session, one: finishing.Reopened) -> tuple[str | None, ...]:
    goes_on = one.goes_on
    stands = f"{goes_on.ref} goes on with its series and stands too" if goes_on else None
    return "to be done again", on(session, "due", one.task.due), stands


@app.command(cls=Writes)
def snooze(ctx: typer.Context, refs: Refs, to: To, reason: Reason) -> None:
    """Put tasks out of sight until a day; their due dates stay, and they come back as late as they are.

    \b
    Examples:
      caseload task snooze t1 --to +1w --reason "letter is on its way"
    """
    session = current(ctx)
    until, typed = session.day(to), ids(session.inp, refs)
    with session.step() as store:
        found = [lookup.of_kind(store, Task, ref) for ref in typed]
        tasks = snoozing.snooze_all(store, found, until, reason, session.today)
    saved_all(session, [(task, (snoozed_said(session, task, "snoozed until", until), reason)) for task in tasks])


@app.command(cls=Writes)
def drop(
    ctx: typer.Context, ref: Ref,
    series: Annotated[bool, typer.Option("--series", help="And nothing more of a recurring task.")] = False,
    reason: Annotated[
        str | None, words("--reason", "Why a step of a checklist is left out; it is kept with the step.")
    ] = None,
) -> None:  # fmt: skip
    """Cancel a task; of a recurring one the next is made, unless --series ends it.

    \b
    Examples:
      caseload task drop t1
    """
    session = current(ctx)
    with session.step() as store:
        task = lookup.of_kind(store, Task, ref)
        if reason is not None:
            from caseload.actions.checklists import leave_out

            leave_out(store, task, reason)
        finished = finishing.drop(store, task, session.today, series=series)
    saved(session, finished.task, "dropped", reason, *next_said(session, finished), told=finishing.TOLD)
    clock_told(session, finished.next_due)


def _rules(every: str | None, after: str | None, until: date | None, times: int | None) -> dict[str, str | None]:
    """The two rules with the end that was typed."""
    if all(one is None for one in (every, after, until, times)):
        return {}
    from caseload.records.of.task_series import ended

    return dict(zip(("every", "after"), ended(every, after, until, times), strict=True))


def _coming_again(task: Task) -> Task:
    if not task.every:
        return task
    from caseload.records.of.task_series import coming_again

    return coming_again(task)


def _again(task: Task) -> str | None:
    return f"again {task.every}" if task.every else task.after and f"again {task.after} after it is done"


def _columns(session: Session) -> list[Column[Task]]:
    from caseload.commands.kit.listing import due_column, marked, unless_hidden

    handles = Handles(session.store)
    snoozed = {one.item: one.until for one in standing_waivers(session.store, session.today) if one.rule is None}

    steps: Mapping[int, tuple[str, str]] = {}
    if session.store.holds("step"):
        from caseload.store.reads.checklists import steps_of_records

        steps = steps_of_records(session.store, Task.TABLE)

    def title(one: Task) -> str:
        stands = ", ".join(word for word in (one.priority, one.status) if word not in ("routine", "ready"))
        said = f"{stands}: {one.title}" if stands else one.title
        return " · ".join(filter(None, (said, _again(one), steps.get(one.id, ("",))[0])))

    columns: list[Column[Task]] = [
        Column[Task]("id", lambda one: one.ref, "Id"),
        due_column(session, "due", lambda one: one.due, "task", "Due"),
        Column[Task]("priority", lambda one: one.priority, spare=True),
        Column[Task]("status", lambda one: one.status, spare=True),
        Column[Task]("client_handle", lambda one: handles[one.client_id], "Client"),
        Column[Task]("title", lambda one: one.title, text=True, say=unless_hidden(session, marked(session, title))),
    ]
    if session.form is not Format.TABLE:
        columns.append(Column("snoozed_until", lambda one: snoozed.get(one.ref)))
        columns.append(Column("template", lambda one: steps.get(one.id, (None, None))[0]))
        columns.append(Column("step", lambda one: steps.get(one.id, (None, None))[1]))
    return columns
