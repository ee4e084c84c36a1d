"""Who may be the same person under two spellings of a name: told to people, and never acted on."""

import unicodedata
from datetime import date

from caseload.records.client import Client
from caseload.records.names import fold


def keys(client: Client) -> frozenset[str]:
    """What two spellings of one name have in common: one key of each suffices.

    Blind to composition (NFC, NFD), case, accents, apostrophes and hyphens, and to the order of the names.
    """
    given, family = _bare(client.given_name), _bare(client.family_name)
    words = " ".join(sorted(f"{given} {family}".split()))
    joined = (f"{given}{family}".replace(" ", ""), f"{family}{given}".replace(" ", ""))
    return frozenset({words, *joined} - {""})


def may_be_same(one: Client, other: Client) -> bool:
    """Whether no two different birthdays tell them apart."""
    return None in (one.born_on, other.born_on) or one.born_on == other.born_on


def likeness(one: Client, other: Client) -> str:
    """Why the two may be one person, or nothing: the name and the birthday, each in a few words."""
    if not may_be_same(one, other):
        return ""
    birthday = _birthday(one.born_on, other.born_on)
    if keys(one) & keys(other):
        return f"{_difference(one, other)}, {birthday}"
    shared = [name for name, of in (("family", _family), ("given", _given)) if of(one) and of(one) == of(other)]
    return f"same {shared[0]} name, {birthday}" if shared and one.born_on and other.born_on else ""


def _birthday(one: date | None, other: date | None) -> str:
    return "same birthday" if one and other else "birthday unknown of one" if one or other else "birthdays unknown"


def _difference(one: Client, other: Client) -> str:
    """In what two spellings of a name differ, at most: the first that makes them equal."""
    first, second = one.name, other.name
    nfc = (unicodedata.normalize("NFC", first), unicodedata.normalize("NFC", second))
    if first == second:
        return "same name"
    if nfc[0] == nfc[1]:
        return "same name in other code points"
    if nfc[0].casefold() == nfc[1].casefold():
        return "names differ in capitals"
    if fold(first) == fold(second):
        return "names differ in accents"
    if _bare(first) == _bare(second) or _bare(first).replace(" ", "") == _bare(second).replace(" ", ""):
        return "names differ in apostrophes, hyphens or blanks"
    return "names swapped"


def _bare(name: str | None) -> str:
    """The words of a name, hyphens as blanks, without apostrophes and full stops."""
    kept = (" " if unicodedata.category(char) == "Pd" else char for char in fold(name or "") if char not in _MARKS)
    return " ".join("".join(kept).split())


_MARKS = frozenset("'’‘ʼʻ`´′.")


def _given(client: Client) -> str:
    return _bare(client.given_name)


def _family(client: Client) -> str:
    return _bare(client.family_name)
