"""Lists and pages on a terminal. Imports Rich, and is itself imported only when a table is wanted."""
# ruff: noqa: TID253  the owner of Rich

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from itertools import repeat
from typing import Generic, TypeVar

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from caseload.output.clean import Harmless, clean, clean_lines, shown_lines
from caseload.output.column import Column, said_under
from caseload.output.layout import GAP, USUAL, fit, flow
from caseload.output.page import Body, Facts, Lines, Listing, Page, Section
from caseload.output.pager import present
from caseload.output.terminal import Terminal

__all__ = ["list_table", "page_table", "present"]

T = TypeVar("T")
Cells = Sequence[Text]

# Of the eight basic colours only these can be read on white as well as on black; dim and bright ones vanish on one.
_STYLES = {"late": "bold red", "soon": "magenta", "good": "green"}

_INDENT = "  "
_STEP = "    "

# Longer lines of prose are hard to read.
_WIDEST_PROSE = 100


def list_table(
    rows: Sequence[T],
    columns: Sequence[Column[T]],
    terminal: Terminal,
    *,
    group: Callable[[T], str] | None = None,
    title: str = "",
) -> Harmless:
    """The rows under their headings, as lines for the terminal; ids and dates are whole at any width."""
    screen = _Screen(terminal)
    lines = [*screen.bold(title), ""] if title else []
    lines += screen.listing(Listing(rows, columns, group, headings=True), terminal.width)
    return Harmless("\n".join([*lines, ""]))


def page_table(page: Page, terminal: Terminal) -> Harmless:
    """The page as lines for the terminal; prose is wrapped, rows are as in `list_table`."""
    screen = _Screen(terminal)
    lines = [*screen.bold(page.title), *screen.prose(page.subtitle, terminal.width)]
    for section in page.sections:
        lines += ["", *screen.section(section, terminal.width)]
    if page.footer:
        lines += ["", *screen.prose(page.footer, terminal.width)]
    return Harmless("\n".join([*lines, ""]))


class _Screen:
    """Draws into lines of text, with the terminal's colours or none."""

    def __init__(self, terminal: Terminal) -> None:
        self.console = Console(
            file=StringIO(),
            width=terminal.width,
            height=terminal.height,
            force_terminal=terminal.color,
            color_system="standard" if terminal.color else None,
            no_color=not terminal.color,
            force_jupyter=False,
            legacy_windows=False,
            # User text is only ever text.
            markup=False,
            emoji=False,
            highlight=False,
        )

    def drawn(self, what: RenderableType, room: int | None = None) -> list[str]:
        """Lines within `room`, or as wide as they are; without the blanks at their end, which would be copied along."""
        with self.console.capture() as captured:
            self.console.print(what, width=room, soft_wrap=room is None)
        return [_unfilled(line) for line in captured.get().split("\n")[:-1]]

    def bold(self, text: str) -> list[str]:
        return self.drawn(Text(clean(text), style="bold", overflow="fold"), self.console.width)

    def prose(self, text: str, room: int) -> list[str]:
        if not text:
            return []
        return self.drawn(Text("\n".join(clean_lines(text)), overflow="fold"), min(room, _WIDEST_PROSE))

    def section(self, section: Section, room: int) -> list[str]:
        inside = room - len(_INDENT)
        lines = [*self.prose(section.note, inside), *self.body(section.body, inside)]
        return [*self.bold(section.heading), *_indented(lines)]

    def body(self, body: Body, room: int) -> list[str]:
        match body:
            case Listing():
                return list(self.listing(body, room))
            case Facts():
                return self.drawn(_facts(body, room), min(room, _WIDEST_PROSE))
            case Lines():
                return [line for paragraph in body.lines for line in self.prose(paragraph, room)]

    def listing(self, listing: Listing[T], room: int) -> Iterator[str]:
        columns = listing.filled()
        step = _INDENT if listing.group else ""
        rows = _Rows(columns, listing, room - len(step))
        while rows.widths != rows.wanted and (spare := [column for column in columns if column.spare]):
            columns = [column for column in columns if column is not spare[-1]]
            rows = _Rows(columns, listing, room - len(step))
        if listing.headings:
            yield from _indented(self.rows(rows, [_headings(columns)]), step)
            yield step + "─" * rows.breadth
        for place, (name, members) in enumerate(listing.grouped()):
            if listing.group:
                yield from ([""] if place else []) + self.bold(name)
            under = [rows.said_under(row) for row in members]
            yield from _indented(self.rows(rows, [_cells(columns, row) for row in members], under), step)
        for one in listing.gathered:
            # A command is never folded: it is there to be copied.
            if cell_len(line := clean(str(one))) <= room:
                yield line
            else:
                yield from (*self.prose(f"{one.said}:", room), _STEP + clean(one.command))
        if others := clean(listing.others()):
            yield others

    def rows(self, rows: "_Rows[T]", cells: Sequence[Cells], under: Sequence[str] = ()) -> list[str]:
        if not cells:
            return []
        shape = rows.stacked if rows.widths is None else rows.side_by_side
        # All at once: a print for each line takes three times as long.
        return self.drawn(
            Text("\n").join(
                line
                for row, said in zip(cells, under or repeat(""), strict=False)
                for line in self.with_under(self.within(shape(row), rows.room), said, rows)
            )
        )

    def within(self, lines: list[Text], room: int) -> list[Text]:
        """The lines of a row; one with a value that is wider than the screen goes on in the next."""
        if all(line.cell_len <= room for line in lines):
            return lines
        return [part for line in lines for part in line.wrap(self.console, room, overflow="fold")]

    def with_under(self, lines: list[Text], said: str, rows: "_Rows[T]") -> list[Text]:
        """The lines of a row with what stands below it, behind its text where that has a line and leaves the room."""
        if said and rows.ends_in_text and len(lines) > 1:
            both = lines[-1].copy().append(f" · {said}")
            if both.cell_len <= rows.room:
                return [*lines[:-1], both]
        return [*lines, *self.under(said, rows.room)]

    def under(self, said: str, room: int) -> list[Text]:
        """What stands below a row, as many lines as it takes."""
        if not said:
            return []
        lines = Text(said, overflow="fold").wrap(self.console, room - len(_STEP))
        return [Text(_STEP).append_text(line) for line in lines]


