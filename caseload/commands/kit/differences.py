"""What became of a record's fields, as a confirmation tells it: priority routine -> stat, phone cleared."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from caseload.output.clean import shown
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, public_fields
from caseload.records.of.nature import LastFour, Prose
from caseload.records.of.public import public
from caseload.records.of.tail import tail
from caseload.session import Session
from caseload.store.masks import hidden
from caseload.store.own import own_fields
from caseload.when.dates import When, say_distance, say_when

_UNTYPED = ("every", "words")
"""Fields that have an option of the command's own."""

_ROOM = 60


class Difference(NamedTuple):
    """One field before and after a step, in words; nothing where it held nothing."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        """As a confirmation tells it: due Fri 2026-11-27 -> Mon 2026-11-30 (in 5 days)."""
        if not self.after:
            return f"{self.label} cleared"
        return f"{self.label} {self.before} -> {self.after}" if self.before else f"{self.label} {self.after}"


def differences(session: Session, record: Record, told: Collection[str] = ()) -> list[Difference]:
    """What the last step made of a record's fields, but for those that are told already; none of a new record."""
    before = session.store.was.get(record.ref)
    return [] if before is None else list(_differences(session, before, record, told))


def _differences(session: Session, before: Record, after: Record, told: Collection[str]) -> Iterator[Difference]:
    kind = type(after)
    masked = {*hidden(session.store, before), *hidden(session.store, after)}
    mended = session.store.mended.get(after.ref)
    stored = mended.stored if mended else {}
    for field in public_fields(kind, own_fields(session.store, kind)):
        is_said = field.own or field.says or field.is_a(Prose) or field.name in _UNTYPED
        was, now = public(field, before), public(field, after)
        is_mended = field.name in stored and not field.own
        if not (is_said or is_mended) or field.name in told or (was == now and not is_mended):
            continue
        if field.is_a(Prose) or field.name in masked:
            # It is long, or nobody is to read it here.
            yield Difference(_label(field), "", "changed" if _holds(now) else "")
        elif field.is_a(LastFour):
            yield Difference(_label(field), "", f"changed to {tail(str(now))}")
        else:
            held = _spoken(stored[field.name]) if is_mended else _before(field, was)
            yield Difference(_label(field), held, _after(field, now, session.today))


def _label(field: Field) -> str:
    return field.key.replace("_", " ") if field.own or field.many else field.flag[2:].replace("-", " ")


def _before(field: Field, value: object) -> str:
    return "" if field.type is bool or not _holds(value) else _spoken(field.said(value))


def _after(field: Field, value: object, today: date) -> str:
    if field.type is bool:
        return shown(value)
    if isinstance(value, date | When):
        return f"{say_when(value)} ({say_distance(value.day if isinstance(value, When) else value, today)})"
    return _spoken(field.said(value)) if _holds(value) else ""


def _holds(value: object) -> bool:
    return value is not None and value != ()


def _spoken(value: object) -> str:
    said = say_when(value) if isinstance(value, date) else shown(value)
    return said if len(said) <= _ROOM else said[: _ROOM - 1].rstrip() + "…"
