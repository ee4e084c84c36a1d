"""Delimited text, read strictly: every row comes with the line of the file on which it starts.

A fault of the file itself (its encoding, its quotes, its headings) is Invalid and names the line, not what it holds.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, StringIO, TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from caseload.errors import Invalid
from caseload.intake.encoding import ERRORS, UNDECODABLE, encoding_of
from caseload.intake.source import source

DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\\t": "\t", "\t": "\t"}
"""What may be typed for a delimiter, and the character it stands for."""

LONGEST = 1 << 24
"""Characters in one cell, one line or one row: beyond it a quote was left open, or it is no table."""


class Row(NamedTuple):
    """The cells of one record, and the line on which it starts."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A delimited file, open: its name for people, its headings, and its rows as they are read.

    `note` says what was concluded about its encoding; `size` and `position` are bytes, and how many of them are read.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    delimiter: str
    note: str
    size: int
    position: Callable[[], int]


@contextmanager
def table(
    place: str, stdin: TextIO, delimiter: str | None = None, encoding: str | None = None, spool: Path | None = None
) -> Iterator[Table]:
    """The file at `place`, or stdin for `-`, as a table; without a delimiter the one its headings use.

    `encoding` is one of ENCODINGS, or concluded; `spool` is the folder in which a long pipe is put down. Rows that are
    blank throughout are left out. Raises Invalid for a file that is not delimited text.
    """
    name = "stdin" if place == "-" else place
    csv.field_size_limit(LONGEST)
    with source(place, stdin, spool) as file:
        _refuse_workbook(name, file.read(8))
        size = file.seek(0, SEEK_END)
        file.seek(0)
        codec, note = encoding_of(file, name, encoding)
        with TextIOWrapper(file, codec, ERRORS, newline="") as text:
            lines = _Lines(name, text)
            if _JSON.match(lines.first):
                # Its records would be told as headings that nothing maps, names and all.
                raise Invalid(f"{name} is JSON", "a CSV file, as caseload export KIND --csv writes it")
            declared = _DECLARED.fullmatch(lines.first)
            sign = delimiter or (declared[1] if declared else _sniffed(lines.first))
            rows = _rows(name, lines, sign)
            header = next(rows, None)
            if declared:
                header = next(rows, None)
            if header is None:
                raise Invalid(f"{name} is empty", "a line of headings, then a line a record")
            headings = _headings(name, header)
            yield Table(name, headings, _fitted(rows, len(headings)), sign, note, size, file.tell)


def _refuse_workbook(name: str, start: bytes) -> None:
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        raise Invalid(f"{name} is a workbook or an archive, not text", "save each sheet as CSV UTF-8, and import those")


class _Lines:
    """The lines of a file, looked through many at a time; `room` is how much more the row under way may take."""

    def __init__(self, name: str, text: TextIOWrapper) -> None:
        self._name = name
        self._text = text
        self._number = 0
        self.room = LONGEST
        self._pieces = self._read()
        self._first_piece = next(self._pieces, [""])
        self._first_piece[0] = self._first_piece[0].removeprefix("\ufeff")
        self.first = self._first_piece[0]

    def __iter__(self) -> Iterator[str]:
        return filter(None, chain(self._first_piece, chain.from_iterable(self._pieces)))

    def _read(self) -> Iterator[list[str]]:
        rest, before = "", 0
        while piece := self._text.read(max(_PIECE, min(len(rest), LONGEST - len(rest)))):
            piece = rest + piece
            lines = StringIO(piece, newline="").readlines()
            # After a CR at its end the LF may be to come.
            rest = "" if lines[-1].endswith("\n") else lines.pop()
            if "\0" in piece or UNDECODABLE in piece or len(piece) > LONGEST:
                yield from self._looked_at([*lines, rest])
            # All that was handed on before is read, and the row under way may have begun at its end.
            self.room -= before if self.room < LONGEST else 1
            if self.room < 0:
                raise csv.Error
            before = len(piece) - len(rest)
            self._number += len(lines)
            if lines:
                yield lines
        yield [rest]

    def _looked_at(self, lines: list[str]) -> Iterator[list[str]]:
        """Nothing where each of the lines can be read, else those before one that cannot, which raises Invalid."""
        for place, line in enumerate(lines):
            if "\0" in line or UNDECODABLE in line or len(line) > LONGEST:
                if place:
                    yield lines[:place]
                raise Invalid(f"{self._name}, line {self._number + place + 1}{self._fault(line)}", _accepted(line))

    def _fault(self, line: str) -> str:
        if "\0" in line:
            return f", character {line.index(chr(0)) + 1}: a NUL character"
        if UNDECODABLE not in line:
            return f": more than {LONGEST:,} characters"
        codec = self._text.encoding
        name = codec.upper().replace("-SIG", "").replace("CP125", "Windows-125")
        return f", character {line.index(UNDECODABLE) + 1}: not {name}"


