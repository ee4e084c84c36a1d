"""A page as Markdown or as one HTML document, for mail and for places that render them."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from caseload.output.clean import clean, clean_lines, shown, shown_lines
from caseload.output.column import Column, said_under
from caseload.output.page import Body, Facts, Lines, Listing, Page, Section

# All in the document itself: mail readers fetch nothing, and show it without the style where they take none. The two
# colours pass WCAG AA on both grounds.
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 60em; margin: 1em auto; padding: 0 1em; }
h1 { font-size: 1.4em; }
h2 { font-size: 1.15em; margin: 1.5em 0 .3em; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .2em 1em .2em 0; text-align: left; vertical-align: top; }
thead th { font-weight: normal; border-bottom: 1px solid; }
tbody th { padding-top: .7em; }
td.right, th.right { text-align: right; }
.right { white-space: nowrap; }
.bar .track { fill: #d5d8db; }
.bar .part { fill: #2f5d8a; }
.late { font-weight: bold; color: #a40000; }
.good { color: #1b6e1b; }
@page { margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
tr { break-inside: avoid; }
h1, h2, h2 + p:not(:last-child), thead { break-after: avoid; }
}
@media screen and (prefers-color-scheme: dark) {
body { background: #16181a; color: #e8e6e3; }
.bar .track { fill: #3a3f44; }
.bar .part { fill: #8db7e2; }
.late { color: #ff9c8f; }
.good { color: #8fd68f; }
}
"""

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>"""


def page_markdown(page: Page) -> str:
    """The page in Markdown: a heading a section, one a group below it, a list item a row."""
    blocks = [f"# {plain(page.title)}", plain(page.subtitle)]
    for section in page.sections:
        blocks += [f"## {plain(section.heading)}", plain(section.note), *_markdown(section.body)]
    blocks += map(plain, page.footer.split("\n\n"))
    return "\n\n".join(filter(None, blocks)) + "\n"


def page_html(page: Page) -> str:
    """The page as one HTML document that needs nothing from elsewhere."""
    title = escape(clean(page.title))
    lines = [_HEAD.format(title=title, style=_STYLE), f"<h1>{title}</h1>", *_paragraph(page.subtitle)]
    for section in page.sections:
        lines += _section(section)
    return "\n".join([*lines, *_paragraph(page.footer), "</main>", "</body>", "</html>", ""])


def _markdown(body: Body) -> Iterator[str]:
    match body:
        case Listing():
            for name, members in body.grouped():
                if name:
                    yield f"### {plain(name)}"
                yield _items([column.shown(row) for column in body.filled()] for row in members)
            yield _items((str(one),) for one in body.gathered)
            yield plain(body.others())
        case Facts():
            yield _items((label, shown(value)) for label, value in body.pairs)
        case Lines():
            yield _items((clean(line),) for line in body.lines)


def _items(rows: Iterator[Sequence[str]]) -> str:
    return "\n".join(f"- {' · '.join(map(plain, filter(None, row)))}" for row in rows)


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(clean(section.heading))}</h2>"
    yield from _paragraph(section.note)
    match section.body:
        case Listing():
            yield from _table(section.body)
            for one in section.body.gathered:
                yield from _paragraph(str(one))
            yield from _paragraph(section.body.others())
        case Facts():
            yield from _facts(section.body)
        case Lines():
            for line in section.body.lines:
                yield from _paragraph(line)


def _table(listing: Listing[Any]) -> Iterator[str]:
    """A head that names the columns, then a body for each group, its name above its rows."""
    if not listing.rows:
        return
    columns = listing.filled()
    heads = "".join(f'<th scope="col"{_aligned(column)}>{escape(clean(column.title()))}</th>' for column in columns)
    yield f"<table>\n<thead>\n<tr>{heads}</tr>\n</thead>"
    for name, members in listing.grouped():
        yield "<tbody>"
        if name:
            yield f'<tr><th scope="rowgroup" colspan="{len(columns)}">{escape(clean(name))}</th></tr>'
        for row in members:
            yield "<tr>" + "".join(_cell(column, row) for column in columns) + "</tr>"
        yield "</tbody>"
    yield "</table>"


def _cell(column: Column[Any], row: Any) -> str:
    style = column.styled(row)
    marked = f' class="{style}"' if style in _STYLED else _aligned(column)
    if column.drawn:
        return f"<td>{_bar(column.drawn(row))}</td>"
    said = said_under([column], row)
    under = f"<br><small>{escape(said)}</small>" if said else ""
    return f"<td{marked}>{escape(column.shown(row))}{under}</td>"


def _aligned(column: Column[Any]) -> str:
    return ' class="right"' if column.right else ""


def _bar(part: float | None) -> str:
    """A bar as long as the part is of the whole; the number beside it says as much to who does not see it."""
    if part is None:
        return ""
    size = round(min(max(part, 0), 1) * 100, 1)
    return (
        '<svg class="bar" viewBox="0 0 100 10" width="120" height="12" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="10"/><rect class="part" width="{size:g}" height="10"/></svg>'
    )


_STYLED = ("late", "good")


def _facts(facts: Facts) -> Iterator[str]:
    if not facts.pairs:
        return
    yield "<table>\n<tbody>"
    for label, value in facts.pairs:
        said = "<br>".join(map(escape, shown_lines(value)))
        yield f'<tr><th scope="row">{escape(clean(label))}</th><td>{said}</td></tr>'
    yield "</tbody>\n</table>"


def _paragraph(text: str) -> list[str]:
    return [f"<p>{'<br>'.join(map(escape, clean_lines(text)))}</p>"] if text else []


def plain(text: str) -> str:
    """Text that Markdown reads as it stands."""
    marked = clean(text).translate(_MARKS)
    # `&lt;` would be read as a mark, "1." and "-" at the start as another list.
    return re.sub(r"^([-+])(?=\s)|^(\d+)([.)])(?=\s)", _escaped, re.sub(r"&(?=#?\w+;)", r"\\&", marked))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~"})
