"""What is read of programmes: who is in them or waits, their meetings, who came."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from caseload.errors import Ambiguous, NotFound
from caseload.records.attendance import Attendance, Attended
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.kinds import parse_ref
from caseload.records.meeting import Meeting
from caseload.records.of.base import Record
from caseload.records.of.followed import Followed, Planned, Sitting
from caseload.records.of.names import fold
from caseload.records.of.places import Waiting, in_order
from caseload.records.program import Program
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.sought import Asked, end_of, of_client, read
from caseload.store.reads.sought_by_rules import ENROLLED

OPEN = "status in ('enrolled', 'not-enrolled-on-waitlist') and voided_at is null"


def program_meant(store: Store, text: str) -> Program:
    """The programme under a typed id, its name, or the one whose name begins so; NotFound, Ambiguous otherwise."""
    if parse_ref(text):
        return lookup.of_kind(store, Program, text)
    every = store.select(Program, "voided_at is null order by id")
    wanted = fold(text)
    found = [one for one in every if fold(one.name) == wanted]
    found = found or [one for one in every if wanted and fold(one.name).startswith(wanted)]
    if not found:
        raise NotFound(f'there is no program "{text}"', "see caseload program list")
    if len(found) > 1:
        raise Ambiguous(f'"{text}" fits {len(found)} programs', [f"{one.ref} {one.name}" for one in found])
    return found[0]


def programs_by_number(store: Store, numbers: Iterable[int]) -> dict[int, Program]:
    """The programmes of those numbers, the voided too."""
    known = ", ".join(map(str, sorted(set(numbers))))
    return {one.id: one for one in store.select(Program, f"id in ({known})")} if known else {}


class Programs(dict[int, Program]):
    """A programme by number, asked of the store when first needed."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: int) -> Program:
        self[number] = self._store.get(Program, number, voided=True)
        return self[number]


def enrollments_of(store: Store, program_id: int, *, on: date | None = None) -> list[Enrollment]:
    """Who is in a programme or waits, or who was in it on a day; in the order in which they came."""
    if on is None:
        return store.select(Enrollment, f"program_id = ? and {OPEN} order by id", (program_id,))
    where = """program_id = ? and voided_at is null and status in ('enrolled', 'completed', 'withdrawn', 'expelled')
and (started_on is null or started_on <= ?) and (ended_on is null or ended_on >= ?) order by id"""
    return store.select(Enrollment, where, (program_id, str(on), str(on)))


def enrollments_of_client(store: Store, client_id: int) -> list[Enrollment]:
    """A client's enrollments that are open, the oldest first."""
    return store.select(Enrollment, f"client_id = ? and {OPEN} order by id", (client_id,))


def places_taken(store: Store, program_id: int) -> int:
    """How many are enrolled in a programme."""
    sql = f"select count(*) from enrollment where program_id = ? and {OPEN} and status = 'enrolled'"
    return int(store.connection.execute(sql, (program_id,)).fetchone()[0])


def waiting_for(store: Store, program: Program) -> list[Waiting]:
    """Who waits for a place in a programme, the next first."""
    where = f"program_id = ? and {OPEN} and status = 'not-enrolled-on-waitlist' order by id"
    records = store.select(Enrollment, where, (program.id,))
    clients = clients_by_number(store, (one.client_id for one in records))
    known = [(one, clients[one.client_id]) for one in records if one.client_id in clients]
    return in_order((Waiting(one, client.acuity, client.release_on) for one, client in known), program)


def meetings_on(store: Store, program_id: int, day: date) -> list[Meeting]:
    """The meetings of a programme on a day that were not cancelled, the earliest first."""
    where = """program_id = ? and held >= ? and held < ? and status <> 'cancelled' and voided_at is null
order by held, id"""
    return store.select(Meeting, where, (program_id, str(day), end_of(day)))


def series_of(store: Store, meeting: Meeting) -> list[Meeting]:
    """The planned meetings of the series of one, from that one on."""
    first = meeting.series_id or meeting.id
    where = "(series_id = ? or id = ?) and held >= ? and status in ('planned') and voided_at is null order by held, id"
    return store.select(Meeting, where, (first, first, str(meeting.held)))


def roll_of(store: Store, meeting_id: int) -> list[Attendance]:
    """The roll of a meeting, as it was taken."""
    return store.select(Attendance, "meeting_id = ? and voided_at is null order by id", (meeting_id,))


def rolls_of(store: Store, enrollment_id: int) -> list[Attendance]:
    """What the rolls say of an enrollment, the latest meeting first."""
    where = """enrollment_id = ? and voided_at is null
order by (select held from meeting where meeting.id = attendance.meeting_id) desc, id desc"""
    return store.select(Attendance, where, (enrollment_id,))


def followed_each(store: Store, enrollments: Sequence[Enrollment]) -> list[Followed]:
    """Each enrollment with its programme, its rolls and the meetings that are planned."""
    if not enrollments:
        return []
    programs = programs_by_number(store, (one.program_id for one in enrollments))
    sittings = _sittings(store, enrollments, programs)
    planned = {number: _planned(store, one) for number, one in programs.items()}
    return [
        Followed(one, programs[one.program_id], tuple(sittings.get(one.id, ())), planned[one.program_id])
        for one in enrollments
        if one.program_id in programs
    ]


