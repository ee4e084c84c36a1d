"""docs/payers.md is what happens: its transcripts are run, one after the other in one home.

`PYTHONPATH=tests python tests/test_payers_page.py` writes what the commands print now into the page.
"""

import os
import tempfile
from pathlib import Path

from conftest import NOW, executable
from transcripts import played, transcripts

PAGE = Path(__file__).parents[1] / "docs" / "payers.md"


def walked(home: Path) -> list[str]:
    """The transcripts in a home of their own."""
    path = f"{Path(executable()).parent}:{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "CASELOAD_NOW": NOW, "TZ": "America/Chicago"}
    return [played(one, home, environ) for one in transcripts(PAGE)]


def test_the_transcripts_of_the_page_are_what_their_commands_print(tmp_path: Path) -> None:
    assert walked(tmp_path) == list(transcripts(PAGE))


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as home:
        for old, new in zip(transcripts(PAGE), walked(Path(home)), strict=True):
            said = said.replace(old, new)
    PAGE.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