_PIECE = 1 << 16
"""Characters that are read at once."""


def _accepted(line: str) -> str:
    """What helps against a line that cannot be read."""
    if "\0" in line:
        return "text without it; tr -d '\\000' <FILE >NEW takes it out"
    if UNDECODABLE not in line:
        return "cells and lines up to that length"
    return "a table in UTF-8, as CSV UTF-8 in a spreadsheet, or --encoding with the one it was saved in"


_DECLARED = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
"""The line that Excel reads, and writes, before the headings."""


_JSON = re.compile(r'\s*(\[\s*$|(\[\s*)?\{\s*("|$))')
"""How the first line of an array or an object begins."""


def _sniffed(line: str) -> str:
    """The delimiter that parts a line of headings into the most."""
    return max(",;\t|", key=lambda delimiter: len(next(csv.reader([line], delimiter=delimiter), ())))


def _rows(name: str, lines: _Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            # A letter or a digit is seen at once, as most rows begin with one.
            if (cells and "0" <= cells[0][:1] <= "z") or any(map(str.strip, cells)):
                yield Row(line, cells)
            line = reader.line_num + 1
            lines.room = LONGEST
    except csv.Error as error:
        fault = "a quote is left open, or not doubled inside a quoted cell"
        if lines.room < 0 or "limit" in str(error):
            fault = f"a quote is left open, or a cell or a row has more than {LONGEST:,} characters"
        raise Invalid(f"{name}, line {line}: {fault}", 'a cell such as "list ""B"""') from None


def _fitted(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """The rows without the blank cells that spreadsheets write beyond the last heading."""
    for row in rows:
        if len(row.cells) > width and not any(map(str.strip, row.cells[width:])):
            del row.cells[width:]
        yield row


def _headings(name: str, header: Row) -> tuple[str, ...]:
    headings = tuple(cell.strip() for cell in header.cells)
    while not headings[-1]:
        headings = headings[:-1]
    where = f"{name}, line {header.line}"
    if len(headings) > _WIDEST:
        raise Invalid(f"{where}: more than {_WIDEST:,} headings", "a table of so many columns or fewer")
    if "" in headings:
        raise Invalid(f"{where}: column {headings.index('') + 1} has no heading", "a heading for every column")
    for heading in headings:
        if headings.count(heading) > 1:
            raise Invalid(f'{where}: the heading "{heading}" stands twice', "a heading of its own for every column")
    return headings


_WIDEST = 2_000
"""Columns of a table; each is asked what it may mean."""

_ROWS, _LETTERS = 500, 1_000_000
"""What is looked at together, and is in memory: so many rows, or so many letters of them."""

_FEW = 10


def blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows many at a time, fewer where they are long."""
    left, block, letters = iter(rows), [], 0
    while few := list(islice(left, min(_FEW, _ROWS))):
        block += few
        letters += sum(map(len, chain.from_iterable(row.cells for row in few)))
        if len(block) >= _ROWS or letters >= _LETTERS:
            yield block
            block, letters = [], 0
    if block:
        yield block
