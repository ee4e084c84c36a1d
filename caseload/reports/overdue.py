"""What is late, for whom, and how long."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from caseload.records.task import Priority
from caseload.reports.due import Item, due
from caseload.reports.rule import Rule
from caseload.store.core import Store


class By(StrEnum):
    """The order of the list."""

    DUE = "due"
    CLIENT = "client"
    PRIORITY = "priority"


_URGENT: Mapping[str | None, int] = {word: place for place, word in enumerate(reversed(Priority))}

_ORDER: Mapping[By, Callable[[Item], Any]] = {
    By.DUE: lambda item: str(item.due),
    By.CLIENT: lambda item: (item.client is None, item.client and (item.client.name, item.client.id), str(item.due)),
    By.PRIORITY: lambda item: (_URGENT.get(item.priority, len(_URGENT)), str(item.due)),
}


def overdue(
    store: Store, now: datetime, rules: Sequence[Rule], *,
    client_id: int | None, kind: str | None,
    rule: str | None, min_days: int, by: By,
) -> list[Item]:  # fmt: skip
    """The late items, of one client, kind or rule where asked, at least `min_days` late, in that order."""
    late = [item for item in due(store, now, rules, client_id=client_id) if item.late and item.days_late >= min_days]
    return sorted(
        (item for item in late if kind in (None, item.record.TABLE) and rule in (None, item.rule)), key=_ORDER[by]
    )
