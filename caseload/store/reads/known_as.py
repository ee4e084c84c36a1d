"""Under which other names a client is or was known here: those of the person's other records, and earlier ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from caseload.records.client import Client
from caseload.store.core import Store

_NAMES = ("given_name", "family_name", "preferred_name", "handle")

_AT_ONCE = 500


def known_as(store: Store, clients: Iterable[Client]) -> Mapping[int, tuple[str, ...]]:
    """By the number of each client whatever other names the person has or had; in three statements, however many.

    These are the names of the records that are linked as the same person, directly or by way of another, and of all of
    them what the change log has from before a name was changed. What was imported once is known as it came.
    """
    numbers = {client.id for client in clients}
    persons = _persons(store, numbers)
    every = sorted({one for person in persons.values() for one in person})
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        now = f"select id, {', '.join(_NAMES)} from client where id in ({marks})"
        extracted = ", ".join(f"json_extract(before, '$.{name}')" for name in _NAMES)
        # Another program's row may be no JSON.
        then = f"select distinct record_id, {extracted} from change where kind = '{Client.TABLE}'"
        then += f" and record_id in ({marks}) and json_valid(before)"
        for sql in (now, then):
            for number, *said in store.connection.execute(sql, some):
                names[number] |= dict.fromkeys(name for name in said if name and isinstance(name, str))
    return {
        number: tuple(dict.fromkeys(name for one in sorted(person) for name in names[one]))
        for number, person in persons.items()
    }


def _persons(store: Store, numbers: Iterable[int]) -> Mapping[int, set[int]]:
    """By number the numbers of all records of the same person, itself among them."""
    same: dict[int, set[int]] = defaultdict(set)
    sql = "select client_id, other_id from link where type in ('seealso', 'replaced-by') and voided_at is null"
    for one, other in store.connection.execute(sql):
        same[one].add(other)
        same[other].add(one)
    persons = dict[int, set[int]]()
    for number in numbers:
        if number not in persons:
            found, left = {number}, [number]
            while left:
                more = same.get(left.pop(), set()) - found
                found |= more
                left += more
            persons |= dict.fromkeys(found, found)
    return {number: persons[number] for number in numbers}
