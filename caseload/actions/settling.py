"""What a step owes to records other than those it was about, before it is stored."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caseload.store.core import Store


def settle(store: "Store", operation: int, *, bulk: bool) -> None:
    """What stays say of their clients, where the running step wrote any; their kind is loaded only then."""
    if bulk:
        from caseload.actions.staying import settle_imported

        settle_imported(store, operation)
    elif any(one.TABLE == "stay" for one in store.written.values()):
        from caseload.actions.staying import settle as settle_stays

        settle_stays(store)
