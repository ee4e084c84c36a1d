"""caseload done."""

import typer

from caseload.actions import finishing
from caseload.commands.kit.changing import named
from caseload.commands.kit.options import CHOSEN, Chosen, On, bulk, current, verbs
from caseload.commands.kit.saying import clock_told, next_said, on, saved_all
from caseload.records.task import Task

app = verbs()


@app.command(cls=bulk(Task, *CHOSEN))
def done(ctx: typer.Context, refs: Chosen = None, on_day: On = None) -> None:
    """Complete tasks, all or none; of a recurring one the next is made.

    \b
    Examples:
      caseload done t1
      caseload overdue --kind task --ids | caseload done -
      caseload done --client ana --where "due < -1m" --dry-run
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        ended = finishing.complete_all(store, named(session, Task, refs, "complete"), day)
    said = [(one.task, (on(session, "done", day), *next_said(session, one))) for one in ended]
    saved_all(session, said, finishing.TOLD)
    clock_told(session, *(one.next_due for one in ended))
