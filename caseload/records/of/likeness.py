"""Who may be the same person under two spellings of a name: told to people, and never acted on."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from caseload.records.of.names import fold_name, readings, said_as, seen, unaccented


class Named(Protocol):
    """Whoever has a name and a birthday: a client, or what the store reads of one, the birthday as it is stored."""

    @property
    def given_name(self) -> str | None: ...  # noqa: D102 - Client says it
    @property
    def family_name(self) -> str | None: ...  # noqa: D102 - as above
    @property
    def preferred_name(self) -> str | None: ...  # noqa: D102 - as above
    @property
    def name(self) -> str: ...  # noqa: D102 - as above
    @property
    def born_on(self) -> object: ...  # noqa: D102 - as above


def keys(client: Named) -> frozenset[str]:
    """What two spellings of one name have in common: one key of each suffices; namesakes always share one.

    Blind to whatever a name is folded of, to blanks, and to the order of the names; of whoever is called otherwise
    there are those of both names.
    """
    own = _keys(_given(client), _family(client))
    return own | _keys(_bare(client.preferred_name), _family(client)) if client.preferred_name else own


def may_be_same(one: Named, other: Named) -> bool:
    """Whether no two different birthdays tell them apart."""
    # A day as it is stored and as it is worked with is one day.
    return None in (one.born_on, other.born_on) or str(one.born_on) == str(other.born_on)


def likeness(one: Named, other: Named) -> str:
    """Why the two may be one person, or nothing: the name and the birthday, each in a few words."""
    if not may_be_same(one, other):
        return ""
    birthday = _birthday(one.born_on, other.born_on)
    if keys(one) & keys(other):
        in_full = _keys(_given(one), _family(one)) & _keys(_given(other), _family(other))
        return f"{_difference(one, other) if in_full else 'called by one name'}, {birthday}"
    shared = [name for name, of in (("family", _family), ("given", _given)) if of(one) and of(one) == of(other)]
    return f"same {shared[0]} name, {birthday}" if shared and one.born_on and other.born_on else ""


def same_name(one: Named, other: Named) -> bool:
    """Whether the two have one name, in either order, whatever a name is folded of aside.

    What someone is called, with the family name, is a name as the given one is: both reach the client.
    """
    return any(
        not said_as(first.given_name, first.family_name, first.preferred_name).isdisjoint(readings(name))
        for first, second in ((one, other), (other, one))
        for name in _names(second)
    )


def is_namesake(one: Named, other: Named) -> bool:
    """Whether the two have one name, and no two birthdays part them."""
    return may_be_same(one, other) and same_name(one, other)


def initials_of(client: Named) -> frozenset[str]:
    """The letters with which each word of the name begins: whoever shares a key of `keys` has a name that begins so."""
    names = f"{_given(client)} {_family(client)} {_bare(client.preferred_name)}"
    return frozenset(word[0] for word in names.split())


def _names(client: Named) -> Iterator[str]:
    yield client.name
    if client.preferred_name:
        yield f"{client.preferred_name} {client.family_name or ''}"


def _keys(given: str, family: str) -> frozenset[str]:
    words = " ".join(sorted(f"{given} {family}".split()))
    joined = (f"{given}{family}".replace(" ", ""), f"{family}{given}".replace(" ", ""))
    return frozenset({words, *joined} - {""})


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
    if seen(nfc[0]).split() == seen(nfc[1]).split():
        return "names differ in characters that nobody sees"
    if nfc[0].casefold() == nfc[1].casefold():
        return "names differ in capitals"
    if unaccented(seen(first)).split() == unaccented(seen(second)).split():
        return "names differ in accents"
    if _bare(first).replace(" ", "") == _bare(second).replace(" ", ""):
        return "names differ in apostrophes, hyphens or blanks"
    return "names swapped"


@lru_cache(maxsize=4096)
def _bare(name: str | None) -> str:
    return fold_name(name or "")


def _given(client: Named) -> str:
    return _bare(client.given_name)


def _family(client: Named) -> str:
    return _bare(client.family_name)
