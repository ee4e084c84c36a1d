"""Rows like one that went through every check before: they get the values made of that one, but for what differs.

A field stands alone where no rule weighs it against another (Record.ALONE). Rows that are alike in all other cells, and
in which of the fields that stand alone they fill, are one pattern: what the checks have made of its first row holds for
each. A text that stands alone is taken as it is; any other value is read once, and shown to the rules in a record of
that pattern. What is not plainly so is left to the checks, a row at a time: a pattern not met before, a blank that is
no empty cell, a date that may be odd, an external_id that is taken.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, repeat
from operator import attrgetter, lt
from typing import Any

from caseload.errors import Invalid
from caseload.intake.delimited import Row
from caseload.intake.layout import Layout
from caseload.intake.values import DERIVED, Read
from caseload.output.machine import unguarded
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.guarded import GUARDS
from caseload.records.of.nature import Bare
from caseload.records.of.order import Life
from caseload.store import bulk
from caseload.store import rows as stored
from caseload.store.core import Store
from caseload.value import replace

_PATTERNS, _TEXTS = 4096, 32_768
"""So many are remembered, then they are learnt anew."""

_GUARD = "'"
_AFTER_GUARD = "("
"""The character after the guard: what sorts before it is blank, or guarded, or begins with one of a few signs."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """What the checks made of a row: the record, what is stored of it, and the days its client's dates lie between."""

    record: Record
    values: bulk.Values
    begins: str
    ends: str


@dataclass(frozen=True)
class Sorted:
    """Rows one after the other: the places of those that must be checked, and what is to be stored of the others.

    `columns` are the fields but the id; what they hold for the rows that must be checked means nothing.
    """

    checked: Sequence[int]
    columns: Sequence[Sequence[Any]]


class _Column:
    """A column that stands alone, `order` its place among the fields but the id."""

    def __init__(self, field: Field, place: int, order: int, read: Read) -> None:
        self.name, self.place, self.order, self.read = field.name, place, order, read
        self.is_text = field.type is str
        self.is_bare = field.is_a(Bare)
        self.known: dict[str, Any] = {"": ""}
        """What is stored for a cell; an empty one has what its pattern has."""

    def fills(self, cell: str) -> bool | None:
        """Whether the cell says something; None where that takes a closer look."""
        if cell.startswith(_GUARD) or "\0" in cell or cell.isspace():
            return None
        if self.is_bare and (cell != cell.strip() or "E+" in cell):
            return None
        return bool(cell)

    def all_fill(self, cells: Sequence[str]) -> bool:
        """Whether each of the cells says something, told at a glance: False where there is doubt."""
        together = "".join(cells)
        if self.is_bare and (list(map(str.strip, cells)) != list(cells) or "E+" in together):
            return False
        return min(cells) >= _AFTER_GUARD and together.isascii() and "\0" not in together


def stands_alone(kind: type[Record], layout: Layout) -> bool:
    """Whether rows of the kind that are alike come out alike: none with an id of its own, or bringing others along."""
    refers_to_its_own = any(field.refers == kind.TABLE for field in fields_of(kind))
    below = any("." in key for key in layout.keys)
    # Where a blank stands for an external_id, that of another row is not seen by its cell.
    has_id = "id" in layout.keys or layout.gives("external_id")
    return bool(kind.ALONE) and kind not in DERIVED and not (refers_to_its_own or below or has_id)


