"""Which command gives a record that breaks a rule another value in the field that breaks it."""

from collections.abc import Iterable

from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of, taken
from caseload.records.of.values import Own

HIDDEN = "voided_at"
"""What no edit changes, and void does."""


def mending(kind: type[Record], ref: str, names: Iterable[str]) -> str:
    """The command that mends some fields of a record, as it is typed: caseload task edit t4 --due WHEN.

    Nothing where there is none: for what only another program can put right.
    """
    known = {key: field for field in fields_of(kind) for key in (field.name, field.key)}
    given: dict[str, None] = {}
    for name in names:
        field = known.get(name)
        if name == HIDDEN:
            return f"caseload {kind.TABLE} {kind.VOID} {ref} --reason TEXT"
        option = _option(field) if field and _is_edited(kind) else ""
        if not option:
            return ""
        given[option] = None
    return f"caseload {kind.TABLE} edit {ref} {' '.join(given)}" if given else ""


def _option(field: Field) -> str:
    """What is typed behind edit for a field; nothing for one that is not typed, and that nothing can stand for."""
    if field.name == "body":
        return "TEXT"
    if field.says is not None and field.type is not bool:
        return f"{field.flag} {taken(field)}"
    if field.type is Own or field.is_clearable:
        return f"--clear {field.key}"
    return ""


def _is_edited(kind: type[Record]) -> bool:
    return kind.OWN or kind.TABLE == "field"
