"""Every kind keeps the same bargain, so that lists, files, imports and the store can go by what it declares."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import example

from caseload.errors import Invalid
from caseload.records.kinds import KINDS, PARENTS, kind_named, kind_of, parse_ref
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import field_named, fields_of
from caseload.records.of.names import is_handle, is_like_an_id

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
TABLES = [kind.TABLE for kind in KINDS]


def names(kind: type[Record]) -> dict[str, type[Any]]:
    return {field.name: field.type for field in fields_of(kind)}


def test_no_two_kinds_share_a_name_or_a_prefix() -> None:
    assert len(set(TABLES)) == len({kind.PREFIX for kind in KINDS}) == len(KINDS)


@EACH_KIND
def test_a_kind_refers_only_to_itself_and_to_kinds_before_it(kind: type[Record]) -> None:
    before = TABLES[: TABLES.index(kind.TABLE) + 1]
    assert {field.refers for field in fields_of(kind)} - {""} <= set(before)


@EACH_KIND
def test_every_kind_reaches_its_client_or_has_none(kind: type[Record]) -> None:
    column, parent = PARENTS.get(kind, ("client_id", kind))
    reached = column in names(kind) and (parent is kind or "client_id" in names(parent))
    assert reached is (kind.TABLE not in ("client", "waiver"))


@EACH_KIND
def test_what_a_kind_declares_about_its_fields_is_about_fields_it_has(kind: type[Record]) -> None:
    own = names(kind)
    sorted_by = {re.sub(r" (desc|is null)$", "", column) for column in kind.ORDER if "(" not in column}
    declared = {*kind.HANGS, *kind.FACTS, *kind.SEARCHED, *sorted_by, kind.STATUS, kind.WHEN} - {""}
    assert declared <= own.keys()
    assert hasattr(example(kind), kind.TITLE)


@EACH_KIND
def test_the_open_words_are_words_of_the_status_in_its_order(kind: type[Record]) -> None:
    words = names(kind).get(kind.STATUS)
    assert bool(kind.OPEN) == bool(kind.STATUS)
    if words is not None:
        assert list(kind.OPEN) == [word for word in words if word in kind.OPEN]


@EACH_KIND
def test_no_two_fields_of_a_kind_go_by_one_name_in_files(kind: type[Record]) -> None:
    keys = [field.key for field in fields_of(kind)]
    assert len(set(keys)) == len(keys)
    assert all(
        field_named(kind, key.replace("_", "-")) == field for key, field in zip(keys, fields_of(kind), strict=True)
    )


@EACH_KIND
def test_a_record_that_is_only_what_it_must_be_stands_open(kind: type[Record]) -> None:
    found = example(kind)
    assert not kind.STATUS or getattr(found, kind.STATUS) in kind.OPEN
    assert found.label


VOCABULARIES = {found: None for kind in KINDS for found in names(kind).values() if issubclass(found, Vocabulary)}


@pytest.mark.parametrize("words", VOCABULARIES)
def test_a_vocabulary_is_hyphenated_and_read_with_underscores_blanks_and_capitals(words: type[Vocabulary]) -> None:
    for word in words:
        assert re.fullmatch(r"[A-Za-z0-9]+(-[a-z0-9]+)*", word)
        assert words(f" {word.replace('-', '_')} ") is words(word.replace("-", " ").title()) is word
    for alias, meant in words.aliases().items():
        assert words(alias) is words(meant)
    with pytest.raises(ValueError, match="no such word"):
        words("no such word")


# Typed ids


@EACH_KIND
@pytest.mark.parametrize("number", [1, 42, 10**17])
def test_a_typed_id_names_one_record_of_one_kind(kind: type[Record], number: int) -> None:
    ref = f"{kind.PREFIX}{number}"
    assert parse_ref(ref) == parse_ref(f" {ref.upper()} ") == (kind, number)
    assert is_like_an_id(ref)
    assert not is_handle(ref)


@pytest.mark.parametrize("text", ["", "t", "42", "t-1", "t1.5", "x1", "t 1", "task1", "t1t", "t٤٢", "t1" + "0" * 18])
def test_anything_else_is_no_typed_id(text: str) -> None:
    assert parse_ref(text) is None


@given(st.text())
def test_no_text_is_both_a_typed_id_and_a_handle(text: str) -> None:
    assert not (parse_ref(text) and is_handle(text))


# Nouns


@EACH_KIND
def test_a_kind_is_named_by_its_noun_in_the_singular_or_the_plural(kind: type[Record]) -> None:
    assert kind_of(kind.TABLE) is kind
    assert kind_named(kind.TABLE) is kind_named(f" {kind.TABLE.capitalize()}s ") is kind


@pytest.mark.parametrize(
    ("word", "table"),
    [("people", "person"), ("addenda", "addendum"), ("appt", "appointment"), ("appts", "appointment")],
)
def test_an_irregular_plural_and_the_one_alias_are_taken(word: str, table: str) -> None:
    assert table == kind_named(word).TABLE


@pytest.mark.parametrize(("word", "hint"), [("tsk", "did you mean task"), ("visit", "client, person, plan")])
def test_an_unknown_noun_is_answered_with_the_nearest_or_with_all(word: str, hint: str) -> None:
    with pytest.raises(Invalid, match=hint):
        kind_named(word)
