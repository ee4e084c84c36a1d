"""What is due as a whole: every rule has its cases in test_rules; here is what they share."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import new_store

from caseload.config import RuleSetting
from caseload.records.client import Client
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.reports.due import due, newly_due
from caseload.reports.rule import Rule
from caseload.reports.rules import RULES
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import Span, When, parse_span

NOON = datetime(2026, 11, 25, 12, 0)


def rules(*names: str) -> list[Rule]:
    return [rule for rule in RULES if rule.name in names]


def found(store: Store, *names: str) -> list[tuple[str, str, bool, int]]:
    """What is due by some rules: typed id, rule, whether it is late, and days late."""
    return [(item.ref, item.rule, item.late, item.days_late) for item in due(store, NOON, rules(*names))]


def test_a_task_of_nobody_is_due_like_any_other(store: Store) -> None:
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
    assert found(store, "task") == ([("t1", "task", True, 5)] if seen else [])
    hidden = due(store, NOON, rules("task"), snoozed=True)
    assert [item.snoozed_until for item in hidden] == [None if seen else until]


def test_a_waiver_of_one_rule_leaves_the_others(store: Store, ana: Client) -> None:
    store.add(Plan(client_id=ana.id, title="Plan", started_on=date(2026, 1, 1)))
    store.add(Waiver(item="p1", rule="plan-unsigned", until=date(2027, 1, 1), reason="guardian is being appointed"))
    named = ("plan-review", "plan-unsigned", "plan-copy")
    assert [rule for _, rule, _, _ in found(store, *named)] == ["plan-copy", "plan-review"]


def test_a_client_alone_can_be_asked_for(store: Store, ana: Client) -> None:
    bo = store.add(Client(given_name="Bo", handle="bo", opened_on=date(2026, 1, 1)))
    for client in (ana, bo):
        store.add(Task(client_id=client.id, title="Call", due=When(date(2026, 11, 20))))
        store.add(Plan(client_id=client.id, title="Plan", started_on=date(2026, 1, 1)))
    everyone, of_bo = due(store, NOON), due(store, NOON, client_id=bo.id)
    assert of_bo == [item for item in everyone if item.client and item.client.id == bo.id]
    assert {item.rule for item in of_bo} >= {"task", "plan-review", "contact", "face-to-face"}


@pytest.mark.parametrize("started", [date(2026, 1, 30), date(2026, 1, 31), date(2024, 2, 29), date(2026, 11, 30)])
@pytest.mark.parametrize("interval", ["1d", "3w", "1m", "6m", "13m", "1y", None])
@pytest.mark.parametrize("acuity", [None, 1])
def test_a_plan_is_read_from_the_day_on_which_its_review_shows(
    store: Store, ana: Client, started: date, interval: str | None, acuity: int | None
) -> None:
    store.save(replace(ana, acuity=acuity))
    store.add(Plan(client_id=ana.id, title="Plan", started_on=started, review_every=interval))
    (rule,) = rules("plan-review")
    asked = [replace(rule, setting=RuleSetting(acuity={1: Span(2, "m")}))]
    due_on = parse_span(interval or ("2m" if acuity else "6m")).after(started)
    shows = Span(30, "d").after(due_on, -1)
    for day, seen in ((shows - timedelta(days=1), []), (shows, ["p1"]), (due_on, ["p1"])):
        assert [one.ref for one in due(store, datetime.combine(day, NOON.time()), asked)] == seen
        assert [one.ref for one in due(store, NOON, asked, until=due_on)] == ["p1"]
        assert due(store, NOON, asked, until=due_on - timedelta(days=1)) == []


def test_a_plan_with_a_day_that_is_none_is_told_of_though_it_can_be_due_at_no_time(store: Store, ana: Client) -> None:
    store.add(Plan(client_id=ana.id, title="Plan", started_on=date(2026, 11, 1), review_every="6m"))
    store.connection.execute("update plan set started_on = '11/01/2026'")
    assert due(store, NOON, rules("plan-review")) == []
    assert list(store.bad_rows) == ["p1"]


@given(st.permutations([-9, -3, 0, 2, 5]))
def test_what_is_due_does_not_depend_on_the_order_in_which_it_was_written(days: list[int]) -> None:
    store = new_store(filled=False)
    for ahead in days:
        store.add(Task(title=f"In {ahead}", due=When(NOON.date() + timedelta(days=ahead))))
    titles = [item.record.called for item in due(store, NOON)]
    store.close()
    assert titles == ["In -9", "In -3", "In 0", "In 2", "In 5"]


def test_what_a_change_brought_is_what_was_not_there_or_was_not_late(store: Store, ana: Client) -> None:
    days = {"late": -1, "soon": 2, "far": 30}
    tasks = {
        name: store.add(Task(client_id=ana.id, title=name, due=When(NOON.date() + timedelta(days=ahead))))
        for name, ahead in days.items()
    }
    before = due(store, NOON, rules("task"))
    for task in tasks.values():
        store.save(replace(task, due=When(NOON.date() - timedelta(days=3))))
    after = due(store, NOON, rules("task"))
    assert sorted(item.title for item in newly_due(before, after)) == ["far", "soon"]
    assert newly_due(after, before) == []
