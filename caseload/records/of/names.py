"""Names as people type them: folded for looking up, shortened for handles."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from caseload.errors import Invalid

# Letters that Unicode does not take apart into a letter and its accent, as a plain keyboard has them.
_BARE = str.maketrans({"ð": "d", "đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

_ACCENTS = frozenset((*range(10, 37), *range(200, 255)))
"""Combining classes of what may be left off: accents, Hebrew and Arabic points. Any other mark makes another letter."""

_APOSTROPHES = (
    "`\xb4\u2018\u2019\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb"
    "\u0384\u1fbd\u1fbf\u1fef\u1ffd\u055a\u05f3\ua78b\ua78c\uff07"
)
_HYPHENS = (
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\u058a\u05be\u1400\u1806\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
    "\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead"
)
_AS_TYPED = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))

_ONE_LETTER = str.maketrans({"ی": "ي", "ک": "ك"})
"""Yeh and kaf, for which Persian and Arabic keyboards have each its own."""

_UNSEEN = (
    r"[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What nobody sees in a name: controls, direction marks, joiners, fillers, selectors, and the stroke that stretches."""

_LIKE_AN_ID = re.compile(r"[a-z]{1,3}[0-9]+")


def fold(text: str) -> str:
    """Text without case, accents, double blanks or what is not seen; apostrophes and hyphens as a keyboard has them."""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().replace("`", "'").split())
    # Before letters are taken apart, since an accent alone would leave a blank; and after it, for what that brings.
    found = unaccented(seen(text).translate(_AS_TYPED)).translate(_AS_TYPED)
    return " ".join(unicodedata.normalize("NFC", seen(found)).split())


def seen(text: str) -> str:
    """Text without what nobody sees."""
    return re.sub(_UNSEEN, "", text)


def fold_name(text: str) -> str:
    """The words of a name, to tell whether two are one: folded, hyphens as blanks, no apostrophes and full stops.

    A name of signs alone is its signs.
    """
    folded = _spelled(text)
    if folded.isalpha():
        return folded
    bare = "".join(char if _spells(char) else " " for char in folded if char not in "'.")
    return " ".join(bare.split()) or folded


def said_as(given: str | None, family: str | None, preferred: str | None = None) -> frozenset[str]:
    """How a whole name may be said, in either order; who types one of its `readings` means it.

    Inside a given or a family name a blank counts as little as a hyphen; the one between the two counts, unless the
    script has none there.
    """
    last = _joined(family)
    firsts = [_joined(given), *filter(None, (_joined(preferred),))]
    pairs = [pair for first in firsts for pair in ((first, last), (last, first))]
    unspaced = [f"{one}{other}" for one, other in pairs if _is_wide(one) and _is_wide(other)]
    return frozenset([*(f"{one} {other}".strip() for one, other in pairs), *unspaced]) - {""}


LONGEST_SOUGHT = 1_000
"""Characters of a name that is looked for: so many ways there are to part its words."""


def readings(text: str) -> frozenset[str]:
    """Every way to take words for a whole name: all for one part of it, or each half for one; none for an essay."""
    words = fold_name(text).split() if len(text) <= LONGEST_SOUGHT else []
    return frozenset(f"{''.join(words[:at])} {''.join(words[at:])}".strip() for at in range(1, len(words) + 1))


def begins(typed: str, name: str) -> bool:
    """Whether each word that was typed begins another word of the name, in any order.

    Hyphens, apostrophes and full stops part words, or join them. A number by itself, the 2 of ana-ruiz-2, begins none.
    """
    typed_in = _pieces(typed)
    if all(piece.isdigit() for pieces in typed_in for piece in pieces):
        return False
    starts = ["".join(pieces[at:]) for pieces in _pieces(name) for at in range(len(pieces))]
    together, apart = ["".join(pieces) for pieces in typed_in], [piece for pieces in typed_in for piece in pieces]
    return _each_begins(together, starts) or (apart != together and _each_begins(apart, starts))


