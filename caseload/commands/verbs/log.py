"""caseload log."""

from collections.abc import Iterator
from typing import Annotated

import typer

from caseload.actions.capture import Captured, capture
from caseload.commands.kit.changing import own_ids
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.fields import made, takes
from caseload.commands.kit.options import (
    ClientWho,
    Collateral,
    Due,
    FreeText,
    Sign,
    current,
    text,
    verbs,
)
from caseload.commands.kit.saying import added, clock_told, next_said, note_said, on
from caseload.errors import Invalid
from caseload.intake.draft import draft
from caseload.records.note import Direction, Mode, Note, Reached, reached_unsaid, signed
from caseload.records.task import Task
from caseload.session import Session
from caseload.store import lookup
from caseload.value import replace
from caseload.when.dates import When

app = verbs()

NoAnswer = Annotated[bool, typer.Option("--no-answer", help="An attempt: the client was not reached.")]
Inbound = Annotated[bool, typer.Option("--inbound", help="The client called or wrote.")]
Done = Annotated[list[str] | None, typer.Option("--done", metavar="REF", help="A task it completes; may be repeated.")]
FollowUp = Annotated[str | None, text("--task", "A follow-up to open, due on --due.")]


@app.command(cls=takes(Note, "mode", "minutes", "occurred", "miles", "goal_ids"))
def log(
    ctx: typer.Context, client: ClientWho, body: FreeText = None, no_answer: NoAnswer = False,
    collateral: Collateral = False, inbound: Inbound = False, sign: Sign = False, done: Done = None,
    task: FollowUp = None, due: Due = None, closed: Closed = False,
) -> None:  # fmt: skip
    """Write up a contact in one step: note, minutes, miles, goals, a task done, a follow-up; undo takes all of it back.

    The client counts as reached unless --no-answer or --collateral is said; by email, text or letter with --inbound.

    \b
    Examples:
      caseload log ana Left voicemail -k call -m 10 --no-answer
      caseload log ana Signed the lease -k visit -m 45 --miles 12.4 --goal g1 --done t1 --task "Send copy" --due +1w
    """
    session = current(ctx)
    if due and task is None:
        raise Invalid("has no follow-up to be the due date of", "--task TEXT", field="--due")
    typed, is_dated = session.asked.typed, "occurred" in session.asked.typed
    typed.setdefault("occurred", When.at(session.now))
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "write the contact", typed["occurred"].day, closed=closed)
    note = made(
        session,
        Note,
        whose,
        direction=Direction.INBOUND if inbound else None,
        reached=_reached(typed.get("mode"), no_answer=no_answer, collateral=collateral, inbound=inbound),
    )
    note = signed(note, session.stamp) if sign or session.config.sign_on_save else note
    closes = own_ids(session, Task, done, whose)
    follow_up = Task(client_id=whose, title=task, due=session.when(due)) if task is not None else None
    with draft(session, body) as written, session.step() as store:
        captured = capture(store, replace(note, body=written), closes, follow_up)
    added(session, captured.note, *note_said(session, captured.note), *_said(session, captured), said)
    opened = captured.follow_up
    whens = (opened.due if opened else None, *(one.next_due for one in captured.finished))
    clock_told(session, captured.note.occurred if is_dated else None, *whens)


def _reached(mode: Mode | None, *, no_answer: bool, collateral: bool, inbound: bool) -> Reached:
    if no_answer and (collateral or inbound):
        other = "--collateral" if collateral else "--inbound"
        raise Invalid(f"cannot stand beside {other}", "one of the two", field="--no-answer")
    if no_answer:
        return Reached.NO
    return Reached.COLLATERAL if collateral else reached_unsaid(mode, Direction.INBOUND if inbound else None)


def _said(session: Session, captured: Captured) -> Iterator[str | None]:
    for one in captured.finished:
        yield f"done {one.task.ref} {one.task.title}"
        yield from next_said(session, one)
    if captured.follow_up:
        yield f"{captured.follow_up.ref} {captured.follow_up.title}"
        yield on(session, "due", captured.follow_up.due)
