"""What the client wants to reach."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, kind
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Prose, Says
from caseload.value import replace


class Lifecycle(Vocabulary):
    """Where a goal stands (HL7 FHIR R4 Goal.lifecycleStatus)."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"
    REJECTED = "rejected"


class Achievement(Vocabulary):
    """How far a goal is reached; a closed goal is not by itself an achieved one (FHIR R4 Goal.achievementStatus)."""

    IN_PROGRESS = "in-progress"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no-change"
    ACHIEVED = "achieved"
    SUSTAINING = "sustaining"
    NOT_ACHIEVED = "not-achieved"
    NO_PROGRESS = "no-progress"
    NOT_ATTAINABLE = "not-attainable"


class GoalPriority(Vocabulary):
    """How much a goal matters to the client (FHIR R4 goal-priority)."""

    HIGH = "high-priority"
    MEDIUM = "medium-priority"
    LOW = "low-priority"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"high": "high-priority", "medium": "medium-priority", "low": "low-priority"}

    @classmethod
    def ranked(cls) -> tuple[str, ...]:
        """Low matters least."""
        return tuple(cls)[::-1]


@kind
class Goal(Guarded):
    """What one client wants to reach."""

    TABLE: ClassVar[str] = "goal"
    PREFIX: ClassVar[str] = "g"
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "lifecycle"
    OPEN: ClassVar[tuple[str, ...]] = ("proposed", "planned", "accepted", "active", "on-hold")
    WHEN: ClassVar[str] = "target_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "target_on is null", "target_on", "id")
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="goal-target", field="target_on", called="target date", words="goal target", many="goal targets",
            looks_at="accepted and active goals", counts=("accepted", "active"),
            lead="14d", source="as agreed with the client",
        ),
    )  # fmt: skip
    WITHIN: ClassVar[tuple[str, ...]] = ("target_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "client_words", "area", "measure")
    HANGS: ClassVar[tuple[str, ...]] = ("plan_id",)

    client_id: Annotated[int, also.CLIENT]
    plan_id: Annotated[int | None, "The plan it belongs to: p3."] = None
    need_id: Annotated[int | None, "The need it serves: nd1."] = None
    area: Annotated[str | None, "The part of life it is about: housing, health."] = None
    title: Annotated[str, Says("Other words.", later=True), also.TITLE]
    client_words: Annotated[str | None, "The goal as the client says it.", Prose] = None
    lifecycle: Annotated[Lifecycle, "Where the goal stands", also.STANDING] = Lifecycle.ACTIVE
    achievement: Annotated[Achievement | None, "How far the goal is reached"] = None
    priority: Annotated[GoalPriority | None, Says("How much it matters to the client", short="-p")] = None
    target_on: Annotated[date | None, "The day to reach it by: +3m, 2027-01-31.", also.TARGET] = None
    measure: Annotated[str | None, "What is measured."] = None
    unit: Annotated[str | None, "What it is measured in: steps, sessions."] = None
    baseline: Annotated[float | None, "The value at the start."] = None
    target: Annotated[float | None, "The value to reach."] = None
    agreed: Annotated[bool, "The client agrees with it."] = False


def is_open(goal: Goal) -> bool:
    """Whether the goal is still worked on, or about to be."""
    return goal.lifecycle in Goal.OPEN


def all_met(goals: Iterable[Goal]) -> bool:
    """Whether there are goals and each is met, but for those given up."""
    given_up = (Lifecycle.CANCELLED, Lifecycle.REJECTED, Lifecycle.ENTERED_IN_ERROR)
    counted = [goal for goal in goals if goal.lifecycle not in given_up]
    return bool(counted) and all(
        goal.lifecycle is Lifecycle.COMPLETED and goal.achievement is Achievement.ACHIEVED for goal in counted
    )


def met(goal: Goal) -> Goal:
    """The goal completed and achieved."""
    _refuse_closed(goal)
    return replace(goal, lifecycle=Lifecycle.COMPLETED, achievement=Achievement.ACHIEVED)


def dropped(goal: Goal) -> Goal:
    """The goal cancelled; what was achieved of it stays as it was."""
    _refuse_closed(goal)
    return replace(goal, lifecycle=Lifecycle.CANCELLED)


def progress(goal: Goal, value: float | None) -> float | None:
    """How far `value` is on the way from baseline to target, 0 to 1; None where it cannot be told."""
    if goal.lifecycle is Lifecycle.COMPLETED and goal.achievement is Achievement.ACHIEVED:
        return 1.0
    start = goal.baseline or 0.0
    if value is None or goal.target is None or goal.target == start:
        return None
    return min(1.0, max(0.0, (value - start) / (goal.target - start)))


def percent(goal: Goal, value: float | None) -> int | None:
    """The progress in whole percent; 100 only when the goal is there."""
    done = progress(goal, value)
    return None if done is None else 100 if done == 1 else min(99, round(done * 100))


def _refuse_closed(goal: Goal) -> None:
    if not is_open(goal):
        raise Refused(
            f"{goal.ref} is {goal.lifecycle} already", f"caseload goal edit {goal.ref} --lifecycle active reopens it"
        )
