"""docs/consent.md is what happens: its transcript is run.

`PYTHONPATH=tests python tests/test_consent_page.py` writes what the commands print now into the page.
"""

import os
import tempfile
from pathlib import Path

from conftest import NOW, executable
from transcripts import played, transcripts

from caseload.records.of.notice import FULL, SHORT

PAGE = Path(__file__).parents[1] / "docs" / "consent.md"


def walked(transcript: str, home: Path) -> str:
    """The transcript in a home of its own."""
    path = f"{Path(executable()).parent}:{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "CASELOAD_NOW": NOW, "TZ": "America/Chicago"}
    return played(transcript, home, environ)


def test_the_transcript_of_the_page_is_what_its_commands_print(tmp_path: Path) -> None:
    (transcript,) = transcripts(PAGE)
    assert walked(transcript, tmp_path) == transcript


def test_the_notices_are_those_of_the_rule() -> None:
    assert FULL.startswith("This record which has been disclosed to you is protected by Federal confidentiality rules")
    assert FULL.endswith("redisclose the record (see 42 CFR 2.31).")
    assert len(FULL.split()) == 221
    assert SHORT == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    (transcript,) = transcripts(PAGE)
    with tempfile.TemporaryDirectory() as home:
        PAGE.write_text(said.replace(transcript, walked(transcript, Path(home))), "utf-8")


if __name__ == "__main__":
    write()
