"""Tasks ended, each with the next of its series, in one step."""

from collections.abc import Iterable
from datetime import date

from caseload.errors import Refused
from caseload.records.kinds import parse_ref, with_article
from caseload.records.task import Task, TaskStatus, completed, dropped, is_open, recurs, reopened
from caseload.store import lookup
from caseload.store.core import Store
from caseload.value import Value, replace
from caseload.when.dates import When

_ENDINGS = {"appointment": "appointment kept|noshow", "goal": "goal met|drop", "plan": "plan close"}
"""What is never simply done, and the verbs that end it."""


TOLD = ("status", "completed_on")
"""The fields of a task that its ending changes."""


class Finished(Value):
    """A task that has ended, and the next one that it brought, if it recurs."""

    task: Task
    follower: Task | None
    is_last: bool = False
    """Whether it was of a series that is over with it."""

    @property
    def next_due(self) -> When | None:
        """When the next one is due."""
        return self.follower.due if self.follower else None


def complete(store: Store, task: Task, on: date) -> Finished:
    """The task done that day; raises Refused for one that has ended already."""
    return _ended(store, completed(task, on), on)


def complete_all(store: Store, refs: Iterable[str], on: date) -> list[Finished]:
    """Every task under the typed ids done that day, each once; raises Refused for what is no task, naming its verb."""
    tasks = {task.id: task for task in (_task(store, ref) for ref in refs)}
    return [complete(store, task, on) for task in tasks.values()]


class Reopened(Value):
    """A task that is to be done again, and the one that goes on with its series, if there is one."""

    task: Task
    goes_on: Task | None


def reopen(store: Store, task: Task) -> Reopened:
    """The task to be done again; where another has taken over its series, that one stands, and this comes no more.

    Raises Refused for one that is open.
    """
    from caseload.store.reads.work import later_of_series

    again = reopened(task)
    follower = next(iter(later_of_series(store, task)), None) if recurs(task) else None
    if follower:
        again = replace(again, every=None, after=None, anchor_on=None)
    return Reopened(store.save(again), follower)


def drop(store: Store, task: Task, on: date, *, series: bool) -> Finished:
    """The task cancelled; with `series` nothing follows it. Raises Refused for one that has ended already."""
    return Finished(store.save(dropped(task)), None) if series else _ended(store, dropped(task), on)


def dated(before: Task, after: Task, today: date) -> Task:
    """The task as edited; one that the edit completes was done today, unless it says otherwise."""
    done = is_open(before) and after.status is TaskStatus.COMPLETED and after.completed_on is None
    return replace(after, completed_on=today) if done else after


def followed(store: Store, before: Task, after: Task, today: date) -> Finished:
    """A task that an edit has changed; one that it ended brings the next of its series, as by the verb."""
    if is_open(after) or not is_open(before):
        return Finished(after, None)
    return _finished(store, after, after.completed_on or today)


def _task(store: Store, ref: str) -> Task:
    found = parse_ref(ref)
    if found and found[0].TABLE in _ENDINGS:
        what = f"{ref} is {with_article(found[0])}, and only tasks are done"
        raise Refused(what, f"use caseload {_ENDINGS[found[0].TABLE]} {ref}")
    return lookup.of_kind(store, Task, ref)


def _ended(store: Store, task: Task, on: date) -> Finished:
    return _finished(store, store.save(task), on)


def _finished(store: Store, task: Task, on: date) -> Finished:
    if not recurs(task):
        return Finished(task, None)
    from caseload.records.of.task_series import next_task

    follower = next_task(task, on)
    return Finished(task, store.add(follower) if follower else None, is_last=follower is None)
