"""Every clock: the day before, the day, the day after; nothing; done; whose clocks stand still; out of sight."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.dates import When
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus
from caseload.records.goal import Goal, Lifecycle
from caseload.records.plan import Plan, PlanStatus
from caseload.records.task import Task, TaskStatus
from caseload.records.waiver import Waiver
from caseload.reports.due import RULES, due
from caseload.store.core import Store
from caseload.store.opening import fresh

NOON = datetime(2026, 11, 25, 12, 0)


def found(store: Store, now: datetime) -> list[tuple[str, str, bool, int]]:
    """What is due: typed id, rule, whether it is late, and days late."""
    return [(item.ref, item.rule, item.late, item.days_late) for item in due(store, now)]


@pytest.mark.parametrize(
    ("due_on", "now", "says"),
    [
        ("2026-11-27", datetime(2026, 11, 19, 23, 59), None),
        ("2026-11-27", datetime(2026, 11, 20, 0, 0), (False, 0)),
        ("2026-11-27", datetime(2026, 11, 27, 23, 59), (False, 0)),
        ("2026-11-27", datetime(2026, 11, 28, 0, 0), (True, 1)),
        ("2026-11-27T14:30", datetime(2026, 11, 27, 14, 29), (False, 0)),
        ("2026-11-27T14:30", datetime(2026, 11, 27, 14, 30), (True, 0)),
        ("2028-02-29", datetime(2028, 2, 29, 23, 59), (False, 0)),
        ("2028-02-29", datetime(2028, 3, 1, 0, 0), (True, 1)),
        ("2026-12-31", datetime(2027, 1, 1, 0, 0), (True, 1)),
    ],
)
def test_a_task_warns_a_week_ahead_and_is_late_when_its_moment_or_the_end_of_its_day_has_passed(
    store: Store, ana: Client, due_on: str, now: datetime, says: tuple[bool, int] | None
) -> None:
    store.add(Task(client_id=ana.id, title="Call", due=When.parse(due_on)))
    assert found(store, now) == ([] if says is None else [("t1", "task", *says)])


@pytest.mark.parametrize(
    ("starts", "minutes", "now", "says"),
    [
        ("2026-11-25T10:00", 60, datetime(2026, 11, 17, 23, 59), None),
        ("2026-11-25T10:00", 60, datetime(2026, 11, 18, 0, 0), (False, 0)),
        ("2026-11-25T10:00", 60, datetime(2026, 11, 25, 10, 59), (False, 0)),
        ("2026-11-25T10:00", 60, datetime(2026, 11, 25, 11, 0), (True, 0)),
        ("2026-11-25T10:00", None, datetime(2026, 11, 25, 10, 0), (True, 0)),
        ("2026-11-25T23:30", 60, datetime(2026, 11, 26, 0, 29), (False, 0)),
        ("2026-11-25T23:30", 60, datetime(2026, 11, 26, 0, 30), (True, 0)),
        ("2026-11-25", None, datetime(2026, 11, 25, 23, 59), (False, 0)),
        ("2026-11-25", None, datetime(2026, 11, 26, 0, 0), (True, 1)),
        ("2026-11-25T10:00", 60, datetime(2026, 12, 4, 9, 0), (True, 9)),
    ],
)
def test_an_appointment_lacks_its_outcome_from_the_minute_it_is_over(
    store: Store, ana: Client, starts: str, minutes: int | None, now: datetime, says: tuple[bool, int] | None
) -> None:
    store.add(Appointment(client_id=ana.id, title="Visit", starts=When.parse(starts), minutes=minutes))
    assert found(store, now) == ([] if says is None else [("a1", "appointment", *says)])


@pytest.mark.parametrize(
    ("started", "reviewed", "every", "now", "says"),
    [
        (date(2026, 5, 25), None, None, datetime(2026, 10, 25), None),
        (date(2026, 5, 25), None, None, datetime(2026, 10, 26), (False, 0)),
        (date(2026, 5, 25), None, None, datetime(2026, 11, 25, 23, 59), (False, 0)),
        (date(2026, 5, 25), None, None, datetime(2026, 11, 26), (True, 1)),
        (date(2026, 5, 25), date(2026, 11, 24), None, NOON, None),
        (date(2026, 5, 25), date(2026, 8, 24), "3m", NOON, (True, 1)),
        (date(2025, 8, 31), None, None, datetime(2026, 2, 28), (False, 0)),
        (date(2025, 8, 31), None, None, datetime(2026, 3, 1), (True, 1)),
        (date(2027, 8, 29), None, None, datetime(2028, 2, 29, 23, 59), (False, 0)),
    ],
)
def test_a_plan_is_reviewed_every_six_months_from_its_last_review_else_its_start(
    store: Store, ana: Client, started: date, reviewed: date | None, every: str | None, now: datetime, says: object
) -> None:
    store.add(Plan(client_id=ana.id, title="Plan", started_on=started, reviewed_on=reviewed, review_every=every))
    assert found(store, now) == ([] if says is None else [("p1", "plan-review", *says)])  # type: ignore[misc]


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (datetime(2026, 11, 13), None),
        (datetime(2026, 11, 14), (False, 0)),
        (datetime(2026, 11, 28, 23, 59), (False, 0)),
        (datetime(2026, 11, 29), (True, 1)),
    ],
)
def test_a_goal_warns_two_weeks_before_its_target(store: Store, ana: Client, now: datetime, says: object) -> None:
    store.add(Goal(client_id=ana.id, title="Walk", target_on=date(2026, 11, 28)))
    assert found(store, now) == ([] if says is None else [("g1", "goal-target", *says)])  # type: ignore[misc]


def late_of_each_kind(store: Store, client_id: int) -> None:
    """A late task, appointment, plan and goal of one client."""
    store.add(Task(client_id=client_id, title="Call", due=When(date(2026, 11, 20))))
    store.add(Appointment(client_id=client_id, title="Visit", starts=When.parse("2026-11-20T10:00")))
    store.add(Plan(client_id=client_id, title="Plan", started_on=date(2026, 1, 1)))
    store.add(Goal(client_id=client_id, title="Walk", target_on=date(2026, 11, 20)))


def test_every_rule_of_the_table_has_a_late_case_here(store: Store, ana: Client) -> None:
    late_of_each_kind(store, ana.id)
    assert {rule for _, rule, late, _ in found(store, NOON) if late} == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    ("status", "rules"),
    [
        (ClientStatus.ACTIVE, {"task", "appointment", "plan-review", "goal-target"}),
        (ClientStatus.ONHOLD, {"task", "appointment", "plan-review", "goal-target"}),
        (ClientStatus.PLANNED, {"task"}),
        (ClientStatus.WAITLIST, {"task"}),
        (ClientStatus.FINISHED, {"task"}),
        (ClientStatus.CANCELLED, {"task"}),
    ],
)
def test_a_client_not_yet_or_no_longer_served_stops_every_clock_but_tasks(
    store: Store, ana: Client, status: ClientStatus, rules: set[str]
) -> None:
    late_of_each_kind(store, ana.id)
    store.save(replace(ana, status=status))
    assert {rule for _, rule, _, _ in found(store, NOON)} == rules


def test_a_client_who_died_stops_every_clock_but_tasks(store: Store, ana: Client) -> None:
    late_of_each_kind(store, ana.id)
    store.save(replace(ana, died_on=date(2026, 11, 1)))
    assert {rule for _, rule, _, _ in found(store, NOON)} == {"task"}


def test_what_is_done_cancelled_or_on_hold_is_not_due(store: Store, ana: Client) -> None:
    day, moment = When(date(2026, 11, 20)), When.parse("2026-11-20T10:00")
    store.add(Task(client_id=ana.id, title="Done", due=day, status=TaskStatus.COMPLETED))
    store.add(Task(client_id=ana.id, title="Dropped", due=day, status=TaskStatus.CANCELLED))
    store.add(Appointment(client_id=ana.id, title="Kept", starts=moment, status=AppointmentStatus.FULFILLED))
    store.add(Plan(client_id=ana.id, title="Over", started_on=date(2026, 1, 1), status=PlanStatus.COMPLETED))
    store.add(Plan(client_id=ana.id, title="Waiting", started_on=date(2026, 1, 1), status=PlanStatus.ON_HOLD))
    store.add(Goal(client_id=ana.id, title="Met", target_on=date(2026, 11, 20), lifecycle=Lifecycle.COMPLETED))
    assert found(store, NOON) == []


def test_what_has_no_date_or_was_voided_is_not_due(store: Store, ana: Client) -> None:
    store.add(Task(client_id=ana.id, title="Some day"))
    store.add(Goal(client_id=ana.id, title="Some day"))
    store.add(Task(client_id=ana.id, title="Twice", due=When(NOON.date()), voided_at=store.at, void_reason="twice"))
    assert found(store, NOON) == []


def test_the_case_manager_s_own_tasks_are_due_without_a_client(store: Store) -> None:
    store.add(Task(title="Renew licence", due=When(date(2026, 11, 20))))
    assert [item.client for item in due(store, NOON)] == [None]


@pytest.mark.parametrize(
    ("until", "seen"),
    [(date(2026, 11, 25), True), (date(2026, 11, 26), False), (date(2027, 1, 1), False)],
)
def test_a_snoozed_item_is_out_of_sight_until_its_day_and_then_as_late_as_it_is(
    store: Store, ana: Client, until: date, seen: bool
) -> None:
    store.add(Task(client_id=ana.id, title="Call", due=When(date(2026, 11, 20))))
    store.add(Waiver(item="t1", until=until, reason="office closed"))
    assert found(store, NOON) == ([("t1", "task", True, 5)] if seen else [])
    assert [item.snoozed_until for item in due(store, NOON, snoozed=True)] == [None if seen else until]


def test_a_snooze_of_one_rule_leaves_the_others(store: Store, ana: Client) -> None:
    store.add(Plan(client_id=ana.id, title="Plan", started_on=date(2026, 1, 1)))
    store.add(Waiver(item="p1", rule="goal-target", until=date(2027, 1, 1), reason="not this"))
    assert [rule for _, rule, _, _ in found(store, NOON)] == ["plan-review"]


@given(st.permutations([-9, -3, 0, 2, 5]))
def test_what_is_due_does_not_depend_on_the_order_in_which_it_was_written(days: list[int]) -> None:
    store = Store(fresh(), "2026-11-25T15:00:00Z")
    for ahead in days:
        store.add(Task(title=f"In {ahead}", due=When(NOON.date() + timedelta(days=ahead))))
    titles = [item.record.label for item in due(store, NOON)]
    store.close()
    assert titles == ["In -9", "In -3", "In 0", "In 2", "In 5"]
