"""caseload instrument."""

import json
from pathlib import Path
from typing import Annotated

import typer

from caseload.actions.screening import take_in
from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import edited_as_typed, edits
from caseload.commands.kit.listing import put_export, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, Composes, Reads, Writes, current, lists, noun
from caseload.commands.kit.saying import added, saved, saved_all
from caseload.intake.piped import STDIN
from caseload.intake.toml_file import read_toml
from caseload.output.column import Column
from caseload.output.terminal import stream
from caseload.output.toml import toml
from caseload.records.instrument import HEADER, Instrument, instrument_of
from caseload.records.of.guarded import Sensitivity
from caseload.session import Filters
from caseload.store.reads.screening import instrument_meant, not_yet_used
from caseload.store.shipped import shipped_as

app = noun("Screening tools as data; those that come with caseload are stored when first used.")
register(app, Instrument, because="imported by mistake", without=("show", "export"))

File = Annotated[str, typer.Argument(metavar="FILE|-|NAME", help="A file of TOML, - for stdin, or a shipped name.")]
Which = Annotated[str, typer.Argument(metavar="NAME", help="Which instrument: its name, phq-9, or its id, in1.")]
Maybe = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="Which one, as TOML; all of them in a list if none.")
]


@app.command("import", cls=Writes)
def import_(ctx: typer.Context, file: File) -> None:
    """Take an instrument in from TOML, as instrument export writes it; one that is used needs a new version.

    \b
    Examples:
      caseload instrument import phq-9
      caseload instrument export phq-2 | sed 's/version = "1"/version = "2"/' | caseload instrument import -
    """
    session = current(ctx)
    one = None if file == STDIN or Path(file).exists() else shipped_as(file)
    if one is None:
        one = instrument_of(read_toml(file, session.inp, Instrument.TABLE, "phq-9"))
    with session.step() as store:
        stored = take_in(store, one)
    if stored.ref in session.store.was or not session.store.wrote:
        saved(session, stored)
    else:
        added(session, stored, stored.title, f"{len(stored.read().items)} items", f"sensitivity {stored.sensitivity}")


@app.command("list", cls=lists(Instrument))
def list_(ctx: typer.Context) -> None:
    """The instruments; a table has those that come with caseload and are not yet used, too.

    \b
    Examples:
      caseload instrument list --table
      caseload instrument list --json
    """
    session = current(ctx)
    is_all = session.asked.filters._replace(limit=None) == Filters()
    put_list(session, Instrument, wanted(session, Instrument), _COLUMNS,
             more=not_yet_used(session.store) if is_all else (), made_by="instrument import FILE")  # fmt: skip


@app.command(cls=Reads)
def show(ctx: typer.Context, name: Which) -> None:
    """Show an instrument: every field, and its items with the answers that they take.

    \b
    Examples:
      caseload instrument show audit-c
    """
    session = current(ctx)
    from caseload.daily.show import put_page

    put_page(session, instrument_meant(session.store, name))


@app.command(cls=lists(Instrument, Composes))
def export(ctx: typer.Context, name: Maybe = None) -> None:
    """One instrument as TOML, to change and import as a new version; without a name every instrument, as a list.

    \b
    Examples:
      caseload instrument export phq-9 -o phq-9.toml
      caseload instrument export --csv
    """
    session = current(ctx)
    with session.into(own=name is not None):
        if name is None:
            put_export(session, Instrument)
            return
        one = instrument_meant(session.store, name)
        head = {key: getattr(one, key) for key in HEADER if getattr(one, key) is not None}
        stream(session.terminal, [toml(head | json.loads(one.definition))])


@app.command(cls=edits(Instrument))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what an instrument is called or under which terms it is used, as long as no screen was done with it.

    Which law guards what it asks about may be changed at any time: it is no part of what was asked.

    \b
    Examples:
      caseload instrument edit in1 --title "CAGE"
    """
    session = current(ctx)
    found = edited(session, Instrument, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])
    if "sensitivity" in session.asked.typed:
        for one in found:
            edit = f"caseload assessment edit --where 'screen = {one.name}' --sensitivity {one.sensitivity}"
            session.tell(f"screens done with it stay as they are: {edit}")


_COLUMNS: tuple[Column[Instrument], ...] = (
    Column("id", lambda one: one.ref if one.id else None, "Id"),
    Column("name", lambda one: one.name, "Name"),
    Column("version", lambda one: one.version, "Version"),
    Column("title", lambda one: one.title, "Title", text=True),
    Column("items", lambda one: len(one.read().items), "Items", right=True),
    Column("panel_loinc", lambda one: one.panel_loinc, "LOINC"),
    Column(
        "sensitivity",
        lambda one: one.sensitivity,
        "Guarded",
        say=lambda one: None if one.sensitivity is Sensitivity.NORMAL else one.sensitivity,
    ),
    Column("use", lambda one: None if one.id else "not yet used", "Use"),
)
