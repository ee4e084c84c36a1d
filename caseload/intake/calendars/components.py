"""The components of a calendar file (RFC 5545), each with the lines it stands on; nothing is believed about the file.

What is wrong with the file as a whole is Invalid and names the line, never what the line holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader, StringIO
from pathlib import Path
from typing import BinaryIO, TextIO

from caseload.errors import Invalid
from caseload.records.of.uid import DATABASE

LARGEST = 10_000_000
"""Bytes of a file: twenty years of a full diary are less."""

MOST = 20_000
"""Components in a file, alarms counted."""

MOST_LINES = 500_000
"""Lines in a file: of the usual length they are twice as much as a file may have."""

LONGEST = 100_000
"""Characters of a line that is read, its folds undone; attachments are passed over."""

_DEEPEST = 6
"""A calendar, a time zone and its observance are three."""

_HEAD = b"BEGIN:VCALENDAR"

_ACCEPTED = "a calendar saved as .ics (RFC 5545)"

_READ = frozenset(
    ("METHOD", DATABASE, "UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE",
     "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "SEQUENCE", "TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"),
)  # fmt: skip
"""The properties that are read; a file may be full of others."""


@dataclass
class Part:
    """One component: its name, the line on which it begins, its properties by line, and what stands in it."""

    name: str
    line: int
    properties: list[tuple[int, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def line_of(self, name: str) -> int:
        """The line of a property, else the one on which the component begins."""
        return next((number for number, text in self.properties if _name(text) == name), self.line)

    def text(self) -> str:
        """The component in content lines, unfolded."""
        inner = (part.text() for part in self.parts)
        return "".join((f"BEGIN:{self.name}\r\n", *(f"{one}\r\n" for _, one in self.properties), *inner, self.end))

    @property
    def end(self) -> str:
        """Its last line."""
        return f"END:{self.name}\r\n"


def is_calendar(place: str, stdin: TextIO) -> bool:
    """Whether the file at `place`, or what comes from stdin for `-`, is a calendar: by its ending or its first line."""
    if place != "-":
        return Path(place).suffix.lower() in (".ics", ".ical") or _begins(Path(place))
    buffer = stdin.buffer
    if isinstance(buffer, BufferedReader):
        return buffer.peek(64).lstrip(_BLANK).upper().startswith(_HEAD)
    start = buffer.read(64)
    buffer.seek(0)
    return start.lstrip(_BLANK).upper().startswith(_HEAD)


_BLANK = b"\xef\xbb\xbf \t\r\n"


def _begins(path: Path) -> bool:
    try:
        # What is no plain file cannot be read twice.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(64).lstrip(_BLANK).upper().startswith(_HEAD)
    except OSError:
        return False


def calendars(place: str, stdin: TextIO) -> list[Part]:
    """The calendars in the file at `place`, or in stdin for `-`; raises Invalid for what is none, or is too much."""
    name = "stdin" if place == "-" else place
    try:
        if place == "-":
            data = _some(stdin.buffer)
        else:
            with Path(place).open("rb") as file:
                data = _some(file)
    except OSError as error:
        raise Invalid(f"{name} cannot be read ({error.strerror})", f"{_ACCEPTED}, or - for stdin") from None
    if len(data) > LARGEST:
        raise Invalid(f"{name} is larger than {LARGEST // 1_000_000} MB", "a calendar of fewer years")
    return _Reading(name).read(_decoded(name, data))


def _some(file: BinaryIO) -> bytes:
    return file.read(LARGEST + 1)


def _decoded(name: str, data: bytes) -> str:
    """The text; what is wrong with a byte is told by its line."""
    nul = data.find(b"\0")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        nul = min(error.start, nul) if nul >= 0 else error.start
        text = ""
    if nul < 0:
        return text
    what = "a NUL character" if data[nul] == 0 else "not UTF-8"
    line = data.count(b"\n", 0, nul) + 1
    raise Invalid(f"{name}, line {line}: {what}", f"{_ACCEPTED}, in UTF-8")


class _Reading:
    """One file under way."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[Part] = []
        self._found: list[Part] = []
        self._count = 0

    def read(self, text: str) -> list[Part]:
        """The calendars of a whole text."""
        for number, line in self._unfolded(text):
            word = _name(line)
            if word == "BEGIN":
                self._begin(number, line)
            elif word == "END":
                self._end(number, line)
            elif not self._open and line.strip():
                raise self._invalid(number, "stands outside a calendar" if self._found else "is no calendar")
            elif word in _READ:
                self._open[-1].properties.append((number, line))
        if self._open:
            raise self._invalid(self._open[-1].line, "begins what never ends; the file may be cut short")
        if not self._found:
            raise Invalid(f"{self._name} is empty", _ACCEPTED)
        return self._found

    def _unfolded(self, text: str) -> Iterator[tuple[int, str]]:
        """Content lines with the number of their first; of those that are not read only the beginning."""
        begun, pieces, size = 1, list[str](), 0
        for number, raw in enumerate(StringIO(text, newline="\n"), 1):
            line = raw.rstrip("\r\n")
            if number > MOST_LINES:
                raise self._invalid(number, f"more than {MOST_LINES:,} lines")
            if not line:
                continue
            if line[:1] in (" ", "\t") and pieces:
                if _name(pieces[0]) in _READ:
                    pieces.append(line[1:])
                    size += len(line) + 1
            else:
                if pieces:
                    yield begun, "".join(pieces)
                begun, pieces, size = number, [line if _name(line) in _KNOWN else line[:80]], len(line)
            if size > LONGEST and _name(pieces[0]) in _KNOWN:
                raise self._invalid(begun, f"more than {LONGEST:,} characters")
        if pieces:
            yield begun, "".join(pieces)

    def _begin(self, number: int, line: str) -> None:
        name = line[6:].strip().upper()
        self._count += 1
        if not re.fullmatch(r"[A-Z0-9-]{1,60}", name):
            raise self._invalid(number, "begins a component without a name")
        if not self._open and name != "VCALENDAR":
            raise self._invalid(number, "is no calendar")
        if len(self._open) >= _DEEPEST:
            raise self._invalid(number, f"components stand in one another more than {_DEEPEST} deep")
        if self._count > MOST:
            raise self._invalid(number, f"more than {MOST:,} components")
        self._open.append(Part(name, number))

    def _end(self, number: int, line: str) -> None:
        name = line[4:].strip().upper()
        if not self._open or self._open[-1].name != name:
            raise self._invalid(number, "ends what did not begin")
        part = self._open.pop()
        if self._open:
            # An alarm and the like is not read.
            if self._open[-1].name in ("VCALENDAR", "VTIMEZONE"):
                self._open[-1].parts.append(part)
        else:
            self._found.append(part)

    def _invalid(self, line: int, fault: str) -> Invalid:
        return Invalid(f"{self._name}, line {line}: {fault}", _ACCEPTED)


_KNOWN = _READ | {"BEGIN", "END"}


def _name(line: str) -> str:
    """The name of a content line, in capitals."""
    found = re.match(r"[A-Za-z0-9-]{1,40}", line)
    return found[0].upper() if found else ""
