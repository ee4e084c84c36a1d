"""A task: when it is late, how it ends, and what comes after it."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid, Refused
from caseload.records.of.clock import Reckoned, Terms
from caseload.records.of.task_series import next_task, rescheduled
from caseload.records.task import (
    Task,
    TaskStatus,
    completed,
    dropped,
    is_open,
    is_overdue,
)
from caseload.value import replace
from caseload.when.dates import When

FRIDAY = date(2026, 11, 27)
TASK = Task(id=1, client_id=1, title="Call", due=When(FRIDAY))
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SPANS = st.builds("{}{}".format, st.integers(1, 40), st.sampled_from("dwm"))


@pytest.mark.parametrize(
    ("due", "now", "late"),
    [
        (When(FRIDAY), datetime(2026, 11, 27, 23, 59), False),
        (When(FRIDAY), datetime(2026, 11, 28, 0, 0), True),
        (When(FRIDAY, time(14, 0)), datetime(2026, 11, 27, 13, 59), False),
        (When(FRIDAY, time(14, 0)), datetime(2026, 11, 27, 14, 0), True),
        (None, datetime(2100, 1, 1), False),
    ],
)
def test_a_day_alone_is_late_when_it_is_over_and_a_time_when_it_has_come(
    due: When | None, now: datetime, late: bool
) -> None:
    assert is_overdue(replace(TASK, due=due), now) is late


@pytest.mark.parametrize("status", TaskStatus)
def test_only_an_open_task_is_due_or_late_or_can_be_ended(status: TaskStatus) -> None:
    task = replace(TASK, status=status)
    still = status in ("ready", "in-progress", "on-hold")
    assert is_open(task) is still
    assert is_overdue(task, datetime(2027, 1, 1)) is still
    (clock,) = Task.CLOCKS
    found = clock.reckon(task, Terms(), FRIDAY)
    assert found.due == task.due if isinstance(found, Reckoned) else not still
    for end in (partial(completed, task, FRIDAY), partial(dropped, task)):
        if still:
            assert not is_open(end())
        else:
            with pytest.raises(Refused, match=f"t1 is {status} already"):
                end()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"every": "2 weeks"}, "every"),
        ({"every": "0d"}, "every"),
        ({"after": "sometimes"}, "after"),
        ({"every": "1w", "after": "1w"}, "after"),
        ({"every": "1w", "due": None}, "every"),
        ({"completed_on": FRIDAY}, "completed_on"),
        ({"title": " "}, "title"),
        ({"waiting_on": ""}, "waiting_on"),
    ],
)
def test_what_is_not_a_task(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(TASK, **values)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "status"), [("done", "completed"), ("dropped", "cancelled"), ("IN_PROGRESS", "in-progress")]
)
def test_status_words_are_read_as_people_type_them(typed: str, status: str) -> None:
    assert TaskStatus(typed) == status


def test_a_task_that_does_not_recur_has_no_next() -> None:
    assert next_task(TASK, FRIDAY) is None


@pytest.mark.parametrize(
    ("due", "anchor", "every", "ended_on", "then"),
    [
        (date(2026, 1, 31), None, "1m", date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2026, 1, 31), "1m", date(2026, 2, 28), date(2026, 3, 31)),
        (date(2026, 1, 31), None, "1m", date(2026, 6, 15), date(2026, 6, 30)),
        (date(2024, 2, 29), None, "1y", date(2024, 3, 1), date(2025, 2, 28)),
        (date(2027, 2, 28), date(2024, 2, 29), "1y", date(2027, 2, 28), date(2028, 2, 29)),
        (FRIDAY, None, "1w", date(2026, 11, 20), date(2026, 12, 4)),
        (FRIDAY, None, "1w", date(2026, 12, 4), date(2026, 12, 4)),
    ],
)
def test_a_series_counts_from_its_first_due_date(
    due: date, anchor: date | None, every: str, ended_on: date, then: date
) -> None:
    follower = next_task(replace(TASK, due=When(due), anchor_on=anchor, every=every), ended_on)
    assert follower is not None
    assert (follower.due, follower.anchor_on) == (When(then), anchor or due)


@given(due=DAYS, every=SPANS, ended_on=DAYS)
def test_the_next_comes_after_this_one_and_not_before_the_day_it_was_done(
    due: date, every: str, ended_on: date
) -> None:
    follower = next_task(replace(TASK, due=When(due, time(9)), every=every), ended_on)
    assert follower is not None
    assert follower.due is not None
    assert follower.due.day > due
    assert follower.due.day >= ended_on
    assert (follower.due.time, follower.status, follower.completed_on, follower.id) == (time(9), "ready", None, 0)


def test_a_series_ends_where_the_years_end() -> None:
    assert next_task(replace(TASK, every="999y"), FRIDAY) is None
    assert next_task(replace(TASK, after="200y"), FRIDAY) is None


@given(days=st.lists(st.integers(0, 45), min_size=1, max_size=12), every=SPANS)
def test_however_late_each_is_done_all_of_a_series_stay_on_the_dates_of_the_first(days: list[int], every: str) -> None:
    first = Task(id=1, title="Rent", due=When(date(2026, 1, 31)), every=every)
    task: Task | None = first
    for late in days:
        assert task is not None
        assert task.due is not None
        task = next_task(task, task.due.day + timedelta(days=late))
    assert task is not None
    assert task.anchor_on == date(2026, 1, 31)
    direct = next_task(first, task.due.day) if task.due else None
    assert direct is not None
    assert direct.due == task.due


@pytest.mark.parametrize(("after", "then"), [("3d", date(2026, 11, 30)), ("1m", date(2026, 12, 27))])
def test_what_counts_from_completion_needs_no_due_date(after: str, then: date) -> None:
    follower = next_task(replace(TASK, due=None, after=after), FRIDAY)
    assert follower is not None
    assert (follower.due, follower.after, follower.anchor_on) == (When(then), after, None)


def test_what_came_from_a_file_is_said_of_the_first_task_alone() -> None:
    imported = replace(TASK, every="1w", external_id="7", source="tasks", waiting_on="office", goal_id=9)
    follower = next_task(imported, FRIDAY)
    assert follower is not None
    assert (follower.external_id, follower.source, follower.created_at) == (None, None, None)
    assert (follower.waiting_on, follower.goal_id, follower.client_id) == ("office", 9, 1)


@pytest.mark.parametrize(
    ("edit", "anchor"),
    [
        ({"title": "Other"}, FRIDAY),
        ({"due": When(FRIDAY + timedelta(days=1))}, None),
        ({"due": When(FRIDAY, time(9))}, None),
        ({"every": "2w"}, None),
    ],
)
def test_another_due_date_or_interval_begins_a_new_count(edit: dict[str, Any], anchor: date | None) -> None:
    task = replace(TASK, every="1w", anchor_on=FRIDAY)
    assert rescheduled(task, replace(task, **edit)).anchor_on == anchor
