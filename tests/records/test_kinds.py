"""Every kind keeps the same bargain, so that lists, files, imports and the store can go by what it declares."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import DRAWN_BY_NAME, DRAWN_BY_NATURE, EXAMPLES, example
from nouns import TABLES

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.kinds import KINDS, PARENTS, has_client, kind_named, kind_of, many, parse_ref
from caseload.records.of import nature
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import field_named, fields_of, public_fields
from caseload.records.of.names import is_handle, is_like_an_id
from caseload.records.of.nature import (
    Also,
    Bare,
    Coded,
    Digits,
    Distance,
    Interval,
    LastFour,
    Listed,
    Mask,
    Money,
    NotItself,
    Personal,
    Picture,
    Prose,
    Rule,
    Says,
    Stamp,
    To,
    Units,
    With,
)
from caseload.records.waiver import Waiver
from caseload.when.dates import When

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)


def names(kind: type[Record]) -> dict[str, type[Any]]:
    return {field.name: field.type for field in fields_of(kind)}


def test_a_kind_is_found_by_its_table_and_by_a_typed_id() -> None:
    assert [kind_of(kind.TABLE) for kind in KINDS] == list(KINDS)
    assert [parse_ref(f"{kind.PREFIX}7") for kind in KINDS] == [(kind, 7) for kind in KINDS]


def test_a_count_of_a_kind_says_which_kind_it_is_of() -> None:
    """A disclosure keeps how many of each went out, in these words."""
    for count in (1, 2):
        assert [kind_named(many(kind.TABLE, count).partition(" ")[2]) for kind in KINDS] == list(KINDS)


def test_no_two_kinds_share_a_name_or_a_prefix() -> None:
    assert len(set(TABLES)) == len({kind.PREFIX for kind in KINDS}) == len(KINDS)


def test_every_kind_has_an_invented_record_in_its_place() -> None:
    made = [type(one) for one in EXAMPLES]
    lacking = [kind.TABLE for kind in KINDS if kind not in made]
    assert not lacking, f"no invented record of {lacking} in tests/invented.py"
    assert list(dict.fromkeys(made)) == list(KINDS), "each may refer to those before it"


def test_every_field_that_is_drawn_by_its_name_is_there_and_its_nature_would_not_do() -> None:
    fields = [field for kind in KINDS for field in fields_of(kind)]
    for name in DRAWN_BY_NAME:
        found = [field for field in fields if field.name == name]
        found += [field for kind in KINDS for field in fields_of(kind) if f"{kind.TABLE}.{field.name}" == name]
        assert found, f"{name} is no field any more"
        assert not any(field.is_a(one) for field in found for one in DRAWN_BY_NATURE), name


@EACH_KIND
def test_a_kind_refers_only_to_itself_and_to_kinds_before_it(kind: type[Record]) -> None:
    before = TABLES[: TABLES.index(kind.TABLE) + 1]
    assert {field.refers for field in fields_of(kind)} - {""} <= set(before)


@EACH_KIND
def test_every_kind_reaches_its_client_or_has_none(kind: type[Record]) -> None:
    column, parent = PARENTS.get(kind, ("client_id", kind))
    reached = column in names(kind) and (parent is kind or "client_id" in names(parent))
    assert reached is any(has_client(kind_of(field.refers)) for field in fields_of(kind) if field.refers)
    assert has_client(kind) is (reached or kind in (Client, Waiver))


NAMING = {
    "STATUS",
    "WHEN",
    "ORDER",
    "TITLE",
    "FACTS",
    "ORDERED",
    "WITHIN",
    "LIVED",
    "STANDS",
    "IMPLIES",
    "SEARCHED",
    "ALONE",
    "HANGS",
}
"""The class variables that name fields."""

OTHER = {
    "TABLE", "PREFIX", "SINCE", "PLURAL", "SINGULAR", "AN", "OPEN", "ASKED", "TRAVELS", "CLOCKS", "VOID", "OWN",
    "DEFAULTS", "NEEDS",
}  # fmt: skip
"""Those that do not."""


def test_of_every_class_variable_it_is_known_whether_it_names_fields() -> None:
    assert {name for name in Record.__annotations__ if name.isupper()} == NAMING | OTHER


def named_by(kind: type[Record], variable: str) -> set[str]:
    """The fields that a class variable of a kind names."""
    value = getattr(kind, variable)
    if variable == "ORDERED":
        value = [name for first, others in value.items() for name in (first, *others)]
    words = re.findall(r"[a-z_]+", " ".join([value] if isinstance(value, str) else value))
    return set(words) - {"fold", "cast", "as", "blob", "coalesce", "is", "null", "desc"}


@EACH_KIND
@pytest.mark.parametrize("variable", sorted(NAMING - {"TITLE"}))
def test_what_a_kind_declares_about_its_fields_is_about_fields_it_has(kind: type[Record], variable: str) -> None:
    assert named_by(kind, variable) <= names(kind).keys()


@EACH_KIND
def test_what_a_kind_declares_about_its_fields_suits_them(kind: type[Record]) -> None:
    fields = {field.name: field for field in fields_of(kind)}
    assert hasattr(example(kind), kind.TITLE)
    assert all(fields[name].type in (date, When) for name in {*kind.FACTS, kind.WHEN} - {""})
    assert all(fields[name].type is str for name in kind.SEARCHED)
    assert not kind.STATUS or issubclass(fields[kind.STATUS].type, Vocabulary)
    assert all(fields[name].type(word) == word for name, word in kind.IMPLIES.values())
    assert all(fields[name].refers and fields[name].optional and name != "client_id" for name in kind.HANGS)
    for variable in NAMING:
        value = getattr(kind, variable)
        assert isinstance(value, str) or len(set(value)) == len(value), variable


SUITS: dict[type, tuple[type, ...]] = {
    **dict.fromkeys((Prose, Bare, Digits, Interval, Rule, Stamp, Picture, Mask, LastFour, Coded, Listed), (str,)),
    Personal: (date,),
    Money: (float,),
    Units: (float,),
    Distance: (float,),
    **dict.fromkeys((NotItself, To), (int,)),
}
"""The natures there are, and the types of field that each can be said of."""


def test_of_every_nature_it_is_known_what_it_can_be_said_of() -> None:
    there = {one for one in vars(nature).values() if isinstance(one, type) and one.__module__ == nature.__name__}
    assert there == {*SUITS, Says, Also, With}


@EACH_KIND
def test_the_natures_of_a_field_suit_its_type(kind: type[Record]) -> None:
    for field in fields_of(kind):
        found = [one if isinstance(one, type) else type(one) for one in field.beside]
        assert all(field.type in SUITS[one] for one in found if one in SUITS), field.name
        assert set(found) <= {*SUITS, Says, Also, With, str}, field.name
        assert not field.refers or field.refers in TABLES, field.name
        assert {one.field for one in field.beside if isinstance(one, With)} <= set(names(kind)), field.name
        assert not field.is_a(NotItself) or field.refers == kind.TABLE, field.name
        assert field.is_a(Stamp) is field.name.endswith("_at"), field.name


@EACH_KIND
def test_the_open_words_are_words_of_the_status_in_its_order(kind: type[Record]) -> None:
    words = names(kind).get(kind.STATUS)
    assert bool(kind.OPEN) == bool(kind.STATUS)
    if words is not None:
        assert list(kind.OPEN) == [word for word in words if word in kind.OPEN]


@EACH_KIND
def test_no_two_fields_of_a_kind_go_by_one_name_in_files(kind: type[Record]) -> None:
    fields = public_fields(kind)
    assert len({field.key for field in fields}) == len(fields)
    assert all(field_named(kind, field.key.replace("_", "-")) == field for field in fields)


@EACH_KIND
def test_a_record_that_is_only_what_it_must_be_stands_open(kind: type[Record]) -> None:
    found = example(kind)
    assert not kind.STATUS or getattr(found, kind.STATUS) in kind.OPEN
    assert found.called


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


@pytest.mark.parametrize("text", ["", "t", "42", "t-1", "t1.5", "xx1", "t 1", "task1", "t1t", "t٤٢", "t1" + "0" * 18])
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


@pytest.mark.parametrize(("word", "hint"), [("tsk", "did you mean task"), ("visit", "client, person, identifier")])
def test_an_unknown_noun_is_answered_with_the_nearest_or_with_all(word: str, hint: str) -> None:
    with pytest.raises(Invalid, match=hint):
        kind_named(word)
