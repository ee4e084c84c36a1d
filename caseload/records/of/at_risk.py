"""How an enrollment stands on a day: what may still be missed, by when it is done, and why it may not be in time."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from caseload.records.enrollment import EnrollmentStatus
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.followed import Followed, Planned
from caseload.records.of.names import fold
from caseload.records.of.progress import Progress, progress
from caseload.records.of.requirements import Measure
from caseload.when.dates import When, monday


def can_miss(followed: Followed, today: date) -> int | None:
    """How many more meetings may be missed, below 0 where too few are left; None where nothing tells."""
    found = [one for one in (_absences_left(followed, today), *_spare(followed, today)) if one is not None]
    return min(found, default=None)


def _absences_left(followed: Followed, today: date) -> int | None:
    allowed = followed.program.absences
    return None if allowed is None else allowed - len(followed.absences(today))


def _spare(followed: Followed, today: date) -> Iterator[int]:
    """By requirement how many of the meetings that are planned are more than it needs."""
    if not followed.planned:
        return
    ahead = followed.ahead()
    for one in progress(followed, today):
        if not one.is_met and not one.requirement.phases:
            yield _spare_of(one, ahead)


def _spare_of(one: Progress, ahead: Sequence[Planned]) -> int:
    asked = one.requirement
    of = _of(one, ahead)
    if asked.measure is Measure.HOURS:
        left = one.left
        hours = sorted(each.hours for each in of)
        if not any(hours):
            return 0 if of else -1
        # The longest are missed first, or nobody could be sure.
        spare = -1
        while hours and sum(hours) >= left:
            spare += 1
            hours.pop()
        return spare
    units = len({monday(each.day) for each in of}) if asked.measure in (Measure.WEEKS, Measure.RUN) else len(of)
    return units - ceil(one.left)


def miss_said(spare: int | None) -> str:
    """What may be missed in words: can miss 1 more; can miss none; 2 too few."""
    if spare is None:
        return ""
    if spare < 0:
        return f"{-spare} too few" if spare < -1 else "1 too few"
    return f"can miss {spare} more" if spare else "can miss none"


class Standing(NamedTuple):
    """How one enrollment stands on a day."""

    parts: tuple[Progress, ...]
    can_miss: int | None
    projected: date | None
    """The day on which the last requirement is met at the present rate; None where one cannot be told."""
    risks: tuple[str, ...]
    """Why it may not be done in time; none where it may, and for who is not enrolled."""

    @property
    def open(self) -> tuple[Progress, ...]:
        """What is left."""
        return tuple(one for one in self.parts if not one.is_met)

    @property
    def courses_open(self) -> tuple[str, ...]:
        """The required courses that are left."""
        return tuple(one.requirement.course for one in self.open if one.requirement.course)

    @property
    def is_done(self) -> bool:
        """Whether every requirement is met or waived, there being one."""
        return bool(self.parts) and not self.open


def standing(followed: Followed, today: date) -> Standing:
    """How an enrollment stands on a day."""
    each = progress(followed, today)
    counted = [one for one in each if not one.is_met and not one.requirement.phases]
    days = [one.projected for one in counted]
    projected = max((day for day in days if day), default=None) if all(days) else None
    spare = can_miss(followed, today) if followed.record.status is EnrollmentStatus.ENROLLED else None
    found = Standing(each, spare, projected, ())
    return found._replace(risks=tuple(_risks(followed, found, today)))


def _risks(followed: Followed, found: Standing, today: date) -> Iterator[str]:
    if followed.record.status is not EnrollmentStatus.ENROLLED:
        return
    allowed, missed = followed.program.absences, len(followed.absences(today))
    if allowed is not None and missed > allowed:
        yield f"missed {missed}, {allowed} allowed"
    end = followed.end
    counted = [one for one in found.open if not one.requirement.phases]
    if end is None or not counted:
        if end and end < today and found.open:
            yield f"ended {end}, not complete"
        return
    if end < today:
        yield f"ended {end}, {' and '.join(map(_left_said, counted))} left"
        return
    short = list(_shortfalls(followed, counted))
    yield from short
    if short:
        return
    late = [one for one in counted if one.projected and one.projected > end]
    if late:
        last = max(late, key=lambda one: one.projected or end)
        yield f"{_left_said(last)} left, at the present rate by {last.projected}, after {end}"
    elif stuck := [one for one in counted if one.projected is None and one.why.startswith("nothing kept")]:
        yield f"{_left_said(stuck[0])} left, {stuck[0].why}"


def _shortfalls(followed: Followed, counted: Sequence[Progress]) -> Iterator[str]:
    """The requirements for which too few meetings are planned before the end, those alike together."""
    ahead = followed.ahead()
    short: dict[int, list[str]] = {}
    for one in counted if followed.planned else ():
        if _spare_of(one, ahead) < 0:
            short.setdefault(len(_of(one, ahead)), []).append(_left_said(one))
    for many, left in short.items():
        meetings = "1 meeting" if many == 1 else f"{many or 'no'} meetings"
        yield f"{' and '.join(left)} left, {meetings} planned until {followed.end}"


def _of(one: Progress, ahead: Sequence[Planned]) -> list[Planned]:
    """Those of the meetings that count towards a requirement."""
    course = fold(one.requirement.course)
    return [each for each in ahead if not course or fold(each.topic) == course]


def _left_said(one: Progress) -> str:
    words = one.requirement.counted(one.left)
    return f"{words} of {one.requirement.course}" if one.requirement.course else words


def shortfall_due(followed: Followed, terms: Terms, today: date) -> Reckoned | Still:
    """The end of an enrollment by which something will be short, or why nothing is said of it."""
    record, program = followed.record, followed.program
    _ = terms
    if record.status is not EnrollmentStatus.ENROLLED:
        return Still(f"{record.ref} is {record.status}")
    if not program.asked:
        return Still(f"{program.ref} has no requirements")
    if followed.end is None:
        return Still(f"neither {record.ref} nor {program.ref} has an end")
    found = standing(followed, today)
    if found.is_done:
        return Still("every requirement is met")
    if not found.risks:
        left = ", ".join(one.said(record.phase) for one in found.open)
        return Still(f"{left}: nothing says that it will not be done by {followed.end}")
    is_own = record.due is not None and record.due == followed.end
    anchor = f"{record.ref} due" if is_own else f"{program.ref} ends_on"
    many = "1 requirement" if len(found.open) == 1 else f"{len(found.open)} requirements"
    due = on_day(anchor, When(followed.end), f"{many} left by then")
    # The names of programmes and courses are typed words, and say what somebody is in.
    return due if record.mark else due._replace(own_words=f"{program.name}: {'; '.join(found.risks)}")
