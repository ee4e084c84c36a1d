"""Records given to another client, with what belongs to them; nothing that stays refers to what has gone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from caseload.actions import series
from caseload.errors import Invalid, Refused
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.consent import Consent
from caseload.records.disclosure import Disclosure
from caseload.records.kinds import KINDS, PARENTS, kind_of, leads_to_client
from caseload.records.note import Note, NoteStatus
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of, references
from caseload.records.of.recipient import Addressed
from caseload.records.person import Person
from caseload.store.core import Store
from caseload.store.reads.clients import client_id_of
from caseload.store.reads.listed import naming, referring
from caseload.value import replace

R = TypeVar("R", bound=Record)

_LEFT = "series_id"
"""The reference that is let go of: an appointment leaves its series, unless all of it moves."""


class Moved(NamedTuple, Generic[R]):
    """A record that was named, as it is now, and what went with it; nothing where it was that client's already."""

    record: R
    along: tuple[Record, ...] = ()


def move_all(store: Store, roots: Sequence[R], to: Client | None, change: Callable[[R], R]) -> list[Moved[R]]:
    """Every record given to the client, or to nobody, and changed; what refers to it by one reference goes along.

    Raises Refused where a note is signed, where a disclosure or a signed consent would go along, where a record has no
    client but through another, and where one that moves refers to what stays or is named by it. Waivers go with their
    items, whose ids stay.
    """
    number = to.id if to else None
    _refuse_unmovable(roots, to)
    leaving = [one for one in roots if vars(one)["client_id"] != number]
    going = _all_going(store, leaving)
    along = {one.ref: tuple(_all_going(store, [one]).values())[1:] for one in leaving}
    _leave_series(store, going)
    changed = {one.ref: change(_given(going.get(one.ref, one), number)) for one in roots}
    new = {ref: changed.get(ref) or _given(one, number) for ref, one in going.items()} | changed
    for one in new.values():
        _refuse_signed(one, to, going)
        _refuse_left(store, one, number, going, is_named=one.ref in changed)
    for one in going.values():
        _refuse_logged(one, to, is_named=one.ref in changed)
        _refuse_named(store, one, going)
    saved = {ref: store.save(one) for ref, one in new.items()}
    return [Moved(saved[one.ref], along.get(one.ref, ())) for one in roots]


def _all_going(store: Store, roots: Sequence[Record]) -> dict[str, Record]:
    """The records and all that goes with them, the voided too, by typed id; those that were named come first."""
    found = {one.ref: one for one in roots}
    ahead = list(roots)
    while ahead:
        for one in _beside(store, ahead.pop()):
            if one.ref not in found:
                found[one.ref] = one
                ahead.append(one)
    return found


def _beside(store: Store, record: Record) -> Iterator[Record]:
    """What refers to a record by one reference: a plan's goals, a goal's tasks; and the other versions of it itself."""
    for kind in KINDS:
        for field in references(kind, record.TABLE):
            if not field.many and field.name != _LEFT:
                yield from referring(store, kind, field.name, record.id, voided=True)
    for field in references(type(record), record.TABLE):
        number = getattr(record, field.name)
        if number is not None and field.name != _LEFT:
            yield store.get(type(record), number, voided=True)


def _leave_series(store: Store, going: dict[str, Record]) -> None:
    appointments = [one for one in going.values() if isinstance(one, Appointment)]
    going |= {one.ref: one for one in series.leave(store, appointments)}


def _given(record: Any, number: int | None) -> Any:
    """The record as the client's; one that has a client only through another as it is."""
    return replace(record, client_id=number) if "client_id" in record.DEFAULTS else record


