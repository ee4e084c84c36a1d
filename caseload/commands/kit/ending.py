"""What is open when care ends, and what came of it when care begins again, as it is asked and said."""

from collections.abc import Mapping, Sequence

from caseload.commands.kit.saying import on
from caseload.errors import aside
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client
from caseload.records.kinds import many
from caseload.records.task import Task, TaskStatus
from caseload.session import Session

_NAMED = 20
"""How many open items are named; a series has a year of them."""


def question(session: Session, client: Client, left: Sequence[Task | Appointment]) -> str:
    """What closing would cancel, an item a line, and whether to."""
    listed = ",\n".join(_items(session, left))
    return f"{client.ref}{aside(client.name)} still has\n{listed};\ncancel them and close?"


def _items(session: Session, found: Sequence[Task | Appointment]) -> list[str]:
    """The first of them with when each is, and how many more there are."""
    items = []
    for one in found[:_NAMED]:
        when = on(session, "due", one.due) if isinstance(one, Task) else on(session, "on", one.starts)
        items.append(", ".join(filter(None, (f"{one.ref}{aside(one.title)}", when))))
    if len(found) > _NAMED:
        items.append(f"and {len(found) - _NAMED} more")
    return items


def tell_cancelled(session: Session, cancelled: Sequence[Task | Appointment], was: Mapping[str, str]) -> None:
    """Tell what the closing had cancelled, a line each, and how it comes back; not what has gone by meanwhile."""
    ahead = [one for one in cancelled if isinstance(one, Task) or one.starts.day >= session.today]
    for item in _items(session, ahead):
        session.tell(f"cancelled at the closing: {item}")
    back: dict[str, list[str]] = {}
    for one in ahead:
        back.setdefault(_back(one, was.get(one.ref, "")), []).append(one.ref)
    for how, refs in back.items():
        session.tell(f"they come back by: caseload {how.format(' '.join(refs))}")
    if gone := len(cancelled) - len(ahead):
        session.tell(
            f"{many(Appointment.TABLE, gone)} cancelled at the closing {'has' if gone == 1 else 'have'} gone by"
        )


def _back(one: Task | Appointment, was: str) -> str:
    """The command that gives what was cancelled the status that it had, with {} for the ids."""
    if isinstance(one, Appointment):
        return f"appointment edit {{}} --status {was or AppointmentStatus.BOOKED} --clear cancel_reason"
    return "task reopen {}" if was in ("", TaskStatus.READY) else f"task edit {{}} --status {was}"


def dropped(left: Sequence[Task | Appointment]) -> str | None:
    """What a closing has cancelled: cancelled t1, a1."""
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return f"cancelled {', '.join(one.ref for one in left[:_NAMED])}{more}" if left else None
