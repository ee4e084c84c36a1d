"""What came of the work with the invented clients: who was closed and came back, what was met, won, completed."""

from datetime import date, time, timedelta

from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.benefit import Benefit, BenefitStatus
from caseload.records.client import CloseReason
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.episode import Episode
from caseload.records.goal import Achievement, Goal, Lifecycle
from caseload.records.note import Mode, Note, NoteStatus, Reached
from caseload.records.observation import Observation
from caseload.records.of.setting import Setting
from caseload.records.program import Program
from caseload.records.stay import Stay
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import When

_SERVED = (
    # client, opened and closed (days ago), why, where to
    (11, 400, 128, CloseReason.GOALS_MET, "own apartment"),
    (15, 700, 152, CloseReason.TRANSFERRED, "state prison"),
    (18, 520, 240, CloseReason.MOVED, "her sister's"),
    (20, 610, 210, CloseReason.GOALS_MET, "own apartment"),
    (24, 300, 115, CloseReason.LOST_CONTACT, None),
)
"""Earlier times of being served; two came back within a month."""

_REACHED = {3: 194, 5: 121, 6: 57, 11: 103, 15: 118, 16: 196, 18: 150, 19: 140, 20: 109, 22: 291, 25: 284}
"""Days since the first contact that was made, by client."""

_KEPT = {3: 40, 8: 60, 10: 50, 13: 88, 15: 65, 16: 45, 17: 60, 20: 52, 21: 40}
"""Days since an appointment that was kept, by client: the visit that a note of the day tells of."""

_MISSED = {8: 20, 16: 70}

_GOALS = (
    # client, title, what was seen last, days ago
    (3, "Part-time job", Achievement.ACHIEVED, 41),
    (8, "State ID in hand", Achievement.ACHIEVED, 25),
    (11, "English class, level 2", Achievement.IMPROVING, 18),
    (13, "Sleep through the night", Achievement.WORSENING, 12),
    (21, "Walk to the clinic alone", Achievement.SUSTAINING, 33),
    (25, "Driving licence", Achievement.NOT_ATTAINABLE, 30),
)

_WON = {10: 291.0, 11: 204.5, 18: 291.0, 24: 178.0}
"""What SNAP pays a month, by client."""

_CLASS = (
    (3, EnrollmentStatus.COMPLETED), (11, EnrollmentStatus.COMPLETED), (21, EnrollmentStatus.COMPLETED),
    (18, EnrollmentStatus.WITHDRAWN),
)  # fmt: skip


def add_outcomes(store: Store, today: date) -> None:
    """Store what has ended well or badly; numbers of clients are those of `demo`."""

    def day(ago: int) -> date:
        return today - timedelta(days=ago)

    for client, opened, closed, reason, destination in _SERVED:
        store.add(Episode(client_id=client, opened_on=day(opened), closed_on=day(closed), close_reason=reason,
                          destination=destination))  # fmt: skip
    for client, ago in _REACHED.items():
        store.add(Note(client_id=client, occurred=When(day(ago), time(10)), mode=Mode.PHONE_CALL, reached=Reached.YES,
                       minutes=15, body="First call.", status=NoteStatus.SIGNED, signed_at=store.at))  # fmt: skip
    for days, status in ((_KEPT, AppointmentStatus.FULFILLED), (_MISSED, AppointmentStatus.NOSHOW)):
        for client, ago in days.items():
            starts = When(day(ago), time(13))
            store.add(Appointment(client_id=client, title="Home visit", starts=starts, minutes=30, status=status))
    for client, title, seen, ago in _GOALS:
        _add_goal(store, client, title, seen, day(ago))
    for client, amount in _WON.items():
        store.add(Benefit(client_id=client, name="SNAP", status=BenefitStatus.APPROVED, amount=amount,
                          decided_on=day(70), effective_on=day(70), certified_to=day(-285)))  # fmt: skip
    store.add(Stay(client_id=21, setting=Setting.HOSPITAL, place="County Hospital", from_on=day(44), left_on=day(38),
                   goes_to=Setting.HOME, followed_up_on=day(37)))  # fmt: skip
    _add_class(store, day(100), day(34))


def _add_goal(store: Store, client: int, title: str, seen: Achievement, on: date) -> None:
    goal = store.add(Goal(client_id=client, title=title, measure="told"))
    store.add(Observation(goal_id=goal.id, observed_on=on, achievement=seen))
    over = {Achievement.ACHIEVED: Lifecycle.COMPLETED, Achievement.NOT_ATTAINABLE: Lifecycle.CANCELLED}
    # What was dropped has its day from the log.
    store.save(replace(goal, achievement=seen, lifecycle=over.get(seen, goal.lifecycle)))


def _add_class(store: Store, first: date, last: date) -> None:
    """A class that is over, of which three hold the certificate."""
    program = store.add(Program(name="Renting a home", requirements="4 sessions", starts_on=first, ends_on=last))
    for client, status in _CLASS:
        store.add(Enrollment(client_id=client, program_id=program.id, status=status, started_on=first, ended_on=last))
