"""What people look for, in their own words, and what does it: the page docs/index.md, read and asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from caseload.records.of.names import fold

Known = TypeVar("Known")


class Answer(NamedTuple):
    """A word of the index, as the page writes it, with the line that answers it."""

    word: str
    line: str


def index(page: str) -> dict[str, Answer]:
    """Every word of the page's tables with its answer, under the form in which words are compared."""
    rows = [row for row in re.findall(r"^\| (.+?) \| (.+) \|$", page, re.MULTILINE) if row[0] != _HEADING]
    return {compared(word): Answer(word, line) for words, line in rows for word in words.split(", ")}


_HEADING = "you look for"


def compared(text: str) -> str:
    """The text without case, accents, blanks, hyphens and other marks: Home-visit is homevisit."""
    return "".join(char for char in fold(text) if char.isalnum())


def look_up(text: str, known: Mapping[str, Known]) -> Known | None:
    """What is known under that text, or under its singular; a text that only looks like a known one finds nothing."""
    return next((known[form] for form in _forms(compared(text)) if form in known), None)


def look_up_each(words: Sequence[str], known: Mapping[str, Answer]) -> list[Answer]:
    """The answers to the words from left to right, the longest runs of them first; the same line once."""
    found: dict[str, Answer] = {}
    start = 0
    while start < len(words):
        ends = range(min(len(words), start + _LONGEST), start, -1)
        runs = ((end, look_up(" ".join(words[start:end]), known)) for end in ends)
        start, answer = next((run for run in runs if run[1]), (start + 1, None))
        if answer:
            found.setdefault(answer.line, answer)
    return list(found.values())


_LONGEST = 6
"""The most words that a run of them is looked up in."""


def _forms(word: str) -> Iterator[str]:
    """The word itself, then what it may be the plural of."""
    yield word
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y")):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead


def verbs_meant(typed: str, verbs: Sequence[str]) -> list[str]:
    """The verbs of a noun that may have been meant by what is none: what else it is called, else what is like it."""
    meant = [verb for verb, words in _CALLED.items() if typed in words and verb in verbs]
    return meant or get_close_matches(typed, verbs, 1)


_CALLED = {
    "noshow": ("missed", "miss", "no-show", "absent"),
    "done": ("complete", "completed", "finish", "finished"),
    "kept": ("attended", "came", "done", "complete"),
    "move": ("reschedule", "rebook", "postpone"),
}
