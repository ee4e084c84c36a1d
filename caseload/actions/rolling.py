"""The roll of a meeting: who came, kept once for each, corrected when it is said again."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from caseload.errors import Refused
from caseload.records.attendance import Attendance, Attended
from caseload.records.enrollment import Enrollment
from caseload.records.meeting import Meeting, MeetingStatus
from caseload.records.of.values import Own
from caseload.store.core import Store
from caseload.store.reads.programs import roll_of
from caseload.value import replace
from caseload.when.dates import say_when


class Mark(NamedTuple):
    """What is said of one at a roll."""

    attended: Attended
    minutes_late: int | None = None
    excused: bool = False
    reason: str | None = None


def keep_roll(store: Store, meeting: Meeting, marks: Mapping[int, Mark]) -> tuple[Meeting, list[Attendance]]:
    """The meeting held, and for each enrollment, by number, what was said; whoever had a mark has the new one.

    Only what a mark says is changed: hours credited, and what was made up, stay where they still go with it.
    """
    if meeting.status is MeetingStatus.CANCELLED:
        back = f"caseload meeting edit {meeting.ref} --status held --clear reason"
        raise Refused(f"{meeting.ref} was cancelled", back)
    held = meeting if meeting.status is MeetingStatus.HELD else replace(meeting, status=MeetingStatus.HELD)
    held = store.save(held) if held is not meeting else meeting
    before = {one.enrollment_id: one for one in roll_of(store, meeting.id)}
    return held, [_kept(store, before.get(number), number, meeting, mark) for number, mark in marks.items()]


def _kept(store: Store, before: Attendance | None, number: int, meeting: Meeting, mark: Mark) -> Attendance:
    if before is None:
        return store.add(Attendance(enrollment_id=number, meeting_id=meeting.id, **mark._asdict()))
    came = mark.attended is not Attended.NO
    changes = mark._asdict()
    if came:
        changes["reason"] = None
    else:
        changes |= {"makeup_of_id": None, "hours_credited": None, "reason": mark.reason or before.reason}
    after = replace(before, **changes)
    return before if after == before else store.save(after)


def keep_one(store: Store, one: Attendance, of: Enrollment, at: Meeting, today: date) -> Attendance:
    """One attendance, the meeting held by it, in the place of one that is kept.

    Raises Refused for another's meeting, and for one that is still to come, of which an excuse alone can be known.
    """
    is_ahead = at.held.day > today
    if is_ahead and not one.excused:
        way = "--excused --reason TEXT, where it is known ahead that nobody comes"
        raise Refused(f"{at.ref} is still to come, {say_when(at.held)}", way)
    if of.program_id != at.program_id:
        raise Refused(f"{at.ref} is a meeting of pg{at.program_id}, {of.ref} is in pg{of.program_id}", "another id")
    there = next((before for before in roll_of(store, at.id) if before.enrollment_id == of.id), None)
    refuse_foreign(store, one)
    if at.status is not MeetingStatus.HELD and not is_ahead:
        store.save(replace(at, status=MeetingStatus.HELD, reason=None))
    if there is None:
        return store.add(one)
    return store.save(replace(one, id=there.id, created_at=there.created_at, own=Own.of({**there.own, **one.own})))


def refuse_foreign(store: Store, one: Attendance) -> None:
    """Refuse to make up for another's absence."""
    if one.makeup_of_id is None:
        return
    missed = store.get(Attendance, one.makeup_of_id)
    if missed.enrollment_id != one.enrollment_id:
        raise Refused(f"{missed.ref} is of en{missed.enrollment_id}", f"an absence of en{one.enrollment_id}")
