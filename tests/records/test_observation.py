"""One measured point of a goal."""

from datetime import date

import pytest

from caseload.errors import Invalid
from caseload.records.goal import Achievement
from caseload.records.observation import Observation

DAY = date(2026, 11, 25)


def test_an_observation_says_something() -> None:
    with pytest.raises(Invalid, match="a value, an achievement or a comment"):
        Observation(goal_id=1, observed_on=DAY)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.0000000000000002])
def test_a_value_is_a_number_of_at_most_15_digits(value: float) -> None:
    with pytest.raises(Invalid, match="15 digits"):
        Observation(goal_id=1, observed_on=DAY, value=value)


@pytest.mark.parametrize(
    ("value", "achievement", "comment", "label"),
    [
        (0.0, None, None, "0"),
        (12.5, Achievement.IMPROVING, None, "12.5 · improving"),
        (None, None, "walks to the gate", "walks to the gate"),
        (40.0, Achievement.NO_CHANGE, "tired", "40 · no-change · tired"),
    ],
)
def test_an_observation_is_named_by_what_it_says(
    value: float | None, achievement: Achievement | None, comment: str | None, label: str
) -> None:
    seen = Observation(goal_id=1, observed_on=DAY, value=value, achievement=achievement, comment=comment)
    assert seen.called == label
