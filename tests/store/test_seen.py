"""A key is seen once, however many there are."""

import pytest

from caseload.store import seen
from caseload.store.seen import Equals, Lines, Seen


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


def test_of_equal_records_each_is_given_once_the_lowest_number_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_AT_ONCE", 3)
    keys = [("Call", None), ("Write", 7), ("Call", None), ("Call", 7), ("Write", 7)]
    equals = Equals(enumerate(keys, 11))
    assert [equals.take(key) for key in (*keys, *keys)] == [11, 12, 13, 14, 15, *[None] * 5]
    assert not equals
    assert not Equals(())
    assert Equals([(1, "a")]).take("b") is None


def test_the_line_of_a_record_is_known_by_its_number() -> None:
    lines = Lines(100)
    assert not lines
    lines.note(100, [2, 3, 5])
    lines.note(105, [20, 30])
    assert lines
    assert [lines.of(number) for number in (100, 102, 105, 106)] == [2, 5, 20, 30]
    lines.close()
