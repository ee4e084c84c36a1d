"""Where a record that a transfer brought was before: which caseload, and the typed id there."""

import re
from typing import NamedTuple

from caseload.records.of.base import Record

SOURCE = "transfer"
"""The source of what a transfer brought."""


class Origin(NamedTuple):
    """A caseload and a typed id in it."""

    database: str
    ref: str

    @property
    def external_id(self) -> str:
        """As the record has it here; no typed id, which would mean one of this caseload."""
        return f"{self.database}/{self.ref}"

    @classmethod
    def of(cls, record: Record) -> "Origin | None":
        """Where a record was first, if a transfer brought it."""
        found = _WRITTEN(record.external_id or "") if record.source == SOURCE else None
        return cls(found[1], found[2]) if found else None


_WRITTEN = re.compile("([0-9a-f]{16})/([a-z]{1,3}[1-9][0-9]{0,17})").fullmatch

BROUGHT = f"source is '{SOURCE}' and external_id glob '*/*'"
"""SQL for what a transfer brought."""
