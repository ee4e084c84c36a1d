"""A page as Markdown or as one HTML document, for mail and for places that render them."""

from collections.abc import Iterator, Sequence
from html import escape

from caseload.output.clean import clean, shown
from caseload.output.page import Body, Facts, Lines, Listing, Page, Progress

_STYLE = (
    "body{font:15px/1.4 sans-serif;max-width:60em;margin:1em auto;padding:0 1em}"
    "table{border-collapse:collapse}td{padding:.15em .8em .15em 0;vertical-align:top}.late{font-weight:bold;color:#a00}"
)


def page_markdown(page: Page) -> str:
    """The page in Markdown: a heading a section, a list item a row."""
    blocks = [f"# {_plain(page.title)}", _plain(page.subtitle)]
    for section in page.sections:
        blocks += [f"## {_plain(section.heading)}", _plain(section.note)]
        blocks.append("\n".join(f"- {' · '.join(map(_plain, filter(None, row)))}" for row in _rows(section.body)))
    return "\n\n".join(filter(None, [*blocks, _plain(page.footer)])) + "\n"


def page_html(page: Page) -> str:
    """The page as one HTML document that needs nothing from elsewhere."""
    title = escape(clean(page.title))
    body = [f"<h1>{title}</h1>", *_paragraph(page.subtitle)]
    for section in page.sections:
        body += [f"<h2>{escape(clean(section.heading))}</h2>", *_paragraph(section.note)]
        body += ["<table>", *map(_html_row, _rows(section.body)), "</table>"]
    body += _paragraph(page.footer)
    head = f'<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>'
    start = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>'
    return "\n".join([start, *body, "</body>", "</html>", ""])


def _rows(body: Body) -> Iterator[Sequence[str]]:
    """What stands in a body, a row of cells a line."""
    match body:
        case Listing():
            for name, members in body.grouped():
                if name:
                    yield (name,)
                for row in members:
                    yield [column.shown(row) for column in body.filled()]
            if others := body.others():
                yield (others,)
        case Progress():
            yield from _rows(body.listing())
        case Facts():
            yield from ((label, shown(value)) for label, value in body.pairs)
        case Lines():
            yield from ((clean(line),) for line in body.lines)


def _html_row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(map(_html_cell, cells)) + "</tr>"


def _html_cell(cell: str) -> str:
    late = ' class="late"' if cell.endswith(" late") else ""
    return f"<td{late}>{escape(cell)}</td>"


def _paragraph(text: str) -> list[str]:
    return [f"<p>{escape(clean(text))}</p>"] if text else []


def _plain(text: str) -> str:
    """Text that Markdown reads as it stands."""
    return clean(text).translate(_MARKS)


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~"})
