"""Where things are written: records on stdout, everything else on stderr; pipes that close, disks that are full."""

import json
import os
from pathlib import Path
from shlex import split

import pytest
from conftest import Program, furnish, program_in
from nouns import TABLES

from caseload.records.kinds import KINDS
from checklist.tree import every, side_by_side

LISTS = (*(f"{noun} list" for noun in TABLES), "overdue", "gaps", "find home", "history", "history t1")
EXPORTS = ("export client", "export note")
PAGES = ("today", "agenda", "digest", *(f"show {kind.PREFIX}1" for kind in KINDS))


@pytest.mark.parametrize("line", [*LISTS, *EXPORTS])
def test_a_piped_list_is_one_line_a_record(read: Program, line: str) -> None:
    """11, 21. A piped list: stderr empty, no ESC, no U+2500-257F, one line a record, as many tabs in each."""
    ran = read.run(*split(line), env={"FORCE_COLOR": "1"})
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert not any("\u2500" <= character <= "\u257f" for character in ran.out)
    assert len({row.count("\t") for row in ran.out.splitlines()}) == 1
    count = len(json.loads(read(*split(line), "--json")))
    assert count == len(ran.out.splitlines()) > 0


@pytest.mark.parametrize("line", PAGES)
def test_a_piped_page_is_plain_text(read: Program, line: str) -> None:
    """21. Pages too: no ESC, no box characters."""
    out = read(*split(line), env={"FORCE_COLOR": "1"})
    assert out
    assert "\x1b" not in out
    assert not any("\u2500" <= character <= "\u257f" for character in out)


def test_an_empty_list_is_empty_in_its_own_way(caseload: Program) -> None:
    """15. Empty lists: `[]`, a header, 0 bytes of `--ids`; exit 0."""
    lines = [line for line in LISTS if line != "history t1"]
    for line, ran in every(caseload, lines, "--json").items():
        assert (ran.code, ran.out, ran.err) == (0, "[]\n", ""), line
    for line, ran in every(caseload, ("task list", "find home", "overdue", "history"), "--csv").items():
        assert (ran.code, ran.out.count("\n"), ran.err) == (0, 1, ""), line
    few = ("task list --ids", "overdue --ids", "find home --ids", "task list", "note list --jsonl")
    for line, ran in every(caseload, few).items():
        assert (ran.code, ran.out, ran.err) == (0, "", ""), line


def test_a_reader_that_leaves_early_is_no_fault(rich: Program, tmp_path: Path) -> None:
    """18. `export ... | head -1` and `| true` with 5 and 50,000 rows: stderr empty, 0 or 141."""
    crowd = furnish(program_in(tmp_path / "crowd"), rich.home)
    rows = "".join(f"c1,Call number {number}\n" for number in range(50_000))
    crowd("import", "task", "-", "--source", "crowd", stdin=f"client,title\n{rows}")
    for program, line in ((crowd, "export task --csv"), (crowd, "export all"), (rich, "export task"), (rich, "help")):
        for reader in ("head -1", "true"):
            ran = program.shell(f"{{ caseload {line}; echo $? >&3; }} 3> code | {reader}")
            assert ran.err == "", line
            assert (program.home / "code").read_text().strip() in ("0", "141"), line


def test_a_full_disk_is_told_in_one_line(read: Program) -> None:
    """19. `> /dev/full` -> 74, one line."""
    lines = (
        "task list", "export task --json", "export all", "today", "digest", "path", "overdue --table", "help dates",
        "help", "--version",
    )  # fmt: skip
    found = side_by_side(lambda line: read.shell(f"caseload {line} > /dev/full"), lines)
    for line, ran in zip(lines, found, strict=True):
        assert ran.code == 74, line
        assert ran.err.startswith("caseload: "), line
        assert ran.err.count("\n") == 1, line


def test_a_write_whose_id_cannot_be_written_says_that_it_is_stored(ana: Program) -> None:
    """19. The id goes to stdout after COMMIT; what was stored is said even so."""
    ran = ana.shell("caseload task add ana Call > /dev/full")
    assert ran.code == 74
    assert ran.err.splitlines()[0].startswith("t1 Call ")
    assert ran.err.splitlines()[1].startswith("caseload: ")
    assert "Call" in ana("task", "list")


def test_a_closed_stdout_is_told_in_one_line(read: Program) -> None:
    """19. And `>&-`."""
    for line in ("task list", "export all", "today", "--help"):
        ran = read.shell(f"caseload {line} >&-")
        assert (ran.code, ran.err.count("\n")) == (74, 1), line


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory, rich_home: Path) -> Program:
    """Ana Ruiz's caseload with a title of 300 characters, t5."""
    program = furnish(program_in(tmp_path_factory.mktemp("worded")), rich_home)
    program("task", "add", "ana", f"{'word ' * 59}word.", "--due", "2026-11-24", "--priority", "stat")
    return program


def test_nothing_is_cut_in_a_pipe(worded: Program) -> None:
    """22. COLUMNS=20 in a pipe: a 300-character title whole."""
    title = f"{'word ' * 59}word."
    assert len(title) == 300
    lines = ("task list", "overdue", "today", "digest", "agenda --due 2026-11-01..", "show ana", "show t5")
    for line, ran in every(worded, lines, env={"COLUMNS": "20"}).items():
        assert title in ran.out, line


def test_color_is_asked_for_by_the_environment_and_the_flag(read: Program) -> None:
    """25. `overdue --table` in a pipe: FORCE_COLOR gives ESC, with NO_COLOR none."""
    assert "\x1b[" not in read("overdue", "--table")
    assert "\x1b[" in read("overdue", "--table", env={"FORCE_COLOR": "1"})
    assert "\x1b[" in read("overdue", "--table", "--color", "always")
    assert "\x1b[" not in read("overdue", "--table", env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\x1b[" not in read("overdue", "--table", "--color", "never", env={"FORCE_COLOR": "1"})


def test_the_locale_does_not_matter(caseload: Program) -> None:
    """36. LC_ALL=C and PYTHONIOENCODING=ascii with `Zoë`: 0."""
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "LANG": "C"}
    zoe, mueller, small, cafe = (os.fsdecode(word.encode()) for word in ("Zoë", "Müller", "zoë", "Café"))
    caseload("client", "add", zoe, mueller, env=plain)
    caseload("task", "add", small, cafe, "--due", "yesterday", env=plain)
    caseload("log", "zoe", "-", stdin="naïve — “quoted”\n", env=plain)
    lines = ("show zoe", "overdue --table", "find cafe", "show n1")
    there, here = every(caseload, lines, env=plain), every(caseload, lines)
    assert there == here
    assert "Zoë Müller" in there["show zoe"].out
    assert "“quoted”" in there["show n1"].out


def test_an_id_goes_into_a_variable(ana: Program) -> None:
    """On a pipe `add` prints the new id on stdout, and nothing else; what it understood is on stderr."""
    ran = ana.run("task", "add", "ana", "Call")
    assert ran.out == "t1\n"
    assert ran.err.startswith("t1 Call ")
    ran = ana.shell('id=$(caseload task add ana Write) && caseload done "$id" && caseload show "$id" --json')
    assert json.loads(ran.out)[0]["status"] == "completed"


def test_quiet_says_nothing_but_errors(ana: Program) -> None:
    assert ana.run("-q", "task", "add", "ana", "Call").err == ""
    assert ana.run(*split("show t9 --quiet")).err.count("\n") == 1
