"""Lists: their columns, their formats, and `emit`, the one way out for all of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, groupby, islice
from typing import Generic, NamedTuple, TypeVar

from caseload.errors import Invalid
from caseload.output.clean import clean, shown
from caseload.output.terminal import Terminal, stream, tell

T = TypeVar("T")


class Format(StrEnum):
    """A form of output; plain is a page as text, and for a list the same as tsv."""

    TABLE = "table"
    PLAIN = "plain"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    IDS = "ids"
    MARKDOWN = "markdown"


PART = 1_000
"""Rows of a table that are measured, and held, at once; the next ones get headings and widths of their own."""

HELD = 10_000
"""Rows that are read before the first of them goes to a pager."""

FILES = {
    **{one.value: one for one in (Format.CSV, Format.TSV, Format.JSON, Format.JSONL)},
    "md": Format.MARKDOWN,
    "txt": Format.PLAIN,
}
"""The format that the ending of a file names."""


def format_for(asked: Format | None, is_tty: bool) -> Format:
    """The format asked for; else a table on a terminal and plain lines anywhere else."""
    return asked or (Format.TABLE if is_tty else Format.PLAIN)


class Column(NamedTuple, Generic[T]):
    """One column of a list of T.

    `key` is its public name, in headers and JSON; `heading` its name for people, made from the key when empty.
    `get` gives the stored value and `say`, if there, what people read in its place.
    Only `text` (free text) is ever cut on a terminal. `style` says late, soon, good, quiet or nothing; it only
    repeats what the words say, since not every terminal has colours.
    """

    key: str
    get: Callable[[T], object]
    heading: str = ""
    text: bool = False
    right: bool = False
    style: Callable[[T], str] | None = None
    say: Callable[[T], object] | None = None

    def title(self) -> str:
        """The heading for people, as one clean line: of `sql` it is whatever was asked for."""
        return clean(self.heading or self.key.replace("_", " ").capitalize())

    def shown(self, row: T) -> str:
        """The row's cell as one clean line for people."""
        return shown((self.say or self.get)(row))

    def styled(self, row: T) -> str:
        """The style word of the row's cell."""
        return self.style(row) if self.style else ""


def choose(columns: Sequence[Column[T]], fields: str | None) -> Sequence[Column[T]]:
    """The columns that `--fields id,due` names, in its order, or all of them; Invalid for any other name."""
    if fields is None:
        return columns
    by_key = {column.key: column for column in columns}
    accepted = f"--fields takes {', '.join(by_key)}"
    chosen: dict[str, Column[T]] = {}
    for name in map(str.strip, fields.split(",")):
        if name not in by_key:
            raise Invalid("is not a column here" if name else "names an empty column", accepted, typed=name or fields)
        if name in chosen:
            raise Invalid("is named twice", accepted, typed=name)
        chosen[name] = by_key[name]
    return tuple(chosen.values())


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


def grouped(rows: Iterable[T], group: Callable[[T], str] | None) -> list[tuple[str, list[T]]]:
    """The rows under the clean names of their groups, as they follow one another; under no name without groups."""
    if group is None:
        return [("", list(rows))]
    return [(clean(name), list(members)) for name, members in groupby(rows, group)]


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
    if terminal.page:
        # Whoever reads on in a pager holds the file open while there are rows to come, and others wait to write.
        left = chain(list(islice(left, HELD)), left)
    parts = iter(lambda: list(islice(left, PART)), [])
    first = next(parts, None)
    if first:
        from caseload.output.table import list_table, present  # noqa: PLC0415  Rich, only for a table

        others = ("\n" + list_table(part, columns, terminal, group=group) for part in parts)
        present(terminal, list_table(first, columns, terminal, group=group, title=title), others)
    elif empty:
        tell(terminal, empty)
    return counted.count


def _lines(rows: Iterable[T], columns: Sequence[Column[T]], wanted: Format, excel: bool) -> Iterable[str]:
    keys = [column.key for column in columns]
    if wanted is Format.IDS:
        from caseload.output.machine import id_lines  # noqa: PLC0415 - as in _value_lines

        return id_lines(map(columns[id_place(keys)].get, rows))
    getters = [column.get for column in columns]
    return _value_lines(([get(row) for get in getters] for row in rows), keys, wanted, excel)


def _value_lines(values: Iterable[Sequence[object]], keys: Sequence[str], wanted: Format, excel: bool) -> Iterable[str]:
    # Here and not at the top: a page needs none of them.
    from caseload.output.machine import csv_lines, json_lines, jsonl_lines, markdown_lines, tsv_lines  # noqa: PLC0415

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


def id_place(keys: Sequence[str]) -> int:
    """Where the column is that --ids prints; Invalid where it was left out."""
    if "id" not in keys:
        raise Invalid("--ids prints the column id", "name it in --fields, or leave --fields out")
    return keys.index("id")
