"""caseload find: whatever is typed is words; whatever holds them is found."""

import json
import unicodedata
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import DAY, another, new_store

from caseload.records.attendance import Attended
from caseload.records.authorization import Authorization
from caseload.records.client import Client
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.of.names import handle_from
from caseload.records.person import Person
from caseload.records.provider import Provider
from caseload.store.reads.clients import client_id_of
from caseload.store.search import find
from caseload.value import replace
from caseload.when.dates import When
from commands.conftest import Quick, once


@once
def full(served: Quick) -> Quick:
    """Records of several kinds that hold the word lemon, one of them beside Zoë."""
    served("person", "add", "ana", "Lemon", "Drop")
    served("plan", "add", "ana", "Lemon plan")
    served("goal", "add", "ana", "Lemon goal")
    served("goal", "observe", "g1", "--comment", "lemon seen")
    served("task", "add", "me", "Buy", "lemons")
    served("appointment", "add", "bo", "Lemon", "--at", "fri")
    served("log", "ana", "Zoë brought a LEMON", "--sign")
    served("note", "addendum", "n1", "no lemon")
    served("client", "edit", "bo", "--remarks", "likes lemon")
    return served


BESIDE: dict[str, dict[str, Any]] = {
    "assessment.outside": {"instrument_id": None, "score": None, "band": None},
    "attendance.reason": {"attended": Attended.NO, "excused": True, "minutes_late": None, "hours_credited": None},
    "enrollment.waived": {"waived": "sessions: lemon"},
}
"""What a field that is looked through does not stand beside, or what it says where not every text will do."""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.SEARCHED], ids=lambda kind: kind.TABLE)
def test_a_kind_is_found_with_its_client_by_each_text_that_is_looked_through(kind: type[Record]) -> None:
    for name in kind.SEARCHED:
        store = new_store()
        like = another(store.get(kind, 1), 1)
        value: Any = ("lemon",) if isinstance(getattr(like, name), tuple) else "lemon"
        with store.step("add"):
            added = store.add(replace(like, **{name: value, **BESIDE.get(f"{kind.TABLE}.{name}", {})}))
        (hit,) = find(store, "lem")
        assert (hit.ref, hit.kind, hit.client_id) == (added.ref, kind.TABLE, client_id_of(store, added)), name


def test_what_is_found_says_whose_it_is(full: Quick) -> None:
    found = json.loads(full("find", "lemon", "--json"))
    assert {(one["id"], one["client_handle"]) for one in found} >= {("c2", "bo-ng"), ("ad1", "ana-ruiz"), ("t1", None)}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        (["zoe"], ["n1"]),
        (["ZOË"], ["n1"]),
        (["Zoe\u0308"], ["n1"]),
        (["lem", "brou"], ["n1"]),
        (["lem brou"], ["n1"]),
        (["brought:", '"lemon"', "*"], ["n1"]),
        (["ana-ruiz"], ["c1"]),
        (["ruiz", "00501"], ["c1"]),
        (["mon"], []),
        (["lemon", "nowhere"], []),
        (["!?"], []),
    ],
)
def test_all_words_or_their_beginnings_are_looked_for_without_accents_and_capitals(
    full: Quick, typed: list[str], ids: list[str]
) -> None:
    assert full("find", *typed, "--ids").split() == ids


def test_what_is_found_is_limited_by_kind_and_number_and_not_the_voided(full: Quick) -> None:
    assert full("find", "lemon", "--kind", "notes", "--ids") == "n1\n"
    assert len(full("find", "lemon", "--limit", "2", "--ids").split()) == 2
    full("note", "void", "n1", "--reason", "x", "--yes")
    assert full("find", "zoe", "--ids") == ""
    ran = full.run("find", "x", "--kind", "lemon")
    assert (ran.code, '"lemon" is not a kind' in ran.err) == (2, True)


def test_a_change_is_found_at_once_and_what_it_replaced_no_more(full: Quick) -> None:
    full("task", "edit", "t1", "--title", "Buy oranges")
    assert (full("find", "oranges", "--ids"), full("find", "lemons", "--ids")) == ("t1\n", "")
    full("undo")
    assert (full("find", "oranges", "--ids"), full("find", "lemons", "--ids")) == ("", "t1\n")


@pytest.mark.parametrize(
    ("form", "said"),
    [("--csv", "id,kind,client_handle,excerpt,date\n"), ("--json", "[]\n"), ("--jsonl", ""), ("--tsv", ""),
     ("--ids", ""), ("--plain", ""), ("--table", "")],
)  # fmt: skip
def test_nothing_found_is_an_empty_list(served: Quick, form: str, said: str) -> None:
    ran = served.run("find", "nowhere", form)
    assert (ran.code, ran.out) == (0, said)


