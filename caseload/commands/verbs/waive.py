"""caseload waive."""

from typing import Annotated

import typer

from caseload.actions import snoozing
from caseload.commands.kit.options import Reason, Writes, current, day, verbs
from caseload.commands.kit.saying import saved, snoozed_said
from caseload.reports.rules import rule_about
from caseload.store import lookup

app = verbs()

Ref = Annotated[list[str], typer.Argument(metavar="REF", help="Any id that is due (p1), or a client's handle or name.")]
Which = Annotated[
    str, typer.Option("--rule", metavar="RULE", help="The rule that shall not count: contact, plan-review; see --why.")
]
Until = Annotated[str, day("--until", "The day on which the rule counts again.")]


@app.command(cls=Writes)
def waive(ctx: typer.Context, ref: Ref, rule: Which, until: Until, reason: Reason) -> None:
    """Let one rule not count for one record until a day, with the reason; then it counts again by itself.

    \b
    Examples:
      caseload waive ana --rule contact --until +1m --reason "in hospital, seen by the team there"
    """
    session = current(ctx)
    last = session.day(until)
    with session.step() as store:
        record = lookup.record(store, " ".join(ref))
        waiver = snoozing.hide(store, record, rule_about(record, rule, session.rules).name, last, reason, session.today)
    saved(session, record, f"{waiver.ref} waives {rule}", snoozed_said(session, record, "until", waiver.until), reason)
