"""docs/walkthrough.md is what happens: its transcripts are run one after another, each on the day of its heading.

`PYTHONPATH=tests python tests/test_walkthrough_page.py` writes what the commands print now into the page.
"""

import re
import tempfile
from pathlib import Path

from conftest import executable, program_in
from terminal import seen
from transcripts import COMMAND

PAGE = Path(__file__).parents[1] / "docs" / "walkthrough.md"

PART = re.compile(r"^## \w+ (?P<day>\d{4}-\d{2}-\d{2})|(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
"""A heading with its day, or a transcript."""


def walked(page: str, home: Path) -> str:
    """The page with what its commands print, on a terminal of 100 columns, in a home with an empty database."""
    program = program_in(home)
    program("init")
    path = f"{Path(executable()).parent}:{program.environ['PATH']}"
    environ = program.environ | {"PATH": path, "NO_COLOR": "1", "PAGER": "cat"}
    return PART.sub(lambda part: _played(part, environ, home), page)


def _played(part: re.Match[str], environ: dict[str, str], home: Path) -> str:
    if day := part["day"]:
        environ["CASELOAD_NOW"] = f"{day}T09:00"
        return part[0]
    return "".join(f"$ {line}\n{_said(line, environ, home)}" for line in COMMAND.findall(part[0]))


def _said(line: str, environ: dict[str, str], home: Path) -> str:
    return seen(["sh", "-c", line.replace("\n> ", "\n")], environ, columns=100, cwd=home).plain


def test_the_page_is_what_its_commands_print(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    assert walked(page, tmp_path) == page


def test_what_is_for_want_of_consent_is_all_that_is_refused() -> None:
    (refused,) = re.findall("^caseload: .*$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert "consent" in refused


def write() -> None:
    """Put what the commands print now into the page."""
    with tempfile.TemporaryDirectory() as home:
        PAGE.write_text(walked(PAGE.read_text("utf-8"), Path(home)), "utf-8")


if __name__ == "__main__":
    write()
