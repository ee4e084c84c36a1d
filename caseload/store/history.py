"""What happened to one record: field by field, command by command, edits made with another program among it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from caseload.errors import BadRow, NotFound
from caseload.records.kinds import kind_of
from caseload.records.of.base import MASK, Record
from caseload.records.of.fields import Field, fields_of, of_nature, public_fields
from caseload.records.of.nature import LastFour
from caseload.records.of.tail import tail
from caseload.records.of.values import jsonable
from caseload.records.waiver import Waiver
from caseload.store import rows
from caseload.store.core import Store
from caseload.store.masks import hidden
from caseload.store.operations import OTHER, UPGRADE, UPGRADED
from caseload.store.own import declared
from caseload.store.purges import purged_by
from caseload.store.reads.waivers import waivers_of
from caseload.store.touched import Image, image_of

_STAMPS = ("id", "created_at", "updated_at")


@dataclass(frozen=True)
class Difference:
    """One field of one record, before and after one command; no `operation` where another program wrote it."""

    operation: int | None
    at: str
    command: str
    field: str
    before: object
    after: object
    who: str = ""
    origin: str = ""
    """The file that it came from, as of an operation."""


def differences(store: Store, kind: type[Record], number: int, *, reveal: bool = False) -> list[Difference]:
    """All that ever happened to one record, oldest first; what is confidential is masked unless `reveal`.

    Raises NotFound for a record that never was, or was purged.
    """
    if purge := purged_by(store, kind.TABLE, number):
        raise NotFound(f"{kind.PREFIX}{number} was purged by operation {purge}", "of what it was nothing is kept")
    found = _logged(store, kind, number)
    if not found:
        raise NotFound(f"nothing was ever kept as {kind.PREFIX}{number}", f"see caseload {kind.TABLE} list")
    images = [image for *_, before, after in found for image in (before, after) if image]
    names = _confidential(store, kind, images)
    if reveal and (names or of_nature(kind, LastFour)):
        store.revealed.add(f"{kind.PREFIX}{number}")
    masked = () if reveal else names
    own = {one.ref: one.name for one in declared(store, kind, dropped=True)} if kind.OWN else {}
    return [
        Difference(operation, at, command, *change, *by)
        for operation, at, command, by, before, after in found
        for change in (
            *_fields_changed(kind, before or {}, after or {}, masked, reveal=reveal),
            *_own_changed(own, before or {}, after or {}),
        )
    ]


def with_waivers(store: Store, kind: type[Record], number: int, *, reveal: bool = False) -> list[Difference]:
    """As `differences`, and after them what was snoozed or waived of the record: until when, and why."""
    found = differences(store, kind, number, reveal=reveal)
    for waiver in waivers_of(store, f"{kind.PREFIX}{number}"):
        of_it = differences(store, Waiver, waiver.id)
        found += [replace(one, field=f"{waiver.ref} {one.field}") for one in of_it if one.field != "item"]
    return found


def between(
    store: Store, kind: type[Record], ours: Image, theirs: Image, names: Collection[str], *, reveal: bool = False
) -> list[tuple[str, object, object]]:
    """What two images of one record have otherwise in some fields: in this one, in that; masked as `differences`.

    Fields of the user's own are named own.f3.
    """
    masked = _confidential(store, kind, [ours, theirs])
    if reveal and (masked or of_nature(kind, LastFour)):
        store.revealed.add(f"{kind.PREFIX}{ours.get('id')}")
    own = {one.ref: one.name for one in declared(store, kind, dropped=True)} if kind.OWN else {}
    own = {ref: name for ref, name in own.items() if f"own.{ref}" in names}
    some = [{name: value for name, value in one.items() if name in names} for one in (ours, theirs)]
    return [
        *_fields_changed(kind, some[0], some[1], () if reveal else masked, reveal=reveal),
        *_own_changed(own, ours, theirs),
    ]


_Logged = tuple[int | None, str, str, tuple[str, str], Image | None, Image | None]


def _logged(store: Store, kind: type[Record], number: int) -> list[_Logged]:
    # Two questions with an index each; SQLite answers an `or` of them by reading the log of every earlier record.
    sql = f"""
with mine as (
    select id from change where kind = :kind and record_id = :number
    union select id from change where kind = :kind and :number between record_id and last_id and last_id is not null
)
select operation_id, change.at, command, who, origin, {UPGRADED}, last_id is not null, before, after
from mine join change using (id) left join operation on operation.id = operation_id
order by change.id desc"""
    found: list[_Logged] = []
    # What an import brought is not in the log: it is what the next change met, or what still stands.
    met = image_of(store, kind.TABLE, number)
    values = {"kind": kind.TABLE, "number": number}
    logged = store.connection.execute(sql, values).fetchall()
    for operation, at, command, who, origin, is_upgrade, imported, before, after in logged:
        was, now = before and json.loads(before), met if imported else after and json.loads(after)
        nobody = UPGRADE if is_upgrade else OTHER
        by = (who or "", origin or "") if operation else (nobody, "")
        found.append((operation, at, command or f"by {nobody}", by, was, now))
        met = was
    return found[::-1]


def _fields_changed(
    kind: type[Record], before: Image, after: Image, hidden: Iterable[str], *, reveal: bool
) -> Iterator[tuple[str, object, object]]:
    for field in public_fields(kind):
        was, now = (_public(field, image.get(field.name)) for image in (before, after))
        if was != now and field.name not in _STAMPS and (_says_something(was) or _says_something(now)):
            masked = field.name in hidden
            if field.is_a(LastFour) and not reveal:
                was, now = (value and tail(str(value)) for value in (was, now))
            yield field.key, was and MASK if masked else was, now and MASK if masked else now


def _own_changed(names: Mapping[str, str], before: Image, after: Image) -> Iterator[tuple[str, object, object]]:
    """What fields of the user's own held, under the names they have now, those that were dropped too."""
    was, now = (_held(image.get("own") or "{}") for image in (before, after))
    for key, name in names.items():
        if was.get(key) != now.get(key):
            yield name, jsonable(was.get(key)), jsonable(now.get(key))


def _held(stored: str) -> Mapping[str, Any]:
    try:
        found = json.loads(stored)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def _public(field: Field, stored: Any) -> object:
    """A stored value as people read it, references as typed ids; what cannot be read, as it is."""
    if stored is None:
        return None
    prefix = kind_of(field.refers).PREFIX if field.refers else ""
    if field.many:
        try:
            return tuple(f"{prefix}{value}" for value in json.loads(stored))
        except (TypeError, ValueError, RecursionError):
            return stored
    return f"{prefix}{stored}" if prefix else bool(stored) if field.type is bool else stored


def _says_something(value: object) -> bool:
    return value is not None and value is not False and value != ()


def _confidential(store: Store, kind: type[Record], images: list[Image]) -> tuple[str, ...]:
    """The fields to mask, as the latest image that is a whole record has it."""
    for image in reversed(images):
        try:
            return hidden(store, rows.record(kind, [image.get(field.name) for field in fields_of(kind)]))
        except BadRow:
            continue
    return ()
