"""The numbers that agencies know a client by, by their last four."""

from collections.abc import Sequence

from caseload.output.column import Column
from caseload.records.identifier import Identifier
from caseload.reports.client_sections import Asked, Shown
from caseload.store.masks import number_shown
from caseload.store.reads.identifiers import identifiers_of_client


def shown(asked: Asked) -> Shown:
    """Those that hold, or will; others are in the list."""
    today = asked.now.date()
    every = identifiers_of_client(asked.store, asked.client.id)
    held: Sequence[Identifier] = [one for one in every if one.until_on is None or one.until_on >= today]
    columns = (
        Column[Identifier]("id", lambda one: one.ref),
        Column[Identifier]("system", lambda one: f"{one.mark} {one.system}".strip()),
        Column[Identifier]("value", lambda one: number_shown(asked.store, one, one.value, reveal=asked.reveal)),
        Column[Identifier]("agency", lambda one: one.agency, text=True),
        Column[Identifier]("until", lambda one: one.until_on and f"until {one.until_on}"),
    )
    over = len(every) - len(held)
    note = f"{over} past: caseload identifier list --client {asked.client.ref}" if over else ""
    return Shown("Numbers", held, columns, note)
