"""A map laid over the headings of one file: which column gives which field, and what a row of it says."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from caseload.errors import Invalid
from caseload.intake.building import needed
from caseload.intake.mapping import OTHER, Map, Words, known, nearest
from caseload.intake.values import DERIVED, Texts
from caseload.intake.whose import whose_by
from caseload.output.machine import unguarded
from caseload.records.kinds import PARENTS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, public_fields
from caseload.records.of.names import fold

REJECTED = ("rejected_line", "rejected_reason")
"""The columns that a file of bad rows has beside those of the file they stood in."""

COMPUTED = ("client_handle", "database", *REJECTED)
"""Columns that say nothing of a record's own; an import passes over them."""


def keys_of(kind: type[Record], own: Sequence[Field] = ()) -> tuple[str, ...]:
    """Every field that a column of a kind's file may be mapped to.

    The kind's and those of the user's `own`, derived ones, those of a record below it.
    """
    keys = [field.key for field in public_fields(kind, own)]
    below = [f"{child.TABLE}.{field.key}" for child in children(kind) for field in public_fields(child)]
    return (*keys, *DERIVED.get(kind, {}), *below)


def children(kind: type[Record]) -> list[type[Record]]:
    """The kinds that one row may bring along: a goal's first observation, a note's addendum."""
    return [child for child, (_, parent) in PARENTS.items() if parent is kind]


class Layout:
    """A map laid over the headings of one file."""

    def __init__(
        self, said: Map, kind: type[Record], header: Sequence[str], name: str = "the file", own: Sequence[Field] = ()
    ) -> None:
        """Raises Invalid for a map that does not fit the kind or the headings, naming the column or the field."""
        keys, what = keys_of(kind, own), f"field of {kind.TABLE}"
        self.own = tuple(own)
        """The fields of the user's own that the kind has."""
        self._constants = {known(key, keys, what): text for key, text in said.constants.items()}
        self._join = {known(key, keys, what): text for key, text in said.join.items()}
        self._columns = [
            (place, known(key, keys, what), words) for place, key, words in _columns(said, keys, header, name, own)
        ]
        self.width = len(header)
        """The number of headings."""
        self._headings: dict[str, list[str]] = {}
        for place, key, words in self._columns:
            for one in dict.fromkeys((key, *(one or key for cell in words.values() for one in cell))):
                self._headings.setdefault(known(one, keys, what), []).append(header[place])
        self.keys = frozenset((*self._headings, *self._constants))
        """Every field that a row of the file may set."""
        out = {*said.leave_out, *said.columns}
        self.beside = {
            _bare(one): place for place, one in enumerate(header)
            if _bare(one) == "database" or (_bare(one) == "client_handle" and one not in out)
        }  # fmt: skip
        """The columns that say whose a row is; that of the database is looked at whatever a map makes of it."""
        self._refuse_missing(kind)

    def texts(self, cells: Sequence[str]) -> Texts:
        """The text of each field that a row sets: cells, translated and joined; constants where they say nothing."""
        parts: dict[str, list[str]] = {}
        for place, key, words in self._columns:
            text = unguarded(cells[place])
            if words:
                for one, said in _translated(text, words).items():
                    parts.setdefault(one or key, []).append(text if said == OTHER else said)
            else:
                parts.setdefault(key, []).append(text)
        texts: Texts = {}
        for key, several in parts.items():
            if filled := [text for text in several if text and not text.isspace()]:
                texts[key] = filled[0] if len(filled) == 1 else self._join.get(key, " ").join(filled)
        # A record below the row's own comes only where a cell asks for it.
        asked = {"", *(key.rpartition(".")[0] for key in texts)}
        return {key: text for key, text in self._constants.items() if key.rpartition(".")[0] in asked} | texts

    def gives(self, key: str) -> bool:
        """Whether a constant gives a field where a row says nothing."""
        return key in self._constants

    def typed(self, texts: Texts) -> Texts:
        """Those of a row's texts that its cells say, and no constant."""
        return {key: text for key, text in texts.items() if self._constants.get(key) != text}

    @property
    def places(self) -> tuple[int, ...]:
        """The columns that are used."""
        return tuple(place for place, _, _ in self._columns)

    @property
    def bare(self) -> Mapping[str, int]:
        """The column of each field that has one to itself, whose cells are what they are."""
        return {key: place for place, key, words in self._columns if not words and len(self._headings[key]) == 1}

    def heading(self, key: str) -> str:
        """The column, or columns, that give a field; the field itself where none does."""
        return " and ".join(self._headings.get(key, [key]))

    def _refuse_missing(self, kind: type[Record]) -> None:
        derived = {key for name, one in DERIVED.get(kind, {}).items() if name in self.keys for key in one.gives}
        by = {field.key for field in whose_by(kind)} & self.keys
        for key in needed(kind).values():
            if key not in self.keys | derived and not (key == "client" and by):
                how = f'--map "COLUMN={key}", or --set {key}=VALUE for every row'
                raise Invalid(f"no column gives {key}, which every {kind.TABLE} needs", how)


def _columns(
    said: Map, keys: Sequence[str], header: Sequence[str], name: str, mine: Sequence[Field]
) -> list[tuple[int, str, Words]]:
    """Place, field and translations of each column that is used, in the map's order; last those that name a field."""
    computed = {heading for heading in header if _bare(heading) in COMPUTED}
    out = {*said.leave_out, *computed} - {*said.columns}
    unsaid = [heading for heading in header if heading not in {*said.columns, *out}]
    own = _own(keys, unsaid)
    own |= _labelled(mine, [heading for heading in unsaid if heading not in own], {*own.values()})
    for heading in (*said.columns, *said.values):
        if heading not in header:
            raise Invalid(f'the map names a column "{heading}" that is not in {name}', nearest(heading, header))
    if lost := [f'"{heading}"' for heading in header if heading not in {*said.columns, *own, *out}]:
        how = f"--map COLUMN=FIELD, --map COLUMN= to leave it out, or a map file; fields are {', '.join(keys)}"
        raise Invalid(f"not mapped: {', '.join(lost)}", how)
    for key in own.values():
        if key in said.columns.values():
            raise Invalid(f"two columns give {key}, one called so", "leave one out, or map both to join them")
    return [
        (header.index(heading), key, said.values.get(heading, {})) for heading, key in {**said.columns, **own}.items()
    ]


def _own(keys: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    """The field of each heading that names one, but for its capitals, blanks and hyphens; none where two may be it."""
    own = {heading: heading for heading in headings if heading in keys}
    spelled = Counter(map(_bare, headings))
    for heading in headings:
        key = _bare(heading)
        if key in keys and key not in own and spelled[key] == 1:
            own[heading] = key
    return own


def _labelled(mine: Sequence[Field], headings: Sequence[str], taken: set[str]) -> dict[str, str]:
    """The field of the user's own of each heading that is its label, where no other has that label or that heading."""
    labels, headed = Counter(fold(field.label) for field in mine), Counter(map(fold, headings))
    alone = {fold(field.label): field.key for field in mine if labels[fold(field.label)] == 1}
    found = {heading: alone.get(fold(heading), "") for heading in headings if headed[fold(heading)] == 1}
    return {heading: key for heading, key in found.items() if key and key not in taken}


def _bare(heading: str) -> str:
    return re.sub(r"[\s_-]+", "_", heading.strip().lower())


def _translated(text: str, words: Words) -> Mapping[str, str]:
    known = words.get(fold(text))
    if known is None and text.strip():
        known = words.get(OTHER)
    return {"": text} if known is None else known
