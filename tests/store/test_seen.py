"""A key is seen once, however many there are."""

import pytest

from caseload.store import seen
from caseload.store.seen import Seen


def test_the_first_line_of_a_key_stays_until_it_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_AT_ONCE", 10)
    keys = Seen()
    names = [("sheet", f"{number:05}") for number in range(95)] + [(None, number) for number in range(30)]
    assert [keys.first(name, line) for line, name in enumerate(names)] == list(range(125))
    assert [keys.first(name, 999) for name in names] == list(range(125))
    assert ("sheet", "00000") in keys
    assert ("sheet", "0") not in keys
    for line in (3, 124):
        keys.forget(names[line])
        assert names[line] not in keys
        assert keys.first(names[line], 500) == 500
        assert keys.first(names[line], 600) == 500
