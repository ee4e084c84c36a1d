"""Fields of the user's own: what a declaration may be, what each type takes, what it refuses and how it says so."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import NASTY, NUMBERS, TEXT
from nouns import EDITED

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.field import OwnField, OwnType, as_word, renamed, split_words
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record, follower
from caseload.records.of.fields import fields_of
from caseload.records.of.own import (
    RESERVED,
    accepted,
    as_name,
    fits,
    own_field,
    refuse_retyped,
    refuse_taken,
    refuse_unfit,
    reserved,
    said,
    told,
)
from caseload.records.of.values import Own, cell, jsonable
from caseload.value import replace

OWN = [kind for kind in KINDS if kind.OWN]
WORDS = ("army", "air-force", "2nd", "प्रथम")


def declared(type_: OwnType = OwnType.TEXT, name: str = "x", of: str = "client", **more: Any) -> OwnField:
    words = WORDS if type_ in (OwnType.WORD, OwnType.WORDS) else ()
    return OwnField(**{"of": of, "name": name, "type": type_, "label": "X", "words": words, **more})


FIELDS = {type_: own_field(declared(type_, id=1)) for type_ in OwnType}


def read(type_: OwnType, text: str) -> object:
    return told(FIELDS[type_], text, date.fromisoformat)


# A declaration


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"of": "addendum"}, "of"), ({"of": "field"}, "of"), ({"of": "clients"}, "of"), ({"name": "Vet"}, "name"),
        ({"name": "9x"}, "name"), ({"name": "a b"}, "name"), ({"name": "é"}, "name"), ({"name": "a\n"}, "name"),
        ({"name": "ветеран"}, "name"), ({"name": "x;--"}, "name"), ({"label": " "}, "label"),
        ({"label": "\0"}, "label"),
        ({"words": ("a",)}, "words"), ({"type": OwnType.WORD}, "words"), ({"type": OwnType.WORDS}, "words"),
        ({"type": OwnType.WORD, "words": ("A",)}, "words"), ({"type": OwnType.WORD, "words": ("a b",)}, "words"),
        ({"type": OwnType.WORD, "words": ("a", "none")}, "words"),
        ({"type": OwnType.WORD, "words": ("a_b",)}, "words"), ({"type": OwnType.WORD, "words": ("",)}, "words"),
    ],
)  # fmt: skip
def test_what_is_no_declaration_is_refused_and_the_field_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        OwnField(**{"of": "client", "name": "x", "label": "X", **changes})
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("text", "word"),
    [("Air Force", "air-force"), ("AIR_FORCE", "air-force"), (" a--b! ", "a-b"), ("a.b", "a-b"), ("Straße", "strasse"),
     ("cafe\u0301", "café"), ("हिन्दी भाषा", "हिन्दी-भाषा"), ("สุข", "สุข"), ("日本", "日本"), ("x²", "x²"), ("🙂", ""),
     ("--", "")],
)  # fmt: skip
def test_a_word_is_kept_in_small_letters_with_hyphens_between(text: str, word: str) -> None:
    assert as_word(text) == word


@given(st.text(max_size=12))
def test_what_is_kept_as_a_word_is_a_word(text: str) -> None:
    word = as_word(text)
    assert as_word(word) == word
    assert word.split() in ([word], [])


def test_words_that_are_typed_are_each_kept_once_in_their_order() -> None:
    assert split_words("B, a b,A_b, ,,b") == ("b", "a-b")
    assert len(split_words(",".join(f"word {number}" for number in range(200)))) == 200


# What each type takes


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        *((OwnType.TEXT, text, text.strip()) for text in ("x", " a=b, c ", "1e400", "-5", "=1+1", 'say "it"', "a\nb")),
        *((OwnType.YES_NO, text, True) for text in ("yes", "Y", "TRUE", "1", "x", " yes ")),
        *((OwnType.YES_NO, text, False) for text in ("no", "N", "false", "0")),
        (OwnType.NUMBER, "12", 12), (OwnType.NUMBER, "-0", 0), (OwnType.NUMBER, "+3.50", 3.5),
        (OwnType.NUMBER, "3.0", 3), (OwnType.NUMBER, ".5", 0.5), (OwnType.NUMBER, "5.", 5),
        (OwnType.NUMBER, "1e3", 1000), (OwnType.NUMBER, "85 %", 85),
        (OwnType.NUMBER, "123456789012345", 123456789012345),
        (OwnType.NUMBER, "0.000000000000001", 1e-15), (OwnType.NUMBER, "00501", 501), (OwnType.NUMBER, "1e20", 1e20),
        (OwnType.DAY, "2028-02-29", "2028-02-29"), (OwnType.DAY, "1900-01-01", "1900-01-01"),
        *((OwnType.WORD, text, "air-force") for text in ("air-force", "Air Force", "AIR_FORCE", " air force ")),
        (OwnType.WORD, "प्रथम", "प्रथम"),
        (OwnType.WORDS, "army", ["army"]), (OwnType.WORDS, "Air Force, Army", ["air-force", "army"]),
        (OwnType.WORDS, "air-force army", ["air-force", "army"]), (OwnType.WORDS, "army,,army", ["army"]),
        (OwnType.WORDS, "Air Force", ["air-force"]),
        (OwnType.WORDS, "army; 2ND\nair force", ["army", "2nd", "air-force"]),
    ],
)  # fmt: skip
def test_each_type_takes_what_people_write(type_: OwnType, text: str, value: object) -> None:
    found = read(type_, text)
    assert (found, type(found)) == (value, type(value))
    assert fits(FIELDS[type_], found)


REFUSED = {
    OwnType.TEXT: ("", "  "),
    OwnType.YES_NO: ("", "maybe", "2", "ja"),
    OwnType.NUMBER: ("", "x", "1,5", "1e400", "-1e999", "nan", "inf", "1 000", "1_000", "0x1", "٣", "1234567890123456",
                     "0.1234567890123456", "999999999999999.9", "10000000000000000000001", "--1", "1.2.3", "%"),
    OwnType.DAY: ("", "2027-02-29", "2026-13-01", "soon", "2026", "20261125x", "0001-01-01", "2999-01-01"),
    OwnType.WORD: ("", "navy", "army,air-force", "army air-force", "arm", "🙂"),
    OwnType.WORDS: ("", ",", ";;", "navy", "army navy", "army, navy", "air force army", "🙂"),
}  # fmt: skip


@pytest.mark.parametrize(("type_", "text"), [(type_, text) for type_, texts in REFUSED.items() for text in texts])
def test_anything_else_is_refused_unquoted_with_what_is_accepted(type_: OwnType, text: str) -> None:
    with pytest.raises((Invalid, ValueError)) as refusal:
        read(type_, text)
    if isinstance(refusal.value, Invalid):
        assert refusal.value.accepted == accepted(FIELDS[type_])
        assert refusal.value.fault in (f"is not {said(FIELDS[type_])}", "is empty")


def test_every_type_says_what_it_is_and_what_it_takes() -> None:
    assert {type_: f"{said(field)}: {accepted(field)}" for type_, field in FIELDS.items()} == {
        OwnType.TEXT: "text: text",
        OwnType.NUMBER: "a number: such as 12 or 12.5, at most 15 digits",
        OwnType.DAY: "a day: such as 2026-11-30",
        OwnType.YES_NO: "yes or no: yes, no",
        OwnType.WORD: f"one of its words: one of {', '.join(WORDS)}",
        OwnType.WORDS: f"one of its words: several of {', '.join(WORDS)}",
    }


VALUES: dict[OwnType, st.SearchStrategy[Any]] = {
    OwnType.TEXT: TEXT.map(str.strip).filter(bool),
    OwnType.NUMBER: st.integers(-(10**15) + 1, 10**15 - 1) | NUMBERS.map(jsonable),
    OwnType.DAY: st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str),
    OwnType.YES_NO: st.booleans(),
    OwnType.WORD: st.sampled_from(WORDS),
    OwnType.WORDS: st.lists(st.sampled_from(WORDS), min_size=1, unique=True),
}


@pytest.mark.parametrize("type_", OwnType)
@given(data=st.data())
def test_a_value_comes_back_from_its_cell(type_: OwnType, data: st.DataObject) -> None:
    value = data.draw(VALUES[type_])
    assert read(type_, cell(value)) == value
    refuse_unfit(Own({"f1": value}), [declared(type_, id=1)])
    assert Client(given_name="A", handle="a", own=Own({"f1": value})).own["f1"] == value


@pytest.mark.parametrize("type_", OwnType)
@pytest.mark.parametrize(
    "value",
    ["x", "", 5, 0.5, True, [], ["x"], [1], [["army"]], {"a": 1}, "army", ["army", "navy"], "2026-11-25", "2026-02-30",
     "20261125", "1800-01-01", None],
    ids=repr,
)  # fmt: skip
def test_only_what_the_type_holds_fits_a_declaration(type_: OwnType, value: Any) -> None:
    right = {
        OwnType.TEXT: isinstance(value, str),
        OwnType.NUMBER: type(value) in (int, float),
        OwnType.DAY: value == "2026-11-25",
        OwnType.YES_NO: value is True,
        OwnType.WORD: value == "army",
        OwnType.WORDS: False,
    }
    assert fits(FIELDS[type_], value) is right[type_]
    if not right[type_]:
        with pytest.raises(Invalid, match="x: is not") as refusal:
            refuse_unfit(Own({"f1": value}), [declared(type_, id=1)])
        assert refusal.value.typed is None
    with pytest.raises(Invalid, match="has no declaration f2"):
        refuse_unfit(Own({"f2": value}), [declared(type_, id=1)])


@pytest.mark.parametrize(
    "value", ["", "\0", "\ud800", 10**15, 0.1234567890123456, 1e999, {}, {"a": 1}, [[]], ["", "a"]]
)
def test_no_record_holds_what_a_file_could_not_give_back(value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        Client(given_name="A", handle="a", own=Own({"f1": value}))
    assert refusal.value.field == "f1"


def test_values_stand_in_the_order_of_the_ids_and_a_whole_number_is_one() -> None:
    held = Own.of({"f10": 3.0, "f2": -0.0, "f1": None, "f3": True})
    assert (list(held), str(held)) == (["f2", "f3", "f10"], '{"f2": 0, "f3": true, "f10": 3}')
    assert Own({"f1": "a", "f2": "b"}).edited_as(Own({"f2": "x", "f3": 1}), Own({"f3": 2})) == {"f1": "a", "f3": 2}


def test_the_next_of_a_series_begins_with_what_the_one_before_held() -> None:
    one = Client(id=7, given_name="A", handle="a", own=Own({"f1": 1}), external_id="9", source="s")
    then = follower(one, handle="b")
    assert (then.id, then.external_id, then.source, then.own) == (0, None, None, {"f1": 1})


# Names


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.TABLE)
def test_a_name_that_means_something_in_the_kind_is_not_taken(kind: type[Record]) -> None:
    names = {name for field in fields_of(kind) for name in (field.name, field.key)}
    for name in sorted(names | reserved(kind)):
        with pytest.raises(Invalid) as refusal:
            refuse_taken(declared(name=name, of=kind.TABLE), [])
        assert refusal.value.field == "name"
        assert ("by itself" in refusal.value.fault) is (name in names)


def test_a_name_is_taken_once_in_a_kind_and_by_what_was_not_dropped() -> None:
    one, other = declared(name="cohort", id=1), declared(name="cohort", of="task", id=2)
    refuse_taken(one, [one, other])
    refuse_taken(replace(one, id=0), [other])
    for new in (replace(one, id=0), replace(one, id=3)):
        with pytest.raises(Invalid, match="declared already"):
            refuse_taken(new, [one, other])
    with pytest.raises(Invalid, match="declared already"):
        refuse_taken(replace(one, id=0), [replace(one, id=0)])


@given(
    kind=st.sampled_from(OWN), heading=st.text(max_size=20) | st.sampled_from([*RESERVED, *NASTY, "Vet Status", "2 x"])
)
def test_any_heading_gives_a_name_that_may_be_declared(kind: type[Record], heading: str) -> None:
    taken: set[str] = {name for field in fields_of(kind) for name in (field.name, field.key)}
    for _ in range(3):
        name = as_name(kind, heading, taken)
        refuse_taken(declared(name=name, of=kind.TABLE), [])
        assert name not in taken
        taken.add(name)


@pytest.mark.parametrize(
    ("heading", "name"),
    [("Vet Status", "vet_status"), ("Año de ingreso", "ano_de_ingreso"), ("2nd visit", "n_2nd_visit"), ("%", "column"),
     ("ветеран", "column"), ("limit", "own_limit"), ("Given", "own_given"), ("Name", "own_name"), ("CSV", "own_csv")],
)  # fmt: skip
def test_a_heading_becomes_the_name_that_reads_like_it(heading: str, name: str) -> None:
    assert as_name(Client, heading, ()) == name


def test_a_name_that_a_later_version_took_is_said_to_be_ones_own() -> None:
    assert renamed(renamed("school")) == "own_own_school"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, ""), ({"label": "Y"}, ""), ({"name": "y"}, ""), ({"words": (*WORDS, "navy")}, ""),
     ({"words": WORDS[:2]}, "words"),
     ({"type": OwnType.WORDS}, "type"), ({"of": "task"}, "of")],
)  # fmt: skip
def test_a_file_changes_no_declaration_so_that_its_values_would_not_fit(changes: dict[str, Any], field: str) -> None:
    before = declared(OwnType.WORD, id=1)
    if not field:
        refuse_retyped(before, replace(before, **changes))
        return
    with pytest.raises(Invalid) as refusal:
        refuse_retyped(before, replace(before, **changes))
    assert refusal.value.field == field


def test_kinds_that_take_fields_are_those_that_are_edited() -> None:
    assert [kind for kind in EDITED if kind is not OwnField] == OWN
