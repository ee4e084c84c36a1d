"""Who may be the same person as a client that is added or edited: refused, or told."""

from collections.abc import Sequence

from caseload.errors import BadRow, Refused
from caseload.records.client import Client
from caseload.records.of.likeness import is_namesake
from caseload.records.of.namesakes import named, named_apart, way_out
from caseload.session import Session
from caseload.store.core import Store
from caseload.store.reads import namesakes
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.namesakes import Known

Alike = Sequence[tuple[Known, str]]

_TOLD = 5
"""How many who look like a new client are named."""


def alike_unless_same(store: Store, client: Client, *, force: bool) -> Alike:
    """Who may be the same person as a new client, and why; raises Refused for a namesake unless `force`."""
    found = namesakes.alike(store, client)
    if not force and (same := [one for one, _ in found if is_namesake(client, one)]):
        raise Refused(f"{client.name} is here already: {', '.join(_named(store, same))}", way_out(same))
    return found


def _named(store: Store, same: Sequence[Known]) -> list[str]:
    try:
        return named_apart([*clients_by_number(store, [one.id for one in same]).values()])
    except BadRow:
        # What is read to tell them is enough to refuse.
        return [*map(named, same)]


def tell_alike(session: Session, client: Client, found: Alike) -> None:
    """Tell who may be the same person as the client that was just added, a line each, and how to say so."""
    for one, why in found[:_TOLD]:
        said = f"caseload client link {client.ref} {one.ref}"
        session.tell(f"may be here already: {named(one)}, {why}; if so, {said}")
    if len(found) > _TOLD:
        session.tell(f"and {len(found) - _TOLD} more; see caseload report duplicates")


def tell_namesakes(session: Session, before: Client, after: Client) -> None:
    """Tell who is here of the name that an edit has given a client, or of that name and birthday."""
    names = (before.name, before.preferred_name) != (after.name, after.preferred_name)
    if not names and before.born_on == after.born_on:
        return
    alike = namesakes.alike(session.store, after)
    tell_alike(session, after, [(one, why) for one, why in alike if one.id != after.id and is_namesake(after, one)])
    if names:
        tell_others(session, namesakes.of_another_birthday(session.store, after))


def tell_others(session: Session, others: Sequence[Known]) -> None:
    """Tell who is here of a client's name and of another birthday, a line each."""
    for one in others[:_TOLD]:
        session.tell(f"another of that name is here: {named(one)}")
