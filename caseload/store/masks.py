"""What is shown of what is confidential: a mask, or where `--reveal` was typed the whole, of which the ids are kept.

Masked are where a client lives whose address is confidential, how those are reached who live in the same household, and
numbers that tell who somebody is.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from caseload.records.client import Client
from caseload.records.kinds import parse_ref
from caseload.records.of.base import MASK, Record
from caseload.records.of.fields import Field, of_nature
from caseload.records.of.nature import LastFour, Mask
from caseload.records.of.public import public
from caseload.records.of.tail import tail
from caseload.store.core import Store

if TYPE_CHECKING:
    from caseload.records.person import Person


class Masks:
    """The values of records as they are shown; what is revealed is kept in `store.revealed`."""

    def __init__(self, store: Store, *, reveal: bool) -> None:
        self._store, self._reveal = store, reveal

    def __call__(self, field: Field, record: Record) -> object:
        """The value of a field, masked where it is confidential."""
        value = public(field, record)
        if value is None or not self._hides(field, record):
            return value
        if self._reveal:
            self._store.revealed.add(record.ref)
            return value
        return tail(str(value)) if field.is_a(LastFour) else MASK

    def _hides(self, field: Field, record: Record) -> bool:
        return field.is_a(LastFour) or (field.is_a(Mask) and field.name in hidden(self._store, record))


def hidden(store: Store, record: Record) -> tuple[str, ...]:
    """The fields of a record that are masked: of a person, because of the client with whom the person lives."""
    # The kind is not loaded for it: whatever is confirmed asks.
    if record.TABLE == "person" and vars(record)["in_household"]:
        sql = "select address_confidential from client where id = ?"
        row = store.connection.execute(sql, (vars(record)["client_id"],)).fetchone()
        return of_nature(type(record), Mask) if row and row[0] else ()
    return record.confidential()


def hidden_rows(kind: type[Record]) -> str:
    """SQL for the rows of a kind in which what has the nature `Mask` is masked; nothing where nothing has it."""
    if kind is Client:
        return "client.address_confidential"
    if kind.TABLE == "person":
        # `+` keeps SQLite from beginning with the clients, of whom few are such.
        return "(person.in_household and person.client_id in (select id from client where +address_confidential))"
    return ""


def number_shown(store: Store, record: Record, number: str, *, reveal: bool) -> str:
    """A number of a record whole where it is revealed, else its end."""
    if not reveal:
        return tail(number)
    store.revealed.add(record.ref)
    return number


def reached(store: Store, client: Client, person: "Person", *, reveal: bool) -> bool:
    """Whether telephone and email of somebody around a client are shown."""
    from caseload.records.person import lives_with

    if not lives_with(person, client):
        return True
    if reveal:
        store.revealed.add(person.ref)
    return reveal


def revealed_home(store: Store, client: Client | None, *, reveal: bool) -> None:
    """Keep that a page shows where a client lives whose address is confidential, where it does."""
    if reveal and client and client.address_confidential:
        store.revealed.add(client.ref)


def revealed_rows(kind: type[Record], names: Collection[str]) -> str:
    """SQL for the rows of a kind of which those columns hold something confidential; nothing where none can."""
    numbers = [f"{name} is not null" for name in of_nature(kind, LastFour) if name in names]
    places = [f"{name} is not null" for name in of_nature(kind, Mask) if name in names]
    masked = [f"{hidden_rows(kind)} and ({' or '.join(places)})"] if places else []
    return " or ".join((*numbers, *masked))


def is_masked(store: Store, ref: str) -> bool:
    """Whether a record has something that is masked by where somebody lives."""
    kind, number = parse_ref(ref) or (Record, 0)
    if not (rows := hidden_rows(kind)):
        return False
    sql = f"select 1 from {kind.TABLE} where id = ? and {rows}"
    return store.connection.execute(sql, (number,)).fetchone() is not None
