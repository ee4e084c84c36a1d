"""What the filters of a list do to items, the rows of overdue and agenda."""

from caseload.errors import Invalid
from caseload.reports.due import Item
from caseload.reports.items import of_clients
from caseload.session import Filters, Session


def whose(session: Session, client: str | None) -> int | None:
    """The number of the client that was named, as a word or by --client, NOBODY for `me`; Invalid for both."""
    if client is not None and session.asked.filters.client is not None:
        raise Invalid("names a client, and a client is named already", "CLIENT or --client", field="--client")
    typed = session.asked.filters.client if client is None else client
    if typed is None:
        return None
    from caseload.store import lookup

    return lookup.whose(session.store, typed)


def narrowed(session: Session, items: list[Item]) -> list[Item]:
    """The items that --due, --tag, --sort and --limit leave, in their order."""
    asked = session.asked.filters
    if asked == Filters(client=asked.client):
        return items
    from caseload.reports.ordering import ordered

    days = session.range(asked.due)
    kept = [
        one for one in of_clients(items, asked.tag) if days is None or days.holds(one.due, session.now, one.stays_until)
    ]
    keys = [one.strip() for text in asked.sort for one in text.split(",")]
    return ordered(kept, keys)[: asked.limit]
