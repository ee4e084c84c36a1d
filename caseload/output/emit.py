"""The one way out for lists and pages, in whatever format was asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from caseload.errors import Invalid
from caseload.output.clean import Harmless
from caseload.output.column import Column, Format, id_place
from caseload.output.page import Page
from caseload.output.terminal import Terminal, stream, tell

T = TypeVar("T")

PART = 1_000
"""Rows of a table that are measured, and held, at once; the next ones get headings and widths of their own."""


def emit(
    rows: Iterable[T],
    columns: Sequence[Column[T]],
    format: Format,  # noqa: A002  the command line's own word
    terminal: Terminal,
    *,
    excel: bool = False,
    group: Callable[[T], str] | None = None,
    title: str = "",
    empty: str = "",
) -> int:
    """Write a list in that format and return the number of its rows; Invalid for --excel without --csv.

    Rows are written as they come, those of a table a PART at a time, each under headings of its own. `group`, `title`
    and `empty` (the sentence for an empty list, on stderr) are for people: they change a table only. Rows come sorted
    by their group.
    """
    if excel and format is not Format.CSV:
        raise Invalid("--excel is a form of CSV", "use it with --csv")
    if format is Format.TABLE:
        return _emit_table(rows, columns, terminal, group, title, empty)
    counted = _Counted(rows)
    stream(terminal, _lines(counted, columns, format, excel))
    return counted.count


def emit_page(page: Page, format: Format, terminal: Terminal) -> None:  # noqa: A002  the command line's own word
    """Write a page: for a table with colours, and through a pager when it is long; in Markdown; else as plain text."""
    page = dated(page, terminal)
    if format is Format.TABLE:
        from caseload.output.table import page_table, present

        present(terminal, page_table(page, terminal))
    elif format is Format.MARKDOWN:
        from caseload.output.markup import page_markdown

        stream(terminal, [page_markdown(page)])
    else:
        from caseload.output.text import page_text

        stream(terminal, [page_text(page)])


def dated(page: Page, terminal: Terminal) -> Page:
    """The page, which says of which past day it tells, where it is one."""
    return page._replace(subtitle=" · ".join(filter(None, (terminal.as_of, page.subtitle)))) if terminal.as_of else page


class _Counted(Iterable[T]):
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[T]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[T]:
        for row in self.rows:
            self.count += 1
            yield row


def _emit_table(
    rows: Iterable[T],
    columns: Sequence[Column[T]],
    terminal: Terminal,
    group: Callable[[T], str] | None,
    title: str,
    empty: str,
) -> int:
    counted = _Counted(rows)
    left = iter(counted)
    parts = iter(lambda: list(islice(left, PART)), [])
    first = next(parts, None)
    if first:
        from caseload.output.table import list_table, present

        others = (Harmless("\n" + list_table(part, columns, terminal, group=group)) for part in parts)
        title = " · ".join(filter(None, (title, terminal.as_of)))
        present(terminal, list_table(first, columns, terminal, group=group, title=title), others)
    elif empty:
        tell(terminal, empty)
    return counted.count


def _lines(rows: Iterable[T], columns: Sequence[Column[T]], wanted: Format, excel: bool) -> Iterable[str]:
    keys = [column.key for column in columns]
    if wanted is Format.IDS:
        from caseload.output.machine import id_lines

        return id_lines(map(columns[id_place(keys)].get, rows))
    getters = [column.get for column in columns]
    return _value_lines(([get(row) for get in getters] for row in rows), keys, wanted, excel)


def _value_lines(values: Iterable[Sequence[object]], keys: Sequence[str], wanted: Format, excel: bool) -> Iterable[str]:
    from caseload.output.machine import csv_lines, json_lines, jsonl_lines, markdown_lines, tsv_lines

    match wanted:
        case Format.CSV:
            return csv_lines(keys, values, excel=excel)
        case Format.JSON:
            return json_lines(keys, values)
        case Format.JSONL:
            return jsonl_lines(keys, values)
        case Format.MARKDOWN:
            return markdown_lines(keys, values)
        case _:
            return tsv_lines(values)
