"""The name by which calendars know a record (RFC 5545 UID): the same in every file, on every machine, for good."""

from caseload.records.of.base import Record

CALENDAR = ".ics"
"""How the source of a record ends that came in from a calendar file."""

DATABASE = "X-CASELOAD-DATABASE"
"""The property of a calendar that says which caseload it is of: what two have made at one moment has one UID."""

_OURS = "@caseload"

_NAMESPACE = "dbab9a03-55c4-44f9-b82e-a37b6fd5a92f"


def uid(record: Record) -> str:
    """The UID of a stored record: its own where it came from a calendar, else one made of what never changes in it.

    The typed id and the moment it was made travel with `export all`, so a caseload that moves keeps its UIDs.
    """
    if record.external_id and is_from_calendar(record.source):
        return record.external_id
    return made_uid(record.ref, record.created_at)


def made_uid(ref: str, created_at: str | None) -> str:
    """The UID made of a typed id and the moment of making."""
    from uuid import UUID, uuid5

    return f"{uuid5(UUID(_NAMESPACE), f'{ref} {created_at}')}{_OURS}"


def is_from_calendar(source: str | None) -> bool:
    """Whether a record of that source came in from a calendar file."""
    return source is not None and source.endswith(CALENDAR)


def is_ours(text: str) -> bool:
    """Whether a UID has the shape of those that are made here."""
    return text.endswith(_OURS)
