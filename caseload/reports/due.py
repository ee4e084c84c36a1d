"""What is due, what is late, and why: the only road to today, overdue, agenda, digest and the client's page.

A rule is a row of RULES: what it looks at, when that falls due, how early it warns, and who says so. A later kind adds
one function in its record, one query and one row here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from caseload.dates import When, days_late
from caseload.records import appointment, goal, plan, task
from caseload.records.base import Record
from caseload.records.client import Client, clocks_run
from caseload.records.plan import REVIEW_EVERY, Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver, hides
from caseload.store import queries
from caseload.store.core import Store


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is due: the record, the rule that says so, for whom, when, and whether that is past.

    `due` is the day or moment it is for; `grace_ends` the one at whose end it becomes late.
    """

    record: Record
    rule: str
    client: Client | None
    due: When
    grace_ends: When
    late: bool
    days_late: int
    reason: str
    snoozed_until: date | None = None

    @property
    def ref(self) -> str:
        """The typed id of the record."""
        return self.record.ref

    @property
    def priority(self) -> str | None:
        """The record's own priority, if it has one."""
        return getattr(self.record, "priority", None)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a kind of record falls due: `find` over-fetches by a plain comparison, `due` decides."""

    name: str
    find: Callable[[Store, date], Sequence[Record]]
    due: Callable[[Any], When | None]
    grace: Callable[[Any], When | None]
    reason: Callable[[Any, bool], str]
    """Why it shows, and why it is late."""
    lead: int
    """Days before the due date at which it begins to show."""
    every_client: bool = False
    """Whether it counts for clients whose other clocks stand still."""


def _task_reason(one: Task, _late: bool) -> str:
    return f"waiting on {one.waiting_on}" if one.waiting_on else "task due"


def _review_reason(one: Plan, _late: bool) -> str:
    anchor = f"last reviewed {one.reviewed_on}" if one.reviewed_on else f"started {one.started_on}"
    return f"plan review every {one.review_every or REVIEW_EVERY}, {anchor}"


RULES: tuple[Rule, ...] = (
    Rule(
        name="task", find=queries.open_tasks, due=task.open_due, grace=task.open_due, lead=7, every_client=True,
        reason=_task_reason,
    ),
    Rule(
        name="appointment", find=queries.open_appointments, due=appointment.open_start, grace=appointment.open_end,
        lead=7, reason=lambda _, late: "no outcome recorded" if late else "appointment",
    ),
    Rule(
        name="plan-review", find=queries.active_plans, due=plan.review_due, grace=plan.review_due,
        lead=30, reason=_review_reason,
    ),
    Rule(
        name="goal-target", find=queries.goals_with_target, due=goal.target_due, grace=goal.target_due,
        lead=14, reason=lambda _one, _late: "goal target",
    ),
)  # fmt: skip
"""Every clock; leads and intervals as their sources have them (plan review: 42 CFR 441.18(a)(7)(viii))."""


def due(store: Store, now: datetime, *, until: date | None = None, snoozed: bool = False) -> list[Item]:
    """Everything that is due, the latest first, then by rule and id; not what is snoozed, unless asked.

    Without `until` an item shows from its rule's lead on; with it, everything due up to the end of that day.
    """
    hidden = queries.waivers(store, now.date())
    found = [(rule, one, when) for rule in RULES for one, when in _within(store, rule, now.date(), until)]
    clients = queries.clients(store, (one.client_id for _, one, _ in found if one.client_id))
    items = (_item(rule, one, when, clients.get(one.client_id), hidden, now) for rule, one, when in found)
    kept = (item for item in items if item and (snoozed or item.snoozed_until is None))
    return sorted(kept, key=lambda item: (str(item.due), item.rule, item.record.id))


def _within(store: Store, rule: Rule, today: date, until: date | None) -> Iterator[tuple[Any, When]]:
    last = until or today + timedelta(days=rule.lead)
    for one in rule.find(store, last):
        when = rule.due(one)
        if when is not None and when.day <= last:
            yield one, when


def _item(
    rule: Rule, one: Record, when: When, client: Client | None, hidden: Sequence[Waiver], now: datetime
) -> Item | None:
    """The item, or None where the client's clocks stand still or the client was voided."""
    if client is not None and (client.voided_at or not (rule.every_client or clocks_run(client))):
        return None
    grace_ends = rule.grace(one) or when
    late = grace_ends.is_past(now)
    waiver = next((waiver for waiver in hidden if hides(waiver, one.ref, rule.name, now)), None)
    return Item(
        record=one,
        rule=rule.name,
        client=client,
        due=when,
        grace_ends=grace_ends,
        late=late,
        days_late=days_late(grace_ends, now),
        reason=rule.reason(one, late),
        snoozed_until=waiver.until if waiver else None,
    )
