"""What a command says of what it did: one line a record, with the dates as it understood them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from caseload.actions.finishing import Finished
from caseload.commands.kit.differences import Difference, differences
from caseload.commands.kit.own import own_said
from caseload.errors import BadRow, NotFound
from caseload.records.client import Client
from caseload.records.of.base import Record, key_of
from caseload.records.of.fields import fields_of
from caseload.records.of.guarded import PART_2, Guarded
from caseload.records.of.order import Odd, is_bounded, odd
from caseload.records.waiver import Waiver
from caseload.session import Filters, Session
from caseload.store.reads.clients import Handles, client_id_of
from caseload.store.reads.lives import begun_for, life_of, over_for
from caseload.when import clock_changes
from caseload.when.dates import When, say_distance, say_when

if TYPE_CHECKING:
    from caseload.records.appointment import Appointment
    from caseload.records.note import Note


def on(session: Session, label: str, when: When | date | None) -> str | None:
    """A date as a confirmation echoes it: due Fri 2026-11-27 (in 5 days)."""
    if when is None:
        return None
    return f"{label} {say_when(when)} ({say_distance(when.day if isinstance(when, When) else when, session.today)})"


def whose(session: Session, record: Record) -> str | None:
    """The handle of the client a record is about, for a confirmation."""
    if isinstance(record, Client):
        # A dry run has rolled it back by now.
        return record.handle
    return Handles(session.store)[client_id_of(session.store, record)]


_NAMED = 10
"""How many of the records that one step changed are named."""


def added(session: Session, record: Record, *facts: str | None) -> None:
    """Confirm a new record, and give its id to a program that reads stdout."""
    session.did(*_named(session, record), *facts, *own_said(session, record))
    odd_told(session)
    session.gave(record.ref)


def saved(session: Session, record: Record, *facts: str | None, told: Collection[str] = ()) -> None:
    """Confirm a changed record: what became of its fields, but for those `told` by the facts."""
    session.did(
        *_named(session, record), _moved(session, record), *map(str, differences(session, record, told)), *facts
    )
    odd_told(session)


def saved_all(
    session: Session, changed: Sequence[tuple[Record, Sequence[str | None]]], told: Collection[str] = ()
) -> None:
    """Confirm several changed records: what became of all of them, then the first few, a line each with its facts."""
    if len(changed) == 1:
        saved(session, changed[0][0], *changed[0][1], told=told)
        return
    if not changed:
        none = "no ids came" if session.asked.filters == Filters() else "nothing fits the filter"
        session.tell(f"{none}, so there is nothing to do")
        return
    each = [differences(session, record, told) for record, _ in changed]
    session.did(f"{len(changed)} in one step", *_common(each))
    for (record, facts), found in list(zip(changed, each, strict=True))[:_NAMED]:
        said = [*filter(None, (_moved(session, record), *map(str, found), *facts))] or ["nothing changed"]
        session.tell(" · ".join(part for part in (*_named(session, record), *said) if part))
    if len(changed) > _NAMED:
        session.tell(f"and {len(changed) - _NAMED} more; see caseload history")
    odd_told(session)


def _common(each: Sequence[Sequence[Difference]]) -> Iterator[str]:
    """What became alike of every record that changed: priority stat."""
    found = [some for some in each if some]
    for one in found[0] if found else ():
        alike = [other for some in found for other in some if (other.label, other.after) == (one.label, one.after)]
        if len(alike) == len(found):
            yield str(one._replace(before=""))


def _named(session: Session, record: Record) -> tuple[str, str | None]:
    return f"{record.ref} {record.called}", whose(session, record)


def _moved(session: Session, record: Record) -> str | None:
    """To whom it was moved, if it was."""
    return session.moved.get(record.ref)


def became(session: Session, record: Record) -> Iterator[str]:
    """What the step made of another record than the one it is told of: g1 achievement improving."""
    return (f"{record.ref} {one}" for one in differences(session, record))


def clients_became(session: Session, *but: str) -> list[str]:
    """What the step made of clients whom it was not about, as of one who has left a stay; not of those `but`."""
    found = [one for one in session.store.was.values() if isinstance(one, Client) and one.ref not in but]
    return [said for one in found for said in became(session, session.store.written.get(one.ref, one))]


def snoozed_said(session: Session, record: Record, label: str, until: date) -> str | None:
    """Until when a record is out of sight, and until when it was: snoozed until Fri 2026-11-27 -> Mon 2026-11-30."""
    now = on(session, label, until)
    moved = [one for one in session.store.was.values() if isinstance(one, Waiver) and one.item == record.ref]
    if not moved or moved[0].until == until:
        return now
    return on(session, f"{label} {say_when(moved[0].until)} ->", until)


_ODD = 5
"""How many dates that are odd are told one by one."""


_DAY = 24 * 60
"""Minutes of a day: no contact takes more."""


def odd_told(session: Session) -> None:
    """Tell of dates that the last step stored and that cannot be right beside others; not of those it only met."""
    told: list[str] = []
    bare: list[str] = []
    for ref, record in session.store.written.items():
        before = session.store.was.get(ref)
        known = _odd(session, before) if before else []
        for one in _odd(session, record):
            if one in known:
                continue
            day, other = one.part or say_when(one.day), say_when(one.other)
            told.append(f"odd: {ref} {key_of(one.name).replace('_', ' ')} {day} is {one.said}, {other}")
        bare += _unguarded(session, record, before)
        minutes = _beyond_a_day(record)
        if minutes and minutes != (before and _beyond_a_day(before)):
            session.tell(f"odd: {ref} {minutes} min is more than a day: {minutes / _DAY:.3g} days")
    for found, others in ((told, "dates that are odd so"), (bare, "of what is guarded that are not")):
        for line in found[:_ODD]:
            session.tell(line)
        if len(found) > _ODD:
            session.tell(f"and {len(found) - _ODD} more {others}")
    session.tell_followed()


def _unguarded(session: Session, record: Record, before: Record | None) -> Iterator[str]:
    """What a record that no law guards has come to belong to that one does: it may tell of it, and goes out freely."""
    if not isinstance(record, Guarded) or record.mark:
        return
    from caseload.records.kinds import kind_of

    for field in fields_of(type(record)):
        if not field.refers or field.refers in (record.TABLE, "client"):
            continue
        was = _numbers(before, field.name) if before else ()
        for number in _numbers(record, field.name):
            other = None if number in was else _stored(session, kind_of(field.refers), number)
            if isinstance(other, Guarded) and other.mark:
                guard = "--part2 yes" if other.mark == PART_2 else f"--sensitivity {other.sensitivity}"
                edit = f"caseload {record.TABLE} edit {record.ref} {guard}"
                yield f"odd: {record.ref} is of {other.ref}, which is {other.mark}, and is not guarded itself; {edit}"


def _stored(session: Session, kind: type[Record], number: int) -> Record | None:
    """A record of the step, which a dry run has rolled back by now, or of the store; None where it cannot be read."""
    if one := session.store.written.get(f"{kind.PREFIX}{number}"):
        return one
    try:
        return session.store.get(kind, number, voided=True)
    except (NotFound, BadRow):
        return None


def _numbers(record: Record, name: str) -> tuple[int, ...]:
    value = getattr(record, name)
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _beyond_a_day(record: Record) -> int:
    """The minutes of a contact that took more than a day; else 0."""
    minutes: int = (vars(record)["minutes"] or 0) if record.TABLE == "note" else 0
    return minutes if minutes > _DAY else 0


def _odd(session: Session, record: Record) -> list[Odd]:
    life = None
    try:
        if is_bounded(record) and (client := client_id_of(session.store, record)) is not None:
            life = life_of(session.store, client)
        return odd(record, life, begun_for(session.store, record), over_for(session.store, record))
    except BadRow as error:
        # The step is stored by now: that what it is beside cannot be read is told at the end, and fails nothing.
        session.store.bad_rows[error.ref] = error.fault
        return []
    except NotFound:
        # Nor what another program has taken away; doctor names it.
        return []


def next_said(session: Session, ended: Finished) -> tuple[str | None, ...]:
    """What follows in a series as a confirmation tells it: next t43 · due Fri 2026-12-04 (in 9 days)."""
    if ended.follower is None:
        return ("last of its series",) if ended.is_last else ()
    return (f"next {ended.follower.ref}", on(session, "due", ended.follower.due))


def clock_told(session: Session, *whens: When | None) -> None:
    """Tell of times that the clocks skip or repeat, counted where they are several."""
    if told := clock_changes.said_of_many((when for when in whens if when), session.zone):
        session.tell(told)


Pairs = Sequence[tuple["Appointment", "Appointment"]]


def clashes(session: Session, touched: Sequence["Appointment"]) -> Pairs:
    """What those of the running step are at one time with, in pairs."""
    from caseload.records.of.overlap import at_one_time
    from caseload.store.reads.calendar import open_around

    return list(at_one_time(open_around(session.store, touched), {one.id for one in touched}))


def clashes_told(session: Session, pairs: Pairs) -> None:
    """Tell of appointments at one time, with both; counted where they are many."""
    handles = Handles(session.store)

    def named(one: "Appointment") -> str:
        return " ".join(filter(None, (one.ref, one.called, (whose := handles[one.client_id]) and f"({whose})")))

    for earlier, later in pairs[:_FEW]:
        session.tell(f"at one time: {named(earlier)} and {named(later)}, {say_when(later.starts)}")
    if len(pairs) > _FEW:
        session.tell(f"and {len(pairs) - _FEW} more at one time: caseload agenda --due 1y")


_FEW = 3


def note_said(session: Session, note: "Note") -> tuple[str | None, ...]:
    """A contact as a confirmation tells it: on Wed 2026-11-25 09:00 (today) · phone-call · no answer · 10 min."""
    return (
        on(session, "on", note.occurred),
        str(note.mode),
        _REACHED[note.reached],
        f"{note.minutes} min" if note.minutes is not None else None,
        f"{note.miles} miles" if note.miles is not None else None,
        ", ".join(f"g{number}" for number in note.goal_ids),
        f"of sv{note.service_id}" if note.service_id else None,
        str(note.status),
    )


_REACHED = {
    "yes": "reached",
    "group": "reached in a group",
    "no": "no answer",
    "collateral": "collateral",
}
