"""What pages show of care: who is around a client, plans, goals, what was seen of them; earlier times of care."""

from collections.abc import Sequence

from caseload.records.episode import Episode
from caseload.records.goal import Goal
from caseload.records.kinds import parent_of
from caseload.records.observation import Observation
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.store.core import Store


def people_of_client(store: Store, client_id: int) -> list[Person]:
    """Who is around a client now, guardians and emergency contacts first."""
    sql = "client_id = ? and voided_at is null and status in ('proposed', 'active', 'suspended')"
    return store.select(Person, f"{sql} order by is_guardian desc, is_emergency desc, is_payee desc, id", (client_id,))


def episodes_of_client(store: Store, client_id: int) -> list[Episode]:
    """A client's earlier times of being served, the latest first."""
    sql = "client_id = ? and voided_at is null order by closed_on desc, id desc"
    return store.select(Episode, sql, (client_id,))


def plans_of_client(store: Store, client_id: int) -> list[Plan]:
    """A client's open plans, the latest version first."""
    sql = "client_id = ? and voided_at is null and status in ('draft', 'active', 'on-hold')"
    return store.select(Plan, f"{sql} order by version desc, id desc", (client_id,))


def versions_after(store: Store, plan_id: int) -> list[Plan]:
    """The plans that took over from one, whatever their status."""
    return store.select(Plan, "supersedes_id = ? and voided_at is null order by id", (plan_id,))


def goals_of_client(store: Store, client_id: int) -> list[Goal]:
    """A client's open goals, the soonest target first."""
    lifecycle = "lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null"
    return store.select(Goal, f"client_id = ? and {lifecycle} order by target_on is null, target_on, id", (client_id,))


def goals_of_plan(store: Store, plan_id: int) -> list[Goal]:
    """Every goal of a plan, whatever its lifecycle."""
    return store.select(Goal, "plan_id = ? and voided_at is null order by id", (plan_id,))


def observations_of_goal(store: Store, goal_id: int) -> list[Observation]:
    """What was seen of a goal, oldest first."""
    return store.select(Observation, "goal_id = ? and voided_at is null order by observed_on, id", (goal_id,))


def last_value(store: Store, goal_id: int) -> float | None:
    """What was measured of a goal last."""
    sql = "select value from observation where goal_id = ? and value is not null and voided_at is null"
    row = store.connection.execute(f"{sql} order by observed_on desc, id desc limit 1", (goal_id,)).fetchone()
    return row[0] if row else None


def held_by_client(store: Store, client_id: int, tables: Sequence[str]) -> list[str]:
    """Those of some kinds that the client has a record of, in their order."""
    each = (f"select '{one}' where exists (select 1 from {one} where {_its(one)} and voided_at is null)"
            for one in tables)  # fmt: skip
    found = {row[0] for row in store.connection.execute(" union all ".join(each), (client_id,))} if tables else set()
    return [one for one in tables if one in found]


def _its(table: str) -> str:
    """What holds of a client's records in a table."""
    column, parent = parent_of(table) or ("", "")
    return f"{column} in (select id from {parent} where client_id = ?1)" if parent else "client_id = ?1"
