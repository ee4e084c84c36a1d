"""Where else a client is named: in texts of others and what the log has of them, to which no reference leads."""

import json
from collections.abc import Callable, Iterator

from caseload.records.client import Client
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.discreet import discreet
from caseload.records.of.fields import fields_of
from caseload.records.of.names import fold
from caseload.store.core import Store
from caseload.store.purging import Numbers
from caseload.store.reads.known_as import known_as

_BEGINS = 3
"""So many letters of a name are looked for before the whole of it, which takes longer."""
_TELLS = 5
"""A telephone number of fewer signs tells nobody apart."""


def names_the_client(store: Store, client: Client) -> Callable[[str], bool]:
    """Whether a text names the client: by handle, telephone, email, or two of the names that the client has or had.

    One name alone does where there is no other; else too many have it.
    """
    reached = [fold(one) for one in (client.phone, client.phone_other, client.email) if one and len(one) >= _TELLS]
    known = known_as(store, [client])[client.id]
    whole = [name for name in known if "-" in name and name == fold(name)]
    names = {fold(name): name for name in known if name not in whole and name != "client"}

    def says(text: str, folded: str, name: str) -> bool:
        return fold(name)[:_BEGINS] in folded and discreet(text, name) != text

    def named(text: str) -> bool:
        folded = fold(text)
        if any(one in folded for one in (*reached, *whole)):
            return True
        said = (name for name in names.values() if says(text, folded, name))
        return next(said, None) is not None and (len(names) == 1 or next(said, None) is not None)

    return named


def named_elsewhere(store: Store, client: Client, theirs: Numbers) -> Iterator[str]:
    """The typed ids of records that are not the client's and name the client, now or in what the log has of them."""
    named = names_the_client(store, client)
    store.define("names_the_client", lambda *texts: str(int(any(map(named, _texts_in(texts))))))
    for kind in KINDS:
        mine = set(theirs.get(kind, ()))
        now = f"select id from {kind.TABLE} where names_the_client({', '.join(_columns(kind))}) = '1'"
        then = f"select record_id from change where kind = '{kind.TABLE}' and names_the_client(before, after) = '1'"
        found = store.connection.execute(f"{now} union {then} order by 1").fetchall()
        yield from (f"{kind.PREFIX}{number}" for (number,) in found if number not in mine)


def _columns(kind: type[Record]) -> list[str]:
    """The columns of a kind that hold text, what fields of the user's own hold among them."""
    return [field.name for field in fields_of(kind) if field.type is str and not field.refers] + ["own"] * kind.OWN


def _texts_in(values: tuple[object, ...]) -> Iterator[str]:
    """The texts of a row; of an image of the log each of its values."""
    for value in values:
        if not isinstance(value, str):
            continue
        try:
            held = json.loads(value) if value.startswith("{") else None
        except (ValueError, RecursionError):
            held = None
        # Somebody's own JSON, and no image, is a text like any other.
        is_image = held is not None and not any(isinstance(one, dict | list) for one in held.values())
        yield from _texts_in(tuple(held.values())) if held and is_image else (value,)
