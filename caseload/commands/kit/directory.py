"""How an import of a directory is asked for, and what is said of it."""

from pathlib import Path

from caseload.commands.kit.making import called
from caseload.intake.directories.importing import Taken, import_directory
from caseload.intake.directories.tables import directory
from caseload.records.kinds import many
from caseload.records.provider import Provider
from caseload.session import Session

_FEW = 5
"""How many faults, and how many of those set inactive, are told one by one; a dry run tells every fault."""


def import_as_directory(
    session: Session, place: str, source: str | None, monday: int | None, encoding: str | None = None
) -> None:
    """Import a directory in one step, and say what became of it; raises Invalid for what is none."""
    session.command = "import directory"
    found = directory(place, encoding)
    path = Path(place).resolve()
    name = source or (path.name if path.is_dir() else path.stem)
    with session.step(bulk=True, origin=called(place)) as store:
        done = import_directory(store, found, name, session.today, monday, is_named=source is not None)
    for note in found.notes:
        session.tell(note)
    few = len(done.faults) if session.dry_run else _FEW
    for fault in done.faults[:few]:
        session.tell(f"odd: {fault}")
    if len(done.faults) > few:
        session.tell(f"and {len(done.faults) - few} more that are odd; with -n all of them are told")
    if found.is_part:
        session.tell(f"it is {found.is_part}: what it lacks is not set inactive")
    if done.voided:
        session.tell(f"voided here, and left so: {many(Provider.TABLE, done.voided)}")
    _tell_vanished(session, done)
    said = f"{many(Provider.TABLE, done.added)} added, {done.updated} updated"
    said += f" ({', '.join(f'{key} {count}' for key, count in done.changed.items())})" if done.changed else ""
    said += f", {done.same} unchanged, {len(done.vanished)} set inactive; source {name}"
    if done.added or done.updated or done.vanished:
        session.did(said)
    else:
        session.tell(f"{said}; nothing is changed")


def _tell_vanished(session: Session, done: Taken) -> None:
    for one in done.vanished[:_FEW]:
        session.tell(f"no more in the directory, set inactive: {one.ref} {one.title}")
    if len(done.vanished) > _FEW:
        session.tell(f"and {len(done.vanished) - _FEW} more; see caseload provider list --status inactive")
