"""A client, or any record, from what was typed."""

from collections.abc import Callable
from typing import TypeVar, cast

from caseload.errors import Ambiguous, Invalid, NotFound
from caseload.records.client import Client
from caseload.records.kinds import parse_ref
from caseload.records.of.base import Record, with_article
from caseload.records.of.names import fold
from caseload.store.core import Store

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
    """The one client meant: by id, handle, whole name in either order, unique prefix, or unique part of the name.

    Raises NotFound where nobody answers, Ambiguous where several do at the first of these that anybody answers to.
    """
    found = parse_ref(text)
    if found:
        if found[0] is not Client:
            raise Invalid("is not a client", "a client's id such as c1, handle or name", typed=text)
        return store.get(Client, found[1])
    wanted = fold(text)
    if not any(map(str.isalnum, wanted)):
        # A hyphen alone is a part of every handle.
        raise NotFound(f'there is no client "{text}"', "see caseload client list --status all")
    # Names are folded one by one: a handle that fits spares reading them all.
    by_handle = _by_handle(store, wanted)
    for ids in [by_handle] if by_handle else _by_name(store, wanted):
        if len(ids) == 1:
            return store.get(Client, next(iter(ids)))
        if ids:
            candidates = [f"c{number} {handle}" for number, handle in sorted(ids.items())]
            raise Ambiguous(f'"{text}" could be {len(ids)} clients', candidates)
    raise NotFound(f'there is no client "{text}"', "see caseload client list --status all")


def _by_handle(store: Store, wanted: str) -> dict[int, str]:
    sql = "select id, handle from client where handle = ? and voided_at is null"
    return dict(store.connection.execute(sql, (wanted,)))


def _by_name(store: Store, wanted: str) -> list[dict[int, str]]:
    """Who answers by whole name, by a prefix, by a part; each as id and handle."""
    words = wanted.replace(",", " ").split()
    # Every word that was typed stands somewhere in the names, unless they have letters that only Python folds.
    some = " and ".join([f"instr(lower({_NAMES}), ?)"] * len(words))
    sql = f"""
select id, handle, given_name, family_name, preferred_name from client
where voided_at is null and ({some} or length({_NAMES}) <> length(cast({_NAMES} as blob)))"""
    known = [(row[0], row[1], spellings(*row[1:])) for row in store.connection.execute(sql, words)]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    return [{number: handle for number, handle, names in known if any(map(test, names))} for test in tests]


_NAMES = (
    "(handle || ' ' || ifnull(given_name, '') || ' ' || ifnull(family_name, '') || ' ' || ifnull(preferred_name, ''))"
)


def spellings(handle: str, given: str | None, family: str | None, preferred: str | None) -> set[str]:
    """Every folded text that is the whole of a client's handle or name, in either order."""
    given, family, preferred = fold(given or ""), fold(family or ""), fold(preferred or "")
    names = {f"{first} {family}".strip() for first in (given, preferred) if first or family}
    return {handle, *names, f"{family} {given}".strip(), f"{family}, {given}"} - {""}
