"""What a client has, must not be given, or is in danger of."""

from caseload.output.column import Column
from caseload.records.condition import Condition
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.safety import conditions_of_client


def shown(asked: Asked) -> Shown:
    """What is there now, allergies first, with who said so."""
    columns = (
        Column[Condition]("id", lambda one: one.ref),
        Column[Condition]("type", lambda one: one.type),
        Column[Condition]("title", lambda one: one.called, text=True),
        Column[Condition]("code", lambda one: one.code),
        Column[Condition]("status", lambda one: None if one.status == "active" else one.status),
        Column[Condition]("said_by", lambda one: one.said_by and f"said by {one.said_by}", text=True),
    )
    return Shown("Conditions", conditions_of_client(asked.store, asked.client.id), columns)
