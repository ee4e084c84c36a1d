"""The initials of a name."""

import re
import unicodedata
from collections.abc import Iterator

from caseload.records.of.discreet import UNSEEN, has_case

_ASIDE = (
    r"[(\[{<（［「『〈《«„][^)\]}>）］」』〉》»“”]*[)\]}>）］」』〉》»“”]"
    r"|[\"“”＂][^\"“”＂]*[\"“”＂]"
    r"|(?<!\S)['‘’][^'‘’]*['‘’](?!\S)"
)
"""A nickname in quotes or brackets."""


def initials(*names: str | None) -> str:
    """The first letter of every word of the names: Mary-Kate O'Neill is MKO, Robert "Bobby" Ortiz RO.

    A name of single signs, such as 王伟, would be told whole by them: of that it is the first of the last name.
    """
    said = [unicodedata.normalize("NFC", name) for name in names if name]
    words = [word for name in said for word in _lettered(_without_asides(name))]
    words = words or [word for name in said for word in _lettered(name)]
    if len(words) > 1 and all(len(word) == 1 and not has_case(word) for word in words):
        words = words[-1:]
    return "".join(word[0].upper()[0] for word in words) or "?"


def _without_asides(name: str) -> str:
    plain = name.replace(" ", "").replace("-", "")
    return name if plain.isalnum() else re.sub(_ASIDE, " ", name)


def _lettered(name: str) -> Iterator[str]:
    """The words of a name as initials are taken of them: what blanks and hyphens part, from its first letter on."""
    for word in re.split(r"[\s\u2010-\u2015\-]+", name):
        letters = "".join(char for char in word if char.isalnum() and char not in UNSEEN)
        if letters:
            yield letters