def test_a_row_is_one_line_with_the_words_in_their_surroundings(served: Quick) -> None:
    served("log", "ana", "-", stdin="Far before it\n" * 40 + "the\n\n\tneedle is here" + "\nfar after it" * 40)
    [line] = served("find", "needle").splitlines()
    ref, kind, handle, excerpt, _ = line.split("\t")
    assert (ref, kind, handle) == ("n1", "note", "ana-ruiz")
    assert "the needle is here" in excerpt
    assert len(excerpt) < 100
    assert served("find", "needle", "--fields", "excerpt,id") == f"{excerpt}\tn1\n"


def test_a_confidential_address_neither_shows_nor_is_found_until_it_is_asked_for(served: Quick) -> None:
    served("client", "edit", "ana", "--address", "12 Hidden Road", "--remarks", "Road closed", "--address-confidential")
    assert served("find", "hidden") == ""
    assert served("find", "road") == "c1\tclient\tana-ruiz\tRoad closed\t2026-03-02\n"
    assert "12 Hidden Road" in served("find", "hidden", "--reveal")


# Scripts without blanks


@pytest.mark.parametrize(
    ("typed", "ids"),
    [("小明", ["c3", "n1"]), ("小明-王", ["c3", "n1"]), ("见了王", ["n1"]), ("王", ["c3", "n1"]),
     ("lease 王小明", ["n1"]), ("山", [])],
)  # fmt: skip
def test_words_are_found_inside_a_sentence_that_has_no_blanks(served: Quick, typed: str, ids: list[str]) -> None:
    served("client", "add", "小明", "王")
    served("log", "小明", "今天见了王小明，很好。lease signed")
    assert served("find", typed, "--ids").split() == ids


def test_kanji_kana_and_hangul_are_found(served: Quick) -> None:
    served("note", "add", "ana", "東京タワーへ行きました", "--with", "김철수 씨")
    for typed in ("タワー", "行き", "김철"):
        assert served("find", typed, "--ids") == "n1\n"


# Whatever is typed

_store = new_store()


@given(st.one_of(st.text(max_size=60), st.text("\"*^:(){}[]+-~,. ANDORNEAR'\\\0\t_\ud800王ß", max_size=60)))
def test_nothing_that_can_be_typed_is_an_error(typed: str) -> None:
    for reveal in (False, True):
        find(_store, typed, reveal=reveal)


def test_a_pasted_page_is_no_error(served: Quick) -> None:
    page = " ".join(f"word{number} 王{chr(0x4E00 + number)}" for number in range(2000))
    assert served.run("find", page).code == 0


FORM: st.SearchStrategy[Literal["NFC", "NFD"]] = st.sampled_from(["NFC", "NFD"])
WORD = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x24F), min_size=1, max_size=12)


@given(words=st.lists(WORD, min_size=1, max_size=4), form=FORM, which=st.integers(0, 3))
def test_any_word_of_a_latin_text_is_found_however_its_accents_are_kept(
    words: list[str], form: Literal["NFC", "NFD"], which: int
) -> None:
    word = words[which % len(words)]
    with _store.step("note", dry_run=True):
        one = _store.add(Note(client_id=1, occurred=When(DAY), body=unicodedata.normalize(form, " ".join(words))))
        assert one.ref in {hit.ref for hit in find(_store, word, limit=99)}


@pytest.mark.parametrize(
    ("given_name", "family"),
    [("Zoë", "Müller"), ("小龍", "李"), ("นารี", "สุข"), ("Ольга", "Петрова"), ("철수", "김"), ("محمد", "علي"),
     ("नरेन्द्र", "सिंह")],
)  # fmt: skip
def test_a_client_is_found_by_either_name_and_by_handle_in_any_script(given_name: str, family: str) -> None:
    handle = handle_from(given_name, family)
    with _store.step("client", dry_run=True):
        one = _store.add(Client(given_name=given_name, family_name=family, handle=handle))
        for typed in (given_name, family, f"{family} {given_name}", handle, given_name[:1]):
            assert [hit.ref for hit in find(_store, typed)] == [one.ref], typed


