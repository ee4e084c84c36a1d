"""Clients who may have been entered twice: pairs, each with the reason; nothing is merged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from caseload.output.column import Column
from caseload.records.client import Client
from caseload.records.link import Link, settled
from caseload.records.of.likeness import keys, likeness
from caseload.records.of.namesakes import differ


@dataclass(frozen=True)
class Pair:
    """Two clients, the one with the lower number first, and why they may be one."""

    client: Client
    other: Client
    reason: str


COLUMNS: tuple[Column[Pair], ...] = (
    Column("id", lambda pair: pair.client.ref, "Id"),
    Column("name", lambda pair: pair.client.name, "Name", text=True),
    Column("born_on", lambda pair: pair.client.born_on, "Born"),
    Column("other_id", lambda pair: pair.other.ref, "Other"),
    Column("other_name", lambda pair: pair.other.name, "Name", text=True),
    Column("other_born_on", lambda pair: pair.other.born_on, "Born"),
    Column("reason", lambda pair: pair.reason, "Why"),
    Column("differ", lambda pair: differ(pair.client, pair.other), "Differ"),
)
"""The columns of `client duplicates`."""


def duplicates(
    clients: Iterable[Client], links: Iterable[Link] = (), shared: Iterable[tuple[str, int, int]] = ()
) -> tuple[list[Pair], int]:
    """Every pair of those clients that may be one person, by the numbers of the two, and how many the links settle.

    Those are not among the pairs. `shared` are pairs with one number that is given to nobody twice, and whose it is.
    """
    known = list(clients)
    same: dict[tuple[int, int], list[str]] = defaultdict(list)
    for system, one, other in shared:
        same[one, other].append(f"same {system}")
    pairs = (
        (one, other, ", ".join(filter(None, (*same[one.id, other.id], likeness(one, other)))))
        for one, other in _candidates(known, same)
    )
    found = [Pair(one, other, reason) for one, other, reason in pairs if reason]
    is_settled = settled(links)
    asked = [pair for pair in found if not is_settled(pair.client.id, pair.other.id)]
    return asked, len(found) - len(asked)


def _candidates(clients: Sequence[Client], same: Iterable[tuple[int, int]]) -> Iterator[tuple[Client, Client]]:
    """Pairs that share a key of their names, the birthday, or a number."""
    groups: dict[object, list[Client]] = defaultdict(list)
    for client in clients:
        for key in (*keys(client), *filter(None, (client.born_on,))):
            groups[key].append(client)
    found = {(one.id, other.id): (one, other) for group in groups.values() for one, other in combinations(group, 2)}
    by_number = {client.id: client for client in clients}
    found |= {pair: (by_number[pair[0]], by_number[pair[1]]) for pair in same if by_number.keys() >= {*pair}}
    return (found[numbers] for numbers in sorted(found))
