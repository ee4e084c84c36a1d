"""Goals met, improving, worsening and dropped in a period."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseload.records.goal import Achievement, Goal, Lifecycle
from caseload.records.observation import Observation
from caseload.reports.outcomes.asked import Asked, unknown
from caseload.reports.outcomes.figure import Found, Row
from caseload.store.reads.outcomes import Change, goal_changes, seen_of_goals
from caseload.store.reads.outcomes import goals as every_goal

ACHIEVED = (Achievement.ACHIEVED, Achievement.SUSTAINING)
"""The words of a goal that is met."""

GIVEN_UP = (Lifecycle.CANCELLED, Lifecycle.REJECTED)
"""The words of a goal that is dropped."""


class Course(NamedTuple):
    """A goal with what was seen of it, oldest first, and what the log has of it."""

    goal: Goal
    seen: Sequence[Observation] = ()
    changes: Sequence[Change] = ()

    @property
    def is_met(self) -> bool:
        """Whether it is reached, and was not given up."""
        return self.goal.lifecycle not in GIVEN_UP and self.goal.achievement in ACHIEVED

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.is_met or self.goal.lifecycle not in Goal.OPEN

    def over_on(self, asked: Asked) -> date | None:
        """The day it was met, or else over: when that was first seen, else when it was entered so."""
        if self.is_met:
            first = None
            for one in reversed([one for one in self.seen if one.achievement]):
                if one.achievement not in ACHIEVED:
                    break
                first = one.observed_on
            return first or self._entered(asked, 1, ACHIEVED)
        return self._entered(asked, 0, (self.goal.lifecycle,))

    def _entered(self, asked: Asked, place: int, words: Sequence[str]) -> date | None:
        """The day on which the log has one of the words last come to stand in a field.

        What came in so, from a file or as it was added, was so on a day that nobody kept.
        """
        found = None
        for one in self.changes:
            if one.before and one.after and one.after[place] in words and one.before[place] not in words:
                found = asked.day_of(one.at)
        return found

    def last_word(self, asked: Asked) -> Observation | None:
        """The last observation of the period that says how far it is reached."""
        said = (one for one in self.seen if one.achievement and asked.period.holds(one.observed_on))
        return next(iter(reversed(list(said))), None)


def goals(asked: Asked) -> Found:
    """The figures of goals."""
    rows: dict[str, list[Row]] = {f"goals{end}": [] for end in ("", "-met", "-improving", "-worsening", "-dropped")}
    lost = {"goals-met": 0, "goals-dropped": 0}
    for course in _courses(asked):
        goal, on = course.goal, course.over_on(asked) if course.is_over else None
        what = "met" if course.is_met else "dropped" if goal.lifecycle in GIVEN_UP else ""
        if course.is_over and on is None and what:
            lost[f"goals-{what}"] += 1
        ended = asked.period.holds(on)
        if not (ended or _was_open(asked, course, on)):
            continue
        word = course.last_word(asked)
        said = what if ended else str(word.achievement) if word and word.achievement else ""
        day = on if ended else word.observed_on if word else None
        standing = ", ".join(filter(None, (goal.lifecycle, goal.achievement)))
        row = asked.row(goal, None, day, standing)
        rows["goals"].append(row)
        if f"goals-{said}" in rows:
            rows[f"goals-{said}"].append(row)
    return Found(
        rows,
        {
            "goals-met": unknown(lost["goals-met"], "met"),
            "goals-dropped": unknown(lost["goals-dropped"], "dropped"),
        },
    )


def _courses(asked: Asked) -> list[Course]:
    seen: dict[int, list[Observation]] = {}
    for one in seen_of_goals(asked.store):
        seen.setdefault(one.goal_id, []).append(one)
    changes: dict[int, list[Change]] = {}
    for change in goal_changes(asked.store):
        changes.setdefault(change.number, []).append(change)
    return [
        Course(one, seen.get(one.id, ()), changes.get(one.id, ()))
        for one in every_goal(asked.store)
        if asked.counts(one)
    ]


def _was_open(asked: Asked, course: Course, over_on: date | None) -> bool:
    """Whether it was worked on in the period: seen in it, or open in it while the client was served."""
    first, last = asked.period
    if course.is_over and (over_on is None or over_on < first):
        return False
    if any(asked.period.holds(one.observed_on) for one in course.seen):
        return True
    days = [day for day in (asked.entered(course.goal), *(one.observed_on for one in course.seen)) if day]
    return course.goal.client_id in asked.served and bool(days) and min(days) <= last
