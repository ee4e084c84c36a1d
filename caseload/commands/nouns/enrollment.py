"""caseload enrollment."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Annotated

import typer

from caseload.actions import enrolling
from caseload.commands.kit import enrollment_papers
from caseload.commands.kit.changing import confirm_count, edited, picked, title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reason, Writes, bulk, current, lists, noun, text
from caseload.commands.kit.programs import left_said, next_said
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.enrollment import Enrollment, EnrollmentStatus, in_phase, waived
from caseload.records.kinds import many
from caseload.records.of.at_risk import Standing, miss_said, standing
from caseload.records.program import Program
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.programs import Programs, enrollments_of, followed, followed_each, is_enrolled, program_meant

app = noun("Who is in a programme: waiting, enrolled, completed; done and left by requirement.")
register(app, Enrollment)


Ref = Annotated[str, typer.Argument(metavar="REF", help="An enrollment's id: en1.")]
Which = Annotated[str, typer.Argument(metavar="PROGRAM", help="The program: pg1, or its name.")]
Over = Annotated[bool, typer.Option("--force", help="Although every place is taken.")]
Again = Annotated[bool, typer.Option("--force", help="Although every place is taken, or the client is in it already.")]
Phase = Annotated[list[str] | None, typer.Argument(metavar="[PHASE]", help="Which; the next unless said.")]
Names = Annotated[list[str], typer.Argument(metavar="REQUIREMENT...", help="Which: sessions, parenting.")]
Waive = Annotated[
    list[str] | None,
    typer.Option("--waive", metavar="REQ", help="A requirement that is not asked; with --reason; may be repeated."),
]
Everyone = Annotated[
    str | None, typer.Option("--program", metavar="PROGRAM", help="Everyone in it who has met every requirement.")
]
Because = Annotated[str | None, text("--reason", "Why; it is kept.")]


@app.command(cls=adds(Enrollment))
def add(ctx: typer.Context, client: ClientWho, program: Which, force: Again = False, closed: Closed = False) -> None:
    """Enrol a client in a programme from today; where it is full, on its waitlist.

    \b
    Examples:
      caseload enrollment add ana pg2 --due 2027-03-31 --ordered-by "county court"
      caseload enrollment add zoe pg2 --status waitlist --waitlisted-on 2026-11-02
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    of = program_meant(session.store, program)
    said = ask_if_closed(session, [whose], "enrol them", closed=closed)
    session.asked.typed.setdefault("sensitivity", of.sensitivity)
    with session.step() as store:
        new = made(session, Enrollment, whose, program_id=of.id)
        new = enrolling.enter(store, new, of, session.today, force=force)
    added(session, new, *_said(session, new, of), _waits_said(session, new, of), said)


def _waits_said(session: Session, new: Enrollment, of: Program) -> str | None:
    """Why somebody is on a waitlist: no place is free, or others wait for it."""
    if new.status is not EnrollmentStatus.WAITLIST or of.capacity is None:
        return None
    first = enrolling.next_in(session.store, of)
    if first is None:
        return f"{of.ref} is full: on the waitlist"
    if first.record.id == new.id:
        return f"next for the place that is free in {of.ref}: caseload enrollment enroll {new.ref}"
    return f"{first.record.ref} waits for the place that is free in {of.ref}: on the waitlist"


@app.command("list", cls=lists(Enrollment))
def list_(
    ctx: typer.Context,
    program: Annotated[str | None, typer.Option("--program", metavar="PROGRAM", help="Only in this program.")] = None,
) -> None:
    """Who is in programmes or waits, with how each stands; --due asks for the day it is to be done.

    \b
    Examples:
      caseload enrollment list --program pg1
      caseload enrollment list --client ana --status all --csv
    """
    session = current(ctx)
    which = wanted(session, Enrollment)
    if program is not None:
        which = which._replace(refers=("program_id", program_meant(session.store, program).id))
    put_list(session, Enrollment, which, _columns(session))


@app.command(cls=edits(Enrollment))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an enrollment.

    \b
    Examples:
      caseload enrollment edit en1 --due 2027-04-30 --ordered-by "county court"
      caseload enrollment edit en1 --clear due
    """
    session = current(ctx)
    found = edited(session, Enrollment, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def enroll(ctx: typer.Context, ref: Ref, on_day: On = None, over: Over = False) -> None:
    """Who waits has a place, from today unless --on says another day.

    \b
    Examples:
      caseload enrollment enroll en2
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Enrollment, ref)
        of = store.get(Program, before.program_id)
        first = enrolling.next_in(store, of)
        after = enrolling.enroll(store, before, of, session.day(on_day) or session.today, force=over)
    passed = f"before {first.record.ref}, who was next" if first and first.record.id != after.id else None
    saved(session, after, of.name, passed, next_said(session, of, enrolling.next_in(session.store, of)))


@app.command(cls=Writes)
def phase(ctx: typer.Context, ref: Ref, name: Phase = None, on_day: On = None) -> None:
    """Move to the next phase, or back to one before; no phase is left out.

    \b
    Examples:
      caseload enrollment phase en1
      caseload enrollment phase en1 Work --on yesterday
    """
    session = current(ctx)
    words = title_of(session, name, None) if name else None
    with session.step() as store:
        before = lookup.of_kind(store, Enrollment, ref)
        of = store.get(Program, before.program_id)
        after = store.save(in_phase(before, of, words, session.fact_day(on_day) or session.today))
    saved(session, after, of.name)


