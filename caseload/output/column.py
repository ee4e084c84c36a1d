"""A column of a list, and the forms in which lists go out."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from caseload.errors import Invalid
from caseload.output.clean import clean, shown
from caseload.output.width import width

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


FILES = {
    **{one.value: one for one in (Format.CSV, Format.TSV, Format.JSON, Format.JSONL)},
    "md": Format.MARKDOWN,
    "txt": Format.PLAIN,
}
"""The format that the ending of a file names."""


def format_for(asked: Format | None, is_tty: bool) -> Format:
    """The format asked for; else a table on a terminal and plain lines anywhere else."""
    return asked or (Format.TABLE if is_tty else Format.PLAIN)


Under = str | Sequence[str] | None
"""What stands below a row: in one wording or several, the fullest first, of which a terminal takes one that fits."""


class Column(NamedTuple, Generic[T]):
    """One column of a list of T.

    `key` is its public name, in headers and JSON; `heading` its name for people, made from the key when empty.
    `get` gives the stored value and `say`, if there, what people read in its place.
    Only `text` (free text) is ever cut on a terminal; what is said `under` a row stands whole below it.
    What is `spare` says what another column says too, or the record's page: it is left out, the last one first, where a
    terminal has no room for it beside every text in full.
    `drawn` is how long a bar is, from 0 to 1, where what people read is one: a document draws it.
    `style` says late, soon, good, quiet or nothing; it only repeats what the words say, since not every terminal has
    colours.
    """

    key: str
    get: Callable[[T], object]
    heading: str = ""
    text: bool = False
    right: bool = False
    style: Callable[[T], str] | None = None
    say: Callable[[T], object] | None = None
    under: Callable[[T], Under] | None = None
    spare: bool = False
    drawn: Callable[[T], float | None] | None = None

    def title(self) -> str:
        """The heading for people, as one clean line: of `sql` it is whatever was asked for."""
        return clean(self.heading or self.key.replace("_", " ").capitalize())

    def shown(self, row: T) -> str:
        """The row's cell as one clean line for people."""
        return shown((self.say or self.get)(row))

    def styled(self, row: T) -> str:
        """The style word of the row's cell."""
        return self.style(row) if self.style else ""


def said_under(columns: Sequence[Column[T]], row: T, room: int = 0) -> str:
    """What stands whole below a row, as one clean line; mostly nothing.

    In its fullest wording or, where there is only so much `room`, in the fullest that fits, else the shortest.
    """
    found = [column.under(row) for column in columns if column.under]
    several = [(one,) if isinstance(one, str) else one for one in found if one]
    return clean("; ".join(filter(None, (_fitting(wordings, room) for wordings in several))))


def _fitting(wordings: Sequence[str], room: int) -> str:
    return next((one for one in wordings if not room or width(one) <= room), wordings[-1]) if wordings else ""


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


def grouped(rows: Iterable[T], group: Callable[[T], str] | None) -> list[tuple[str, list[T]]]:
    """The rows under the clean names of their groups, as they follow one another; under no name without groups."""
    if group is None:
        return [("", list(rows))]
    return [(clean(name), list(members)) for name, members in groupby(rows, group)]


def id_place(keys: Sequence[str]) -> int:
    """Where the column is that --ids prints; Invalid where it was left out."""
    if "id" not in keys:
        raise Invalid("--ids prints the column id", "name it in --fields, or leave --fields out")
    return keys.index("id")
