"""The directory as one source has filled it."""

from caseload.records.provider import Provider
from caseload.store.core import Store


def providers_of_source(store: Store, source: str) -> dict[str, Provider]:
    """The providers that came from a source, the voided too, by what it calls them."""
    found = store.select(Provider, "source = ? and external_id is not null order by id", (source,))
    return {one.external_id: one for one in found if one.external_id}
