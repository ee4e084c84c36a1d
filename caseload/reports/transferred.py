"""What of a client goes to who serves her next, whole for another caseload, and the file of it.

All that is the client's and live, cut off from what stays; beside it the directory's records that it names, and the
declarations of the fields of one's own that it holds. The file is that of `export all`, with a head before it.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from caseload.errors import BadRow, NotFound
from caseload.output.column import Format
from caseload.output.machine import unbroken
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, has_client, kind_of
from caseload.records.link import Link, other_of, said_of
from caseload.records.meeting import Meeting
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of, of_nature
from caseload.records.of.nature import LastFour
from caseload.records.of.repointed import whole
from caseload.records.of.values import Own
from caseload.records.program import Program
from caseload.records.provider import Provider
from caseload.reports.consented import UNMARKED
from caseload.reports.exported import file_of
from caseload.store.core import Store
from caseload.store.masks import hidden
from caseload.store.opening import SCHEMA
from caseload.store.public import Shown
from caseload.store.reads.carried import all_of_client, every_field
from caseload.store.unread import refuse_unread
from caseload.value import replace


class Theirs(NamedTuple):
    """What is a client's: all that is live, how much is not, and what links say of the client and others."""

    records: tuple[Record, ...]
    voided: int
    links: tuple[str, ...]


def theirs(store: Store, client: Client) -> Theirs:
    """All that is the client's, by kind and id; raises Refused where some of it cannot be read."""
    found = list(all_of_client(store, client.id))
    if store.bad_rows:
        refuse_unread(store, "a transfer")
    live = [one for one in found if not (one.voided_at or _is_an_error(one))]
    links = [
        f"that {client.ref} is {said_of(one, client.id)} {Client.PREFIX}{other_of(one, client.id)}"
        for one in live if isinstance(one, Link)
    ]  # fmt: skip
    records = tuple(one for one in live if not isinstance(one, Link))
    return Theirs(records, len(found) - len(live), tuple(links))


def _is_an_error(record: Record) -> bool:
    return bool(record.STATUS) and str(getattr(record, record.STATUS)) == "entered-in-error"


class Sent(NamedTuple):
    """What goes: the client's records as they go, what goes beside them, and what is none without what stays."""

    records: tuple[Record, ...]
    beside: tuple[Record, ...]
    lost: tuple[Record, ...]
    masked: Mapping[str, int]
    """How many addresses, numbers and identifiers stay, for nobody said that they shall go."""

    @property
    def refs(self) -> frozenset[str]:
        """The typed ids of the client's records that go."""
        return frozenset(one.ref for one in self.records)


def sent(store: Store, records: Iterable[Record], said: Collection[str], *, reveal: bool) -> Sent:
    """What of the records goes, with what they need; `said` are fields of the client's that no law is named for."""
    masked: dict[str, int] = {}
    shown = [one for each in records if (one := _shown(store, each, masked, reveal=reveal))]
    own = {one.ref: one for one in every_field(store)}
    named = [one if isinstance(one, Client) else _declared(one, own) for one in shown]
    named = [_said(one, said, own) if isinstance(one, Client) else one for one in named]
    directory = _directory(store, named)
    there = {(type(one), one.id) for one in (*named, *directory)}
    kept, lost = whole(named, lambda kind, number: number if (kind, number) in there else None)
    # What only those name that stay, stays.
    directory = _directory(store, kept)
    held = {key for one in kept for key in one.own}
    beside = (*(one for ref, one in own.items() if ref in held), *directory)
    return Sent(tuple(kept), beside, tuple(lost), masked)


def _shown(store: Store, record: Record, masked: dict[str, int], *, reveal: bool) -> Record | None:
    """The record without what is masked, unless it is to be revealed; None where the number is all that it is."""
    names = {*hidden(store, record), *of_nature(type(record), LastFour)}
    stays = [name for name in sorted(names) if getattr(record, name) is not None]
    if reveal and stays:
        store.revealed.add(record.ref)
    if reveal or not stays:
        return record
    what = "confidential address" if isinstance(record, Client) else record.TABLE
    masked[what] = masked.get(what, 0) + 1
    if not record.NEEDS.isdisjoint(stays):
        return None
    gone: dict[str, Any] = dict.fromkeys(stays)
    return replace(record, **gone)


def _declared(record: Record, own: Collection[str]) -> Record:
    """The record with what it holds in fields that were not dropped."""
    kept = Own({key: value for key, value in record.own.items() if key in own})
    return record if kept == record.own else replace(record, own=kept)


def _said(client: Client, said: Collection[str], own: Mapping[str, OwnField]) -> Client:
    """The client without what no law is named for, but for what was said."""
    gone: dict[str, Any] = {name: Client.DEFAULTS[name] for name in UNMARKED if name not in said}
    kept = Own({key: value for key, value in client.own.items() if key in own and own[key].name in said})
    return replace(client, own=kept, **gone)


def unsaid(store: Store, client: Client, said: Collection[str]) -> list[str]:
    """The fields of the client that hold something, which no law is named for, and which were not said."""
    own = {one.ref: one.name for one in every_field(store)}
    held = [*(name for name in UNMARKED if getattr(client, name)), *(own[key] for key in client.own if key in own)]
    return [name for name in held if name not in said]


def _directory(store: Store, records: Sequence[Record]) -> list[Record]:
    """What of the directory the records name, and what that names; without what is yours of it, or of others there."""
    found: dict[str, Record] = {}
    ahead = list(records)
    while ahead:
        one = ahead.pop()
        for field in fields_of(type(one)):
            value = getattr(one, field.name)
            if not field.refers or value is None or has_client(kind := kind_of(field.refers)):
                continue
            for number in value if field.many else (value,):
                ref = f"{kind.PREFIX}{number}"
                if ref not in found and (other := _live(store, kind, number)):
                    found[ref] = other
                    ahead.append(other)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found.values(), key=lambda one: (order[type(one)], one.id))


def _live(store: Store, kind: type[Record], number: int) -> Record | None:
    try:
        found = store.get(kind, number)
    except (NotFound, BadRow):
        return None
    if isinstance(found, Provider):
        return replace(found, remarks=None, own=Own())
    if isinstance(found, Meeting):
        # Of its series nothing else goes, and why it was put off may be somebody else's affair.
        return replace(found, series_id=None, every=None, reason=None, own=Own())
    return replace(found, own=Own()) if isinstance(found, Program) or found.own else found


def as_json(store: Store, made: Sent, head: Mapping[str, Any]) -> Iterator[str]:
    """The file: the head, then what `export all` has, with an array of every kind; in pieces."""
    every = (*made.records, *made.beside)
    told = {
        **head,
        "records": {kind.TABLE: count for kind in KINDS if (count := sum(type(one) is kind for one in every))},
    }
    yield f'{{\n"transfer": {unbroken(json.dumps(told, ensure_ascii=False, indent=1))}'
    yield f',\n"schema": {SCHEMA},\n"database": "{store.database}"'
    for kind in KINDS:
        yield f',\n"{kind.TABLE}": '
        some = sorted((one for one in every if type(one) is kind), key=lambda one: one.id)
        yield from (piece.rstrip("\n") for piece in file_of(store, kind, _SHOWN, some, Format.JSON))
    yield "\n}\n"


_SHOWN = Shown(reveal=True, handles=False)
