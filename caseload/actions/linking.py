"""What was found out about two clients, written down: one person or two, and taken back again."""

from collections.abc import Iterable
from datetime import date

from caseload.errors import NotFound, Refused
from caseload.records.client import Client
from caseload.records.link import Link, LinkType, said_of
from caseload.store.core import Store
from caseload.store.reads.links import links, links_between
from caseload.value import replace


def link(store: Store, one: Client, other: Client, type_: LinkType, on: date, reason: str | None) -> Link:
    """The link of two clients; where another was said of them before, that becomes this one.

    Raises Refused where the same was said already, where the one would have two records to go on with or the chain of
    them would close, Invalid for a client and itself.
    """
    new = Link(client_id=one.id, other_id=other.id, type=type_, linked_on=on, reason=reason)
    standing = links_between(store, one.id, other.id)
    if type_ is LinkType.REPLACED_BY:
        _refuse_second(links(store), one, other)
    if not standing:
        return store.add(new)
    before = standing[-1]
    if said_of(before, one.id) == said_of(new, one.id) and reason in (None, before.reason):
        said = f"{one.ref} is {said_of(new, one.id)} {other.ref} already: {before.ref}"
        raise Refused(said, f"caseload client unlink {one.ref} {other.ref} takes it back")
    return store.save(replace(before, client_id=one.id, other_id=other.id, type=type_, linked_on=on, reason=reason))


def _refuse_second(known: Iterable[Link], one: Client, other: Client) -> None:
    """Refuse a second record to go on with, and one that is itself replaced by way of others by the first."""
    pair = {one.id, other.id}
    after = {
        link.client_id: link
        for link in known
        if link.type is LinkType.REPLACED_BY and {link.client_id, link.other_id} != pair
    }
    if there := after.get(one.id):
        raise Refused(_replaced(there), _untied(there))
    number, seen = other.id, set[int]()
    while number in after and number not in seen:
        seen.add(number)
        number = after[number].other_id
    if number == one.id:
        there = after[other.id]
        raise Refused(f"{_replaced(there)}, and so by way of it by {one.ref}", _untied(there))


def _replaced(link: Link) -> str:
    return f"c{link.client_id} is replaced by c{link.other_id} already ({link.ref})"


def _untied(link: Link) -> str:
    return f"caseload client unlink c{link.client_id} c{link.other_id} comes first"


def unlink(store: Store, one: Client, other: Client, reason: str) -> list[Link]:
    """The links of two clients, voided; raises NotFound where there is none."""
    standing = links_between(store, one.id, other.id)
    if not standing:
        raise NotFound(f"{one.ref} and {other.ref} are not linked", "see caseload link list")
    return [store.save(replace(found, voided_at=store.at, void_reason=reason)) for found in standing]
