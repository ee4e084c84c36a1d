"""Consents of a client, and what went out under them."""

from collections.abc import Iterable

from caseload.records.consent import Consent
from caseload.records.disclosure import Disclosure
from caseload.store.core import Store


def consents_of_client(store: Store, client_id: int) -> list[Consent]:
    """Every consent of a client that is not voided, whatever its status; the gate says which holds."""
    return store.select(Consent, "client_id = ? and voided_at is null order by id", (client_id,))


def open_consents_of_client(store: Store, client_id: int) -> list[Consent]:
    """The consents that are in force, or being drawn up."""
    sql = "client_id = ? and voided_at is null and status in ('draft', 'proposed', 'active')"
    return store.select(Consent, f"{sql} order by expires_on is null, expires_on, id", (client_id,))


def disclosures_of_client(store: Store, client_id: int) -> list[Disclosure]:
    """All that went out about a client and is not voided, the latest first."""
    return store.select(Disclosure, "client_id = ? and voided_at is null order by at desc, id desc", (client_id,))


def disclosures_under(store: Store, consents: Iterable[int]) -> list[Disclosure]:
    """All that went out under the consents of those numbers, the oldest first."""
    numbers = ", ".join(map(str, consents))
    return store.select(Disclosure, f"consent_id in ({numbers}) and voided_at is null order by at, id")
