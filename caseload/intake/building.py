"""Records out of texts by field, and what is said about those that cannot be made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from caseload.errors import Invalid, Refused, spoken
from caseload.intake.values import Read, Texts, Written, reader
from caseload.records.kinds import noun_of
from caseload.records.of.base import Record, key_of
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.implied import implied
from caseload.records.of.values import Own


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with a whole row where `column` is empty; never what the cell holds."""

    where: str
    column: str
    error: Invalid

    def __str__(self) -> str:
        return f"{self.where}, {self.told}" if self.column else f"{self.where}: {self.told}"

    @property
    def told(self) -> str:
        """What is wrong, in which column, and what is accepted."""
        said = spoken(self.error.fault + (f"; {self.error.accepted}" if self.error.accepted else ""), at_terminal=False)
        return f"{self.column}: {said}" if self.column else said


class BadRows(Refused):
    """Rows that cannot be stored, every one; nothing was imported."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len({fault.where for fault in self.faults})
        rows = "bad row" if count == 1 else "bad rows"
        super().__init__(f"{count} {rows}, nothing was imported", "mend the file or its map, then try again")


def faults_in(wrong: ExceptionGroup[Invalid], where: str, heading: Callable[[str], str] = str) -> list[Fault]:
    """The refusals of one row, each under the heading of its field."""
    errors = [error for error in wrong.exceptions if isinstance(error, Invalid)]
    return [Fault(where, heading(error.field) if error.field else "", error) for error in errors]


def needed(kind: type[Record]) -> dict[str, str]:
    """The names of the fields that a record of the kind cannot do without, each with its key."""
    return {name: key_of(name) for name in kind.DEFAULTS if name in kind.NEEDS}


class Builder:
    """Makes records of one kind; the fields in its refusals have `prefix` before their key."""

    def __init__(
        self, kind: type[Record], written: Written, find: Callable[[str], Callable[[str], int]], prefix: str = "",
        own: Sequence[Field] = (),
    ) -> None:  # fmt: skip
        """`own` are fields of the user's own; a file that has them under one key needs none."""
        self.kind = kind
        self.prefix = prefix
        self._own = {field.key: (field.own, reader(kind, field, written, find)) for field in own}
        self._readers = {field.key: (field.name, reader(kind, field, written, find)) for field in fields_of(kind)}
        self._needed = needed(kind)

    @property
    def readers(self) -> Mapping[str, Read]:
        """How a text becomes a value, by field."""
        return {key: read for key, (_, read) in self._readers.items()}

    def values(self, texts: Texts, given: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
        """The values by field name, over those that are given anyway.

        Raises a group of Invalid, one for each text that cannot be read and each that is missing.
        """
        values, wrong = dict(given), []
        own: dict[str, object] = {}
        for key, text in texts.items():
            name, read = self._own.get(key) or self._readers[key]
            try:
                (own if key in self._own else values)[name] = read(text)
            except Invalid as error:
                wrong.append(self._refusal(error, key))
        if own:
            values["own"] = Own.of(own)
        for name, key in self._needed.items():
            if name not in values and key not in texts:
                wrong.append(self._refusal(Invalid("is missing", f"every {noun_of(self.kind)} needs one"), key))
        if wrong:
            raise ExceptionGroup("texts that cannot be read", wrong)
        return values

    def record(self, values: Mapping[str, Any]) -> Record:
        """The record of those values; raises Invalid where a rule is broken."""
        try:
            return self.kind(**values, **implied(self.kind, values))
        except Invalid as error:
            raise self._refusal(error, key_of(error.field)) from None

    def _refusal(self, error: Invalid, key: str) -> Invalid:
        return Invalid(error.fault, error.accepted, field=self.prefix + key if key else "")
