"""One safety plan a client holds: a new one takes the place of the one before it."""

from caseload.errors import Refused
from caseload.records.safety import Safety, SafetyStatus
from caseload.store.core import Store
from caseload.store.reads.safety import plans_that_hold
from caseload.value import replace


def take_over(store: Store, plan: Safety) -> tuple[Safety, list[Safety]]:
    """The plan stored, and those of the client that it has superseded, where it holds."""
    holds = plan.status is SafetyStatus.ACTIVE
    before = plans_that_hold(store, plan.client_id) if holds else []
    return store.add(plan), [store.save(replace(one, status=SafetyStatus.SUPERSEDED)) for one in before]


def refuse_second(store: Store, before: Safety, plan: Safety) -> Safety:
    """The plan as edited; raises Refused where it would newly hold beside another of the client."""
    held = before.status is SafetyStatus.ACTIVE and before.client_id == plan.client_id
    if plan.status is SafetyStatus.ACTIVE and not held:
        for one in plans_that_hold(store, plan.client_id):
            if one.id != plan.id:
                step = f"caseload safety edit {one.ref} --status superseded comes first"
                raise Refused(f"{one.ref} is the client's safety plan", step)
    return plan
