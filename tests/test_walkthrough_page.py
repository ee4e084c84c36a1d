"""The walks are what happens: their transcripts are run one after another, each on the day and hour of its heading.

`PYTHONPATH=tests python tests/test_walkthrough_page.py` writes what the commands print now into the pages. A line `...`
in a page stands for lines that are left out there; what is typed to a question stands behind it.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import executable, program_in
from terminal import quickly_seen, seen
from transcripts import plain, shortened, steps

DOCS = Path(__file__).parents[1] / "docs"
WIDTH = {"walkthrough": 100, "quarter": 80}
"""The pages, each with the columns of its terminal."""

PART = re.compile(
    r"^## \w+ (?P<day>\d{4}-\d{2}-\d{2})(?: (?P<hour>\d{2}:\d{2}))?|(?<=^```console\n).*?(?=^```$)",
    re.MULTILINE | re.DOTALL,
)
"""A heading with its day, or a transcript."""

QUESTION = re.compile(r"^  (.+:) ?(.*)$", re.MULTILINE)


def walked(page: str, home: Path, columns: int) -> str:
    """The page with what its commands print, on a terminal so wide, in a home with an empty database."""
    program = program_in(home)
    program("init")
    environ = program.environ | {"NO_COLOR": "1", "PAGER": "cat"}
    return PART.sub(lambda part: _played(part, environ, home, columns), page)


def _played(part: re.Match[str], environ: dict[str, str], home: Path, columns: int) -> str:
    if day := part["day"]:
        environ["CASELOAD_NOW"] = f"{day}T{part['hour'] or '09:00'}"
        # As cron does every night: without a copy the pages of the day would say so.
        assert quickly_seen(["backup", "--quiet"], environ, home).code == 0
        return part[0]
    return "".join(
        f"$ {line}\n{shortened(before, _said(line, before, environ, home, columns))}" for line, before in steps(part[0])
    )


def _said(line: str, before: str, environ: Mapping[str, str], home: Path, columns: int) -> str:
    if words := plain(line):
        # What is asked is asked again, and answered as before.
        keys = [(asked, f"{answer}\n") for asked, answer in QUESTION.findall(before)] if "--close" in words else []
        told = quickly_seen(words, environ, home, columns=columns, keys=keys).plain
        return re.sub(" +$", "", told, flags=re.MULTILINE) if keys else told
    path = f"{Path(executable()).parent}:{environ['PATH']}"
    command = ["sh", "-c", line.replace("\n> ", "\n")]
    return seen(command, {**environ, "PATH": path}, columns=columns, cwd=home).plain


@pytest.mark.parametrize("name", WIDTH)
def test_a_page_is_what_its_commands_print(name: str, tmp_path: Path) -> None:
    page = (DOCS / f"{name}.md").read_text("utf-8")
    assert walked(page, tmp_path, WIDTH[name]) == page


@pytest.mark.parametrize("name", WIDTH)
def test_what_is_for_want_of_consent_is_all_that_is_refused(name: str) -> None:
    refused = re.findall("^caseload: (.*)$", (DOCS / f"{name}.md").read_text("utf-8"), re.MULTILINE)
    assert len(refused) == 1
    assert "consent" in refused[0]


def write() -> None:
    """Put what the commands print now into the pages."""
    for name, columns in WIDTH.items():
        page = DOCS / f"{name}.md"
        with tempfile.TemporaryDirectory() as home:
            page.write_text(walked(page.read_text("utf-8"), Path(home), columns), "utf-8")


if __name__ == "__main__":
    write()
