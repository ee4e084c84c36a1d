"""A client's needs, and the goals that serve them."""

from collections.abc import Iterable

from caseload.records.goal import Goal
from caseload.records.need import Need
from caseload.store.core import Store


def needs_of_client(store: Store, client_id: int) -> list[Need]:
    """What a client needs now and has not been helped with; what was declined comes after, and what helps last."""
    sql = "client_id = ? and status in ('active', 'recurrence', 'relapse') and voided_at is null and support <> 'met'"
    order = "type = 'strength', support = 'declined', identified_on is null, identified_on, id"
    return store.select(Need, f"{sql} order by {order}", (client_id,))


def goals_of_need(store: Store, need_id: int) -> list[Goal]:
    """Every goal that serves a need, whatever its lifecycle."""
    return store.select(Goal, "need_id = ? and voided_at is null order by id", (need_id,))


def goals_by_need(store: Store, needs: Iterable[Need]) -> dict[int, list[Goal]]:
    """The goals of each of those needs that has any, by the need's number."""
    numbers = ", ".join(str(one.id) for one in needs)
    found: dict[int, list[Goal]] = {}
    for goal in store.select(Goal, f"need_id in ({numbers}) and voided_at is null order by id") if numbers else ():
        found.setdefault(goal.need_id or 0, []).append(goal)
    return found
