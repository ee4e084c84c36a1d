"""Delimited text, read strictly: every row comes with the line of the file on which it starts.

A fault of the file itself (its encoding, its quotes, its headings) is Invalid and names the line, not what it holds.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from caseload.errors import Invalid

DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\\t": "\t", "\t": "\t"}
"""What may be typed for a delimiter, and the character it stands for."""

LONGEST = 10_000_000
"""Characters in one cell or line: beyond it a quote was left open, or it is no table."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record, and the line on which it starts."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A delimited file, open: its name for people, its headings, and its rows as they are read."""

    name: str
    header: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def table(place: str, stdin: TextIO, delimiter: str | None = None) -> Iterator[Table]:
    """The file at `place`, or stdin for `-`, as a table; without a delimiter the one its headings use.

    Rows that are blank throughout are left out. Raises Invalid for a file that is not delimited text.
    """
    name = "stdin" if place == "-" else place
    csv.field_size_limit(LONGEST)
    with source(place, stdin) as file, TextIOWrapper(file, _encoding(file), "surrogateescape", newline="") as text:
        lines = _lines(name, text)
        first = next(lines, "")
        rows = _rows(name, chain([first], lines), delimiter or _sniffed(first))
        header = next(rows, None)
        if header is None:
            raise Invalid(f"{name} is empty", "a line of headings, then a line a record")
        yield Table(name, _headings(name, header.cells), rows)


def source(place: str, stdin: TextIO) -> BinaryIO:
    """The bytes of the file at `place`, or of stdin for `-`; what cannot be read twice is held in memory."""
    try:
        if place == "-":
            return BytesIO(stdin.buffer.read())
        file = Path(place).open("rb")  # noqa: SIM115 - whoever asked for it closes it
        if file.seekable():
            return file
        with file:
            return BytesIO(file.read())
    except OSError as error:
        raise Invalid(f"{place} cannot be read ({error.strerror})", "a CSV file, or - for stdin") from None


def _encoding(file: BinaryIO) -> str:
    mark = file.read(2)
    file.seek(0)
    return "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _lines(name: str, text: TextIOWrapper) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(LONGEST + 1):
            number += 1
            if fault := _fault(line):
                raise Invalid(f"{name}, line {number}: {fault}", "a table in UTF-8, as CSV UTF-8 in a spreadsheet")
            yield line
    except UnicodeDecodeError:
        raise Invalid(f"{name}, line {number + 1}: not UTF-16", "a table in UTF-8") from None


def _fault(line: str) -> str:
    if len(line) > LONGEST:
        return f"more than {LONGEST:,} characters"
    if "\0" in line:
        return "a NUL character"
    if not line.isascii():
        try:
            line.encode()
        except UnicodeEncodeError:
            return "not UTF-8"
    return ""


def _sniffed(line: str) -> str:
    """The delimiter that parts a line of headings into the most."""
    return max(",;\t|", key=lambda delimiter: len(next(csv.reader([line], delimiter=delimiter))))


def _rows(name: str, lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            fault = "a quote is left open, or not doubled inside a quoted cell"
            raise Invalid(f"{name}, line {line}: {fault}", 'a cell such as "list ""B"""') from None
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield Row(line, cells)


def _headings(name: str, cells: list[str]) -> tuple[str, ...]:
    headings = tuple(cell.strip() for cell in cells)
    if "" in headings:
        raise Invalid(f"{name}: column {headings.index('') + 1} has no heading", "a heading for every column")
    for heading in headings:
        if headings.count(heading) > 1:
            raise Invalid(f'{name}: the heading "{heading}" stands twice', "a heading of its own for every column")
    return headings
