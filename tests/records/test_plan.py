"""A plan of care: its reviews, its versions, its end."""

import json
from datetime import date

import pytest

from caseload.errors import Invalid, Refused
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.plan import (
    GOAL_AS_REVISED,
    Plan,
    PlanStatus,
    ended,
    next_version,
    review_due,
    reviewed,
    signed,
)
from caseload.value import replace
from caseload.when.dates import When, parse_span

PLAN = Plan(id=3, client_id=1, title="Plan of care", started_on=date(2026, 3, 2), backup_plan="Call the sister")
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("started_on", "reviewed_on", "every", "due"),
    [
        ("2026-03-02", None, None, "2026-09-02"),
        ("2026-03-02", "2026-10-01", None, "2027-04-01"),
        ("2026-08-31", None, None, "2027-02-28"),
        ("2027-08-31", None, None, "2028-02-29"),
        ("2026-08-30", None, None, "2027-02-28"),
        ("2026-02-28", None, None, "2026-08-28"),
        ("2026-01-31", None, "1m", "2026-02-28"),
        ("2026-01-31", "2026-02-28", "1m", "2026-03-28"),
        ("2028-02-29", None, "1y", "2029-02-28"),
        ("2026-12-31", None, "2w", "2027-01-14"),
    ],
)
def test_the_next_review_is_counted_from_the_last_else_from_the_start_and_month_ends_clip(
    started_on: str, reviewed_on: str | None, every: str | None, due: str
) -> None:
    plan = replace(
        PLAN,
        started_on=date.fromisoformat(started_on),
        reviewed_on=date.fromisoformat(reviewed_on) if reviewed_on else None,
        review_every=every,
    )
    found = review_due(plan, Terms(every=parse_span(every or "6m")), TODAY)
    assert isinstance(found, Reckoned)
    assert (found.due, found.anchored) == (When.parse(due), When.parse(reviewed_on or started_on))


@pytest.mark.parametrize("status", [status for status in PlanStatus if status is not PlanStatus.ACTIVE])
def test_only_an_active_plan_has_a_review_due_and_is_reviewed(status: PlanStatus) -> None:
    plan = replace(PLAN, status=status)
    assert review_due(plan, Terms(every=parse_span("6m")), TODAY) == Still(f"p3 is {status}")
    with pytest.raises(Refused, match=str(status)):
        reviewed(plan, TODAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"version": 0}, "version"),
        ({"started_on": None}, "started_on"),
        ({"review_every": "6 months"}, "review_every"),
        ({"ended_on": date(2026, 3, 1)}, "ended_on"),
        ({"goals_as_revised": "not JSON"}, "goals_as_revised"),
        ({"goals_as_revised": "{}"}, "goals_as_revised"),
        ({"goals_as_revised": "[" * 3000}, "goals_as_revised"),
        ({"goals_as_revised": '[{"id": "g1"}]'}, "goals_as_revised"),
    ],
)
def test_a_plan_that_breaks_a_rule_is_refused_by_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        replace(PLAN, **wrong)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_picture_of_goals_holds_what_a_revised_plan_shows_of_each() -> None:
    picture = json.dumps([dict.fromkeys(GOAL_AS_REVISED)])
    assert replace(PLAN, goals_as_revised=picture).goals_as_revised == picture


def test_a_draft_needs_no_day_of_start() -> None:
    assert replace(PLAN, status=PlanStatus.DRAFT, started_on=None).started_on is None


def test_the_next_version_supersedes_is_not_agreed_yet_and_keeps_how_to_work() -> None:
    agreed = replace(PLAN, agreed_on=date(2026, 3, 4), copy_given_on=date(2026, 3, 4), review_every="3m")
    successor = next_version(agreed, TODAY, "moved")
    assert (successor.version, successor.supersedes_id, successor.started_on) == (2, 3, TODAY)
    assert (successor.agreed_on, successor.copy_given_on, successor.ended_on) == (None, None, None)
    assert (successor.title, successor.review_every, successor.backup_plan) == ("Plan of care", "3m", "Call the sister")
    assert successor.change_reason == "moved"
    assert next_version(agreed, TODAY, "moved", "At home").title == "At home"


def test_a_plan_may_end_on_the_day_it_started_but_not_before() -> None:
    assert ended(PLAN, date(2026, 3, 2)).status is PlanStatus.COMPLETED
    with pytest.raises(Invalid, match="ended_on"):
        ended(PLAN, date(2026, 3, 1))


def test_ending_keeps_an_earlier_reason_unless_another_is_given() -> None:
    plan = replace(PLAN, change_reason="moved")
    assert ended(plan, TODAY).change_reason == "moved"
    assert ended(plan, TODAY, "goals met").change_reason == "goals met"


def test_what_has_ended_is_neither_ended_nor_revised_again() -> None:
    over = ended(PLAN, TODAY)
    with pytest.raises(Refused):
        ended(over, TODAY)
    with pytest.raises(Refused):
        next_version(over, TODAY, "moved")


def test_a_signature_keeps_the_day_a_copy_was_given_unless_another_is_said() -> None:
    plan = replace(PLAN, copy_given_on=date(2026, 3, 9))
    assert signed(plan, TODAY) == replace(plan, agreed_on=TODAY)
    assert signed(plan, TODAY, TODAY).copy_given_on == TODAY
