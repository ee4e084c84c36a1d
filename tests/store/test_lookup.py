"""Who is meant by a name: SQLite passes over most clients, and never one who answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import new_store

from caseload.records.client import Client
from caseload.records.of.names import fold
from caseload.store import lookup

NAMES = st.text(st.sampled_from("abAB éÉßİıñ'’-,王"), min_size=1, max_size=8).filter(str.strip)


@given(st.lists(st.tuples(NAMES, st.none() | NAMES, st.none() | NAMES), min_size=1, max_size=4), st.data())
def test_whoever_answers_to_what_was_typed_is_found(names: list[tuple[str, str, str]], data: st.DataObject) -> None:
    store = new_store(filled=False)
    with store.step("client add"):
        for number, (given_name, family, preferred) in enumerate(names):
            store.add(Client(given_name=given_name, family_name=family, preferred_name=preferred, handle=f"h-{number}"))
    clients = store.select(Client, "true order by id")
    known = {
        one.id: lookup.spellings(one.handle, *(one.given_name, one.family_name, one.preferred_name)) for one in clients
    }
    name = data.draw(st.sampled_from(sorted(known[data.draw(st.sampled_from(sorted(known)))])))
    begin = data.draw(st.integers(0, len(name) - 1))
    wanted = fold(name[begin : data.draw(st.integers(begin + 1, len(name)))])
    if any(map(str.isalnum, wanted)):
        found = lookup._by_name(store, wanted)
        assert [set(several) for several in found] == [
            {number for number, said in known.items() if wanted in said},
            {number for number, said in known.items() if any(one.startswith(wanted) for one in said)},
            {number for number, said in known.items() if any(wanted in one for one in said)},
        ]
    store.close()


@pytest.mark.parametrize("typed", ["ruiz", "ana r", "ruiz, ana", "Ruiz Ana", "zoe", "MÜLLER", "mu", "bob"])
def test_names_are_found_by_a_part_in_either_order_whatever_the_accents(typed: str) -> None:
    store = new_store(filled=False)
    with store.step("client add"):
        store.add(Client(given_name="Ana", family_name="Ruiz", handle="x-1"))
        store.add(Client(given_name="Zoë", family_name="Müller", preferred_name="Bob", handle="x-2"))
    assert lookup.client(store, typed).id == (1 if fold(typed).startswith(("ruiz", "ana")) else 2)
