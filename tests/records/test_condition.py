"""What --where takes: a closed grammar, refused in a sentence that names the character."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import CaseloadError, Invalid, NotFound
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.of.condition import Comparison, Condition, Joined, Known, Not, fields_in, parse_condition
from caseload.records.task import Task
from caseload.when.ranges import Range

NOW = datetime(2026, 11, 25, 9)


def _client(text: str) -> int:
    if text != "ana":
        raise NotFound(f'there is no client "{text}"')
    return 1


KNOWN = Known(NOW, None, _client)


def said(condition: Condition) -> str:
    """A condition with every parenthesis that it has."""
    match condition:
        case Comparison():
            return f"{condition.field.key} {condition.operator} {condition.value!r}"
        case Not():
            return f"not ({said(condition.part)})"
        case Joined():
            return "(" + f" {condition.word} ".join(map(said, condition.parts)) + ")"


@pytest.mark.parametrize(
    ("kind", "typed", "read"),
    [
        (Task, "due < fri", "due < '2026-11-27'"),
        (Task, 'due <= "fri 2pm"', "due <= '2026-11-27T14:00'"),
        (Task, "due = fri@2pm", "due = '2026-11-27T14:00'"),
        (Task, "completed_on >= mon", "completed_on >= '2026-11-23'"),
        (Task, "completed-on = none", "completed_on = None"),
        (Task, "title = 'none'", "title = 'none'"),
        (Task, "title != EMPTY", "title != None"),
        (Task, "client = c12", "client = 12"),
        (Task, "client=ana", "client = 1"),
        (Task, "id >= t40", "id >= 40"),
        (Task, "status = done", "status = 'completed'"),
        (Task, 'status = "in progress"', "status = 'in-progress'"),
        (Task, "title ~ 'Zoë''s  LEASE'", '''title ~ "zoe's lease"'''),
        (Task, 'title = "say ""x"""', "title = 'say \"x\"'"),
        (Task, "title = O'Neill", 'title = "O\'Neill"'),
        (Task, "created_at >= 2026-11", "created_at >= '2026-11'"),
        (Client, "acuity > 2 and legal_hold = yes", "(acuity > 2 and legal_hold = 1)"),
        (Client, "tags = court", "tags = 'court'"),
        (Note, "goals = g3", "goals = 3"),
        (Note, "miles <= 12.50", "miles <= 12.5"),
        (Goal, "baseline < -1", "baseline < -1"),
        (Appointment, "due = none", None),
        (Task, "id = t1 or id = t2 and id = t3", "(id = 1 or (id = 2 and id = 3))"),
        (Task, "(id = t1 or id = t2) and id = t3", "((id = 1 or id = 2) and id = 3)"),
        (Task, "not id = t1 AND NOT (id = t2)", "(not (id = 1) and not (id = 2))"),
    ],
)  # fmt: skip
def test_an_expression_is_read_as_it_is_meant(kind: type[Record], typed: str, read: str | None) -> None:
    if read is None:
        with pytest.raises(Invalid, match="is not a field of appointment"):
            parse_condition(kind, typed, KNOWN)
    else:
        assert said(parse_condition(kind, typed, KNOWN)) == read


@pytest.mark.parametrize("typed", ["week", "2026-11-23..2026-11-29", '"fri..sun"'])
def test_equals_takes_the_ranges_that_due_takes(typed: str) -> None:
    found = parse_condition(Task, f"due = {typed}", KNOWN)
    assert isinstance(found, Comparison)
    assert isinstance(found.value, Range)
    assert parse_condition(Task, "due = overdue", KNOWN) == Comparison(found.field, "=", Range(overdue=True))


@pytest.mark.parametrize(
    ("typed", "at", "fault"),
    [
        ("", 1, "the end stands where a field is wanted"),
        ("   ", 4, "the end stands where a field is wanted"),
        ("due", 4, "the end stands where an operator is wanted"),
        ("due <", 6, "the end stands where a value is wanted"),
        ("due < <", 7, "stands where a value is wanted"),
        ("due == fri", 6, "stands where a value is wanted"),
        ("due < 30 nov", 7, "is not a date"),
        ("id = t1 id = t2", 9, "one word too many"),
        ("id = t1 and", 12, "the end stands where a field is wanted"),
        ("(id = t1", 9, "the end stands where a ) is missing"),
        ("id = t1)", 8, "one word too many"),
        ("title = 'x", 9, "not closed"),
        ("due ! fri", 5, "is no operator"),
        ("colour = red", 1, "is not a field of task"),
        ("'due' = fri", 1, "where a field is wanted"),
        ("due ~ 2026", 7, "cannot stand after due ~"),
        ("status < ready", 10, "cannot stand after status <"),
        ("priority = soon", 12, "is not a word of priority"),
        ("client < c1", 10, "cannot stand after client <"),
        ("client = t1", 10, "is not the id of a client"),
        ("goal = ana", 8, "is not the id of a goal"),
        ("due < none", 7, "cannot stand after <"),
        ("title = ''", 9, "is empty"),
        ("completed_on = fri@2pm", 16, "where only a day is wanted"),
        ("created_at > yesterday", 14, "is not a moment"),
        ("title ~ \udce9", 9, "is no text"),
        ("(" * 31 + "id = t1" + ")" * 31, 31, "too deep"),
        (" and ".join(["id = t1"] * 201), 2401, "one comparison too many"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_grammar_is_refused_with_its_place(typed: str, at: int, fault: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_condition(Task, typed, KNOWN)
    assert caught.value.field == f"--where, character {at}"
    assert fault in caught.value.fault
    assert "\n" not in str(caught.value)


def test_a_client_that_nobody_is_is_not_found() -> None:
    with pytest.raises(NotFound):
        parse_condition(Task, "client = bo", KNOWN)


def test_the_fields_that_are_asked_for_are_known() -> None:
    found = parse_condition(Task, "not (status = ready or due = none) and client = c1", KNOWN)
    assert list(fields_in(found)) == ["status", "due", "client_id"]


WORDS = st.sampled_from(
    ["due", "title", "client", "and", "or", "not", "none", "(", ")", "=", "!=", "<", "~", "fri", "c1", "'", '"x"']
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    with suppress(CaseloadError):
        assert list(fields_in(parse_condition(Task, typed, KNOWN)))
