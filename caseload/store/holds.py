"""Legal holds: clients of whom nothing may be destroyed, and what of theirs somebody is about to take away."""

from collections.abc import Sequence

from caseload.errors import Refused
from caseload.records.client import Client
from caseload.records.kinds import KINDS, PARENTS
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.clients import client_id_of


def held_clients(store: Store, kind: type[Record], first: int, last: int) -> list[Client]:
    """The clients under legal hold whose records of a kind have the numbers `first` to `last`."""
    sql = f"legal_hold and id in ({_whose(kind)}) order by id"
    return store.select(Client, sql, {"first": first, "last": last})


def held_after(store: Store, client: Client, change: int) -> bool:
    """Whether a client came under legal hold after that change of the log."""
    sql = """
select 1 from change where kind = 'client' and record_id = ? and id > ?
and json_extract(after, '$.legal_hold') and not coalesce(json_extract(before, '$.legal_hold'), 0)"""
    return store.connection.execute(sql, (client.id, change)).fetchone() is not None


def refuse_held(store: Store, record: Record) -> None:
    """Raises Refused for a record of a client under legal hold, which is not to be voided."""
    _refuse(record, held_clients(store, type(record), record.id, record.id))


def refuse_given_away(store: Store, after: Record) -> None:
    """Raises Refused for a record that, as it is to be stored, would no more be that of a client under legal hold."""
    keep = {client_id_of(store, after), getattr(after, "other_id", None)}
    held = held_clients(store, type(after), after.id, after.id)
    _refuse(after, [one for one in held if one.id not in keep])


def _refuse(record: Record, held: Sequence[Client]) -> None:
    if held:
        stays = "" if record.ref == held[0].ref else f", and {record.ref} stays"
        what = f"{held[0].ref} is under legal hold{stays}"
        raise Refused(what, f"caseload client edit {held[0].ref} --no-legal-hold comes first")


def _whose(kind: type[Record], numbers: str = "between :first and :last") -> str:
    """SQL for the clients of the records of a kind with those numbers; of what only declares, none."""
    mine = f"from {kind.TABLE} where {kind.TABLE}.id {numbers}"
    if kind is Waiver:
        # What hides an item is its client's: it says what was put off, and why.
        return " union ".join(_whose(each, _hidden(each, mine)) for each in KINDS if each is not Waiver)
    if kind is Client:
        return f"select id {mine}"
    if kind is Link:
        return f"select client_id {mine} union select other_id {mine}"
    if kind in PARENTS:
        column, parent = PARENTS[kind]
        return f"select {parent.TABLE}.client_id from {parent.TABLE} where id in (select {column} {mine})"
    return f"select client_id {mine}" if "client_id" in kind.DEFAULTS else "select null"


def _hidden(kind: type[Record], waivers: str) -> str:
    """SQL for the numbers of the records of a kind that waivers hide."""
    prefix = kind.PREFIX
    ids = f"select cast(substr(item, {len(prefix) + 1}) as integer) {waivers} and item glob '{prefix}[0-9]*'"
    return f"in ({ids})"
