"""docs/benefits.md is what happens: its transcripts are run, one after another.

`PYTHONPATH=tests python tests/test_benefits_page.py` writes what the commands print now into the page.
"""

import os
import tempfile
from pathlib import Path

from conftest import NOW, executable
from transcripts import played, transcripts

PAGE = Path(__file__).parents[1] / "docs" / "benefits.md"


def walked(transcript: str, home: Path) -> str:
    """The transcript in a home of its own."""
    path = f"{Path(executable()).parent}:{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "CASELOAD_NOW": NOW, "TZ": "America/Chicago"}
    return played(transcript, home, environ)


def test_the_transcripts_of_the_page_are_what_their_commands_print(tmp_path: Path) -> None:
    found = transcripts(PAGE)
    assert walked("".join(found), tmp_path) == "".join(found)


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as home:
        for transcript in transcripts(PAGE):
            said = said.replace(transcript, walked(transcript, Path(home)))
    PAGE.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
