"""The digest tells apart what is new, what is newly late, and what was said before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from caseload.config import Config, NamesShown, RuleSetting
from caseload.output.page import Listing
from caseload.output.text import page_text
from caseload.records.client import Client
from caseload.records.note import Mode, Note, NoteStatus
from caseload.records.task import Task, TaskStatus
from caseload.records.waiver import Waiver
from caseload.reports.digest import TOP, TOP_KNOWN, Digest, digest, page, said
from caseload.reports.due import Item
from caseload.reports.memory import Said
from caseload.reports.rules import RULES, settled
from caseload.reports.waived import COLUMNS
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import Span, When

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


def test_what_only_has_come_within_the_days_ahead_is_not_new(store: Store, tasks: list[Task], ana: Client) -> None:
    store.add(Task(client_id=ana.id, title="Later", due=When(date(2026, 12, 1))))
    before = said(digest(store, MONDAY, TASKS, 7, None))
    store.at = "2026-11-25T16:00:00Z"
    store.add(Task(client_id=ana.id, title="Made since", due=When(date(2026, 12, 1))))
    found = parts(digest(store, TUESDAY, TASKS, 7, before))
    assert (found["new"], found["ahead"]) == (["t6"], ["t4", "t5"])


def test_a_wider_look_ahead_calls_nothing_new(store: Store, tasks: list[Task]) -> None:
    before = said(digest(store, MONDAY, TASKS, 0, None))
    assert "new" not in parts(digest(store, TUESDAY, TASKS, 30, before))


def test_what_is_past_its_day_and_within_its_grace_stays_in_sight(store: Store, ana: Client) -> None:
    store.add(Task(client_id=ana.id, title="Call", due=When(date(2026, 11, 20))))
    rules = settled(Config(rules={"task": RuleSetting(grace=Span(5, "d"))}))[:1]
    assert parts(digest(store, MONDAY, rules, 7, None)) == {"today": ["t1"]}
    (section,) = page(digest(store, MONDAY, rules, 7, None), NamesShown.INITIALS).sections
    assert isinstance(section.body, Listing)
    assert [column.shown(section.body.rows[0]) for column in section.body.filled()] == ["t1", "3 days ago", "Call"]


def test_a_silent_client_has_a_section_of_its_own_and_only_once_the_interval_is_over(store: Store, ana: Client) -> None:
    silent = tuple(rule for rule in RULES if rule.name == "silent")
    store.add(Note(client_id=ana.id, occurred=When(date(2026, 10, 10)), status=NoteStatus.SIGNED))
    assert parts(digest(store, MONDAY, silent, 7, None)) == {}
    assert parts(digest(store, MONDAY + timedelta(days=1), silent, 7, None)) == {"silent": ["c1"]}
    before = Said(MONDAY, frozenset(), date(2026, 11, 30), "")
    assert parts(digest(store, MONDAY + timedelta(days=9), silent, 7, before)) == {"silent": ["c1"]}


def told(found: Digest, names: NamesShown = NamesShown.INITIALS) -> str:
    """The digest as it is mailed."""
    return page_text(page(found, names))


def test_sections_stand_in_their_order_and_go_by_client_the_most_urgent_first(store: Store, ana: Client) -> None:
    bo = store.add(Client(given_name="Bo", family_name="Ng", handle="bo-ng", do_not_contact=True))
    for client, day in ((ana, 25), (bo, 24), (None, 24), (ana, 26), (bo, 27)):
        due = When(date(2026, 11, day))
        store.add(Task(client_id=client.id if client else None, title=f"On {day}", due=due))
    assert told(digest(store, MONDAY, TASKS, 7, None)) == (
        "Caseload, Mon 2026-11-23\n\n\nNext 7 days: 5\n"
        "  BN c2\n    t2  Tue 2026-11-24  tomorrow   On 24\n    t5  Fri 2026-11-27  in 4 days  On 27\n"
        "  Your own\n    t3  Tue 2026-11-24  tomorrow   On 24\n"
        "  AR c1\n    t1  Wed 2026-11-25  in 2 days  On 25\n    t4  Thu 2026-11-26  in 3 days  On 26\n"
    ).replace("\n\n\n", "\n\n")


@pytest.mark.parametrize(("known", "shown", "heading"), [(False, TOP, "Late"), (True, TOP_KNOWN, "Still late")])
def test_a_section_shows_the_most_urgent_and_counts_the_others(
    store: Store, ana: Client, known: bool, shown: int, heading: str
) -> None:
    for number in range(25):
        store.add(Task(client_id=ana.id, title="Call", due=When(date(2026, 11, 1))))
        store.add(Task(title=f"Own {number}", due=When(date(2026, 10, 1))))
    before = said(digest(store, MONDAY, TASKS, 7, None)) if known else None
    text = told(digest(store, TUESDAY, TASKS, 7, before))
    assert f"{heading}: 50\n  Your own\n" in text
    assert text.endswith(f"\n  and {50 - shown} more: caseload overdue\n")
    assert text.count("Own ") == shown
    assert "AR c1" not in text


@pytest.mark.parametrize(
    ("names", "heading"),
    [("initials", "AR c1"), ("handle", "ana-ruiz c1, birthday unknown"), ("full", "Ana Ruiz c1, birthday unknown")],
)
def test_clients_are_named_as_it_is_asked_and_never_two_as_one(
    store: Store, ana: Client, names: str, heading: str
) -> None:
    store.add(replace(ana, id=0, handle="ana-ruiz-2"))
    for client in (1, 2):
        store.add(Task(client_id=client, title="Call", due=When(date(2026, 11, 24))))
    lines = told(digest(store, MONDAY, TASKS, 7, None), NamesShown(names)).splitlines()
    assert f"  {heading}" in lines
    assert len([line for line in lines if line.startswith("  ") and line[2] != " "]) == 2


def ended(store: Store, now: datetime, before: Said | None = None) -> list[tuple[str, str]]:
    """The section of what was snoozed or waived: the item, and what is said of it."""
    found = digest(store, now, RULES, 7, before).ran_out
    return [(one.record.ref, COLUMNS[2].shown(one) + ": " + COLUMNS[3].shown(one)) for one in found]


def test_a_snooze_that_ran_out_is_listed_with_its_reason_and_its_item_is_back(store: Store, tasks: list[Task]) -> None:
    store.add(Waiver(item="t1", until=date(2026, 11, 24), reason="letter on its way"))
    before = said(digest(store, MONDAY, TASKS, 7, None))
    assert ended(store, MONDAY) == []
    for hour in (0, 2):
        at = TUESDAY + timedelta(hours=hour)
        assert ended(store, at, before) == [("t1", "every rule: Call (letter on its way)")]
        assert parts(digest(store, at, TASKS, 7, before))["newly_late"] == ["t1", "t2"]
    after = said(digest(store, TUESDAY, TASKS, 7, before))
    assert ended(store, TUESDAY + timedelta(days=1), after) == []


def test_without_an_earlier_digest_it_is_what_ran_out_today(store: Store, tasks: list[Task]) -> None:
    for ref, day in (("t1", 22), ("t2", 23), ("t3", 24)):
        store.add(Waiver(item=ref, until=date(2026, 11, day), reason="away"))
    assert [ref for ref, _ in ended(store, MONDAY)] == ["t2"]


def test_a_waiver_names_its_rule_and_is_listed_though_nothing_is_due_yet(store: Store, ana: Client) -> None:
    store.add(Note(client_id=ana.id, occurred=When(date(2026, 11, 20)), status=NoteStatus.SIGNED, mode=Mode.IN_PERSON))
    store.add(Waiver(item="c1", rule="contact", until=date(2026, 11, 23), reason="in hospital"))
    assert ended(store, MONDAY) == [("c1", "contact: contact")]


def test_what_is_closed_voided_gone_or_hidden_again_is_not_listed(store: Store, tasks: list[Task]) -> None:
    for ref in ("t1", "t2", "t3", "t4", "t99"):
        store.add(Waiver(item=ref, until=date(2026, 11, 23), reason="away"))
    store.save(replace(tasks[0], status=TaskStatus.COMPLETED))
    store.save(replace(tasks[1], voided_at="2026-11-22T00:00:00Z", void_reason="twice"))
    store.add(Waiver(item="t3", until=date(2026, 12, 1), reason="longer"))
    assert [ref for ref, _ in ended(store, MONDAY)] == ["t4"]
