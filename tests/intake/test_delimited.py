"""Delimited text of every make is read as it was meant, each row with its line; what is not is named by its line."""

import os
import threading
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
import readers
from hypothesis import given
from hypothesis import strategies as st
from invented import TEXT

from caseload.errors import Invalid
from caseload.intake import delimited
from caseload.intake.delimited import LONGEST, table
from caseload.output.machine import csv_lines

PLAIN = 'name,phone\nAna Ruiz,00501\n"O""Neill, Zoë",2\n'


def read(data: bytes, tmp_path: Path, delimiter: str | None = None) -> list[tuple[int, list[str]]]:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with table(str(path), StringIO(), delimiter) as found:
        return [(1, list(found.header)), *((row.line, row.cells) for row in found.rows)]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.rstrip("\n").encode(),
        PLAIN.replace("\n", "\n\n").replace("\n\n", "\n", 2).encode() + b" , \n,\n",
    ],
    ids=["utf-8", "bom", "utf-16 le", "utf-16 be", "crlf", "cr", "no last line end", "blank rows at the end"],
)
def test_every_make_of_text_gives_the_same_rows(data: bytes, tmp_path: Path) -> None:
    rows = [(1, ["name", "phone"]), (2, ["Ana Ruiz", "00501"]), (3, ['O"Neill, Zoë', "2"])]
    assert read(data, tmp_path) == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_headings(delimiter: str, tmp_path: Path) -> None:
    text = f'"a, b; c"{delimiter}d{delimiter}e\n1{delimiter}2{delimiter}3\n'
    assert read(text.encode(), tmp_path) == [(1, ["a, b; c", "d", "e"]), (2, ["1", "2", "3"])]


def test_a_delimiter_that_is_named_is_not_guessed(tmp_path: Path) -> None:
    assert read(b"a;b,c\n1;2,3\n", tmp_path, ",") == [(1, ["a;b", "c"]), (2, ["1;2", "3"])]


