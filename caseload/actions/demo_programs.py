"""A youth programme of the invented clients: twelve enrolled, some at risk, two who wait; its rolls of ten weeks."""

from datetime import date, time, timedelta

from caseload.records.attendance import Attendance, Attended
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.meeting import Meeting, MeetingStatus
from caseload.records.program import Program
from caseload.store.core import Store
from caseload.when.dates import When, monday

_ROLLS: dict[int, str] = {
    # By the number of the client, a letter a week: y there, l late, n not, e excused, a point for not yet enrolled.
    3: "yyyyyyyyyy", 5: "yynnnynnly", 8: "yyylyyeyyy", 9: "yyyyyyyyyl", 10: ".....yyyyy", 11: "yeyynyyyyy",
    20: "yyyyyyyyyy", 13: "nynynynynn", 15: "yyyyylyyyy", 18: "yyyyyyynny", 19: "yyyyyyyyyy", 21: "..yyyyyeyy",
}  # fmt: skip
_WAITING = {22: 20, 23: 6}
"""By the number of the client since how many days."""

_TOPICS = (
    "Getting started",
    "Parenting",
    "Money",
    "Parenting",
    "Work",
    "Parenting",
    "Money",
    "Work",
    "Parenting",
    "Money",
)
_CAME = {"y": Attended.YES, "l": Attended.LATE, "n": Attended.NO, "e": Attended.NO}


def add_programs(store: Store, today: date) -> None:
    """Store the programme, its meetings and who came; numbers of clients are those of `demo`."""
    first = monday(today) - timedelta(weeks=len(_TOPICS) - 1, days=-2)
    if first + timedelta(weeks=len(_TOPICS) - 1) >= today:
        first -= timedelta(weeks=1)
    last = first + timedelta(weeks=len(_TOPICS) + 3)
    program = store.add(Program(
        name="Youth path", description="Wednesday evenings, for those under 25 and who look after them.",
        requirements="12 sessions; course Parenting: 4 sessions; phases Start > Work > Graduate",
        capacity=len(_ROLLS), absences=3, hours=1.5, place="Community center", starts_on=first, ends_on=last,
    ))  # fmt: skip
    enrolled = {client: _enroll(store, program, client, marks, first) for client, marks in _ROLLS.items()}
    for client, days in _WAITING.items():
        store.add(Enrollment(client_id=client, program_id=program.id, status=EnrollmentStatus.WAITLIST,
                             waitlisted_on=today - timedelta(days=days)))  # fmt: skip
    series: int | None = None
    for week in range(len(_TOPICS) + 4):
        held = When(first + timedelta(weeks=week), time(17, 30))
        is_held = week < len(_TOPICS)
        topic = _TOPICS[week] if is_held else ("Parenting", "Work", "Money", "Graduation")[week - len(_TOPICS)]
        meeting = store.add(Meeting(
            program_id=program.id, held=held, topic=topic, every="1w", series_id=series,
            status=MeetingStatus.HELD if is_held else MeetingStatus.PLANNED,
        ))  # fmt: skip
        series = series or meeting.id
        for client, marks in _ROLLS.items() if is_held else ():
            if (mark := marks[week]) != ".":
                _came(store, enrolled[client], meeting.id, mark)


def _enroll(store: Store, program: Program, client: int, marks: str, first: date) -> int:
    started = first + timedelta(weeks=len(marks) - len(marks.lstrip(".")))
    phase = "Start" if marks.startswith(".") or marks.count("n") > 2 else "Work"
    ordered = "county court" if client in (5, 13) else None
    one = Enrollment(client_id=client, program_id=program.id, phase=phase, started_on=started, ordered_by=ordered)
    return store.add(one).id


def _came(store: Store, enrollment: int, meeting: int, mark: str) -> None:
    late, is_excused = (15 if mark == "l" else None), mark == "e"
    store.add(Attendance(enrollment_id=enrollment, meeting_id=meeting, attended=_CAME[mark], minutes_late=late,
                         excused=is_excused, reason="ill" if is_excused else None))  # fmt: skip
