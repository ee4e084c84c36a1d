"""Who a recipient is."""

from contextlib import suppress

from caseload.errors import BadRow, NotFound
from caseload.records.of.recipient import Recipient
from caseload.records.person import Person
from caseload.records.provider import Provider
from caseload.store.core import Store


def called(store: Store, to: Recipient) -> str:
    """The recipient by id and name: pe2 Rosa Ruiz; the words, where it is words."""
    name = ""
    with suppress(NotFound, BadRow):
        if to.person_id is not None:
            name = store.get(Person, to.person_id, voided=True).name
        elif to.provider_id is not None:
            name = store.get(Provider, to.provider_id, voided=True).title
    return f"{to.called} {name}".strip()
