"""A new database made by a command, whole or not at all; what is kept of the file that a step takes in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseload.session import Session
from caseload.store.opening import new_database


@contextmanager
def making(session: Session, *, over: bool = False) -> Iterator[None]:
    """The session's store is a new one while the block lasts, at its path when that ended well; see `new_database`."""
    place, stored = session.path, None
    with new_database(place, stays=not session.dry_run, over=over) as path:
        session.db = str(path)
        try:
            yield
            stored = session.store.stored
        finally:
            session.close()
            session.db = str(place)
            vars(session).pop("store", None)
    if stored is not None:
        session.store.stored = stored


def called(place: str, by: str = "") -> str:
    """A file as the log names it: without its folders, and from whom it is; or stdin."""
    name = "stdin" if place == "-" else Path(place).resolve().name
    return f"{name}, from {by}" if by else name
