"""Which clients were linked: of one client, of two, of all."""

from caseload.records.link import Link
from caseload.store.core import Store


def links(store: Store) -> list[Link]:
    """Every link that stands."""
    return store.select(Link, "voided_at is null order by id")


def links_of(store: Store, client_id: int) -> list[Link]:
    """The links of one client that stand, the oldest first."""
    mine = "select id from link where client_id = ? union select id from link where other_id = ?"
    return store.select(Link, f"id in ({mine}) and voided_at is null order by id", (client_id, client_id))


def links_between(store: Store, one: int, other: int) -> list[Link]:
    """The links between two clients that stand, whichever was named first; an import may have brought several."""
    return [link for link in links_of(store, one) if other in (link.client_id, link.other_id)]