@app.command(cls=Writes)
def waive(ctx: typer.Context, ref: Ref, names: Names, reason: Reason) -> None:
    """Requirements that are not asked of this client, and why.

    \b
    Examples:
      caseload enrollment waive en1 sessions --reason "the judge, 12 November"
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Enrollment, ref)
        of = store.get(Program, before.program_id)
        after = store.save(waived(before, of, names, reason))
    saved(session, after, _left(session, after))


@app.command(cls=bulk(Enrollment))
def complete(
    ctx: typer.Context, refs: Chosen = None, program: Everyone = None, waive: Waive = None, reason: Because = None,
    on_day: On = None,
) -> None:  # fmt: skip
    """The programme is completed: only where every requirement is met, or waived with a reason.

    Several are completed all or none; with --program everyone in it who has met every requirement.

    \b
    Examples:
      caseload enrollment complete en1 --waive sessions --waive parenting --waive phases --reason "the judge"
      caseload enrollment complete --program pg1 --dry-run
    """
    session = current(ctx)
    if waive and not reason:
        raise Invalid("is missing", "why it is not asked", field="--reason")
    if reason and not waive:
        raise Invalid("says why something is waived", "--waive REQUIREMENT beside it", field="--reason")
    day = session.fact_day(on_day) or session.today
    of = program_meant(session.store, program) if program else None
    with session.step() as store:
        found = _met(session, of, refs, day) if of else picked(session, Enrollment, refs, "complete")
        each = [
            enrolling.complete(store, one, store.get(Program, one.program_id), day, waive or [], reason)
            for one in found
        ]
    if of and not each:
        session.tell(f"nobody in {of.ref} {of.name} has met every requirement: caseload board program {of.ref}")
        return
    saved_all(session, [(one, (left_said(stood._replace(can_miss=None), one),)) for one, stood in each])
    _completed_told(session, [one for one, _ in each])


def _completed_told(session: Session, done: Sequence[Enrollment]) -> None:
    """Tell who has the places that are free now, and how the letter is written."""
    for number in dict.fromkeys(one.program_id for one in done):
        of = session.store.get(Program, number)
        if free := next_said(session, of, enrolling.next_in(session.store, of)):
            session.tell(free)
    if done:
        which = done[0].ref if len(done) == 1 else "REF"
        session.tell(f"the letter: caseload enrollment letter {which} --recipient REF|WORDS --purpose TEXT")


def _met(session: Session, of: Program, refs: Sequence[str] | None, day: date) -> list[Enrollment]:
    """Everyone in a programme who has met every requirement by a day, their number confirmed."""
    if refs:
        raise Invalid("stands beside ids", "ids or a program, not both", field="--program")
    there = enrollments_of(session.store, of.id)
    each = followed_each(session.store, [one for one in there if is_enrolled(one)])
    met = [one.record for one in each if standing(one, day).is_done]
    if met:
        confirm_count(session, "complete", len(met), many(Enrollment.TABLE, len(met)))
    return met


@app.command(cls=Writes)
def withdraw(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """The client has left the programme, or waits no more.

    \b
    Examples:
      caseload enrollment withdraw en1 --reason "moved to the coast"
    """
    _end(ctx, ref, EnrollmentStatus.WITHDRAWN, reason, on_day)


@app.command(cls=Writes)
def expel(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """The programme has put the client out.

    \b
    Examples:
      caseload enrollment expel en1 --reason "four absences"
    """
    _end(ctx, ref, EnrollmentStatus.EXPELLED, reason, on_day)


def _end(ctx: typer.Context, ref: str, status: EnrollmentStatus, reason: str, on_day: str | None) -> None:
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Enrollment, ref)
        of = store.get(Program, before.program_id)
        after = enrolling.leave(store, before, status, session.fact_day(on_day) or session.today, reason)
    saved(session, after, of.name, next_said(session, of, enrolling.next_in(session.store, of)))


def _left(session: Session, one: Enrollment) -> str:
    return left_said(standing(followed(session.store, one)._replace(record=one), session.today), one)


def _said(session: Session, one: Enrollment, of: Program) -> tuple[str | None, ...]:
    """What a confirmation repeats of an enrollment."""
    begun = on(session, "from", one.started_on) if one.status is EnrollmentStatus.ENROLLED else None
    since = on(session, "since", one.waitlisted_on) if one.status is EnrollmentStatus.WAITLIST else None
    return of.name, str(one.status), begun, since, on(session, "due", one.due), one.ordered_by


def _columns(session: Session) -> list[Column[Enrollment]]:
    handles, programs = Handles(session.store), Programs(session.store)

    @cache
    def stood(one: Enrollment) -> Standing:
        return standing(followed(session.store, one), session.today)

    def stands(one: Enrollment) -> str | None:
        return ", ".join(each.said(one.phase) for each in stood(one).parts) or None

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("program_name", lambda one: programs[one.program_id].name, "Program", text=True),
        Column("status", lambda one: one.status, "Status"),
        Column("phase", lambda one: one.phase, "Phase", text=True),
        Column("stands", stands, "Done", text=True, under=lambda one: "; ".join(stood(one).risks) or None),
        Column("may_miss", lambda one: miss_said(stood(one).can_miss) or None, "May miss"),
        due_column(session, "due", lambda one: one.due, "program-requirement", "By"),
    ]


enrollment_papers.register(app)
