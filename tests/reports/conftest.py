"""A store in memory, with one client on the caseload."""

from collections.abc import Iterator
from datetime import date

import pytest

from caseload.records.client import Client
from caseload.store.core import Store
from caseload.store.opening import fresh


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty caseload."""
    opened = Store(fresh(), "2026-11-25T15:00:00Z")
    yield opened
    opened.close()


@pytest.fixture
def ana(store: Store) -> Client:
    """Ana Ruiz, c1, active."""
    return store.add(Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz", opened_on=date(2025, 4, 20)))
