"""A goal: how far it has come, when it is due, how it ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Refused
from caseload.records.goal import (
    Achievement,
    Goal,
    GoalPriority,
    Lifecycle,
    dropped,
    is_open,
    met,
    percent,
    progress,
)
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.value import replace
from caseload.when.dates import When

GOAL = Goal(id=9, client_id=1, title="Walk to the mailbox", baseline=0.0, target=120.0, target_on=date(2027, 1, 31))

NUMBER = st.integers(-10_000, 10_000).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "said"),
    [
        (0.0, 120.0, 40.0, 33),
        (None, 120.0, 60.0, 50),
        (0.0, 100.0, 99.6, 99),
        (0.0, 100.0, 100.0, 100),
        (0.0, 100.0, 130.0, 100),
        (0.0, 100.0, -5.0, 0),
        (20.0, 0.0, 5.0, 75),
        (20.0, 0.0, 25.0, 0),
        (5.0, 5.0, 5.0, None),
        (None, 0.0, 3.0, None),
        (0.0, None, 40.0, None),
        (0.0, 120.0, None, None),
    ],
)
def test_progress_is_the_part_of_the_way_from_baseline_to_target(
    baseline: float | None, target: float | None, value: float | None, said: int | None
) -> None:
    assert percent(replace(GOAL, baseline=baseline, target=target), value) == said


@given(baseline=NUMBER, target=NUMBER, value=NUMBER)
def test_progress_is_none_or_between_0_and_1_whatever_is_seen(baseline: float, target: float, value: float) -> None:
    done = progress(replace(GOAL, baseline=baseline, target=target), value)
    assert done is None if target == baseline else 0 <= (done or 0) <= 1


def test_a_goal_met_is_all_the_way_and_one_merely_completed_is_not() -> None:
    assert percent(met(GOAL), None) == 100
    completed = replace(GOAL, lifecycle=Lifecycle.COMPLETED, achievement=Achievement.NOT_ACHIEVED)
    assert percent(completed, 60.0) == 50


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_a_target_is_due_while_the_goal_is_accepted_or_active(lifecycle: Lifecycle) -> None:
    goal = replace(GOAL, lifecycle=lifecycle)
    (clock,) = Goal.CLOCKS
    found = clock.reckon(goal, Terms(), date(2026, 11, 25))
    worked_on = lifecycle in ("accepted", "active")
    assert found.due == When(date(2027, 1, 31)) if isinstance(found, Reckoned) else not worked_on
    assert isinstance(clock.reckon(replace(goal, target_on=None), Terms(), date(2026, 11, 25)), Still)


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_only_an_open_goal_is_met_or_dropped(lifecycle: Lifecycle) -> None:
    goal = replace(GOAL, lifecycle=lifecycle, achievement=Achievement.IMPROVING)
    if is_open(goal):
        assert (met(goal).lifecycle, met(goal).achievement) == ("completed", "achieved")
        assert (dropped(goal).lifecycle, dropped(goal).achievement) == ("cancelled", "improving")
    else:
        for end in (met, dropped):
            with pytest.raises(Refused, match=str(lifecycle)):
                end(goal)


@pytest.mark.parametrize(
    ("typed", "word"), [("high", "high-priority"), ("Medium", "medium-priority"), ("low_priority", "low-priority")]
)
def test_a_priority_is_read_as_people_type_it(typed: str, word: str) -> None:
    assert GoalPriority(typed) == word
