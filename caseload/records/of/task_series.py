"""Tasks that come again: the next of a series, where a series ends, what an edit makes of it."""

from datetime import date

from caseload.errors import Invalid
from caseload.records.of.base import follower
from caseload.records.task import Task, TaskStatus
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.recurrence import Recurrence, following


def rescheduled(before: Task, after: Task) -> Task:
    """The task after an edit; where its due date or rule is another, the series counts from the new date.

    Another end of the same rule leaves the count.
    """
    same = before.due == after.due and _pattern(before) == _pattern(after)
    return after if same else replace(after, anchor_on=None)


def ended(every: str | None, after: str | None, until: date | None, times: int | None) -> tuple[str | None, str | None]:
    """The rules `every` and `after` with that end, where one is given; Invalid where there is no rule to end."""
    if until is None and times is None:
        return every, after
    if not (every or after):
        raise Invalid("has no rule to end", "--every or --after", field="--times" if until is None else "--until")
    rules = (text and str(Recurrence.parse(text).ending(until, times)) for text in (every, after))
    return next(rules), next(rules)


def coming_again(task: Task) -> Task:
    """The task; Invalid where its rule was over before the due date, or, counted from there, brings nothing ever."""
    if not (task.every and task.due):
        return task
    rule, anchor = Recurrence.parse(task.every), task.anchor_on or task.due.day
    if rule.until is not None and rule.until < task.due.day:
        raise Invalid("ends before the due date", f"until a day from {task.due.day} on", field="every")
    if following(Recurrence(rule.pattern), anchor, task.due.day, task.due.day) is None:
        raise Invalid("never comes after the due date", "another rule, or another due date", field="every")
    return task


def next_task(task: Task, ended_on: date) -> Task | None:
    """The next of a series after this one ended on a day; None where nothing recurs, or the series is over.

    `every` counts from the first due date and passes over occurrences that went by before `ended_on`;
    `after` counts from `ended_on`. A time of day is kept; how many are left is what the rule says of the next.
    """
    if task.every and task.due:
        anchor = task.anchor_on or task.due.day
        found = following(Recurrence.parse(task.every), anchor, task.due.day, ended_on)
    elif task.after:
        anchor = None
        found = following(Recurrence.parse(task.after), ended_on, ended_on, ended_on)
    else:
        return None
    if found is None:
        return None
    rule, time = str(found.rule), task.due.time if task.due else None
    return follower(
        task,
        due=When(found.day, time),
        status=TaskStatus.READY,
        completed_on=None,
        every=task.every and rule,
        after=task.after and rule,
        anchor_on=anchor,
    )


def _pattern(task: Task) -> object:
    return task.every and Recurrence.parse(task.every).pattern
