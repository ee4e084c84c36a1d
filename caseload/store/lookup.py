"""A client, or any record, from what was typed."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeVar, cast

from caseload.errors import Ambiguous, Invalid, NotFound, quoted
from caseload.records.client import Client
from caseload.records.kinds import parse_ref, with_article
from caseload.records.of.base import Record
from caseload.records.of.names import LONGEST_SOUGHT, begins, begins_unparted, fold, fold_name, is_me, readings, said_as
from caseload.store.core import Store
from caseload.store.reads.clients import NOBODY, clients_by_number
from caseload.store.reads.plain import has_other_letters, without_marks

R = TypeVar("R", bound=Record)


def record(store: Store, text: str) -> Record:
    """The record under a typed id, else the client of that handle or name; raises NotFound or Ambiguous."""
    found = parse_ref(text)
    return store.get(*found) if found else client(store, text)


def of_kind(store: Store, kind: type[R], text: str, *, voided: bool = False) -> R:
    """The record of one kind under a typed id, a client also by handle or name; raises Invalid for another kind's."""
    found = parse_ref(text)
    if found is None and kind is Client:
        return cast(R, client(store, text))
    if found is None or found[0] is not kind:
        raise Invalid(f"is not {with_article(kind)}", f"a typed id such as {kind.PREFIX}1", typed=text)
    return store.get(kind, found[1], voided=voided)


def client(store: Store, text: str) -> Client:
    """The one client meant: by id, handle, whole name in either order, or beginnings of words of name or handle.

    Raises NotFound where nobody answers, Ambiguous where several do at the first of these that anybody answers to, and
    Invalid for another kind's id and for `me`, who is no client.
    """
    found = parse_ref(text)
    if found:
        if found[0] is not Client:
            raise Invalid("is not a client", _ACCEPTED, typed=text)
        return store.get(Client, found[1])
    if is_me(text):
        raise Invalid("is no client", f"{_ACCEPTED}; me is for what is nobody's", typed=text)
    if len(text) <= LONGEST_SOUGHT and any(map(str.isalnum, fold_name(text))):
        # Names are folded one by one: a handle that fits spares reading them all.
        for ids in chain([_by_handle(store, fold(text))], _by_name(store, text)):
            if len(ids) == 1:
                return store.get(Client, ids[0])
            if ids:
                raise _ambiguous(store, text, ids)
    raise NotFound(f'there is no client "{quoted(text)}"', "see caseload client list --status all")


def meant(store: Store, words: Sequence[str]) -> list[str]:
    """What each of several words means: ids and whole handles by themselves, any other words together as one name.

    Raises Ambiguous for handles that are a client's whole name together.
    """
    if len(words) < 2:
        return list(words)
    name = " ".join(words)
    if not all(is_exact(store, word) for word in words):
        return [name]
    if not any(map(parse_ref, words)) and (whole := next(_by_name(store, name))):
        raise _ambiguous(store, name, sorted({*whole, *(client(store, word).id for word in words)}))
    return list(words)


def is_exact(store: Store, text: str) -> bool:
    """Whether the text is a typed id, of whatever is stored or not, or a client's whole handle."""
    return parse_ref(text) is not None or bool(_by_handle(store, fold(text)))


def client_or_me(store: Store, text: str) -> int | None:
    """The number of the one client meant, as `client` finds it; None for `me`, which is nobody's."""
    return None if is_me(text) else client(store, text).id


def whose(store: Store, text: str) -> int:
    """Of whom a filter asks for records: the number of the one client meant, NOBODY for `me`."""
    return client_or_me(store, text) or NOBODY


_ACCEPTED = "a client's id such as c1, handle or name"

_NAMED = 20
"""How many candidates are named."""


def _ambiguous(store: Store, text: str, ids: Sequence[int]) -> Ambiguous:
    # Only where there is a choice is it asked what tells two clients apart.
    from caseload.records.of.namesakes import told

    candidates = told(list(clients_by_number(store, ids[:_NAMED]).values()))
    more = [f"and {len(ids) - _NAMED} more"] if len(ids) > _NAMED else []
    return Ambiguous(f'"{quoted(text)}" could be {len(ids)} clients', candidates + more)


def _by_handle(store: Store, wanted: str) -> list[int]:
    sql = "select id from client where handle = ? and voided_at is null"
    return [row[0] for row in store.connection.execute(sql, (wanted,))]


def _by_name(store: Store, text: str) -> Iterator[list[int]]:
    """Who answers by whole name; then who does by beginnings of words, and then by those with a blank in a word."""
    # Every word that was typed stands somewhere in the names, unless they have letters or signs that only Python folds.
    words = fold_name(text).split()
    some = " and ".join([f"instr({without_marks(_NAMES)}, ?)"] * len(words))
    sql = f"""
select id, handle, given_name, family_name, preferred_name from client
where voided_at is null and (({some}) or {has_other_letters(_NAMES)}) order by id"""
    known = [(row[0], row[1:]) for row in store.connection.execute(sql, words)]
    whole = readings(text)
    yield [number for number, names in known if not whole.isdisjoint(said_as(*names[1:]))]
    yield [number for number, names in known if any(begins(text, one) for one in spoken(*names))]
    yield [number for number, names in known if any(begins_unparted(text, one) for one in spoken(*names))]


_NAMES = (
    "(handle || ' ' || ifnull(given_name, '') || ' ' || ifnull(family_name, '') || ' ' || ifnull(preferred_name, ''))"
)


def spoken(handle: str, given: str | None, family: str | None, preferred: str | None) -> Iterator[str]:
    """What a client goes by, each by itself, so that no word of a name is begun twice."""
    yield handle
    yield f"{given or ''} {family or ''}"
    if preferred:
        yield f"{preferred} {family or ''}"
