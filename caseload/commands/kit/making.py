"""A new database made by a command, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from caseload.session import Session
from caseload.store.opening import new_database


@contextmanager
def making(session: Session, *, over: bool = False) -> Iterator[None]:
    """The session's store is a new one while the block lasts, at its path when that ended well; see `new_database`."""
    place, stored = session.path, None
    with new_database(place, stays=not session.dry_run, over=over) as path:
        session.path = path
        try:
            yield
            stored = session.store.stored
        finally:
            session.close()
            session.path = place
            vars(session).pop("store", None)
    if stored is not None:
        session.store.stored = stored
