"""A text as others may read it: a name in it is shortened to its initials."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from caseload.records.of.declined import LAST_LETTERS, Form, declined
from caseload.records.of.names import fold
from caseload.records.of.one_sign import is_someone

# Patterns as text: compiling them would be a tenth of a run, and most runs look at no name with them.

# Scripts that put no blanks between words, and Korean, whose particles follow a name without one.
_UNSPACED = (
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1980-\u19df\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9df"
    "\ua9e0-\ua9ff\uaa60-\uaadf\u1100-\u11ff\u3005-\u3007\u3040-\u30fa\u30fc-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)

# Whose short words stand before a name without a blank: and, to, by, in, the.
_PREFIXED = "[\u0590-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_PARTICLES = frozenset("וכלבמשהوفبلكاسی")

# Letters to Unicode, apostrophes to people: Kaʻiulani, Noʼam.
_APOSTROPHES = frozenset("ʹʺʻʼʽʾʿˈˊˋꞌ׳״՚")

# Letters to Unicode, and nothing to see, or a stroke that stretches a word.
_FILLERS = frozenset("\u0640\u115f\u1160\u3164\uffa0")

UNSEEN = _APOSTROPHES | _FILLERS
"""Letters to Unicode that begin no word and end none."""

# Marks in half the width, to Unicode letters.
_HALF_MARKS = frozenset("ﾞﾟ")

_SEPARATORS = frozenset(" \u3000\u00a0\u2002\u2003\u2009\u200a\u202f\u2010\u2011\u2012\u2013\u2014\u2015・･·‧-")

_NO_SEPARATORS = dict.fromkeys(map(ord, _SEPARATORS))

# As a keyboard without them spells them: Mueller.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa"})

_BROKEN = 5
"""How many letters a name must have to be known with a blank or hyphen in it: Du Bois. `In a` is no Ina.

