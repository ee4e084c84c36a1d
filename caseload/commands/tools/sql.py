"""caseload sql."""

from operator import itemgetter
from typing import Annotated, Any

import typer

from caseload.commands.kit.options import Reads, current, verbs
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.store.asking import answered

app = verbs()


class Asks(Reads):
    """A command that shows whatever SQL names: as `Reads`, with nothing to reveal."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params = [one for one in self.params if one.name not in _OF_RECORDS]


_OF_RECORDS = ("reveal_flag", "names_typed", "sensitive_flag")
"""Options that speak of records: what a query asks for is shown as it stands."""

Statement = Annotated[str, typer.Argument(metavar="SELECT...|-", help="One statement in quotes; - reads stdin.")]


@app.command(cls=Asks)
def sql(ctx: typer.Context, statement: Statement) -> None:
    """Any question in SQL, on a connection that only reads; one statement, streamed as it is found.

    Ask the views, which are stable and listed in `caseload help views`: open_task, open_appointment, current_plan,
    open_goal, last_contact, note_time, client_summary, waived_item. They mask confidential addresses; the tables behind
    them do not, and follow the program's own needs. What is due is in neither: that is `caseload overdue --csv`.

    Columns are as you name them, a second one of the same name with a number (id_2); values are as stored: yes and no
    are 1 and 0, null is an empty cell, a blob is x'00ff'. fold(text) takes off case and accents, to compare names.

    \b
    Examples:
      caseload sql "select client_handle, count(*) as open from open_task group by 1"
      caseload sql "select id from open_task where due < date('now')" --ids
      caseload sql "select handle, phone from client_summary where fold(family_name) = 'munoz'" --csv
      echo "select mode, sum(minutes) as minutes from note_time group by mode" | caseload sql - --json
    """
    session = current(ctx)
    text = session.inp.read() if statement == "-" else statement
    session.unlock(session.db)
    with answered(session.path, text, session.tell) as answer:
        columns = [Column[tuple[Any, ...]](name, itemgetter(at)) for at, name in enumerate(answer.columns)]
        chosen = choose(columns, session.asked.fields)
        form = session.form
        emit(answer.rows, chosen, form, session.terminal, excel=session.asked.excel, empty="no rows")