def test_a_row_is_known_by_the_line_on_which_it_starts(tmp_path: Path) -> None:
    data = b'a,b\r\n1,"x\r\ny\nz"\r\n\r\n2,\r\n'
    assert read(data, tmp_path) == [(1, ["a", "b"]), (2, ["1", "x\r\ny\nz"]), (6, ["2", ""])]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a,b\n1,caf\xe9 Zo\xc3\xab\n", "line 2, character 6: not UTF-8"),
        (b"a,b\r1,2\r3,\x81\r", "line 3, character 3: not UTF-8"),
        (b"\xef\xbb\xbfa,b\n1,caf\xe9\n", "line 2, character 6: not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], "line 2, character 4: not UTF-16"),
        ("a,b\n1,2\n3,4\n".encode("utf-16").replace(b"2\0", b"\0\xd8"), "line 2, character 3: not UTF-16"),
        (b"a,b\n1,2\n3,\0\n", "line 3, character 3: a NUL character"),
        (b"PK\x03\x04\x14\0", "is a workbook"),
        (b'a,b\n1,2\n3,"4\n5,6\n7,8\n', "line 3: a quote is left open"),
        (b'a,b\n1,"2"3\n', "line 2: a quote is left open"),
        (b"a,b\n" + b"x" * (LONGEST + 1), "line 2: more than"),
        (b'a,b\n1,"' + (b"x" * 999 + b"\n") * (LONGEST // 1000 + 1) + b'"\n', "line 2: a quote is left open"),
        (b"a,b,a\n", 'heading "a" stands twice'),
        (b"a, a\n", 'heading "a" stands twice'),
        (b"a,,c\n", "column 2 has no heading"),
        (b'{"id": "t1", "title": "Walk to the caf"}\n', "is JSON"),
        (b'[{"id":"t1","title":"Walk to the caf"}]\n', "is JSON"),
        (b'[\n  {\n"id": "t1"}]\n', "is JSON"),
        (b"{\n", "is JSON"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line_and_not_with_its_text(
    data: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(Invalid) as caught:
        read(data, tmp_path)
    assert said in str(caught.value)
    assert "caf" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "helps"),
    [
        (b"a,b\n1,\0\n", "text without it"),
        (b"a,b\n" + b"x" * (LONGEST + 1), "up to that length"),
        (b'a,b\n1,"' + (b"x" * 999 + b"\n") * (LONGEST // 1000 + 1) + b'"\n', f"more than {LONGEST:,} characters"),
    ],
)
def test_only_what_is_no_text_in_its_encoding_is_told_of_encodings(data: bytes, helps: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read(data, tmp_path)
    assert helps in str(caught.value)
    assert "UTF-8" not in str(caught.value)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_the_line_with_the_delimiter_that_excel_writes_first_is_known(first: str, tmp_path: Path) -> None:
    text = f"{first}\na,b,c;d\n1,5;2\n".encode()
    assert read(text, tmp_path) == [(1, ["a,b,c", "d"]), (3, ["1,5", "2"])]


@pytest.mark.parametrize("place", ["nowhere.csv", "."])
def test_what_is_not_a_file_is_refused(place: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"), table(str(tmp_path / place), StringIO()):
        pass


def test_stdin_and_pipes_are_read_too(tmp_path: Path) -> None:
    with table("-", TextIOWrapper(BytesIO(PLAIN.encode()))) as found:
        assert (found.name, len(list(found.rows))) == ("stdin", 2)
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(PLAIN.encode("utf-8-sig")))
    writer.start()
    with table(str(tmp_path / "pipe"), StringIO()) as found:
        assert (found.header, len(list(found.rows))) == (("name", "phone"), 2)
    writer.join()


RFC_4180 = {
    "2.1 each record on its own line": (
        b"a,b,c\r\naaa,bbb,ccc\r\nzzz,yyy,xxx\r\n",
        [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]],
    ),
    "2.2 the last may have no line end": (
        b"a,b,c\r\naaa,bbb,ccc\r\nzzz,yyy,xxx",
        [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]],
    ),
    "2.4 blanks are part of a field": (b"a,b\r\n x , y\r\n", [[" x ", " y"]]),
    "2.4 the last field must not be followed by a comma, and often is": (b"a,b\r\nx,y,\r\n", [["x", "y"]]),
    "2.5 any field may be quoted": (b'"a","b"\r\n"aaa","bbb"\r\nzzz,yyy\r\n', [["aaa", "bbb"], ["zzz", "yyy"]]),
    "2.6 line breaks, quotes and commas are quoted": (b'a,b\r\n"x\r\ny","1,2"\r\n', [["x\r\ny", "1,2"]]),
    "2.6 a blank quoted line is part of its field": (b'a,b\r\n"\r\n\r\n",1\r\n', [["\r\n\r\n", "1"]]),
    "2.7 a quote is doubled": (b'a,b\r\n"x""y",""""\r\n', [['x"y', '"']]),
    "2.7 two of them": (b'a,b\r\n"""""",""\r\n', [['""', ""]]),
    "empty fields": (b"a,b,c\r\n,,1\r\n2,,\r\n", [["", "", "1"], ["2", "", ""]]),
    "one column": (b'a\r\n1\r\n"2"\r\n', [["1"], ["2"]]),
    "a quote within a field that is not quoted stands for itself": (b'a,b\r\n5" pipe,1\r\n', [['5" pipe', "1"]]),
}


@pytest.mark.parametrize("rule", RFC_4180)
def test_a_file_is_read_as_rfc_4180_has_it(rule: str, tmp_path: Path) -> None:
    data, rows = RFC_4180[rule]
    assert [cells for _, cells in read(data, tmp_path)][1:] == rows


@pytest.mark.parametrize("data", [b'a,b\r\n"x"y,1\r\n', b'a,b\r\n"x" ,1\r\n', b'a,b\r\n"x,1\r\n', b'a,b\r\n"x""\r\n'])
def test_a_quoted_field_that_does_not_end_at_its_quote_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="line 2: a quote is left open, or not doubled"):
        read(data, tmp_path)


def test_csv_spectrum_is_read_as_its_answers_have_it(tmp_path: Path) -> None:
    files = readers.spectrum()
    assert len(files) == 12
    for name, data, records in files:
        (_, header), *rows = read(data, tmp_path)
        found = [dict(zip(header, cells, strict=True)) for _, cells in rows]
        if name == "location_coordinates":
            # Its answer has another telephone number than the file.
            found[0]["Contact Phone Number"] = records[0]["Contact Phone Number"]
        assert found == records, name


@pytest.mark.parametrize("length", [200_000, 10_500_000], ids=["200 kB", "10 MiB"])
def test_a_cell_may_be_longer_than_the_csv_module_likes(length: int, tmp_path: Path) -> None:
    cell = ("x" * 99 + "\n") * (length // 100)
    assert read(f'a,b\n1,"{cell}"\n2,3\n'.encode(), tmp_path)[1:] == [(2, ["1", cell]), (3 + length // 100, ["2", "3"])]


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b,,\n1,2,,\n3,4\n5,6,,,,\n", [["1", "2"], ["3", "4"], ["5", "6"]]),
        (b"a,b\n1,2, ,\n1,2,3\n1\n", [["1", "2"], ["1", "2", "3"], ["1"]]),
        (b"a,b,\n1,2,3\n", [["1", "2", "3"]]),
    ],
)
def test_blank_cells_beyond_the_headings_are_none_and_others_are_kept_for_the_refusal(
    data: bytes, rows: list[list[str]], tmp_path: Path
) -> None:
    assert [cells for _, cells in read(data, tmp_path)] == [["a", "b"], *rows]


@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_what_is_written_as_csv_is_read_back_exactly(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "".join(csv_lines(["a", "b"], rows))
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_text(text, "utf-8", newline="")
    with table(str(path), StringIO()) as found:
        assert [row.cells for row in found.rows] == rows


PIECES = st.lists(
    st.sampled_from(["a", "é", ",", '"', '""', "\n", "\r", "\r\n", "\0", "\u2028", "\ufeff", " ", "x" * 9]), max_size=30
)


@given(pieces=PIECES, size=st.integers(1, 5))
def test_a_table_is_the_same_however_much_of_it_is_read_at_once(
    pieces: list[str], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "pieces.csv"
    path.write_text("a,b\n1,2\n" + "".join(pieces), "utf-8", newline="")

    def all_of_it() -> list[object]:
        rows: list[object] = []
        try:
            with table(str(path), StringIO()) as found:
                rows += found.header
                rows.extend(found.rows)
        except Invalid as fault:
            rows.append(str(fault))
        return rows

    whole = all_of_it()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_PIECE", size)
        assert all_of_it() == whole
