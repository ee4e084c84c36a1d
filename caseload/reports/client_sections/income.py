"""What comes in on a client's page: each source, and the household's whole."""

from caseload.output.column import Column
from caseload.records.income import Income, said_of
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.household import total_said
from caseload.store.reads.household import household_of


def shown(asked: Asked) -> Shown:
    """What comes in today; what it comes to, gross, as entered."""
    found = household_of(asked.store, asked.client, asked.now.date())
    columns = (
        Column[Income]("id", lambda one: one.ref),
        Column[Income]("what", lambda one: one.called, text=True),
        Column[Income]("said", said_of),
        Column[Income]("whose", lambda one: _whose(one, counts=one in found.incomes)),
        Column[Income]("until", lambda one: one.until_on and f"until {one.until_on}"),
    )
    note = f"{total_said(found)}, gross, as entered: caseload income household {asked.client.ref}"
    return Shown("Income", (*found.incomes, *found.apart), columns, note)


def _whose(income: Income, *, counts: bool) -> str:
    of = f"of pe{income.person_id}" if income.person_id else ""
    return of if counts else f"{of}, not in the household"
