"""caseload appointment."""

from typing import Annotated

import typer

from caseload.actions import booking
from caseload.commands.options import (
    Clear,
    ClientOrMe,
    DueRange,
    ExternalId,
    ForClient,
    Limit,
    Reads,
    Sort,
    Status,
    Text,
    To,
    Voided,
    Writes,
    current,
    noun,
    text,
    word,
)
from caseload.commands.shared import added, changed, client_id, on, register, saved, title_of
from caseload.commands.showing import put_list, wanted
from caseload.output.columns import Column
from caseload.records.appointment import (
    Appointment,
    AppointmentStatus,
    CancelReason,
    attended,
    lacks_outcome,
    settled,
)
from caseload.session import Session
from caseload.store import lookup, queries

app = noun("Things at a time: visits, hearings, clinics.")
register(app, Appointment)

Ref = Annotated[str, typer.Argument(metavar="REF", help="An appointment's id: a7.")]
_AT = typer.Option("--at", metavar="WHEN", help='When: "fri 2pm", 2026-11-30@14:30; see help dates.')
At = Annotated[str, _AT]
OtherTime = Annotated[str | None, _AT]
Title = Annotated[str | None, text("--title", "Other words.")]
Minutes = Annotated[int | None, typer.Option("--minutes", "-m", metavar="MIN", min=0, help="How long it takes.")]
Place = Annotated[str | None, text("--place", "Where.")]
How = Annotated[str | None, text("--mode", "In person, by phone, by video.")]
Sort_ = Annotated[str | None, text("--kind", "What sort it is: dialysis, court, home visit.")]
Standing = Annotated[AppointmentStatus | None, word(AppointmentStatus, "--status", "Where it stands")]
Why = Annotated[CancelReason, word(CancelReason, "--reason", "Why")]
WhyNot = Annotated[CancelReason | None, word(CancelReason, "--cancel-reason", "Why it did not take place")]
Prepare = Annotated[str | None, text("--prepare", "What to do before it.")]
Bring = Annotated[str | None, text("--bring", "What to take along.")]
Accommodations = Annotated[str | None, text("--accommodations", "What the client needs there: interpreter, ramp.")]
Transport = Annotated[str | None, text("--transport", "How the client gets there.")]
Outcome = Annotated[str | None, text("--outcome", "What came of it.")]


@app.command(cls=Writes)
def add(
    ctx: typer.Context, client: ClientOrMe, title: Text, at: At, minutes: Minutes = None, place: Place = None,
    mode: How = None, kind: Sort_ = None, status: Standing = None, prepare: Prepare = None, bring: Bring = None,
    accommodations: Accommodations = None, transport: Transport = None, external_id: ExternalId = None,
) -> None:  # fmt: skip
    """Add something at a time.

    \b
    Examples:
      caseload appointment add ana PCP Dr. Lee --at "fri 2pm" --minutes 45 --transport "bus pass"
      caseload appointment add me Team meeting --at mon@9:00
    """
    session = current(ctx)
    starts = session.when(at)
    words = title_of(session, title, starts)
    with session.step() as store:
        one = store.add(
            Appointment(
                client_id=client_id(session, client),
                title=words,
                starts=starts,
                minutes=minutes,
                place=place,
                mode=mode,
                kind=kind,
                status=status or AppointmentStatus.BOOKED,
                prepare=prepare,
                bring=bring,
                accommodations=accommodations,
                transport=transport,
                external_id=external_id,
            )
        )
    added(session, one, *_said(session, one))


