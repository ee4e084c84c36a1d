"""caseload overdue."""

from typing import Annotated

import typer

from caseload.commands.kit.options import current, lists, verbs
from caseload.daily.overdue import answer
from caseload.reports.overdue import By

app = verbs()

Whose = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only this client's.")]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="Only task, appointment, client, plan, goal or note."),
]
Rule = Annotated[
    str | None, typer.Option("--rule", metavar="RULE", help="Only by this rule: contact, plan-review; see help clocks.")
]
Order = Annotated[By | None, typer.Option("--by", metavar="due|client|priority", help="The order; due unless said.")]
MinDays = Annotated[int, typer.Option("--min-days", metavar="N", min=0, help="Only what is so many days late.")]
Why = Annotated[
    bool, typer.Option("--why", help="Explain each: rule, anchor, arithmetic, source, where it was configured.")
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when something is late.")]


@app.command(cls=lists(by=("client", "due", "tag", "sort", "limit")))
def overdue(
    ctx: typer.Context, client: Whose = None, kind: Kind = None, by: Order = None, min_days: MinDays = 0,
    rule: Rule = None, why: Why = False, exit_code: ExitCode = False,
) -> None:  # fmt: skip
    """What is late, for whom, and how long; the latest first.

    \b
    Examples:
      caseload overdue
      caseload overdue ana --kind task --csv
      caseload overdue --rule contact --why
      caseload overdue --due ..eow --sort client_handle,-days_late --limit 20
      caseload overdue --kind task --ids | caseload done -
    """
    late = answer(current(ctx), client, kind=kind, rule=rule, min_days=min_days, by=by, why=why)
    if exit_code and late:
        raise typer.Exit(1)
