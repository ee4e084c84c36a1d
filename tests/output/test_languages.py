"""The languages of pages for other people: each says all that pages say, and nothing that no page does."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from commands.papers import SAID

from caseload.output.languages import shipped
from caseload.records.referral import Outcome
from caseload.reports import papers

ALSO = {"yes", "no", Outcome.GOT_HELP}
"""Words of others that do; of the answers the two that say something."""

FORMS = files("caseload") / "forms"

ALIKE = {"direction", "plan", "no", "setting.hospital", "medicaid", "medicare"}
"""What is the same in English and Spanish."""


def tables(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((FORMS / name).read_text("utf-8"))


ENGLISH = tables("en.toml")


@pytest.mark.parametrize("name", shipped())
def test_a_language_has_every_label_and_a_word_for_all_that_pages_say(name: str) -> None:
    found = tables(name)
    assert {table: list(found[table]) for table in ("dates", "labels")} == {
        table: list(ENGLISH[table]) for table in ("dates", "labels")
    }
    assert all(map(str.strip, (*found["labels"].values(), *found["words"].values())))
    missing = [
        f"{of}.{word}" for kind, of in SAID for word in kind
        if f"{of}.{word}" not in found["words"] and str(word) not in found["words"]
    ]  # fmt: skip
    # A word that English says as it is kept, but for its hyphens, needs no line.
    assert name == "en.toml" or missing == []
    spoken = {*ALSO, *(str(word) for kind, _ in SAID for word in kind)}
    spoken |= {f"{of}.{word}" for kind, of in SAID for word in kind}
    assert set(found["words"]) - spoken == set()


def test_no_label_is_left_in_english() -> None:
    spanish = tables("es.toml")
    same = {
        key for table in ("labels", "words") for key, said in spanish[table].items() if said == ENGLISH[table].get(key)
    }
    assert same - ALIKE == set()


def test_every_label_stands_on_a_page() -> None:
    """By name in a form, as t.name, or in the code that makes the words of a page."""
    forms = "".join(one.read_text("utf-8") for one in FORMS.iterdir() if one.name.endswith((".txt", ".md", ".html")))
    code = "".join(one.read_text("utf-8") for one in files(papers).iterdir() if one.name.endswith(".py"))
    named = {*re.findall(r"\bt\.(\w+)", forms), *re.findall(r'"([a-z_]+)"', code), *re.findall(r"'([a-z_]+)'", code)}
    assert set(ENGLISH["labels"]) - named == set()
    asked = {*re.findall(r"\bt\.(\w+)", forms), *re.findall(r"""\b(?:t|labels)\[["'](\w+)["']\]""", code)}
    assert asked - set(ENGLISH["labels"]) == set()
