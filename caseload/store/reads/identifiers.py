"""Numbers that agencies know clients by: a client's, and whoever has one number."""

from collections.abc import Sequence

from caseload.records.coverage import Coverage
from caseload.records.identifier import ONE_PERSON, Identifier
from caseload.store.core import Store

NUMBER = "lower(replace(replace({}, '-', ''), ' ', ''))"
"""SQL for a number as it is looked for, whatever its capitals, blanks and hyphens; the index has it so."""

_THEIRS = NUMBER.format("value")
_TYPED = NUMBER.format("?")


def identifiers_of_client(store: Store, client_id: int) -> list[Identifier]:
    """The numbers of a client, by whose they are."""
    return store.select(Identifier, "client_id = ? and voided_at is null order by system, id", (client_id,))


def numbered(store: Store, number: str) -> list[Identifier]:
    """The identifiers that are that number, the whole of it."""
    return store.select(Identifier, f"{_THEIRS} = {_TYPED} and voided_at is null order by id", (number,))


def of_member(store: Store, number: str) -> list[Coverage]:
    """The coverages whose member number is that number, the whole of it."""
    theirs = NUMBER.format("member_id")
    sql = f"{theirs} = {_TYPED} and member_id is not null and voided_at is null order by id"
    return store.select(Coverage, sql, (number,))


def same_number(store: Store, identifier: Identifier) -> list[Identifier]:
    """The others that are one number with it, of one system: of this client, and of others."""
    same = (one for one in numbered(store, identifier.value) if one.system is identifier.system)
    return [one for one in same if one.id != identifier.id]


def of_one_person(store: Store) -> Sequence[tuple[str, int, int]]:
    """Two clients each who have one number that nobody shares: whose number it is, the lower client first."""
    systems = ", ".join(f"'{one}'" for one in ONE_PERSON)
    sql = f"""
select distinct one.system, one.client_id, other.client_id from identifier as one join identifier as other
    on {NUMBER.format("one.value")} = {NUMBER.format("other.value")} and one.system = other.system
    and one.client_id < other.client_id
where one.system in ({systems}) and one.voided_at is null and other.voided_at is null
order by one.client_id, other.client_id, one.system"""
    return [(str(system), int(first), int(second)) for system, first, second in store.connection.execute(sql)]
