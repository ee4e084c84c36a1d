"""The plan of care, versioned."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, follower, in_order, intervals, kind
from caseload.records.of.clock import Clock, Reckoned, Still, Terms, counted
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Interval, NotItself, Picture, Prose, Says, To
from caseload.value import replace

GOAL_AS_REVISED = ("id", "title", "lifecycle", "achievement", "target_on", "value", "observed_on")
"""What a revised plan keeps of each of its goals; the last two are the value measured last and its day."""


class PlanStatus(Vocabulary):
    """Where a plan stands (HL7 FHIR R4 CarePlan.status)."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    REVOKED = "revoked"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"
    UNKNOWN = "unknown"


@kind
class Plan(Guarded):
    """The plan of care of one client, one version of it."""

    TABLE: ClassVar[str] = "plan"
    PREFIX: ClassVar[str] = "p"
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "active", "on-hold")
    WHEN: ClassVar[str] = "started_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "started_on is null", "started_on", "id")
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="plan-unsigned", field="started_on", called="start", words="plan", many="plans to be signed",
            reason="not signed, started {}",
            looks_at="active plans without agreed_on", counts=("active",), until="agreed_on", ended="signed on",
            every="30d", source="CMS person-centred plan, 42 CFR 441.301(c)(2)(ix)",
        ),
        Clock(
            name="plan-copy", field="started_on", called="start", words="plan", many="plans without a copy given",
            reason="copy not given, started {}",
            looks_at="active plans without copy_given_on", counts=("active",),
            until="copy_given_on", ended="copy given on",
            every="30d", source="CMS person-centred plan, 42 CFR 441.301(c)(2)(x)",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("started_on", "ended_on", "reviewed_on", "agreed_on", "copy_given_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "ended_on": ("completed", "revoked", "entered-in-error", "unknown")
    }
    ORDERED: ClassVar[Order] = {
        "started_on": ("agreed_on", "copy_given_on", "reviewed_on"), "agreed_on": ("ended_on",),
        "reviewed_on": ("ended_on",),
    }  # fmt: skip
    WITHIN: ClassVar[tuple[str, ...]] = ("started_on", "agreed_on", "copy_given_on", "reviewed_on")
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "change_reason", "backup_plan")

    client_id: Annotated[int, also.CLIENT]
    title: Annotated[str, Says("Other words.", later=True), also.TITLE]
    status: Annotated[PlanStatus, "Where the plan stands", also.STANDING] = PlanStatus.ACTIVE
    version: int = 1
    supersedes_id: Annotated[int | None, To("plan"), NotItself] = None
    started_on: Annotated[
        date | None, "The day it took effect; today unless said, once it is active.", also.STARTED
    ] = None
    ended_on: Annotated[date | None, "The day it ended; see plan close.", also.FINISHED] = None
    review_every: Annotated[str | None, "How often it is reviewed; 6m unless said.", Interval] = None
    reviewed_on: Annotated[date | None, "The day of the last review; see plan review."] = None
    change_reason: Annotated[str | None, "Why it replaced another, or ended."] = None
    agreed_on: Annotated[date | None, "The day the client signed; see plan sign."] = None
    copy_given_on: Annotated[date | None, "The day the client was given a copy."] = None
    backup_plan: Annotated[str | None, "What is done when the plan fails.", Prose] = None
    goals_as_revised: Annotated[str | None, Picture] = None
    """The goals as they stood when the next version took over: a JSON array, frozen."""

    def __post_init__(self) -> None:
        """The rules of one plan."""
        super().__post_init__()
        if self.version < 1:
            raise Invalid("is not a version", "1 or more", field="version")
        if self.status is PlanStatus.ACTIVE and self.started_on is None:
            raise Invalid("is missing from an active plan", "the day it started, or status draft", field="started_on")
        intervals(self, "review_every")
        if self.goals_as_revised is not None and not _is_picture(self.goals_as_revised):
            raise Invalid("is not a picture of goals", "what plan revise has written", field="goals_as_revised")
        in_order(self, "started_on", "ended_on")


def review_due(plan: Plan, terms: Terms, _today: date) -> Reckoned | Still:
    """The next review of an active plan, an interval after the last one, or after its start where there was none."""
    if plan.status is not PlanStatus.ACTIVE:
        return Still(f"{plan.ref} is {plan.status}")
    field, anchor = ("reviewed_on", plan.reviewed_on) if plan.reviewed_on else ("started_on", plan.started_on)
    if anchor is None or terms.every is None:
        return Still(f"{plan.ref} has no start")
    said = f"last reviewed {anchor}" if plan.reviewed_on else f"started {anchor}"
    return counted(f"{plan.ref} {field}", anchor, terms.every, f"review every {terms.every}, {said}")


def reviewed(plan: Plan, on: date) -> Plan:
    """The plan with its review done that day."""
    if plan.status is not PlanStatus.ACTIVE:
        raise Refused(f"{plan.ref} is {plan.status}", "only an active plan is reviewed")
    return replace(plan, reviewed_on=on)


def signed(plan: Plan, agreed_on: date, copy_given_on: date | None = None) -> Plan:
    """The plan with the client's agreement, and the day a copy was given where that is said."""
    return replace(plan, agreed_on=agreed_on, copy_given_on=copy_given_on or plan.copy_given_on)


def next_version(plan: Plan, on: date, reason: str, title: str | None = None) -> Plan:
    """A new version that supersedes `plan`, not yet agreed; `plan` itself is left as it is."""
    if plan.status not in Plan.OPEN:
        raise Refused(f"{plan.ref} is {plan.status}", "revise the version that is active")
    return follower(
        plan,
        title=title or plan.title,
        status=PlanStatus.ACTIVE,
        version=plan.version + 1,
        supersedes_id=plan.id,
        started_on=on,
        ended_on=None,
        reviewed_on=None,
        change_reason=reason,
        agreed_on=None,
        copy_given_on=None,
        goals_as_revised=None,
    )


def ended(plan: Plan, on: date, reason: str | None = None) -> Plan:
    """The plan completed that day."""
    if plan.status not in Plan.OPEN:
        raise Refused(
            f"{plan.ref} is {plan.status} already", f"caseload plan edit {plan.ref} --status active reopens it"
        )
    return replace(plan, status=PlanStatus.COMPLETED, ended_on=on, change_reason=reason or plan.change_reason)


def _is_picture(text: str) -> bool:
    import json

    try:
        goals = json.loads(text)
    except (ValueError, RecursionError):
        return False
    keys = set(GOAL_AS_REVISED)
    return isinstance(goals, list) and all(isinstance(goal, dict) and goal.keys() == keys for goal in goals)
