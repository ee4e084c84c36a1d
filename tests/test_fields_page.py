"""docs/fields.md is what happens: its transcripts are run, and what it lists is all there is.

`python tests/test_fields_page.py` writes what the commands print now into the page.
"""

import os
import re
import tempfile
from pathlib import Path

import pytest
from conftest import NOW, executable
from transcripts import played, transcripts

from caseload.records.field import OwnType
from caseload.records.kinds import KINDS

PAGE = Path(__file__).parents[1] / "docs" / "fields.md"


def walked(transcript: str, home: Path) -> str:
    """The transcript in an empty home, the paths in it as anybody's."""
    path = f"{Path(executable()).parent}:{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "CASELOAD_NOW": NOW, "TZ": "America/Chicago", "COLUMNS": "100"}
    return played(transcript, home, environ).replace(str(home), "~")


@pytest.mark.parametrize("number", range(2), ids=["a walk", "from a spreadsheet"])
def test_a_transcript_of_the_page_is_what_its_commands_print(number: int, tmp_path: Path) -> None:
    transcript = transcripts(PAGE)[number]
    assert walked(transcript, tmp_path) == transcript


def test_every_transcript_of_the_page_is_run() -> None:
    assert len(transcripts(PAGE)) == 2


def test_the_page_has_every_type_and_every_kind_that_takes_fields() -> None:
    said = PAGE.read_text("utf-8")
    assert re.findall(r"^\| ([a-z-]+) \|", said, re.MULTILINE) == list(OwnType)
    kinds = ", ".join(kind.TABLE for kind in KINDS if kind.OWN)
    assert f"Kinds that may have fields of your own: {kinds}." in " ".join(said.split())


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    for transcript in transcripts(PAGE):
        with tempfile.TemporaryDirectory() as home:
            said = said.replace(transcript, walked(transcript, Path(home)))
    PAGE.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
