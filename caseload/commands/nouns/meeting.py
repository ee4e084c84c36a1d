"""caseload meeting."""

from typing import Annotated

import typer

from caseload.actions.meeting_series import add_series, call_off
from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, Reason, Times, Until, Writes, current, lists, noun
from caseload.commands.kit.saying import added, clock_told, on, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.kinds import many
from caseload.records.meeting import Meeting
from caseload.records.of.names import fold
from caseload.records.program import Program
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.programs import Programs, program_meant, roll_of
from caseload.when.recurrence import Recurrence, parse_recurrence

app = noun("The sessions of a programme: alone, or a series of them.")
register(app, Meeting)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A meeting's id: me1.")]
Which = Annotated[str, typer.Argument(metavar="PROGRAM", help="The program: pg1, or its name.")]
_EVERY = 'A series, to the end of the program or for a year: tue, "tue,thu", 2w; see help dates.'
Every = Annotated[str | None, typer.Option("--every", metavar="RULE", help=_EVERY)]
Following = Annotated[bool, typer.Option("--following", help="And all that follow it in its series.")]


@app.command(cls=adds(Meeting))
def add(ctx: typer.Context, program: Which, every: Every = None, until: Until = None, times: Times = None) -> None:
    """Add a meeting of a programme, or a series of them; `caseload roll` says who came.

    \b
    Examples:
      caseload meeting add pg1 --at "tue 16:00" --every tue --topic Parenting --hours 1.5
      caseload meeting add pg1 --at "2026-12-05 10:00" --topic "Make-up day"
    """
    session = current(ctx)
    of = program_meant(session.store, program)
    rule = _rule(session, every, until, times)
    with session.step() as store:
        first, *others = add_series(store, made(session, Meeting, program_id=of.id), of, rule)
    last = others[-1] if others else None
    more = f"and {many(Meeting.TABLE, len(others))} more, the last {last.held.day}" if last else None
    added(session, first, of.name, on(session, "on", first.held), more, _no_course(first, of))
    clock_told(session, first.held, *(one.held for one in others))


@app.command("list", cls=lists(Meeting))
def list_(
    ctx: typer.Context,
    program: Annotated[str | None, typer.Option("--program", metavar="PROGRAM", help="Only of this program.")] = None,
) -> None:
    """Meetings that are planned, the earliest first; with --status held those that took place.

    \b
    Examples:
      caseload meeting list --program pg1 --due 30d
      caseload meeting list --status held --csv
    """
    session = current(ctx)
    which = wanted(session, Meeting)
    if program is not None:
        which = which._replace(refers=("program_id", program_meant(session.store, program).id))
    put_list(session, Meeting, which, _columns(session))


@app.command(cls=edits(Meeting))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change a meeting: another time, topic, length.

    \b
    Examples:
      caseload meeting edit me1 --at "2026-12-03 16:30"
      caseload meeting edit me1 --topic Parenting --hours 2
    """
    session = current(ctx)
    found = edited(session, Meeting, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def cancel(ctx: typer.Context, ref: Ref, reason: Reason, following: Following = False) -> None:
    """A meeting is not held, or it and all that follow in its series.

    \b
    Examples:
      caseload meeting cancel me2 --reason "snow day"
    """
    session = current(ctx)
    with session.step() as store:
        found = call_off(store, lookup.of_kind(store, Meeting, ref), reason, following=following)
    saved_all(session, [(one, (on(session, "on", one.held),)) for one in found])


def _rule(session: Session, every: str | None, until: str | None, times: int | None) -> Recurrence | None:
    """The rule that was typed, with its end."""
    if every is None:
        if until is not None or times is not None:
            raise Invalid("ends a series", "--every RULE beside it", field="--until" if until else "--times")
        return None
    return Recurrence.parse(parse_recurrence(every)).ending(session.day(until), times)


def _no_course(meeting: Meeting, program: Program) -> str | None:
    """That a topic is none of the courses that are required, where the programme has some."""
    courses = [one.course for one in program.asked if one.course]
    if not (courses and meeting.topic) or fold(meeting.topic) in map(fold, courses):
        return None
    return f"{meeting.topic} counts towards no course of {program.ref}: {', '.join(courses)}"


def _columns(session: Session) -> list[Column[Meeting]]:
    programs = Programs(session.store)

    def hours(one: Meeting) -> float | None:
        return one.hours if one.hours is not None else programs[one.program_id].hours

    def came(one: Meeting) -> str | None:
        roll = roll_of(session.store, one.id)
        return f"{sum(each.attended != 'no' for each in roll)}/{len(roll)}" if roll else None

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("held", lambda one: one.held, "When"),
        Column("program_name", lambda one: programs[one.program_id].name, "Program", text=True),
        Column("topic", lambda one: one.topic, "Topic", text=True),
        Column("hours", hours, "Hours", right=True),
        Column("status", lambda one: one.status, "Status"),
        Column("roll", came, "Came"),
    ]
