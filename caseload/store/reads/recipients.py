"""Who a recipient is."""

from contextlib import suppress

from caseload.errors import BadRow, NotFound
from caseload.records.of.names import fold
from caseload.records.of.recipient import Recipient
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


def named(store: Store, words: str, client_id: int) -> list[str]:
    """The ids of the providers, and of the people around a client, that are called by those words."""
    is_called, name = "fold(cast(name as blob)) = ? and voided_at is null", fold(words)
    people = store.select(Person, f"client_id = ? and {is_called} order by id", (client_id, name))
    return [one.ref for one in (*people, *store.select(Provider, f"{is_called} order by id", (name,)))]


def address_of(store: Store, to: Recipient) -> str | None:
    """Where the recipient is, if it is a provider whose address is known."""
    with suppress(NotFound, BadRow):
        if to.provider_id is not None:
            return store.get(Provider, to.provider_id, voided=True).place or None
    return None
