"""caseload appointment."""

from collections.abc import Callable
from typing import Annotated

import typer

from caseload.actions import booking, series
from caseload.actions.series import Touched
from caseload.commands.kit.attending import (
    ByText,
    Meant,
    attended_to,
    refuse_note,
    unwritten_told,
    worded,
    worded_outcome,
    written_up,
)
from caseload.commands.kit.changing import client_id, edit_all, picked, title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.ends import Ends, refuse_both, take_end
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import due_column, marked, put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    CHOSEN,
    Chosen,
    Clear,
    ClientOrMe,
    Collateral,
    Sign,
    Text,
    Times,
    To,
    Until,
    bulk,
    current,
    lists,
    noun,
    word,
)
from caseload.commands.kit.saying import added, clashes, clashes_told, clock_told, note_said, on, saved, saved_all
from caseload.commands.kit.touching import ahead_told, begun_said, more_said, with_said
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.appointment import (
    BECAME,
    Appointment,
    AppointmentStatus,
    attended,
    is_open,
    last_day,
    settled,
)
from caseload.records.note import Note
from caseload.records.of.cancel_reason import CancelReason
from caseload.records.of.visit import kept_by, said_of
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.when.dates import say_when
from caseload.when.recurrence import Recurrence, parse_recurrence

app = noun("Things at a time: visits, hearings, clinics.")
register(app, Appointment)

Ref = Annotated[str, typer.Argument(metavar="REF", help="An appointment's id: a7.")]
Why = Annotated[CancelReason, word(CancelReason, "--reason", "Why")]
_EVERY = 'A series, made a year ahead: 2w, "mon,wed,fri", an RRULE; see help dates.'
Every = Annotated[str | None, typer.Option("--every", metavar="RULE", help=_EVERY)]
NewRule = Annotated[
    str | None, typer.Option("--every", metavar="RULE", help="With --following: the rule they are laid out by instead.")
]
Mine = Annotated[bool, typer.Option("--mine", help="Not the clients' own.")]
Following = Annotated[bool, typer.Option("--following", help="And all that follow it in its series.")]


@app.command(cls=adds(Appointment))
def add(
    ctx: typer.Context, client: ClientOrMe, title: Text, ends: Ends = None, every: Every = None, until: Until = None,
    times: Times = None, closed: Closed = False,
) -> None:  # fmt: skip
    """Add something at a time, or a series of it.

    \b
    Examples:
      caseload appointment add ana PCP Dr. Lee --at "fri 2pm" --minutes 45 --transport "bus pass"
      caseload appointment add me Team meeting --at mon@9:00
      caseload appointment add ana Hospital stay --at today --ends fri
      caseload appointment add ana Dialysis --at "mon 9:00" --every "mon,wed,fri" --until +6m
    """
    session = current(ctx)
    rule = _rule(session, every, until, times)
    words = title_of(session, title, session.asked.typed["starts"])
    refuse_both(session, ends)
    take_end(session, ends, session.asked.typed["starts"])
    whose = client_id(session, client)
    # A series is for what is to come, wherever it begins.
    begins = None if rule else session.asked.typed["starts"].day
    said = ask_if_closed(session, [whose], "book it", begins, closed=closed)
    with session.step() as store:
        first = made(session, Appointment, whose, title=words)
        begun = series.begin(store, first, rule, session.today) if rule else Touched(store.add(first))
        pairs = clashes(session, (begun.one, *begun.others))
        ahead = series.keep_ahead(store, session.today)
    added(session, begun.one, *_said(session, begun.one), begun_said(begun), said)
    ahead_told(session, ahead)
    clock_told(session, begun.one.starts, *(each.starts for each in begun.others))
    clashes_told(session, pairs)


@app.command("list", cls=lists(Appointment))
def list_(ctx: typer.Context, mine: Mine = False) -> None:
    """Appointments that are to come or wait for an outcome, the earliest first.

    \b
    Examples:
      caseload appointment list --client ana
      caseload appointment list --due week --mine --csv
    """
    session = current(ctx)
    which = wanted(session, Appointment)
    put_list(session, Appointment, which._replace(refers=("theirs", 0)) if mine else which, _columns(session))


