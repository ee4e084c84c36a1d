"""What was attended of programmes in a period, what was completed, and stays in facilities."""

from collections.abc import Sequence

from caseload.records.attendance import KEPT, standing_of
from caseload.records.enrollment import EnrollmentStatus
from caseload.records.stay import Stay
from caseload.reports.outcomes.asked import Asked, unknown
from caseload.reports.outcomes.figure import Found, Row
from caseload.store.reads import outcomes as reads


def programmes(asked: Asked) -> Found:
    """Who came to the meetings of the period, and the enrollments that ended in it."""
    rolls = [one for one in reads.rolls(asked.store, *asked.period) if asked.counts(one.enrollment)]
    due = [one for one in rolls if not one.attendance.excused]
    rows = [_row(asked, one) for one in due]
    excused = len(rolls) - len(due)
    over = [one for one in reads.enrollments_over(asked.store) if asked.counts(one)]
    ended = [one for one in over if asked.period.holds(one.ended_on)]
    ends = [
        asked.row(one, one.started_on, one.ended_on, str(one.status))._replace(program=one.program_id) for one in ended
    ]
    done = [row for one, row in zip(ended, ends, strict=True) if one.status is EnrollmentStatus.COMPLETED]
    return Found(
        {
            "attendances": rows,
            "attended": [row for one, row in zip(due, rows, strict=True) if one.attendance.attended in KEPT],
            "enrollments-ended": ends,
            "completed": done,
        },
        {
            "attendances": [f"{excused} excused."] if excused else [],
            "enrollments-ended": unknown(sum(one.ended_on is None for one in over), "ended"),
        },
    )  # fmt: skip


def _row(asked: Asked, one: reads.Rolled) -> Row:
    mark, client = one.enrollment.mark, asked.clients[one.enrollment.client_id]
    title = f"{mark} {one.meeting.called}".strip()
    day, standing = one.meeting.held.day, standing_of(one.attendance)
    return Row(one.attendance.ref, client, title, None, day, None, None, standing, mark, one.enrollment.program_id)


def stays(asked: Asked) -> Found:
    """The stays that ended, how long they were, and after which the client was in such a place again."""
    every = [one for one in reads.stays(asked.store) if asked.counts(one)]
    ended = [one for one in every if asked.period.holds(one.left_on)]
    known = [one for one in ended if one.from_on]
    rows = {one.id: asked.row(one, one.from_on, one.left_on, _to(one)) for one in ended}
    of_client: dict[int, list[Stay]] = {}
    for one in every:
        of_client.setdefault(one.client_id, []).append(one)
    again = [(one, back) for one in ended if (back := _again(asked, one, of_client[one.client_id]))]
    lacking = len(ended) - len(known)
    return Found(
        {
            "stays-ended": list(rows.values()),
            "days-of-a-stay": [rows[one.id] for one in known],
            "stays-again": [asked.row(one, one.left_on, back.from_on, f"by {back.ref}") for one, back in again],
        },
        {"days-of-a-stay": [f"{lacking} began on no known day."] if lacking else []},
    )


def _to(stay: Stay) -> str:
    return f"to {stay.goes_to}" if stay.goes_to else ""


def _again(asked: Asked, stay: Stay, theirs: Sequence[Stay]) -> Stay | None:
    """The next stay in a place of the same sort, if it began soon enough; on the very day it is a transfer."""
    left = stay.left_on
    later = [
        one for one in theirs
        if left and one.setting is stay.setting and one.from_on
        and 0 < (one.from_on - left).days <= asked.within
    ]  # fmt: skip
    return min(later, key=lambda one: (one.from_on or asked.today, one.id), default=None)