class _Rows(Generic[T]):
    """The shape that all rows of a listing have."""

    def __init__(self, columns: Sequence[Column[T]], listing: Listing[T], room: int) -> None:
        self.columns = columns
        self.room = room
        self.wanted = [_wanted(column, listing) for column in columns]
        texts = [column.text for column in columns]
        # Stacked in 80 columns a text had a line of its own: a wider screen never shows less of it.
        is_stacked = room > USUAL and fit(self.wanted, texts, USUAL, listing.least_text) is None
        self.widths = fit(self.wanted, texts, room, USUAL - len(_STEP) if is_stacked else listing.least_text)
        self.ends_in_text = self.widths is None and not columns[0].text
        """Whether the text of a row is its last line."""
        self.breadth = room if self.widths is None else sum(self.widths) + GAP * (len(columns) - 1)

    def said_under(self, row: T) -> str:
        """What stands below a row: in a wording that has room behind its text, where that has a line of its own."""
        room = self.room - len(_STEP)
        text = sum(cell_len(column.shown(row)) + 3 for column in self.columns if column.text)
        beside = said_under(self.columns, row, room - text) if self.ends_in_text and text < room else ""
        return beside if 0 < cell_len(beside) <= room - text else said_under(self.columns, row, room)

    def side_by_side(self, cells: Cells) -> list[Text]:
        """One line, each cell as wide as its column; a table of Rich's takes six times as long."""
        line = Text()
        for cell, column, width in zip(cells, self.columns, self.widths or (), strict=True):
            cell.truncate(width, overflow="ellipsis")
            blanks = " " * (width - cell.cell_len)
            line.append(blanks if column.right else "").append_text(cell)
            line.append(" " * GAP if column.right else blanks + " " * GAP)
        return [line]

    def stacked(self, cells: Cells) -> list[Text]:
        """What must not be cut on the first line, as far as it goes, and the text under it; or text first, if it is.

        Where an id is all that must not be cut, the text goes on behind it.
        """
        room = self.room - len(_STEP)
        fixed = [place for place, column in enumerate(self.columns) if not column.text]
        text = Text(" · ").join(cell for cell, column in zip(cells, self.columns, strict=True) if column.text and cell)
        if fixed == [0] and self.wanted[0] < self.room // 4:
            text.truncate(self.room - self.wanted[0] - GAP, overflow="ellipsis")
            return [Text(" " * GAP).join([self._filled(0, cells), text])]
        text.truncate(room, overflow="ellipsis")
        lines = [
            Text(" " * GAP).join(self._filled(fixed[place], cells) for place in line)
            for line in flow([self.wanted[place] for place in fixed], room)
        ]
        lines.insert(0 if self.columns[0].text else len(lines), text)
        first, *others = lines
        return [first, *(Text(_STEP).append_text(line) for line in others if line.plain.strip())]

    def _filled(self, place: int, cells: Cells) -> Text:
        cell = cells[place].copy()
        blanks = self.wanted[place] - cell.cell_len
        if self.columns[place].right:
            cell.pad_left(blanks)
        else:
            cell.pad_right(blanks)
        return cell


def _wanted(column: Column[T], listing: Listing[T]) -> int:
    heading = cell_len(column.title()) if listing.headings else 0
    return max(heading, *(cell_len(column.shown(row)) for row in listing.first()), 0)


def _headings(columns: Sequence[Column[T]]) -> Cells:
    return [Text(column.title(), style="bold", no_wrap=True, overflow="ellipsis") for column in columns]


def _cells(columns: Sequence[Column[T]], row: T) -> Cells:
    return [_cell(column.shown(row), column.styled(row)) for column in columns]


def _cell(text: str, style: str) -> Text:
    return Text(text, style=_STYLES.get(style, "") if text else "", no_wrap=True, overflow="ellipsis")


def _facts(facts: Facts, room: int) -> Table:
    table = Table.grid(padding=(0, GAP, 0, 0))
    # A long label is wrapped rather than the value squeezed away.
    labels = [clean(label) for label, _ in facts.pairs]
    table.add_column(width=min(max(map(cell_len, labels), default=0), room // 2), overflow="fold")
    table.add_column(overflow="fold")
    for label, (name, value) in zip(labels, facts.pairs, strict=True):
        table.add_row(Text(label), Text("\n".join(shown_lines(value)), _STYLES.get(facts.styles.get(name, ""), "")))
    return table


def _indented(lines: Iterable[str], step: str = _INDENT) -> list[str]:
    return [step + line if line else "" for line in lines]


def _unfilled(line: str) -> str:
    return re.sub(r" +((?:\x1b\[[0-9;]*m)*)$", r"\1", line)