Of one letter more two: `Am in a` is no Amina. A name spelled out, each letter by itself, is known of three letters on.
"""

_INSIDE = 7
"""How many letters a name must have to be known inside another word: MRSMCDONALD."""

_ENDING = 3
"""How many letters a case ending has at most."""

_VIRAMA = 9

_NO_NAME = frozenset(("client",))
"""What the program itself puts into a handle, where a name has nothing to make one of."""


def discreet(text: str, *names: str | None) -> str:
    """The text with each word of the names shortened to its initial: Call Ana Ruiz is Call A. R.

    A word of a name is found whatever its case, accents and invisible characters; joined to others by case or `_`
    (AnaRuiz, ana_ruiz, anaruiz) or to another script; before a genitive s or a case ending; with a blank or hyphen in
    it, if it is long; and, in scripts whose words are not parted by blanks or take on endings, inside a longer run of
    letters. Single letters stay, but for names of one sign: all that stands for these is `_`.
    """
    words = _words_of(names)
    if not words:
        return text
    if text.isascii() and _is_without(text.lower(), words):
        return text
    return "".join(_shortened(_clusters(unicodedata.normalize("NFC", text)), words, _forms_of(names)))


def _is_without(text: str, words: "Sequence[_Word]") -> bool:
    """Whether a text in ASCII holds none of the words, and no other that may be a form of one: it would begin alike."""
    whole = text.translate(_NO_SEPARATORS)
    if any(word.text in whole for word in words):
        return False
    begins = tuple(word.text[: max(len(word.text) - LAST_LETTERS, 1)] for word in words)
    return not any(word.startswith(begins) for word in re.findall("[a-z]+", text))


class _Cluster(NamedTuple):
    """A sign with its marks and the invisible characters after it."""

    text: str
    folded: str
    is_letter: bool

    @property
    def base(self) -> str:
        """The sign alone."""
        return self.text[0]

    def shows(self, pattern: str) -> bool:
        """Whether it is of one of the scripts of a pattern."""
        return re.match(pattern, self.base) is not None

    @property
    def script(self) -> str:
        """The first word of the sign's name, which is its script's."""
        return unicodedata.name(self.base, "?").partition(" ")[0]


class _Word(NamedTuple):
    """A word of a name, folded."""

    text: str
    is_long: bool
    """Whether it is more than its initial."""


def _clusters(text: str) -> list[_Cluster]:
    parts: list[str] = []
    for char in text:
        if parts and _joins(char):
            parts[-1] += char
        else:
            parts.append(char)
    return [_cluster(part) for part in parts]


@lru_cache(4096)
def _cluster(part: str) -> _Cluster:
    seen = "".join(char for char in part if not _is_invisible(char))
    # What folds to nothing is something all the same: two words with it between them are not one.
    folded = (seen and fold(seen)) or "\0"
    is_letter = part[0].isalnum() and part[0] not in _APOSTROPHES and not _is_invisible(part[0])
    return _Cluster(part, folded, is_letter)


@lru_cache(4096)
def _joins(char: str) -> bool:
    if char.isascii():
        return False
    return unicodedata.category(char).startswith("M") or char in _HALF_MARKS or _is_invisible(char) or _is_jamo(char)


def _is_jamo(char: str) -> bool:
    """Whether it is the vowel or the end of a Korean syllable, which something invisible keeps from being one."""
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in _FILLERS


@lru_cache(1024)
def _words_of(names: tuple[str | None, ...]) -> tuple[_Word, ...]:
    """The words of the names, the longest first; none where no word is more than its initial."""
    found: dict[str, bool] = {}
    composed = [unicodedata.normalize("NFC", name) for name in names if name]
    for name in dict.fromkeys((*composed, *(one.translate(_SPELLED_OUT) for one in composed))):
        if name.isascii():
            found |= {word: len(word) > 1 for word in re.findall("[a-z0-9]+", name.lower()) if _tells(word)}
            continue
        run: list[_Cluster] = []
        for cluster in [*_clusters(name), _cluster(" ")]:
            if cluster.is_letter:
                run.append(cluster)
                continue
            word = "".join(one.folded for one in run)
            if len(word) > 1 and unicodedata.combining(word[-1]) == _VIRAMA:
                # An ending puts a vowel in its place.
                word = word[:-1]
            if _tells(word):
                found[word] = sum(len(one.text) for one in run) > 1
            run = []
    words = sorted((_Word(*one) for one in found.items()), key=lambda one: -len(one.text))
    return tuple(words)


def _tells(word: str) -> bool:
    return bool(word) and word not in _NO_NAME and not word.isdecimal()


@lru_cache(1024)
def _forms_of(names: tuple[str | None, ...]) -> Mapping[str, Form]:
    """What grammar makes of the words of the names; of two ways to know a form the one that asks for less."""
    found: dict[str, Form] = {}
    for word in _words_of(names):
        if word.is_long:
            for form, known in declined(word.text):
                found[form] = min(known, found.get(form, known))
    return found


def _shortened(clusters: list[_Cluster], words: tuple[_Word, ...], forms: Mapping[str, Form]) -> Iterator[str]:
    at, inside = 0, tuple(word for word in words if len(word.text) >= _INSIDE)
    while at < len(clusters):
        chain = _chain(clusters, at, words if _may_begin(clusters, at) else inside)
        if not chain and (end := _end_of_form(clusters, at, forms)):
            yield f"{clusters[at].base}."
            at = end
            continue
        if not chain:
            yield "_" if _is_sign_alone(clusters, at, words) else clusters[at].text
            at += 1
            continue
        if has_case(clusters[at].base):
            yield "".join(f"{clusters[start].base}." for start, _ in chain)
        elif len(chain) > 1 and all(end == start + 1 for start, end in chain):
            # Whichever was kept might be the other half of the initials.
            yield "_"
        else:
            # Of a sign each, they would tell the name.
            yield f"{clusters[at].base}."
        at = chain[-1][1]


def _is_sign_alone(clusters: list[_Cluster], at: int, words: tuple[_Word, ...]) -> bool:
    """Whether a name of one sign stands there as a word: 伟's ride, 伟先生."""
    here = clusters[at]
    if not here.shows(_UNSPACED) or not any(word.text == here.folded for word in words):
        return False
    start = at
    while start and at - start < 3 and clusters[start - 1].shows(_UNSPACED):
        start -= 1
    end = at + 1
    while end < len(clusters) and end - at < 4 and clusters[end].shows(_UNSPACED):
        end += 1
    before, after = ("".join(one.text for one in clusters[a:b]) for a, b in ((start, at), (at + 1, end)))
    return is_someone(before, after)


def _end_of_form(clusters: list[_Cluster], at: int, forms: Mapping[str, Form]) -> int | None:
    """Where the whole word ends that begins there and is a name changed by grammar; None where it is none."""
    if not forms or not clusters[at].is_letter or (at and clusters[at - 1].is_letter):
        return None
    end = at
    while end < len(clusters) and clusters[end].is_letter:
        end += 1
    said = clusters[at:end]
    known = forms.get("".join(one.folded for one in said))
    if known is None or (known.by_capital and not said[0].base.isupper()):
        return None
    is_plain = known.by_mark and all(one.base.isascii() for one in said)
    return None if is_plain else end


