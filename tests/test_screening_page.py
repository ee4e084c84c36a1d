"""docs/screening.md is what happens: its transcript is run, and its table has every instrument that is shipped.

`python tests/test_screening_page.py` writes what the commands print now into the page.
"""

import re
import tempfile
from pathlib import Path

from test_fields_page import walked
from transcripts import transcripts

from caseload.store.shipped import shipped

PAGE = Path(__file__).parents[1] / "docs" / "screening.md"


def test_the_transcript_of_the_page_is_what_its_commands_print(tmp_path: Path) -> None:
    (transcript,) = transcripts(PAGE)
    assert walked(transcript, tmp_path) == transcript


def test_the_page_has_every_instrument_that_is_shipped_with_its_items() -> None:
    rows = re.findall(r"^\| ([a-z0-9, -]+) \| ([0-9, ]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    said = {name: int(items) for names, counts in rows
            for name, items in zip(names.split(", "), counts.split(", "), strict=True)}  # fmt: skip
    assert said == {one.name: len(one.read().items) for one in shipped()}


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    for transcript in transcripts(PAGE):
        with tempfile.TemporaryDirectory() as home:
            said = said.replace(transcript, walked(transcript, Path(home)))
    PAGE.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
