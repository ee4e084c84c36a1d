"""caseload attendance."""

from typing import Annotated

import typer

from caseload.actions.rolling import keep_one, refuse_foreign
from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.output.column import Column
from caseload.records.attendance import Attendance, Attended
from caseload.records.enrollment import Enrollment
from caseload.records.meeting import Meeting
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles, clients_of
from caseload.store.reads.programs import Meetings

app = noun("Who came to which meeting: late, excused, made up; see also `caseload roll`.")
register(app, Attendance)

Of = Annotated[str, typer.Argument(metavar="ENROLLMENT", help="The enrollment's id: en1.")]
At = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting's id: me1.")]


@app.command(cls=adds(Attendance))
def add(ctx: typer.Context, enrollment: Of, meeting: At) -> None:
    """Add that a client came to a meeting, or did not; said again it corrects. `caseload roll` is for a group.

    \b
    Examples:
      caseload attendance add en1 me1 --attended late --minutes-late 10
      caseload attendance add en1 me1 --excused --reason "at the doctor's"
    """
    session = current(ctx)
    with session.step() as store:
        of = lookup.of_kind(store, Enrollment, enrollment)
        at = lookup.of_kind(store, Meeting, meeting)
        one = made(session, Attendance, of.client_id, enrollment_id=of.id, meeting_id=at.id)
        one = keep_one(store, one, of, at, session.today)
    added(session, one, of.ref, on(session, "on", at.held), at.topic, _nothing_missed(session, one))


@app.command("list", cls=lists(Attendance))
def list_(
    ctx: typer.Context,
    meeting: Annotated[str | None, typer.Option("--meeting", metavar="REF", help="Only of this meeting: me1.")] = None,
    enrollment: Annotated[
        str | None, typer.Option("--enrollment", metavar="REF", help="Only of this enrollment: en1.")
    ] = None,
) -> None:  # fmt: skip
    """Who came to which meeting, meeting by meeting.

    \b
    Examples:
      caseload attendance list --meeting me1
      caseload attendance list --client ana --where "attended = no" --csv
    """
    session = current(ctx)
    which = wanted(session, Attendance)
    if meeting is not None:
        which = which._replace(refers=("meeting_id", lookup.of_kind(session.store, Meeting, meeting).id))
    elif enrollment is not None:
        which = which._replace(refers=("enrollment_id", lookup.of_kind(session.store, Enrollment, enrollment).id))
    put_list(session, Attendance, which, _columns(session))


@app.command(cls=edits(Attendance))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an attendance: excused, late, made up.

    \b
    Examples:
      caseload attendance edit at1 --attended no --excused --reason "called at noon"
      caseload attendance edit at1 --hours-credited 1
    """
    session = current(ctx)

    def change(before: Attendance) -> Attendance:
        after = edited_as_typed(session, before, clear)
        refuse_foreign(session.store, after)
        return after

    found = edited(session, Attendance, refs, change)
    saved_all(session, [(one, (_nothing_missed(session, one),)) for one in found])


def _nothing_missed(session: Session, one: Attendance) -> str | None:
    """That what is made up for was no absence."""
    if one.makeup_of_id is None:
        return None
    missed = session.store.get(Attendance, one.makeup_of_id, voided=True)
    return None if missed.attended is Attended.NO else f"{missed.ref} is no absence: it stays a meeting that was kept"


def _columns(session: Session) -> list[Column[Attendance]]:
    handles, client, meetings = Handles(session.store), clients_of(session.store, Attendance), Meetings(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[client(one)], "Client"),
        Column("enrollment", lambda one: f"{Enrollment.PREFIX}{one.enrollment_id}", "Enrollment"),
        Column("held", lambda one: meetings[one.meeting_id].held, "When"),
        Column("topic", lambda one: meetings[one.meeting_id].topic, "Topic", text=True),
        Column("attended", lambda one: one.attended, "Came", say=lambda one: one.called),
        Column("reason", lambda one: one.reason, "Reason", text=True),
    ]
