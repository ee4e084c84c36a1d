"""What was seen of a goal, and what that says of the goal itself."""

from datetime import date

from caseload.records.goal import Achievement, Goal, met
from caseload.records.observation import Observation
from caseload.store.core import Store
from caseload.store.reads.care import observations_of_goal
from caseload.value import replace


def observe(store: Store, seen: Observation) -> tuple[Observation, Goal]:
    """The observation stored, and its goal: as far achieved as it says, unless a later day has said otherwise."""
    goal = store.get(Goal, seen.goal_id)
    later = (one for one in observations_of_goal(store, goal.id) if one.observed_on > seen.observed_on)
    if seen.achievement and not any(one.achievement for one in later):
        goal = store.save(replace(goal, achievement=seen.achievement))
    return store.add(seen), goal


def meet(store: Store, goal: Goal, on: date) -> Goal:
    """The goal completed and achieved, with an observation of that day that says so.

    Raises Refused for one that is closed already.
    """
    reached = store.save(met(goal))
    store.add(Observation(goal_id=goal.id, observed_on=on, achievement=Achievement.ACHIEVED))
    return reached
