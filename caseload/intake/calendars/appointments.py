"""A calendar file into appointments: every event read, matched by its UID and checked; all of it or nothing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseload.errors import Invalid
from caseload.intake.asked import OnDup
from caseload.intake.building import BadRows, Builder, Fault, faults_in
from caseload.intake.calendars import revisions
from caseload.intake.calendars.components import Part
from caseload.intake.calendars.events import CANCELLED, TENTATIVE, Event, Moment, dates, read_event, stamp
from caseload.intake.calendars.occurrences import Horizon, Patience, TooMuch, around
from caseload.intake.calendars.zones import define, forget_zones
from caseload.intake.layout import keys_of
from caseload.intake.mapping import known
from caseload.intake.matching import Indexes
from caseload.intake.values import Written
from caseload.records.appointment import Appointment, AppointmentStatus, is_open, lacks_outcome, settled
from caseload.records.client import Client
from caseload.records.client import is_open as is_served
from caseload.records.of.fields import Field
from caseload.records.of.uid import DATABASE, is_ours, made_uid
from caseload.records.of.values import Own
from caseload.store import bulk, lookup, references
from caseload.store.core import Store
from caseload.store.own import own_fields
from caseload.store.reads import calendar as stored
from caseload.value import replace
from caseload.when.dates import When

_TOLD_BY_FILE = ("id", "external_id", "source", "starts", "ends", "minutes", "created_at", "updated_at")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an import of a calendar goes by: `constants` are values by key where an event says nothing."""

    source: str
    on_dup: OnDup
    constants: Mapping[str, str]
    written: Written
    now: datetime
    horizon: Horizon


@dataclass(frozen=True)
class Taken:
    """What an import of a calendar did; `differ` of the skipped say something else than what is stored.

    `recurring` is whether the file has events that go on beyond the horizon's end; `over` are those added whose time
    is past, `others` the components that no appointment is made of, by name.
    """

    added: int
    updated: int
    cancelled: int
    skipped: int
    differ: int
    recurring: bool
    over: int
    others: Mapping[str, int]
    older: tuple[int, ...]
    """The lines of events left out, because a later revision of them (SEQUENCE) is here or in the file."""


@dataclass(frozen=True)
class _Date:
    """One time at which an event takes place; `name` is what tells it from all others."""

    name: str
    start: Moment
    minutes: int | None
    event: Event


def import_calendars(store: Store, calendars: Sequence[Part], asked: Asked) -> Taken:
    """Store the events of a file inside the running bulk step; raises BadRows with every bad one."""
    return _Run(store, asked).run(calendars)


