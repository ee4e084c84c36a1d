"""The forms that a name takes where grammar changes its last letters: Anna as Annę, Мария as Марии, Γιώργος as Γιώργου.

Only what the common patterns of Slavic, Baltic and Greek names give, folded; a changed root (Piotr as Pietrek) is none.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

_WHOLE = 4
"""How many letters a root must have to be known in lower case; of a shorter one Jany is known, not jany."""


LAST_LETTERS = 2
"""How many letters of a name may be others in one of its forms; those before them stay."""


class Form(NamedTuple):
    """How a name is known in one of its forms."""

    by_capital: bool
    """Whether it must begin with one, since a plain word may be spelled like it."""
    by_mark: bool
    """Whether a letter must have an accent: Ewę; Any, of Ana, is a plain word."""


class _Letters(NamedTuple):
    """What a script does to the ends of names: letters to drop, and what may come in the place of those."""

    first: str
    last: str
    """The range of its letters."""
    vowels: str
    after_vowel: tuple[str, ...]
    """What comes in the place of a last vowel."""
    after_two: tuple[str, ...]
    """What comes in the place of two, as adjectives have it."""
    after_consonant: tuple[str, ...]
    """What comes behind a consonant."""
    endings: Mapping[str, tuple[str, ...]]
    """What comes in the place of some last letters."""
    fleeting: str = ""
    """Vowels that go before the last consonant when an ending comes: Marek, Marka."""
    shortest: int = 3
    """How many letters a root must have that nothing but an ending tells from a word."""


_LETTERS = (
    _Letters(
        "a", "ž", "aeiouy",
        ("a", "e", "i", "o", "u", "y", "ie", "ii", "ou", "om", "os", "oje", "iej", "iego", "iemu", "im", "in", "iny",
         "ina", "ego", "emu", "eho", "ym", "ych"),
        ("a", "e", "i", "o", "u", "y", "ego", "emu", "eho", "ej", "ou", "ym", "ych"),
        ("a", "u", "em", "om", "ie", "iem", "owi", "ovi", "ow", "ov", "owa", "ova"),
        {
            "ta": ("cie",), "da": ("dzie",), "ra": ("rze",), "ka": ("ce",), "ga": ("dze", "ze"), "ha": ("ze", "se"),
            "la": ("li",), "as": ("o", "ui", "a", "e", "ai"), "is": ("io", "iui", "i", "y"), "us": ("aus", "ui", "u"),
            "ys": ("io", "iui", "i", "y"),
        },
        "eo",
    ),
    _Letters(
        "а", "ӿ", "аеиоуыэюяієь",
        ("а", "я", "о", "е", "и", "ы", "у", "ю", "і", "є", "ои", "еи", "ою", "ею", "єю", "ем", "ом", "ин", "ина"),
        ("а", "ого", "его", "ому", "ему", "ым", "им", "ои", "еи", "ую", "юю", "ая", "яя", "ых", "их"),
        ("а", "у", "е", "и", "ы", "ом", "ем", "ым", "ові", "еві", "ев", "ов", "ова"),
        {"га": ("зі", "же"), "ка": ("ці", "че"), "ха": ("сі",)},
        "ео", 2,
    ),
    _Letters(
        "α", "ω", "αεηιουω",
        ("ασ", "ησ", "ου", "ων", "εσ", "οσ"), (), (),
        {"οσ": ("ο", "ου", "ε", "οι", "ων"), "ησ": ("η", "ου", "ηδεσ"), "ασ": ("α", "ου", "αδεσ")},
    ),
)  # fmt: skip

_MORE = ("t", "n", "m", "nak", "nek", "val", "vel", "lle", "lta", "lla")
"""What Hungarian and Finnish put behind a last vowel."""

_SURE = frozenset(("ie", "ou", "dze", "dzie", "cie", "rze"))
"""Endings that make no plain word of two letters."""


def declined(word: str) -> Iterator[tuple[str, Form]]:
    """Every form of a folded word of a name, with how it is known; none in scripts without such endings."""
    letters = next((one for one in _LETTERS if one.first <= word[:1] <= one.last), None)
    if letters is None:
        return
    for root, ending in _parted(word, letters):
        is_short = len(root) < _WHOLE
        if len(root) >= letters.shortest:
            yield root + ending, Form(is_short, by_mark=False)
        elif len(root) == 2:
            yield root + ending, Form(by_capital=True, by_mark=ending not in _SURE)


def _parted(word: str, letters: _Letters) -> Iterator[tuple[str, str]]:
    """Roots of a word, each with an ending."""
    is_vowel = word[-1] in letters.vowels
    if is_vowel:
        yield from ((word[:-1], ending) for ending in letters.after_vowel)
        if word[-2:-1] in letters.vowels and len(word) >= _WHOLE + 2:
            yield from ((word[:-2], ending) for ending in letters.after_two)
        if word.isascii() and len(word) >= _WHOLE:
            yield from ((word[:-1], word[-1] + ending) for ending in _MORE)
    else:
        yield from ((word, ending) for ending in letters.after_consonant)
        if word[-2:-1] in letters.fleeting and len(word) > 2:
            for root in (word[:-2] + word[-1], f"{word[:-2]}ь{word[-1]}"):
                yield from ((root, ending) for ending in letters.after_consonant)
    for last, endings in letters.endings.items():
        if word.endswith(last):
            yield from ((word[: -len(last)], ending) for ending in endings)
