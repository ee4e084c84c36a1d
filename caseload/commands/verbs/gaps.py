"""caseload gaps."""

from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.options import current, lists, verbs
from caseload.daily.narrowing import whose
from caseload.daily.out import nameless
from caseload.errors import Invalid
from caseload.output.column import Format, choose
from caseload.output.emit import emit
from caseload.records.kinds import kind_named
from caseload.reports.gaps import COLUMNS, GAPS, Gap, lacking, shown_columns
from caseload.reports.roundings import roundings
from caseload.reports.rules import deadlines

app = verbs()

Whose = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only this client's.")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind of record: plan, note.")]
Named = Annotated[
    str | None, typer.Option("--gap", metavar="GAP", help="Only this gap: plan-unsigned; see help clocks.")
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when something is lacking.")]


@app.command(cls=lists(by=("client", "tag", "limit")))
def gaps(
    ctx: typer.Context, client: Whose = None, kind: Kind = None, gap: Named = None, exit_code: ExitCode = False
) -> None:
    """What the records of clients who are served lack, each with the command that mends it.

    \b
    Examples:
      caseload gaps
      caseload gaps ana --kind plan
      caseload gaps --gap note-unsigned --ids | caseload note sign -
      caseload gaps --csv --exit-code || echo something is lacking
    """
    session = current(ctx)
    asked = session.asked.filters
    found = lacking(
        session.store,
        session.today,
        whose(session, client),
        _asked_for(kind, gap),
        roundings(session.config),
        lambda: deadlines(session.config),
    )
    found = [one for one in found if set(asked.tag) <= set(one.client.tags if one.client else ())][: asked.limit]
    public = nameless(session, COLUMNS, attrgetter("client"))
    short = session.form is Format.TABLE and session.asked.fields is None and not session.asked.names
    columns = shown_columns(found) if short else choose(public, session.asked.fields)
    emit(found, columns, session.form, session.terminal, excel=session.asked.excel, empty="nothing is lacking")
    if exit_code and found:
        raise typer.Exit(1)


def _asked_for(kind: str | None, name: str | None) -> list[Gap]:
    """The gaps of a kind and of a name; raises Invalid for one that there is not."""
    table = kind and kind_named(kind).TABLE
    found = [one for one in GAPS if table in (None, one.kind.TABLE)]
    if not found:
        accepted = f"one of {', '.join(dict.fromkeys(one.kind.TABLE for one in GAPS))}"
        raise Invalid("is a kind of which nothing is asked here", accepted, typed=str(kind), field="--kind")
    named = [one for one in found if name in (None, one.name)]
    if not named:
        accepted = f"one of {', '.join(one.name for one in found)}"
        raise Invalid("is not a gap", accepted, typed=str(name), field="--gap")
    return named