# Beside any mark


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        (title, word)
        for title, words in {
            "(eviction) “notice” — filed": ["eviction", "(eviction)", "notice", "“notice”", '"notice"', "evic not"],
            "eviction—notice": ["eviction", "notice", "eviction—notice", "eviction-notice", "notice eviction"],
            "rent_arrears of 12-B/3": ["arrears", "rent_arrears", "12-B", "12-b/3", "B/3", "rent"],
            "C++ class, #12 & 50% off": ["C++", "#12", "50%", "class,", "C++ class"],
            "mail ana.ruiz@example.org": ["ana.ruiz@example.org", "ruiz@example", "example.org", "@example"],
            "O’Brien's D'Angelo": ["O'Brien", "O’Brien’s", "brien", "d'angelo", "angelo", "Brien's"],
            "🦽ramp 🫂hug": ["ramp", "hug", "🦽ramp", "ram"],
            "\u2066eviction\u2069": ["eviction"],
            "⚖️court ❤️heart": ["court", "heart"],
            "\ue000private": ["private"],
            "在DSS办公室见面": ["DSS", "dss", "办公室", "在DSS", "dss办公室"],
            "ไปบ้านผู้เช่า": ["บ้าน", "ผู้เช่า"],
            "ទៅផ្ទះ": ["ផ្ទះ"],
            "အိမ်သို့သွား": ["သို့"],
            "東京タワーで会う": ["タワー", "東京"],
            "x\u030cyz form": ["x\u030cyz", "xyz", "x\u030cy"],
            "Zoë's café": ["zoe", "café", "cafe", "caf"],
            "№5·room™": ["5", "room", "room™"],
            "a|b||eviction": ["eviction", "a|b"],
            "co\u00adop\u00aderation plan\u00adned": [
                "cooperation",
                "coop",
                "co\u00adoperation",
                "planned cooperation",
            ],
            "un\u200bem\u2060ployed": ["unemployed", "unempl"],
            "cooperation, planned": ["co\u00adoperation", "plan\u00adned"],
            "o\ufb03ce \ufb01nance of\ufb01cial": [
                "office",
                "off",
                "offi",
                "FINANCE",
                "f",
                "official",
                "\ufb01nance",
                "o\ufb03",
            ],
            "office finance": ["o\ufb03ce", "\ufb01nance", "\uff4f\uff46\uff46"],
            "\uff26\uff35\uff2c\uff2c \uff12\uff14": ["full", "FUL", "24", "\uff26\uff35"],
            "¿rent?¡late!": ["rent", "late", "¿rent?"],
        }.items()
        for word in words
    ],
)
def test_a_word_is_found_beside_any_mark_and_typed_with_any(served: Quick, title: str, typed: str) -> None:
    served("task", "add", "ana", "--", title)
    assert "t1\n" in served("find", "--ids", "--", typed)


@pytest.mark.parametrize("typed", ["nowhere", "into", "cooperation"])
def test_two_words_are_not_found_as_one_where_nothing_unseen_stands_in_them(served: Quick, typed: str) -> None:
    served("task", "add", "ana", "--", "now here, in to; co operation")
    assert served("find", "--ids", "--", typed) == ""


@pytest.mark.parametrize("typed", ["++", "#", "—", "\u2066", "🦽", "_", "'", '"'])
def test_marks_alone_find_nothing_and_are_no_fault(served: Quick, typed: str) -> None:
    served("task", "add", "ana", "--", "🦽ramp")
    assert served("find", "--ids", "--", typed) == ""


def test_own_fields_are_looked_through_beside_marks_too(served: Quick) -> None:
    served("field", "add", "task", "place")
    served("task", "add", "ana", "Call", "--set", "place=(annex)—🦽ramp")
    for typed in ("annex", "ramp", "(annex)"):
        assert served("find", "--ids", typed) == "t1\n", typed


@pytest.mark.parametrize(
    "typed", ["6085550177", "608-555-0177", "(608) 555 0177", "5550177", "+1 608 555 0177", "60855"]
)
@pytest.mark.parametrize("kept", ["608-555-0177", "(608) 555.0177", "6085550177", "608 5550177"])
def test_a_telephone_number_is_found_however_its_parts_are_set_off(typed: str, kept: str) -> None:
    """In each field that has one, and in the words of a note."""
    store = new_store()
    with store.step("add"):
        added = [
            store.add(replace(another(store.get(Client, 1), 9), phone=kept)),
            store.add(replace(another(store.get(Client, 1), 10), phone_other=kept)),
            store.add(replace(another(store.get(Person, 1), 9), phone=kept)),
            store.add(replace(another(store.get(Provider, 1), 9), fax=kept)),
            store.add(replace(another(store.get(Provider, 1), 10), phone=kept)),
            store.add(Note(client_id=1, occurred=When(DAY), body=f"Call her at {kept}, she said.")),
            store.add(Note(client_id=1, occurred=When(DAY), body="Call 608 5551077, house 177.")),
        ]
    expected = {one.ref for one in added[:-1]}
    if typed == "60855":
        expected = {hit for hit in expected if not hit.startswith("pr")} | {added[-1].ref}
    elif typed == "5550177" and kept == "6085550177":
        # An index knows the beginnings of words; the providers, of whom there are few, are asked one by one.
        expected = {hit for hit in expected if hit.startswith("pr")}
    assert {hit.ref for hit in find(store, typed)} == expected


@pytest.mark.parametrize("typed", ["CA20418", "ca 20418", "ca-20418", "CA204"])
def test_any_other_number_is_found_so_too(typed: str) -> None:
    store = new_store()
    with store.step("add"):
        added = store.add(replace(store.get(Authorization, 1), id=0, number="CA-20418"))
        store.add(replace(store.get(Authorization, 1), id=0, number="CA-30418"))
    assert [hit.ref for hit in find(store, typed)] == [added.ref]


def test_what_is_found_has_its_date(full: Quick) -> None:
    dates = {one["id"]: one["date"] for one in json.loads(full("find", "lemon", "--json"))}
    assert (dates["n1"], dates["a1"], dates["t1"], dates["ad1"]) == ("2026-11-25T09:00", "2026-11-27", None, None)
    shown = full("find", "lemon", "--kind", "appointment", "--table")
    assert "Fri 2026-11-27" in shown
