"""caseload identifier: the numbers of agencies, shown by their last four, found by the whole of them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from shlex import split

import pytest
from conftest import Program, program_in
from terminal import on_terminal

from commands.conftest import Quick, made, once

SSN = "123-45-6789"
PARTS = ("123", "12345", "45-67")
"""Pieces of it of which none is in its last four."""


@once
def numbered(served: Quick) -> Quick:
    """Ana has an SSN (i1) and a short number at school (i2)."""
    served("identifier", "add", "ana", "ssn", SSN)
    served("identifier", "add", "ana", "school", "4711", "--agency", "Lincoln High")
    return served


SHOWN = (
    "identifier list", "identifier list --csv", "identifier list --json", "identifier list --table",
    "identifier list --markdown", "identifier list --csv --excel", "identifier list --fields value",
    "identifier list --fields value --jsonl", "identifier export", "identifier export --tsv", "export identifier --csv",
    "show i1", "show i1 --json", "identifier show i1", "identifier show i1 --csv", "show ana", "show ana --markdown",
    "history i1", "history i1 --json", "history", "find 123-45-6789", "find 123456789 --json", "report duplicates",
    "today", "digest", "agenda --due 1y", "gaps", "doctor", "identifier edit i1 --agency SSA -n",
    "identifier edit i1 --value 987-65-4321 -n", 'identifier void i1 --reason "entered twice" -n',
    "identifier edit i1 --to-client bo -n", "identifier list --voided", "identifier list --where 'value != 1'",
)  # fmt: skip


@pytest.mark.parametrize("line", SHOWN)
def test_nothing_shows_more_of_a_number_than_its_last_four(numbered: Quick, line: str) -> None:
    ran = numbered.run(*split(line))
    said = ran.out + ran.err
    assert ran.code == 0, ran.err
    assert not [part for part in (*PARTS, "4711", "987", "98765") if part in said.replace("123456789 ", "")]


@pytest.mark.parametrize(
    "line",
    ["identifier list", "identifier list --csv", "identifier list --json", "export identifier --jsonl", "show i1",
     "show i1 --json", "show ana", "history i1", "find 123456789"],
)  # fmt: skip
def test_reveal_shows_it_whole_as_it_was_written(numbered: Quick, line: str) -> None:
    assert SSN in numbered(*split(line), "--reveal")


def test_a_number_of_four_or_fewer_is_masked_whole(numbered: Quick) -> None:
    found = json.loads(numbered("identifier", "list", "--json"))
    assert {one["id"]: one["value"] for one in found} == {"i1": "***6789", "i2": "****"}


def test_each_way_of_taking_back_and_the_log_name_the_end_alone(numbered: Quick) -> None:
    ran = numbered.run("identifier", "edit", "i1", "--value", "987-65-4321")
    assert ran.err == "i1 ssn ***4321 · ana-ruiz · value changed to ***4321 · undo: caseload undo\n"
    assert "ssn ***4321" in numbered.run("undo").err
    numbered("redo")
    said = [one["after"] for one in json.loads(numbered("history", "i1", "--json")) if one["field"] == "value"]
    assert said == ["***6789", "***4321", "***6789", "***4321"]


def test_a_whole_number_is_found_however_it_is_parted_and_a_part_of_it_is_not(numbered: Quick) -> None:
    for typed in (SSN, "123456789", "123 45 6789"):
        (found,) = json.loads(numbered("find", typed, "--json"))
        assert (found["id"], found["client_handle"], found["excerpt"]) == ("i1", "ana-ruiz", "ssn ***6789")
    for part in ("6789", "12345678", "123-45", "23456789", "471"):
        assert json.loads(numbered("find", part, "--json")) == []
    assert json.loads(numbered("find", "4711", "--json"))[0]["excerpt"] == "school ****"
    assert json.loads(numbered("find", SSN, "--kind", "task", "--json")) == []


def test_no_search_index_has_a_word_of_a_number(numbered: Quick) -> None:
    with closing(sqlite3.connect(numbered.db)) as file:
        tables = [name for (name,) in file.execute("select name from sqlite_master where name like '%_fts'")]
        for table in tables:
            file.execute(f"create virtual table temp.v_{table} using fts5vocab (main, {table}, row)")
            words = {word for (word,) in file.execute(f"select term from temp.v_{table}")}
            assert not words & {"123", "45", "6789", "123456789", "4711"}, table


def test_a_filter_takes_a_number_whole_or_not_at_all(numbered: Quick) -> None:
    for typed in ("123456789", "'123 45 6789'"):
        assert numbered("identifier", "list", "--ids", "--where", f"value = {typed}") == "i1\n"
    assert numbered("identifier", "list", "--ids", "--where", "value != 123456789") == "i2\n"
    assert numbered("identifier", "list", "--ids", "--where", "value = 6789") == ""
    for operator in ("~", "<", ">="):
        ran = numbered.run("identifier", "list", "--where", f"value {operator} 6789")
        assert (ran.code, "value takes = !=" in ran.err) == (2, True)


def test_everything_holds_it_whole_and_brings_it_back(numbered: Quick, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    file.write_text(numbered("export", "all"))
    other = program_in(made(tmp_path / "other"))
    other("import", "all", str(file))
    assert SSN in other("identifier", "list", "--reveal")
    assert "i1" in other("find", SSN)


def test_the_mask_of_a_number_is_no_number(numbered: Quick) -> None:
    for mask in ("***6789", "****"):
        ran = numbered.run("identifier", "add", "bo", "ssn", mask)
        assert (ran.code, ran.err) == (
            2,
            "caseload: value: is only the mask of it; the number itself; export it with --reveal\n",
        )
    file = numbered.home / "numbers.csv"
    file.write_text(numbered("identifier", "export", "--csv", "--fields", "client,system,value"))
    assert numbered.run("import", "identifier", str(file)).code != 0
    file.write_text(numbered("identifier", "export", "--csv", "--fields", "client,system,value", "--reveal"))
    assert numbered.run("import", "identifier", str(file)).code == 0


def test_a_refusal_never_quotes_what_may_be_a_number(numbered: Quick) -> None:
    for line in ("identifier add ana 555443333", "identifier add ana ssn --", "identifier add ana ssn 5\x00"):
        ran = numbered.run(*split(line))
        assert ran.code == 2
        assert "555" not in ran.err


def test_a_number_comes_in_through_a_pipe_and_out_of_the_command_line(served: Quick) -> None:
    ran = served.run("identifier", "add", "ana", "ssn", "-", stdin=f"{SSN}\r\n")
    assert (ran.code, ran.out) == (0, "i1\n"), ran.err
    assert SSN in served("identifier", "list", "--reveal")
    served("identifier", "edit", "i1", "--value", "-", stdin="987-65-4321\n")
    assert "987-65-4321" in served("identifier", "list", "--reveal")
    for piped, fault in (("", "is empty"), ("1\n2\n", "has several lines")):
        ran = served.run("identifier", "add", "ana", "ssn", "-", stdin=piped)
        assert (ran.code, fault in ran.err) == (2, True)
    assert "is missing" in served.run("identifier", "add", "ana", "ssn").err


def test_at_a_terminal_it_is_asked_for_and_not_shown(ana: Program) -> None:
    seen = on_terminal(ana, "identifier", "add", "ana", "ssn", keys=[("VALUE (not shown):", f"{SSN}\n")])
    assert seen.code == 0, seen.text
    assert "123" not in seen.text
    assert "i1 ssn ***6789" in seen.text
    assert SSN in ana("identifier", "list", "--reveal")


def test_an_ssn_without_nine_digits_is_told_and_kept(served: Quick) -> None:
    ran = served.run("identifier", "add", "ana", "ssn", "1234567")
    assert (ran.code, "odd: i1 is an SSN without nine digits (a spreadsheet may have dropped a zero)" in ran.err) == (
        0,
        True,
    )
    assert "odd" not in served.run("identifier", "add", "ana", "medicaid", "1234567").err


def test_one_number_of_two_clients_is_told_and_kept_and_of_an_ssn_they_may_be_one(numbered: Quick) -> None:
    ran = numbered.run("identifier", "add", "bo", "ssn", "123456789")
    assert ran.code == 0
    assert "the same number is c1 ana-ruiz's, i1, who may be the same person: caseload report duplicates" in ran.err
    (pair,) = json.loads(numbered("report", "duplicates", "--json"))
    assert (pair["id"], pair["other_id"], pair["reason"]) == ("c1", "c2", "same ssn")
    numbered("client", "link", "ana", "bo", "--not-same")
    assert json.loads(numbered("report", "duplicates", "--json")) == []
    numbered("identifier", "add", "ana", "case", "77-1")
    ran = numbered.run("identifier", "add", "bo", "case", "771")
    assert "the same number is c1 ana-ruiz's, i4\n" in ran.err
    assert json.loads(numbered("report", "duplicates", "--json")) == []
    # Another system's number of the same digits is another number.
    assert "same number" not in numbered.run("identifier", "add", "bo", "booking", "771").err


def test_a_number_that_is_there_already_is_told(numbered: Quick) -> None:
    assert "the same number is there already: i1" in numbered.run("identifier", "add", "ana", "ssn", "123456789").err
    assert "same number" not in numbered.run("identifier", "edit", "i2", "--agency", "Lincoln").err


def test_a_number_that_has_ended_leaves_the_page_and_is_counted(numbered: Quick) -> None:
    numbered("identifier", "edit", "i2", "--until", "2026-11-24")
    page = numbered("show", "ana")
    assert "i1  ssn  ***6789" in page
    assert "1 past: caseload identifier list --client c1" in page
    assert "Lincoln" not in page


# Files


def test_a_column_named_after_an_agency_gives_its_numbers_with_their_zeros(served: Quick) -> None:
    file = served.home / "roster.csv"
    file.write_text("Client Name,SSN,Medicaid ID\nAna Ruiz,23456789,004172289\nBo Ng,123-45-6789,000000017\n")
    guessed = served("import", "identifier", str(file), "--guess")
    assert '"SSN" = "ssn"' in guessed
    assert '# "Medicaid ID",' in guessed
    ran = served.run("import", "identifier", str(file), "--map", "Client Name=client", "--map", "SSN=",
                     "--map", "Medicaid ID=medicaid_id")  # fmt: skip
    assert ran.code == 0, ran.err
    found = json.loads(served("identifier", "list", "--json", "--reveal"))
    assert [(one["client_handle"], one["system"], one["value"]) for one in found] == [
        ("ana-ruiz", "medicaid", "004172289"), ("bo-ng", "medicaid", "000000017"),
    ]  # fmt: skip
    ran = served.run("import", "identifier", str(file), "--map", "Client Name=client", "--map", "SSN=ssn",
                     "--map", "Medicaid ID=")  # fmt: skip
    assert "an SSN without nine digits (a spreadsheet may have dropped a zero): 1 row, line 2" in ran.err
    assert not [part for part in ("123", "234567") if part in ran.err]


def test_two_numbers_in_one_row_are_refused_and_neither_is_quoted(served: Quick) -> None:
    file = served.home / "roster.csv"
    file.write_text("Client,SSN,Medicaid ID\nAna Ruiz,123-45-6789,004172289\n")
    ran = served.run("import", "identifier", str(file), "--map", "Client=client", "--map", "SSN=ssn",
                     "--map", "Medicaid ID=medicaid_id")  # fmt: skip
    assert (ran.code, "holds a second number" in ran.err) == (1, True), ran.err
    assert "6789" not in ran.err
    assert served("identifier", "list", "--ids") == ""


def test_a_roster_of_clients_says_where_its_numbers_belong_and_offers_no_field_that_shows_them(served: Quick) -> None:
    file = served.home / "clients.csv"
    file.write_text("Name,SSN\n" + "".join(f"Cy{number} Dee,123-45-6789\n" for number in range(9)))
    guessed = served("import", "client", str(file), "--guess")
    assert (
        '# Numbers to be masked: "SSN". Leave them out here, then caseload import identifier FILE --guess.' in guessed
    )
    assert "6789" not in guessed
    assert "field add" not in guessed


def test_a_file_tells_of_numbers_that_another_client_has(numbered: Quick) -> None:
    file = numbered.home / "numbers.csv"
    file.write_text("client,ssn\nbo-ng,123456789\nana-ruiz,987654321\nbo-ng,987 65 4321\n")
    ran = numbered.run("import", "identifier", str(file))
    assert ran.code == 0, ran.err
    assert "another client's, too, who may be the same person (report duplicates): 2 rows, lines 2, 4" in ran.err
