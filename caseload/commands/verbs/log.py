"""caseload log."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from caseload.actions.capture import Captured, capture
from caseload.commands.kit.changing import ids_by_client
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
    word,
)
from caseload.commands.kit.saying import added, clock_told, next_said, note_said, odd_told, on, whose
from caseload.errors import Invalid, Refused, aside
from caseload.intake.draft import draft
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.note import Direction, Mode, Note, Reached, reached_unsaid, signed
from caseload.records.of.sharing import Split, shared
from caseload.records.service import Service
from caseload.records.task import Task
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.known_as import known_as
from caseload.value import replace
from caseload.when.dates import When

app = verbs()

NoAnswer = Annotated[bool, typer.Option("--no-answer", help="An attempt: the client was not reached.")]
Inbound = Annotated[bool, typer.Option("--inbound", help="The client called or wrote.")]
Done = Annotated[list[str] | None, typer.Option("--done", metavar="REF", help="A task it completes; may be repeated.")]
Also = Annotated[
    list[str] | None, typer.Option("--also", metavar="CLIENT", help="Another client met with; may be repeated.")
]
How = Annotated[Split | None, word(Split, "--split", "With --also: minutes and miles divided (unless said), or each")]
FollowUp = Annotated[str | None, text("--task", "A follow-up to open, due on --due.")]


@app.command(cls=takes(Note, "mode", "minutes", "occurred", "miles", "goal_ids", "service_id"))
def log(
    ctx: typer.Context, client: ClientWho, body: FreeText = None, no_answer: NoAnswer = False,
    collateral: Collateral = False, inbound: Inbound = False, sign: Sign = False, done: Done = None,
    task: FollowUp = None, due: Due = None, also: Also = None, split: How = None, closed: Closed = False,
) -> None:  # fmt: skip
    """Write up a contact in one step: note, minutes, miles, goals, a task done, a follow-up; undo takes all of it back.

    The client counts as reached unless --no-answer or --collateral is said; by email, text or letter with --inbound.
    With --also a note is written for each client; minutes and miles are divided, or with --split each are everyone's.
    A goal, a service and a task done are of whoever has them; the follow-up is of the client named first.

    \b
    Examples:
      caseload log ana Left voicemail -k call -m 10 --no-answer
      caseload log ana Signed the lease -k visit -m 45 --miles 12.4 --goal g1 --done t1 --task "Send copy" --due +1w
      caseload client add Bo Ng
      caseload log ana Looked at the flat together -k visit -m 50 --miles 9 --also bo
    """
    session = current(ctx)
    if due and task is None:
        raise Invalid("has no follow-up to be the due date of", "--task TEXT", field="--due")
    typed, is_dated = session.asked.typed, "occurred" in session.asked.typed
    typed.setdefault("occurred", When.at(session.now))
    clients = _clients(session, client, also)
    if split and not also:
        raise Invalid("has nobody to share with", "--also CLIENT beside it", field="--split")
    numbers = [one.id for one in clients]
    said = ask_if_closed(session, numbers, "write the contact", typed["occurred"].day, closed=closed)
    goals = ids_by_client(session, Goal, typed.pop("goal_ids", None), numbers)
    service = typed.pop("service_id", None)
    served = ids_by_client(session, Service, [service] if service else None, numbers)
    note = made(
        session,
        Note,
        numbers[0],
        direction=Direction.INBOUND if inbound else None,
        reached=_reached(typed.get("mode"), no_answer=no_answer, collateral=collateral, inbound=inbound),
    )
    note = signed(note, session.stamp) if sign or session.config.sign_on_save else note
    shares = zip(shared(note, len(numbers), split or Split.EVEN), numbers, strict=True)
    notes = [
        replace(share, client_id=number, goal_ids=goals[number], service_id=next(iter(served[number]), None))
        for share, number in shares
    ]
    closes = [each for found in ids_by_client(session, Task, done, numbers).values() for each in found]
    follow_up = Task(client_id=numbers[0], title=task, due=session.when(due)) if task is not None else None
    with draft(session, body) as written, session.step() as store:
        _refuse_names(store, clients, written, task)
        first, *others = [replace(one, body=written) for one in notes]
        captured = capture(store, first, closes, follow_up, others)
    if others:
        _tell_each(session, captured, _shared_said(note, split), said)
    else:
        added(session, captured.note, *note_said(session, captured.note), *_said(session, captured), said)
    for one in (captured.note, *captured.others):
        _tell_left(session, one)
    opened = captured.follow_up
    whens = (opened.due if opened else None, *(one.next_due for one in captured.finished))
    clock_told(session, captured.note.occurred if is_dated else None, *whens)


def _tell_left(session: Session, note: Note) -> None:
    """Tell what is left of the authorization that the note's service draws on, where the note counts at all."""
    if not note.service_id or note.reached is Reached.NO:
        return
    # Loaded only where there is a service.
    from caseload.records.of.drawn import account, left_said
    from caseload.reports.roundings import roundings
    from caseload.store.reads.authorizations import drawn_on

    day = note.occurred.day
    drawn = drawn_on(session.store, note.service_id, day)
    if drawn is None:
        return
    first, last = drawn.record.starts_on, drawn.last
    if (first and day < first) or (last and day > last):
        days = f"{first or 'always'} to {last or 'no end'}"
        session.tell(f"{drawn.record.ref} is from {days}, so {note.ref} does not count")
        return
    session.tell(f"{drawn.record.ref}: {left_said(drawn, account(drawn, roundings(session.config), session.today))}")


