"""How far a client has come in a programme: done and left by requirement, and by when at the present rate."""

from collections.abc import Iterable
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from caseload.records.enrollment import EnrollmentStatus, place_of
from caseload.records.of.followed import Followed, Sitting, stands_for
from caseload.records.of.names import fold
from caseload.records.of.requirements import Measure, Requirement
from caseload.records.of.values import number
from caseload.when.dates import LAST_YEAR, monday

WINDOW = 56
"""The days, today among them, by which the present rate goes: eight weeks."""

LEAST = 14
"""From so many days on a rate can be told."""


class Progress(NamedTuple):
    """How one requirement stands on a day."""

    requirement: Requirement
    done: float
    waived: str = ""
    """Why it is not asked any more."""
    projected: date | None = None
    """The day it is met at the present rate."""
    why: str = ""
    """Why that cannot be told."""

    @property
    def left(self) -> float:
        """How much is left of it."""
        return max(round(self.requirement.needed - self.done, 2), 0.0)

    @property
    def is_met(self) -> bool:
        """Whether all of it is done, or it is waived."""
        return bool(self.waived) or self.left <= 0

    @property
    def left_said(self) -> str:
        """What is left in words: 6 sessions left; of phases how many are still to come."""
        if self.requirement.phases:
            return f"{number(self.left)} to come"
        return f"{self.requirement.counted(self.left)} left"

    @property
    def brief(self) -> str:
        """How it stands in few letters: 6/12 sessions, Parenting 1/4, phase 2/3, waived sessions."""
        one = self.requirement
        if self.waived:
            return f"waived {one.key}"
        of = f"{number(min(self.done, one.needed))}/{number(one.needed)}"
        if one.course:
            return f"{one.course} {of}{' h' if one.measure is Measure.HOURS else ''}"
        return f"phase {of}" if one.phases else f"{of} {one.measure}"

    def said(self, phase: str | None = None) -> str:
        """How it stands in words: 6 of 12 sessions; course Parenting: 1 of 4 sessions; phase 2 of 3, Skills."""
        one = self.requirement
        if self.waived:
            return f"{one}: waived ({self.waived})"
        if one.phases:
            return f"phase {number(self.done)} of {number(one.needed)}" + (f", {phase}" if phase else "")
        of = f"{number(min(self.done, one.needed))} of {one.counted(one.needed)}"
        return f"course {one.course}: {of}" if one.course else of


def progress(followed: Followed, today: date) -> tuple[Progress, ...]:
    """How every requirement stands on a day, in their order."""
    waived = {fold(key): reason for key, reason in followed.record.waivers.items()}
    return tuple(_progress(followed, one, waived.get(fold(one.key), ""), today) for one in followed.program.asked)


def _progress(followed: Followed, one: Requirement, waived: str, today: date) -> Progress:
    found = Progress(one, _done(followed, one, today), waived)
    if found.is_met or one.phases:
        return found
    return _projected(followed, found, today)


def _done(followed: Followed, one: Requirement, today: date) -> float:
    if one.phases:
        if followed.record.status is EnrollmentStatus.COMPLETED:
            return one.needed
        return float(place_of(followed.record.phase, one.phases) + 1)
    if one.measure is Measure.RUN:
        return float(_run(followed, one, today))
    return _counted(followed, one, followed.kept(today))


def _counted(followed: Followed, one: Requirement, kept: Iterable[Sitting]) -> float:
    """What those meetings come to in what a requirement measures."""
    of = [sitting for sitting in kept if not one.course or fold(sitting.topic) == fold(one.course)]
    if one.measure is Measure.HOURS:
        return round(sum(sitting.credit for sitting in of), 2)
    if one.measure is Measure.WEEKS:
        return float(len(_weeks(followed, of)))
    return float(len(of))


def _weeks(followed: Followed, kept: Iterable[Sitting]) -> set[date]:
    """The weeks, by their Mondays, of which a meeting was kept; what was made up is of the week that was missed."""
    missed = {one.id: one for one in followed.sittings if not one.is_kept}
    return {monday(stands_for(one, missed).day) for one in kept}


def _run(followed: Followed, one: Requirement, today: date) -> int:
    """The weeks in a row up to now, or the longest run where that was enough.

    A week without a meeting, or with excused absences alone, neither counts nor breaks it.
    """
    kept, absent = _weeks(followed, followed.kept(today)), {monday(one.day) for one in followed.absences(today)}
    run = 0
    for week in sorted(kept | absent):
        if week in kept:
            run += 1
            if run >= one.needed:
                return run
        else:
            run = 0
    return run


def _projected(followed: Followed, found: Progress, today: date) -> Progress:
    """The same with the day on which it is met, if things go on as in the last eight weeks."""
    one, begun = found.requirement, followed.record.started_on
    if begun is None or begun > today:
        return found._replace(why="not begun" if begun is None else f"begins {begun}")
    since = max(begun, today - timedelta(days=WINDOW - 1))
    days = (today - since).days + 1
    if days < LEAST:
        return found._replace(why=f"too early to tell a rate: day {days} of at least {LEAST}")
    if one.measure is Measure.RUN:
        # Each week adds one, if none is missed.
        return found._replace(projected=_within(today, 7 * found.left))
    if planned := _by_plan(followed, found, since, today):
        return found._replace(projected=planned)
    lately = _counted(followed, one, (sitting for sitting in followed.kept(today) if sitting.day >= since))
    if not lately:
        return found._replace(why=f"nothing kept in {number(round(days / 7, 1))} weeks")
    return found._replace(projected=_within(today, found.left * days / lately))


def _by_plan(followed: Followed, found: Progress, since: date, today: date) -> date | None:
    """The planned meeting at which it is met, if as many of them are kept as of the last; None where they are too few.

    A group that meets seldom, or paused, tells nothing of who came each time.
    """
    one = found.requirement
    lately = [sitting for sitting in followed.sittings if since <= sitting.day <= today]
    kept = [sitting for sitting in lately if sitting.is_kept]
    if not kept:
        return None
    share, left = len(kept) / len(lately), found.left
    for meeting in followed.ahead():
        if one.course and fold(meeting.topic) != fold(one.course):
            continue
        left -= share * (meeting.hours if one.measure is Measure.HOURS else 1)
        if left <= 1e-9:
            return max(meeting.day, today)
    return None


def _within(today: date, days: float) -> date | None:
    ahead = ceil(days - 1e-9)
    return today + timedelta(days=ahead) if ahead < (date(LAST_YEAR, 12, 31) - today).days else None
