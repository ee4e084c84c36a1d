"""What a person sees: tables at any width, colours only where they are wanted, a pager only where it helps."""

import re
from collections import Counter
from pathlib import Path
from shlex import split

import pytest
from conftest import Program, furnish, program_in
from terminal import on_terminal

from caseload.output.width import width as columns_of
from checklist.conftest import NASTY
from checklist.tree import every, side_by_side

ID_OR_DATE = re.compile(r"[a-z]{1,2}\d+|\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")
WIDTHS = (50, 80, 120)
PAGES = (
    "today",
    "agenda",
    "agenda --heat",
    "show ana",
    "show t1",
    "report caseload",
    "report capacity",
    "report outcomes",
)


@pytest.mark.parametrize("line", ["client list", "plan list", "goal list", "task list", "appointment list", "overdue"])
def test_ids_and_dates_are_whole_at_any_width(read: Program, line: str) -> None:
    """23. A terminal of 50, 80 and 120 columns: every id and date whole."""
    rows = read(*split(line), *(["--fields", "id,due"] if line == "overdue" else [])).splitlines()
    cells = [cell for row in rows for cell in row.split("\t") if ID_OR_DATE.fullmatch(cell)]
    assert cells
    for seen in side_by_side(lambda width: on_terminal(read, *split(line), columns=width), WIDTHS):
        for cell in cells:
            assert re.search(rf"(?<!\S){cell.replace('T', ' ')}(?![\w-])", "\n".join(seen.screen)), seen.columns
        assert max(map(columns_of, seen.plain.splitlines())) <= seen.columns


@pytest.mark.parametrize("line", PAGES)
def test_pages_show_the_same_ids_and_dates_at_any_width(read: Program, line: str) -> None:
    """23. Wider shows more, never less; what is no text is there at any width."""
    seen = side_by_side(lambda width: on_terminal(read, *split(line), columns=width), WIDTHS)
    plain = [re.sub(r"\([^)\n]*(\)|…)", "", one.plain) for one in seen]
    found = [Counter(re.findall(r"\b(?:t|a|p|g|n|pe)\d+\b|\b\d{4}-\d\d-\d\d\b", text)) for text in plain]
    assert found[0] <= found[1] <= found[2]
    assert found[0].total() > found[2].total() * 0.95
    for one in seen:
        assert max(map(columns_of, one.plain.splitlines())) <= one.columns


@pytest.mark.parametrize("line", ["overdue", "today", "show ana"])
def test_no_escapes_where_none_are_wanted(read: Program, line: str) -> None:
    """24. NO_COLOR, `--color never`, TERM=dumb on a terminal: no ESC at all; and the same words in the same places."""
    colored = on_terminal(read, *split(line))
    assert "\x1b[" in colored.text
    plain = [on_terminal(read, *split(line), env=env) for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"})]
    for seen in (*plain, on_terminal(read, *split(line), "--color", "never")):
        assert "\x1b" not in seen.text
        assert seen.plain == colored.plain


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory, rich_home: Path) -> Program:
    """Ana Ruiz's caseload with a title and a remark that ask for trouble."""
    program = furnish(program_in(tmp_path_factory.mktemp("nasty")), rich_home)
    program("task", "add", "ana", NASTY, "--due", "2026-11-24", "--priority", "stat")
    program("client", "edit", "ana", "--remarks", NASTY)
    program("log", "ana", NASTY)
    return program


VIEWS = (
    "task list", "task list --plain", "show t5", "show ana", "show n3", "today", "overdue", "digest", "find home",
    "agenda --due 2026-11-24", "note list", "export task --csv",
)  # fmt: skip
LITERALLY = re.escape("[red]x[/] [/home/x] :key: ") + r"(\u241b|\\x1b)" + re.escape("[31m")
"""The title as people see it: ESC has a picture on pages, and an escape of its own in TSV."""


def test_markup_and_escapes_in_a_title_are_only_text(nasty: Program) -> None:
    """26. A title `[red]x[/] [/home/x] :key: <ESC>[31m` prints literally everywhere: on a terminal, in colour too..."""

    found = side_by_side(lambda line: on_terminal(nasty, *split(line), columns=120), VIEWS)
    for line, seen in zip(VIEWS, found, strict=True):
        assert seen.code == 0, line
        assert re.search(LITERALLY, seen.plain), line
        # Bold is 1, late is 1;31, soon is 35, good is 32: no colour of the program's own is plain red.
        assert "\x1b[31m" not in seen.text, line


def test_a_page_in_a_pipe_has_no_escape_of_the_title(nasty: Program) -> None:
    """26. ... in plain text..."""
    lines = ("today", "digest", "show ana", "overdue --table", "task list")
    for line, ran in every(nasty, lines).items():
        assert re.search(LITERALLY, ran.out), line
        assert "\x1b" not in ran.out, line