def _clients(session: Session, first: str, also: list[str] | None) -> list[Client]:
    """Whom the contact was with, each once; raises Invalid where one is named twice."""
    found = [lookup.client(session.store, text) for text in (first, *(also or ()))]
    for place, one in enumerate(found):
        if one.id in (other.id for other in found[:place]):
            raise Invalid(f"names {one.ref}{aside(one.handle)} a second time", "each client once", field="--also")
    return found


def _refuse_names(store: Store, clients: Sequence[Client], written: str | None, task: str | None) -> None:
    """Refuse words that would put the name of one client into the file of another; a name they share is nobody's."""
    names = known_as(store, clients) if clients[1:] else {}
    for place, client in enumerate(clients if names else ()):
        texts = (written or "", (task or "") if place == 0 else "")
        bare = [client.discreet(text, *names[client.id]) for text in texts]
        for other in clients:
            if other is not client and any(other.discreet(text, *names[other.id]) != text for text in bare):
                what = f"the words name {other.ref}{aside(other.handle)}, and would stand in the file of {client.ref}"
                raise Refused(f"{what}{aside(client.handle)}", "say it without the name, or log each by itself")


def _tell_each(session: Session, captured: Captured, *facts: str | None) -> None:
    """Confirm one contact with several clients, a line each, and give their ids to a program that reads stdout."""
    notes = (captured.note, *captured.others)
    session.did(f"one contact with {len(notes)} clients", *facts, *_said(session, captured))
    for one in notes:
        parts = (f"{one.ref} {one.called}", whose(session, one), *note_said(session, one))
        session.tell(" · ".join(part for part in parts if part))
        session.gave(one.ref)
    odd_told(session)
    none = sum(one.minutes == 0 for one in notes)
    if none and any(one.minutes for one in notes):
        are = "is" if none == 1 else "are"
        session.tell(f"{none} of them {are} written with 0 min; --split each gives everyone all of it")


def _shared_said(whole: Note, split: Split | None) -> str | None:
    """How what it took was shared: 50 min and 9.0 miles divided."""
    minutes = f"{whole.minutes} min" if whole.minutes is not None else None
    took = " and ".join(filter(None, (minutes, f"{whole.miles} miles" if whole.miles is not None else None)))
    return took and f"{took} {'for each' if split is Split.EACH else 'divided'}"


def _reached(mode: Mode | None, *, no_answer: bool, collateral: bool, inbound: bool) -> Reached:
    if no_answer and (collateral or inbound):
        other = "--collateral" if collateral else "--inbound"
        raise Invalid(f"cannot stand beside {other}", "one of the two", field="--no-answer")
    if no_answer:
        return Reached.NO
    return Reached.COLLATERAL if collateral else reached_unsaid(mode, Direction.INBOUND if inbound else None)


def _said(session: Session, captured: Captured) -> Iterator[str | None]:
    for one in captured.finished:
        yield f"done {one.task.ref} {one.task.called}"
        yield from next_said(session, one)
    if captured.follow_up:
        yield f"{captured.follow_up.ref} {captured.follow_up.called}"
        yield on(session, "due", captured.follow_up.due)
