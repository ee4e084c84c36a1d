"""What the outcomes of a period are counted from: all there is of some kinds, and what the change log says of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from caseload.records.appeal import Appeal
from caseload.records.appointment import Appointment
from caseload.records.attendance import KEPT, Attendance
from caseload.records.benefit import Benefit
from caseload.records.enrollment import Enrollment
from caseload.records.goal import Goal
from caseload.records.meeting import Meeting, MeetingStatus
from caseload.records.need import Need
from caseload.records.note import Direction, Mode, Note, Reached
from caseload.records.observation import Observation
from caseload.records.of.contact import Contact
from caseload.records.of.guarded import mark_of
from caseload.records.program import Program
from caseload.records.referral import Referral
from caseload.records.stay import Stay
from caseload.store.core import Store
from caseload.store.reads.sought import end_of
from caseload.when.dates import When


def goals(store: Store) -> list[Goal]:
    """Every goal that was not entered in error."""
    return store.select(Goal, "voided_at is null and lifecycle <> 'entered-in-error' order by id")


def seen_of_goals(store: Store) -> Iterator[Observation]:
    """What was seen of goals, oldest first."""
    return store.each(Observation, "voided_at is null order by observed_on, id")


def needs(store: Store) -> list[Need]:
    """Every need, barrier and strength."""
    return store.select(Need, "voided_at is null order by id")


def referrals_ended(store: Store) -> list[Referral]:
    """Every referral that is over, those without a day too; what was called off unsent is none."""
    over = "status in ('rejected', 'failed', 'completed') or (status = 'cancelled' and sent_on is not null)"
    return store.select(Referral, f"voided_at is null and ({over}) order by closed_on, id")


def benefits_decided(store: Store) -> list[Benefit]:
    """Every benefit that an agency has granted or denied."""
    return store.select(Benefit, f"{_DECIDED} order by id")


_DECIDED = "voided_at is null and status in ('approved', 'denied', 'closed', 'appealing')"


def granted_by_appeal(store: Store) -> dict[int, date]:
    """By the number of a benefit that was denied the day on which an appeal first gave it, in full or in part."""
    where = "benefit_id is not null and action = 'denial' and decision in ('reversed', 'partly')"
    found: dict[int, date] = {}
    for one in store.each(Appeal, f"voided_at is null and {where} and decided_on is not null order by decided_on desc"):
        if one.benefit_id and one.decided_on:
            found[one.benefit_id] = one.decided_on
    return found


def appointments_over(store: Store, first: date, last: date) -> list[Appointment]:
    """The appointments of clients on some days that were kept or missed; not the clients' own."""
    where = "voided_at is null and client_id is not null and not theirs and status in ('fulfilled', 'noshow')"
    return store.select(
        Appointment, f"{where} and starts >= ? and starts < ? order by starts, id", (str(first), end_of(last))
    )


class Noted(NamedTuple):
    """A contact, made or attempted, and the law that guards its note; a meeting that was kept has its programme's."""

    contact: Contact
    mark: str
    program: int = 0

    @property
    def ref(self) -> str:
        """The typed id of the note, or of the client's entry in the roll."""
        return f"{(Attendance if self.contact.meeting else Note).PREFIX}{self.contact.id}"


def noted_since(store: Store, first: date) -> Iterator[Noted]:
    """The contacts of a day and later, oldest first; one that cannot be read is left for `doctor`."""
    sql = """select id, occurred, mode, direction, reached, client_id, sensitivity, part2 from note
        where voided_at is null and occurred >= ? order by occurred, id"""
    for number, occurred, mode, direction, reached, client_id, *guard in store.connection.execute(sql, (str(first),)):
        try:
            heard = direction and Direction(direction)
            found = Contact(number, When.parse(occurred), Mode(mode), heard, Reached(reached), client_id)
        except ValueError:
            store.bad_rows[f"{Note.PREFIX}{number}"] = "a contact that cannot be read"
            continue
        yield Noted(found, mark_of(*guard))


