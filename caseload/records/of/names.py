"""Names as people type them: folded for looking up, shortened for handles."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

# Letters that Unicode does not take apart into a letter and its accent, as a plain keyboard has them.
_UNDECOMPOSED = str.maketrans({"ð": "d", "đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

# Not combining; or a nukta, a kana's voicing mark, a virama: without them it is another letter.
_NO_ACCENT = (0, 7, 8, 9)

_LIKE_AN_ID = re.compile(r"[a-z]{1,3}[0-9]+")


def fold(text: str) -> str:
    """Text without case, accents or double blanks, for comparing names."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Twice, because what a compatibility form is made of may have a case of its own.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text.casefold())
    bare = (char for char in text.translate(_UNDECOMPOSED) if unicodedata.combining(char) in _NO_ACCENT)
    return unicodedata.normalize("NFC", " ".join("".join(bare).split()))


def split_name(words: str) -> tuple[str | None, str | None]:
    """Given and family name in `Ana Ruiz` or `Ruiz, Ana`: the last word is the family name unless a comma says more."""
    family, comma, given = words.partition(",")
    if not comma:
        given, _, family = words.strip().rpartition(" ")
        given, family = (given, family) if given else (family, "")
    return given.strip() or None, family.strip() or None


def handle_from(given: str | None, family: str | None) -> str:
    """given-family in lower case, accents stripped, other scripts kept; never shaped like an id."""
    name = fold(f"{given or ''} {family or ''}").replace("'", "").replace("’", "")
    handle = "-".join("".join(char if _spells(char) else " " for char in name).split()) or "client"
    return f"{handle}-client" if is_like_an_id(handle) or handle == "me" else handle


def free_handle(handle: str, taken: Container[str]) -> str:
    """The handle, or where it is taken the first of handle-2, handle-3 that is not."""
    numbered = (f"{handle}-{number}" for number in count(2))
    return next(one for one in chain((handle,), numbered) if one not in taken)


def is_like_an_id(text: str) -> bool:
    """Whether the text could be taken for a typed id such as t42."""
    return _LIKE_AN_ID.fullmatch(text) is not None


def is_handle(text: str) -> bool:
    """Whether the text may be a client's handle: folded words joined by hyphens, not an id, not `me`."""
    shaped = all(word and all(map(_spells, word)) for word in text.split("-")) and text == fold(text)
    return shaped and not is_like_an_id(text) and text != "me"


def _spells(char: str) -> bool:
    # Vowel signs of Indic scripts are marks, not letters.
    return char.isalnum() or unicodedata.category(char).startswith("M")
