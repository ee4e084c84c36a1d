"""Delimited text of every make is read as it was meant, each row with its line; what is not is named by its line."""

import os
import threading
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import TEXT

from caseload.errors import Invalid
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


def test_a_cell_may_be_longer_than_the_csv_module_likes(tmp_path: Path) -> None:
    assert len(read(b"a,b\n1," + b"x" * 200_000 + b"\n", tmp_path)[1][1][1]) == 200_000


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
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line_and_not_with_its_text(
    data: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(Invalid) as caught:
        read(data, tmp_path)
    assert said in str(caught.value)
    assert "caf" not in str(caught.value)


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


@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_what_is_written_as_csv_is_read_back_exactly(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "".join(csv_lines(["a", "b"], rows))
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_text(text, "utf-8", newline="")
    with table(str(path), StringIO()) as found:
        assert [row.cells for row in found.rows] == rows
