"""caseload overdue."""

from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.showing import put_explanations, put_items
from caseload.records.kinds import kind_named
from caseload.reports import overdue as report
from caseload.reports.items import by_client, full_name, page_columns
from caseload.reports.overdue import By
from caseload.reports.rules import named
from caseload.reports.why import explain_items
from caseload.store import lookup

app = verbs()

Whose = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only this client's.")]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="Only task, appointment, client, plan, goal or note."),
]
Rule = Annotated[
    str | None, typer.Option("--rule", metavar="RULE", help="Only by this rule: contact, plan-review; see help clocks.")
]
Order = Annotated[By, typer.Option("--by", metavar="due|client|priority", help="The order.")]
MinDays = Annotated[int, typer.Option("--min-days", metavar="N", min=0, help="Only what is so many days late.")]
Why = Annotated[
    bool, typer.Option("--why", help="Explain each: rule, anchor, arithmetic, source, where it was configured.")
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when something is late.")]


@app.command(cls=Reads)
def overdue(
    ctx: typer.Context, client: Whose = None, kind: Kind = None, by: Order = By.DUE, min_days: MinDays = 0,
    rule: Rule = None, why: Why = False, exit_code: ExitCode = False,
) -> None:  # fmt: skip
    """What is late, for whom, and how long; the latest first.

    \b
    Examples:
      caseload overdue
      caseload overdue ana --kind task --csv
      caseload overdue --rule contact --why
      caseload overdue --kind task --ids | caseload done -
    """
    session = current(ctx)
    whose = None if client is None else lookup.client(session.store, client).id
    table = kind and kind_named(kind).TABLE
    items = report.overdue(
        session.store,
        session.now,
        session.rules,
        client_id=whose,
        kind=table,
        rule=rule and named(rule, session.rules).name,
        min_days=min_days,
        by=by,
    )
    grouped = by is By.CLIENT
    columns = page_columns(session.now, None if grouped else full_name)
    if why and items:
        found = explain_items(session.store, items, session.now, session.rules, session.config)
        put_explanations(session, f"Late: {len(items)}", found, named=True)
    else:
        put_items(session, items, columns, group=by_client if grouped else None, empty="nothing is late")
    if exit_code and items:
        raise typer.Exit(1)
