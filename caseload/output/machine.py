"""The formats that programs read: every function gives lines as they are written, with their line ends."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

try:
    # By itself, without the rest of `json`, which takes a fifth as long to load as Python to start.
    from _json import encode_basestring as _quoted
except ImportError:
    from json.encoder import encode_basestring as _quoted

from caseload.records.of.values import cell, jsonable

Row = Sequence[object]

# What would move a terminal, or break a line for somebody, is spelled out; a backslash is doubled, so nothing is lost.
_TSV = {code: f"\\x{code:02x}" for code in [*range(0x20), *range(0x7F, 0xA0)]}
_TSV |= {0x2028: "\\u2028", 0x2029: "\\u2029"} | str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"})
_TSV_BEYOND = {code: text for code, text in _TSV.items() if code >= 0x7F}

# What csv's writer writes as `cell` would.
_PLAIN = frozenset((str, int, type(None)))

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tsv_cell(value: object) -> str:
    r"""A cell of a line: `\t`, `\n`, `\r`, `\\` for these, `\x1b` for other controls."""
    return cell(value).translate(_TSV)


def tsv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A record a line, tabs between cells."""
    for row in rows:
        yield "\t".join(map(tsv_cell, row)) + "\n"


def tsv_mended(line: str) -> str:
    """A line in which only controls beyond ASCII's first, and Unicode's own line ends, are still to be spelled out."""
    return line if line.isascii() and "\x7f" not in line else line.translate(_TSV_BEYOND)


def csv_cell(value: object, *, excel: bool = False) -> str:
    """A cell as `csv_rows` quotes it among others."""
    return next(csv_rows([(value, "")], excel=excel)).rstrip("\r\n")[:-1]


def csv_rows(rows: Iterable[Row], *, excel: bool = False) -> Iterator[str]:
    """The records as RFC 4180 quotes them, with LF; for Excel with CRLF and guarded formulas."""
    # Neither this nor `json` is loaded for a list of tabs, such as `overdue` is in a pipe.
    import csv

    write = csv.writer(_Line()).writerow
    for row in rows:
        if excel:
            yield write(map(_for_excel, row))
        else:
            # csv quotes a lone CR only where CR is part of the line end; so it writes CRLF, and LF is put in its place.
            easy = _PLAIN.issuperset(map(type, row))
            yield write(row if easy else [one if type(one) in _PLAIN else cell(one) for one in row])[:-2] + "\n"


def csv_file(keys: Sequence[str], lines: Iterable[str], *, excel: bool = False) -> Iterator[str]:
    """A header and the lines of `csv_rows`; for Excel with a BOM."""
    header = next(csv_rows([keys]))
    yield "\ufeff" + header[:-1] + "\r\n" if excel else header
    yield from lines


def csv_lines(keys: Sequence[str], rows: Iterable[Row], *, excel: bool = False) -> Iterator[str]:
    """A header and the records as CSV."""
    return csv_file(keys, csv_rows(rows, excel=excel), excel=excel)


def json_cell(value: object) -> str:
    """A value in JSON."""
    return _JSON.get(type(value), _json)(value)


def jsonl_lines(keys: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A JSON object a line."""
    # A frame to fill in: the encoder takes three times as long over a dict a row.
    frame = "{" + ", ".join(_quoted(key).replace("%", "%%") + ": %s" for key in keys) + "}\n"
    for row in rows:
        yield unbroken(frame % tuple(map(json_cell, row)))


def unbroken(text: str) -> str:
    """JSON that a reader which splits lines as Python or JavaScript do takes for one line: those are spelled out."""
    if text.isascii():
        return text
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def json_array(lines: Iterable[str]) -> Iterator[str]:
    """One JSON array of the lines of `jsonl_lines`; `[]` without any."""
    before = "[\n"
    for line in lines:
        yield before + line[:-1]
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def json_lines(keys: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """One JSON array, an object a line; `[]` without records."""
    return json_array(jsonl_lines(keys, rows))


def markdown_lines(keys: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    r"""A pipe table (GitHub, pandoc): a record a line, `<br>` for a line break, a backslash before what is a mark."""
    yield _piped([_heading(key) for key in keys])
    yield _piped(["---"] * len(keys))
    for row in rows:
        yield _piped([_markdown(cell(value)) for value in row])


def id_lines(ids: Iterable[object]) -> Iterator[str]:
    """Each id once, in the order of its first record."""
    seen: set[str] = set()
    for one in map(cell, ids):
        if one not in seen:
            seen.add(one)
            yield one + "\n"


def _heading(key: str) -> str:
    # A name as SQL and Python have it is no mark in Markdown, and stays as it is promised.
    return key if re.fullmatch("[A-Za-z0-9]+(_[A-Za-z0-9]+)*", key) else _markdown(key)


def _piped(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


# Controls have no place in Markdown; entities spell out what a reader would take for a mark or a line of its own.
_MARKDOWN = {code: 0x2400 + code for code in range(0x20)} | dict.fromkeys([*range(0x7F, 0xA0)], 0xFFFD)
_MARKDOWN |= str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]#|~$^@"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_MARKDOWN |= {0x09: " "}


def _markdown(text: str) -> str:
    lines = re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", text) if text else []
    return "<br>".join(line.translate(_MARKDOWN).strip() for line in lines)


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """What was `guarded`, as it stood before."""
    return text[1:] if text.startswith("'") and _needs_guard(text) else text


def _needs_guard(text: str) -> bool:
    # One that already looks guarded gets another, so that taking one off always gives back what was there.
    return text.lstrip("'").startswith(_FORMULA)


class _Line:
    """A file that hands each line back: csv's writer returns what its file's `write` returns."""

    # Not a method of Python's, which would be called for each line.
    write = str


def _for_excel(value: object) -> str:
    # A number is no formula, and must stay a number in the sheet.
    return cell(value) if isinstance(value, int | float) else guarded(cell(value))


def _json(value: object) -> str:
    return _encoder()(jsonable(value))


@cache
def _encoder() -> Callable[[object], str]:
    import json

    return json.JSONEncoder(ensure_ascii=False).encode


# The common types by themselves, the others by way of `jsonable`.
_JSON: Mapping[type, Callable[[Any], str]] = {str: _quoted, int: str, type(None): lambda _: "null"}
