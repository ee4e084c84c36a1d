"""What a change has just made due or late, told after it."""

from collections.abc import Iterable

from caseload.commands.kit.saying import on
from caseload.records.of.checklist import DATED
from caseload.reports.due import Item, due, newly_due
from caseload.session import Session


def due_of(session: Session, clients: Iterable[int]) -> list[Item]:
    """What is due for clients of those numbers now."""
    each = dict.fromkeys(clients)
    return [item for one in each for item in due(session.store, session.now, session.rules, client_id=one)]


def tell_newly_due(session: Session, before: Iterable[Item], after: Iterable[Item]) -> None:
    """Tell of what is due or late now and was not before; not of steps of checklists, which the step has moved."""
    for item in newly_due(before, after):
        if item.ref in session.store.written and item.record.TABLE in DATED:
            continue
        word = "late" if item.late else "due" if item.due.day <= session.today else "coming up"
        session.tell(f"now {word}: {item.ref} {item.rule} · {on(session, 'due', item.due)}")
