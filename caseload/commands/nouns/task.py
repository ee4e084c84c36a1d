"""caseload task."""

from datetime import date
from typing import Annotated

import typer

from caseload.actions import finishing, snoozing
from caseload.commands.kit.changing import changed, client_id, edit_all, named, own_id, picked, title_of
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.options import (
    CHOSEN,
    Chosen,
    Clear,
    ClientOrMe,
    Due,
    ExternalId,
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
    word,
)
from caseload.commands.kit.saying import added, clock_told, next_said, on, saved, saved_all
from caseload.intake.piped import ids
from caseload.output.column import Column, Format
from caseload.records.goal import Goal
from caseload.records.task import Priority, Responsible, Task, TaskStatus, is_open
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.waivers import standing_waivers

app = noun("Things to do, usually for a client.")
register(app, Task)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A task's id: t42.")]
Urgency = Annotated[Priority | None, word(Priority, "--priority", "How soon", "-p")]
Standing = Annotated[TaskStatus | None, word(TaskStatus, "--status", "Where it stands")]
ForGoal = Annotated[str | None, typer.Option("--goal", metavar="REF", help="The goal it serves: g9.")]
Who = Annotated[Responsible | None, word(Responsible, "--responsible", "Who is to do it")]
Every = Annotated[
    str | None,
    typer.Option(
        "--every", metavar="RULE", help='Again, counted from the due date: 2w, "mon,thu", an RRULE; see help dates.'
    ),
]
After = Annotated[
    str | None, typer.Option("--after", metavar="RULE", help="Again, counted from the day it was done: 2w, mon.")
]
WaitingOn = Annotated[str | None, typer.Option("--waiting-on", metavar="TEXT", help="Who or what it waits on.")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Other words.")]
CompletedOn = Annotated[str | None, typer.Option("--completed-on", metavar="DAY", help="The day it was done.")]


@app.command(cls=Writes)
def add(
    ctx: typer.Context, client: ClientOrMe, text: Text, due: Due = None, priority: Urgency = None, goal: ForGoal = None,
    responsible: Who = None, every: Every = None, after: After = None, until: Until = None, times: Times = None,
    waiting_on: WaitingOn = None, external_id: ExternalId = None,
) -> None:  # fmt: skip
    """Add something to do.

    \b
    Examples:
      caseload task add ana Call the landlord --due fri --priority urgent
      caseload task add me Renew licence --due "30 nov" --every 1y
      caseload task add ana Count pills --due fri --every "monthly on the last friday" --times 6
    """
    session = current(ctx)
    when = session.when(due)
    words = title_of(session, text, when)
    every, after = _rules(every, after, session.day(until), times)
    with session.step() as store:
        whom = client_id(session, client)
        task = Task(
            client_id=whom,
            title=words,
            due=when,
            priority=priority or Priority.ROUTINE,
            goal_id=own_id(session, Goal, goal, whom),
            responsible=responsible or Responsible.ME,
            every=every,
            after=after,
            waiting_on=waiting_on,
            external_id=external_id,
        )
        task = store.add(_coming_again(task))
    added(session, task, on(session, "due", task.due), _again(task))
    clock_told(session, task.due)


@app.command("list", cls=lists(Task))
def list_(ctx: typer.Context) -> None:
    """Open tasks, the soonest due first.

    \b
    Examples:
      caseload task list --client ana
      caseload task list --due overdue --csv
    """
    # Here and not at the top: to add a task, or to have it done, needs nothing of what lists need.
    from caseload.commands.kit.listing import put_list, wanted  # noqa: PLC0415

    session = current(ctx)
    put_list(session, Task, wanted(session, Task), _columns(session))


@app.command(cls=bulk(Task, "client", "where"))
def edit(
    ctx: typer.Context, refs: Chosen = None, title: Title = None, due: Due = None, priority: Urgency = None,
    status: Standing = None, goal: ForGoal = None, responsible: Who = None, every: Every = None, after: After = None,
    until: Until = None, times: Times = None, waiting_on: WaitingOn = None, completed_on: CompletedOn = None,
    external_id: ExternalId = None, clear: Clear = None,
) -> None:  # fmt: skip
    """Change a task; another due date or rule of a recurring one counts from the new date, an end brings the next.

    \b
    Examples:
      caseload task edit t1 --due +1w
      caseload task edit t1 --clear due
      caseload task edit --where "client = ana and due = none" --due fri --dry-run
    """
    from caseload.records.of.task_series import ended, rescheduled  # noqa: PLC0415 - as in _rules

    session = current(ctx)
    last, typed = session.day(until), _rules(every, after)

    def change(before: Task) -> Task:
        every, after = typed
        if last or times is not None:
            standing = typed if any(typed) else (before.every, before.after)
            every, after = ended(*standing, last, times)
        task = changed(
            before,
            clear,
            title=title,
            due=session.when(due),
            priority=priority,
            status=status,
            goal_id=own_id(session, Goal, goal, before.client_id),
            responsible=responsible,
            every=every,
            after=after,
            waiting_on=waiting_on,
            completed_on=session.fact_day(completed_on),
            external_id=external_id,
        )
        task = rescheduled(before, task)
        return finishing.dated(before, _coming_again(task) if every else task, session.today)

    with session.step() as store:
        found = picked(session, Task, refs, "edit")
        tasks = edit_all(session, found, change)
        ends = [finishing.followed(store, *pair, session.today) for pair in zip(found, tasks, strict=True)]
    saved_all(session, [(one.task, _edit_said(session, one)) for one in ends])
    clock_told(session, *(task.due for task in tasks if due))


def _edit_said(session: Session, one: finishing.Finished) -> tuple[str | None, ...]:
    over = None if is_open(one.task) else str(one.task.status)
    return over, on(session, "due", one.task.due), _again(one.task), *next_said(session, one)


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
    saved_all(session, [(one.task, (on(session, "done", day), *next_said(session, one))) for one in finished])
    clock_told(session, *(one.next_due for one in finished))


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
    saved_all(session, [(task, (on(session, "snoozed until", until), reason)) for task in tasks])


@app.command(cls=Writes)
def drop(
    ctx: typer.Context, ref: Ref,
    series: Annotated[bool, typer.Option("--series", help="And nothing more of a recurring task.")] = False,
) -> None:  # fmt: skip
    """Cancel a task; of a recurring one the next is made, unless --series ends it.

    \b
    Examples:
      caseload task drop t1
    """
    session = current(ctx)
    with session.step() as store:
        finished = finishing.drop(store, lookup.of_kind(store, Task, ref), session.today, series=series)
    saved(session, finished.task, "dropped", *next_said(session, finished))
    clock_told(session, finished.next_due)


def _rules(
    every: str | None, after: str | None, until: date | None = None, times: int | None = None
) -> tuple[str | None, str | None]:
    """The two rules as they are kept, where they were typed, with the end that was."""
    if all(one is None for one in (every, after, until, times)):
        return None, None
    # Here and not at the top: most tasks come once, and the grammar of rules is a large part of a short run.
    from caseload.records.of.task_series import ended  # noqa: PLC0415
    from caseload.when.recurrence import parse_recurrence  # noqa: PLC0415

    return ended(every and parse_recurrence(every), after and parse_recurrence(after), until, times)


def _coming_again(task: Task) -> Task:
    if not task.every:
        return task
    from caseload.records.of.task_series import coming_again  # noqa: PLC0415 - as in _rules

    return coming_again(task)


def _again(task: Task) -> str | None:
    return f"again {task.every}" if task.every else task.after and f"again {task.after} after it is done"


def _columns(session: Session) -> list[Column[Task]]:
    from caseload.commands.kit.listing import late_by, unless_hidden  # noqa: PLC0415 - as in list_

    handles = Handles(session.store)
    snoozed = {one.item: one.until for one in standing_waivers(session.store, session.today) if one.rule is None}

    def title(one: Task) -> str:
        again = _again(one)
        return one.title + (f" · {again}" if again else "")

    columns = [
        Column[Task]("id", lambda one: one.ref, "Id"),
        Column[Task]("due", lambda one: one.due, style=late_by(session, "task")),
        Column[Task]("priority", lambda one: one.priority),
        Column[Task]("status", lambda one: one.status),
        Column[Task]("client_handle", lambda one: handles[one.client_id], "Client"),
        Column[Task]("title", lambda one: one.title, text=True, say=unless_hidden(session, title)),
    ]
    if session.form is not Format.TABLE:
        columns.append(Column("snoozed_until", lambda one: snoozed.get(one.ref)))
    return columns
