"""caseload backup."""

from pathlib import Path
from typing import Annotated

import typer

from caseload import paths
from caseload.actions.rotating import parse_keep, rotate
from caseload.commands.kit.copying import copy_said
from caseload.commands.kit.options import current, verbs
from caseload.daily.copied import backups
from caseload.errors import CannotWrite, Invalid, Refused
from caseload.session import Session
from caseload.store.backups import back_up, clear, verified
from caseload.store.dated import next_name

app = verbs()

_KEEP = "7d,4w,12m"

Where = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="A new file, or a folder for a file named by date and time.")
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Make none: look FILE through, and say what it holds; nothing is written.")
]


Auto = Annotated[bool, typer.Option("--auto", help="Then remove copies that are older than --keep has it; for cron.")]
Keep = Annotated[
    str | None,
    typer.Option(
        "--keep", metavar="N,...",
        help=f"With --auto: the newest of so many days, weeks, months, years; {_KEEP} unless said.",
    ),
]  # fmt: skip


@app.command()
def backup(
    ctx: typer.Context, file: Where = None, auto: Auto = False, keep: Keep = None, verify: Verify = False
) -> None:
    """A copy of everything, looked through before it counts as one; readable by you alone.

    Without FILE it goes into the folder `backups` beside the database, or the one that config.toml names, under a name
    with date and time (UTC). On a pipe its path is printed. What is there already is never replaced. --auto removes
    only what has such a name and is a copy of this caseload, and never the last that was verified.

    \b
    Examples:
      caseload backup
      caseload backup copy.db
      caseload backup --auto --keep 7d,4w,12m
      caseload backup copy.db && caseload backup --verify copy.db
    """
    session = current(ctx)
    if keep is not None and not auto:
        raise Invalid("says which older copies stay", "--auto, which removes the others", field="--keep")
    if verify:
        if auto:
            raise Invalid("makes a copy", "--auto or --verify", field="--auto")
        if file is None:
            raise Invalid("needs a file to look through", "caseload backup --verify FILE", field="--verify")
        session.unlock(file)
        session.tell(f"{file} is sound: {copy_said(session, verified(file))}")
        return
    rules = parse_keep(keep or _KEEP)
    if auto and file is not None and not file.is_dir():
        raise Invalid("keeps several copies", "a folder, or none for the usual one", field="--auto")
    place = _place(session, file)
    made = back_up(session.store, session.path, place)
    session.tell(f"verified {place} (mode 0600): {copy_said(session, made)}")
    if not auto:
        session.gave(str(place))
    elif removed := rotate(session.store, place, session.path, rules, session.zone):
        session.tell(f"removed {removed} older {'copy' if removed == 1 else 'copies'}")


def _place(session: Session, file: Path | None) -> Path:
    """Where the copy is to be; the folder of copies is made, and cleared of what killed runs left in it."""
    if file is not None and not file.is_dir():
        place = session.new(file)._replace(force=None)
        if place.is_straight:
            raise Refused(f"{file} is a device or a pipe, and a copy is a file", "name a file")
        place.check()
        return file
    folder = file or Path(backups(session))
    if file is None:
        # That there is a database is known first, so that no folder is made for none.
        _ = session.store
        try:
            folder.mkdir(mode=0o700, parents=session.config.backup_folder is None, exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                f"cannot make {folder}: {error.strerror}", "no copy was made; see caseload path"
            ) from error
    clear(folder, session.path)
    taken = paths.names(folder)
    return folder / next_name(session.db, session.stamp, taken.__contains__)