def test_a_file_format_gives_back_what_was_typed(nasty: Program) -> None:
    """26. ... in CSV and JSON it is what was typed, byte for byte..."""
    assert NASTY in nasty("task", "list", "--csv")
    assert NASTY.replace("\x1b", "\\u001b") in nasty("task", "list", "--json")


def test_what_is_said_beside_the_records_is_only_text(rich: Program) -> None:
    """26. ... and in the echo of a write, in a question and in an error that quotes it."""
    assert re.search(LITERALLY, rich.run("task", "add", "ana", NASTY).err)
    assert re.search(LITERALLY, rich.run("show", NASTY).err)
    rich("plan", "edit", "p1", "--title", NASTY)
    asked = on_terminal(rich, *split("plan void p1 --reason x"), keys=[("[y/N]", "n\r")], columns=200)
    assert re.search(LITERALLY, asked.plain)
    assert "\x1b" not in asked.text


def test_a_pager_is_for_what_is_longer_than_the_screen(read: Program) -> None:
    """27. A pager only on a terminal and only past one screen."""
    place = read.home / "paged"
    pager = {"PAGER": f"tee {place}"}
    for line in ("show ana", "task list"):
        assert on_terminal(read, *split(line), lines=200, env=pager).code == 0
        read(*split(line), env=pager)
        on_terminal(read, *split(line), "--no-input", lines=4, env=pager)
        assert not place.exists(), line
        seen = on_terminal(read, *split(line), lines=4, env=pager)
        assert place.read_text("utf-8") in seen.text.replace("\r\n", "\n")
        place.unlink()


def test_machine_formats_are_never_paged(read: Program) -> None:
    """27. No terminal, `--no-input` or any machine format: never page."""
    place = read.home / "paged"
    for form in ("--json", "--csv", "--tsv"):
        on_terminal(read, "task", "list", form, lines=3, env={"PAGER": f"tee {place}"})
        assert not place.exists()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("client add", r"\bNAME\b"),
        ("task add ana", r"\bTEXT\b"),
        ("done", r"\bREF\b"),
        ("plan void p1 --reason x", "--yes"),
        ("client close ana --reason moved", "--drop-open"),
    ],
)
def test_what_is_missing_is_named_and_never_asked_for(read: Program, line: str, named: str) -> None:
    """42, 43. `client add < /dev/null` -> 2 at once, naming the argument; `--no-input` on a terminal the same."""
    before = read.fingerprint
    piped = read.run(*split(line))
    seen = on_terminal(read, *split(line), "--no-input", columns=200)
    for code, said in ((piped.code, piped.err), (seen.code, seen.plain)):
        assert code == 2
        assert re.search(named, said)
        assert len(said.splitlines()) == 1
    assert read.fingerprint == before


def test_late_is_said_in_words_as_well_as_in_colour(read: Program) -> None:
    seen = on_terminal(read, "overdue")
    assert "5 days late" in seen.plain
    assert re.search(r"\x1b\[[0-9;]*31m *5 days late", seen.text)


def test_a_form_of_ones_own_and_the_path_of_the_database_are_only_text_on_a_terminal(rich: Program) -> None:
    """A file goes to a pipe as it is, and passes the sanitizer on its way to a screen."""
    forms = Path(rich.environ["XDG_CONFIG_HOME"]) / "caseload" / "forms"
    forms.mkdir(parents=True)
    (forms / "referral.txt").write_text("Dear\x1b]0;owned\x07 \x9b31m\u202ereader\n")
    on_screen = on_terminal(rich, "form", "show", "referral.txt").raw
    assert on_screen.decode() == "Dear␛]0;owned␇ \ufffd31m\ufffdreader\r\n"
    assert rich("form", "show", "referral.txt") == "Dear\x1b]0;owned\x07 \x9b31m\u202ereader\n"
    assert b"\x1b" not in on_terminal(rich, "path", env={"CASELOAD_DB": "/tmp/a\x1b[31m.db"}).raw


def test_what_goes_to_no_table_is_only_text_on_a_terminal_too(rich: Program) -> None:
    """The digest in each of its forms, a page as Markdown, and the lines for cron with a path of the user's own."""
    rich("task", "add", "ana", "Obey\x1b[31m\u202e", "--due", "2026-11-24")
    odd = {"XDG_CONFIG_HOME": "/tmp/a\x1b[31m\u202e"}
    lines = ("digest --format markdown", "digest --format html", "digest --format json", "show t5 --markdown")
    found = side_by_side(lambda line: on_terminal(rich, *split(line)), lines)
    found.append(on_terminal(rich, "help", "cron", env=odd | {"CASELOAD_DB": "/tmp/a\x1b[31m\u202e.db"}))
    for line, seen in zip((*lines, "help cron"), found, strict=True):
        assert seen.code == 0, line
        assert re.search(r"(\u241b|\\u001b)\\?\[31m(\ufffd|\\u202e)", seen.text), line
        assert not {"\x1b", "\u202e"} & set(seen.plain), line