@app.command(cls=edits(Appointment))
def edit(
    ctx: typer.Context, refs: Chosen = None, ends: Ends = None, clear: Clear = None, following: Following = False,
    closed: Closed = False,
) -> None:  # fmt: skip
    """Change an appointment, or it and all that follow in its series.

    \b
    Examples:
      caseload appointment edit a1 --place "County courthouse" --bring "photo id"
      caseload appointment edit a1 --clear transport
    """
    session = current(ctx)
    refuse_both(session, ends)

    asked: set[int | None] = set()
    session.asked.closed = closed

    def change(before: Appointment) -> Appointment:
        take_end(session, ends, session.asked.typed.get("starts", before.starts))
        after = said_of(before, edited_as_typed(session, before, clear), session.today)
        if is_open(after) and (after.starts != before.starts or not is_open(before)) and after.client_id not in asked:
            asked.add(after.client_id)
            ask_if_closed(session, [after.client_id], "book it", after.starts.day, closed=closed)
        return after

    if following:
        _edit_following(session, refs, change)
        return
    with session.step():
        found = edit_all(session, picked(session, Appointment, refs, "edit"), change)
        pairs = clashes(session, found) if _TIMED & session.asked.typed.keys() else ()
    saved_all(session, [(one, ()) for one in found])
    clock_told(session, *(one.starts for one in found if "starts" in session.asked.typed))
    clashes_told(session, pairs)


@app.command(cls=takes(Appointment, "minutes"))
def move(
    ctx: typer.Context, ref: Ref, to: To, following: Following = False, every: NewRule = None, closed: Closed = False
) -> None:
    """Give an appointment another time, or it and all that follow in its series; a lost one is booked anew.

    \b
    Examples:
      caseload appointment move a1 --to "mon 10:30"
      caseload appointment add ana Group --at "mon 9:00" --every "mon,wed" --times 8
      caseload appointment move a4 --to "tue 10:30" --following --every "tue,thu"
    """
    session = current(ctx)
    starts, rule, minutes = session.when(to), every and parse_recurrence(every), session.asked.typed.get("minutes")
    if rule and not following:
        raise Invalid("is for a move of all that follow", "--following beside it", field="--every")
    whose = lookup.of_kind(session.store, Appointment, ref).client_id
    ask_if_closed(session, [whose], "book it", None if following else starts.day, closed=closed)
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        if following:
            moved = series.move_following(store, before, starts, minutes, rule, session.today)
        else:
            moved = booking.move(store, before, starts, minutes, session.today)
        pairs = clashes(session, (moved.one, *moved.others))
    if moved.one.id == before.id:
        said = with_said(moved) if following else more_said(moved)
        saved(session, moved.one, said)
    else:
        added(session, moved.one, f"in place of {before.ref}", *_said(session, moved.one))
    clock_told(session, moved.one.starts, *(each.starts for each in moved.others if following))
    clashes_told(session, pairs)


_OUTCOME = takes(Appointment, "outcome", base=bulk(Appointment, *CHOSEN))
_OF_NOTES = ("mode", "miles", "goal_ids")


@app.command(cls=takes(Note, "minutes", *_OF_NOTES, base=_OUTCOME))
def kept(
    ctx: typer.Context, typed: Meant = None, text: ByText = None, collateral: Collateral = False, sign: Sign = False
) -> None:
    """Say that appointments took place; words write up the visit in the same step, as log does.

    The note has the time, minutes, mode and place of the appointment, unless others are said.

    \b
    Examples:
      caseload appointment kept a1 -m 45 --miles 6.3 Stove works, rent is paid
      caseload appointment kept ana
      caseload appointment list --due yesterday --ids | caseload appointment kept -
    """
    session = current(ctx)
    said = session.asked.typed
    outcome, minutes = said.pop("outcome", None), said.get("minutes")
    meant = attended_to(session, typed, text, "kept")
    refuse_note(session, meant, [name for name in _OF_NOTES if name in said], collateral=collateral, sign=sign)
    with worded(session, meant) as body, session.step() as store:
        over = [
            series.settle(store, kept_by(one, session.today, outcome, minutes), session.today) for one in meant.found
        ]
        note = written_up(session, over[0].one, body, collateral=collateral, sign=sign) if body else None
        ahead = series.keep_ahead(store, session.today)
    wrote = (note.ref, *note_said(session, note)) if note else ()
    saved_all(session, [(one.one, ("kept", one.one.outcome, *wrote, more_said(one))) for one in over], BECAME)
    ahead_told(session, ahead)
    if note:
        session.gave(note.ref)
    else:
        unwritten_told(session, [one.one for one in over])


