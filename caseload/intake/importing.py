"""A file of one kind into the store: every row read, matched and checked; all of it or nothing."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import Any

from caseload.errors import Invalid, Refused
from caseload.intake.alike import Alike, stands_alone
from caseload.intake.approvals import Approvals
from caseload.intake.asked import Asked, Imported, OnDup
from caseload.intake.building import BadRows, Builder, Fault, faults_in
from caseload.intake.clients import Clients, ended_or_begun
from caseload.intake.delimited import Row, blocks
from caseload.intake.layout import Layout, children
from caseload.intake.matching import Indexes, Recognised, compared
from caseload.intake.named import Named
from caseload.intake.oddities import Oddities
from caseload.intake.stayed import Stayed
from caseload.intake.storing import Newcomers
from caseload.intake.unsaid import as_added
from caseload.intake.values import Texts, derive
from caseload.intake.whose import OURS_ALONE, Beside, Whose, refuse_handle, refuse_nobodys, refuse_theirs
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.kinds import PARENTS, kind_of, leads_to_client, parse_ref
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of, loosened
from caseload.records.of.likeness import may_be_same
from caseload.records.of.own import refuse_retyped, refuse_taken
from caseload.records.of.values import Own
from caseload.records.waiver import Waiver
from caseload.store import again, references
from caseload.store.core import Store
from caseload.store.own import declared
from caseload.store.reads import links
from caseload.store.seen import Lines, Seen
from caseload.value import replace

_ORIGIN = frozenset({"id", "source", "created_at", "updated_at"})
"""Where and when a record was made; an update leaves it as it is."""


def import_rows(store: Store, rows: Iterable[Row], layout: Layout, asked: Asked) -> Imported:
    """Store the rows of a file inside the running bulk step; raises BadRows with every bad one."""
    run = _Run(store, layout, asked)
    with closing(run):
        for block in blocks(rows):
            run.take_all(block)
        return run.finished()


class _Run:
    """One import under way."""

    def __init__(self, store: Store, layout: Layout, asked: Asked) -> None:
        self._store, self._layout, self._asked, self._kind = store, layout, asked, asked.kind
        self._indexes = Indexes(store, asked.source)
        self._beside = Beside(layout.beside, store.database)
        self._builders = {
            whose: Builder(asked.kind, asked.written, partial(self._finder, whose), own=layout.own) for whose in Whose
        }
        self._ids = {field.key for field in fields_of(asked.kind) if field.refers or field.name in ("id", "item")}
        self._below = [
            Builder(child, asked.written, self._indexes.finder, prefix=f"{child.TABLE}.")
            for child in children(asked.kind)
        ]
        self._refers = [field for field in fields_of(asked.kind) if field.refers]
        self._recognised = Recognised(store, asked.kind, self._indexes[asked.kind.TABLE], compared(asked.kind, layout))
        self._clients = Clients(self._indexes[Client.TABLE].clients.values())
        self._new = Newcomers(store, asked.kind, file_has_ids="id" in layout.keys)
        self._approvals = Approvals(store)
        self._named = Named(store, asked.kind, self._indexes, asked.source)
        self._odd = Oddities(store, self._clients, layout.heading, asked.now)
        self._stayed = Stayed(store, asked.kind, self._odd)
        self._seen = Seen()
        self._lines = Lines(self._new.first)
        self._alike: Alike | None = None
        if stands_alone(asked.kind, layout):
            self._alike = Alike(store, asked.kind, layout, self._builders[Whose.UNSAID].readers, asked.now)
        self._claimed: list[tuple[str | None, object]] = []
        self._ahead: list[tuple[Row, Field, int]] = []
        self._declared: list[OwnField] = []
        self._faults: list[Fault] = []
        self._again: Counter[OnDup] = Counter()
        self._differ = 0
        self._changed: Counter[str] = Counter()

    def take_all(self, rows: Sequence[Row]) -> None:
        """Take rows that follow one another; those that are like one before need not be read one by one."""
        alike = self._alike.sort(rows) if self._alike and not self._new.stopped else None
        begin = 0
        for place in (*alike.checked, len(rows)) if alike else range(len(rows)):
            if alike and begin < place:
                self._take_alike(rows[begin:place], [column[begin:place] for column in alike.columns])
            if place < len(rows):
                self.take(rows[place])
            begin = place + 1
            if self._new.stopped:
                break
        for row in rows[begin:]:
            self.take(row)
        self._new.write()

    def _take_alike(self, rows: Sequence[Row], columns: Sequence[Sequence[Any]]) -> None:
        self._lines.note(self._new.next, [row.line for row in rows])
        self._new.extend(columns)

    def take(self, row: Row) -> None:
        """Read one row and store it, pass it over, or keep its faults."""
        self._claimed.clear()
        try:
            self._take(row)
        except* Invalid as wrong:
            self._reject(row, faults_in(wrong, f"line {row.line}", self._layout.heading))

    def close(self) -> None:
        """Let go of what was put aside."""
        self._lines.close()

    def finished(self) -> Imported:
        """What was done, all of it stored; raises BadRows where there was one."""
        for row, field, number in self._ahead:
            if (None, number) not in self._seen:
                error = Invalid(f"is no {self._kind.TABLE} stored here", "an id that is stored, or in this file")
                self._faults.append(Fault(f"line {row.line}", self._layout.heading(field.key), error))
        if self._faults:
            raise BadRows(self._faults)
        added = self._new.finished()
        if not (self._asked.is_named or "source" in self._layout.keys):
            self._refuse_elsewhere()
        skipped, updated = self._again[OnDup.SKIP], self._again[OnDup.UPDATE]
        return Imported(added, skipped, updated, self._odd.sentences(), self._differ, self._changed)

    def _refuse_elsewhere(self) -> None:
        """Refuse what would come in twice because the file was given another name."""
        source = self._asked.source
        count, other = again.elsewhere(self._store, self._kind, self._new.first, source)
        if count:
            what = f"{count} of its external_ids {'is' if count == 1 else 'are'} stored already, from source {other}"
            this, that = shlex.quote(source), shlex.quote(other)
            raise Refused(what, f"--source {that} if they are the same records, --source {this} if they are others")

    def _reject(self, row: Row, faults: list[Fault]) -> None:
        if self._asked.reject is None:
            self._faults += faults
            self._new.stop()
            return
        self._asked.reject(row, faults)
        # Its id is free for another row, nothing may refer to it, and what it refers to need not come.
        for name in self._claimed:
            self._seen.forget(name)
        while self._ahead and self._ahead[-1][0] is row:
            self._ahead.pop()

    def _take(self, row: Row) -> None:
        if len(row.cells) != self._layout.width:
            what = f"its cells are {len(row.cells)}, its headings {self._layout.width}"
            much = len(row.cells) > self._layout.width
            raise Invalid(what, "quotes around a cell that holds the delimiter" if much else "a blank cell is one too")
        texts = self._layout.texts(row.cells)
        own = {key: text for key, text in texts.items() if "." not in key} if self._below else texts
        whose, origin = self._beside.whose(row.cells), {"source": self._asked.source}
        if whose is Whose.THEIRS:
            nobodys = "client_id" not in self._kind.DEFAULTS or self._beside.is_nobodys(row.cells)
            is_known = nobodys or self._layout.gives("client")
            refuse_theirs(self._layout.typed(texts), self._ids, is_whose_known=is_known)
        builder = self._builders[whose]
        own, named = self._named.given(derive(self._kind, own, self._asked.written), whose)
        values = builder.values(own, {**origin, **named})
        record = as_added(self._store, self._in_error(builder.record(values)), is_marked="sensitivity" in values)
        self._refuse_twice(row, record)
        number = self._recognised.find(record)
        self._refuse_others(row, whose, record, number)
        if number is None:
            self._add(row, record, values, texts)
        else:
            self._again[self._meet(row, number, record, values)] += 1

    def _refuse_others(self, row: Row, whose: Whose, record: Record, number: int | None) -> None:
        """Refuse a row whose id and external_id, or whose id and handle, are not of one record, or of one client."""
        holder = self._recognised.holder(record) if record.id and record.external_id else None
        if number and holder and holder != number:
            prefix = self._kind.PREFIX
            what = f"is that of {prefix}{holder}, and the row's id is {prefix}{number}"
            raise Invalid(what, "the two of one record", field="external_id")
        known = self._indexes[self._kind.TABLE].known(number) if number else None
        if isinstance(record, Client):
            named = self._clients.named(record.handle) if "handle" in self._layout.keys else record.id
            if record.id and known and whose is not Whose.OURS and named != record.id:
                raise Invalid(f"is not the handle of c{known.id} here", OURS_ALONE, field="handle")
            return
        if whose is Whose.THEIRS:
            return
        said, stored = self._indexes.client_of(record), known.client_id if known else None
        clients, field = {one for one in (said, stored) if one}, leads_to_client(self._kind)
        if handle := self._beside.handle(row.cells):
            if clients or (field and not self._is_about_nothing(record)):
                key = field.removesuffix("_id")
                refuse_handle(handle, clients, whose, self._clients.named, key=key)
        elif whose is Whose.UNSAID and self._beside.is_nobodys(row.cells):
            refuse_nobodys(stored if record.id and said is None else said if field == "item" else None)

    def _is_about_nothing(self, record: Record) -> bool:
        return isinstance(record, Waiver) and not references.is_there(self._store, record.item)

    def _in_error(self, record: Record) -> Record:
        """The record, voided if its status says that it never should have been there."""
        if record.voided_at or not record.STATUS or getattr(record, record.STATUS) != "entered-in-error":
            return record
        return replace(record, voided_at=self._store.at, void_reason="entered in error")

    def _refuse_twice(self, row: Row, record: Record) -> None:
        """Refuse an id, or an external_id of one source, that an earlier row of the file has."""
        keys = {"id": (None, record.id or None), "external_id": (record.source, record.external_id)}
        for key, one in keys.items():
            if one[1] is not None:
                first = self._seen.first(one, row.line)
                if first == row.line and key == "external_id" and self._lines:
                    # One that was like others is known to the store alone.
                    number = self._indexes[self._kind.TABLE].brought(str(record.external_id), record.source)
                    if number is not None:
                        self._seen.forget(one)
                        first = self._lines.of(number)
                if first != row.line:
                    raise Invalid(f"is the same as in line {first}", "one row a record", field=key)
                self._claimed.append(one)

    def _add(self, row: Row, record: Record, values: dict[str, Any], texts: Texts) -> None:
        """Pass on a new record, and what its row brings along."""
        if 0 < record.id < self._new.first:
            raise Invalid("is not stored here, and an id is never used twice", "a blank for a new record", field="id")
        odd = self._odd.count
        self._check(row, record)
        brought = [*self._brought_along(row, record, texts)]
        if isinstance(record, Client):
            record, same = self._clients.enter(
                record, row.line, is_named="handle" in values, force=self._asked.takes_namesakes
            )
            for what, some in (
                ("the client may be here already", [one for one in same if may_be_same(one, record)]),
                ("another of that name is here", [one for one in same if not may_be_same(one, record)]),
            ):
                if some:
                    handles = ", ".join(one.handle for one in some[:3]) + (", ..." if len(some) > 3 else "")
                    self._odd.note(what, f"{row.line} ({handles})")
        self._approvals.take(row.line, record)
        self._new.add(record, brought)
        if self._alike and odd == self._odd.count and (record.external_id or self._recognised.is_new(record.source)):
            self._alike.learn(row.cells, record, self._clients.life(self._indexes.client_of(record)))

    def _brought_along(self, row: Row, record: Record, texts: Texts) -> Iterable[Record]:
        for builder in self._below:
            start = builder.prefix
            own = {key.removeprefix(start): text for key, text in texts.items() if key.startswith(start)}
            if own:
                # What was seen is dated, unless the file says otherwise, on the day of the import.
                dated = dict.fromkeys(builder.kind.FACTS, self._asked.now.date())
                origin = {PARENTS[builder.kind][0]: record.id, "source": record.source}
                one = builder.record(builder.values(own, {**dated, **origin}))
                self._odd.watch(row.line, one, self._indexes.client_of(record), start)
                yield one

    def _meet(self, row: Row, number: int, record: Record, values: dict[str, Any]) -> OnDup:
        """Treat a row that is stored already as --on-dup says, and say which it was; what was voided stays as it is."""
        if self._asked.on_dup is OnDup.FAIL:
            raise Invalid(f"is stored already, as {self._kind.PREFIX}{number}", "--on-dup skip or update takes it")
        if self._asked.on_dup is OnDup.SKIP:
            self._differ += again.differs(self._store, number, record, values.keys() - _ORIGIN)
            return OnDup.SKIP
        before = self._store.get(self._kind, number, voided=True)
        if before.voided_at or (after := self._stayed.kept(row, self._updated(before, values))) == before:
            return OnDup.SKIP
        if refusal := before.refusal_to_change():
            raise Invalid(refusal)
        if isinstance(before, OwnField) and isinstance(after, OwnField):
            refuse_retyped(before, after)
        self._check(row, after)
        try:
            references.refuse_given_away(self._store, before, after)
            self._approvals.take(row.line, after, before)
            self._store.save(after)
        except Refused as error:
            raise Invalid(error.what, error.next_step) from None
        self._changed.update(field.key for field in fields_of(self._kind) if field.of(before) != field.of(after))
        if isinstance(before, Client) and isinstance(after, Client) and (ended := ended_or_begun(before, after)):
            self._odd.note(ended, f"{row.line} ({after.handle})")
        return OnDup.UPDATE

    def _updated(self, before: Record, values: dict[str, Any]) -> Record:
        """The stored record with what the row says; a blank cell says nothing."""
        try:
            new = {name: values[name] for name in values if name not in _ORIGIN}
            if "own" in new:
                new["own"] = Own.of({**before.own, **new["own"]})
            after = as_added(self._store, self._in_error(replace(before, **loosened(self._kind, new))))
        except Invalid as error:
            raise Invalid(f"{error.fault}, beside what is stored", error.accepted, field=error.field) from None
        if self._recognised.holder(after) not in (None, before.id):
            raise Invalid("belongs to another record already", "the external_id of this one", field="external_id")
        if isinstance(after, Client) and isinstance(before, Client) and after.handle != before.handle:
            self._clients.take(after.handle)
        return after

    def _check(self, row: Row, record: Record) -> None:
        """Refuse what refers to a voided record or to another client's; note dates that are odd."""
        client = self._indexes.client_of(record)
        if isinstance(record, Waiver):
            references.refuse_about_nothing(self._store, record, self._asked.rules)
        if isinstance(record, OwnField) and not record.voided_at:
            refuse_taken(record, [*declared(self._store, kind_of(record.of)), *self._declared])
            self._declared.append(record)
        if isinstance(record, Link) and not record.voided_at:
            self._refuse_linked(row, record)
        for field in self._refers:
            value = getattr(record, field.name)
            for number in () if value is None else value if field.many else (value,):
                one = self._indexes[field.refers].known(number)
                if one is None:
                    self._ahead.append((row, field, number))
                elif one.voided:
                    raise Invalid(f"is a voided {field.refers}", "one that stands", field=field.key)
                elif leads_to_client(kind_of(field.refers)) and one.client_id != client:
                    raise Invalid(f"is a {field.refers} of another client", "one of this client's", field=field.key)
        self._odd.watch(row.line, record, client)
        self._claimed += self._stayed.claimed(row, record, self._seen)

    def _refuse_linked(self, row: Row, link: Link) -> None:
        """Refuse a second link of two clients: what it says may be the contrary."""
        one, other = sorted((link.client_id, link.other_id))
        if any(known.id != link.id for known in links.links_between(self._store, one, other)):
            raise Invalid("is linked with the client already", "caseload client link says it otherwise", field="other")
        pair = ("link", f"{one} {other}")
        if (first := self._seen.first(pair, row.line)) != row.line:
            raise Invalid(f"is linked with the client in line {first}", "one link of two clients", field="other")
        self._claimed.append(pair)

    def _finder(self, whose: Whose, table: str) -> Callable[[str], int]:
        """As the index finds it; an id of the kind itself may be one that comes later in the file."""
        find = self._indexes.finder(table, whose)

        def own(text: str) -> int:
            ref = parse_ref(text)
            is_later = ref is not None and ref[0] is self._kind and self._indexes[table].known(ref[1]) is None
            return ref[1] if ref and is_later and text.strip() == f"{self._kind.PREFIX}{ref[1]}" else find(text)

        return own if table == self._kind.TABLE else find
