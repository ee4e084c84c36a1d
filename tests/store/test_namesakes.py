"""Who looks like a new client is found by name and birthday, without reading everybody."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st
from invented import AT, NASTY, new_store
from people import NAMES as NAMES_OF_PEOPLE
from people import respelled

from caseload.records.client import Client
from caseload.records.of.likeness import is_namesake, likeness, may_be_same, same_name
from caseload.store.bulk import add_all
from caseload.store.reads.namesakes import alike, of_another_birthday
from caseload.value import replace

NAMES = st.none() | st.sampled_from(
    [
        "Ana", "ANA", "Ána", "ana maria", "Maria-Ana", "O'Neill", "ONeill", "’Oneill", "O Neill", "-Li", "李", "Øre",
        "Ore", "Æon", "Aeon", "van", "van der Berg", "Berg", "vander", "Ann", "Aruiz", "Anna", "Ruiz", "ı", "I", "Ｌi",
        *(text for text in NASTY if text.strip() and "\0" not in text),
    ]
)  # fmt: skip
CLIENTS = st.builds(
    lambda given, family, called, born_on: Client(
        given_name=given or family or "X", family_name=family, preferred_name=called, born_on=born_on
    ),
    NAMES, NAMES, st.none() | NAMES, st.sampled_from([None, date(1950, 2, 28), date(1950, 3, 28)]),
)  # fmt: skip


@given(known=st.lists(CLIENTS, max_size=12), new=CLIENTS)
def test_those_and_only_those_are_found_whom_the_rule_calls_alike(known: list[Client], new: Client) -> None:
    store = new_store(filled=False)
    stored = [replace(one, id=number, handle=f"made-{number}") for number, one in enumerate(known, 1)]
    with store.step("fill", bulk=True):
        add_all(store, Client, stored)
    found = [(one.id, why) for one, why in alike(store, new)]
    assert found == [(one.id, why) for one in stored if (why := likeness(new, one))]


def test_the_voided_are_not_among_them_and_the_closed_are() -> None:
    store = new_store(filled=False)
    store.add(Client(given_name="Ana", handle="a", voided_at=AT, void_reason="entered twice"))
    store.add(Client(given_name="Ana", handle="b", died_on=date(2026, 1, 1)))
    assert [one.ref for one, _ in alike(store, Client(given_name="Ana"))] == ["c2"]


def test_a_birthday_that_another_program_spoilt_stops_nobody() -> None:
    store = new_store(filled=False)
    store.add(Client(given_name="Ana", handle="a"))
    store.connection.execute("update client set born_on = '19500230'")
    assert alike(store, Client(given_name="Ana", born_on=date(1950, 2, 28))) == []
    assert [one.ref for one, _ in alike(store, Client(given_name="Ana"))] == ["c1"]


@given(NAMES_OF_PEOPLE, NAMES_OF_PEOPLE, st.data())
def test_a_name_is_here_however_it_is_written(first: str, last: str, data: st.DataObject) -> None:
    store = new_store(filled=False)
    store.add(Client(given_name=first, family_name=last, handle="a"))
    new = Client(given_name=data.draw(respelled(first)), family_name=data.draw(respelled(last)))
    swapped = Client(given_name=new.family_name, family_name=new.given_name)
    for one in (new, swapped):
        ((known, _),) = alike(store, one)
        assert is_namesake(one, known)
    store.close()


@given(known=st.lists(CLIENTS, max_size=12), new=CLIENTS)
@example(
    known=[Client(given_name="'", born_on=date(1950, 3, 28))],
    new=Client(given_name="X", preferred_name="'", born_on=date(1950, 2, 28)),
)
def test_those_of_one_name_and_another_birthday_are_all_found(known: list[Client], new: Client) -> None:
    store = new_store(filled=False)
    stored = [replace(one, id=number, handle=f"made-{number}") for number, one in enumerate(known, 1)]
    with store.step("fill", bulk=True):
        add_all(store, Client, stored)
    assert [one.id for one in of_another_birthday(store, new)] == [
        one.id for one in stored if same_name(one, new) and not may_be_same(one, new)
    ]
    store.close()
