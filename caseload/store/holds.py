"""Legal holds: clients of whom nothing may be destroyed, and what of theirs somebody is about to take away."""

from caseload.errors import Refused
from caseload.records.client import Client
from caseload.records.kinds import PARENTS
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.store.core import Store


def held_clients(store: Store, kind: type[Record], first: int, last: int) -> list[Client]:
    """The clients under legal hold whose records of a kind have the numbers `first` to `last`."""
    sql = f"legal_hold and id in ({_whose(kind)}) order by id"
    return store.select(Client, sql, {"first": first, "last": last})


def refuse_held(store: Store, record: Record) -> None:
    """Raises Refused for a record of a client under legal hold, which is not to be voided."""
    if held := held_clients(store, type(record), record.id, record.id):
        stays = "" if record.ref == held[0].ref else f", and {record.ref} stays"
        what = f"{held[0].ref} is under legal hold{stays}"
        raise Refused(what, f"caseload client edit {held[0].ref} --no-legal-hold comes first")


def _whose(kind: type[Record]) -> str:
    """SQL for the clients of the records of a kind with some numbers; of what only hides or declares, none."""
    mine = f"from {kind.TABLE} where {kind.TABLE}.id between :first and :last"
    if kind is Client:
        return f"select id {mine}"
    if kind is Link:
        return f"select client_id {mine} union select other_id {mine}"
    if kind in PARENTS:
        column, parent = PARENTS[kind]
        return f"select {parent.TABLE}.client_id from {parent.TABLE} where id in (select {column} {mine})"
    return f"select client_id {mine}" if "client_id" in kind.DEFAULTS else "select null"
