"""A list into a pipe or a file is whole; where something is left out, it is said how many and how to have them."""

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Program

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.when.dates import When
from commands.conftest import Quick, copied, holding

FORMATS = ("--ids", "--tsv", "--csv", "--jsonl", "--plain", "--table")


def many() -> Iterable[Record]:
    """A client with 102 notes, and an appointment every month of ten years."""
    yield Client(given_name="Ana", handle="ana", opened_on=date(2020, 1, 1))
    for number in range(102):
        when = When(date(2026, 7, 1) + timedelta(days=number))
        yield Note(client_id=1, occurred=when, body=f"eviction notice {number}")
    for number in range(120):
        yield Appointment(client_id=1, title="Court", starts=When(date(2021 + number // 12, 1 + number % 12, 15)))


@pytest.fixture(scope="module")
def many_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `full`."""
    return holding(tmp_path_factory.mktemp("many"), many())


@pytest.fixture
def full(nobody: Program, many_home: Path) -> Quick:
    """The program with more of everything than any list shows at first."""
    return copied(nobody, many_home)


@pytest.mark.parametrize("form", FORMATS)
def test_find_is_whole_in_a_pipe_in_every_format(full: Quick, form: str) -> None:
    ran = full.run("find", "eviction", form, env={"COLUMNS": "200"})
    lines = [line for line in ran.out.splitlines() if re.search(r"\bn\d+\b", line)]
    assert (len(lines), ran.err) == (102, "")


def test_find_is_whole_in_a_file(full: Quick) -> None:
    for name in ("hits.csv", "hits.txt"):
        full("find", "eviction", "-o", str(full.home / name))
        assert len(re.findall(r"\bn\d+\b", (full.home / name).read_text())) == 102
    assert full("find", "eviction", "--ids", "--limit", "7").count("\n") == 7


def test_on_a_terminal_find_says_how_many_it_leaves_out_and_how_to_have_them(full: Quick) -> None:
    ran = full.answered("", "find", "eviction")
    assert len(re.findall(r"^n\d+ ", ran.out, re.MULTILINE)) == 50
    assert ran.err == "50 of 102 shown; all: --limit 102\n"
    assert full.answered("", "find", "eviction", "--limit", "102").err == ""
    assert full.answered("", "find", "eviction", "--limit", "3").err == ""


def test_history_is_whole_in_a_pipe_and_says_how_much_it_leaves_out_on_a_terminal(full: Quick) -> None:
    for number in range(25):
        full("client", "edit", "ana", "--city", f"City {number}")
    steps = len(json.loads(full("history", "--json")))
    assert steps == 26
    assert full.run("history").err == full.run("history", "c1").err == ""
    assert full("history", "--ids").count("\n") == 26
    assert full.answered("", "history").err == "20 of 26 shown; all: --limit 26\n"
    changes = len(json.loads(full("history", "c1", "--json")))
    assert changes > 25
    assert full.answered("", "history", "c1").err == f"20 of {changes} shown; all: --limit {changes}\n"
    assert full.answered("", "history", "--limit", "26").err == ""


@pytest.mark.parametrize("heading", ["Last contacts", "Appointments"])
def test_a_clients_page_counts_what_a_section_leaves_out_and_names_the_list_that_has_it(
    full: Quick, heading: str
) -> None:
    section = full("show", "ana").partition(f"\n{heading}\n")[2].partition("\n\n")[0]
    left = re.search(r"^  and (\d+) more: caseload (.+)$", section, re.MULTILINE)
    shown = re.findall(r"^  ([a-z]\d+) ", section, re.MULTILINE)
    assert left
    everything = full(*left[2].split(), "--ids").split()
    assert (len(shown) + int(left[1]), set(shown) <= set(everything)) == (len(everything), True)


def test_a_calendar_file_says_what_lies_outside_its_days(full: Quick) -> None:
    ran = full.run("agenda", "--ics")
    inside = ran.out.count("BEGIN:VEVENT")
    said = (
        f"{120 - inside} appointments are before or after these days and left out; all: --due 2021-01-15..2030-12-15\n"
    )
    assert (ran.code, ran.err) == (0, said)
    assert inside == 13
    whole = full.run("agenda", "--ics", "--due", "2021-01-15..2030-12-15")
    assert (whole.out.count("BEGIN:VEVENT"), whole.err) == (120, "")
    written = full.run("agenda", "-o", str(full.home / "a.ics"), "--quiet")
    assert (written.code, written.err) == (0, "")


@pytest.mark.parametrize("words", ["note list", "appointment list", "overdue", "export note", "report duplicates"])
def test_no_other_list_has_a_limit_of_its_own(full: Quick, words: str) -> None:
    ran = full.run(*words.split(), "--jsonl")
    assert ran.err == ""
    counts = {"note list": 102, "export note": 102, "appointment list": 120, "report duplicates": 0}
    late = 102 + sum(1 for one in many() if isinstance(one, Appointment) and one.starts.day < date(2026, 11, 25))
    count = ran.out.count("\n")
    assert count == counts[words] if words in counts else count >= late
