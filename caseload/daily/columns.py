"""The fields of a kind as columns of a list."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import Any

from caseload.output.column import Column
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.fields import public_fields
from caseload.records.of.nature import Stamp
from caseload.records.of.public import Names
from caseload.session import Session
from caseload.store.masks import Masks
from caseload.store.own import own_fields
from caseload.store.reads.clients import Handles, Initials, clients_of
from caseload.when.dates import local


def field_columns(session: Session, kind: type[Record]) -> list[Column[Any]]:
    """Every field of a kind as a column: references as typed ids, the client's handle beside what says whose it is.

    The last says which caseload it is of, so that another does not take the ids for its own. What is confidential is
    masked unless `--reveal` was typed. With `--names` what tells who somebody is stays out, and which caseload it is.
    """
    from caseload.records.kinds import leads_to_client

    found: list[Column[Any]] = []
    value = Masks(session.store, reveal=session.asked.reveal)
    names, handles, initials = session.asked.names, Handles(session.store), Initials(session.store)
    whose, client, database = leads_to_client(kind), clients_of(session.store, kind), session.store.database
    for field in public_fields(kind, own_fields(session.store, kind)):
        if names and field.tells:
            continue
        get = partial(value, field)
        say = partial(_on_the_clock, session.zone, get) if field.is_a(Stamp) else None
        found.append(Column(field.key, get, field.label, text=field.type is str, say=say))
        if names is Names.INITIALS and field.name == ("id" if kind is Client else whose):
            found.append(Column("initials", lambda record: initials[client(record)]))
        if not names and field.name == whose:
            found.append(Column("client_handle", lambda record: handles[client(record)]))
    if not names:
        found.append(Column("database", lambda _: database))
    return found


def _on_the_clock(zone: tzinfo | None, get: Callable[[Any], object], record: Any) -> object:
    """A moment as people read it: on the user's wall clock."""
    stamp = get(record)
    return stamp and local(str(stamp), zone)
