"""Letters are read as they were meant: by a mark, as asked, or as all bytes allow, and then with a note."""

import os
import threading
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.intake import source
from caseload.intake.delimited import table
from caseload.intake.encoding import ENCODINGS

TEXT = "name,city\nZoë,Málaga\n"


def read(data: bytes, tmp_path: Path, encoding: str | None = None) -> tuple[list[list[str]], str]:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with table(str(path), StringIO(), encoding=encoding) as found:
        return [list(found.header), *(row.cells for row in found.rows)], found.note.partition("; ")[0].rpartition("/")[
            2
        ]


@pytest.mark.parametrize(
    ("data", "asked", "note"),
    [
        (TEXT.encode(), None, ""),
        (TEXT.encode("utf-8-sig"), None, ""),
        (TEXT.encode("utf-16"), None, ""),
        (TEXT.encode("utf-8-sig"), "windows-1252", ""),
        (TEXT.encode("utf-16"), "utf-8", ""),
        (TEXT.encode("utf-16-le"), None, "file.csv is not UTF-8 and is read as utf-16-le"),
        (TEXT.encode("utf-16-be"), None, "file.csv is not UTF-8 and is read as utf-16-be"),
        (TEXT.encode("cp1252"), None, "file.csv is not UTF-8 and is read as windows-1252"),
        (TEXT.encode("cp1252"), "windows-1252", ""),
        (TEXT.encode("iso-8859-1"), "iso-8859-1", ""),
        (TEXT.encode("mac-roman"), "mac-roman", ""),
        (TEXT.encode("utf-16-be"), "utf-16-be", ""),
    ],
)
def test_a_file_is_read_in_the_encoding_it_has(data: bytes, asked: str | None, note: str, tmp_path: Path) -> None:
    assert read(data, tmp_path, asked) == ([["name", "city"], ["Zoë", "Málaga"]], note)


@pytest.mark.parametrize(
    ("data", "asked", "said"),
    [
        ("ë,é".encode() + b"\n1,\xe9\n", None, "line 2, character 3: not UTF-8"),
        (b"a,b\n1," + b"\x81\n", None, "line 2, character 3: not UTF-8"),
        (b"a,b\n1,2\n\x81,", "windows-1252", "line 3, character 1: not Windows-1252"),
        (b"a,b\n1,\xe9\n", "utf-8", "line 2, character 3: not UTF-8"),
        ("a,b\n1,".encode("utf-16-le") + b"\x00\xd8\n\x00", None, "line 2, character 3: not UTF-16-LE"),
        (b"a,b\n1,\x82\n", "shift-jis", "line 2, character 3: not CP932"),
    ],
)
def test_bytes_that_mean_nothing_are_named_by_line_and_character(
    data: bytes, asked: str | None, said: str, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match=said) as caught:
        read(data, tmp_path, asked)
    assert "--encoding" in str(caught.value)


def test_a_letter_between_two_blocks_does_not_make_two_encodings_one(tmp_path: Path) -> None:
    start = b"a,b\n" + b"1,2\n" * ((1 << 18) - 2) + b"1,"
    assert len(start) == (1 << 20) - 2
    for cut in (start + "xë".encode(), start + "€".encode()):
        read(cut + b"\n", tmp_path)
        with pytest.raises(Invalid, match="not UTF-8"):
            read(cut + b"\n1,\xe9\n", tmp_path)


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_that_may_be_asked_for_is_one(name: str, tmp_path: Path) -> None:
    data = "a,b\n1,2\n".encode(ENCODINGS[name].removesuffix("-sig"))
    assert read(data, tmp_path, name) == ([["a", "b"], ["1", "2"]], "")


def test_a_long_pipe_is_put_into_a_file_without_a_name_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "SMALL", 64)
    data, spool = b"a,b\n" + b"1,2\n" * 500, tmp_path / "state"
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(data))
    writer.start()
    with table(str(tmp_path / "pipe"), StringIO(), spool=spool) as found:
        held = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
        assert any(one.startswith(str(spool)) and one.endswith("(deleted)") for one in held)
        assert len(list(found.rows)) == 500
        assert (found.size, found.position()) == (len(data), len(data))
        assert list(spool.iterdir()) == []
    writer.join()
    with table("-", TextIOWrapper(BytesIO(data)), spool=spool) as found:
        assert len(list(found.rows)) == 500
    assert (spool.stat().st_mode & 0o777, list(spool.iterdir())) == (0o700, [])


@given(
    data=st.binary(max_size=400) | st.text('a,;\t|"\r\n\0ë', max_size=60).map(str.encode),
    asked=st.sampled_from([None, *ENCODINGS]),
)
def test_any_bytes_are_a_table_or_a_fault_in_one_sentence(
    data: bytes, asked: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        rows, _ = read(data, tmp_path_factory.getbasetemp(), asked)
    except Invalid as error:
        rows = [str(error).splitlines()]
    assert all(rows)
    assert "\0" not in "".join(cell for row in rows for cell in row)


CELLS = st.text(st.characters(codec="cp1252", exclude_characters="\0"), max_size=8) | st.sampled_from(
    ['"', '""', "a,b", "a;b", "a\tb", "a|b", "\r", "\n", "\r\n", "00501", " x ", "'", "é", "€"]
)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, st.just("x")), max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "iso-8859-15"]),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read_back_in_every_encoding_delimiter_and_line_end(
    rows: list[tuple[str, ...]], encoding: str, delimiter: str, end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    codec = {"utf-8": "utf-8"}.get(encoding, ENCODINGS.get(encoding, encoding))
    meant = [[cell.encode(codec, "replace").decode(codec) for cell in row] for row in [("one", "two", "three"), *rows]]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in meant]
    data = "".join(delimiter.join(row) + end for row in quoted).encode(codec)
    asked = encoding if encoding in ENCODINGS else None
    assert read(data, tmp_path_factory.getbasetemp(), asked)[0] == meant
