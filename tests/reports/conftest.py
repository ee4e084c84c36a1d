"""A store in memory, with one client on the caseload."""

from collections.abc import Iterator
from datetime import date

import pytest
from invented import new_store

from caseload.records.client import Client
from caseload.store.core import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty caseload."""
    opened = new_store(filled=False)
    yield opened
    opened.close()


@pytest.fixture
def ana(store: Store) -> Client:
    """Ana Ruiz, c1, active."""
    return store.add(Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz", opened_on=date(2025, 4, 20)))
