"""Whole caseloads made by hypothesis: every kind, records that refer to one another, numbers with gaps, deeds done."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from invented import AT, DAY, RECORDS, new_store

from caseload.actions import booking, finishing, revising, series, snoozing
from caseload.actions.voiding import void_all
from caseload.errors import CaseloadError
from caseload.records.appeal import Appeal
from caseload.records.appointment import Appointment
from caseload.records.assessment import Assessment
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, PARENTS, has_client, kind_of
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.recipient import Addressed
from caseload.records.plan import Plan
from caseload.records.step import MADE, Step
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store.bulk import add_all
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import When
from caseload.when.recurrence import Recurrence

Ids = dict[str, list[int]]


@dataclass(frozen=True)
class Caseload:
    """Records under numbers of their own, and what is done with them: a deed, and which record it is done to."""

    records: tuple[Record, ...]
    deeds: tuple[tuple[str, int], ...]

    def kept(self) -> Store:
        """It all in a database; a deed that the record does not allow is left out."""
        store = new_store(filled=False)
        with store.step("fill", bulk=True):
            for kind in KINDS:
                add_all(store, kind, [one for one in self.records if type(one) is kind])
        for deed, number in self.deeds:
            wanted, do = _DEEDS[deed]
            some = store.select(wanted or KINDS[number % len(KINDS)], "voided_at is null order by id")
            with suppress(CaseloadError), store.step(deed):
                if some:
                    do(store, some[number % len(some)])
        return store


_WEEKLY = Recurrence.parse("1w").ending(None, 4)

_DEEDS: Mapping[str, tuple[type[Record] | None, Callable[[Store, Any], object]]] = {
    "revise": (Plan, lambda store, one: revising.revise(store, one, one.started_on or DAY, "new needs 日本", None)),
    "repeat": (Appointment, lambda store, one: series.begin(store, replace(one, id=0, external_id=None), _WEEKLY, DAY)),
    "move": (Appointment, lambda store, one: booking.move(store, one, When(DAY), None, DAY)),
    "complete": (Task, lambda store, one: finishing.complete(store, one, DAY)),
    "snooze": (Task, lambda store, one: snoozing.snooze_all(store, [one], DAY.replace(year=2027), "away", DAY)),
    "void": (None, lambda store, one: void_all(store, one, 'entered "twice",\n\'=1')),
}


@st.composite
def caseloads(draw: st.DrawFn) -> Caseload:
    """A caseload in which everything that is referred to is there, before or after what refers to it."""
    ids: Ids = {}
    for kind in KINDS:
        numbers = draw(st.sets(st.integers(1, 50) | st.integers(10**6, 10**9), max_size=2))
        needed = [field.refers for field in fields_of(kind) if field.refers and not (field.optional or field.many)]
        can_be = kind is not Appeal or ids["benefit"] or ids["authorization"]
        are_there = all(len(ids[table]) >= needed.count(table) for table in needed)
        ids[kind.TABLE] = sorted(numbers) if can_be and are_there else []
    records = [draw(_record(kind, number, ids)) for kind in KINDS for number in ids[kind.TABLE]]
    records = _within_clients(records)
    deeds = st.tuples(st.sampled_from(list(_DEEDS)), st.integers(0, 100))
    return Caseload(tuple(records), tuple(draw(st.lists(deeds, max_size=8))))


def _within_clients(records: Sequence[Record]) -> list[Record]:
    """The records without references to themselves, and to what is another client's: no command makes such."""
    there = {(one.TABLE, one.id): one for one in records}

    def client(one: Record) -> object:
        column, parent = PARENTS.get(type(one), ("", Client))
        return client(there[parent.TABLE, getattr(one, column)]) if column else getattr(one, "client_id", None)

    def sound(one: Record) -> Record:
        kept: dict[str, Any] = {}
        if isinstance(one, Appeal):
            # Of whoever the decision was about.
            of = "benefit" if one.benefit_id else "authorization"
            whose_it_is: Any = client(there[of, one.benefit_id or one.authorization_id or 0])
            one = replace(one, client_id=whose_it_is)
        for field in fields_of(type(one)):
            value = getattr(one, field.name)
            if field.refers in ("", "client") or value is None or field.name == PARENTS.get(type(one), ("",))[0]:
                continue
            whose = client(one) if has_client(kind_of(field.refers)) else None
            numbers = [
                number for number in (value if field.many else [value])
                if client(there[field.refers, number]) == whose
                and (field.refers, number) != (one.TABLE, one.id)
            ]  # fmt: skip
            kept[field.name] = tuple(numbers) if field.many else next(iter(numbers), None)
        return replace(one, **_fitting(one, kept))

    return [sound(one) for one in records]


@st.composite
def _record(draw: st.DrawFn, kind: type[Record], number: int, ids: Ids) -> Record:
    record = draw(RECORDS[kind])
    new: dict[str, Any] = {"id": number, "created_at": record.created_at or AT, "updated_at": record.updated_at or AT}
    for field in fields_of(kind):
        if field.refers and getattr(record, field.name) is not None:
            new[field.name] = draw(_reference(field, ids[field.refers]))
    if isinstance(record, Appeal) and not (new.get("benefit_id") or new.get("authorization_id")):
        table = "benefit" if ids["benefit"] else "authorization"
        new[f"{table}_id"] = draw(st.sampled_from(ids[table]))
    if record.external_id:
        new["external_id"] = f"{number} {record.external_id}"
    if isinstance(record, Client):
        new["handle"] = f"{record.handle}-{number}"
    if isinstance(record, OwnField):
        new["name"] = f"{record.name}_{number}"
    if isinstance(record, Link) and new["other_id"] == new["client_id"]:
        new["other_id"] = draw(st.sampled_from([one for one in ids["client"] if one != new["client_id"]]))
    if isinstance(record, Waiver):
        refs = [f"{one.PREFIX}{known}" for one in KINDS for known in ids[one.TABLE]]
        new["item"] = draw(st.sampled_from(refs))
    return replace(record, **_fitting(record, new))


def _fitting(record: Record, new: dict[str, Any]) -> dict[str, Any]:
    """The new values, and what has to stand where one of them leaves out what the record cannot be without."""
    held = {**vars(record), **new}
    if isinstance(record, Addressed):
        person, provider = held["person_id"], held["provider_id"]
        words = None if person or provider else record.recipient or "Legal Aid"
        return {**new, "provider_id": None if person else provider, "recipient": words}
    if isinstance(record, Appeal):
        both = held["benefit_id"], held["authorization_id"]
        return {**new, "benefit_id": both[0] if both[0] or both[1] else record.benefit_id,
                "authorization_id": None if both[0] or not both[1] else both[1]}  # fmt: skip
    if isinstance(record, Step):
        made = next((name for name in MADE.values() if held[name] is not None), None)
        return {**new, **{name: None for name in MADE.values() if name != made}}
    if isinstance(record, Assessment) and held["instrument_id"] is None and record.outside is None:
        return {**new, "outside": "C-SSRS", "answers": None, "score": None, "band": None}
    return new


def _reference(field: Field, numbers: list[int]) -> st.SearchStrategy[Any]:
    if field.many:
        return st.lists(st.sampled_from(numbers), unique=True).map(tuple) if numbers else st.just(())
    one = st.sampled_from(numbers) if numbers else st.none()
    return st.none() | one if field.optional else one