@app.command("list", cls=Reads)
def list_(
    ctx: typer.Context, client: ForClient = None, status: Status = None, due: DueRange = None, voided: Voided = False,
    sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Appointments that are to come or wait for an outcome, the earliest first.

    \b
    Examples:
      caseload appointment list --client ana
      caseload appointment list --due week --csv
    """
    session = current(ctx)
    which = wanted(session, Appointment, client, status, due, voided=voided, sort=sort, limit=limit)
    put_list(session, Appointment, which, _columns(session))


@app.command(cls=Writes)
def edit(
    ctx: typer.Context, ref: Ref, title: Title = None, at: OtherTime = None, minutes: Minutes = None,
    place: Place = None, mode: How = None, kind: Sort_ = None, status: Standing = None, cancel_reason: WhyNot = None,
    prepare: Prepare = None, bring: Bring = None, accommodations: Accommodations = None, transport: Transport = None,
    outcome: Outcome = None, external_id: ExternalId = None, clear: Clear = None,
) -> None:  # fmt: skip
    """Change an appointment.

    \b
    Examples:
      caseload appointment edit a1 --place "County courthouse" --bring "photo id"
      caseload appointment edit a1 --clear transport
    """
    session = current(ctx)
    with session.step() as store:
        one = store.save(
            changed(
                lookup.of_kind(store, Appointment, ref),
                clear,
                title=title,
                starts=session.when(at),
                minutes=minutes,
                place=place,
                mode=mode,
                kind=kind,
                status=status,
                cancel_reason=cancel_reason,
                prepare=prepare,
                bring=bring,
                accommodations=accommodations,
                transport=transport,
                outcome=outcome,
                external_id=external_id,
            )
        )
    saved(session, one, *_said(session, one))


@app.command(cls=Writes)
def move(ctx: typer.Context, ref: Ref, to: To, minutes: Minutes = None) -> None:
    """Give an appointment another time; in place of a cancelled or missed one a new one is made.

    \b
    Examples:
      caseload appointment move a1 --to "mon 10:30"
    """
    session = current(ctx)
    starts = session.when(to)
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        one = booking.move(store, before, starts, minutes)
    if one.id == before.id:
        saved(session, one, *_said(session, one))
    else:
        added(session, one, f"in place of {before.ref}", *_said(session, one))


@app.command(cls=Writes)
def kept(ctx: typer.Context, ref: Ref, outcome: Outcome = None, minutes: Minutes = None) -> None:
    """Say that an appointment took place.

    \b
    Examples:
      caseload appointment kept a1 --outcome "new medication" --minutes 40
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        one = store.save(attended(before, AppointmentStatus.FULFILLED, session.today, outcome, minutes))
    saved(session, one, "kept", one.outcome)


@app.command(cls=Writes)
def noshow(ctx: typer.Context, ref: Ref, outcome: Outcome = None) -> None:
    """Say that nobody came.

    \b
    Examples:
      caseload appointment noshow a1
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Appointment, ref)
        one = store.save(attended(before, AppointmentStatus.NOSHOW, session.today, outcome))
    saved(session, one, "noshow", one.outcome, _rebook(one))


@app.command(cls=Writes)
def cancel(ctx: typer.Context, ref: Ref, reason: Why, outcome: Outcome = None) -> None:
    """Cancel an appointment, with the reason as the field words it.

    \b
    Examples:
      caseload appointment cancel a1 --reason pat-lt
      caseload appointment cancel a1 --reason oth-int --outcome "interpreter asked for again"
    """
    session = current(ctx)
    with session.step() as store:
        one = store.save(settled(lookup.of_kind(store, Appointment, ref), AppointmentStatus.CANCELLED, reason, outcome))
    saved(session, one, f"cancelled, {reason.said}", one.outcome, _rebook(one))


def _said(session: Session, one: Appointment) -> tuple[str | None, ...]:
    return (on(session, "at", one.starts), f"{one.minutes} min" if one.minutes else None)


def _rebook(one: Appointment) -> str:
    return f"another time: caseload appointment move {one.ref} --to WHEN"


def _what(one: Appointment) -> str:
    return f"{one.title} · {one.place}" if one.place else one.title


def _columns(session: Session) -> list[Column[Appointment]]:
    handles = queries.Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("starts", lambda one: one.starts, style=lambda one: "late" if lacks_outcome(one, session.now) else ""),
        Column("minutes", lambda one: one.minutes, "Min", right=True),
        Column("status", lambda one: one.status),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, text=True, say=_what),
    ]
