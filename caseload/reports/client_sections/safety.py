"""That there is a safety plan, and the command that shows it."""

from caseload.output.column import Column
from caseload.records.safety import Safety
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.safety import plans_that_hold


def shown(asked: Asked) -> Shown:
    """The plan that holds; what it says stands on its own page."""
    columns = (
        Column[Safety]("id", lambda one: one.ref),
        Column[Safety]("title", lambda one: one.called),
        Column[Safety]("command", lambda _: f"caseload safety show {asked.client.ref}"),
    )
    return Shown("Safety plan", plans_that_hold(asked.store, asked.client.id)[:1], columns)
