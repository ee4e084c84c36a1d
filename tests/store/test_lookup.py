"""Who is meant by a name: beginnings of words, however they are spelled; nobody by what stands inside one."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from invented import new_store
from people import MARKED, NAMES, respelled

from caseload.errors import Ambiguous, Invalid, NotFound
from caseload.records.client import Client
from caseload.records.of.names import begins, begins_unparted, fold_name, readings, said_as
from caseload.store import lookup
from caseload.store.core import Store


def holding(*names: tuple[str | None, ...]) -> Store:
    """A store with clients of those given, family and preferred names; their handles say nothing of them."""
    store = new_store(filled=False)
    with store.step("client add"):
        for number, (given_name, family, *preferred) in enumerate(names):
            called = next(iter(preferred), None)
            store.add(Client(given_name=given_name, family_name=family, preferred_name=called, handle=f"x-{number}q"))
    return store


def answer(store: Store, typed: str) -> Iterable[int]:
    """The numbers of those who answer: one, several, or nobody."""
    try:
        return [lookup.client(store, typed).id]
    except NotFound:
        return []
    except Ambiguous as error:
        return [int(one.split()[0][1:]) for one in error.candidates]


PARTS = st.sampled_from(MARKED) | NAMES


@given(st.lists(st.tuples(PARTS, st.none() | PARTS, st.none() | PARTS), min_size=1, max_size=4), st.data())
def test_sqlite_passes_over_most_clients_and_never_one_who_answers(
    names: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    store = holding(*names)
    given_name, family, preferred = data.draw(st.sampled_from(names))
    words = fold_name(f"{given_name} {family or ''} {preferred or ''}").split()
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in some)
    assume(any(map(str.isalnum, fold_name(typed))))
    clients = store.select(Client, "true order by id")
    whole, beginning, unparted = lookup._by_name(store, typed)
    assert whole == [
        one.id for one in clients if readings(typed) & said_as(one.given_name, one.family_name, one.preferred_name)
    ]
    assert beginning == [
        one.id
        for one in clients
        if any(
            begins(typed, name)
            for name in lookup.spoken(one.handle, one.given_name, one.family_name, one.preferred_name)
        )
    ]
    assert unparted == [
        one.id
        for one in clients
        if any(
            begins_unparted(typed, name)
            for name in lookup.spoken(one.handle, one.given_name, one.family_name, one.preferred_name)
        )
    ]
    store.close()


@given(NAMES, NAMES, st.data())
def test_a_whole_name_finds_its_client_however_it_is_written(first: str, last: str, data: st.DataObject) -> None:
    store = holding((first, last))
    one, two = data.draw(respelled(first)), data.draw(respelled(last))
    for typed in (f"{one} {two}", f"{two}, {one}", unicodedata.normalize("NFD", f"{two} {one}")):
        assert answer(store, typed) == [1]
    store.close()


@pytest.mark.parametrize("typed", ["ruiz", "ana r", "ruiz, ana", "Ruiz Ana", "zoe", "MÜLLER", "mu", "bob"])
def test_names_are_found_by_beginnings_in_either_order_whatever_the_accents(typed: str) -> None:
    store = holding(("Ana", "Ruiz"), ("Zoë", "Müller", "Bob"))
    assert answer(store, typed) == [1 if fold_name(typed).startswith(("ruiz", "ana")) else 2]


@pytest.mark.parametrize(
    ("name", "found", "not_found"),
    [
        (("Frank", "Li"), "frank fra li l.f", "rank ank ran fr.k k nkli frankli"),
        (("James", "Ito"), "james jam", "mes am es ames to"),
        (("Ana", "Ruiz"), "ana.r a.ruiz r.a", "an.an ana.ana uiz na ruiz.ruiz ana.ruiz.q"),
        (("Sean", "O’Brien"), "o'brien obrien o.brien brien o’b s.o'b o`brien O´Brien", "rien 'rien"),
        (("Kate", "Smith–Jones"), "smith-jones smithjones smith.jones jones smith‐j kate.jones.smith", "ones mith"),
        (("Kate", "Smith Jones"), "smith-jones smith.jones smithjones.kate jones", "ithjones"),
        (("Mary Kate", "O Neill"), "mary-kate.oneill marykate.o'neill mary o'neill", "ate mk"),
        (("伟", "王"), "王伟 伟王 王.伟 王", "q"),
        (("\u200eAna", "Lo\u200bpez"), "ana.lopez lopez lo", "pez"),
    ],
)  # fmt: skip
def test_a_word_begins_a_word_and_never_stands_inside_one(name: tuple[str, str], found: str, not_found: str) -> None:
    store = holding(name)
    # A stop stands for a blank between words.
    typed = [(one.replace(".", " "), [1]) for one in found.split()]
    typed += [(one.replace(".", " "), []) for one in not_found.split()]
    assert [(one, answer(store, one)) for one, _ in typed] == typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mc donald", [1]), ("mc d", [1]), ("Mc Donald, Renee", [1]), ("ren mc don", [1]), ("de la c", [2]),
        ("mc-donald", [1]), ("mc onald", []), ("c donald", []), ("donald", []), ("renee m donald", []),
        # Where each word begins a word of somebody's, a blank is a blank.
        ("mc ra", [3]),
    ],
)  # fmt: skip
def test_a_blank_inside_a_typed_word_counts_as_little_as_a_hyphen(typed: str, found: list[int]) -> None:
    store = holding(("Renee", "McDonald"), ("Ana", "DeLaCruz"), ("Mc", "Rae"), ("Bo", "McRae"))
    assert answer(store, typed) == found


def test_a_long_line_is_looked_up_at_once() -> None:
    assert answer(holding(("Renee", "McDonald")), "r " * 60) == []


@pytest.mark.parametrize(
    "typed", ["\u0639\u0644\u06cc", "\u0639\u0644\u064a", "\u0627\u06a9", "\u0627\u0643\u0628\u0631 \u0639\u0644\u06cc"]
)
def test_yeh_and_kaf_of_both_keyboards_are_one(typed: str) -> None:
    for name in (
        ("\u0639\u0644\u064a", "\u0627\u06a9\u0628\u0631"),
        ("\u0639\u0644\u06cc", "\u0627\u0643\u0628\u0631"),
    ):
        assert answer(holding(name), typed) == [1]


def test_a_number_at_the_end_of_a_handle_chooses_nobody() -> None:
    store = new_store(filled=False)
    store.add(Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz-2"))
    store.add(Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz"))
    assert answer(store, "2") == []
    assert answer(store, "ana 2") == answer(store, "ana-ruiz-2") == [1]
    assert answer(store, "ana-ruiz") == [2]


@pytest.mark.parametrize("typed", ["me", "ME", " me ", "m\u200be", "ｍｅ", "me-", "(me)", "me.", "'me'", "«me»", "me,"])
def test_me_is_nobodys_and_never_mei(typed: str) -> None:
    store = holding(("Mei", "Li"), ("Me", None))
    with pytest.raises(Invalid, match="is no client"):
        lookup.client(store, typed)
    assert lookup.client_or_me(store, typed) is None
    assert answer(store, "mei") == [1]


def test_whom_a_name_could_be_is_told_by_birthday_and_then_by_what_differs() -> None:
    store = new_store(filled=False)
    told: list[dict[str, Any]] = [
        {"born_on": date(1950, 2, 28), "status": "finished"},
        {"born_on": date(1951, 3, 1)},
        {"born_on": date(1950, 2, 28), "phone": "555 0101", "city": "Austin"},
        {"phone": "555 0101", "city": "Hidden", "address_confidential": True},
        {"family_name": "Lopez"},
    ]
    for number, one in enumerate(told):
        store.add(Client(**{"given_name": "Ana", "family_name": "Ruiz", "handle": f"ana-x{number}"} | one))
    with pytest.raises(Ambiguous) as raised:
        lookup.client(store, "ana")
    assert raised.value.candidates == (
        "c1 ana-x0 (born 1950-02-28, finished)",
        "c2 ana-x1 (born 1951-03-01, city unknown)",
        "c3 ana-x2 (born 1950-02-28, active, in Austin)",
        "c4 ana-x3 (birthday unknown, active, city confidential)",
        "c5 ana-x4 (birthday unknown)",
    )
