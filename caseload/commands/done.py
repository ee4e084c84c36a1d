"""caseload done."""

import typer

from caseload.actions import finishing
from caseload.commands.options import On, Refs, Writes, current, verbs
from caseload.commands.shared import clock_told, next_said, on, saved_all
from caseload.intake.piped import ids

app = verbs()


@app.command(cls=Writes)
def done(ctx: typer.Context, refs: Refs, on_day: On = None) -> None:
    """Complete tasks, all or none; of a recurring one the next is made.

    \b
    Examples:
      caseload done t1
      caseload overdue --kind task --ids | caseload done -
    """
    session = current(ctx)
    day, typed = session.fact_day(on_day) or session.today, ids(session.inp, refs)
    with session.step() as store:
        ended = finishing.complete_all(store, typed, day)
    saved_all(session, [(one.task, (on(session, "done", day), *next_said(session, one))) for one in ended])
    clock_told(session, *(one.next_due for one in ended))
