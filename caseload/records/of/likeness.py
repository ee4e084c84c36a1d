"""Who may be the same person under two spellings of a name: told to people, and never acted on."""

import unicodedata
from functools import lru_cache
from typing import Protocol

from caseload.records.of.names import fold


class Named(Protocol):
    """Whoever has a name and a birthday: a client, or what the store reads of one; birthdays are only compared."""

    @property
    def given_name(self) -> str | None: ...  # noqa: D102 - Client says it
    @property
    def family_name(self) -> str | None: ...  # noqa: D102 - as above
    @property
    def name(self) -> str: ...  # noqa: D102 - as above
    @property
    def born_on(self) -> object: ...  # noqa: D102 - as above


def keys(client: Named) -> frozenset[str]:
    """What two spellings of one name have in common: one key of each suffices.

    Blind to composition (NFC, NFD), case, accents, apostrophes and hyphens, and to the order of the names.
    """
    given, family = _bare(client.given_name), _bare(client.family_name)
    words = " ".join(sorted(f"{given} {family}".split()))
    joined = (f"{given}{family}".replace(" ", ""), f"{family}{given}".replace(" ", ""))
    return frozenset({words, *joined} - {""})


def may_be_same(one: Named, other: Named) -> bool:
    """Whether no two different birthdays tell them apart."""
    return None in (one.born_on, other.born_on) or one.born_on == other.born_on


def likeness(one: Named, other: Named) -> str:
    """Why the two may be one person, or nothing: the name and the birthday, each in a few words."""
    if not may_be_same(one, other):
        return ""
    birthday = _birthday(one.born_on, other.born_on)
    if keys(one) & keys(other):
        return f"{_difference(one, other)}, {birthday}"
    shared = [name for name, of in (("family", _family), ("given", _given)) if of(one) and of(one) == of(other)]
    return f"same {shared[0]} name, {birthday}" if shared and one.born_on and other.born_on else ""


def is_namesake(one: Named, other: Named) -> bool:
    """Whether the names are the same in either order, capitals and accents aside, and no two birthdays part them."""
    given, family = one.given_name or "", one.family_name or ""
    either = (fold(f"{given} {family}"), fold(f"{family} {given}"))
    return may_be_same(one, other) and fold(f"{other.given_name or ''} {other.family_name or ''}") in either


def initials_of(client: Named) -> frozenset[str]:
    """The letters with which each word of the name begins: whoever shares a key of `keys` has a name that begins so."""
    return frozenset(word[0] for word in f"{_bare(client.given_name)} {_bare(client.family_name)}".split())


def _birthday(one: object, other: object) -> str:
    return "same birthday" if one and other else "birthday unknown of one" if one or other else "birthdays unknown"


def _difference(one: Named, other: Named) -> str:
    """In what two spellings of a name differ, at most: the first that makes them equal."""
    first, second = one.name, other.name
    nfc = (unicodedata.normalize("NFC", first), unicodedata.normalize("NFC", second))
    if first == second:
        return "same name"
    if first.split() == second.split():
        return "names differ in blanks"
    if nfc[0] == nfc[1]:
        return "same name in other code points"
    if nfc[0].casefold() == nfc[1].casefold():
        return "names differ in capitals"
    if fold(first) == fold(second):
        return "names differ in accents"
    if _bare(first) == _bare(second) or _bare(first).replace(" ", "") == _bare(second).replace(" ", ""):
        return "names differ in apostrophes, hyphens or blanks"
    return "names swapped"


@lru_cache(maxsize=4096)
def _bare(name: str | None) -> str:
    """The words of a name, hyphens as blanks, without apostrophes and full stops."""
    folded = fold(name or "").translate(_MARKS)
    if not folded.isascii():
        folded = "".join(" " if unicodedata.category(char) == "Pd" else char for char in folded)
    return " ".join(folded.split())


_MARKS = str.maketrans("-", " ", "'’‘ʼʻ`´′.")


def _given(client: Named) -> str:
    return _bare(client.given_name)


def _family(client: Named) -> str:
    return _bare(client.family_name)
