"""What a client needs, what stands in the way, what helps."""

from caseload.output.column import Column
from caseload.records.goal import all_met
from caseload.records.need import Domain, Need, NeedType, asks_for_help, is_strength
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.needs import goals_by_need, needs_of_client


def shown(asked: Asked) -> Shown:
    """What is there and not met, with what becomes of help; a need all of whose goals are met is offered as met."""
    needs = needs_of_client(asked.store, asked.client.id)
    goals = goals_by_need(asked.store, needs)

    def helped(one: Need) -> str | None:
        if asks_for_help(one) and all_met(goals.get(one.id, ())):
            return f"all goals met: caseload need met {one.ref}"
        return None if is_strength(one) else one.support

    columns = (
        Column[Need]("id", lambda one: one.ref),
        Column[Need]("type", lambda one: None if one.type is NeedType.NEED else one.type),
        Column[Need]("domain", lambda one: None if one.domain is Domain.SDOH_CATEGORY_UNSPECIFIED else one.domain),
        Column[Need]("support", helped),
        Column[Need]("description", lambda one: f"{one.mark} {one.description or ''}".strip(), text=True),
    )
    return Shown("Needs", needs, columns)
