"""What a command touched, as people know it: the id, what the record is called, whose it is; also of what is gone."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from caseload.errors import BadRow, aside
from caseload.records.client import Client
from caseload.records.kinds import kind_of, parent_of, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.waiver import Waiver
from caseload.store import rows
from caseload.store.core import Store
from caseload.store.purges import purged_by
from caseload.store.reads.guarded import is_guarded

Image = Mapping[str, Any]
"""A row as the log keeps it: stored values by column."""


class Touched(NamedTuple):
    """One record that a command touched; no title where its row cannot be read, no handle where it is nobody's."""

    ref: str
    title: str = ""
    handle: str = ""

    def __str__(self) -> str:
        """As a confirmation tells it: t42 Call the landlord (ana-ruiz)."""
        return " ".join(filter(None, (self.ref, self._called)))

    @property
    def discreet(self) -> str:
        """The same where nobody may be at a terminal: the id, the rest an `aside`."""
        return f"{self.ref}{aside(self._called)}" if self._called else self.ref

    @property
    def _called(self) -> str:
        return " ".join(filter(None, (self.title, f"({self.handle})" if self.handle else "")))


def touched(store: Store, table: str, number: int, image: Image | None = None) -> Touched:
    """A record as the image has it, else as it stands, else as it was last."""
    kind = kind_of(table)
    found = image or last_image(store, table, number)
    if found is None:
        return Touched(f"{kind.PREFIX}{number}", "purged" if purged_by(store, table, number) else "")
    client = client_of(store, kind, found)
    whose = client and last_image(store, Client.TABLE, client)
    title = kind.TABLE if _is_guarded(store, kind, number, found) else _title(kind, found)
    return Touched(f"{kind.PREFIX}{number}", title, str(whose["handle"]) if whose else "")


def _is_guarded(store: Store, kind: type[Record], number: int, image: Image) -> bool:
    """Whether a law guards it by now, or what it is about: its name of earlier days tells as much."""
    if kind is Waiver and (about := parse_ref(str(image["item"]))):
        return is_guarded(store, *about)
    if kind.TABLE == "meeting":
        # Beside who came to it, it says of whom in which programme.
        of = last_image(store, "program", image["program_id"])
        return bool(of and of["sensitivity"] != "normal")
    return is_guarded(store, kind, number)


def client_of(store: Store, kind: type[Record], image: Image) -> int | None:
    """The number of the client that a row is about, reached through what it belongs to; None where there is none."""
    if kind is Client:
        return int(image["id"])
    if found := parent_of(kind.TABLE):
        column, parent = found
        above = last_image(store, parent, image[column])
        return client_of(store, kind_of(parent), above) if above else None
    if kind is Waiver:
        about = parse_ref(str(image["item"]))
        above = about and last_image(store, about[0].TABLE, about[1])
        return client_of(store, about[0], above) if about and above else None
    return image.get("client_id")


def image_of(store: Store, table: str, number: int) -> Image | None:
    """The row as it stands; None where there is none."""
    cursor = store.connection.execute(f"select * from {table} where id = ?", (number,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((column[0] for column in cursor.description), row, strict=True))


def last_image(store: Store, table: str, number: int) -> Image | None:
    """The row as it stands, else as the log had it last; None where it never was, or came with an import."""
    if (now := image_of(store, table, number)) is not None:
        return now
    sql = "select coalesce(after, before) from change where kind = ? and record_id = ? order by id desc"
    found: Iterable[Any] = store.connection.execute(sql, (table, number))
    return next((json.loads(image) for (image,) in found if image), None)


def _title(kind: type[Record], image: Image) -> str:
    try:
        found = rows.record(kind, [image.get(field.name) for field in fields_of(kind)])
    except (BadRow, TypeError, AttributeError):
        return ""
    return found.as_item or found.called
