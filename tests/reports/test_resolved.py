"""What an earlier digest spoke of does not vanish: the next one says what became of it, once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from caseload.config import Config, RuleSetting
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus
from caseload.records.goal import Achievement, Goal, Lifecycle
from caseload.records.note import Mode, Note, NoteStatus, Reached
from caseload.records.of.base import Record
from caseload.records.of.setting import Setting
from caseload.records.plan import Plan, PlanStatus
from caseload.records.task import Task, TaskStatus
from caseload.records.waiver import Waiver
from caseload.reports.digest import digest, said
from caseload.reports.rules import RULES, settled
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import Span, When

MONDAY = datetime(2026, 11, 23, 7, 0)
TUESDAY = MONDAY + timedelta(days=1)
FAR = date(2027, 3, 1)
LATE = date(2026, 11, 20)


def became(store: Store, change: Callable[[], object], days: int = 7) -> dict[str, str]:
    """What Tuesday's digest says became of each item of Monday's, after a change."""
    before = said(digest(store, MONDAY, RULES, 7, None))
    change()
    found = digest(store, TUESDAY, RULES, days, before)
    return {f"{one.ref} {one.rule}": one.became for one in found.resolved}


def changed(store: Store, record: Record, **values: Any) -> Callable[[], object]:
    """The change of some of a record's fields."""
    return lambda: store.save(replace(record, **values))


@pytest.fixture
def quiet(store: Store, ana: Client) -> Client:
    """Ana, of whom no contact is asked."""
    return store.save(replace(ana, status=ClientStatus.ACTIVE, do_not_contact=True))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": TaskStatus.COMPLETED, "completed_on": date(2026, 11, 23)}, "done on 2026-11-23"),
        ({"status": TaskStatus.COMPLETED}, "done"),
        ({"status": TaskStatus.CANCELLED}, "cancelled"),
        ({"due": None}, "has no due date"),
        ({"voided_at": "2026-11-23T15:00:00Z", "void_reason": "twice"}, "voided"),
    ],
)
def test_a_task(store: Store, quiet: Client, values: dict[str, Any], said: str) -> None:
    task = store.add(Task(client_id=quiet.id, title="Call", due=When(LATE)))
    assert became(store, changed(store, task, **values)) == {"t1 task": said}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": AppointmentStatus.FULFILLED}, "kept"),
        ({"status": AppointmentStatus.NOSHOW}, "noshow"),
        ({"status": AppointmentStatus.CANCELLED}, "cancelled"),
    ],
)
def test_an_appointment(store: Store, quiet: Client, values: dict[str, Any], said: str) -> None:
    one = store.add(Appointment(client_id=quiet.id, title="Clinic", starts=When.parse("2026-11-20T10:00")))
    assert became(store, changed(store, one, **values)) == {"a1 appointment": said}


def test_an_appointment_that_was_booked_anew_says_as_what(store: Store, quiet: Client) -> None:
    one = store.add(Appointment(client_id=quiet.id, title="Clinic", starts=When(LATE)))
    new = store.add(replace(one, id=0, starts=When(FAR)))
    lost = changed(store, one, status=AppointmentStatus.CANCELLED, superseded_by_id=new.id)
    assert became(store, lost) == {"a1 appointment": "cancelled, booked anew as a2"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"lifecycle": Lifecycle.COMPLETED, "achievement": Achievement.ACHIEVED}, "met"),
        ({"lifecycle": Lifecycle.CANCELLED}, "cancelled"),
        ({"lifecycle": Lifecycle.ON_HOLD}, "on-hold"),
    ],
)
def test_a_goal(store: Store, quiet: Client, values: dict[str, Any], said: str) -> None:
    goal = store.add(Goal(client_id=quiet.id, title="Walk", target_on=LATE))
    assert became(store, changed(store, goal, **values)) == {"g1 goal-target": said}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reviewed_on": date(2026, 11, 23)}, {"p1 plan-review": "reviewed on 2026-11-23, next 2027-05-23"}),
        ({"agreed_on": date(2026, 11, 23)}, {"p1 plan-unsigned": "signed on 2026-11-23"}),
        ({"copy_given_on": date(2026, 11, 23)}, {"p1 plan-copy": "copy given on 2026-11-23"}),
        (
            {"status": PlanStatus.COMPLETED, "ended_on": date(2026, 11, 23)},
            dict.fromkeys(("p1 plan-review", "p1 plan-unsigned", "p1 plan-copy"), "closed on 2026-11-23"),
        ),
    ],
)
def test_a_plan(store: Store, quiet: Client, values: dict[str, Any], said: dict[str, str]) -> None:
    plan = store.add(Plan(client_id=quiet.id, title="Care", started_on=date(2026, 3, 1)))
    assert became(store, changed(store, plan, **values)) == said


def test_a_note_that_was_signed(store: Store, quiet: Client) -> None:
    note = store.add(Note(client_id=quiet.id, occurred=When(date(2026, 11, 18)), body="Ana told of her sister"))
    before = said(digest(store, MONDAY, RULES, 7, None))
    store.save(replace(note, status=NoteStatus.SIGNED))
    (one,) = digest(store, TUESDAY, RULES, 7, before).resolved
    assert (one.ref, one.became, one.title) == ("n1", "signed", "note")


