"""The evening of a day on the road, walked through on a terminal: each visit closed in a step of its own."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from caseload.actions import series
from caseload.actions.capture import capture
from caseload.errors import CaseloadError, Invalid, spoken
from caseload.output.terminal import prompt, warn
from caseload.records.appointment import Appointment, AppointmentStatus, attended, settled
from caseload.records.client import Client
from caseload.records.note import Mode, Note, signed
from caseload.records.of.cancel_reason import CancelReason
from caseload.records.of.mileage import driven
from caseload.records.of.sharing import driven_together
from caseload.records.of.visit import as_contact, kept_by
from caseload.records.task import Task
from caseload.session import Session
from caseload.store.core import Store

T = TypeVar("T")

_KEPT = ("kept", "missed", "cancelled", "skip", "stop")
_HOW = "kept (Enter), missed, cancelled, skip; stop ends, and what was closed stays closed"
_LONGEST = 24 * 60


class Evening(NamedTuple):
    """How it went: what was closed, what was left open, whether somebody stopped."""

    closed: int
    left: int
    interrupted: bool = False
    """By Ctrl-C, or by a terminal that is gone."""


class _Stopped(Exception):
    """Somebody had enough, or the terminal is gone."""


def close_day(session: Session, visits: Sequence[tuple[Appointment, Client]]) -> Evening:
    """Ask of each visit what became of it, and store the answers visit by visit."""
    closed, interrupted = 0, False
    _say(session, _HOW)
    try:
        for place, (visit, client) in enumerate(visits, 1):
            at = visit.starts.time.isoformat("minutes") if visit.starts.time else "all day"
            _say(session, f"{place}/{len(visits)} {at} {client.name}, {visit.as_item} ({visit.ref})")
            closed += _close(session, visit)
    except _Stopped:
        warn(session.terminal, "")
    except KeyboardInterrupt:
        interrupted = True
        warn(session.terminal, "")
    return Evening(closed, len(visits) - closed, interrupted)


def share_trip(session: Session, notes: Sequence[Note]) -> None:
    """Ask what was driven to all of the visits of a day, where nobody has said it visit by visit, and share it.

    What is signed keeps what it says.
    """
    if len(notes) < _SEVERAL or any(one.miles is not None or one.refusal_to_change() for one in notes):
        return
    refs = " ".join(one.ref for one in notes)
    try:
        miles = _asked(session, "miles of one trip to all of them, or the odometer, shared", driven, None)
    except (_Stopped, KeyboardInterrupt):
        _say(session, f"later: caseload note trip {refs} --miles 45120-45148.6")
        return
    if miles is not None:
        with session.step() as store:
            shared = [store.save(one) for one in driven_together(notes, miles)]
        session.did(f"{miles:g} miles", ", ".join(f"{one.ref} {one.miles:g}" for one in shared))


_SEVERAL = 2


def _close(session: Session, visit: Appointment) -> bool:
    """Whether the visit was closed: not where it was skipped, or refused."""
    what = _asked(session, "what became of it", _word, "kept")
    if what == "skip":
        return False
    try:
        if what == "kept":
            _keep(session, visit)
        elif what == "missed":
            outcome = _asked(session, "words", _text, None)
            _settle(session, visit, lambda: attended(visit, AppointmentStatus.NOSHOW, session.today, outcome))
        else:
            reason = _asked(session, "why, such as pat, prov, pat-lt (no transport)", CancelReason, CancelReason.PAT)
            _settle(session, visit, lambda: settled(visit, AppointmentStatus.CANCELLED, reason))
    except CaseloadError as error:
        _say(session, f"{error}")
        return False
    return True


def _settle(session: Session, visit: Appointment, over: Callable[[], Appointment]) -> None:
    with session.step() as store:
        one = series.settle(store, over(), session.today).one
        series.keep_ahead(store, session.today)
    session.did(f"{visit.ref} {one.status}")


def _keep(session: Session, visit: Appointment) -> None:
    """The visit kept and written up; what comes next as a task where it has a day."""
    taken = as_contact(visit, session.now)
    minutes = _asked(session, "minutes", _minutes, taken["minutes"])
    is_there = taken["mode"] is Mode.IN_PERSON
    miles = _asked(session, "miles, or the odometer 45120-45126.3", driven, None) if is_there else None
    words = _asked(session, "words", _text, None)
    step = _asked(session, "next", _text, None)
    due = _asked(session, "by when, Enter for no task", session.when, None) if step else None
    with session.step() as store:
        over = series.settle(store, kept_by(visit, session.today, None, minutes), session.today).one
        note = _written(session, store, over, {**taken, "minutes": minutes}, miles, words, step)
        task = store.add(Task(client_id=over.client_id, title=step, due=due)) if step and due else None
        series.keep_ahead(store, session.today)
    took = " · ".join(filter(None, (f"{minutes} min" if minutes else "", f"{miles:g} miles" if miles else "")))
    session.did(f"{visit.ref} kept", note.ref, took, f"{task.ref} {task.called}" if task else None)


def _written(
    session: Session, store: Store, visit: Appointment, taken: dict[str, Any], miles: float | None,
    words: str | None, step: str | None,
) -> Note:  # fmt: skip
    assert visit.client_id is not None  # noqa: S101 - only visits to clients are walked through
    note = Note(client_id=visit.client_id, **taken, miles=miles, body=words, next_step=step,
                sensitivity=visit.sensitivity, part2=visit.part2)  # fmt: skip
    note = signed(note, session.stamp) if session.config.sign_on_save else note
    return capture(store, note, (), None).note


def _asked(session: Session, question: str, read: Callable[[str], T], default: T | None) -> T | Any:
    """The answer to one question, asked until it can be read; Enter takes the default."""
    said = f"  {question}" + (f" [{default}]" if default is not None else "") + ":"
    while True:
        prompt(session.terminal, said)
        line = session.inp.readline()
        typed = line.strip()
        if not line or typed.casefold() in ("stop", "quit", "q"):
            raise _Stopped
        if not typed:
            return default
        try:
            return read(typed)
        except Invalid as error:
            _say(session, f"  {error}")
        except ValueError:
            _say(session, f"  {CancelReason.accepted()}")


def _word(typed: str) -> str:
    """What became of a visit, by its word, its first letters, yes or no."""
    word = {"y": "kept", "yes": "kept", "n": "missed", "no": "missed", "noshow": "missed"}.get(typed.casefold())
    found = word or next((one for one in _KEPT if one.startswith(typed.casefold())), None)
    if found == "stop":
        raise _Stopped
    if found is None:
        raise Invalid("is not accepted", f"one of {', '.join(_KEPT)}", typed=typed)
    return found


def _minutes(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 4 or int(typed) > _LONGEST:
        raise Invalid("is no number of minutes of one day", "such as 45", typed=typed)
    return int(typed)


def _text(typed: str) -> str:
    return typed


def _say(session: Session, line: str) -> None:
    warn(session.terminal, spoken(line, at_terminal=True))
