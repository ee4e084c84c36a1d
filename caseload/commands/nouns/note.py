"""caseload note."""

from collections.abc import Callable
from typing import Annotated

import typer

from caseload.commands.kit.changing import edit_all, edited, to_change
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import late_by, late_in_words, put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    Clear,
    ClientWho,
    FreeText,
    Refs,
    Sign,
    Writes,
    current,
    lists,
    noun,
)
from caseload.commands.kit.saying import added, clock_told, note_said, saved, saved_all
from caseload.errors import Invalid, Refused
from caseload.intake.draft import draft
from caseload.intake.piped import STDIN, ids
from caseload.output.column import Column
from caseload.records.addendum import Addendum, addable
from caseload.records.note import (
    Note,
    reached_unsaid,
    signed,
)
from caseload.records.of.sharing import driven_together
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.value import replace
from caseload.when.dates import When

app = noun("Contacts, attempted or made.")
register(app, Note)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A note's id: n15.")]
OneOrMany = Annotated[
    str | None, typer.Argument(metavar="[REF|-]", help="A note's id; - for ids on stdin; or none, and a filter.")
]


@app.command(cls=adds(Note))
def add(
    ctx: typer.Context, client: ClientWho, body: FreeText = None, sign: Sign = False, closed: Closed = False
) -> None:
    """Write a note; without words your editor opens.

    \b
    Examples:
      caseload note add ana Went through the lease together --mode visit --minutes 50 --goal g1
      caseload note add ana - --format soap --at yesterday < visit.txt
    """
    session = current(ctx)
    typed, is_dated = session.asked.typed, "occurred" in session.asked.typed
    typed.setdefault("occurred", When.at(session.now))
    typed.setdefault("reached", reached_unsaid(typed.get("mode"), typed.get("direction")))
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "write the note", typed["occurred"].day, closed=closed)
    note = made(session, Note, whose)
    note = signed(note, session.stamp) if sign or session.config.sign_on_save else note
    with draft(session, body) as written, session.step() as store:
        note = store.add(replace(note, body=written))
    added(session, note, *note_said(session, note), said)
    clock_told(session, note.occurred if is_dated else None)


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


@app.command(cls=edits(Note))
def edit(ctx: typer.Context, ref: OneOrMany = None, body: FreeText = None, clear: Clear = None) -> None:
    """Change a note that is not signed; with nothing but its id your editor opens with its text.

    \b
    Examples:
      caseload note edit n1 --minutes 25 --reached collateral
      caseload note edit n1 "Left voicemail, twice"
    """
    session = current(ctx)
    typed = session.asked.typed

    def change(before: Note, written: str | None = None) -> Note:
        return edited_as_typed(session, before, clear, body=written)

    is_rewritten = bool(body or not (clear or typed or session.asked.own or session.asked.to_client))
    if is_rewritten and ref not in (None, STDIN) and session.asked.filters == Filters():
        _rewrite(session, to_change(session, Note, ref or "", "body"), body, change)
    elif is_rewritten:
        raise Invalid("is written note by note", "one id; for several, options such as --activity", field="TEXT")
    else:
        notes = edited(session, Note, ref and [ref], change)
        saved_all(session, [(note, ()) for note in notes])
    clock_told(session, typed.get("occurred"))


def _rewrite(session: Session, before: Note, body: list[str] | None, change: Callable[[Note, str], Note]) -> None:
    """Change a note and its text: the words typed, those on stdin, or what comes back from the editor."""
    if (refusal := before.refusal_to_change()) and session.asked.to_client is None:
        raise Refused(refusal)
    with draft(session, body, before.body) as written, session.step() as store:
        note = edit_all(session, [store.unchanged(before)], lambda one: change(one, written))[0]
    saved(session, note)


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


@app.command(cls=takes(Note, "miles"))
def trip(ctx: typer.Context, refs: Refs) -> None:
    """The miles of one drive to several contacts, shared among their notes.

    \b
    Examples:
      caseload note add ana Looked at the flat --mode visit
      caseload note trip n1 n3 --miles 45120-45148.6
    """
    session = current(ctx)
    miles = session.asked.typed.get("miles")
    if miles is None:
        raise Invalid("is missing", "28.6, or the odometer: 45120-45148.6", field="--miles")
    typed = ids(session.inp, refs)
    with session.step() as store:
        found = {note.id: note for note in (lookup.of_kind(store, Note, ref) for ref in typed)}
        notes = [store.save(note) for note in driven_together(list(found.values()), miles)]
    saved_all(session, [(note, ()) for note in notes])


@app.command(cls=takes(Addendum, "kind", "reason"))
def addendum(ctx: typer.Context, ref: Ref, body: FreeText = None) -> None:
    """Add to a signed note: the only way to correct it.

    \b
    Examples:
      caseload note addendum n2 The visit was on Tuesday --kind amendment --reason "wrong day"
    """
    session = current(ctx)
    note = addable(lookup.of_kind(session.store, Note, ref))
    with draft(session, body) as written, session.step() as store:
        one = store.add(made(session, Addendum, note_id=note.id, body=written))
    added(session, one, f"{one.kind} to {note.ref}")


def _summary(one: Note) -> str:
    return one.summary


def _columns(session: Session) -> list[Column[Note]]:
    handles, late = Handles(session.store), late_in_words(session, "note-unsigned")
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("occurred", lambda one: one.occurred, "When"),
        Column("mode", lambda one: one.mode),
        Column("reached", lambda one: one.reached),
        Column("minutes", lambda one: one.minutes, "Min", right=True),
        Column(
            "status",
            lambda one: one.status,
            style=late_by(session, "note-unsigned"),
            say=lambda one: ", ".join(filter(None, (one.status, late(one)))),
        ),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("summary", lambda one: one.summary, "Text", text=True, say=unless_hidden(session, _summary)),
    ]
