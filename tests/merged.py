"""What two copies of a caseload should be when they are one, reckoned from their exports: field by field, by hand."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from conftest import Program

from caseload.records.disclosure import spread

Row = Mapping[str, Any]
_REF = re.compile(r"(?<![\w.])[a-z]{1,3}[1-9][0-9]*(?![\w.])")
_NOT_OF_IT = ("updated_at",)


class Held(NamedTuple):
    """What a caseload holds: of records that were there before the copies went apart each by its id; of others how many
    there are of each, told by what they hold and by what they refer to, whatever number they have.
    """

    known: Mapping[str, Row]
    new: Counter[str]


def exported(program: Program) -> dict[str, Row]:
    """Every record by its typed id, as `export all` has it."""
    found = json.loads(program("export", "all"))
    tables = ((table, rows) for table, rows in found.items() if isinstance(rows, list))
    return {row["id"]: {**row, "table": table} for table, rows in tables for row in map(_plain, rows)}


def _plain(row: Row) -> Row:
    new = {name: value for name, value in row.items() if name not in _NOT_OF_IT}
    if isinstance(new.get("records"), list):
        refs, more = spread(new["records"])
        new["records"] = [*sorted(refs), more]
    return new


def held(program: Program, shared: Mapping[str, Row], handles: Mapping[str, str] = {}) -> Held:
    """What it holds, beside what both copies began with; `handles` are those that are to be others."""
    every = exported(program)
    every = {ref: {**row, "handle": handles.get(row["handle"], row["handle"])} if "handle" in row else row
             for ref, row in every.items()}  # fmt: skip
    labels = {ref: ref if ref in shared else "new" for ref in every}
    for _ in range(4):
        # Each time what is told of a new record reaches one reference further.
        labels |= {ref: _label(row, labels) for ref, row in every.items() if ref not in shared}
    known = {ref: json.loads(_said(row, labels)) for ref, row in every.items() if ref in shared}
    return Held(known, Counter(labels[ref] for ref in every if ref not in shared))


def _label(row: Row, labels: Mapping[str, str]) -> str:
    said = _said({name: value for name, value in row.items() if name != "id"}, labels)
    return f"{row['table']}-{sha256(said.encode()).hexdigest()[:16]}"


def _said(row: Row, labels: Mapping[str, str]) -> str:
    return _REF.sub(lambda found: labels.get(found[0], found[0]), json.dumps(row, sort_keys=True, ensure_ascii=False))


def both(shared: Mapping[str, Row], ours: Held, theirs: Held, decided: Mapping[tuple[str, str], Any] = {}) -> Held:
    """What both together are; `decided` says what a field is that both have changed."""
    known: dict[str, Row] = {}
    for ref in shared:
        mine, other = ours.known.get(ref), theirs.known.get(ref)
        if mine is None or other is None:
            continue
        was = shared[ref]
        known[ref] = {
            name: decided[ref, name]
            if (ref, name) in decided
            else mine[name]
            if other[name] == was[name]
            else other[name]
            for name in mine
        }
    return Held(known, ours.new + theirs.new)
