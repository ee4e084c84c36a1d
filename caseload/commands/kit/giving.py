"""Records given to another client, as --to-client says, and what is told of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from caseload.actions.moving import move_all
from caseload.commands.kit.closed import ask_if_closed
from caseload.records.client import unserved
from caseload.records.kinds import many
from caseload.records.of.base import Record
from caseload.records.of.names import is_me
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles, client_id_of

R = TypeVar("R", bound=Record)


def give(session: Session, found: Sequence[R], change: Callable[[R], R]) -> list[R]:
    """Every record given to the client of --to-client, and changed, within the running step; what is said of it kept.

    What is typed beside it is the new client's: `--goal` names one of theirs.
    """
    store, text = session.store, session.asked.to_client or ""
    to = None if is_me(text) else lookup.client(store, text)
    if to:
        ask_if_closed(session, [to.id], "move it there", closed=session.asked.closed)
    handles = Handles(store)
    was = {one.ref: handles[client_id_of(store, one)] or "me" for one in found}
    moved = move_all(store, found, to, change)
    for record, along in moved:
        before = was[record.ref]
        tables = [one.TABLE for one in along]
        beside = ", ".join(many(table, tables.count(table)) for table in dict.fromkeys(tables))
        said = f"moved from {before}" if before != (to.handle if to else "me") else f"is of {before} already"
        served = unserved(to) if to else ""
        left = _left(found, record, to.handle if to else "me")
        session.moved[record.ref] = " · ".join(filter(None, (said, beside and f"with {beside}", served, left)))
    return [record for record, _ in moved]


def _left(found: Sequence[Record], record: Record, to: str) -> str:
    """How all that follow go along, where one appointment was named and has left its series; else nothing."""
    if len(found) != 1 or getattr(found[0], "series_id", None) == getattr(record, "series_id", None):
        return ""
    edit = f"caseload appointment edit {record.ref} --to-client {to} --following"
    return f"it has left its series; all that follow go along by caseload undo, then {edit}"
