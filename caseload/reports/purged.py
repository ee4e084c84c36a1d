"""The certificate of a purge: when, why, how many records of each kind, and which files still hold them; no name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from caseload.output.column import Column
from caseload.output.page import Facts, Lines, Page, Section
from caseload.records.client import Client
from caseload.records.kinds import many
from caseload.store.purges import Purge
from caseload.store.still_held import Held


class Certificate(NamedTuple):
    """What is told of one purge."""

    purge: Purge
    when: str
    """The moment, on the user's wall clock."""
    database: str
    held: Sequence[Held] = ()
    """The files that hold what was purged, or cannot be read and may."""
    is_sent: bool = False
    """Whether Litestream has a replica of the database."""
    named_in: Sequence[str] = ()
    """Records of others that name the client, known only until the purge."""


def counted(purge: Purge) -> str:
    """How many records of each kind: 1 client, 3 notes."""
    return ", ".join(many(table, count) for table, count in purge.records.items())


COLUMNS: tuple[Column[Certificate], ...] = (
    Column("id", lambda one: one.purge.operation, "Operation"),
    Column("at", lambda one: one.purge.at, "At", say=lambda one: one.when),
    Column("reason", lambda one: one.purge.reason, "Why", text=True),
    Column("records", lambda one: one.purge.total, "Records", right=True),
    Column("kinds", lambda one: counted(one.purge), "Of which", text=True),
    Column("overwritten_at", lambda one: one.purge.overwritten_at, "Overwritten"),
    Column("held_by", lambda one: tuple(str(held.path) for held in one.held if held.clients), "Held by"),
    Column("not_read", lambda one: tuple(str(held.path) for held in one.held if held.unread), "Not read"),
    Column("named_in", lambda one: tuple(one.named_in), "Named in"),
    Column("database", lambda one: one.database, "Database"),
)
"""The columns of `report purged`, and of the certificate as programs read it."""


def page(found: Sequence[Certificate]) -> Page:
    """The certificates, one after the other."""
    if len(found) == 1:
        one = found[0]
        return Page("Certificate of a purge", _headed(one), tuple(_sections(one)), RULE)
    sections = (
        section._replace(heading=f"{_headed(one)}: {section.heading}") for one in found for section in _sections(one)
    )
    return Page("Certificates of purges", f"{len(found)} of them" if found else "nobody was purged", tuple(sections))


RULE = (
    "What was exported, printed, mailed, synchronized or copied elsewhere is not known here, nor what a disk keeps of "
    "files that were removed."
)


def _headed(one: Certificate) -> str:
    return f"operation {one.purge.operation} of {one.when}"


def _sections(one: Certificate) -> Iterator[Section]:
    yield Section("Removed", Facts(tuple(_facts(one))))
    clients = ", ".join(f"{Client.PREFIX}{number}" for number in one.purge.clients)
    lines = [f"{held.path} {f'cannot be told: {held.unread}' if held.unread else 'holds it'}" for held in one.held]
    if one.is_sent:
        lines.append("Litestream has sent the database elsewhere: its replica holds it until its snapshots run out")
    yield Section(f"Copies that still hold {clients}", Lines(tuple(lines) or ("none of those that are known",)))
    if one.named_in:
        note = "They are others' records and were left: edit or void what is not to stay, and the log keeps it still."
        yield Section("Records of others with the name in them", Lines((" ".join(one.named_in),)), note)


def _facts(one: Certificate) -> Iterator[tuple[str, object]]:
    yield "why", one.purge.reason
    yield "records", f"{one.purge.total}: {counted(one.purge)}"
    yield "from", f"caseload {one.database}: its rows, change log and search index; what the last digests spoke of"
    done = (
        "written anew without them" if one.purge.overwritten_at else "still to be written anew: caseload client purge"
    )
    yield "the file", done