class Rolled(NamedTuple):
    """Whether one client came to one meeting."""

    attendance: Attendance
    meeting: Meeting
    enrollment: Enrollment


def rolls(store: Store, first: date, last: date) -> list[Rolled]:
    """The rolls of the meetings of some days that were not cancelled; the latest entry of each client counts."""
    where = "held >= ? and held < ? and status <> 'cancelled' and voided_at is null order by held, id"
    days = (str(first), end_of(last))
    meetings = {one.id: one for one in store.each(Meeting, where, days)}
    of = f"meeting_id in (select id from meeting where {where.partition(' order')[0]})"
    found = {(one.meeting_id, one.enrollment_id): one for one in store.each(Attendance, f"{of} and {_THERE}", days)}
    enrollments = {one.id: one for one in store.each(Enrollment, _THERE)} if found else {}
    return [
        Rolled(one, meetings[one.meeting_id], enrollments[one.enrollment_id])
        for one in sorted(found.values(), key=lambda one: one.id)
        if one.meeting_id in meetings and one.enrollment_id in enrollments
    ]


def met_since(store: Store, first: date, today: date) -> Iterator[Noted]:
    """The meetings that clients kept since a day, each as a contact with its client."""
    for one in rolls(store, first, today):
        if one.attendance.attended in KEPT and one.meeting.status is MeetingStatus.HELD:
            client_id, program = one.enrollment.client_id, one.enrollment.program_id
            contact = Contact(
                one.attendance.id, one.meeting.held, Mode.IN_PERSON, None, Reached.GROUP, client_id, one.meeting.id
            )
            yield Noted(contact, one.enrollment.mark, program)


def enrollments_over(store: Store) -> list[Enrollment]:
    """The enrollments that were completed or broken off."""
    return store.select(Enrollment, f"status in ('completed', 'withdrawn', 'expelled') and {_THERE}")


def enrolled(store: Store, first: date, last: date) -> list[Enrollment]:
    """The enrollments that ran on some day of a period; who waits is not in a programme."""
    where = """status in ('enrolled', 'completed', 'withdrawn', 'expelled')
        and (started_on is null or started_on <= ?) and (ended_on is null or ended_on >= ?)"""
    return store.select(Enrollment, f"{where} and {_THERE}", (str(last), str(first)))


def programs(store: Store) -> list[Program]:
    """Every programme."""
    return store.select(Program, _THERE)


def stays(store: Store) -> list[Stay]:
    """Every stay in a facility."""
    return store.select(Stay, _THERE)


_THERE = "voided_at is null order by id"


class Change(NamedTuple):
    """One change of a record in the log: when, by which command, and some of its fields before and after it.

    Before is None of what was added, after of what was taken back.
    """

    number: int
    at: str
    command: str
    before: Sequence[str | None] | None
    after: Sequence[str | None] | None


def goal_changes(store: Store) -> Iterator[Change]:
    """What became of the goals that are over: lifecycle and achievement, oldest first."""
    over = "lifecycle in ('completed', 'cancelled', 'rejected') or achievement in ('achieved', 'sustaining')"
    return _changes(store, "goal", over, "lifecycle", "achievement")


def benefit_changes(store: Store) -> Iterator[Change]:
    """What became of the benefits that are decided: status, closed_on, decided_on and effective_on, oldest first."""
    return _changes(store, "benefit", _DECIDED, "status", "closed_on", "decided_on", "effective_on")


def _changes(store: Store, table: str, where: str, *names: str) -> Iterator[Change]:
    images = ", ".join(f"change.{side} ->> '{name}'" for side in ("before", "after") for name in names)
    sql = f"""select record_id, change.at, coalesce(operation.command, ''), change.before is null, change.after is null,
        {images} from change left join operation on operation.id = change.operation_id
        where change.kind = ? and last_id is null and record_id in (select id from {table} where {where})
        order by change.id"""
    size = len(names)
    for number, at, command, is_new, is_gone, *held in store.connection.execute(sql, (table,)):
        yield Change(number, at, command, None if is_new else held[:size], None if is_gone else held[size:])