class _Run:
    """One import under way."""

    def __init__(self, store: Store, asked: Asked) -> None:
        self._store, self._asked = store, asked
        own = own_fields(store, Appointment)
        self._builder = Builder(Appointment, asked.written, Indexes(store, asked.source).finder, own=own)
        self._constants = _constants(store, self._builder, asked, own)
        self._patience = Patience()
        self._faults: list[Fault] = []
        self._count: Counter[str] = Counter()
        self._new: list[Appointment] = []
        self._known: dict[str, Appointment] = {}
        self._by_uid: dict[str, list[Appointment]] = defaultdict(list)
        self._ours: dict[str, int] = {}
        self._names: set[str] = set()
        self._older: set[int] = set()

    def run(self, calendars: Sequence[Part]) -> Taken:
        """Take in every event; raises BadRows where one is bad."""
        forget_zones()
        events = [event for calendar in calendars for event in self._events(calendar)]
        theirs = any(self._is_of_another(calendar) for calendar in calendars)
        if theirs and "client" not in self._asked.constants:
            what = "the calendar is of another caseload, whose clients are others"
            raise Invalid(what, "--set client=NAME says whose its events are here, --set client=me nobody's")
        self._look_up(events, ours=not theirs)
        found, older, again = revisions.latest(events)
        self._older |= older
        self._faults += again
        for name, several in found.items():
            with self._faulty(several[0].line):
                self._take(name, several)
        if self._faults:
            raise BadRows(self._faults)
        bulk.add_all(self._store, Appointment, self._new)
        return Taken(
            added=len(self._new),
            updated=self._count["updated"],
            cancelled=self._count["cancelled"],
            skipped=self._count["skipped"],
            differ=self._count["differ"],
            recurring=any(event.recurs for event in events),
            over=sum(lacks_outcome(one, self._asked.now) for one in self._new),
            others=Counter(part.name for calendar in calendars for part in calendar.parts if part.name not in _READ),
            older=tuple(sorted(self._older)),
        )

    @contextmanager
    def _faulty(self, begins: int, line_of: Callable[[str], int] | None = None) -> Iterator[None]:
        """Keep what is wrong with one event, by the line of its property; the others may have faults, too."""
        try:
            yield
        except TooMuch:
            raise
        except Invalid as error:
            line = line_of(error.field) if line_of else begins
            self._faults.append(Fault(f"line {line}", error.field, error))
        except ExceptionGroup as several:
            self._faults += faults_in(several, f"line {begins}")

    def _events(self, calendar: Part) -> Iterator[Event]:
        """The events of a calendar, its time zones being known by then; METHOD:CANCEL cancels all of them."""
        for part in calendar.parts:
            if part.name == "VTIMEZONE":
                with self._faulty(part.line, part.line_of):
                    define(part, self._patience)
        off = any(text.upper().replace(" ", "") == "METHOD:CANCEL" for _, text in calendar.properties)
        for part in calendar.parts:
            if part.name == "VEVENT":
                with self._faulty(part.line, part.line_of):
                    event = read_event(part)
                    yield replace(event, status=CANCELLED) if off else event

    def _is_of_another(self, calendar: Part) -> bool:
        """Whether the calendar says that it is of another caseload, whose UIDs may be made of the same as ours."""
        said = {text.partition(":")[2] for _, text in calendar.properties if text.upper().startswith(f"{DATABASE}:")}
        return bool(said - {self._store.database})

    def _look_up(self, events: Sequence[Event], *, ours: bool) -> None:
        """Read once what is stored of calendars, and what went out into one."""
        for one in stored.from_calendars(self._store):
            name = one.external_id or ""
            # Of the same date in two calendars the one from this source comes first.
            if name not in self._known or one.source == self._asked.source:
                self._known[name] = one
            self._by_uid[_DATED.sub("", name)].append(one)
        if ours and any(is_ours(event.uid) for event in events):
            self._ours = {made_uid(ref, at): number for number, ref, at in stored.made_here(self._store)}

    def _take(self, name: str, several: Sequence[Event]) -> None:
        """Store an event at each of its times, and cancel what was one of them and is no more."""
        whole = next((event for event in several if event.slot is None), None)
        if whole is not None and revisions.is_older(whole, self._by_uid[name], self._asked.horizon):
            self._older.update(event.line for event in several)
            return
        found = [*self._dates(several)]
        for one in found:
            self._put(one)
        if whole is not None and self._asked.on_dup is OnDup.UPDATE and whole.uid not in self._ours:
            self._cancel_missing(name, {one.name for one in found}, recurs=whole.recurs)

    def _dates(self, several: Sequence[Event]) -> Iterator[_Date]:
        whole = next((event for event in several if event.slot is None), None)
        others = {stamp(event.slot): event for event in several if event.slot is not None}
        if whole is None or not whole.recurs:
            if whole is not None and stamp(whole.start) not in others:
                yield _Date(whole.uid, whole.start, whole.minutes, whole)
            yield from (_Date(f"{one.uid}/{at}", one.start, one.minutes, one) for at, one in others.items())
            return
        later = sorted((at, one) for at, one in others.items() if one.and_later)
        for slot, minutes in dates(whole, *around(self._asked.horizon), self._patience):
            found = _at(_Date(f"{whole.uid}/{stamp(slot)}", slot, minutes, whole), slot, others, later)
            if self._within(found):
                yield found
        for at, one in others.items():
            # Moved into the horizon from beyond it.
            moved = _Date(f"{one.uid}/{at}", one.start, one.minutes, one)
            if at not in whole.less and self._within(moved):
                yield moved

    def _within(self, one: _Date) -> bool:
        return self._asked.horizon.first <= self._when(one.start).day <= self._asked.horizon.last

    def _when(self, moment: Moment) -> When:
        """The moment by the user's clock."""
        if not isinstance(moment, datetime):
            return When(moment)
        return When.at(moment.astimezone(self._asked.written.zone) if moment.tzinfo else moment)

    def _put(self, one: _Date) -> None:
        """Add, change or pass over what takes place at one time."""
        if one.name in self._names:
            raise Invalid("with a date behind it is that of another event", "a UID of its own", field="UID")
        self._names.add(one.name)
        says = {"title": one.event.title, "place": one.event.place, "prepare": one.event.text}
        values: dict[str, Any] = {
            "starts": self._when(one.start),
            **{name: value for name, value in {**says, "minutes": one.minutes}.items() if value is not None},
        }
        number = self._ours.get(one.event.uid)
        before = self._known.get(one.name) if number is None else self._store.get(Appointment, number, voided=True)
        if before is not None and one.event.sequence < revisions.stored_one(
            self._store, before, one.event, ours=number is not None
        ):
            self._older.add(one.event.line)
        elif before is not None:
            if number is None:
                values["sequence"] = one.event.sequence or None
            self._meet(before, values, one.event.status, ours=number is not None)
        elif one.event.status == CANCELLED:
            self._count["skipped"] += 1
        else:
            status = {"status": AppointmentStatus.PENDING} if one.event.status == TENTATIVE else {}
            origin = {"external_id": one.name, "source": self._asked.source, "sequence": one.event.sequence or None}
            record = self._builder.record({"title": "Appointment", **self._constants, **status, **values, **origin})
            if isinstance(record, Appointment):
                self._new.append(record)

    def _meet(self, before: Appointment, values: Mapping[str, Any], status: str, *, ours: bool) -> None:
        """Treat what is stored already as --on-dup says; what is over, cancelled or voided here stays as it is."""
        if self._asked.on_dup is OnDup.FAIL:
            raise Invalid(f"is stored already, as {before.ref}", "--on-dup skip or update takes it", field="UID")
        after, stands = before, before
        if _called_off_by_a_file(before) and status != CANCELLED and self._is_served(before):
            # The file called it off, so the file may call it on again.
            stands = replace(before, status=AppointmentStatus.BOOKED)
        if is_open(stands) and not before.voided_at:
            after = self._changed(stands, values, status, ours=ours)
        if after == before or self._asked.on_dup is OnDup.SKIP:
            self._count["skipped"] += 1
            self._count["differ"] += replace(after, sequence=before.sequence) != before
            return
        references.refuse_given_away(self._store, before, after)
        self._store.save(after)
        self._count["updated" if is_open(after) else "cancelled"] += 1

    def _changed(self, before: Appointment, values: Mapping[str, Any], status: str, *, ours: bool) -> Appointment:
        if status == CANCELLED:
            return settled(before, AppointmentStatus.CANCELLED)
        if ours:
            # Initials went out in place of names, and no more of the rest than a calendar needs.
            return replace(before, **{name: values[name] for name in ("starts", "minutes") if name in values})
        stands = before.status
        if status == TENTATIVE and stands is AppointmentStatus.BOOKED:
            stands = AppointmentStatus.PENDING
        elif status == "CONFIRMED" and stands in (AppointmentStatus.PENDING, AppointmentStatus.PROPOSED):
            stands = AppointmentStatus.BOOKED
        constants = {name: value for name, value in self._constants.items() if name != "status"}
        if "own" in constants:
            constants["own"] = Own.of({**before.own, **constants["own"]})
        return replace(before, **{**constants, **_not_ours(before, self._client_of(before), values), "status": stands})

    def _client_of(self, one: Appointment) -> Client | None:
        return None if one.client_id is None else self._store.get(Client, one.client_id, voided=True)

    def _is_served(self, one: Appointment) -> bool:
        client = self._client_of(one)
        return client is None or is_served(client)

    def _cancel_missing(self, name: str, names: set[str], *, recurs: bool) -> None:
        """Cancel the open dates of an event that the file no longer has, as far as the file can tell."""
        horizon = self._asked.horizon
        for one in self._by_uid[name]:
            inside = not recurs or horizon.first <= one.starts.day <= horizon.last
            if inside and is_open(one) and not one.voided_at and one.external_id not in names:
                self._store.save(settled(one, AppointmentStatus.CANCELLED))
                self._count["cancelled"] += 1


