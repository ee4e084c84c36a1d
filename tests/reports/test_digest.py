"""The digest tells apart what is new, what is newly late, and what was said before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from caseload.dates import When
from caseload.records.client import Client
from caseload.records.task import Task
from caseload.reports.digest import Digest, digest, said
from caseload.reports.due import Item
from caseload.reports.memory import Said
from caseload.reports.rules import RULES
from caseload.store.core import Store

TASKS = RULES[:1]
MONDAY = datetime(2026, 11, 23, 7, 0)
TUESDAY = MONDAY + timedelta(days=1)


def refs(items: Sequence[Item]) -> list[str]:
    """The typed ids of items."""
    return [item.ref for item in items]


def parts(found: Digest) -> dict[str, list[str]]:
    """The parts of a digest that hold something."""
    names = ("new", "newly_late", "today", "ahead", "late", "silent")
    return {name: refs(getattr(found, name)) for name in names if getattr(found, name)}


@pytest.fixture
def tasks(store: Store, ana: Client) -> list[Task]:
    """Four tasks: long late, due on Monday, on Tuesday, on Thursday."""
    days = (date(2026, 11, 2), date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26))
    return [store.add(Task(client_id=ana.id, title="Call", due=When(day))) for day in days]


def test_the_first_digest_calls_nothing_new(store: Store, tasks: list[Task]) -> None:
    assert parts(digest(store, MONDAY, TASKS, 7, None)) == {"today": ["t2"], "late": ["t1"], "ahead": ["t3", "t4"]}


def test_the_next_day_says_first_what_became_late(store: Store, tasks: list[Task]) -> None:
    before = said(digest(store, MONDAY, TASKS, 7, None))
    assert parts(digest(store, TUESDAY, TASKS, 7, before)) == {
        "newly_late": ["t2"], "today": ["t3"], "late": ["t1"], "ahead": ["t4"],
    }  # fmt: skip


def test_what_was_added_since_is_new(store: Store, tasks: list[Task], ana: Client) -> None:
    before = said(digest(store, MONDAY, TASKS, 7, None))
    store.add(Task(client_id=ana.id, title="Fresh", due=When(date(2026, 11, 25))))
    assert parts(digest(store, TUESDAY, TASKS, 7, before))["new"] == ["t5"]


def test_what_was_added_late_is_newly_late(store: Store, ana: Client) -> None:
    before = said(digest(store, MONDAY, TASKS, 7, None))
    store.add(Task(client_id=ana.id, title="Forgotten", due=When(date(2026, 11, 1))))
    assert parts(digest(store, TUESDAY, TASKS, 7, before)) == {"newly_late": ["t1"]}


def test_what_was_moved_into_the_past_is_newly_late(store: Store, tasks: list[Task]) -> None:
    before = said(digest(store, MONDAY, TASKS, 7, None))
    store.save(replace(tasks[3], due=When(date(2026, 11, 20))))
    assert "t4" in refs(digest(store, TUESDAY, TASKS, 7, before).newly_late)


def test_a_moment_late_in_the_day_of_the_last_digest_is_newly_late_next_day(store: Store, ana: Client) -> None:
    store.add(Task(client_id=ana.id, title="Fax", due=When.parse("2026-11-23T15:00")))
    before = said(digest(store, MONDAY, TASKS, 7, None))
    assert refs(digest(store, TUESDAY, TASKS, 7, before).newly_late) == ["t1"]


@pytest.mark.parametrize(("days", "ahead"), [(0, []), (1, ["t3"]), (2, ["t3"]), (3, ["t3", "t4"])])
def test_days_says_how_far_ahead_it_looks(store: Store, tasks: list[Task], days: int, ahead: list[str]) -> None:
    assert refs(digest(store, MONDAY, TASKS, days, None).ahead) == ahead


def test_every_item_stands_in_one_part_only(store: Store, tasks: list[Task], ana: Client) -> None:
    before = Said(
        MONDAY - timedelta(days=1), frozenset({("t1", "task", When(date(2026, 11, 2)))}), date(2026, 11, 30), ""
    )
    found = digest(store, TUESDAY, TASKS, 7, before)
    assert sorted(refs(found.items)) == ["t1", "t2", "t3", "t4"]
