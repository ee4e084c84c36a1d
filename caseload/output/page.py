"""A page for people (today, the agenda, the digest, a client's file): what it says, not how it looks.

`text` and `table` render the same page, for pipes and for terminals.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from caseload.output.column import Column, grouped
from caseload.output.layout import LEAST_TEXT

T = TypeVar("T")


class Gathered(NamedTuple):
    """A line for many rows of one kind: what they are, and the command that does them or shows them."""

    said: str
    command: str

    def __str__(self) -> str:
        """Both in one line."""
        return f"{self.said}: {self.command}"


class Listing(NamedTuple, Generic[T]):
    """Rows in columns, a line each, sorted by `group` (a client, a day) if there is one.

    What is `gathered` stands below them. A `limit` above 0 shows that many rows and counts the others, with `rest`
    saying where they are. Without `headings` a column that is empty in every row is left out.
    """

    rows: Sequence[T]
    columns: Sequence[Column[T]]
    group: Callable[[T], str] | None = None
    limit: int = 0
    rest: str = ""
    headings: bool = False
    gathered: tuple[Gathered, ...] = ()
    unread: int = 0
    """Rows that there are beside these."""
    least_text: int = LEAST_TEXT
    """The room below which a text is not squeezed beside the other columns."""

    def first(self) -> Sequence[T]:
        """The rows to show."""
        return self.rows[: self.limit] if self.limit else self.rows

    def filled(self) -> Sequence[Column[T]]:
        """The columns to show."""
        if self.headings:
            return self.columns
        return [column for column in self.columns if any(map(column.shown, self.first()))]

    def grouped(self) -> list[tuple[str, list[T]]]:
        """The rows to show, under the names of their groups."""
        return grouped(self.first(), self.group)

    def others(self) -> str:
        """One line on the rows that are not shown; empty when all are."""
        count = max(0, self.unread) + len(self.rows) - len(self.first())
        said = f"and {count} more" if count else ""
        return f"{said}: {self.rest}" if said and self.rest else said


class Facts(NamedTuple):
    """Labels and values, a pair a line; `styles` gives the style word of a label's value."""

    pairs: tuple[tuple[str, object], ...]
    styles: Mapping[str, str] = MappingProxyType({})


class Lines(NamedTuple):
    """Prose: paragraphs, a string each."""

    lines: tuple[str, ...]


Body = Listing[Any] | Facts | Lines


class Section(NamedTuple):
    """A heading, what stands under it, and perhaps a sentence between the two."""

    heading: str
    body: Body = Lines(())
    note: str = ""


class Page(NamedTuple):
    """A title, sections in reading order, and a last line."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = ()
    footer: str = ""