def visit(client: Client, day: date, reached: Reached = Reached.YES) -> Note:
    """A signed visit."""
    signed = NoteStatus.SIGNED
    return Note(client_id=client.id, occurred=When(day), mode=Mode.IN_PERSON, reached=reached, status=signed)


def test_a_contact_made_resolves_all_that_asked_for_it(store: Store, ana: Client) -> None:
    for day in (1, 2, 3):
        store.add(visit(ana, date(2026, 10, day), Reached.NO))
    assert became(store, lambda: store.add(visit(ana, date(2026, 11, 23)))) == {
        "c1 face-to-face": "visit made on 2026-11-23, next 2027-02-23",
        "c1 contact": "contact made on 2026-11-23, next 2026-12-23",
        "c1 attempts": "contact made on 2026-11-23",
        "c1 silent": "recorded on 2026-11-23",
    }


def test_a_weekly_contact_is_told_though_the_next_is_due_within_the_week(store: Store, ana: Client) -> None:
    store.save(replace(ana, contact_every="1w"))
    before = said(digest(store, MONDAY, RULES, 7, None))
    store.add(visit(ana, date(2026, 11, 23)))
    found = digest(store, TUESDAY, RULES, 7, before)
    assert "contact made on 2026-11-23, next 2026-11-30" in [one.became for one in found.resolved]
    assert [(one.ref, one.rule) for one in found.ahead] == [("c1", "contact")]


def test_another_interval_is_no_contact(store: Store, ana: Client) -> None:
    store.at = "2026-11-20T15:00:00Z"
    store.add(visit(ana, date(2026, 10, 20)))
    store.at = "2026-11-23T15:00:00Z"
    assert became(store, changed(store, ana, contact_every="6m")) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": ClientStatus.FINISHED, "closed_on": date(2026, 11, 23)}, "client closed on 2026-11-23"),
        ({"died_on": date(2026, 11, 23)}, "died on 2026-11-23"),
    ],
)
def test_a_client_whose_clocks_stop(store: Store, ana: Client, values: dict[str, Any], said: str) -> None:
    found = became(store, changed(store, ana, **values))
    assert found == dict.fromkeys(("c1 contact", "c1 face-to-face", "c1 silent"), said)


def test_a_client_for_whom_something_is_to_come_is_silent_no_more(store: Store, ana: Client) -> None:
    later = Task(client_id=ana.id, title="Call", due=When(FAR))
    assert became(store, lambda: store.add(later)) == {"c1 silent": "t1 is to come"}


def test_a_release(store: Store, quiet: Client) -> None:
    held = store.save(replace(quiet, release_on=date(2026, 11, 20), setting=Setting.JAIL_PRISON))
    assert became(store, changed(store, held, setting=Setting.HOME)) == {"c1 release": "out: home"}


PUT_OFF: dict[str, Callable[[Store, Task], object]] = {
    "moved": lambda store, task: store.save(replace(task, due=When(FAR))),
    "snoozed": lambda store, task: store.add(Waiver(item=task.ref, until=date(2026, 12, 7), reason="away")),
    "waived": lambda store, task: store.add(Waiver(item=task.ref, rule="task", until=FAR, reason="away")),
}


@pytest.mark.parametrize("put_off", PUT_OFF.values(), ids=PUT_OFF)
def test_what_was_only_put_off_is_not_resolved(
    store: Store, quiet: Client, put_off: Callable[[Store, Task], object]
) -> None:
    task = store.add(Task(client_id=quiet.id, title="Call", due=When(LATE)))
    assert became(store, lambda: put_off(store, task)) == {}


@pytest.mark.parametrize("values", [{"status": ClientStatus.ONHOLD}, {"do_not_contact": True}])
def test_a_client_whose_clocks_only_rest_is_not_resolved(store: Store, ana: Client, values: dict[str, Any]) -> None:
    assert became(store, changed(store, ana, **values)) == {}


def test_what_is_gone_or_cannot_be_read_is_left_out(store: Store, quiet: Client) -> None:
    for _ in range(2):
        store.add(Task(client_id=quiet.id, title="Call", due=When(LATE)))

    def spoil() -> None:
        store.connection.execute("delete from task where id = 1")
        store.connection.execute("pragma ignore_check_constraints = on")
        store.connection.execute("update task set title = ' ' where id = 2")

    assert became(store, spoil) == {}


def test_what_only_lies_further_ahead_than_is_looked_today_is_not_resolved(store: Store, quiet: Client) -> None:
    store.add(Task(client_id=quiet.id, title="Call", due=When(date(2026, 11, 30))))
    assert became(store, lambda: None, days=1) == {}


def test_what_a_rule_that_was_switched_off_asked_for_is_not_resolved(store: Store, quiet: Client) -> None:
    store.add(Task(client_id=quiet.id, title="Call", due=When(LATE)))
    before = said(digest(store, MONDAY, RULES, 7, None))
    rules = settled(Config(rules={"task": RuleSetting(off=True)}))
    assert digest(store, TUESDAY, rules, 7, before).resolved == ()


def test_another_grace_moves_nothing(store: Store, quiet: Client) -> None:
    store.add(Task(client_id=quiet.id, title="Call", due=When(LATE)))
    before = said(digest(store, MONDAY, RULES, 7, None))
    rules = settled(Config(rules={"task": RuleSetting(grace=Span(5, "d"))}))
    assert digest(store, TUESDAY, rules, 7, before).resolved == ()
