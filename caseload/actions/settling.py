"""What a step owes to records other than those it was about, before it is stored."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caseload.store.core import Store


def settle(store: "Store", operation: int, *, bulk: bool) -> list[str]:
    """What stays say of their clients, for when rides were booked, where the running step has to do with any.

    Gives what has to be told. The kinds are loaded only then.
    """
    written = {one.TABLE for one in store.written.values()}
    if bulk:
        from caseload.actions.staying import settle_imported

        settle_imported(store, operation)
    elif "stay" in written:
        from caseload.actions.staying import settle as settle_stays

        settle_stays(store)
    if not (bulk or "appointment" in written) or not store.holds("ride"):
        return []
    from caseload.actions import riding

    return riding.settle_imported(store, operation) if bulk else riding.settle(store)
