"""caseload import."""

import shlex
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.kit.bad_rows import list_bad
from caseload.commands.kit.directory import import_as_directory
from caseload.commands.kit.making import called, making
from caseload.commands.kit.options import Writes, current, verbs, word
from caseload.commands.kit.saying import Pairs, clashes
from caseload.commands.kit.taking_over import import_as_transfer
from caseload.errors import Invalid, Refused
from caseload.intake import delimited, guessing
from caseload.intake.asked import Asked, Imported, OnDup
from caseload.intake.building import BadRows
from caseload.intake.calendars.appointments import Asked as AskedOfCalendar
from caseload.intake.calendars.appointments import Taken, import_calendars
from caseload.intake.calendars.components import calendars, is_calendar
from caseload.intake.calendars.occurrences import Horizon
from caseload.intake.delimited import Table
from caseload.intake.encoding import ENCODINGS
from caseload.intake.everything import everything, import_all
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout
from caseload.intake.mapping import Map, read_map, typed
from caseload.intake.matching import known_clients
from caseload.intake.rejects import Rejects
from caseload.intake.values import Written
from caseload.output.files import Place, new_file
from caseload.output.progress import watched
from caseload.output.terminal import stream
from caseload.records.appointment import Appointment
from caseload.records.kinds import kind_named, many
from caseload.records.of.base import Record
from caseload.records.of.fields import Field
from caseload.records.of.uid import CALENDAR
from caseload.session import Session
from caseload.store.own import own_fields
from caseload.store.reads import calendar

app = verbs()

What = Annotated[
    str,
    typer.Argument(
        metavar="KIND|all|directory|transfer", help="client, person, plan, ..., all, directory, or transfer."
    ),
]
File = Annotated[
    str, typer.Argument(metavar="FILE|-", help="Delimited text or a calendar, - for stdin; of `all` a folder, too.")
]
MapColumn = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="This column is that field; COLUMN= leaves it out."),
]
SetField = Annotated[
    list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="This value where a row says nothing.")
]
MapFile = Annotated[
    Path | None, typer.Option("--map-file", metavar="FILE.toml", help="What the columns are; see help import.")
]
Dup = Annotated[OnDup, word(OnDup, "--on-dup", "What becomes of a row that is stored already")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Where the rows are from; else the file's name.")
]
Guess = Annotated[bool, typer.Option("--guess", help="Write a first map file from the headings, and import nothing.")]
Delimiter = Annotated[
    str, typer.Option("--delimiter", metavar="auto|,|;|tab", help="What stands between cells; told from the headings.")
]
Encoded = Annotated[
    str, typer.Option("--encoding", metavar="auto|NAME", help="Such as windows-1252; told from the file unless said.")
]
Monday = Annotated[
    int | None, typer.Option("--monday", metavar="0|1|2", min=0, max=2, help="Of a directory: which number it has.")
]
SkipBad = Annotated[
    str | None, typer.Option("--skip-bad", metavar="REJECTS.csv", help="Bad rows into this new file, the others in.")
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Take clients whose names are here; with --skip-bad, replace its file instead; no map."
    ),
]


@app.command("import", cls=Writes)
def import_(
    ctx: typer.Context, kind: What, file: File, map_: MapColumn = None, set_: SetField = None, map_file: MapFile = None,
    on_dup: Dup = OnDup.SKIP, source: Source = None, guess: Guess = False, delimiter: Delimiter = "auto",
    encoding: Encoded = "auto", skip_bad: SkipBad = None, force: Force = False, monday: Monday = None,
) -> None:  # fmt: skip
    """Records in, from delimited text, or appointments from a calendar (.ics): all, in one step, or none.

    Columns named like a field need no map. `all` takes what `export all` wrote into an empty database, or makes one.
    A calendar takes --set, --source and --on-dup; `--on-dup update` brings what has changed in it: see help calendar.
    `directory` takes providers as HSDS has them, with --source, --monday and --encoding: see help
    directory. `transfer` takes the client whom `client transfer` of another caseload sent: see help pages.

    \b
    Examples:
      caseload import client clients.csv --guess
      caseload import client clients.csv --map-file clients.toml --dry-run
      caseload import task tasks.csv --map "To do=title" --map "Client No=client" --on-dup update
      caseload import task tasks.csv --map "To do=title" --map "Client No=client" --skip-bad rejects.csv
      caseload import appts clinic.ics --set client=ana --on-dup update
      caseload import directory hsds --source 211 --dry-run
      caseload import transfer bea.json --dry-run
    """
    session = current(ctx)
    session.reading |= {Path(file): "the file that is imported"} | ({map_file: "its map"} if map_file else {})
    mapped = bool(map_ or set_ or map_file or guess or skip_bad or on_dup is not OnDup.SKIP)
    if kind in ("all", "directory", "transfer"):
        mapped |= kind == "directory" and (force or delimiter != "auto")
        mapped |= kind == "transfer" and (delimiter, encoding) != ("auto", "auto")
        _import_whole(session, kind, file, source, monday, _encoded(encoding), mapped=mapped, force=force)
        return
    if monday is not None:
        raise Invalid("is for a directory", "caseload import directory", field="--monday")
    table = kind_named(kind)
    if is_calendar(file, session.inp):
        if table is not Appointment:
            raise Invalid(f"{file} is a calendar, which holds appointments", f"caseload import appointment {file}")
        if map_ or map_file or guess or skip_bad or (delimiter, encoding) != ("auto", "auto"):
            flags = "--map, --map-file, --guess, --delimiter, --encoding and --skip-bad"
            raise Invalid(f"{file} is a calendar", f"leave {flags} out")
        _import_calendar(session, file, typed(Map(), (), set_ or ()).constants, source, on_dup)
        return
    opened = delimited.table(file, session.inp, _parted(delimiter), _encoded(encoding), Path(session.state_dir))
    if guess:
        _guess(session, table, file, opened)
        return
    said = typed(read_map(map_file) if map_file else Map(), map_ or (), set_ or ())
    told = source or said.constants.get("source")
    name = told or ("stdin" if file == "-" else Path(file).stem)
    said = replace(said, constants={key: text for key, text in said.constants.items() if key != "source"})
    written = Written(said.date_order or session.config.date_order, session.zone)
    asked = Asked(kind=table, source=name, on_dup=on_dup, written=written, now=session.now,
                  rules=[rule.name for rule in session.rules], is_named=told is not None,
        takes_namesakes=force and skip_bad is None,
    )  # fmt: skip
    session.command = f"import {table.TABLE}"
    with opened as found:
        if skip_bad is None:
            _import(session, found, said, asked)
        else:
            _import_good(session, found, said, asked, _rejects(session, skip_bad, force=force))


