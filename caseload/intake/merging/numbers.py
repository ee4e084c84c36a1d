"""Which number a record of the other copy has here: the same, another, or one that it is given now."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from caseload.records.field import OwnField
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.repointed import named_in_text
from caseload.store import bulk
from caseload.store.core import WHOSE, Store
from caseload.store.forks import Key, Log
from caseload.store.merging import Row, is_stored

NumberOf = Callable[[type[Record], int], int | None]


class Numbers:
    """The numbers here of what is in the other copy; what is new there is given its own, kind by kind."""

    def __init__(self, ours: Log, theirs: Log) -> None:
        self._ours, self._theirs = ours, theirs
        self._store: Store = ours.store
        self._given: dict[Key, int] = {}
        self._ahead: dict[str, int] = {}
        self._there: dict[Key, bool] = {}
        self.back: set[Key] = set()
        """What is gone here and is to be put back."""

    def was(self, kind: type[Record], number: int) -> int | None:
        """The number here of a record of theirs that was once here, or is given one now; else None."""
        table = kind.TABLE
        if (given := self._given.get((table, number))) is not None:
            return given
        if number <= self._theirs.floor.get(table, 0):
            return number
        known = (self._ours.numbered(name) for name in self._theirs.names_of((table, number)))
        return next((one for one in known if one is not None), None)

    def here(self, kind: type[Record], number: int) -> int | None:
        """The same where the record is here, or is to be; else None."""
        found = self.was(kind, number)
        if found is None or (kind.TABLE, number) in self._given:
            return found
        return found if self.is_here(kind, found) or (kind.TABLE, found) in self.back else None

    def is_here(self, kind: type[Record], number: int) -> bool:
        """Whether there is a record of that number of ours, the voided too."""
        key = kind.TABLE, number
        if key not in self._there:
            self._there[key] = is_stored(self._store, kind, number)
        return self._there[key]

    def give(self, kind: type[Record], number: int, to: int | None = None) -> int:
        """The number that one of theirs has from now on: that of one that it is the same as, else a new one."""
        table = kind.TABLE
        if to is None:
            to = self._ahead[table] = self._ahead.get(table, bulk.next_id(self._store, kind) - 1) + 1
        self._given[table, number] = to
        return to


def translated(kind: type[Record], row: Row, number_of: NumberOf) -> dict[str, Any]:
    """A row of theirs with every id as it is here; what it must refer to, and is not here, has a negative number."""
    new = dict(row)
    for field in fields_of(kind):
        value = row[field.name]
        if not field.refers or value is None:
            continue
        to = kind_of(field.refers)
        if field.many:
            new[field.name] = _listed(there for one in json.loads(value) if (there := number_of(to, one)) is not None)
        else:
            there = number_of(to, value)
            must = not field.optional or field.name in WHOSE
            new[field.name] = -value if there is None and must else there
    new |= _in_text(kind, row, number_of)
    if row.get("own", "{}") != "{}":
        held = ((number_of(OwnField, int(key[1:])), value) for key, value in json.loads(row["own"]).items())
        own = {f"{OwnField.PREFIX}{number}": value for number, value in held if number is not None}
        new["own"] = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    return new


def missing(kind: type[Record], new: Row) -> bool:
    """Whether a translated row is none, for what it belongs to, or must refer to, is not here."""
    refers = (new[field.name] for field in fields_of(kind) if field.refers and not field.many)
    return any(one is not None and one < 0 for one in refers) or (kind.TABLE == "waiver" and new["item"] is None)


def _in_text(kind: type[Record], row: Row, number_of: NumberOf) -> dict[str, Any]:
    several = [field.name for field in fields_of(kind) if field.many and isinstance(row[field.name], str)]
    holder = SimpleNamespace(**{**row, **{name: json.loads(row[name]) for name in several}})
    found = named_in_text(kind.TABLE, holder, number_of)
    return {name: _listed(value) if isinstance(value, tuple | list) else value for name, value in found.items()}


def _listed(values: Any) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
