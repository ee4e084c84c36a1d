"""The pages of docs/ that are walked from end to end are what happens: their transcripts are run, one after another.

`PYTHONPATH=tests python tests/test_walked_pages.py` writes what the commands print now into the pages.
"""

import tempfile
from pathlib import Path

import pytest
from test_fields_page import walked
from transcripts import transcripts

PAGES = [
    Path(__file__).parents[1] / "docs" / f"{name}.md"
    for name in ("benefits", "copies", "household", "merge", "outcomes", "pages", "payers", "programs", "release")
]
PAGES += [PAGES[0].with_name(f"{name}.md") for name in ("as-of", "road", "templates")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_transcripts_of_a_page_are_what_their_commands_print(page: Path, tmp_path: Path) -> None:
    found = transcripts(page)
    assert found
    assert [walked(one, tmp_path) for one in found] == found


def write() -> None:
    """Put what the commands print now into the pages, each in a home of its own."""
    for page in PAGES:
        said = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as home:
            for old in transcripts(page):
                said = said.replace(old, walked(old, Path(home)))
        page.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
