"""caseload show."""

from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.shared import put_page
from caseload.store import lookup

app = verbs()

Ref = Annotated[list[str], typer.Argument(metavar="REF", help="Any id (t42), or a client's handle or name.")]


@app.command(cls=Reads)
def show(ctx: typer.Context, ref: Ref) -> None:
    """Anything by its id; for a client, the one-page file.

    \b
    Examples:
      caseload show ana
      caseload show t1
    """
    session = current(ctx)
    put_page(session, lookup.record(session.store, " ".join(ref)))
