"""What an import of a file goes by, and what it did."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from caseload.intake.building import Fault
from caseload.intake.delimited import Row
from caseload.intake.values import Written
from caseload.records.of.base import Record, Vocabulary


class OnDup(Vocabulary):
    """What becomes of a row that is stored already."""

    SKIP = "skip"
    UPDATE = "update"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an import goes by: `source` is where the rows come from that do not say so, `now` the user's wall clock."""

    kind: type[Record]
    source: str
    on_dup: OnDup
    written: Written
    now: datetime
    is_named: bool = True
    """Whether someone said what the source is; a file's name alone may be another's next time."""
    takes_namesakes: bool = False
    """Whether clients are taken whom nothing tells from one who is here."""
    rules: Collection[str] = ()
    """The names of the rules that a waiver may be of; a word that is none would hide nothing, and stand in lists."""
    reject: Callable[[Row, Sequence[Fault]], None] | None = None
    """Takes each bad row, and the others are stored; without it one bad row stops them all."""


@dataclass(frozen=True)
class Imported:
    """What an import did: records added, by table; rows skipped and updated; what is odd and was kept all the same.

    `differ` of the rows that were skipped say something else than what is stored.
    """

    added: Mapping[str, int]
    skipped: int
    updated: int
    oddities: tuple[str, ...]
    differ: int = 0
    changed: Mapping[str, int] | None = None
    """In how many rows that were updated a field is another, by its key."""