def _import_whole(
    session: Session, kind: str, file: str, source: str | None, monday: int | None, encoding: str | None,
    *, mapped: bool, force: bool,
) -> None:  # fmt: skip
    """Import what needs no map; raises Invalid where what a map needs was typed for it."""
    if kind == "directory":
        if mapped:
            what = "takes --source, --monday, --encoding and --dry-run alone"
            raise Invalid(what, "leave the others out", field="import directory")
        import_as_directory(session, file, source, monday, encoding)
        return
    if mapped or source or monday is not None:
        what = "takes no map, --set, --source, --on-dup, --skip-bad or --guess"
        raise Invalid(what, "leave them out", field=f"import {kind}")
    if kind == "transfer":
        import_as_transfer(session, file, force=force)
    else:
        _import_all(session, file)


def _import(session: Session, table: Table, said: Map, asked: Asked) -> None:
    layout = Layout(said, asked.kind, table.header, table.name, _own(session, asked.kind))
    if table.note:
        session.tell(table.note)
    try:
        with (
            watched(session.terminal, table.rows, table.size, table.position) as rows,
            session.step(bulk=True, origin=called(table.name)) as store,
        ):
            done = import_rows(store, rows, layout, asked)
            pairs = _clashes(session) if asked.kind is Appointment else ()
    except BadRows as bad:
        list_bad(session, bad, "; --skip-bad REJECTS.csv writes all of them")
        raise
    _tell(session, done)
    _tell_clashes(session, pairs)


def _rejects(session: Session, typed: str, *, force: bool) -> Place:
    if typed == "-":
        # On stdout they would be out before it is certain that the others are in.
        raise Invalid("is stdout, and bad rows go into a file", "--skip-bad REJECTS.csv", typed=typed)
    return session.new(typed)._replace(force=force)


def _import_good(session: Session, table: Table, said: Map, asked: Asked, place: Place) -> None:
    """Import all rows but the bad ones, which go into a file of their own; raises Refused if there were any."""
    with Rejects(place, table.header, table.delimiter, dry_run=session.dry_run) as rejects:
        _import(session, table, said, replace(asked, reject=rejects.take))
    if rejects.count:
        rows = "1 bad row" if rejects.count == 1 else f"{rejects.count} bad rows"
        if session.dry_run:
            raise Refused(f"{rows} would go into {place.path}", "the same without --dry-run writes it")
        how = f"mend it, then import it with the same map and --source {shlex.quote(asked.source)}"
        mode = "" if place.is_straight else " (mode 0600)"
        raise Refused(f"{rows} left out, in {place.path}{mode}", how)


AHEAD = 366
"""Days for which recurring events are taken in; 30 days back."""


