"""caseload export."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.options import Reads, current, verbs
from caseload.commands.showing import put_export
from caseload.errors import CannotWrite, Invalid
from caseload.output.columns import Format
from caseload.output.files import new_file
from caseload.output.terminal import stream
from caseload.records.kinds import kind_named
from caseload.reports import everything
from caseload.session import Session

app = verbs()

What = Annotated[str, typer.Argument(metavar="KIND|all", help="client, person, plan, goal, ..., or all.")]
Into = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="Into a new file; its ending may name the format.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
VoidedToo = Annotated[bool, typer.Option("--voided", help="The voided ones too; `all` always has them.")]


@app.command(cls=Reads)
def export(
    ctx: typer.Context, kind: What, output: Into = None, force: Force = False, voided: VoidedToo = False
) -> None:  # fmt: skip
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
    ending = Path(output or "").suffix[1:].lower()
    session.format = session.format or (Format(ending) if ending in _ENDINGS else None)
    if kind == "all":
        _export_all(session, output, force=force)
        return
    table = kind_named(kind)
    if session.format is None and output not in (None, "-"):
        raise Invalid("does not say which format", f".{', .'.join(_ENDINGS)}, or a flag such as --csv", typed=output)
    with _into(session, output, force=force):
        put_export(session, table, voided=voided)


_ENDINGS = ("csv", "tsv", "json", "jsonl")


def _export_all(session: Session, output: str | None, *, force: bool) -> None:
    folder = output if output and (output.endswith("/") or Path(output).is_dir()) else None
    if session.excel or session.fields or session.format not in (None, Format.CSV if folder else Format.JSON):
        what = "is one JSON object, or with -o FOLDER/ one CSV a table"
        raise Invalid(what, "leave the other flags out", field="export all")
    with session.store.snapshot():
        if folder:
            _into_folder(session, Path(folder), force=force)
        else:
            with _into(session, output, force=force):
                stream(session.terminal, everything.as_json(session.store))


def _into_folder(session: Session, folder: Path, *, force: bool) -> None:
    """Write every table, and put the files in their places only when all of them are whole."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {folder}: {error.strerror}", "name another place with -o") from error
    with ExitStack() as files:
        for name, lines in everything.as_csv(session.store):
            file = files.enter_context(new_file(folder / f"{name}.csv", force=force))
            stream(session.terminal.into(file), lines)
    session.tell(f"wrote one CSV a table into {folder} (mode 0600)")


@contextmanager
def _into(session: Session, output: str | None, *, force: bool) -> Iterator[None]:
    """The block's records go to a new file, if one is named, and to stdout otherwise."""
    if output in (None, "-"):
        yield
        return
    with new_file(Path(output), force=force) as file:
        stdout, session.terminal = session.terminal, session.terminal.into(file)
        try:
            yield
        finally:
            session.terminal = stdout
    session.tell(f"wrote {output} (mode 0600)")
