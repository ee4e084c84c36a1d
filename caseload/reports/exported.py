"""Records of a kind as a file holds them, in lines: SQLite's own where it makes them, else those of any list."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from caseload.output import machine
from caseload.output.column import Format
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.lines import CSV, EXCEL, JSON, TSV, Form, Plainly, lines
from caseload.store.public import Row, Shown, rows
from caseload.store.reads.listed import Wanted, listed, selection


class _Way(NamedTuple):
    """How one format is written: by SQLite, by value and row, and what stands around all lines."""

    form: Form
    value: Callable[[object], str]
    lines: Callable[[Sequence[str], Iterable[Row]], Iterable[str]]
    file: Callable[[Sequence[str], Iterable[str]], Iterable[str]]
    mended: Callable[[str], str] | None = None

    def plainly(self, keys: Sequence[str]) -> Plainly:
        """Rows under those keys, as the store is to have them written."""
        return Plainly(self.value, partial(self.lines, keys), self.mended)


def _csv(*, excel: bool) -> _Way:
    by_row, file = partial(machine.csv_rows, excel=excel), partial(machine.csv_file, excel=excel)
    return _Way(EXCEL if excel else CSV, partial(machine.csv_cell, excel=excel), lambda _, some: by_row(some), file)


def _as_they_are(_keys: Sequence[str], some: Iterable[str]) -> Iterable[str]:
    return some


def _json(file: Callable[[Sequence[str], Iterable[str]], Iterable[str]]) -> _Way:
    return _Way(JSON, machine.json_cell, machine.jsonl_lines, file, machine.unbroken)


_TSV = _Way(TSV, machine.tsv_cell, lambda _, some: machine.tsv_lines(some), _as_they_are, machine.tsv_mended)
_WAYS = {
    (Format.CSV, False): _csv(excel=False),
    (Format.CSV, True): _csv(excel=True),
    (Format.JSON, False): _json(lambda _, some: machine.json_array(some)),
    (Format.JSONL, False): _json(_as_they_are),
    (Format.TSV, False): _TSV,
    (Format.PLAIN, False): _TSV,
    (Format.IDS, False): _TSV,
}


def has_lines(form: Format, *, excel: bool) -> bool:
    """Whether a format is one of those that are written here."""
    return (form, excel) in _WAYS


def wanted_file(
    store: Store, kind: type[Record], shown: Shown, wanted: Wanted, now: datetime, form: Format, *, excel: bool
) -> Iterable[str]:
    """The file of the wanted records of a kind, in a format that `has_lines`."""
    way, keys = _WAYS[form, excel], shown.keys(kind)
    if wanted.due is None:
        where, values = selection(kind, wanted, now)
        found = lines(store, kind, shown, way.form, way.plainly(keys), where, values, limit=wanted.limit)
        return way.file(keys, found)
    return way.file(keys, way.lines(keys, rows(store, kind, shown, listed(store, kind, wanted, now))))


def whole_file(store: Store, kind: type[Record], shown: Shown, form: Format) -> Iterable[str]:
    """The file of every record of a kind by their ids, the voided too, in a format that `has_lines`."""
    way, keys = _WAYS[form, False], shown.keys(kind)
    return way.file(keys, lines(store, kind, shown, way.form, way.plainly(keys), "true order by id"))


def file_of(store: Store, kind: type[Record], shown: Shown, records: Iterable[Record], form: Format) -> Iterable[str]:
    """The file of those records of a kind, in a format that `has_lines`."""
    way, keys = _WAYS[form, False], shown.keys(kind)
    return way.file(keys, way.lines(keys, rows(store, kind, shown, records)))
