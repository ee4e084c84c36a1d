"""What bounds the dates of a client's records, and of goals by their plans."""

from datetime import date

from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.order import Life
from caseload.store.core import Store


def life_of(store: Store, client_id: int) -> Life:
    """When a client was born, first opened and died, as far as it is known."""
    from caseload.records.episode import Episode

    client = store.get(Client, client_id, voided=True)
    earlier = store.select(Episode, "client_id = ? and opened_on is not null and voided_at is null", (client_id,))
    opened = [day for day in (client.opened_on, *(one.opened_on for one in earlier)) if day]
    return Life(client.born_on, min(opened, default=None) if client.opened_on else None, client.died_on)


def begun_for(store: Store, record: Record) -> list[tuple[str, str, date]]:
    """What a record's dates are not before, beside its client: a goal's target the start of its plan."""
    plan_id: int | None = getattr(record, "plan_id", None)
    if record.TABLE != "goal" or plan_id is None:
        return []
    from caseload.records.plan import Plan

    # A plan that a dry run has made is not there any more.
    made = store.written.get(f"{Plan.PREFIX}{plan_id}")
    plan = made if isinstance(made, Plan) else store.get(Plan, plan_id, voided=True)
    return [("target_on", "the start of its plan", plan.started_on)] if plan.started_on else []
