"""caseload note."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from caseload.commands.kit.changing import changed, edited, own_ids
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    AddendumSort,
    Because,
    Clear,
    ClientWho,
    ExternalId,
    FreeText,
    Goals,
    How,
    Miles,
    Refs,
    Sign,
    Took,
    TookPlace,
    Writes,
    bulk,
    current,
    lists,
    noun,
    text,
    word,
)
from caseload.commands.kit.saying import added, clock_told, note_said, saved, saved_all
from caseload.errors import Invalid, Refused
from caseload.intake.draft import draft
from caseload.intake.piped import STDIN, ids
from caseload.output.column import Column
from caseload.records.addendum import Addendum, AddendumKind, addable
from caseload.records.goal import Goal
from caseload.records.note import (
    Activity,
    Direction,
    Mode,
    Note,
    NoteFormat,
    Reached,
    Sensitivity,
    reached_unsaid,
    signed,
)
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.when.dates import When

app = noun("Contacts, attempted or made.")
register(app, Note)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A note's id: n15.")]
OneOrMany = Annotated[
    str | None, typer.Argument(metavar="[REF|-]", help="A note's id; - for ids on stdin; or none, and a filter.")
]
From = Annotated[Direction | None, word(Direction, "--direction", "Who began it")]
Answered = Annotated[
    Reached | None, word(Reached, "--reached", "Whether the client was reached; yes unless said, no if sent")
]
With = Annotated[str | None, text("--with", "Who took part.")]
Place = Annotated[str | None, text("--place", "Where.")]
For = Annotated[Activity | None, word(Activity, "--activity", "What it was for")]
Layout = Annotated[NoteFormat | None, word(NoteFormat, "--format", "How the text is laid out; free unless said")]
Response = Annotated[str | None, text("--response", "How the client took it.")]
NextStep = Annotated[str | None, text("--next-step", "What comes next.")]
Guard = Annotated[Sensitivity | None, word(Sensitivity, "--sensitivity", "The law that guards it; normal unless said")]


@app.command(cls=Writes)
def add(
    ctx: typer.Context, client: ClientWho, body: FreeText = None, at: TookPlace = None, minutes: Took = None,
    mode: How = None, direction: From = None, reached: Answered = None, with_whom: With = None, place: Place = None,
    activity: For = None, format: Layout = None,  # noqa: A002 - the field's word
    goal: Goals = None, response: Response = None, next_step: NextStep = None, miles: Miles = None,
    sensitivity: Guard = None, sign: Sign = False, external_id: ExternalId = None,
) -> None:  # fmt: skip
    """Write a note; without words your editor opens.

    \b
    Examples:
      caseload note add ana Went through the lease together --mode visit --minutes 50 --goal g1
      caseload note add ana - --format soap --at yesterday < visit.txt
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    note = Note(
        client_id=whose,
        occurred=session.fact_when(at) or When.at(session.now),
        minutes=minutes,
        mode=mode or Mode.OTHER,
        direction=direction,
        reached=reached or reached_unsaid(mode, direction),
        with_whom=with_whom,
        place=place,
        activity=activity,
        format=format or NoteFormat.FREE,
        goal_ids=own_ids(session, Goal, goal, whose),
        response=response,
        next_step=next_step,
        miles=miles,
        sensitivity=sensitivity or Sensitivity.NORMAL,
        external_id=external_id,
    )
    note = signed(note, session.stamp) if sign or session.config.sign_on_save else note
    with draft(session, body) as written, session.step() as store:
        note = store.add(replace(note, body=written))
    added(session, note, *note_said(session, note))
    clock_told(session, note.occurred if at else None)


@app.command("list", cls=lists(Note))
def list_(ctx: typer.Context) -> None:
    """Notes, the latest first; --due asks for the day of the contact.

    \b
    Examples:
      caseload note list --client ana --limit 5
      caseload note list --status draft
    """
    session = current(ctx)
    put_list(session, Note, wanted(session, Note), _columns(session))


