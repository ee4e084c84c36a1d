"""caseload roll."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from caseload.actions.rolling import keep_roll
from caseload.commands.kit.options import Writes, current, day, verbs
from caseload.commands.kit.rolls import Group, Marks, Member, at_terminal, by_exception, counted, in_file
from caseload.commands.kit.saying import on
from caseload.errors import Invalid, Refused, aside
from caseload.intake.piped import STDIN
from caseload.records.attendance import Attendance, Attended, standing_of
from caseload.records.enrollment import EnrollmentStatus
from caseload.records.meeting import Meeting
from caseload.records.of.at_risk import miss_said, standing
from caseload.records.of.values import number
from caseload.records.program import Program
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.programs import enrollments_of, followed_each, meetings_on, program_meant, roll_of
from caseload.value import replace
from caseload.when.dates import When, say_when

app = verbs()

Which = Annotated[str, typer.Argument(metavar="PROGRAM", help="The program: pg1, or its name.")]
File = Annotated[str | None, typer.Argument(metavar="[FILE|-]", help="A CSV with client and attended; - reads stdin.")]
Day = Annotated[str | None, day("--on", "The day of the meeting; today unless said.")]
Of = Annotated[str | None, typer.Option("--meeting", metavar="REF", help="Which, where a day has several: me1.")]
Topic = Annotated[str | None, typer.Option("--topic", metavar="TEXT", help="What it was about, if it is not known.")]
All = Annotated[str | None, typer.Option("--all", metavar="WORD", help="Everyone: yes, no; but those named beside it.")]
_WHO = "WHO,..."
Except = Annotated[list[str] | None, typer.Option("--except", metavar=_WHO, help="With --all: those not so.")]
Present = Annotated[list[str] | None, typer.Option("--present", metavar=_WHO, help="Who was there.")]
Late = Annotated[list[str] | None, typer.Option("--late", metavar="WHO=MIN,...", help="Who came late, with minutes.")]
Absent = Annotated[list[str] | None, typer.Option("--absent", metavar=_WHO, help="Who was not there.")]
Excused = Annotated[
    list[str] | None, typer.Option("--excused", metavar="WHO=WHY,...", help="Who was not there, and is excused.")
]


@app.command(cls=Writes)
def roll(
    ctx: typer.Context, program: Which, file: File = None, on_day: Day = None, meeting: Of = None, topic: Topic = None,
    all_: All = None, but: Except = None, present: Present = None, late: Late = None, absent: Absent = None,
    excused: Excused = None,
) -> None:  # fmt: skip
    """Who came to a meeting: a key a person on a terminal, or everyone but those named, or rows from a file or pipe.

    The same day again corrects, and keeps whoever is not named as they were. A day without a meeting makes one. Who is
    not enrolled that day, an unknown name, or one that fits two, is told, and nothing is written.

    \b
    Examples:
      caseload roll pg1 --on 2026-11-24 --all yes --except ana
      caseload roll pg1 --on 2026-11-24 --late ana=10
      printf 'client,attended\\nana,yes\\n' | caseload roll pg1 --on 2026-11-24 -
    """
    session = current(ctx)
    of = program_meant(session.store, program)
    held = session.fact_day(on_day) or session.today
    said = {"--except": but, "--present": present, "--late": late, "--absent": absent, "--excused": excused}
    at = _meeting(session, of, held, meeting)
    held = at.held.day
    group = _group(session, of, held)
    marks = _marks(group, file, all_, {flag: each for flag, each in said.items() if each}, at)
    if not marks:
        raise Refused("nobody was said to have come or not", "nothing was written")
    is_new = not at.id
    with session.step() as store:
        if topic is not None and topic != at.topic:
            at = replace(at, topic=topic)
        at = store.add(at) if is_new else store.save(at)
        at, kept = keep_roll(store, at, marks)
        # Within the step, so that a dry run says the same.
        lines = [*_missed_all(group, of, at, kept), *_lines(session, group, marks, at, kept)]
    planned = f"no meeting was planned: {at.ref} is new" if is_new else None
    session.did(f"{at.ref} {at.called}", of.name, on(session, "on", at.held), counted(marks.values()), planned)
    session.gave(at.ref)
    for line in lines:
        session.tell(line)


def _missed_all(group: Group, of: Program, at: Meeting, kept: Sequence[Attendance]) -> list[str]:
    """Who is said to have come so late that the meeting was over."""
    lasts = (at.hours or of.hours or 24.0) * 60
    late = {one.enrollment_id: one.minutes_late for one in kept if (one.minutes_late or 0) >= lasts}
    who = ", ".join(f"{one.said} {late[one.record.id]} min" for one in group.members if one.record.id in late)
    return [f"later than the meeting is long, {number(lasts)} min: {who}; roll again corrects it"] if who else []


def _meeting(session: Session, of: Program, held: date, ref: str | None) -> Meeting:
    """The meeting of that day, or the one that is named; a new one where the day has none.

    Raises Refused for another programme's, and where the day has several.
    """
    if ref is not None:
        found = lookup.of_kind(session.store, Meeting, ref)
        if found.program_id != of.id:
            raise Refused(
                f"{found.ref} is a meeting of pg{found.program_id}", f"see caseload meeting list --program {of.ref}"
            )
        if found.held.day > session.today:
            raise Refused(f"{found.ref} is on {say_when(found.held)}", "a roll is taken from that day on")
        return found
    there = meetings_on(session.store, of.id, held)
    if len(there) > 1:
        named = ", ".join(f"{one.ref} {str(one.held)[11:]}".strip() for one in there)
        raise Refused(f"{of.ref} has {len(there)} meetings on {held}: {named}", "--meeting REF says which")
    return there[0] if there else Meeting(program_id=of.id, held=When(held))


def _group(session: Session, of: Program, held: date) -> Group:
    """Who was enrolled that day, by family name."""
    records = enrollments_of(session.store, of.id, on=held)
    clients = clients_by_number(session.store, (one.client_id for one in records))
    known = [Member(one, clients[one.client_id]) for one in records if one.client_id in clients]
    if not known:
        add = f"caseload enrollment add CLIENT {of.ref} --from {held}"
        raise Refused(f"nobody is enrolled in {of.ref} {of.name} on {held}", add)
    known.sort(key=lambda one: ((one.client.family_name or "").casefold(), one.client.name.casefold(), one.record.id))
    return Group(session, of.ref, str(held), known)


def _marks(group: Group, file: str | None, all_: str | None, said: dict[str, list[str]], at: Meeting) -> Marks:
    session = group.session
    if all_ is not None or said:
        if file is not None:
            raise Invalid("stands beside a file", "a file, or --all and who is excepted", field="--all")
        return by_exception(group, all_, said)
    if file is None and session.interactive:
        return at_terminal(group, _before(session.store, at))
    return in_file(group, file or STDIN)


def _before(store: Store, at: Meeting) -> dict[int, str]:
    return {one.enrollment_id: standing_of(one) for one in roll_of(store, at.id)} if at.id else {}


_MOST = 10


def _lines(
    session: Session, group: Group, marks: Marks, at: Meeting, kept: Sequence[Attendance]
) -> Sequence[str]:  # fmt: skip
    """Of whom nothing is said, who is at risk now, and who has met every requirement."""
    there = {one.enrollment_id for one in roll_of(session.store, at.id)} | {one.enrollment_id for one in kept}
    unsaid = [one.said for one in group.members if one.record.id not in there]
    more = f" and {len(unsaid) - _MOST} more" if len(unsaid) > _MOST else ""
    missed = {number for number, mark in marks.items() if mark.attended is Attended.NO and not mark.excused}
    unknown = [f"not said of {len(unsaid)}: {', '.join(unsaid[:_MOST])}{more}"] if unsaid else []
    return [*unknown, *_standing_lines(group, [one for one in group.members if one.record.id in marks], missed)]


def _standing_lines(group: Group, members: Sequence[Member], missed: set[int]) -> list[str]:
    """Who missed one more where that matters, a line each; then who has met every requirement, several in one line."""
    records = [one.record for one in members if one.record.status is EnrollmentStatus.ENROLLED]
    clients = {one.record.id: one.client for one in members}
    lines, done = [], []
    for one in followed_each(group.session.store, records):
        stood = standing(one, group.session.today)
        who = f"{one.record.ref}{aside(clients[one.record.id].handle)}"
        if stood.is_done:
            done.append(f"{who} has met every requirement: caseload enrollment complete {one.record.ref}")
        elif one.record.id in missed and (stood.risks or (stood.can_miss is not None and stood.can_miss <= 0)):
            lines.append(f"{who}: {'; '.join(filter(None, (*stood.risks, miss_said(stood.can_miss))))}")
    if len(done) > 1:
        every = f"caseload enrollment complete --program {group.program}"
        done = [f"{len(done)} have met every requirement: {every}"]
    others = [f"and {len(lines) - _MOST} more: caseload board program {group.program}"] if len(lines) > _MOST else []
    return [*lines[:_MOST], *others, *done]
