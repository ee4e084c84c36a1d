"""A client's safety plan, and what else says who someone is."""

from caseload.records.condition import Condition
from caseload.records.incident import Incident
from caseload.records.safety import Safety
from caseload.store.core import Store


def plans_that_hold(store: Store, client_id: int) -> list[Safety]:
    """The safety plan of a client; several only where a file brought them, the one gone through last first."""
    sql = "client_id = ? and status = 'active' and voided_at is null order by reviewed_on desc, id desc"
    return store.select(Safety, sql, (client_id,))


def conditions_of_client(store: Store, client_id: int) -> list[Condition]:
    """What a client has now: allergies first, then risks, then diagnoses."""
    sql = "client_id = ? and status in ('active', 'recurrence', 'relapse') and voided_at is null"
    return store.select(Condition, f"{sql} order by type, id", (client_id,))


def incidents_to_report(store: Store, client_id: int) -> list[Incident]:
    """A client's incidents that are to be reported and are not, the soonest first."""
    sql = "client_id = ? and reported_on is null and (report_due is not null or reported_to is not null)"
    order = "report_due is null, report_due, id"
    return store.select(Incident, f"{sql} and voided_at is null order by {order}", (client_id,))
