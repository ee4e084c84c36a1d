"""What is read where a client goes to another caseload: all that is the client's; there, what the directory has."""

from collections.abc import Iterator

from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, has_client
from caseload.records.of.base import Record
from caseload.records.of.names import fold
from caseload.records.program import Program
from caseload.records.provider import Provider
from caseload.store.core import Store
from caseload.store.reads.listed import of_clients


def all_of_client(store: Store, client_id: int) -> Iterator[Record]:
    """Every record that is a client's, the voided too, by kind and id."""
    for kind in KINDS:
        if has_client(kind):
            yield from store.select(kind, f"{of_clients(kind, '?')} order by {kind.TABLE}.id", (client_id,))


def every_field(store: Store) -> list[OwnField]:
    """The declarations of the user's own fields that were not dropped, of every kind."""
    return store.select(OwnField, "voided_at is null order by id")


def providers_called(store: Store, name: str, service: str | None) -> list[Provider]:
    """The providers of a name and a service, in whatever capitals and accents."""
    sql = "fold(cast(name as blob)) = ? and fold(cast(service as blob)) is ? and voided_at is null order by id"
    return store.select(Provider, sql, (fold(name), None if service is None else fold(service)))


def programs_called(store: Store, name: str) -> list[Program]:
    """The programmes of a name, in whatever capitals and accents."""
    return store.select(Program, "fold(cast(name as blob)) = ? and voided_at is null order by id", (fold(name),))
