"""A page of help drawn for a terminal: headings, tables and lists of its Markdown, wrapped between words.

A command stays whole, or is folded where a shell reads on, so that it can be copied. Nothing is left out at any width:
a table that has no room becomes a list of its rows. Into a pipe the page goes as it is written.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from caseload.output.clean import Harmless, visible
from caseload.output.terminal import Terminal
from caseload.output.width import padded, width

_INDENT = "  "
_STEP = "    "
_GAP = 2
_WIDEST_PROSE = 100
_LEAST_COLUMN = 22
"""Narrower than this a wrapped column of a table cannot be read."""

# Signs that no page holds, since all control characters have gone: bold from here, to here, and a blank in a command.
_BOLD, _THIN, _KEPT = "\x01", "\x02", "\x03"

_INDENTED = frozenset({"console", "sh", ""})
"""Blocks of what is typed and answered; the others are of files, and go into one as they are."""

_TYPED = ("$ ", "caseload ")

_FENCE = re.compile(r" *```(\w*)")
_HEADING = re.compile(r"#{1,6} +(.*)")
_ITEM = re.compile(r"( *)([-*]|\d+\.) +(.*)")
_BEGINS = re.compile(r"```|#{1,6} |\||[-*] |1\. ")
_BEGINS_IN_NUMBERS = re.compile(r"```|[-*] |\d+\. ")
_MARK = re.compile(
    r"(`+)(?P<code>.+?)\1|\*\*(?P<bold>.+?)\*\*|(?<![\w*])\*(?P<soft>[^*\s][^*]*)\*(?![\w*])"
    r"|\[(?P<link>[^\]]+)\]\((?P<to>[^)]*)\)|\\(?P<sign>[\\`*_|<>\[\]#&~])"
)
_SHELL_WORD = re.compile(r"""\s*(?:[^\s"']|"(?:\\.|[^"\\])*"|'[^']*')+""")


def drawn(page: str, terminal: Terminal, topics: Collection[str] = ()) -> Harmless:
    """The page as lines for the terminal; a link to one of the topics says which command shows it."""
    lines = [line.rstrip() for line in _Page(terminal.width, topics).blocks(visible(page).split("\n"))]
    text = "\n".join([*lines, ""]).replace(_KEPT, " ")
    on, off = ("\x1b[1m", "\x1b[0m") if terminal.color else ("", "")
    return Harmless(text.replace(_BOLD, on).replace(_THIN, off))


class _Page:
    def __init__(self, columns: int, topics: Collection[str]) -> None:
        self.room = columns - len(_INDENT)
        self.topics = topics

    def blocks(self, lines: Sequence[str]) -> Iterator[str]:
        """The drawn lines; blocks stand apart, the items of a list where they do in the page."""
        at, apart = 0, False
        while at < len(lines):
            if not lines[at].strip():
                apart, at = at > 0, at + 1
                continue
            end, drawn_lines = self.block(lines, at)
            if apart or (at and not _ITEM.match(lines[at])):
                yield ""
            yield from drawn_lines
            at, apart = end, False

    def block(self, lines: Sequence[str], at: int) -> tuple[int, list[str]]:
        """Where the block ends that begins there, and its lines."""
        first = lines[at]
        if fence := _FENCE.match(first):
            end = next((place for place in range(at + 1, len(lines)) if _FENCE.match(lines[place])), len(lines))
            return end + 1, list(self.fenced(fence[1], lines[at + 1 : end]))
        if heading := _HEADING.match(first):
            return at + 1, _filled(_bold(self.inline(heading[1])), self.room)
        if first.startswith(("|", _STEP)):
            begins = first[: 1 if first[0] == "|" else len(_STEP)]
            end = next((place for place in range(at, len(lines)) if not lines[place].startswith(begins)), len(lines))
            if begins == "|":
                return end, self.table(lines[at:end])
            return end, list(self.fenced("", [line.removeprefix(_STEP) for line in lines[at:end]]))
        end = at + 1
        item = _ITEM.match(first)
        another = _BEGINS_IN_NUMBERS if item and item[2][0].isdigit() else _BEGINS
        while end < len(lines) and lines[end].strip() and not another.match(lines[end].lstrip()):
            end += 1
        if item:
            text, mark = " ".join([item[3], *map(str.strip, lines[at + 1 : end])]), f"{_INDENT}{item[1]}{item[2]} "
        else:
            text, mark = " ".join(map(str.strip, lines[at:end])), _INDENT
        return end, _filled(self.inline(text), min(self.room, _WIDEST_PROSE), mark, " " * len(mark))

    def inline(self, text: str) -> str:
        """The text with what is bold between its signs, and the blanks of a command that fits into a line kept."""

        def said(found: re.Match[str]) -> str:
            if code := found["code"]:
                code = code.strip() if "`" in code else code
                whole = code.startswith(_TYPED) or width(code) <= self.room - len(_STEP)
                return _bold(code.replace(" ", _KEPT) if whole else code)
            if found["bold"]:
                return _bold(self.inline(found["bold"]))
            if found["link"]:
                page = found["to"].removesuffix(".md")
                beside = f" ({_bold(f'caseload help {page}'.replace(' ', _KEPT))})" if page in self.topics else ""
                return self.inline(found["link"]) + beside
            return found["sign"] or self.inline(found["soft"])

        return _MARK.sub(said, text)

    def fenced(self, language: str, lines: Sequence[str]) -> Iterator[str]:
        """What is typed and answered, each line within the room; of a file its lines as they are."""
        if language not in _INDENTED:
            yield from lines
            return
        room = self.room - len(_INDENT)
        for line in (one.expandtabs() for one in lines):
            parts = [line]
            if width(line) > room and (language == "sh" or line.startswith(_TYPED)):
                parts = _command(line, room)
            elif width(line) > room and language == "console":
                parts = _folded(line, room)
            yield from (_STEP + part for part in parts)

    def table(self, lines: Sequence[str]) -> list[str]:
        """Its columns side by side, wrapped where there is the room for it; else a list of its rows."""
        split = re.compile(r"(?<!\\)\|")
        found = [[one.strip().replace("\\|", "|") for one in split.split(line.strip().strip("|"))] for line in lines]
        head, *rows = [[self.inline(cell) for cell in row] for place, row in enumerate(found) if place != 1]
        head = [_bold(cell) for cell in head]
        columns = list(zip(*(row + [""] * (len(head) - len(row)) for row in (head, *rows)), strict=False))
        widths = _widths(columns, self.room)
        if widths is None:
            return list(
                chain(
                    _filled(" · ".join(filter(None, head)), self.room, _INDENT, _INDENT),
                    *(self.row(head, row) for row in rows),
                )
            )
        grid = [_side_by_side(row, widths) for row in (head, *rows)]
        rule = _INDENT + "─" * (sum(widths) + _GAP * (len(widths) - 1))
        return [*grid[0], rule, *chain(*grid[1:])]

    def row(self, head: Sequence[str], row: Sequence[str]) -> list[str]:
        """A row as an item of a list: its first cell, and the others under it, by their headings where many."""
        first, *others = zip(head, row, strict=False)
        lines = _filled(_bold(first[1]), self.room, _INDENT, _STEP)
        for name, cell in others:
            said = f"{name}: {cell}" if len(others) > 1 and _bare(name) else cell
            lines += _filled(said, self.room, _STEP, _STEP + _INDENT) if cell else []
        return lines


def _bare(text: str) -> str:
    return re.sub(f"[{_BOLD}{_THIN}]", "", text)


def _bold(text: str) -> str:
    """Each of its words bold by itself, since a pager forgets at the end of a line."""
    return re.sub("[^ ]+", rf"{_BOLD}\g<0>{_THIN}", _bare(text))


def _filled(text: str, room: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of words, the first behind its mark; what is longer than a line stands alone."""
    lines, line = [], first
    room += len(_INDENT)
    for word in text.split(" "):
        if _KEPT in word and width(_bare(rest + word)) > room:
            # A command that no line holds: as a block has it.
            begun = [] if line in (first, rest) else [line]
            parts = [rest + _bold(part) for part in _command(_bare(word).replace(_KEPT, " "), room - width(rest))]
            parts[0] = (rest if begun else line) + parts[0][len(rest) :]
            *above, line = [*begun, *parts]
            lines += above
            continue
        blank = "" if line in (first, rest) else " "
        if blank and width(_bare(line + blank + word)) > room:
            lines.append(line)
            line, blank = rest, ""
        line += blank + word if word else ""
    return [*lines, line]


def _folded(line: str, room: int, parts: Iterable[str] | None = None, end: str = "") -> list[str]:
    """The line in parts within the room, broken at blanks, those after the first indented; `end` closes all but one."""
    lines = [""]
    for part in parts or re.findall(r"\s*\S+", line):
        if lines[-1].strip() and width(lines[-1] + part + end) > room:
            lines[-1] += end
            lines.append(_STEP + part.lstrip())
        else:
            lines[-1] += part
    return lines


def _command(line: str, room: int) -> list[str]:
    """A command over several lines as a shell reads it: broken between its words, a remark on a line above."""
    remark = re.fullmatch(r"(.*\S)\s{2,}(# .*)", line)
    if remark:
        return [*_folded(remark[2], room), *_command(remark[1], room)]
    words = _SHELL_WORD.findall(line)
    return _folded(line, room, words, " \\") if "".join(words) == line else [line]


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """How wide each column is: as it wants where there is the room, else evenly; None where a word would not fit."""
    wanted = [max(width(_bare(cell)) for cell in column) for column in columns]
    least = [max(width(_bare(word)) for cell in column for word in cell.split(" ")) for column in columns]
    left, widths = room - _GAP * (len(columns) - 1), list(wanted)
    unset = set(range(len(columns)))
    while unset:
        share = left // len(unset)
        settled = {one: wanted[one] for one in unset if wanted[one] <= share}
        settled = settled or {one: least[one] for one in unset if least[one] > share}
        if not settled:
            return (
                None if share < _LEAST_COLUMN else [share if one in unset else wide for one, wide in enumerate(widths)]
            )
        for one, wide in settled.items():
            widths[one] = wide
        left -= sum(settled.values())
        unset -= settled.keys()
    return widths if left >= 0 else None


def _side_by_side(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The lines of a row, each cell wrapped within its column."""
    cells = [_filled(cell, wide - len(_INDENT)) for cell, wide in zip(row, widths, strict=False)]
    found = []
    for at in range(max(map(len, cells))):
        parts = [(cell[at] if at < len(cell) else "", wide) for cell, wide in zip(cells, widths, strict=False)]
        found.append(
            _INDENT + (" " * _GAP).join(padded(part, wide + width(part) - width(_bare(part))) for part, wide in parts)
        )
    return found
