"""Something to do, usually for a client."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, kind, recurrences
from caseload.records.of.clock import Clock, Reckoned, Still, Terms, entered_on, on_day
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Rule, Says
from caseload.value import replace
from caseload.when.dates import When


class TaskStatus(Vocabulary):
    """Where a task stands (HL7 FHIR R4 Task.status, the daily subset)."""

    READY = "ready"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"done": "completed", "dropped": "cancelled"}


class Priority(Vocabulary):
    """How soon (HL7 FHIR R4 request-priority), the least first."""

    ROUTINE = "routine"
    URGENT = "urgent"
    ASAP = "asap"
    STAT = "stat"

    @classmethod
    def ranked(cls) -> tuple[str, ...]:
        """Routine can wait longest, stat not at all."""
        return tuple(cls)


class Responsible(Vocabulary):
    """Who is to do it."""

    ME = "me"
    CLIENT = "client"
    FAMILY = "family"
    PROVIDER = "provider"


@kind
class Task(Guarded):
    """Something to do, usually for a client."""

    TABLE: ClassVar[str] = "task"
    PREFIX: ClassVar[str] = "t"
    OWN: ClassVar[bool] = True
    TRAVELS: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("ready", "in-progress", "on-hold")
    WHEN: ClassVar[str] = "due"
    ORDER: ClassVar[tuple[str, ...]] = ("due is null", "due", "id")
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="task", field="due", called="due date", words="task", reason="task due", waits="waiting_on",
            looks_at="open tasks", lead="7d",
            source="as typed; a date alone means the end of that day; undated, what is stat is due when entered",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("completed_on",)
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {"completed_on": ("completed",)}
    WITHIN: ClassVar[tuple[str, ...]] = ("completed_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "waiting_on")
    ALONE: ClassVar[tuple[str, ...]] = ("title", "due", "priority", "completed_on", "responsible", "waiting_on")

    client_id: Annotated[int | None, also.CLIENT] = None
    title: Annotated[str, Says("Other words.", later=True), also.TITLE]
    due: Annotated[When | None, 'When: fri, +3d, "30 nov", "fri 2pm"; see help dates.', also.DUE] = None
    priority: Annotated[Priority, Says("How soon", short="-p")] = Priority.ROUTINE
    status: Annotated[TaskStatus, Says("Where it stands", later=True), also.STANDING] = TaskStatus.READY
    completed_on: Annotated[date | None, Says("The day it was done.", later=True), also.DONE] = None
    goal_id: Annotated[int | None, "The goal it serves: g9."] = None
    referral_id: Annotated[int | None, "The referral it follows up: r4."] = None
    benefit_id: Annotated[int | None, "The benefit it is for: b1."] = None
    responsible: Annotated[Responsible, "Who is to do it"] = Responsible.ME
    every: Annotated[
        str | None,
        'Again, counted from the due date: 2w, "mon,thu", an RRULE; see help dates.',
        Rule,
    ] = None
    after: Annotated[str | None, "Again, counted from the day it was done: 2w, mon.", Rule] = None
    anchor_on: date | None = None
    """The due date of the first of a series, so that the 31st does not drift."""
    waiting_on: Annotated[str | None, "Who or what it waits on."] = None

    def __post_init__(self) -> None:
        """The rules of one task."""
        super().__post_init__()
        recurrences(self, "every", "after")
        if self.every and self.after:
            raise Invalid("cannot stand beside every", "one of the two", field="after")
        if self.every and self.due is None:
            raise Invalid("needs a due date to count from", "--due, or --after to count from completion", field="every")
        if self.completed_on and self.status is not TaskStatus.COMPLETED:
            raise Invalid("is set on a task that is not completed", "status completed", field="completed_on")

    @property
    def outlives(self) -> bool:
        """There is much to do when somebody has died."""
        return True


def is_open(task: Task) -> bool:
    """Whether the task is still to do."""
    return task.status in Task.OPEN


def is_overdue(task: Task, now: datetime) -> bool:
    """Whether the task is open and its due moment, or the end of its due day, has passed."""
    return is_open(task) and task.due is not None and task.due.ends() <= now


def is_stat(record: Record) -> bool:
    """Whether the record is a task that is to be done before anything else."""
    return isinstance(record, Task) and record.priority is Priority.STAT


def task_due(task: Task, terms: Terms, today: date) -> Reckoned | Still:
    """The task on its due date; one that is stat and has none is due on the day it was entered."""
    entered = entered_on(task, terms.zone) if task.due is None and is_stat(task) and is_open(task) else None
    if entered is None:
        return Task.CLOCKS[0].reckon(task, terms, today)
    return on_day(f"{task.ref} created_at", When(entered), "stat, without a due date")


def completed(task: Task, on: date) -> Task:
    """The task done that day."""
    _refuse_closed(task)
    return replace(task, status=TaskStatus.COMPLETED, completed_on=on)


def dropped(task: Task) -> Task:
    """The task cancelled."""
    _refuse_closed(task)
    return replace(task, status=TaskStatus.CANCELLED)


def reopened(task: Task) -> Task:
    """The task to be done again; raises Refused for one that is open."""
    if is_open(task):
        raise Refused(f"{task.ref} is open ({task.status})", f"caseload done {task.ref} completes it")
    return replace(task, status=TaskStatus.READY, completed_on=None)


def recurs(task: Task) -> bool:
    """Whether the task is of a series."""
    return bool(task.every or task.after)


def _refuse_closed(task: Task) -> None:
    if not is_open(task):
        raise Refused(f"{task.ref} is {task.status} already", f"caseload task reopen {task.ref} takes that back")
