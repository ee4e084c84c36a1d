"""A field's value as files and lists show it: what refers to a record is its typed id."""

from enum import StrEnum
from typing import Any

from caseload.records.of.base import Record
from caseload.records.of.fields import Field


class Names(StrEnum):
    """What stands in the place of a name where a list tells nobody apart: initials, or nothing."""

    INITIALS = "initials"
    NONE = "none"


def public(field: Field, record: Record) -> object:
    """The value of a field, the id and what refers to another record as typed ids."""
    value: Any = field.of(record)
    if field.name == "id":
        return record.ref
    if not field.refers or value is None:
        return value
    from caseload.records.kinds import kind_of

    prefix = kind_of(field.refers).PREFIX
    return tuple(f"{prefix}{number}" for number in value) if field.many else f"{prefix}{value}"