def begins_unparted(typed: str, name: str) -> bool:
    """As `begins`, where words that were typed one after another may be one word of the name: mc donald."""
    words = ["".join(pieces) for pieces in _pieces(typed)]
    runs = ((at, end) for at in range(len(words)) for end in range(at + 2, len(words) + 1))
    return any(begins(" ".join([*words[:at], "".join(words[at:end]), *words[end:]]), name) for at, end in runs)


def _each_begins(words: list[str], starts: list[str]) -> bool:
    left = list(starts)
    # Longest first: whatever begins like a long word begins like a shorter beginning of it, too.
    for word in sorted(words, key=len, reverse=True):
        found = next((start for start in left if start.startswith(word)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _pieces(text: str) -> list[list[str]]:
    """The words of a text, each in the pieces that its hyphens, apostrophes and full stops make of it."""
    bare = "".join(char if _spells(char) or char in "-'." else " " for char in _spelled(text))
    found = (list(filter(None, re.split("[-'.]", word))) for word in bare.split())
    return list(filter(None, found))


def _spelled(text: str) -> str:
    # No part of `fold`: handles are stored as that has them.
    folded = fold(text)
    return folded if folded.isascii() else folded.translate(_ONE_LETTER)


def _joined(name: str | None) -> str:
    return fold_name(name or "").replace(" ", "")


def _is_wide(name: str) -> bool:
    return unicodedata.east_asian_width(name[:1] or " ") in "WF"


def unaccented(text: str) -> str:
    """Text without case and accents."""
    if text.isascii():
        return text.lower()
    # Twice, because what a compatibility form is made of may have a case of its own.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text.casefold())
    bare = (char for char in text.translate(_BARE) if unicodedata.combining(char) not in _ACCENTS)
    return unicodedata.normalize("NFC", "".join(bare))


def split_name(words: str) -> tuple[str | None, str | None]:
    """Given and family name in `Ana Ruiz` or `Ruiz, Ana`: the last word is the family name unless a comma says more."""
    family, comma, given = words.partition(",")
    if not comma:
        given, _, family = words.strip().rpartition(" ")
        given, family = (given, family) if given else (family, "")
    return given.strip() or None, family.strip() or None


LONGEST = 40
"""Letters of a handle that is made of a name: it is typed, and stands in every row."""


def handle_from(given: str | None, family: str | None) -> str:
    """given-family in lower case, accents stripped, other scripts kept; never shaped like an id."""
    name = fold_name(f"{given or ''} {family or ''}")
    handle = "-".join("".join(char if _spells(char) else " " for char in name).split()) or "client"
    if len(handle) > LONGEST:
        handle = handle[: LONGEST + 1].rpartition("-")[0] or handle[:LONGEST]
    return f"{handle}-client" if is_like_an_id(handle) or handle == "me" else handle


def free_handle(handle: str, taken: Container[str]) -> str:
    """The handle, or where it is taken the first of handle-2, handle-3 that is not."""
    numbered = (f"{handle}-{number}" for number in count(2))
    return next(one for one in chain((handle,), numbered) if one not in taken)


def is_like_an_id(text: str) -> bool:
    """Whether the text could be taken for a typed id such as t42."""
    return _LIKE_AN_ID.fullmatch(text) is not None


def is_me(text: str) -> bool:
    """Whether the text is the word for what is nobody's, which names no client; with signs around it, too."""
    folded = fold(text)
    return "me" in folded and folded.strip("".join(char for char in folded if not _spells(char))) == "me"


def fitting(handle: str) -> str:
    """A handle that somebody gives; raises Invalid for one that no list has room for."""
    if len(handle) > _LONGEST_HANDLE:
        raise Invalid(f"has more than {_LONGEST_HANDLE} characters", "a short one, such as ana-ruiz", field="handle")
    return handle


_LONGEST_HANDLE = 100


def is_handle(text: str) -> bool:
    """Whether the text may be a client's handle: folded words joined by hyphens, not an id, not `me`."""
    shaped = all(word.isalnum() or (word and all(map(_spells, word))) for word in text.split("-"))
    shaped = shaped and text == unaccented(text)
    return shaped and not is_like_an_id(text) and text != "me"


def _spells(char: str) -> bool:
    # Vowel signs of Indic scripts are marks, not letters.
    return char.isalnum() or unicodedata.category(char).startswith("M")
