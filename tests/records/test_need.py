"""A need: what is to come of it, how it ends, what stands beside what."""

from datetime import date
from typing import Any

import pytest

from caseload.errors import Invalid, Refused
from caseload.records.goal import Achievement, Goal, Lifecycle, all_met
from caseload.records.need import (
    Domain,
    Need,
    NeedStatus,
    NeedType,
    Support,
    asks_for_help,
    dated,
    declined,
    met,
    resolved,
)
from caseload.value import replace

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
NEED = Need(id=3, client_id=1, domain=Domain.FOOD_INSECURITY)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "food-insecurity"),
        ({"description": "nothing left"}, "food-insecurity: nothing left"),
        ({"description": "nothing left", "domain": Domain.SDOH_CATEGORY_UNSPECIFIED}, "nothing left"),
    ],
)
def test_a_need_is_called_by_its_domain_and_its_words(values: dict[str, Any], said: str) -> None:
    assert replace(NEED, **values).called == said


def test_a_need_has_words_or_a_domain() -> None:
    with pytest.raises(Invalid, match="description: is missing where there is no domain"):
        Need(client_id=1)


@pytest.mark.parametrize("status", NeedStatus)
@pytest.mark.parametrize("support", Support)
def test_help_is_asked_for_while_the_need_is_there_and_help_neither_had_nor_declined(
    status: NeedStatus, support: Support
) -> None:
    need = replace(NEED, status=status, support=support)
    there = status in ("active", "recurrence", "relapse") and support in ("not-started", "in-progress")
    assert asks_for_help(need) is there
    assert asks_for_help(replace(need, type=NeedType.BARRIER)) is there
    assert not asks_for_help(replace(need, type=NeedType.STRENGTH))
    assert not asks_for_help(replace(need, domain=Domain.PROTECTIVE_FACTOR))


def test_each_end_sets_its_own_day_and_takes_the_other_back() -> None:
    assert met(NEED, DAY) == replace(NEED, support=Support.MET, met_on=DAY)
    turned = declined(met(NEED, DAY), NEXT, "has a brother")
    assert turned == replace(NEED, support=Support.DECLINED, declined_on=NEXT, decline_reason="has a brother")
    assert met(turned, DAY) == met(NEED, DAY)
    assert resolved(met(NEED, DAY), NEXT) == replace(
        met(NEED, DAY), status=NeedStatus.RESOLVED, resolved_on=NEXT
    )  # the help stays what it was


@pytest.mark.parametrize(
    ("need", "end", "match"),
    [
        (met(NEED, DAY), lambda one: met(one, NEXT), "nd3 is met already; .*--support in-progress"),
        (declined(NEED, DAY, "no"), lambda one: declined(one, NEXT, "no"), "nd3 is declined already"),
        (resolved(NEED, DAY), lambda one: resolved(one, NEXT), "nd3 is resolved already; .*--status recurrence"),
    ],
)
def test_what_has_ended_does_not_end_so_again(need: Need, end: Any, match: str) -> None:
    with pytest.raises(Refused, match=match):
        end(need)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"met_on": DAY}, "met_on"),
        ({"declined_on": DAY, "support": Support.MET}, "declined_on"),
        ({"resolved_on": DAY}, "resolved_on"),
        ({"resolved_on": DAY, "identified_on": NEXT, "status": NeedStatus.RESOLVED}, "resolved_on"),
    ],
)
def test_a_day_stands_only_beside_what_it_is_the_day_of(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid, match=f"^{field}: "):
        replace(NEED, **values)


def test_an_edit_dates_what_the_need_has_newly_become_unless_a_day_was_said() -> None:
    after = replace(NEED, support=Support.MET, status=NeedStatus.RESOLVED)
    assert dated(after, NEED, NEXT) == replace(after, met_on=NEXT, resolved_on=NEXT)
    assert dated(replace(after, met_on=DAY), NEED, NEXT) == replace(after, met_on=DAY, resolved_on=NEXT)
    assert dated(after, after, NEXT) == after
    assert dated(replace(NEED, support=Support.DECLINED), NEED, NEXT).declined_on == NEXT


GOAL = Goal(client_id=1, title="A box each week")
MET = replace(GOAL, lifecycle=Lifecycle.COMPLETED, achievement=Achievement.ACHIEVED)


@pytest.mark.parametrize(
    ("goals", "all_are"),
    [
        ([], False),
        ([MET], True),
        ([MET, MET], True),
        ([MET, GOAL], False),
        ([MET, replace(GOAL, lifecycle=Lifecycle.CANCELLED)], True),
        ([replace(GOAL, lifecycle=Lifecycle.CANCELLED)], False),
        ([replace(MET, achievement=Achievement.NOT_ACHIEVED)], False),
        ([replace(GOAL, achievement=Achievement.ACHIEVED)], False),
    ],
)
def test_goals_are_all_met_where_each_is_but_for_those_given_up(goals: list[Goal], all_are: bool) -> None:
    assert all_met(goals) is all_are
