"""The next version of a plan, its open goals taken along."""

import json
from datetime import date

from caseload.errors import Refused
from caseload.records.goal import Goal, is_open
from caseload.records.of.values import jsonable
from caseload.records.plan import GOAL_AS_REVISED, Plan, ended, next_version
from caseload.records.service import Service
from caseload.records.service import is_open as goes_on
from caseload.store.core import Store
from caseload.store.reads.care import goals_of_plan, observations_of_goal, versions_after
from caseload.store.reads.served_by import services_of_plan
from caseload.value import replace


def revise(
    store: Store, plan: Plan, on: date, reason: str, title: str | None = None
) -> tuple[Plan, list[Goal | Service]]:
    """The version that takes over from `plan` that day, and what moved to it: open goals and services.

    Their ids are kept. `plan` is completed and keeps a picture of all its goals as they stood. Raises
    Refused for one that is not open.
    """
    goals = goals_of_plan(store, plan.id)
    successor = store.add(next_version(plan, on, reason, title))
    picture = json.dumps([_picture(store, goal) for goal in goals], ensure_ascii=False)
    store.save(replace(ended(plan, on), goals_as_revised=picture))
    moved: list[Goal | Service] = [store.save(replace(goal, plan_id=successor.id)) for goal in goals if is_open(goal)]
    services = filter(goes_on, services_of_plan(store, plan.id))
    return successor, [*moved, *(store.save(replace(service, plan_id=successor.id)) for service in services)]


def refuse_superseded(store: Store, before: Plan, after: Plan) -> Plan:
    """The plan as edited; raises Refused where it would be open again beside the version that took over from it."""
    if before.status not in Plan.OPEN and after.status in Plan.OPEN and (later := versions_after(store, before.id)):
        raise Refused(f"{later[0].ref} has taken over from {before.ref}", "change that one, or void it first")
    return after


def _picture(store: Store, goal: Goal) -> dict[str, object]:
    """A goal as it stands, with the value measured last."""
    measured = [one for one in observations_of_goal(store, goal.id) if one.value is not None]
    last = measured[-1] if measured else None
    seen = (last.value, last.observed_on) if last else (None, None)
    shown = (goal.ref, goal.title, goal.lifecycle, goal.achievement, goal.target_on, *seen)
    return dict(zip(GOAL_AS_REVISED, map(jsonable, shown), strict=True))
