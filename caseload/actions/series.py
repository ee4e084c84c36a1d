"""Appointments in series, each command one step: made a year ahead, topped up, moved or cancelled with what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from caseload.records.appointment import (
    Appointment,
    AppointmentStatus,
    is_open,
    moved,
    needs_outcome,
    settled,
    timed,
)
from caseload.records.client import Client
from caseload.records.client import is_open as is_served
from caseload.records.of.appointment_series import (
    MOST,
    a_year_from,
    ending_as,
    goes_on,
    head,
    member,
    moved_with,
    over,
    shifted,
    slot_of,
    slots,
)
from caseload.records.of.cancel_reason import CancelReason
from caseload.store.core import Store
from caseload.store.reads import series
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.recurrence import Recurrence


@dataclass(frozen=True)
class Touched:
    """The appointment that was named, and those of its series that the step made or changed with it."""

    one: Appointment
    others: tuple[Appointment, ...] = ()
    goes_on: bool = False
    """Whether the series has more to come than there are appointments."""

    @property
    def last(self) -> When:
        """The last of those that the step made or changed."""
        return max(each.starts for each in (self.one, *self.others))


def begin(store: Store, first: Appointment, rule: Recurrence, today: date) -> Touched:
    """A series: its first appointment and the others up to a year ahead."""
    added = store.add(head(first, rule))
    one = store.save(replace(added, series_id=added.id))
    ahead = slots(rule, one.starts, one.starts.day, a_year_from(max(today, one.starts.day)))[: MOST - 1]
    others = tuple(store.add(member(one, slot)) for slot in ahead)
    return Touched(one, others, goes_on(rule, one.starts, (one, *others)[-1].starts))


def settle(store: Store, after: Appointment, today: date) -> Touched:
    """The appointment saved, and its series, if it is in one, topped up to a year ahead."""
    one = store.save(after)
    return Touched(one, _topped_up(store, one, today))


def keep_ahead(store: Store, today: date) -> list[Appointment]:
    """New appointments of every series that needs no outcome, up to a year ahead, once it has a month less.

    Nobody says of these that they were kept, on which the others are topped up.
    """
    ending = series.running_out(store, today - _YEAR, a_year_from(today) - _MONTH)
    return [new for one in ending if not needs_outcome(one) for new in _topped_up(store, one, today)]


_MONTH, _YEAR = timedelta(days=31), timedelta(days=366)


def move_following(
    store: Store, one: Appointment, to: When, minutes: int | None, every: str | None, today: date
) -> Touched:
    """The appointment and the open ones that follow it moved by as many days, to the new time of day.

    They are a series of their own from there on; with `every` they are laid out anew by that rule. Raises Refused
    for one that is over or in no series, and where the rule cannot be moved.
    """
    slot, to = slot_of(one), timed(to, one)
    rule, first = Recurrence.parse(one.every or ""), _first(store, one)
    new = ending_as(Recurrence.parse(every), rule, first, slot) if every else shifted(rule, first, slot, to)
    found = series.members_from(store, one.series_id or 0, slot)
    later = [each for each in found if each.id != one.id and (each.slot != slot or each.id > one.id)]
    for each in series.members(store, one.series_id or 0):
        if each.slot is not None and each.slot < slot:
            store.save(replace(each, every=str(over(rule, slot))))
    begun = head(replace(moved(one, to, minutes), series_id=one.id), new, "--to")
    saved = store.save(begun)
    if every:
        return _laid_out(store, saved, list(filter(_waits, later)), new, minutes, today)
    by = to.day - slot.day
    changed = (replace(moved_with(each, by, to, minutes), series_id=one.id, every=str(new)) for each in later)
    others = tuple(store.save(each) for each in changed)
    return Touched(saved, (*filter(_waits, others), *_topped_up(store, saved, today)))


def cancel_following(store: Store, one: Appointment, reason: CancelReason, outcome: str | None) -> Touched:
    """The appointment and the open ones that follow it cancelled, and no more made.

    Raises Refused for one that is over or in no series.
    """
    slot = slot_of(one)
    ended = str(over(Recurrence.parse(one.every or ""), slot))
    saved = store.save(replace(settled(one, AppointmentStatus.CANCELLED, reason, outcome), every=ended))
    others: list[Appointment] = []
    for each in series.members(store, one.series_id or 0):
        if each.id == one.id:
            continue
        if _waits(each) and each.slot is not None and each.slot >= slot:
            cancelled = settled(each, AppointmentStatus.CANCELLED, reason)
            others.append(store.save(replace(cancelled, every=ended)))
        else:
            store.save(replace(each, every=ended))
    return Touched(saved, tuple(others))


def edit_following(store: Store, before: Appointment, after: Appointment, values: Mapping[str, Any]) -> Touched:
    """The appointment as edited, and the same values given to the open ones that follow it."""
    found = series.members_from(store, before.series_id or 0, slot_of(before))
    later = (each for each in found if each.id != before.id and _waits(each))
    alike = (replace(each, **{**values, "own": each.own.edited_as(before.own, after.own)}) for each in later)
    return Touched(store.save(after), tuple(map(store.save, alike)))


def part(store: Store, one: Appointment) -> list[Appointment]:
    """The appointment and all that follow it, whatever became of them, as a series of their own; it comes first.

    Raises Refused for one that is in no series.
    """
    slot, series_id = slot_of(one), one.series_id or 0
    found = series.members(store, series_id)
    later = [each for each in found if each.id != one.id and (_place(each) > (str(slot), one.id))]
    earlier = [each for each in found if each.id != one.id and each not in later]
    if not earlier:
        return [one, *later]
    rule, first = Recurrence.parse(one.every or ""), _first(store, one)
    new = str(shifted(rule, first, slot, slot))
    for each in earlier:
        store.save(replace(each, every=str(over(rule, slot))))
    return [store.save(replace(each, series_id=one.id, every=new)) for each in (one, *later)]


def leave(store: Store, leaving: Iterable[Appointment]) -> list[Appointment]:
    """The appointments, each by itself and in no series, unless none of its series stays.

    Those that stay go on as a series, from the next one where the first has left.
    """
    gone = {one.id: one for one in leaving}
    for number in {one.series_id for one in gone.values() if one.series_id is not None}:
        staying = [each for each in series.members(store, number) if each.id not in gone]
        if not staying:
            continue
        if number in gone:
            _begin_at(store, staying)
        alone = (one for one in gone.values() if one.series_id == number)
        gone |= {one.id: replace(one, series_id=None, every=None, slot=None) for one in alone}
    return [store.save(one) for one in gone.values()]


def _begin_at(store: Store, staying: Sequence[Appointment]) -> None:
    """Let a series begin with the first of those, what is left of its end with it."""
    head, every = staying[0], staying[0].every
    if head.slot is not None and every is not None:
        every = str(shifted(Recurrence.parse(every), _first(store, head), head.slot, head.slot))
    for each in staying:
        store.save(replace(each, series_id=head.id, every=every))


def _place(one: Appointment) -> tuple[str, int]:
    return str(one.slot or one.starts), one.id


def _laid_out(
    store: Store, one: Appointment, later: list[Appointment], rule: Recurrence, minutes: int | None, today: date
) -> Touched:
    """What follows put on the days of another rule: as many as there are, more made, those too many voided."""
    ahead = slots(rule, one.starts, one.starts.day, a_year_from(max(today, one.starts.day)))[: MOST - 1]
    placed = [
        store.save(replace(moved(each, slot, minutes), series_id=one.id, every=one.every, slot=slot))
        for each, slot in zip(later, ahead, strict=False)
    ]
    for each in later[len(ahead) :]:
        store.save(replace(each, voided_at=store.at, void_reason="not in its series any more"))
    made = [store.add(member(one, slot)) for slot in ahead[len(later) :]]
    return Touched(one, (*placed, *made))


def _topped_up(store: Store, one: Appointment, today: date) -> tuple[Appointment, ...]:
    """The new appointments of a series up to a year ahead, after the last slot there is; none for a closed client."""
    like = series.last(store, one.series_id) if one.series_id is not None else None
    if like is None or like.slot is None or like.every is None:
        return ()
    if one.client_id is not None and not is_served(store.get(Client, one.client_id, voided=True)):
        return ()
    ahead = slots(Recurrence.parse(like.every), _first(store, one), like.slot.day, a_year_from(today))
    return tuple(store.add(member(like, slot)) for slot in ahead)


def _first(store: Store, one: Appointment) -> When:
    """When the series began, from where its days are counted."""
    first = store.get(Appointment, one.series_id or one.id, voided=True)
    return first.slot or first.starts


def _waits(one: Appointment) -> bool:
    return is_open(one) and not one.voided_at
