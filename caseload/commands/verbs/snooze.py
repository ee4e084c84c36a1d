"""caseload snooze."""

import typer

from caseload.actions import snoozing
from caseload.commands.kit.changing import meant
from caseload.commands.kit.options import Reason, Refs, To, Writes, current, verbs
from caseload.commands.kit.saying import saved_all, snoozed_said
from caseload.reports.rules import clocked
from caseload.store import lookup

app = verbs()


@app.command(cls=Writes)
def snooze(ctx: typer.Context, refs: Refs, to: To, reason: Reason) -> None:
    """Put anything that is due out of sight until a day; its due date stays, and it comes back as late as it is.

    \b
    Examples:
      caseload snooze t1 --to +1w --reason "letter is on its way"
      caseload overdue --ids | caseload snooze - --to mon --reason "on leave"
    """
    session = current(ctx)
    until, typed = session.day(to), meant(session, refs)
    with session.step() as store:
        found = [clocked(lookup.record(store, ref), session.rules) for ref in typed]
        items = snoozing.snooze_all(store, found, until, reason, session.today)
    saved_all(session, [(item, (snoozed_said(session, item, "snoozed until", until), reason)) for item in items])
