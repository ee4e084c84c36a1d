"""Checklists as data: when a step is due, what can begin, and what is no checklist."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.records.of.checklist import (
    Definition,
    Planned,
    changes,
    parse_offset,
    read_definition,
    ready,
    still_waits,
)
from caseload.store.shipped import shipped_templates
from caseload.when.workdays import WEEKDAYS_ALONE, Workdays

FEDERAL = Workdays("US")


@pytest.mark.parametrize(
    ("offset", "anchor", "due"),
    [
        ("the day", "2027-01-15", "2027-01-15"),
        ("on the day", "2027-01-16", "2027-01-16"),
        ("30d before", "2027-01-15", "2026-12-16"),
        ("30d after", "2027-01-15", "2027-02-14"),
        ("2w before", "2027-01-01", "2026-12-18"),
        # Months clip at their end, and are counted from the anchor alone.
        ("1m before", "2027-03-31", "2027-02-28"),
        ("1m before", "2028-03-31", "2028-02-29"),
        ("1m after", "2027-01-31", "2027-02-28"),
        ("2m after", "2027-01-31", "2027-03-31"),
        ("12m after", "2028-02-29", "2029-02-28"),
        ("1y before", "2028-02-29", "2027-02-28"),
        ("4y after", "2028-02-29", "2032-02-29"),
        # Business days pass over weekends; from one, too.
        ("1bd before", "2027-01-18", "2027-01-15"),
        ("2bd after", "2027-01-15", "2027-01-19"),
        ("1bd after", "2027-01-16", "2027-01-18"),
        ("1bd before", "2027-01-17", "2027-01-15"),
        ("10bd before", "2027-01-15", "2027-01-01"),
    ],
)
def test_a_step_is_due_so_far_from_its_anchor(offset: str, anchor: str, due: str) -> None:
    assert parse_offset(offset).on(date.fromisoformat(anchor), WEEKDAYS_ALONE) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("offset", "anchor", "due"),
    [
        ("2bd after", "2027-01-15", "2027-01-20"),  # Monday is Martin Luther King's
        ("1bd before", "2027-01-19", "2027-01-15"),
        ("1bd after", "2026-12-24", "2026-12-28"),
        ("10bd before", "2027-01-15", "2026-12-31"),
    ],
)
def test_business_days_skip_the_holidays_that_are_set(offset: str, anchor: str, due: str) -> None:
    assert parse_offset(offset).on(date.fromisoformat(anchor), FEDERAL) == date.fromisoformat(due)


@pytest.mark.parametrize("text", ["30d before", "2bd after", "1m before", "the day", "1y after", "999d before"])
def test_an_offset_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_offset(text)) == text
    assert parse_offset(f"  {text.upper()} ") == parse_offset(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("30 before", "has no unit"),
        ("-30", "has no unit"),
        ("30d", "is no offset"),
        ("30d ahead", "is no offset"),
        ("0d before", "is no offset"),
        ("1000d before", "is no offset"),
        ("5h before", "is no offset"),
        ("", "is no offset"),
    ],
)
def test_what_is_no_offset_is_told_with_what_is(text: str, fault: str) -> None:
    with pytest.raises(Invalid, match=fault) as error:
        parse_offset(text)
    assert "30d before" in error.value.accepted


def defined(*steps: dict[str, Any], in_turn: bool = False, **more: Any) -> Definition:
    return read_definition(json.dumps({"steps": steps, **more}), in_turn=in_turn)


A, B = {"name": "a", "title": "A"}, {"name": "b", "title": "B"}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((A, A), "step a: is the name of two steps"),
        (({**A, "waits": ["c"]}, B), 'step a: waits for "c", which is no step; one of a, b'),
        (({**A, "waits": ["a"]},), "wait for one another in a circle: a, a"),
        (
            ({**A, "waits": ["b"]}, {**B, "waits": ["c"]}, {"name": "c", "title": "C", "waits": ["a"]}),
            "wait for one another in a circle: a, b, c, a",
        ),
        (({**A, "dew": "3d before"},), 'step a: says "dew", which tasks of a template do not; one of name'),
        (({**A, "due": "30 before"},), 'step a: due "30 before" has no unit; such as 30d before'),
        (({**A, "makes": "note"},), 'step a: makes "note"; one of task, appointment'),
        (({**A, "makes": "need", "due": "3d after"},), 'step a: says "due", which needs of a template do not'),
        (({**A, "makes": "appointment"},), "step a: has no due, and an appointment is on a day"),
        (({**A, "who": "nobody"},), 'step a who: "nobody" is not accepted; one of me, client'),
        (({**A, "priority": 3},), "step a: has no text in priority"),
        (({**A, "waits": "b"},), "step a: has no list in waits"),
        (({"title": "A"},), "step 1: has no name"),
        (({**A, "name": "A b"},), "step 1: has a name that cannot be typed"),
        (({"name": "a"},), "step a: has no title"),
        (("a",), "step 1: is no table"),
        ((), "steps: are missing"),
    ],
)
def test_what_is_no_checklist_is_told_in_one_line(steps: Any, said: str) -> None:
    with pytest.raises(Invalid) as error:
        defined(*steps)
    assert str(error.value).startswith(said) or said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 3000, '{"a":' * 3000, "9" * 5000])
def test_what_is_no_definition_at_all_is_told(text: str) -> None:
    with pytest.raises(Invalid, match="definition: is no definition"):
        read_definition(text, in_turn=False)


def test_a_word_of_the_whole_that_is_unknown_is_told() -> None:
    with pytest.raises(Invalid, match="stepps: is not known"):
        defined(A, stepps=[])


def test_in_turn_a_step_waits_for_the_one_before_unless_it_says_for_what() -> None:
    found = defined(A, B, {"name": "c", "title": "C", "waits": []}, in_turn=True)
    assert [one.waits for one in found.steps] == [(), ("a",), ()]
    assert [one.waits for one in defined(A, B).steps] == [(), ()]


def test_what_can_begin_waits_for_nothing_that_is_not_finished() -> None:
    steps = (Planned("a", "A"), Planned("b", "B", waits=("a",)), Planned("c", "C", waits=("a", "b")))
    assert [one.name for one in ready(steps, [], [])] == ["a"]
    assert ready(steps, [], ["a"]) == []
    assert [one.name for one in ready(steps, ["a"], ["a"])] == ["b"]
    assert [one.name for one in ready(steps, ["a", "b"], ["a", "b"])] == ["c"]


@pytest.mark.parametrize(
    ("waits", "finished", "left"),
    [
        ("t1, d2", ["t1"], "d2"),
        ("t1, d2", ["d2", "t1"], None),
        ("t1", ["t2"], "t1"),
        ("the landlord, t1", ["t1"], "the landlord"),
        ("t12", ["t1"], "t12"),
        (None, ["t1"], None),
    ],
)
def test_what_a_task_waits_for_grows_less_and_words_of_ones_own_stay(
    waits: str | None, finished: list[str], left: str | None
) -> None:
    assert still_waits(waits, finished) == left


def test_versions_differ_by_step_and_word() -> None:
    before = defined({**A, "due": "30d before"}, B)
    after = defined({**A, "due": "45d before", "source": "S"}, {"name": "c", "title": "C"})
    assert [tuple(one) for one in changes(before, after)] == [
        ("a", "due", "30d before", "45d before"),
        ("a", "source", "", "S"),
        ("c", "step", "", "new"),
        ("b", "step", "there", "gone"),
    ]
    assert list(changes(before, before)) == []


OFFSETS = st.builds(
    lambda count, unit, side: f"{count}{unit} {side}",
    st.integers(1, 200), st.sampled_from(["d", "w", "m", "y", "bd"]), st.sampled_from(["before", "after"]),
)  # fmt: skip


@given(text=OFFSETS, day=st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_step_lies_on_the_side_of_its_anchor_that_it_says(text: str, day: date) -> None:
    due = parse_offset(text).on(day, WEEKDAYS_ALONE)
    assert (due < day) == text.endswith("before")
    assert due != day


def test_the_templates_that_come_with_the_program_are_sound_and_tell_their_sources() -> None:
    found = {one.name: one for one in shipped_templates()}
    assert list(found) == ["annual-review", "closing", "discharge", "intake", "release", "transfer", "youth-entry"]
    steps = [(name, step) for name, one in found.items() for step in one.read().steps]
    assert max(len(step.title) for _, step in steps) <= 54, "a list of 80 columns shows it whole"
    for name, step in steps:
        marked = ("verified", "one source")
        assert not step.source or any(mark in step.source for mark in marked), (name, step.name)
        # What has a number of a law or a standard in it has its source.
        assert step.source or not any(word in step.title for word in ("CFR", "CPT", "HEDIS", "P.L.")), step.name
