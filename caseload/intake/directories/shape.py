"""What a directory is once it is read: rows by table, the same for every version."""

from typing import NamedTuple

Row = dict[str, str]
"""A row by its headings, small and with underscores; what is empty is not there."""


class Directory(NamedTuple):
    """The rows of each table, by the names that HSDS 3 has for one row: service, service_at_location."""

    tables: dict[str, list[Row]]
    is_part: str = ""
    """Why it may be a part of a directory only, so that what it lacks is not gone."""
    notes: tuple[str, ...] = ()
    """What was concluded about encodings."""
