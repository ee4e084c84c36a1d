"""Who a recipient is."""

from contextlib import suppress

from caseload.errors import BadRow, NotFound
from caseload.records.of.names import fold
from caseload.records.of.recipient import Addressed, Recipient
from caseload.records.person import Person
from caseload.records.provider import Provider
from caseload.store.core import Store


def called(store: Store, to: Recipient) -> str:
    """The recipient by id and name: pe2 Rosa Ruiz; the words, where it is words."""
    return to.called if to.words is not None else f"{to.called} {name_of(store, to)}".strip()


def name_of(store: Store, to: Recipient) -> str:
    """The recipient by name; the words, where it is words; nothing where the record cannot be read."""
    with suppress(NotFound, BadRow):
        if to.person_id is not None:
            return store.get(Person, to.person_id, voided=True).name
        if to.provider_id is not None:
            return store.get(Provider, to.provider_id, voided=True).title
    return to.words or ""


def named(store: Store, words: str, client_id: int | None = None) -> list[str]:
    """The ids of people around a client, or anybody, and of providers, who are called by those words."""
    is_called, name = "fold(cast(name as blob)) = ? and voided_at is null", fold(words)
    people = store.select(Person, f"coalesce(client_id = ?, true) and {is_called} order by id", (client_id, name))
    return [one.ref for one in (*people, *store.select(Provider, f"{is_called} order by id", (name,)))]


def spelled(store: Store, kind: type[Addressed], words: str) -> list[str]:
    """How records of a kind spell a recipient in those words; the words themselves where none does."""
    sql = (
        f"select distinct recipient from {kind.TABLE} where recipient is not null and fold(cast(recipient as blob)) = ?"
    )
    return [str(row[0]) for row in store.connection.execute(sql, (fold(words),))] or [words]


def address_of(store: Store, to: Recipient) -> str | None:
    """Where the recipient is, if it is a provider whose address is known."""
    with suppress(NotFound, BadRow):
        if to.provider_id is not None:
            return store.get(Provider, to.provider_id, voided=True).place or None
    return None
