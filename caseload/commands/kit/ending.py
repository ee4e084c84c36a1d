"""What is open when care ends, and what came of it when care begins again, as it is asked and said."""

from collections.abc import Mapping, Sequence

from caseload.commands.kit.saying import on
from caseload.errors import aside
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.kinds import many
from caseload.records.task import Task
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


def tell_cancelled(session: Session, cancelled: Sequence[Task | Appointment]) -> None:
    """Tell what the closing had cancelled, a line each, and how it comes back; not what has gone by meanwhile."""
    ahead = [one for one in cancelled if isinstance(one, Task) or one.starts.day >= session.today]
    for item in _items(session, ahead):
        session.tell(f"cancelled at the closing: {item}")
    for kind, how in _BACK.items():
        if refs := " ".join(one.ref for one in ahead if isinstance(one, kind)):
            session.tell(f"they come back by: caseload {kind.TABLE} {how.format(refs)}")
    if gone := len(cancelled) - len(ahead):
        session.tell(
            f"{many(Appointment.TABLE, gone)} cancelled at the closing {'has' if gone == 1 else 'have'} gone by"
        )


_BACK: Mapping[type[Task | Appointment], str] = {
    Task: "reopen {}",
    Appointment: "edit {} --status booked --clear cancel_reason",
}
"""What brings back what was cancelled."""


def dropped(left: Sequence[Task | Appointment]) -> str | None:
    """What a closing has cancelled: cancelled t1, a1."""
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return f"cancelled {', '.join(one.ref for one in left[:_NAMED])}{more}" if left else None
