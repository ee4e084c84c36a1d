"""caseload appointment."""

from collections.abc import Callable
from typing import Annotated

import typer

from caseload.actions import booking, series
from caseload.actions.series import Touched
from caseload.commands.kit.changing import client_id, edited, picked, title_of
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import late_by, put_list, unless_hidden, wanted
from caseload.commands.kit.options import (
    Chosen,
    Clear,
    ClientOrMe,
    Text,
    Times,
    To,
    Until,
    current,
    lists,
    noun,
    word,
)
from caseload.commands.kit.saying import added, clock_told, on, saved, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.appointment import (
    Appointment,
    AppointmentStatus,
    CancelReason,
    attended,
    settled,
)
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
Following = Annotated[bool, typer.Option("--following", help="And all that follow it in its series.")]


@app.command(cls=adds(Appointment))
def add(
    ctx: typer.Context, client: ClientOrMe, title: Text, every: Every = None, until: Until = None, times: Times = None,
) -> None:  # fmt: skip
    """Add something at a time, or a series of it.

    \b
    Examples:
      caseload appointment add ana PCP Dr. Lee --at "fri 2pm" --minutes 45 --transport "bus pass"
      caseload appointment add me Team meeting --at mon@9:00
      caseload appointment add ana Dialysis --at "mon 9:00" --every "mon,wed,fri" --until +6m
    """
    session = current(ctx)
    rule = _rule(session, every, until, times)
    words = title_of(session, title, session.asked.typed["starts"])
    with session.step() as store:
        first = made(session, Appointment, client_id(session, client), title=words)
        begun = series.begin(store, first, rule, session.today) if rule else Touched(store.add(first))
    added(session, begun.one, *_said(session, begun.one), _begun_said(begun))
    clock_told(session, begun.one.starts, *(each.starts for each in begun.others))


@app.command("list", cls=lists(Appointment))
def list_(ctx: typer.Context) -> None:
    """Appointments that are to come or wait for an outcome, the earliest first.

    \b
    Examples:
      caseload appointment list --client ana
      caseload appointment list --due week --csv
    """
    session = current(ctx)
    put_list(session, Appointment, wanted(session, Appointment), _columns(session))


@app.command(cls=edits(Appointment))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None, following: Following = False) -> None:
    """Change an appointment, or it and all that follow in its series.

    \b
    Examples:
      caseload appointment edit a1 --place "County courthouse" --bring "photo id"
      caseload appointment edit a1 --clear transport
    """
    session = current(ctx)

    def change(before: Appointment) -> Appointment:
        return edited_as_typed(session, before, clear)

    if following:
        _edit_following(session, refs, change)
        return
    found = edited(session, Appointment, refs, change)
    saved_all(session, [(one, _said(session, one)) for one in found])
    clock_told(session, *(one.starts for one in found if "starts" in session.asked.typed))


@app.command(cls=takes(Appointment, "minutes"))
def move(ctx: typer.Context, ref: Ref, to: To, following: Following = False, every: NewRule = None) -> None:
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
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        if following:
            moved = series.move_following(store, before, starts, minutes, rule, session.today)
        else:
            moved = booking.move(store, before, starts, minutes, session.today)
    if moved.one.id == before.id:
        said = _with_said(moved) if following else _more_said(moved)
        saved(session, moved.one, *_said(session, moved.one), said)
    else:
        added(session, moved.one, f"in place of {before.ref}", *_said(session, moved.one))
    clock_told(session, moved.one.starts, *(each.starts for each in moved.others if following))


@app.command(cls=takes(Appointment, "outcome", "minutes"))
def kept(ctx: typer.Context, ref: Ref) -> None:
    """Say that an appointment took place.

    \b
    Examples:
      caseload appointment kept a1 --outcome "new medication" --minutes 40
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        after = attended(before, AppointmentStatus.FULFILLED, session.today, **session.asked.typed)
        over = series.settle(store, after, session.today)
    saved(session, over.one, "kept", over.one.outcome, _more_said(over))


@app.command(cls=takes(Appointment, "outcome"))
def noshow(ctx: typer.Context, ref: Ref) -> None:
    """Say that nobody came.

    \b
    Examples:
      caseload appointment noshow a1
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        missed = attended(before, AppointmentStatus.NOSHOW, session.today, **session.asked.typed)
        over = series.settle(store, missed, session.today)
    saved(session, over.one, "noshow", over.one.outcome, _rebook(over.one), _more_said(over))


@app.command(cls=takes(Appointment, "outcome"))
def cancel(ctx: typer.Context, ref: Ref, reason: Why, following: Following = False) -> None:
    """Cancel an appointment, or it and all that follow in its series, with the reason as the field words it.

    \b
    Examples:
      caseload appointment cancel a1 --reason pat-lt
      caseload appointment cancel a1 --reason oth-int --outcome "interpreter asked for again"
    """
    session = current(ctx)
    outcome = session.asked.typed.get("outcome")
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        if following:
            over = series.cancel_following(store, before, reason, outcome)
        else:
            after = settled(before, AppointmentStatus.CANCELLED, reason, outcome)
            over = series.settle(store, after, session.today)
    said = (_with_said(over), "the series ends") if following else (_rebook(over.one), _more_said(over))
    saved(session, over.one, f"cancelled, {reason.said}", over.one.outcome, *said)


def _said(session: Session, one: Appointment) -> tuple[str | None, ...]:
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
    saved(session, touched.one, *_said(session, touched.one), _with_said(touched))


_OF_ONE = ("starts", "status", "cancel_reason", "outcome", "external_id")


def _shared(before: Appointment, after: Appointment) -> dict[str, object]:
    """What an edit changed, where it may be said of all that follow; Invalid for what is one appointment's own."""
    new = {key: value for key, value in vars(after).items() if value != getattr(before, key)}
    if own := [name for name in _OF_ONE if name in new]:
        raise Invalid("is one appointment's own", "leave out --following, or see move and cancel", field=own[0])
    return new


def _begun_said(begun: Touched) -> str | None:
    """How many a series has and until when: 157 in series to Fri 2027-11-19, more as they are kept."""
    if begun.one.series_id is None:
        return None
    more = ", more as they are kept" if begun.goes_on else ""
    return f"{1 + len(begun.others)} in series to {say_when(begun.last.day)}{more}"


def _with_said(touched: Touched) -> str | None:
    """How many were changed with the one that was named."""
    if not touched.others:
        return None
    follow = "follows" if len(touched.others) == 1 else "follow"
    return f"and {len(touched.others)} that {follow}, to {say_when(touched.last.day)}"


def _more_said(touched: Touched) -> str | None:
    """How many a series was topped up by."""
    return f"{len(touched.others)} more in series, to {say_when(touched.last.day)}" if touched.others else None


def _rebook(one: Appointment) -> str:
    return f"another time: caseload appointment move {one.ref} --to WHEN"


def _what(one: Appointment) -> str:
    return f"{one.title} · {one.place}" if one.place else one.title


def _columns(session: Session) -> list[Column[Appointment]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("starts", lambda one: one.starts, style=late_by(session, "appointment")),
        Column("minutes", lambda one: one.minutes, "Min", right=True),
        Column("status", lambda one: one.status),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, text=True, say=unless_hidden(session, _what)),
    ]
