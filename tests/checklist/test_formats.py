"""The formats that programs read are a public contract: their headers, their line ends, their quoting."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from shlex import split

import pytest
from conftest import Program, program_in
from nouns import TABLES

from caseload.records.kinds import KINDS
from caseload.records.of.fields import fields_of
from caseload.records.of.nature import Stamp
from caseload.when.dates import When
from checklist.tree import every

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
ITEMS = ("overdue", "today", "agenda")
DATES = {
    "item": {"due", "grace_ends"},
    **{
        kind.TABLE: {field.key for field in fields_of(kind) if field.type in (date, When) or field.is_a(Stamp)}
        for kind in KINDS
    },
}
"""The keys of dates and moments, by kind."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\dZ)?)?")


def own(program: Program, noun: str) -> list[str]:
    """The user's own fields of a kind, which stand after the promised ones."""
    return program("field", "list", "--where", f"of = {noun}", "--tsv", "--fields", "name").split()


def in_order(promised: list[str], own: list[str]) -> list[str]:
    """All columns: the user's own stand before the last of those that every list has, which says whose it is."""
    return [*promised[:-1], *own, promised[-1]]


def headers() -> dict[str, list[str]]:
    """The headers that docs/formats.md promises, by kind; `item` is what overdue, today, agenda and digest share."""
    sections = PAGE.read_text("utf-8").partition("\n## Headers of other")[0].split("\n### ")[1:]
    found = {text.partition("\n")[0]: re.search(r"^id,.*$", text, re.MULTILINE) for text in sections}
    return {kind: line[0].split(",") for kind, line in found.items() if line}


@pytest.mark.parametrize("line", [*(f"{noun} list" for noun in TABLES), *ITEMS])
def test_json_is_one_array_with_the_promised_keys(read: Program, line: str) -> None:
    """28. `--json` one array, golden keys, ISO dates."""
    found = json.loads(read(*split(line), "--json"))
    assert isinstance(found, list)
    assert found
    kind = "item" if line in ITEMS else line.removesuffix(" list")
    for one in found:
        assert list(one) == in_order(headers()[kind], own(read, kind))
        assert re.fullmatch(r"[a-z]{1,3}\d+", one["id"])
        for key in DATES[kind]:
            assert one[key] is None or MOMENT.fullmatch(one[key]), key


def test_the_digest_has_a_json_of_the_same_items(read: Program) -> None:
    """28. The digest's items have the same keys."""
    for one in json.loads(read("digest", "--format", "json")):
        assert list(one) == headers()["item"]


def test_every_kind_has_its_header_in_the_documents() -> None:
    """28. The headers are a public contract, listed in docs."""
    assert set(headers()) == {*TABLES, "item", "gaps"}


@pytest.mark.parametrize("noun", TABLES)
def test_csv_is_plain(read: Program, noun: str) -> None:
    """30. CSV: no CR, no BOM, the header of JSON's keys, constant column count with newlines in notes."""
    out = read(noun, "list", "--csv")
    assert "\r" not in out
    assert not out.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == in_order(headers()[noun], own(read, noun))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert noun != "note" or "\nsecond, " in out


def test_jsonl_parses_line_by_line(read: Program) -> None:
    """29. `--jsonl` parses line by line."""
    for line in ("note list", "overdue"):
        found = [json.loads(one) for one in read(*split(line), "--jsonl").splitlines()]
        assert found == json.loads(read(*split(line), "--json"))


def test_csv_loses_nothing_of_a_note(ana: Program) -> None:
    """30. A CR, a quote, a comma, a tab and a line break come out as they went in."""
    body = 'one,\ntwo "quoted"\ttab\r\nthree \\ four'
    ana("log", "ana", "-", stdin=body)
    (row,) = csv.DictReader(io.StringIO(ana("note", "list", "--csv"), newline=""))
    assert row["body"] == json.loads(ana("note", "list", "--json"))[0]["body"]
    assert row["body"].replace("\r\n", "\n") == body.replace("\r\n", "\n")


