"""How a client whom another caseload sent is taken in, and what is said of it."""

from collections.abc import Iterator, Sequence

from caseload.commands.kit.alike import Alike, alike_unless_same, tell_alike, tell_others
from caseload.commands.kit.bad_rows import list_bad
from caseload.commands.kit.making import called
from caseload.errors import Refused
from caseload.intake.arriving import Arrival, Arrived
from caseload.intake.brought import Head, brought
from caseload.intake.building import BadRows
from caseload.intake.everything import transfer
from caseload.records.client import Client, unserved
from caseload.records.kinds import KINDS, many
from caseload.records.of.notice import SHORT
from caseload.reports.due import due
from caseload.session import Session
from caseload.store.core import Store
from caseload.store.reads import namesakes
from caseload.store.reads.namesakes import Known


def import_as_transfer(session: Session, place: str, *, force: bool) -> None:
    """Take the client in, in one step, and say what became of it; raises Refused for a namesake unless `force`."""
    session.command = "import transfer"
    export = transfer(place, session.inp)
    alike: Alike = ()
    others: Sequence[Known] = ()
    late: list[str] = []
    try:
        file = brought(export)
        with session.step(bulk=True, origin=called(place, file.head.by)) as store:
            arrival = Arrival(store, file, session.config.sender)
            if arrival.number is None:
                alike = _alike(store, arrival, force=force)
                others = namesakes.of_another_birthday(store, arrival.client)
            done = arrival.take()
            if done.added:
                session.at_end.append(lambda: late.extend(_due(session, done.client)))
    except BadRows as bad:
        list_bad(session, bad)
        raise
    _tell(session, file.head, done, is_new=arrival.number is None)
    if arrival.number is None:
        tell_alike(session, done.client, alike)
        tell_others(session, others)
    for line in late:
        session.tell(line)


def _alike(store: Store, arrival: Arrival, *, force: bool) -> Alike:
    """Who may be the same person; raises Refused for who has the name, or the number in another system."""
    found = alike_unless_same(store, arrival.client, force=force)
    if (number := arrival.numbered()) is not None and not force:
        what = f"c{number} has the number that the client has in another system"
        raise Refused(f"the client is here already: {what}", "if it is someone else, --force takes it")
    return found


def _tell(session: Session, head: Head, done: Arrived, *, is_new: bool) -> None:
    client = done.client
    for line in _said(head, done, is_new=is_new):
        session.tell(line)
    counts = ", ".join(many(kind.TABLE, done.added[kind.TABLE]) for kind in KINDS if done.added.get(kind.TABLE))
    here = f"{done.here} here already" if done.here else None
    if counts:
        by = f"from {head.by}" if head.by else None
        session.did(f"{client.ref} {client.name}", client.handle, by, f"{counts} added", here)
    else:
        session.tell(f"{client.ref} {client.handle}: {here}; nothing is changed")


def _said(head: Head, done: Arrived, *, is_new: bool) -> Iterator[str]:
    """What is otherwise here than there, and what is to be done about it."""
    client = done.client
    if head.notice and done.added:
        yield f"the notice of 42 CFR 2.32 came along: {SHORT}"
    if done.unlike:
        yield f"here already and unlike the file, left as it is: {_some(done.unlike)}"
    if done.gone:
        yield f"voided here, and left so, with what hangs from it: {done.gone}"
    yield from done.told
    if done.shut:
        yield f"names another as who may disclose, and opens no gate here: {_some(done.shut)}; caseload consent add"
    if done.drafts:
        yield f"came unsigned, and is for who wrote it to sign: {_some(done.drafts)}"
    if done.unclaimed:
        yield f"not claimed yet, and for who spent it to claim: {_some(done.unclaimed)}"
    if done.shared:
        yield f"another client here has the number, too: {_some(done.shared)}; see caseload report duplicates"
    if client.legal_hold and is_new:
        yield f"{client.ref} is under legal hold, as there"
    if over := unserved(client):
        yield f"{over}; caseload client reopen {client.ref} goes on"


def _some(refs: Sequence[str]) -> str:
    return ", ".join(refs[:_FEW]) + (f" and {len(refs) - _FEW} more" if len(refs) > _FEW else "")


_FEW = 10


def _due(session: Session, client: Client) -> list[str]:
    """What is due for the client by the clocks of this caseload, counted."""
    found = due(session.store, session.now, session.rules, client_id=client.id)
    late = sum(one.late for one in found)
    if not found:
        return []
    return [f"due for {client.handle} here: {late} late, {len(found) - late} ahead; see caseload show {client.ref}"]