class Alike:
    """The patterns of one file, as they come."""

    def __init__(
        self, store: Store, kind: type[Record], layout: Layout, readers: Mapping[str, Read], now: datetime
    ) -> None:
        self._store, self._kind, self._now = store, kind, now.isoformat()
        self._width = layout.width
        self._alone = [
            _Column(field, layout.bare[field.key], order, readers[field.key])
            for order, field in enumerate(fields_of(kind), -1)
            if field.name in (*kind.ALONE, *GUARDS, "external_id") and field.key in layout.bare
        ]
        taken = {column.place for column in self._alone}
        self._weighed = [place for place in (*layout.places, *layout.beside.values()) if place not in taken]
        self._named = next((column for column in self._alone if column.name == "external_id"), None)
        self._source = next(place for place, field in enumerate(fields_of(kind)) if field.name == "source")
        self._patterns: dict[tuple[Any, ...], Pattern] = {}
        self._sources = frozenset(bulk.sources(store, kind))
        self._rising, self._last = True, (0, "")

    def learn(self, cells: Sequence[str], record: Record, life: Life) -> None:
        """Remember what the checks made of a row; `record` is new, and there was nothing odd about it."""
        fills = [column.fills(cells[column.place]) for column in self._alone]
        named = self._named is not None and bool(cells[self._named.place])
        # An external_id that all rows are given is taken by the first.
        if None in fills or (record.external_id is not None and not named):
            return
        if len(self._patterns) >= _PATTERNS:
            self._patterns.clear()
        begins, ends = str(life.begins or ""), str(life.died_on or _NEVER)
        pattern = Pattern(record, bulk.stored_values(self._store, record), begins, ends)
        self._patterns[(*(cells[place] for place in self._weighed), *fills)] = pattern
        for column in self._alone:
            if cells[column.place] and not column.is_text:
                self._keep(column, cells[column.place], pattern.values[column.order + 1])

    def sort(self, rows: Sequence[Row]) -> Sorted | None:
        """Which of the rows are like one before, all that came before them being stored; None where none may be."""
        cells = [row.cells for row in rows]
        if any(len(one) != self._width for one in cells):
            self._rising = False
            return None
        columns = list(zip(*cells, strict=True))
        names = [unguarded(cell).strip() for cell in columns[self._named.place]] if self._named else []
        rising = self._rises(names)
        if not self._patterns:
            return None
        fills = [self._fills(column, columns[column.place]) for column in self._alone]
        keys = zip(*(columns[place] for place in self._weighed), *(one or repeat(True) for one in fills), strict=False)
        found = list(map(self._patterns.get, islice(keys, len(rows))))
        checked = {place for place, pattern in enumerate(found) if pattern is None} if None in found else set()
        if len(checked) == len(rows):
            return None
        some = next(filter(None, found))
        patterns = [pattern or some for pattern in found]
        values: list[Sequence[Any]] = []
        values += islice(zip(*map(attrgetter("values"), patterns), strict=True), 1, None)
        for column, filled in zip(self._alone, fills, strict=True):
            said: Sequence[Any] = columns[column.place]
            if not column.is_text:
                said = self._read(column, said, patterns, checked)
            values[column.order] = said if filled is None else _filled(said, filled, values[column.order])
            if column.name in self._kind.WITHIN:
                checked.update(_outside(values[column.order], patterns))
        if self._named:
            checked.update(self._taken(names, patterns, rising=rising))
        return Sorted(sorted(checked), values)

    def _fills(self, column: _Column, cells: Sequence[str]) -> list[bool | None] | None:
        """Which of the cells say something; None where all do."""
        if column.all_fill(cells) if column.is_text else "" not in cells:
            return None
        try:
            "".join(cells).encode()
        except UnicodeEncodeError:
            return [None] * len(cells)
        return list(map(column.fills, cells)) if column.is_text else list(map(bool, cells))

    def _read(
        self, column: _Column, cells: Sequence[str], patterns: Sequence[Pattern], checked: set[int]
    ) -> Sequence[Any]:
        """What is stored for each cell; rows with a cell that cannot be read go among those that are checked."""
        values = list(map(column.known.get, cells))
        if None in values:
            for place, value in enumerate(values):
                if value is None and place not in checked:
                    values[place] = self._met(column, cells[place], patterns[place])
                    if values[place] is None:
                        checked.add(place)
        return values

    def _met(self, column: _Column, cell: str, pattern: Pattern) -> Any:
        """What is stored for a cell not met before, in a row of that pattern; None where it takes a closer look."""
        if cell in column.known:
            return column.known[cell]
        if not column.fills(cell):
            return None
        try:
            value: dict[str, Any] = {column.name: column.read(cell)}
            record = replace(pattern.record, **value)
        except Invalid:
            return None
        return self._keep(column, cell, stored.value(record, column.name))

    def _keep(self, column: _Column, cell: str, value: Any) -> Any:
        if column.name in self._kind.FACTS and value > self._now:
            return None
        if len(column.known) >= _TEXTS:
            column.known = {"": ""}
        column.known[cell] = value
        return value

    def _taken(self, names: Sequence[str], patterns: Sequence[Pattern], *, rising: bool) -> Iterator[int]:
        """The rows whose external_id is another's, in the store or among them."""
        sources = {pattern.values[self._source] for pattern in patterns}
        if rising and sources.isdisjoint(self._sources):
            return iter(())
        several = Counter(names) if len(set(names)) < len(names) else {}
        twice = {name for name, count in several.items() if count > 1 and name}
        for source in sources:
            twice |= bulk.taken(self._store, self._kind, source, names)
        return (place for place, name in enumerate(names) if name in twice) if twice else iter(())

    def _rises(self, names: Sequence[str]) -> bool:
        """Whether each name comes after all there were in the file, shorter ones first, as numbers counted up do."""
        keys = [self._last, *zip(map(len, names), names, strict=True)]
        self._rising = self._rising and all(map(lt, keys, islice(keys, 1, None)))
        self._last = keys[-1]
        return self._rising


def _filled(said: Sequence[Any], filled: Sequence[bool | None], other: Sequence[Any]) -> Sequence[Any]:
    return [mine if fills else theirs for mine, fills, theirs in zip(said, filled, other, strict=True)]


def _outside(days: Sequence[str | None], patterns: Sequence[Pattern]) -> Iterator[int]:
    """The rows whose date may be before their client's opening, or after the client's death."""
    both = enumerate(zip(days, patterns, strict=True))
    return (place for place, (day, one) in both if day is not None and not one.begins <= day <= one.ends)


_NEVER = "9"
"""A day after all days."""
