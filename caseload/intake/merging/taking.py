"""A merge that was planned and decided, done: within the running step, which one undo takes back."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from caseload.errors import BadRow, Refused
from caseload.intake.known_here import named_apart
from caseload.intake.merging.alike import is_declaration
from caseload.intake.merging.numbers import translated
from caseload.intake.merging.plan import Change, Clash, Plan
from caseload.intake.merging.weighed import flat, merged, raised
from caseload.records.assessment import Assessment
from caseload.records.client import Client
from caseload.records.instrument import Instrument
from caseload.records.kinds import KINDS, kind_of
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.names import free_handle
from caseload.store import bulk, merging, rows
from caseload.store.core import Store
from caseload.store.forks import Key, end_of, keep
from caseload.store.holds import held_clients
from caseload.store.own import unfit
from caseload.store.reads.clients import handles_like
from caseload.store.references import broken
from caseload.value import replace

Decided = Mapping[tuple[str, tuple[str, ...]], bool]
"""By the key of each clash whether theirs counts."""


class Taken(NamedTuple):
    """What became of a merge."""

    added: Mapping[str, int]
    """How many of each table are new here."""
    numbers: Mapping[str, list[tuple[int, int]]]
    """By table their number and ours of each of them."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    clients: tuple[Client, ...]
    """The new ones."""
    told: tuple[str, ...]


