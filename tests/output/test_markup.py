"""Markdown and HTML say what the page says, whatever the records hold."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.output.column import Column
from caseload.output.gauge import Gauge, gauges
from caseload.output.markup import page_html, page_markdown
from caseload.output.page import Facts, Lines, Listing, Page, Section

COLUMNS = [
    Column[tuple[str, str, str]]("id", lambda row: row[0]),
    Column[tuple[str, str, str]](
        "when", lambda row: row[1], style=lambda row: "late" if row[1].endswith("late") else "soon"
    ),
    Column[tuple[str, str, str]]("title", lambda row: row[2], text=True),
]

ROWS = Listing(
    [("t1", "9 days late", "Call <Ana> & co"), ("t2", "today", "[x](y) *z*")],
    COLUMNS,
    group=lambda _: "Ana Ruiz",
    limit=1,
    rest="caseload overdue",
)

PAGE = Page(
    "Caseload, Wed 2026-11-25",
    "1 late",
    (
        Section("Late: 2", ROWS, "the latest first"),
        Section("Facts", Facts((("born", "1984-06-15"),))),
        Section("Goals", gauges((Gauge("g1 Walk", 0.5, (1.0, 2.0), "active"),))),
        Section("Words", Lines(("a_b",))),
    ),
    "caseload agenda",
)


class Reader(HTMLParser):
    """The words of a document, and the tags that are still open at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's signature
        self.seen.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_markdown_has_a_heading_a_section_and_an_item_a_row() -> None:
    assert page_markdown(PAGE) == (
        "# Caseload, Wed 2026-11-25\n\n1 late\n\n## Late: 2\n\nthe latest first\n\n"
        "### Ana Ruiz\n\n- t1 · 9 days late · Call \\<Ana\\> & co\n\nand 1 more: caseload overdue\n\n"
        "## Facts\n\n- born · 1984-06-15\n\n## Goals\n\n- g1 Walk · ██████░░░░░░ · 50% · ▁█ · active\n\n"
        "## Words\n\n- a\\_b\n\ncaseload agenda\n"
    )


def test_html_closes_every_tag_and_marks_what_is_late() -> None:
    html = page_html(PAGE)
    assert read(html).open == []
    assert '<td class="late">9 days late</td>' in html
    assert "Call &lt;Ana&gt; &amp; co" in html


def test_html_names_its_columns_and_the_groups_above_their_rows() -> None:
    html = page_html(PAGE)
    assert '<tr><th scope="col">Id</th><th scope="col">When</th><th scope="col">Title</th></tr>' in html
    assert '<tbody>\n<tr><th scope="rowgroup" colspan="3">Ana Ruiz</th></tr>\n<tr><td>t1</td>' in html
    assert "<p>and 1 more: caseload overdue</p>" in html
    assert '<tr><th scope="row">born</th><td>1984-06-15</td></tr>' in html


def test_html_needs_nothing_from_elsewhere() -> None:
    html = page_html(PAGE)
    assert not {"script", "link", "img", "iframe"} & set(read(html).seen)
    assert not re.search(r"https?:|url\(|@import", html)


@pytest.mark.parametrize(
    ("text", "said"),
    [("1. x", "1\\. x"), ("- x", "\\- x"), ("+ x", "\\+ x"), ("&lt; & &x", "\\&lt; & &x"), ("-x 1. y", "-x 1. y")],
)
def test_markdown_takes_no_text_for_a_mark_of_its_own(text: str, said: str) -> None:
    assert page_markdown(Page("x", sections=(Section("y", Lines((text,))),))).endswith(f"- {said}\n")


@given(st.text("<>&'\"/ab;!-[]"))
def test_no_text_of_a_record_becomes_a_tag(text: str) -> None:
    said = f"x{text}x"
    reader = read(page_html(Page(said, sections=(Section("Words", Lines((said,))),))))
    assert reader.open == []
    assert reader.words.count(said) == 3
