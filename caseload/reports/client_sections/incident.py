"""What happened to a client and is still to be reported."""

from caseload.output.column import Column
from caseload.records.incident import Incident
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.items import standing_said
from caseload.store.reads.safety import incidents_to_report


def shown(asked: Asked) -> Shown:
    """Each with by when and to whom; reported ones are in the list."""

    def due(one: Incident) -> str:
        return standing_said(asked.standing("incident", one), asked.now)

    columns = (
        Column[Incident]("id", lambda one: one.ref),
        Column[Incident]("happened", lambda one: one.happened),
        Column[Incident]("what", lambda one: one.called, text=True),
        Column[Incident]("due", lambda one: f"report due {said}" if (said := due(one)) else "to be reported"),
        Column[Incident]("reported_to", lambda one: one.reported_to and f"to {one.reported_to}", text=True),
    )
    return Shown("Incidents to report", incidents_to_report(asked.store, asked.client.id), columns)
