"""What a stay says of its client, put into the client's record in the same step, by whatever way the stay changed."""

from collections.abc import Sequence

from caseload.errors import Refused, aside
from caseload.records.client import Client
from caseload.records.of import whereabouts
from caseload.records.of.whereabouts import NOTHING_KNOWN
from caseload.records.stay import Stay, is_open
from caseload.store.core import Store
from caseload.store.reads.clients import clients_by_number
from caseload.store.reads.stays import as_told, ended_by, other_of_sort, stays_of_client, told_of, untold
from caseload.value import replace


def settle(store: Store) -> None:
    """The clients of the stays that the running step has written, as their stays have them now.

    Raises Refused where one would be in two places of a sort at a time.
    """
    written = [one for one in store.written.values() if isinstance(one, Stay)]
    was = [one for one in (store.was.get(stay.ref) for stay in written) if isinstance(one, Stay)]
    for number in dict.fromkeys(one.client_id for one in (*was, *written)):
        _settle(store, number, [one for one in was if one.client_id == number])
    for one in written:
        _refuse_second(store, one)


def settle_imported(store: Store, operation: int) -> None:
    """The clients of stays, as a file has brought them: of each that is open, and of each that the file has changed."""
    for client, said, _ in list(untold(store)):
        store.save(whereabouts.put(client, said))
    for ended in ended_by(store, operation):
        _settle(store, ended.client_id, [replace(ended, left_on=None, followed_up_on=None, voided_at=None)])


def _settle(store: Store, number: int, was: Sequence[Stay]) -> None:
    client = clients_by_number(store, [number]).get(number)
    if client is None or client.voided_at:
        return
    stays = stays_of_client(store, number)
    ended, known = _ended_now(stays, was), whereabouts.of(client)
    if said := whereabouts.told(stays):
        found = said
    elif any(map(is_open, was)):
        # Ended now, or voided: then nobody has said where the client is.
        found = whereabouts.after(ended) if ended else NOTHING_KNOWN
    elif ended and any(one.left_on and whereabouts.after(one) == known for one in was):
        found = whereabouts.after(ended)
    else:
        # The client's own since: a stay that was long over when it was entered says nothing of today.
        return
    store.save(whereabouts.put(client, found))


def _ended_now(stays: Sequence[Stay], was: Sequence[Stay]) -> Stay | None:
    """Of the stays that the step changed the one that ended last."""
    changed = {one.id for one in was}
    return whereabouts.last_ended(one for one in stays if one.id in changed)


def refuse_told_otherwise(store: Store, before: Client, after: Client) -> None:
    """Refuse a change of what an open stay says; raises Refused naming the stay and the command that changes it."""
    if whereabouts.of(before) == whereabouts.of(after) or as_told(store, after) == after:
        return
    _, stays = told_of(store, before.id)
    inner, outer = stays[-1], stays[0]
    named = f"{before.ref}{aside(before.handle)}"
    if before.setting != after.setting:
        way = f"caseload stay leave {inner.ref} --on DAY --to SETTING once it is over, or stay edit {inner.ref}"
        raise Refused(f"{inner.ref} says where {named} is", way)
    raise Refused(f"{outer.ref} says when {named} is let out", f"caseload stay move {outer.ref} DAY --certainty WORD")


def _refuse_second(store: Store, one: Stay) -> None:
    if is_open(one) and (other := other_of_sort(store, one)):
        since = f" since {other.from_on}" if other.from_on else ""
        way = f"caseload stay leave {other.ref} --on DAY comes first, or stay edit {other.ref}"
        raise Refused(f"{other.ref} goes on: {other.called}{since}", way)
