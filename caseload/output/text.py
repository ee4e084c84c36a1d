"""Plain text of a page: for pipes, cron mail and the digest. Nothing is cut, coloured or boxed."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from caseload.output.clean import clean, clean_lines, shown_lines
from caseload.output.column import Column, said_under
from caseload.output.page import Body, Facts, Lines, Listing, Page, Section
from caseload.output.width import padded, width

T = TypeVar("T")

INDENT = "  "

# One long title must not push every line's later columns off the reader's screen: it overruns its own line alone.
_WIDEST_TEXT = 48


def page_text(page: Page) -> str:
    """The page as plain text ending with a line end; sections stand apart, each row is one line."""
    head = [clean(page.title), *_said(page.subtitle)]
    blocks = [head, *map(_section, page.sections), _said(page.footer)]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def section_text(section: Section) -> str:
    """What stands below a section's heading."""
    return "\n".join(_section(section)[1:])


def _said(text: str) -> list[str]:
    return clean_lines(text) if text else []


def _section(section: Section) -> list[str]:
    inside = [*_said(section.note), *_body(section.body)]
    return [clean(section.heading), *(f"{INDENT}{line}".rstrip() for line in inside)]


def _body(body: Body) -> list[str]:
    match body:
        case Listing():
            return list(_listing(body))
        case Facts():
            return list(_facts(body))
        case Lines():
            return [line for paragraph in body.lines for line in clean_lines(paragraph)]


def _listing(listing: Listing[T]) -> Iterator[str]:
    columns = listing.filled()
    widths = [_width(column, listing) for column in columns]
    indent = INDENT if listing.group else ""
    if listing.headings:
        yield indent + _row(columns, widths, [column.title() for column in columns])
    for name, members in listing.grouped():
        if listing.group:
            yield clean(name)
        for row in members:
            yield indent + _row(columns, widths, [column.shown(row) for column in columns])
            if said := said_under(columns, row):
                yield f"{indent}    {said}"
    yield from map(clean, map(str, listing.gathered))
    if others := clean(listing.others()):
        yield others


def _width(column: Column[T], listing: Listing[T]) -> int:
    heading = width(column.title()) if listing.headings else 0
    widest = max((width(column.shown(row)) for row in listing.first()), default=0)
    return max(heading, min(widest, _WIDEST_TEXT) if column.text else widest)


def _row(columns: Sequence[Column[T]], widths: Sequence[int], cells: Sequence[str]) -> str:
    filled = zip(columns, widths, cells, strict=True)
    return "  ".join(padded(text, size, right=column.right) for column, size, text in filled)


def _facts(facts: Facts) -> Iterator[str]:
    labels = [clean(label) for label, _ in facts.pairs]
    size = max(map(width, labels), default=0)
    for label, (_, value) in zip(labels, facts.pairs, strict=True):
        first, *others = shown_lines(value)
        yield f"{padded(label, size)}  {first}"
        yield from (f"{' ' * size}  {line}" for line in others)
