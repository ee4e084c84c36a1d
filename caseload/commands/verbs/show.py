"""caseload show."""

from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.commands.kit.outgoing import discloses
from caseload.daily.explaining import put_explanations
from caseload.daily.show import answer
from caseload.errors import Invalid
from caseload.reports.why import explain
from caseload.store import lookup
from caseload.store.reads.guarded import guard_of

app = verbs()

Why = Annotated[
    bool, typer.Option("--why", help="Explain when it is due: rule, anchor, arithmetic, source, where configured.")
]
Ref = Annotated[list[str], typer.Argument(metavar="REF", help="Any id (t42), or a client's handle or name.")]


@app.command(cls=discloses(Reads))
def show(ctx: typer.Context, ref: Ref, why: Why = False) -> None:
    """Anything by its id; for a client, the one-page file. With --why, every deadline of it and how it is reckoned.

    \b
    Examples:
      caseload show ana
      caseload show t1
      caseload show ana --why
    """
    session = current(ctx)
    if not why:
        answer(session, *ref)
        return
    if session.asked.typed:
        raise Invalid("is for yourself", "--why alone, or --recipient without it", field="--why")
    record = lookup.record(session.store, " ".join(ref))
    found = explain(session.store, record, session.now, session.rules, session.config)
    # The words of a note are no title for when it is due, nor is what a guarded record is called.
    called = record.TABLE if guard_of(session.store, record) else record.as_item or record.called
    put_explanations(session, f"{record.ref} {called}", found, named=False)
