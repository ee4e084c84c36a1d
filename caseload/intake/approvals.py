"""Numbers that payers gave, as a file brings them: no two authorizations have one on one day."""

from collections import defaultdict

from caseload.errors import Invalid
from caseload.records.authorization import Authorization, folded, is_moved, may_take_days, same_number, second_said
from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.authorizations import numbered


class Approvals:
    """Those that are stored, and those of the file's rows that were taken, by their number."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, list[tuple[int, Authorization]]] | None = None

    def take(self, line: int, record: Record, before: Record | None = None) -> None:
        """A record as it came new in that line, or was changed by it; raises Invalid where its number is another's."""
        if isinstance(record, Authorization):
            was = before if isinstance(before, Authorization) else None
            self._refuse_second(record, was)
            self._keep(line, record, was)

    def _refuse_second(self, one: Authorization, before: Authorization | None) -> None:
        # What was so before the change is left as it is.
        if not may_take_days(one) or (before and not is_moved(before, one)):
            return
        for line, other in self._of(one.number):
            if same_number(one, other) and not (before and before.id == other.id):
                raise Invalid(*second_said(one, other, line), field="number")

    def _keep(self, line: int, one: Authorization, before: Authorization | None) -> None:
        if before and before.number:
            self._of(before.number)[:] = [each for each in self._of(before.number) if each[1].id != before.id]
        if may_take_days(one):
            self._of(one.number).append((0 if before else line, one))

    def _of(self, number: str | None) -> list[tuple[int, Authorization]]:
        # Read once: asked of the store row by row, each row would look through all of them.
        if self._held is None:
            self._held = defaultdict(list)
            for one in numbered(self._store):
                self._of(one.number).append((0, one))
        return self._held[folded(number)]
