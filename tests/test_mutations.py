"""The list of deliberate breaks fits the program as it is; `python tests/mutations.py` makes them."""

import ast
import re

import pytest
from breaks import BREAKS, Break
from mutations import ROOT


@pytest.mark.parametrize("one", BREAKS, ids=[one.promise.replace(" ", "-") for one in BREAKS])
def test_a_break_has_its_place_in_the_program_and_a_test_that_is_there(one: Break) -> None:
    """Else it would be caught by nobody, and nobody would know."""
    text = (ROOT / one.file).read_text("utf-8")
    assert text.count(one.before) == 1
    broken = text.replace(one.before, one.after)
    assert broken != text
    if one.file.endswith(".py"):
        # What is no Python any more is caught by every test, and shows nothing of this one.
        ast.parse(broken)
    file, _, name = one.test.partition("::")
    assert re.search(rf"^def {name.partition('[')[0]}\(", (ROOT / "tests" / file).read_text("utf-8"), re.MULTILINE)


def test_no_break_is_there_twice_and_the_page_says_how_many_there_are() -> None:
    assert f"{len(BREAKS)} deliberate breaks" in (ROOT / "docs" / "trust.md").read_text("utf-8")
    assert (
        len({one.promise for one in BREAKS})
        == len({(one.file, one.before, one.after) for one in BREAKS})
        == len(BREAKS)
    )
