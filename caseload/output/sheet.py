"""A page for paper: HTML that needs nothing from elsewhere and prints on Letter and A4, no row cut in two."""

from collections.abc import Iterator, Sequence
from html import escape

from caseload.output.clean import clean, shown_lines
from caseload.output.page import Facts, Page, Section

_STYLE = """
@page { margin: 14mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
body { font: 11pt/1.35 system-ui, "Liberation Sans", sans-serif; max-width: 50em; margin: 1em auto; padding: 0 1em;
color: #000; background: #fff; }
h1 { font-size: 1.35em; margin: 0 0 .2em; }
h2 { font-size: 1.1em; margin: 0 0 .3em; }
section { border-top: 2px solid #000; margin: 0 0 1em; padding: .5em 0 0; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .1em 1em .1em 0; }
th { font-weight: normal; color: #444; width: 8em; }
td { overflow-wrap: anywhere; }
tr, h2 { break-inside: avoid; break-after: auto; }
h2 { break-after: avoid; }
.late td { font-weight: bold; }
.room { border: 1px solid #666; height: 5em; margin: .4em 2px 0 0; padding: .2em .4em; color: #444;
break-inside: avoid; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
"""


def sheet(page: Page, room: str) -> str:
    """The page with each section on its own, so that a printer keeps it whole; a value `room` is room to write."""
    parts = [_HEAD.format(title=escape(clean(page.title)), style=_STYLE)]
    if page.subtitle:
        parts.append(f"<p>{escape(clean(page.subtitle))}</p>\n")
    for section in page.sections:
        parts += _section(section, room)
    return "".join([*parts, "</main>\n</body>\n</html>\n"])


def _section(section: Section, room: str) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(clean(section.heading))}</h2>\n"
    if isinstance(section.body, Facts):
        pairs = [(label, value) for label, value in section.body.pairs if value != room]
        yield "<table>\n<tbody>\n" if pairs else ""
        for label, value in _under_one(pairs):
            style = ' class="late"' if label in section.body.styles else ""
            said = "<br>".join(escape(line) for one in value for line in shown_lines(one))
            yield f'<tr{style}><th scope="row">{escape(clean(label))}</th><td>{said}</td></tr>\n'
        yield "</tbody>\n</table>\n" if pairs else ""
        if len(pairs) < len(section.body.pairs):
            yield '<p class="room">Notes</p>\n'
    yield "</section>\n"


def _under_one(pairs: Sequence[tuple[str, object]]) -> Iterator[tuple[str, list[object]]]:
    """The values under each label; one without a label belongs to the label before it."""
    label, held = "", list[object]()
    for name, value in pairs:
        if name and held:
            yield label, held
            held = []
        label, held = name or label, [*held, value]
    if held:
        yield label, held
