"""The formats that programs read come back exactly as they went out."""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from caseload.output.machine import csv_lines, guarded, id_lines, json_lines, jsonl_lines, tsv_lines, unguarded
from caseload.when.dates import When

text = st.text(st.characters(exclude_categories=["Cs"]))
awkward = st.text(st.sampled_from("a\t\n\r\\\",'=+-@é\x1b\x85\u2028\ufeff "))
cells = text | awkward
tables = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1))


def untabbed(line: str) -> list[str]:
    meant = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    escape = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))")

    def plain(found: re.Match[str]) -> str:
        return meant[found[3]] if found[3] else chr(int(found[1] or found[2], 16))

    return [escape.sub(plain, one) for one in line.removesuffix("\n").split("\t")]


@given(tables)
def test_tsv_has_a_line_a_record_and_the_same_tabs_in_each_and_loses_nothing(rows: list[list[str]]) -> None:
    lines = list(tsv_lines(rows))
    assert {line.count("\t") for line in lines} == {len(rows[0]) - 1}
    assert "".join(lines).count("\n") == len(rows)
    assert len("".join(lines).splitlines()) == len(rows)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "".join(lines))
    assert [untabbed(line) for line in lines] == rows


def test_tsv_writes_tab_newline_return_and_backslash_as_two_characters() -> None:
    assert list(tsv_lines([["a\tb\nc\rd\\e", None, True]])) == ["a\\tb\\nc\\rd\\\\e\t\tyes\n"]


@given(tables)
def test_csv_is_read_back_exactly(rows: list[list[str]]) -> None:
    keys = [f"k{place}" for place in range(len(rows[0]))]
    written = "".join(csv_lines(keys, rows))
    assert list(csv.reader(io.StringIO(written, newline=""))) == [keys, *rows]


@given(tables)
def test_excel_csv_is_read_back_exactly_once_its_guards_are_off(rows: list[list[str]]) -> None:
    written = "".join(csv_lines(["k"] * len(rows[0]), rows, excel=True)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(written, newline="")))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
    assert [[unguarded(cell) for cell in row] for row in read] == rows


def test_csv_has_lf_no_bom_and_quotes_only_where_it_must_a_lone_return_too() -> None:
    rows = [["00501", "a,b"], ['say "x"', "two\nlines"], ["lone\rreturn", ""]]
    assert "".join(csv_lines(["id", "title"], rows)) == (
        'id,title\n00501,"a,b"\n"say ""x""","two\nlines"\n"lone\rreturn",\n'
    )


def test_excel_csv_has_a_bom_crlf_and_a_guard_before_what_reads_as_a_formula() -> None:
    rows: list[list[object]] = [["=1+1", "@home"], ["-5", -5.5], ["'=x", "it's"]]
    assert "".join(csv_lines(["a", "b"], rows, excel=True)) == (
        "\ufeffa,b\r\n'=1+1,'@home\r\n'-5,-5.5\r\n''=x,it's\r\n"
    )


@given(cells)
def test_a_guard_comes_off_again(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(tables)
def test_json_is_one_array_with_the_keys_in_order(rows: list[list[str]]) -> None:
    keys = [f"k{place}" for place in reversed(range(len(rows[0])))]
    read = json.loads("".join(json_lines(keys, rows)), object_pairs_hook=list)
    assert read == [list(map(tuple, zip(keys, row, strict=True))) for row in rows]


@given(tables)
def test_jsonl_is_read_line_by_line_however_lines_are_split(rows: list[list[str]]) -> None:
    keys = [f"k{place}" for place in range(len(rows[0]))]
    written = "".join(jsonl_lines(keys, rows))
    assert [list(json.loads(line).values()) for line in written.splitlines()] == rows


def test_json_keeps_letters_numbers_nothing_and_dates_as_they_are() -> None:
    row: Sequence[object] = ["Zoë", None, 3, 2.5, True, When(date(2026, 11, 27), time(14, 30)), ("a", "b")]
    assert "".join(json_lines("abcdefg", [row])) == (
        '[\n{"a": "Zoë", "b": null, "c": 3, "d": 2.5, "e": true, "f": "2026-11-27T14:30", "g": ["a", "b"]}\n]\n'
    )


def test_ids_come_once_each_in_the_order_of_their_first_record() -> None:
    assert list(id_lines(["t2", "t1", "t2", "c1"])) == ["t2\n", "t1\n", "c1\n"]
