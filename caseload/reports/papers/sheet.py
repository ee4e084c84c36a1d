"""A page of the program as paper has it: facts, tables and lines under headings, in words that a form sets."""

from collections.abc import Sequence
from typing import Any

from caseload.output.clean import clean, shown
from caseload.output.column import Column
from caseload.output.page import Facts, Lines, Listing, Page, Section
from caseload.output.text import section_text
from caseload.reports.papers import Desk, heading

FORM = "page"

_DRAWN = ("bar", "spark", "command")
"""Columns that are drawings, which nobody can read out, or that only a screen can follow."""


def sheet(desk: Desk, page: Page, mark: str, *, signed: Sequence[str] = ()) -> dict[str, Any]:
    """The words of a page; who signs it, if anybody does."""
    return heading(desk, mark) | {
        "title": page.title,
        "subtitle": page.subtitle,
        "sections": [_section(section) for section in page.sections],
        "footer": page.footer,
        "signers": list(signed),
    }


def _section(section: Section) -> dict[str, Any]:
    found: dict[str, Any] = {
        "heading": section.heading, "note": section.note, "facts": [], "tables": [], "lines": [], "items": [],
        "more": "",
    }  # fmt: skip
    match section.body:
        case Facts(pairs=pairs):
            found["facts"] = [{"label": clean(label), "value": _said(value)} for label, value in pairs]
            found["items"] = [f"{one['label']}: {one['value']}" for one in found["facts"]]
        case Lines(lines=lines):
            found["lines"] = list(lines)
        case Listing():
            section = section._replace(body=_on_paper(section.body))
            found |= _tables(section.body)
    is_empty = isinstance(section.body, Listing) and not section.body.rows
    return found | {"text": "" if is_empty else section_text(section._replace(note=""))}


def _on_paper(listing: Listing[Any]) -> Listing[Any]:
    """The listing without drawings, and without the commands that only a screen can follow."""
    columns = [one for one in listing.columns if one.key not in _DRAWN]
    return listing._replace(columns=columns, rest="", gathered=())


def _tables(listing: Any) -> dict[str, Any]:
    columns = listing.filled()
    tables = [
        {
            "caption": name,
            "heads": [{"words": one.title(), "number": one.right} for one in columns],
            "rows": [
                [
                    {"words": said, "number": one.right, "text": one.text, "kind": _kind(one, said)}
                    for one in columns
                    for said in (one.shown(row),)
                ]
                for row in rows
            ],
        }
        for name, rows in listing.grouped()
    ]
    items = [
        " · ".join(filter(None, (name, *(one.shown(row) for one in columns))))
        for name, rows in listing.grouped()
        for row in rows
    ]
    return {"tables": tables if listing.rows else [], "items": items, "more": listing.others()}


def _kind(column: Column[Any], said: str) -> str:
    """How a cell is set: a day or an id in one line, a word that no column has room for broken where it must be."""
    if column.right:
        return "number"
    if any(len(word) > _LONG for word in said.split()):
        return "broken"
    return "short" if not column.text and len(said) <= _SHORT else "wrapped"


_LONG, _SHORT = 24, 14
"""Letters of the longest word that a column has room for, and of the longest cell that is one line."""


def _said(value: object) -> str:
    return value if isinstance(value, str) else shown(value)
