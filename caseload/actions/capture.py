"""One capture of a contact: the note, the tasks that it closes, and what is to follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from caseload.actions.finishing import Finished, complete
from caseload.records.note import Note
from caseload.records.task import Task
from caseload.store.core import Store


@dataclass(frozen=True)
class Captured:
    """All that one capture wrote."""

    note: Note
    finished: tuple[Finished, ...]
    follow_up: Task | None
    others: tuple[Note, ...] = ()
    """The notes of the same contact for other clients."""


def capture(
    store: Store, note: Note, done: Iterable[int], follow_up: Task | None, others: Iterable[Note] = ()
) -> Captured:
    """The note stored, those of the contact for others, the tasks of those numbers done that day, the follow-up opened.

    Raises Refused where a task has ended already.
    """
    return Captured(
        note=store.add(note),
        others=tuple(map(store.add, others)),
        finished=tuple(complete(store, store.get(Task, number), note.occurred.day) for number in dict.fromkeys(done)),
        follow_up=store.add(follow_up) if follow_up else None,
    )