def _chain(clusters: list[_Cluster], at: int, words: tuple[_Word, ...]) -> list[tuple[int, int]]:
    """The words of the name that stand there one after the other, as places from and to; one at least is long."""
    if all(_end_of(clusters, at, word.text) is None for word in words):
        return []
    first = max(at - 2, 0)
    chain = _chains(clusters[first : at + _FARTHEST], at - first, words, {}).get(True, [])
    return [(start + first, end + first) for start, end in chain]


_FARTHEST = 200  # letters and signs of one chain: a name said over and over again is no longer one

_Chain = list[tuple[int, int]]


def _chains(
    clusters: list[_Cluster], at: int, words: tuple[_Word, ...], known: dict[int, dict[bool, _Chain]]
) -> dict[bool, _Chain]:
    """The first chain from there that has a long word, and the first that has none: others would change nothing."""
    if at not in known:
        known[at] = {}
        for chain, is_long in _every_chain(clusters, at, words, known):
            known[at].setdefault(is_long, chain)
    return known[at]


def _every_chain(
    clusters: list[_Cluster], at: int, words: tuple[_Word, ...], known: dict[int, dict[bool, _Chain]]
) -> Iterator[tuple[_Chain, bool]]:
    for word in words:
        end = _end_of(clusters, at, word.text)
        if end is None:
            continue
        signs = not has_case(clusters[at].base)
        # Signs of one name may be parted: 王 伟, 마리・퀴리.
        parted = signs and not word.is_long and end < len(clusters) and clusters[end].text in _SEPARATORS
        for start in (end, end + 1) if parted else (end,):
            for is_long, rest in _chains(clusters, start, words, known).items() if start < len(clusters) else ():
                yield [(at, end), *rest], bool(is_long or word.is_long or (signs and clusters[at].shows(_UNSPACED)))
        if _may_end(clusters, end, word.text):
            yield [(at, end)], word.is_long


def _end_of(clusters: list[_Cluster], at: int, word: str) -> int | None:
    """Where the word ends that begins there; None where it does not stand there."""
    allowed, is_spelled_out = (len(word) >= _BROKEN) + (len(word) > _BROKEN), len(word) > 2
    breaks = letters = 0
    while at < len(clusters):
        if letters and clusters[at].base in _SEPARATORS:
            breaks, is_spelled_out, letters = breaks + 1, is_spelled_out and letters == 1, 0
            while at < len(clusters) and clusters[at].base in _SEPARATORS:
                at += 1
            continue
        letters += 1
        if breaks > allowed and (letters > 1 or not is_spelled_out):
            return None
        if clusters[at].folded.startswith(word) and not has_case(clusters[at].base):
            # The vowel that begins an ending is a mark of the last letter.
            return at + 1
        if not word.startswith(clusters[at].folded):
            return None
        word = word[len(clusters[at].folded) :]
        at += 1
        if not word:
            return at
    return None


def _may_begin(clusters: list[_Cluster], at: int) -> bool:
    here = clusters[at]
    if not here.is_letter or at == 0 or here.shows(_UNSPACED):
        return here.is_letter
    before = clusters[at - 1]
    if not before.is_letter or before.shows(_UNSPACED) or before.base.isdecimal() or before.script != here.script:
        return True
    if here.shows(_PREFIXED):
        start = at
        while start and clusters[start - 1].base in _PARTICLES and at - start < 3:
            start -= 1
        return start < at and (start == 0 or not clusters[start - 1].is_letter)
    follows = clusters[at + 1].base if at + 1 < len(clusters) else ""
    return here.base.isupper() and (before.base.islower() or follows.islower())


def _may_end(clusters: list[_Cluster], end: int, word: str) -> bool:
    if end == len(clusters) or not clusters[end].is_letter:
        return True
    last, after = clusters[end - 1], clusters[end]
    if last.shows(_UNSPACED) or after.shows(_UNSPACED) or after.base.isdecimal() or last.script != after.script:
        return True
    if not has_case(last.base):
        # Tamil, Bengali, Marathi and others put endings to a name; Arabic and Hebrew do not.
        return not last.shows(_PREFIXED)
    if len(word) >= (5 if last.script == "LATIN" else 4):
        left = next((place for place in range(end, len(clusters)) if not clusters[place].is_letter), len(clusters))
        if left - end <= _ENDING:
            return True
    if last.base.isupper() != after.base.isupper():
        return after.base.isupper() or (end > 1 and clusters[end - 2].base.isupper())
    return after.folded == "s" and (end + 1 == len(clusters) or not clusters[end + 1].is_letter)


def has_case(char: str) -> bool:
    """Whether it is a letter of a script that has capitals."""
    # Georgian has capitals, and no word begins with one.
    return char.upper() != char.lower() and not "\u10d0" <= char <= "\u10ff"