def followed(store: Store, record: Record, _today: date | None = None) -> Followed:
    """One enrollment with its programme, its rolls and the meetings that are planned."""
    assert isinstance(record, Enrollment)  # noqa: S101 - asked of no others
    return followed_each(store, [record])[0]


def ending_enrollments(store: Store, asked: Asked) -> list[Followed]:
    """Who is enrolled where the end, their own or the programme's, comes by then."""
    return followed_each(store, read(store, ENROLLED, asked))


_SITTINGS = """
select attendance.enrollment_id, attendance.id, meeting.id, meeting.held, attended, topic, hours, minutes_late, excused,
    hours_credited, makeup_of_id, meeting.program_id
from attendance cross join meeting on meeting.id = attendance.meeting_id
where attendance.enrollment_id in ({}) and attendance.voided_at is null and meeting.voided_at is null
    and meeting.status <> 'cancelled'
order by meeting.held, attendance.id"""


def _sittings(
    store: Store, enrollments: Sequence[Enrollment], programs: dict[int, Program]
) -> dict[int, list[Sitting]]:  # fmt: skip
    """By the number of the enrollment the meetings of which a roll tells, each once: the latest entry counts."""
    found: dict[int, dict[int, Sitting]] = {}
    sql = _SITTINGS.format(", ".join(str(one.id) for one in enrollments))
    for (
        whose,
        number,
        meeting,
        held,
        attended,
        topic,
        hours,
        late,
        excused,
        credited,
        makeup,
        of,
    ) in store.connection.execute(sql):
        try:
            day, came = date.fromisoformat(held[:10]), Attended(attended)
        except ValueError:
            store.bad_rows[f"{Attendance.PREFIX}{number}"] = "an attendance that cannot be read"
            continue
        usual = programs[of].hours if of in programs else None
        found.setdefault(whose, {})[meeting] = Sitting(
            number, meeting, day, came, topic or "", hours if hours is not None else usual or 0.0, late, bool(excused),
            credited, makeup,
        )  # fmt: skip
    return {whose: list(each.values()) for whose, each in found.items()}


def _planned(store: Store, program: Program) -> tuple[Planned, ...]:
    sql = """select held, topic, hours from meeting
where program_id = ? and status in ('planned') and voided_at is null order by held"""
    found = []
    for held, topic, hours in store.connection.execute(sql, (program.id,)):
        try:
            day = date.fromisoformat(held[:10])
        except ValueError:
            continue
        found.append(Planned(day, topic or "", hours if hours is not None else program.hours or 0.0))
    return tuple(found)


def is_in(store: Store, client_id: int, program_id: int) -> list[Enrollment]:
    """The open enrollments of a client in a programme."""
    where = f"client_id = ? and program_id = ? and {OPEN} order by id"
    return store.select(Enrollment, where, (client_id, program_id))


def is_enrolled(enrollment: Enrollment) -> bool:
    """Whether the client is in the programme now."""
    return enrollment.status is EnrollmentStatus.ENROLLED


class Meetings(dict[int, Meeting]):
    """A meeting by number, asked of the store when first needed."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: int) -> Meeting:
        self[number] = self._store.get(Meeting, number, voided=True)
        return self[number]


QUIET = timedelta(days=30)
"""After so many days without a roll that names who is enrolled, that is a gap."""


_SERVED = "client_id in (select id from client where status in ('active', 'onhold') and voided_at is null)"


def without_requirements(store: Store, asked: Asked) -> list[Program]:
    """Programmes that ask for nothing, in which somebody is or waits; nobody's, so none of one client."""
    if asked.client_id:
        return []
    some = f"exists (select 1 from enrollment where program_id = program.id and {OPEN} and {_SERVED})"
    return store.select(Program, f"requirements is null and voided_at is null and {some} order by id")


def unattended(store: Store, asked: Asked) -> list[Enrollment]:
    """Who has been enrolled for a while, and is in no roll of it."""
    sql, values = of_client(asked, Enrollment)
    since = str(asked.today - QUIET)
    named = """exists (select 1 from attendance cross join meeting on meeting.id = attendance.meeting_id
    where attendance.enrollment_id = enrollment.id and attendance.voided_at is null and meeting.held >= ?)"""
    where = f"{OPEN} and status = 'enrolled' and started_on <= ? and not {named}{sql} order by id"
    return store.select(Enrollment, where, (since, since, *values))


def meetings_without_roll(store: Store, asked: Asked) -> list[Meeting]:
    """Meetings that are over, of which nobody has said who came; nobody's, so none of one client."""
    if asked.client_id:
        return []
    where = f"""status in ('planned') and voided_at is null and held < ? and exists
    (select 1 from enrollment where program_id = meeting.program_id and {OPEN} and {_SERVED}) order by held, id"""
    return store.select(Meeting, where, (str(asked.today),))