def test_excel_gets_what_excel_wants_and_the_importer_takes_it_off(ana: Program) -> None:
    """31. `--excel`: BOM, CRLF, and `'` before a leading = + - @ TAB CR; the importer takes that guard off again."""
    guarded = ("'=1+1", "'+1", "'-1", "'@home", "plain", "'quoted", "''=x")
    titles = ["=1+1", "+1", "-1", "@home", "plain", "'quoted", "'=x"]
    rows = "".join(f"c1,{title}\r\n" for title in guarded)
    ana("import", "task", "-", "--source", "list", stdin=f"\ufeffclient,title\r\n{rows}")
    assert [one["title"] for one in json.loads(ana("task", "list", "--json"))] == titles
    out = ana("export", "task", "--csv", "--excel", "--fields", "client,title")
    assert out == f"\ufeffclient,title\r\n{rows}"


def test_everything_goes_out_and_comes_back_the_same(rich: Program, tmp_path: Path) -> None:
    """32. export all -> import elsewhere -> export all: identical, as one JSON object and as a folder of CSV files."""
    rich("task", "void", "t4", "--reason", "entered twice")
    rich("done", "t2")
    rich("snooze", "t1", "--to", "+1w", "--reason", "away")
    rich("plan", "revise", "p1", "--reason", "new needs")
    whole = rich("export", "all")
    assert set(headers()) - {"item", "gaps"} <= set(json.loads(whole))
    folder = tmp_path / "folder"
    rich("export", "all", "-o", f"{folder}/")
    assert (folder / "task.csv").read_text("utf-8").startswith("id,")
    for number, (source, stdin) in enumerate([("-", whole), (f"{folder}/", None)]):
        other = program_in(tmp_path / str(number))
        other("import", "all", source, stdin=stdin)
        assert other("export", "all") == whole
        again = tmp_path / f"again{number}"
        other("export", "all", "-o", f"{again}/")
        assert {one.name: one.read_bytes() for one in again.iterdir()} == {
            one.name: one.read_bytes() for one in folder.iterdir()
        }


def test_everything_is_not_imported_over_something(rich: Program) -> None:
    """32. Into a database that holds records it is refused (1)."""
    before = rich.fingerprint
    assert rich.run("import", "all", "-", stdin=rich("export", "all")).code == 1
    assert rich.fingerprint == before


def test_leading_zeros_survive(caseload: Program, tmp_path: Path) -> None:
    """33. `00501` survives, through CSV out and in: a ZIP code, a phone, a number in another system."""
    caseload("client", "add", "Ana", "Ruiz", "--phone", "00501", "--zip", "01002", "--external-id", "00007")
    out = caseload("export", "client", "--csv")
    other = program_in(tmp_path / "other")
    other("init")
    other("import", "client", "-", "--source", "old", "--map", "id=", stdin=out)
    for program in (caseload, other):
        (one,) = json.loads(program("client", "list", "--json"))
        assert (one["phone"], one["zip"], one["external_id"]) == ("00501", "01002", "00007")
        (row,) = csv.DictReader(io.StringIO(program("client", "list", "--csv")))
        assert (row["phone"], row["zip"], row["external_id"]) == ("00501", "01002", "00007")


def test_fields_are_chosen_and_ordered(read: Program) -> None:
    """34. `--fields id,due,client` orders; an unknown one -> 2 with the list."""
    lines = ("task list", "overdue --kind task", "today", "show t1")
    for line, ran in every(read, lines, "--csv", "--fields", "due,id,client").items():
        assert ran.out.startswith("due,id,client\n2026-11-"), line
    for line, ran in every(read, lines, "--fields", "client,id").items():
        assert {len(row.split("\t")) for row in ran.out.splitlines()} == {2}, line
    for line, ran in every(read, lines, "--fields", "id,colour").items():
        assert (ran.code, ran.out) == (2, ""), line
        assert all(name in ran.err for name in ("colour", "id", "title", "due", "client")), line


def test_ids_go_where_ids_are_taken(rich: Program) -> None:
    """35. `overdue --kind task --ids | done -` completes exactly those."""
    late = rich("overdue", "--kind", "task", "--ids").split()
    assert late == ["t1", "t2"]
    assert rich.shell("caseload overdue --kind task --ids | caseload done -").code == 0
    done = rich("task", "list", "--status", "completed", "--ids").split()
    assert sorted(done) == late
    assert rich("overdue", "--kind", "task", "--ids") == ""
    # Nothing late, nothing done, no fault.
    assert rich.shell("caseload overdue --kind task --ids | caseload done -").code == 0
