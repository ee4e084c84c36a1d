"""Under initials no name of a client goes out: not by the digest in any form, not in the calendar file."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, time
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from conftest import program_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import AT
from scripts import SCRIPTS, named, words_left

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.of.initials import initials
from caseload.records.of.names import handle_from
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.opening import create
from caseload.store.reads.known_as import known_as
from caseload.when.dates import When

from .conftest import Quick

YESTERDAY = date(2026, 11, 24)
Drawn = tuple[tuple[str, str], str]

CASELOADS = st.tuples(*map(named, SCRIPTS))
"""A client of each script, and a text with the name in it."""

FORMS: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "text": (("digest",), str),
    "markdown": (("digest", "--format", "markdown"), lambda said: said.replace("\\", "")),
    "html": (("digest", "--format", "html"), unescape),
    "json": (("digest", "--format", "json"), lambda said: json.dumps(json.loads(said), ensure_ascii=False)),
    "calendar": (("agenda", "--ics", "--tasks"), lambda said: re.sub("\r?\n ", "", said).replace("\\", "")),
}


@pytest.fixture(scope="session")
def nameless(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """What a form says around names: a name may be spelled like a part of a word of it."""
    program = filled(tmp_path_factory.mktemp("nameless"), [(("W", "W"), "w") for _ in SCRIPTS])
    return cache(lambda form: FORMS[form][1](program(*FORMS[form][0])))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(drawn=CASELOADS)
def test_no_word_of_a_name_in_twenty_scripts_goes_out(
    form: str, nameless: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory, drawn: Sequence[Drawn]
) -> None:
    program = filled(tmp_path_factory.mktemp("scripts"), drawn)
    words, read = FORMS[form]
    said = read(program(*words))
    assert "A title without a name" in said
    for number, (names, _) in enumerate(drawn, 1):
        # Two initials may be spelled like a name of two letters.
        assert form == "json" or f"{initials(*names)} c{number}" in said
        said = said.replace(f"{initials(*names)} c{number}", "")
    for names, text in drawn:
        assert set(words_left(names, said)) <= set(words_left(names, nameless(form))), (names, text)


def filled(home: Path, drawn: Sequence[Drawn]) -> Quick:
    """The program on a caseload in which each text stands wherever words may that a digest or a calendar carries."""
    program = program_in(home)
    store = Store(create(program.db), AT)
    with store.step("fill"):
        store.add(Task(title="A title without a name", due=When(YESTERDAY)))
        for number, ((given_name, family_name), text) in enumerate(drawn):
            handle = f"{handle_from(given_name, family_name)}-{number + 2}"
            client = store.add(Client(given_name=given_name, family_name=family_name, handle=handle))
            task = store.add(Task(client_id=client.id, title=text, due=When(YESTERDAY), waiting_on=text))
            store.add(
                Appointment(
                    client_id=client.id, title=handle, starts=When(date(2026, 11, 26), time(10)),
                    place=text, bring=text, prepare=text, accommodations=text, transport=text,
                )
            )  # fmt: skip
            store.add(Waiver(item=task.ref, rule="task", until=date(2026, 11, 25), reason=text))
    store.close()
    return Quick(program.home, program.environ)


def test_the_calendar_shortens_a_name_in_place_and_description_as_in_the_title(served: Quick) -> None:
    served("appointment", "add", "ana", "Visit Ana", "--at", "2026-11-30@14:00",
           "--place", "Ruiz house", "--bring", "Ana's card", "--transport", "ana-ruiz drives")  # fmt: skip
    text = re.sub("\r\n ", "", served("agenda", "--ics"))
    assert "SUMMARY:AR c1: Visit A.\r\n" in text
    assert "LOCATION:R. house\r\n" in text
    assert "DESCRIPTION:Bring: A.'s card\\nTransport: a.-r. drives\r\n" in text
    assert not re.search("ana|ruiz", text, re.IGNORECASE)
    assert "LOCATION:Ruiz house\r\n" in served("agenda", "--ics", "--names", "handle")


KNOWN_AS = {
    "linked, with the other record to go on with": "client link c1 c2 --replaced-by",
    "linked the other way round": "client link c2 c1 --replaced-by",
    "linked as one person": "client link c1 c2",
    "by way of a third": "client link c1 c3;client link c3 c2 --replaced-by",
    "married": "client edit c2 --given Bertha --family Oakley --preferred-name Trixie;"
    "client edit c2 --given Dora --family Smith --preferred-name Dodo",
    "renamed, and the handle with the name": "client edit c2 --given Bertha --preferred-name Trixie;"
    "client handle c2 oakley;"
    "client edit c2 --given Dora --clear preferred_name;client handle c2 dora-smith",
}  # fmt: skip
"""How Dora Smith (c2) comes to be known as Bertha "Trixie" Oakley, who is c1."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("how", KNOWN_AS)
def test_the_name_of_another_record_of_the_person_goes_out_as_little_as_an_earlier_one(
    empty: Quick, form: str, how: str
) -> None:
    for line in ("Bertha Oakley --preferred-name Trixie", "Dora Smith", "Cy Ito"):
        empty("client", "add", *line.split())
    text = "Oakley papers for Trixie: bertha-oakley"
    empty("task", "add", "c2", text, "--due", "2026-11-24")
    empty("appointment", "add", "c2", text, "--at", "2026-11-26@14:00", "--place", "The Oakley house")
    words, read = FORMS[form]
    assert "Oakley papers" in read(empty(*words))
    for line in KNOWN_AS[how].split(";"):
        empty(*line.split())
    said = read(empty(*words))
    assert "O. papers for T.: b.-o." in said
    assert not re.search("oakley|bertha|trixie", said, re.IGNORECASE)


def test_two_who_were_found_to_be_two_and_a_link_taken_back_lend_no_names(empty: Quick) -> None:
    for name in ("Bertha Oakley", "Dora Smith"):
        empty("client", "add", *name.split())
    empty("task", "add", "c2", "Oakley papers", "--due", "2026-11-24")
    empty("client", "link", "c1", "c2")
    assert "O. papers" in empty("digest")
    empty("client", "unlink", "c1", "c2", "--reason", "another birthday")
    assert "Oakley papers" in empty("digest")
    empty("client", "link", "c1", "c2", "--not-same")
    assert "Oakley papers" in empty("digest")


def test_names_are_asked_for_in_as_many_statements_for_a_hundred_clients_as_for_one(tmp_path: Path) -> None:
    program = program_in(tmp_path)
    store = Store(create(program.db), AT)
    with store.step("fill"):
        clients = [store.add(Client(given_name=f"N{number}", handle=f"n-{number}")) for number in range(100)]
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    counts = []
    for some in (clients[:1], clients):
        asked.clear()
        assert [*known_as(store, some)] == [one.id for one in some]
        counts.append(len(asked))
    assert counts == [3, 3]
