"""A waiver: what it hides, from which rule, until when."""

from datetime import date, datetime

import pytest

from caseload.records.waiver import Waiver, hides

UNTIL = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("now", "hidden"),
    [
        (datetime(2026, 11, 25, 9), True),
        (datetime(2026, 11, 30, 23, 59), True),
        (datetime(2026, 12, 1), False),
        (datetime(2026, 12, 25), False),
    ],
)
def test_an_item_is_hidden_until_the_day_begins(now: datetime, hidden: bool) -> None:
    assert hides(Waiver(item="t1", until=UNTIL, reason="on leave"), "t1", "task", now) is hidden


@pytest.mark.parametrize(
    ("rule", "ref", "asked", "hidden"),
    [
        (None, "p1", "plan-review", True),
        (None, "p1", "plan-unsigned", True),
        ("plan-review", "p1", "plan-review", True),
        ("plan-review", "p1", "plan-unsigned", False),
        (None, "p11", "plan-review", False),
    ],
)
def test_one_item_is_hidden_from_every_rule_or_from_one(rule: str | None, ref: str, asked: str, hidden: bool) -> None:
    waiver = Waiver(item="p1", rule=rule, until=UNTIL, reason="on leave")
    assert hides(waiver, ref, asked, datetime(2026, 11, 25)) is hidden