def _called_off_by_a_file(one: Appointment) -> bool:
    """Whether it was cancelled without a reason; a person gives one, or closes the client."""
    return one.status is AppointmentStatus.CANCELLED and one.cancel_reason is None


_READ = ("VEVENT", "VTIMEZONE")

_DATED = re.compile(r"/\d{8}(T\d{6}Z?)?$", re.ASCII)
"""What stands behind a UID in the name of one date of a recurring event."""


def _at(plain: _Date, slot: Moment, others: dict[str, Event], later: Sequence[tuple[str, Event]]) -> _Date:
    """A date of a series: as the series has it, or as the event that is about this date, or about all from it on."""
    key = stamp(slot)
    if key in others:
        one = others.pop(key)
        return replace(plain, start=one.start, minutes=one.minutes, event=one)
    for at, one in reversed(later):
        if at <= key and one.slot is not None:
            return replace(plain, start=slot + (one.start - one.slot), minutes=one.minutes, event=one)
    return plain


def _not_ours(before: Appointment, client: Client | None, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values but for those that `agenda --ics` made of the record.

    These are initials before the title, its fields in one, and in all of them the client's names shortened.
    """
    hushed = client.discreet if client else str
    fields = [text for text in (before.bring, before.prepare, before.accommodations, before.transport) if text]
    back = {
        "title": str(values.get("title", "")).endswith((f": {before.title}", f": {hushed(before.title)}")),
        "place": before.place is not None and values.get("place") == hushed(before.place),
        "prepare": any(text in values.get("prepare", "") for one in fields for text in (one, hushed(one))),
    }
    return {name: value for name, value in values.items() if not back.get(name)}


def _constants(store: Store, builder: Builder, asked: Asked, own: Sequence[Field]) -> Mapping[str, Any]:
    """The values of --set by field name; raises Invalid for one that cannot be, or that the file tells itself."""
    accepted = [key for key in keys_of(Appointment, own) if key not in _TOLD_BY_FILE]
    texts = {known(key, accepted, "field that --set may give here"): text for key, text in asked.constants.items()}
    client = texts.pop("client", "me")
    base: dict[str, Any] = {"title": "-", "starts": When(asked.now.date())}
    try:
        values = builder.values(texts, base)
        builder.record(values)
    except Invalid as error:
        raise Invalid(error.fault, error.accepted, field=f"--set {error.field}") from None
    except ExceptionGroup as several:
        first = next(one for one in several.exceptions if isinstance(one, Invalid))
        raise Invalid(first.fault, first.accepted, field=f"--set {first.field}") from None
    # Typed, and not in the file: a client is found by as much of the name as anywhere on the command line.
    whose = {} if (found := lookup.client_or_me(store, client)) is None else {"client_id": found}
    return {**{name: value for name, value in values.items() if name not in base or name in texts}, **whose}
