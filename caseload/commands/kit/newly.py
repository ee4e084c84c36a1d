"""What a change has just made due or late, told after it."""

from collections.abc import Iterable

from caseload.commands.kit.saying import on
from caseload.records.of.checklist import DATED
from caseload.reports.due import Item, due, newly_due
from caseload.session import Session


class Newly:
    """What is due for clients before a step writes and, all that follows from it included, when it has written."""

    def __init__(self, session: Session, clients: Iterable[int]) -> None:
        self._session = session
        self._clients = tuple(dict.fromkeys(clients))
        self._before = self._now = self._due()
        session.at_end.append(self._look)

    def _due(self) -> list[Item]:
        session = self._session
        return [item for one in self._clients for item in due(session.store, session.now, session.rules, client_id=one)]

    def _look(self) -> None:
        self._now = self._due()

    def tell(self) -> None:
        """Tell of what is due or late now and was not before; not of steps of checklists, which the step has moved."""
        session = self._session
        for item in newly_due(self._before, self._now):
            if item.ref in session.store.written and item.record.TABLE in DATED:
                continue
            word = "late" if item.late else "due" if item.due.day <= session.today else "coming up"
            session.tell(f"now {word}: {item.ref} {item.rule} · {on(session, 'due', item.due)}")