def _import_calendar(
    session: Session, file: str, constants: Mapping[str, str], source: str | None, on_dup: OnDup
) -> None:
    name = source or constants.get("source") or ("stdin" if file == "-" else Path(file).stem)
    horizon = Horizon(session.today - timedelta(days=30), session.today + timedelta(days=AHEAD))
    asked = AskedOfCalendar(
        # The ending tells for ever that its UIDs are a calendar's.
        source=name.removesuffix(CALENDAR) + CALENDAR,
        on_dup=on_dup,
        constants={key: text for key, text in constants.items() if key != "source"},
        written=Written(session.config.date_order, session.zone),
        now=session.now,
        horizon=horizon,
    )
    session.command = "import appointment"
    found = calendars(file, session.inp)
    try:
        with session.step(bulk=True, origin=called(file)) as store:
            taken = import_calendars(store, found, asked)
            pairs = _clashes(session)
    except BadRows as bad:
        list_bad(session, bad)
        raise
    _tell_taken(session, taken, horizon)
    _tell_clashes(session, pairs)


def _clashes(session: Session) -> Pairs:
    """What of the running step is at one time with something, from today on."""
    return clashes(session, calendar.written_in_step(session.store, session.today))


def _tell_clashes(session: Session, pairs: Pairs) -> None:
    if pairs:
        days = f"{pairs[0][1].starts.day}..{pairs[-1][1].starts.day}"
        session.tell(f"{many(Appointment.TABLE, len(pairs))} at one time with another: caseload agenda --due {days}")


def _tell_taken(session: Session, taken: Taken, horizon: Horizon) -> None:
    if taken.others:
        passed = ", ".join(f"{count} {name}" for name, count in sorted(taken.others.items()))
        session.tell(f"passed over: {passed}; only events become appointments")
    if taken.differ:
        session.tell(f"skipped although changed in the file: {taken.differ}; --on-dup update takes that over")
    if taken.older:
        lines = ", ".join(f"line {line}" for line in taken.older[:5]) + (", ..." if len(taken.older) > 5 else "")
        session.tell(f"left out, older than what is here (SEQUENCE): {lines}")
    if taken.over:
        session.tell(f"over already, without an outcome: {taken.over}; see caseload overdue")
    said = f"{many(Appointment.TABLE, taken.added)} added, {taken.updated} updated, {taken.skipped} skipped"
    said += f", {taken.cancelled} cancelled" if taken.cancelled else ""
    said += f"; recurring ones to {horizon.last}" if taken.recurring else ""
    if taken.added or taken.updated or taken.cancelled:
        session.did(said)
    else:
        session.tell(f"{said}; nothing is changed")


def _import_all(session: Session, file: str) -> None:
    session.command = "import all"
    try:
        is_there = session.path.exists() and session.path.stat().st_size
        with (
            everything(file, session.inp) as export,
            nullcontext() if is_there else making(session),
            session.step(bulk=True, origin=called(file)) as store,
        ):
            counts = import_all(store, export, session.tell)
    except BadRows as bad:
        list_bad(session, bad)
        raise
    session.did(", ".join(many(table, count) for table, count in counts.items()) or "nothing to import")


def _guess(session: Session, kind: type[Record], file: str, opened: AbstractContextManager[Table]) -> None:
    with opened as table:
        if table.note:
            session.tell(table.note)
        is_client = known_clients(session.store) if session.path.exists() else None
        text = guessing.guess(kind, table, _own(session, kind), is_client)
    if file == "-" or not session.terminal.is_tty:
        stream(session.terminal, [text])
        return
    path = Path(file).with_suffix(".toml")
    with new_file(session.new(path)._replace(force=None)) as first:
        first.write(text)
    session.tell(f"wrote {path}; edit it, then: caseload import {kind.TABLE} {file} --map-file {path} --dry-run")


def _own(session: Session, kind: type[Record]) -> tuple[Field, ...]:
    """The fields of the user's own that the kind has; none where there is no database yet."""
    return own_fields(session.store, kind) if session.path.exists() else ()


def _parted(delimiter: str) -> str | None:
    if delimiter != "auto" and delimiter not in delimited.DELIMITERS:
        raise Invalid("is not a delimiter", "auto, a comma, ;, | or tab", typed=delimiter, field="--delimiter")
    return delimited.DELIMITERS.get(delimiter)


def _encoded(encoding: str) -> str | None:
    name = encoding.lower().replace("_", "-").replace("cp125", "windows-125")
    if name != "auto" and name not in ENCODINGS:
        raise Invalid("is not an encoding", f"auto, {', '.join(ENCODINGS)}", typed=encoding, field="--encoding")
    return None if name == "auto" else name


def _tell(session: Session, done: Imported) -> None:
    for oddity in done.oddities:
        session.tell(oddity)
    if done.differ:
        session.tell(f"skipped although unlike what is stored: {done.differ}; --on-dup update takes what the file says")
    (kind, count), *others = done.added.items()
    said = f"{many(kind, count)} added, {done.skipped} skipped, {done.updated} updated"
    said += f" ({', '.join(f'{key} {rows}' for key, rows in done.changed.items())})" if done.changed else ""
    said += "".join(f", {many(table, brought)} added" for table, brought in others)
    if count or done.updated:
        session.did(said)
    else:
        session.tell(f"{said}; nothing is changed")