@app.command(cls=bulk(Note, "client", "where"))
def edit(
    ctx: typer.Context, ref: OneOrMany = None, body: FreeText = None, at: TookPlace = None, minutes: Took = None,
    mode: How = None, direction: From = None, reached: Answered = None, with_whom: With = None, place: Place = None,
    activity: For = None,
    format: Layout = None,  # noqa: A002 - the field's word
    goal: Goals = None, response: Response = None, next_step: NextStep = None, miles: Miles = None,
    sensitivity: Guard = None, external_id: ExternalId = None, clear: Clear = None,
) -> None:  # fmt: skip
    """Change a note that is not signed; with nothing but its id your editor opens with its text.

    \b
    Examples:
      caseload note edit n1 --minutes 25 --reached collateral
      caseload note edit n1 "Left voicemail, twice"
    """
    session = current(ctx)
    values = {
        "occurred": session.fact_when(at),
        "minutes": minutes,
        "mode": mode,
        "direction": direction,
        "reached": reached,
        "with_whom": with_whom,
        "place": place,
        "activity": activity,
        "format": format,
        "goal_ids": None,
        "response": response,
        "next_step": next_step,
        "miles": miles,
        "sensitivity": sensitivity,
        "external_id": external_id,
    }
    asked = bool(clear or goal) or any(value is not None for value in values.values())

    def change(before: Note, written: str | None = None) -> Note:
        own = own_ids(session, Goal, goal, before.client_id) or None
        return changed(before, clear, body=written, **(values | {"goal_ids": own}))

    if ref not in (None, STDIN) and session.asked.filters == Filters() and (body or not asked):
        _rewrite(session, lookup.of_kind(session.store, Note, ref or ""), body, change)
        clock_told(session, values["occurred"] if isinstance(values["occurred"], When) else None)
        return
    if body or not asked:
        raise Invalid("is written note by note", "one id; for several, options such as --activity", field="TEXT")
    notes = edited(session, Note, ref and [ref], change)
    saved_all(session, [(note, note_said(session, note)) for note in notes])
    clock_told(session, values["occurred"] if isinstance(values["occurred"], When) else None)


def _rewrite(session: Session, before: Note, body: list[str] | None, change: Callable[[Note, str], Note]) -> None:
    """Change a note and its text: the words typed, those on stdin, or what comes back from the editor."""
    if refusal := before.refusal_to_change():
        raise Refused(refusal)
    with draft(session, body, before.body) as written, session.step() as store:
        note = store.save(change(store.unchanged(before), written))
    saved(session, note, *note_said(session, note))


@app.command(cls=Writes)
def sign(ctx: typer.Context, refs: Refs) -> None:
    """Sign notes; from then on only an addendum corrects them.

    \b
    Examples:
      caseload note sign n1
      caseload note list --status draft --ids | caseload note sign -
    """
    session = current(ctx)
    typed = ids(session.inp, refs)
    with session.step() as store:
        drafts = {note.id: note for note in (lookup.of_kind(store, Note, ref) for ref in typed)}
        notes = [store.save(signed(note, session.stamp)) for note in drafts.values()]
    saved_all(session, [(note, ("signed",)) for note in notes])


@app.command(cls=Writes)
def addendum(
    ctx: typer.Context, ref: Ref, body: FreeText = None, kind: AddendumSort = None, reason: Because = None,
) -> None:  # fmt: skip
    """Add to a signed note: the only way to correct it.

    \b
    Examples:
      caseload note addendum n2 The visit was on Tuesday --kind amendment --reason "wrong day"
    """
    session = current(ctx)
    note = addable(lookup.of_kind(session.store, Note, ref))
    with draft(session, body) as written, session.step() as store:
        one = store.add(Addendum(note_id=note.id, kind=kind or AddendumKind.ADDENDUM, body=written, reason=reason))
    added(session, one, f"{one.kind} to {note.ref}")


def _summary(one: Note) -> str:
    return one.summary


def _columns(session: Session) -> list[Column[Note]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("occurred", lambda one: one.occurred, "When"),
        Column("mode", lambda one: one.mode),
        Column("reached", lambda one: one.reached),
        Column("minutes", lambda one: one.minutes, "Min", right=True),
        Column("status", lambda one: one.status),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("summary", lambda one: one.summary, "Text", text=True, say=unless_hidden(session, _summary)),
    ]
