"""Pages for other people as they come out of a printer: Chromium on Letter and A4, axe-core, html-validate, PDF.

All of them in one module, since the browser is slow to start.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import SIZES, Chromium, facts_of, pages_of
from conftest import program_in
from readers import html_faults

from commands.conftest import Quick
from commands.papers import PAGES, fill, fill_programme, with_sender

LONG = [
    name for name in PAGES if name.startswith("plan") or name in ("summary", "handover", "visits", "rows of a figure")
]
"""Those that have more rows than a sheet has room for."""

VISITS = 9
"""On one day, as many as no sheet of paper has room for."""

ROWS = 45
"""Steps of a goal, in two lines each, more than a page has room for."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each page in HTML."""
    found = program_in(tmp_path_factory.mktemp("papers"))
    program = with_sender(Quick(found.home, found.environ))
    program("init")
    fill(program)
    fill_programme(program)
    told = "of a long step that takes two lines " * 3
    rows = "".join(f"c1,top{number} {told} end{number},g2\n" for number in range(ROWS))
    program("import", "task", "-", "--source", "steps", stdin=f"client,title,goal\n{rows}")
    notes = "".join(f"c1,2026-10-0{1 + number % 9},top{number} what was said end{number}\n" for number in range(ROWS))
    program("import", "note", "-", "--source", "notes", stdin=f"client,occurred,body\n{notes}")
    for number in range(VISITS):
        at = ("--at", f"tomorrow {8 + number}:00", "--bring", f"{told} end{number}")
        program("appointment", "add", "ana", f"top{number} Visit end{number}", *at)
    return {name: program(*words, "--format", "html") for name, words in PAGES.items()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """One for the module."""
    with Chromium() as found:
        yield found


def test_every_page_is_valid_html(printed: dict[str, str], tmp_path: Path) -> None:
    files = [tmp_path / f"{name.replace(' ', '-')}.html" for name in printed]
    for file, page in zip(files, printed.values(), strict=True):
        file.write_text(page, "utf-8")
    assert html_faults(*files) == ""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fetches_nothing_and_shuts_nobody_out(printed: dict[str, str], browser: Chromium, name: str) -> None:
    assert browser.barriers(printed[name]) == []
    assert browser.asked_elsewhere(printed[name]) == []


def test_the_accessibility_checker_sees_what_it_is_there_for(browser: Chromium) -> None:
    found = browser.barriers("<html><body><p style='color:#bbb'>faint</p><img src='x'></body></html>")
    assert {one.partition(":")[0] for one in found} >= {
        "color-contrast",
        "html-has-lang",
        "image-alt",
        "document-title",
    }
    assert browser.too_wide("<html><body><p style='width:2000px'>wide</p></body></html>", "a4") > 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_every_sheet_has_its_number_and_no_row_is_cut_in_two(
    printed: dict[str, str], browser: Chromium, name: str, size: str, tmp_path: Path
) -> None:
    sheets = pages_of(browser.printed(printed[name], size), tmp_path)
    assert len(sheets) > 1 or name not in LONG
    for number, sheet in enumerate(sheets, 1):
        assert f"{number}/{len(sheets)}" in sheet.replace(" ", "")
        tops, ends = (set(re.findall(rf"\b{word}(\d+)", sheet)) for word in ("top", "end"))
        assert tops == ends
    assert browser.too_wide(printed[name], size) == 0


@pytest.mark.parametrize(("size", "wide"), [("letter", "612"), ("a4", "595.276")])
def test_pdf_needs_no_browser_and_is_tagged_and_of_that_size(
    printed: dict[str, str], size: str, wide: str, tmp_path: Path
) -> None:
    from caseload.output.pdf import pdf

    made = pdf(re.sub(r"(?s)<tbody>.*?</tbody>", "", printed["plan"]), size)
    told = facts_of(made, tmp_path)
    assert told["Tagged"] == "yes"
    assert told["Title"] == "Plan de cuidado de Ana Ruiz"
    assert told["Page size"].startswith(f"{wide} x ")
    assert f"1/{told['Pages']}" in pages_of(made, tmp_path)[0].replace(" ", "")


def test_a_form_that_asks_for_a_file_of_this_machine_or_of_the_net_gets_none(tmp_path: Path) -> None:
    from caseload.output.pdf import pdf

    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'secret' }")
    page = (
        f"<html lang='en'><head><title>x</title><link rel='stylesheet' href='file://{secret}'></head><body><p>one</p>"
    )
    assert (
        "secret"
        not in pages_of(pdf(f"{page}<img src='http://192.0.2.1/x.png' alt=''></body></html>", "a4"), tmp_path)[0]
    )
