"""docs/directory.md is what happens: its transcript is run on docs/examples/hsds.

`python tests/test_directory_page.py` writes what the commands print now into the page.
"""

import os
import shutil
import tempfile
from pathlib import Path

from conftest import NOW, executable
from transcripts import played, transcripts

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "directory.md"


def walked(transcript: str, home: Path) -> str:
    """The transcript in a home with the example, the paths in it as anybody's."""
    shutil.copytree(DOCS / "examples" / "hsds", home / "hsds")
    path = f"{Path(executable()).parent}:{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "CASELOAD_NOW": NOW, "TZ": "America/Chicago", "COLUMNS": "100"}
    return played(transcript, home, environ).replace(str(home), "~")


def test_the_transcript_of_the_page_is_what_its_commands_print(tmp_path: Path) -> None:
    (transcript,) = transcripts(PAGE)
    assert walked(transcript, tmp_path) == transcript


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    (transcript,) = transcripts(PAGE)
    with tempfile.TemporaryDirectory() as home:
        PAGE.write_text(said.replace(transcript, walked(transcript, Path(home))), "utf-8")


if __name__ == "__main__":
    write()
