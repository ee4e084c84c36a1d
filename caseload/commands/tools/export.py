"""caseload export."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.kit.listing import put_export
from caseload.commands.kit.options import Composes, current, lists, verbs
from caseload.commands.kit.outgoing import discloses
from caseload.errors import CannotWrite, Invalid
from caseload.output.column import FILES, Format
from caseload.output.files import new_file
from caseload.output.terminal import stream
from caseload.records.kinds import kind_named
from caseload.reports import everything
from caseload.session import Filters, Session

app = verbs()

What = Annotated[str, typer.Argument(metavar="KIND|all", help="client, person, plan, goal, ..., or all.")]


@app.command(cls=discloses(lists(base=Composes)))
def export(ctx: typer.Context, kind: What) -> None:
    """Records out, whatever their status: one kind, or everything there is for `import all`.

    `all` writes one JSON object, or with -o FOLDER/ one CSV a table: closed and voided records too, with ids, times and
    reasons, and confidential addresses unmasked. Files are readable by you alone.

    \b
    Examples:
      caseload export task --csv
      caseload export client --csv --excel -o clients.csv --force
      caseload export all -o everything.json --force
    """
    session = current(ctx)
    if kind == "all":
        _export_all(session)
        return
    table = kind_named(kind)
    with session.into():
        put_export(session, table)


def _export_all(session: Session) -> None:
    output = session.asked.output
    folder = output if output and (output.endswith("/") or Path(output).is_dir()) else None
    form = session.asked.format or FILES.get(Path(output or "").suffix[1:].lower())
    asked = session.asked.filters._replace(voided=False)
    if (
        session.asked.excel
        or session.asked.fields
        or session.asked.names
        or session.asked.typed
        or asked != Filters()
        or form not in (None, Format.CSV if folder else Format.JSON)
    ):
        what = "is one JSON object, or with -o FOLDER/ one CSV a table"
        raise Invalid(what, "leave the other flags out", field="export all")
    if folder:
        with session.store.snapshot():
            _into_folder(session, Path(folder))
    else:
        session.asked.format = Format.JSON
        with session.into():
            stream(session.terminal, everything.as_json(session.store))
    session.store.revealed = {"all"}


def _into_folder(session: Session, folder: Path) -> None:
    """Write every table, and put the files in their places only when all of them are whole."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {folder}: {error.strerror}", "name another place with -o") from error
    with ExitStack() as files:
        for name, lines in everything.as_csv(session.store):
            file = files.enter_context(new_file(session.new(folder / f"{name}.csv")))
            stream(session.terminal.into(file), lines)
    session.tell(f"wrote one CSV a table into {folder} (mode 0600)")