class Taking:
    """A merge on its way into a store, whose running step is a bulk one."""

    def __init__(self, plan: Plan, decided: Decided) -> None:
        """Raises Refused where somebody has written since it was planned."""
        if end_of(plan.ours.store) != plan.ours.end:
            raise Refused("somebody has written meanwhile", "nothing was changed; try again")
        self._plan, self._decided = plan, decided
        self._store: Store = plan.ours.store
        self._step = merging.running(self._store)
        self._told: list[str] = []
        self._called: dict[int, str] = {}
        """What instruments that are called otherwise here are called, by their numbers here."""
        self._clients: list[Client] = []

    def take(self) -> Taken:
        """Store it all; raises Refused for what would break a rule of a record, or of what records refer to."""
        before = {(one.kind, one.id, one.key) for one in broken(self._store)}
        merging.any_order(self._store)
        self._put_back()
        changed = [ref for change in self._changes() if (ref := self._save(change))]
        numbers = self._add()
        removed = self._remove()
        self._mend_references(before)
        self._refuse_unfit()
        self._keep(is_new=bool(numbers or changed or removed))
        added = Counter({table: len(found) for table, found in numbers.items()})
        return Taken(added, numbers, tuple(changed), removed, tuple(self._clients), tuple(self._told))

    def _is_theirs(self, clash: Clash) -> bool:
        return self._decided[clash.key]

    def _put_back(self) -> None:
        """What was taken back here and is worked with there, as it stands there."""
        for (table, number), row in self._plan.back.items():
            made = translated(kind_of(table), row, self._plan.numbers.here) | {"id": number}
            merging.put_back(self._store, self._step, table, made)

    # What both have

    def _changes(self) -> Iterator[Change]:
        """Each record that is to be otherwise, with all of it that is taken from theirs."""
        found = {(one.kind, one.number): one for one in self._plan.changes}
        for clash in self._plan.clashes:
            if clash.names and self._is_theirs(clash):
                key = clash.kind, clash.number
                one = found.get(key) or Change(*key, flat(clash.ours or {}), flat(clash.theirs or {}), frozenset())
                found[key] = one._replace(take=one.take | {*clash.names})
        yield from found.values()

    def _save(self, change: Change) -> str:
        """Store a record of both; its id, or nothing where it stays as it is."""
        ref, take = f"{change.kind.PREFIX}{change.number}", change.take
        at = max(str(change.ours["updated_at"]), str(change.theirs["updated_at"]))
        while take:
            try:
                made = raised(change.kind, merged(change.ours, change.theirs, take))
                record = rows.record(change.kind, [*made.values()])
            except BadRow as error:
                what = f"{ref} would break a rule ({error.fault})"
                raise Refused(what, "nothing was changed; decide all of its fields alike") from error
            try:
                taken = merging.save(self._store, record, at)
            except Refused as error:
                self._told.append(f"{ref} stays as it is here: {error.what}")
                return ""
            if not taken:
                if "handle" in take:
                    self._told.append(f"{ref}: the handle was {change.ours['handle']}, and is {made['handle']}")
                return ref
            if not taken & take:
                raise Refused(f"another {change.kind.TABLE} here has the {' and '.join(sorted(taken))} of {ref}")
            take -= taken
            self._told.append(f"{ref}: {', '.join(sorted(taken))} of theirs is another's here, and stays as it is")
        return ""

    # What is new

    def _add(self) -> dict[str, list[tuple[int, int]]]:
        numbers: dict[str, list[tuple[int, int]]] = {}
        for kind in KINDS:
            new = self._plan.new.get(kind.TABLE, [])
            if not new:
                continue
            numbers[kind.TABLE] = [(one, self._number(kind, one)) for one in new]
            made = (
                self._made(kind, there, row)
                for there, row in merging.rows_of(self._plan.theirs.store, kind, new)
                if row
            )
            if kind is Client or is_declaration(kind):
                # One by one: what the next is called depends on what the last one is.
                for record in made:
                    bulk.add_all(self._store, kind, [record])
            else:
                bulk.add_all(self._store, kind, made)
        return numbers

    def _number(self, kind: type[Record], there: int) -> int:
        number = self._plan.numbers.was(kind, there)
        if number is None:
            raise LookupError(kind.TABLE)
        return number

    def _made(self, kind: type[Record], there: int, row: Mapping[str, Any]) -> Record:
        """A new record as it is stored here."""
        made = translated(kind, row, self._plan.numbers.here) | {"id": self._number(kind, there)}
        record = rows.record(kind, [made[field.name] for field in fields_of(kind)])
        if record.external_id and bulk.called(self._store, kind, record.external_id, [record.source]):
            of = f" of {record.source}" if record.source else ""
            self._told.append(f"{record.ref}: another {kind.TABLE} here has its number{of}, and it comes without")
            record = replace(record, source=None, external_id=None)
        if isinstance(record, Client):
            handle = free_handle(record.handle, handles_like(self._store, record.handle))
            record = replace(record, handle=handle)
            self._clients.append(record)
        if is_declaration(kind):
            record = self._named_apart(record)
        if isinstance(record, Assessment) and record.instrument_id in self._called:
            record = replace(record, screen=self._called[record.instrument_id])
        return record

    def _named_apart(self, record: Record) -> Record:
        apart = named_apart(self._store, record, ())
        if apart != record:
            name = str(vars(apart)["name"])
            self._told.append(f"{apart.ref}: another {apart.TABLE} here has its name; what came is called {name}")
            if isinstance(apart, Instrument):
                self._called[apart.id] = name
        return apart

    # What is gone there

    def _remove(self) -> tuple[str, ...]:
        """Take away what was taken back there, but for what is named here, or held."""
        keys = {*self._plan.removed}
        keys |= {(one.kind.TABLE, one.number) for one in self._plan.clashes if not one.theirs and self._is_theirs(one)}
        while stay := {key: why for key in keys if (why := self._stays(key, keys))}:
            keys -= stay.keys()
            self._told += (
                f"{kind_of(table).PREFIX}{number} was taken back there, and stays here: {why}"
                for (table, number), why in sorted(stay.items())
            )
        for table, number in keys:
            merging.remove(self._store, (table, number))
        return tuple(f"{kind_of(table).PREFIX}{number}" for table, number in sorted(keys))

    def _stays(self, key: Key, gone: Collection[Key]) -> str:
        kind, number = kind_of(key[0]), key[1]
        if held := held_clients(self._store, kind, number, number):
            return f"{held[0].ref} is under legal hold"
        other = next((one for one in merging.naming(self._store, key) if one not in gone), None)
        return f"{kind_of(other[0]).PREFIX}{other[1]} refers to it" if other else ""

    # What must hold afterwards

    def _mend_references(self, before: Collection[tuple[type[Record], int, str]]) -> None:
        """Leave out what refers to another client's record, now that one of the two was moved in one copy."""
        for one in list(broken(self._store)):
            if (one.kind, one.id, one.key) in before:
                continue
            field = next(field for field in fields_of(one.kind) if field.key == one.key)
            ref = f"{one.kind.PREFIX}{one.id}"
            if not (field.optional or field.many):
                raise Refused(f"{ref}, {one.key}: {one.fault}", "nothing was changed; mend it in one of the two first")
            merging.leave_out(self._store, one.kind, field, one.id)
            self._told.append(f"{ref}, {one.key}: {one.fault}, and is left out")

    def _refuse_unfit(self) -> None:
        """Raises Refused for what a field of the user's own does not take any more, or not yet."""
        for kind in KINDS:
            if not kind.OWN:
                continue
            numbers = [self._number(kind, one) for one in self._plan.new.get(kind.TABLE, ())]
            numbers += [one.number for one in self._changes() if one.kind is kind]
            for number, key in sorted(unfit(self._store, kind, min(numbers), max(numbers)) if numbers else ()):
                if number in numbers:
                    what = f"{kind.PREFIX}{number} would hold what {key} does not take"
                    raise Refused(what, f"nothing was changed; give {key} its words here first: caseload field list")

    def _keep(self, *, is_new: bool) -> None:
        """Keep for the next time what of theirs is what of ours, and up to where theirs is taken in."""
        plan = self._plan
        ours, theirs = plan.ours, plan.theirs
        # What was changed there and changed back is known of, too: a third copy may have it as it was between.
        if not (is_new or plan.clashes or plan.stands or plan.not_taken or theirs.has_own(plan.since)):
            return
        places = [*theirs.places(plan.since), *(one for one in theirs.taken if not ours.holds(one))]
        known = {(one.change, one.mark) for one in ours.taken}
        met = list(plan.met)
        for table, numbers in plan.new.items():
            met += (((table, one), self._number(kind_of(table), one)) for one in numbers)
        names = ((name, here) for key, here in met for name in theirs.names_of(key) if ours.numbered(name) is None)
        keep(self._store, self._step, (one for one in places if (one.change, one.mark) not in known), names)