@app.command(cls=_OUTCOME)
def noshow(ctx: typer.Context, typed: Meant = None, text: ByText = None) -> None:
    """Say that nobody came; words are the outcome.

    \b
    Examples:
      caseload appointment noshow a1
      caseload appointment noshow ana --text "no answer at the door"
    """
    session = current(ctx)
    meant = attended_to(session, typed, text, "noshow")
    with worded_outcome(session, meant) as outcome, session.step() as store:
        missed = [attended(one, AppointmentStatus.NOSHOW, session.today, outcome) for one in meant.found]
        over = [series.settle(store, one, session.today) for one in missed]
        ahead = series.keep_ahead(store, session.today)
    said = [(one.one, ("noshow", one.one.outcome, _rebook(one.one), more_said(one))) for one in over]
    saved_all(session, said, BECAME)
    ahead_told(session, ahead)


@app.command(cls=_OUTCOME)
def cancel(
    ctx: typer.Context, reason: Why, typed: Meant = None, text: ByText = None, following: Following = False
) -> None:
    """Cancel appointments, or one and all that follow in its series, with the reason as the field words it.

    \b
    Examples:
      caseload appointment cancel a1 --reason pat-lt
      caseload appointment cancel a1 --reason oth-int Interpreter asked for again
    """
    session = current(ctx)
    meant = attended_to(session, typed, text, "cancel")
    if following and len(meant.found) != 1:
        raise Invalid("is for one appointment and those that follow it", "one id", field="--following")
    with worded_outcome(session, meant) as outcome, session.step() as store:
        if following:
            over = [series.cancel_following(store, meant.found[0], reason, outcome)]
        else:
            lost = [settled(one, AppointmentStatus.CANCELLED, reason, outcome) for one in meant.found]
            over = [series.settle(store, one, session.today) for one in lost]
        ahead = series.keep_ahead(store, session.today)
    facts = [(with_said(one), "the series ends") if following else (_rebook(one.one), more_said(one)) for one in over]
    told = [
        (one.one, (f"cancelled, {reason.said}", one.one.outcome, *more)) for one, more in zip(over, facts, strict=True)
    ]
    saved_all(session, told, BECAME)
    ahead_told(session, ahead)


def _said(session: Session, one: Appointment) -> tuple[str | None, ...]:
    if one.takes_days:
        return (on(session, "at", one.starts), f"to {say_when(last_day(one))}")
    return (on(session, "at", one.starts), f"{one.minutes} min" if one.minutes else None)


def _rule(session: Session, every: str | None, until: str | None, times: int | None) -> Recurrence | None:
    last = session.day(until)
    if every is not None:
        return Recurrence.parse(parse_recurrence(every)).ending(last, times)
    if last or times is not None:
        raise Invalid("has no rule to end", "--every RULE", field="--until" if last else "--times")
    return None


def _edit_following(session: Session, refs: list[str] | None, change: Callable[[Appointment], Appointment]) -> None:
    with session.step() as store:
        found = picked(session, Appointment, refs, "edit")
        if len(found) != 1:
            raise Invalid("is for one appointment and those that follow it", "one id", field="--following")
        after = change(found[0])
        touched = series.edit_following(store, found[0], after, _shared(found[0], after))
        if session.asked.to_client is not None:
            from caseload.commands.kit.giving import give

            one, *others = give(session, series.part(store, touched.one), lambda each: each)
            touched = Touched(one, tuple(filter(is_open, others)))
        pairs = clashes(session, (touched.one, *touched.others)) if _TIMED & session.asked.typed.keys() else ()
    saved(session, touched.one, with_said(touched))
    clashes_told(session, pairs)


_TIMED = {"starts", "minutes", "status"}
"""The fields whose change may put an appointment at one time with another."""

_OF_ONE = ("starts", "status", "cancel_reason", "outcome", "external_id")


def _shared(before: Appointment, after: Appointment) -> dict[str, object]:
    """What an edit changed, where it may be said of all that follow; Invalid for what is one appointment's own."""
    new = {key: value for key, value in vars(after).items() if value != getattr(before, key)}
    if own := [name for name in _OF_ONE if name in new]:
        raise Invalid("is one appointment's own", "leave out --following, or see move and cancel", field=own[0])
    return new


def _rebook(one: Appointment) -> str:
    return f"another time: caseload appointment move {one.ref} --to WHEN"


def _what(one: Appointment) -> str:
    marks = ["" if one.status == "booked" else f"{one.status}: ", "theirs: " if one.theirs else ""]
    return "".join(marks) + (f"{one.title} · {one.place}" if one.place else one.title)


def _columns(session: Session) -> list[Column[Appointment]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        due_column(session, "starts", lambda one: one.starts, "appointment", "Starts"),
        Column("minutes", lambda one: one.minutes, "Min", right=True, spare=True),
        Column("status", lambda one: one.status, spare=True),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, text=True, say=unless_hidden(session, marked(session, _what))),
    ]
