"""What goals that are met say of the need that they serve."""

from caseload.records.goal import Goal, all_met
from caseload.records.need import Need, asks_for_help
from caseload.session import Session
from caseload.store.reads.needs import goals_by_need


def help_told(session: Session, *goals: Goal) -> None:
    """Offer to call a need met all of whose goals are, once the step has met one of these."""
    store = session.store
    numbers = dict.fromkeys(goal.need_id for goal in goals if goal.need_id is not None and all_met([goal]))
    needs = [need for need in (store.get(Need, number) for number in numbers) if asks_for_help(need)]
    served = goals_by_need(store, needs)
    for need in needs:
        if all_met(served.get(need.id, ())):
            session.tell(f"all goals of {need.ref} {need.called} are met: caseload need met {need.ref}")
