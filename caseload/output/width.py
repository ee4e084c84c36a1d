"""How many columns of a terminal, or of a mail in a fixed font, a text takes."""

from functools import lru_cache
from unicodedata import category, combining, east_asian_width


def width(text: str) -> int:
    """The columns `text` takes: two for a wide character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with blanks to `columns`; a wider one as it is."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    # Vowels and finals of decomposed Hangul are drawn into the syllable's first letter.
    if combining(character) or "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return 0
    if category(character) in {"Mn", "Mc", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1