def _refuse_unmovable(roots: Sequence[Record], to: Client | None) -> None:
    for one in roots:
        if type(one) in PARENTS:
            column, parent = PARENTS[type(one)]
            ref = f"{parent.PREFIX}{getattr(one, column)}"
            what = f"{one.ref} belongs to {ref} and moves with it"
            raise Refused(what, f"caseload {parent.TABLE} edit {ref} --to-client {_named(to)}")
        if to is None and not next(field for field in fields_of(type(one)) if field.name == "client_id").optional:
            raise Invalid(f"is needed by every {one.TABLE}", "a client", typed="me", field="--to-client")


def _refuse_signed(one: Record, to: Client | None, going: dict[str, Record]) -> None:
    if isinstance(one, Note) and one.status is NoteStatus.SIGNED and one.ref in going:
        again = f'caseload note void {one.ref} --reason "wrong client", then caseload log {_named(to)} TEXT'
        raise Refused(f"{one.ref} is signed and stays where it is", f"void it and write it again: {again}")


def _refuse_logged(one: Record, to: Client | None, *, is_named: bool) -> None:
    if one.voided_at:
        return
    # What went out was about the client of that day, whatever is found out later: an accounting must have it there.
    if isinstance(one, Disclosure):
        wrong = f'caseload disclosure void {one.ref} --reason "wrong client" comes first'
        what = f"{one.ref} is in the log of what went out about c{one.client_id} and stays, with what it names"
        raise Refused(what, f"write that anew for {_named(to)}; where {one.ref} is wrong too, {wrong}")
    # Somebody's permission is nobody else's because a person or a provider is.
    if isinstance(one, Consent) and one.signed_on and not is_named:
        what = f"{one.ref} is signed by or for c{one.client_id} and stays, with whom it names"
        raise Refused(what, f"caseload person add {_named(to)} TEXT writes the person anew")


def _refuse_left(
    store: Store, one: Record, number: int | None, going: dict[str, Record], *, is_named: bool
) -> None:  # fmt: skip
    """Refuse a record that refers to what is not the client's that it is given to."""
    for field in fields_of(type(one)):
        if not field.refers or not leads_to_client(kind := kind_of(field.refers)):
            continue
        for wanted in _numbers(one, field):
            ref = f"{kind.PREFIX}{wanted}"
            if ref not in going and client_id_of(store, store.get(kind, wanted, voided=True)) != number:
                if not isinstance(one, Addressed) and _needs(one, field):
                    way = f"caseload {kind.TABLE} edit {ref} --to-client {f'c{number}' if number else 'me'}"
                    raise Refused(f"{one.ref} belongs to {ref} and moves with it", way)
                how = "beside it" if is_named else f"in caseload {one.TABLE} edit {one.ref} comes first"
                # Whom a consent is for is changed, and never left out.
                way = "--to WORDS" if isinstance(one, Addressed) and kind is Person else f"--clear {field.key}"
                raise Refused(f"{one.ref} refers to {ref}, which stays", f"{way} {how}")


def _needs(one: Record, field: Field) -> bool:
    """Whether a record is none without what a field refers to, as an appeal without what it contests."""
    if field.many:
        return False
    without: dict[str, Any] = {field.name: None}
    try:
        replace(one, **without)
    except Invalid:
        return True
    return False


def _refuse_named(store: Store, one: Record, going: dict[str, Record]) -> None:
    """Refuse to move what a record that stays names among several, as a note its goals."""
    for kind in KINDS:
        for field in references(kind, one.TABLE):
            if field.many:
                for other in naming(store, kind, field.name, one.id):
                    if other.ref not in going:
                        raise Refused(f"{other.ref} names {one.ref} and stays", _untied(other, field))


def _untied(other: Record, field: Field) -> str:
    if other.refusal_to_change():
        return f"it is signed: leave {other.TABLE} and {field.refers} where they are, or void it and write it again"
    return f"caseload {other.TABLE} edit {other.ref} --clear {field.key} comes first"


def _numbers(one: Record, field: Field) -> Sequence[int]:
    value: Any = getattr(one, field.name)
    return value if field.many else () if value is None else (value,)


def _named(to: Client | None) -> str:
    return to.ref if to else "me"
