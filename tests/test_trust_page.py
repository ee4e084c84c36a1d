"""docs/trust.md names the test that holds each line of its tables."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_line_names_a_test_that_there_is() -> None:
    there = set(
        re.findall(
            r"^def (test_\w+)",
            "\n".join(one.read_text("utf-8") for one in ROOT.glob("tests/**/test_*.py")),
            re.MULTILINE,
        )
    )
    lines = [one for one in (ROOT / "docs" / "trust.md").read_text("utf-8").splitlines() if one.startswith("| ")]
    rows = [one for one in lines if not one.startswith("| what was tried")]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(test_\w+|tests/[\w/]+\.py)`", row.rsplit("|", 2)[1])
        assert named, row
        assert all(one in there or (ROOT / one).is_file() for one in named), row
