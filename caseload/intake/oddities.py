"""What is odd about rows and is kept all the same: said once a kind, with the first lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime

from caseload.intake.clients import Clients
from caseload.intake.numbers import Numbers
from caseload.records.appointment import Appointment
from caseload.records.authorization import Authorization
from caseload.records.benefit import Benefit
from caseload.records.identifier import Identifier
from caseload.records.of.base import Record
from caseload.records.of.fields import of_nature
from caseload.records.of.nature import Digits
from caseload.records.of.order import odd
from caseload.store.core import Store
from caseload.store.reads.benefits import is_uncontested
from caseload.when.dates import When

_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.ASCII)

_UNCONTESTED = "decided against the client, with no appeal here (caseload appeal add REF --notice-on DAY opens it)"

_TOLD = 5
"""The lines that a sentence names."""


class Oddities:
    """Dates of fact to come, dates that cannot be right beside others, numbers cut short, and what else is noted."""

    def __init__(self, store: Store, clients: Clients, heading: Callable[[str], str], now: datetime) -> None:
        self._clients = clients
        self._heading = heading
        self._now = now
        self._store = store
        self._numbers = Numbers(store, self.note)
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._rows: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many times something was noted that may be a slip; what is to be done next is none."""
        return self._rows.total() - self._rows[_UNCONTESTED]

    def note(self, what: str, line: str) -> None:
        """One row more of which `what` holds."""
        self._rows[what] += 1
        if len(self._lines[what]) < _TOLD:
            self._lines[what].append(line)

    def watch(self, line: int, record: Record, client: int | None, prefix: str = "") -> None:
        """Note the dates of a record that is kept; `prefix` stands before its fields in the file's map."""
        if isinstance(record, Appointment) and record.every and record.series_id is None:
            # A series is made of slots that somebody chose; a row that only names a rule is one appointment.
            self.note(
                f"{self._heading(prefix + 'every')} makes no series here (appointment add --every does)", str(line)
            )
        if isinstance(record, Benefit | Authorization) and is_uncontested(self._store, record, self._now.date()):
            self.note(_UNCONTESTED, str(line))
        if isinstance(record, Identifier) and not record.voided_at:
            self._numbers.watch(line, record)
        for name in of_nature(type(record), Digits):
            text = getattr(record, name)
            if text and "E+" in text and _SHORTENED.fullmatch(text):
                column = self._heading(prefix + name)
                self.note(f"{column} may be a number that a spreadsheet has shortened (1.23E+05)", str(line))
        for name in record.FACTS:
            value = getattr(record, name)
            when = value if value is None or isinstance(value, When) else When(value)
            if when is None:
                continue
            if when.starts() > self._now:
                self.note(f"{self._heading(prefix + name)} is in the future", str(line))
        for one in odd(record, self._clients.life(client)):
            self.note(f"{self._heading(prefix + one.name)} is {one.said}", str(line))

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each thing that was noted."""
        return tuple(_sentence(what, self._rows[what], lines) for what, lines in self._lines.items())


def _sentence(what: str, count: int, lines: list[str]) -> str:
    first = ", ".join(lines) + (", ..." if count > _TOLD else "")
    rows = f"1 row, line {first}" if count == 1 else f"{count} rows, lines {first}"
    return f"kept although {what}: {rows}"
