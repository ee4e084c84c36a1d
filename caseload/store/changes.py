"""The change log: what every command did, taken back and brought back as one step."""

import json
import sqlite3
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import dropwhile, takewhile

from caseload.errors import NotFound, Refused, aside
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, kind_of, parse_ref, with_article
from caseload.store.bulk import bring_up_to_date
from caseload.store.core import Store
from caseload.store.dangling import lost_in
from caseload.store.mending import fault_of
from caseload.store.operations import UNDONE, UPGRADED, Change, Operation, changes_of, latest, operation
from caseload.store.own import unfit
from caseload.store.purges import purged_by, purged_in
from caseload.store.settled import refuse_settled
from caseload.store.touched import Image, image_of

_TRIED = 25
"""How many of the latest commands are tried when one that can be undone is looked for."""


class _Stands(Refused):
    """Why a command cannot be undone, for the sake of a record on which later work was done."""

    def __init__(self, what: str, next_step: str, table: str, number: int) -> None:
        super().__init__(what, next_step)
        self.table, self.number = table, number


def to_undo(store: Store, number: int | None = None) -> Operation:
    """The command that an undo would take back: the last one not yet taken back, unless a number is given.

    Raises NotFound where there is nothing, Refused for what is no command or is undone already.
    """
    target = latest(store, f"kind = 'do' and not {UNDONE}") if number is None else operation(store, number)
    if target is None:
        raise NotFound("there is nothing to undo", "see caseload history")
    if target.kind != "do":
        raise Refused(f"operation {target.id} is itself an {target.kind}", "caseload redo brings back what was undone")
    if target.undone:
        raise Refused(f"operation {target.id} is undone already", "see caseload history")
    return target


def undo(store: Store, number: int | None = None, *, later: bool = False) -> Operation:
    """Take back one whole command, the last one not yet taken back unless a number is given, and return it.

    Runs inside a step, which becomes the undoing. Raises NotFound where there is nothing; Refused where later work
    builds on it, naming one that can be undone, and where it is `later` than the day of the command, for what is not
    taken back any more then: a signature, a record of a client under legal hold; of a hold that came later, at once.
    """
    target = to_undo(store, number)
    refuse_settled(store, target, later=later)
    try:
        with _tried(store):
            _reverse(store, _last_doing(store, target.id))
    except _Stands as error:
        raise Refused(error.what, _way_out(store, target, error, later=later)) from error
    _become(store, "undo", target)
    return target


def take_back(store: Store, table: str, number: int) -> None:
    """Put a record back to what it was before another program last wrote to it.

    Runs inside a step, which becomes the undoing. Raises Refused where none has, where the record is not as that left
    it any more, or where others need what would go.
    """
    ref = f"{kind_of(table).PREFIX}{number}"
    # What an upgrade made of the record stays; see _as_upgraded.
    sql = f"select id, iif({UPGRADED}, 0, operation_id) from change where kind = ? and record_id = ? order by id desc"
    found = store.connection.execute(sql, (table, number)).fetchall()
    theirs = [row[0] for row in takewhile(lambda one: one[1] is None, dropwhile(lambda one: one[1] is not None, found))]
    if (purge := purged_by(store, table, number)) is not None:
        raise Refused(f"operation {purge} purged {ref}", "no purge is taken back")
    if not theirs:
        raise Refused(f"no other program has written to {ref}", f"see caseload history {ref}")
    store.connection.execute("pragma defer_foreign_keys = on")
    changes = list(changes_of(store, theirs, "desc"))
    lost = set(lost_in(store, _touched(changes)))
    for change in changes:
        _put_back(store, change)
    _refuse_dangling(store, changes, lost)
    store.connection.execute(
        "update operation set kind = 'undo', command = ? where open = 1", (f"undo --outside {ref}",)
    )


def redo(store: Store) -> Operation:
    """Bring back the command that was undone last; raises NotFound where none was, or where new work has come since."""
    sql = """
select id, target_id from operation as undoing where kind = 'undo' and target_id is not null and not exists (
    select 1 from operation as redoing where redoing.target_id = undoing.target_id and redoing.id > undoing.id)
and id > (select max(id) from operation where kind = 'do' and open = 0) order by id desc limit 1"""
    undoing = store.connection.execute(sql).fetchone()
    if undoing is None:
        raise NotFound("there is nothing to redo", "only what was undone last comes back, before anything new")
    target = operation(store, undoing[1])
    _reverse(store, undoing[0])
    _become(store, "redo", target)
    return target


def _last_doing(store: Store, target: int) -> int:
    """The operation that last did the target: itself, or the redo that brought it back."""
    sql = "select max(id) from operation where id = ? or (target_id = ? and kind = 'redo')"
    return int(store.connection.execute(sql, (target, target)).fetchone()[0])


def _become(store: Store, kind: str, target: Operation) -> None:
    """Let the running operation be known as what it did."""
    sql = "update operation set kind = ?, target_id = ?, command = ? where open = 1"
    store.connection.execute(sql, (kind, target.id, f"{kind} {target.id}"))


@contextmanager
def _tried(store: Store) -> Iterator[None]:
    """All that the block writes, or nothing where it is refused."""
    store.connection.execute("savepoint tried")
    try:
        yield
    except Refused:
        store.connection.execute("rollback to tried")
        raise
    finally:
        store.connection.execute("release tried")


def _way_out(store: Store, target: Operation, error: _Stands, *, later: bool) -> str:
    """What to do about a command that cannot be undone: another one that can be, tried here and rolled back.

    The latest that touched the record that stands in the way, else the latest of all.
    """
    touching = "id in (select operation_id from change where kind = :table and record_id = :number)"
    for where, said in (
        (f"id > {target.id} and {touching}", "caseload undo {} comes first"),
        (f"id <> {target.id}", f"another step can still be undone: caseload undo {{}} ({{}}); {error.next_step}"),
    ):
        sql = f"select id from operation where open = 0 and kind = 'do' and not {UNDONE} and {where}"
        values = {"table": error.table, "number": error.number}
        found = store.connection.execute(f"{sql} order by id desc limit {_TRIED}", values).fetchall()
        for (number,) in found:
            if _can_be_undone(store, number, later=later):
                return said.format(number, _briefly(operation(store, number)))
    return f"no step can be undone; {error.next_step}"


def _briefly(step: Operation) -> str:
    """A command and the first of what it touched: goal add g3."""
    if not step.first:
        return step.command
    one, more = step.first[0], len(step.refs) - 1
    title = aside(one.title) if one.title else ""
    return f"{step.command} {one.ref}{title}{f' and {more} more' if more else ''}"


def _can_be_undone(store: Store, number: int, *, later: bool) -> bool:
    store.connection.execute("savepoint tested")
    try:
        _reverse(store, _last_doing(store, number))
        refuse_settled(store, operation(store, number), later=later)
    except Refused:
        return False
    finally:
        store.connection.execute("rollback to tested")
        store.connection.execute("release tested")
    return True


def _reverse(store: Store, operation: int) -> None:
    """Put back every record the operation touched; raises Refused where one has changed since, or others need it."""
    _refuse_purged(store, operation)
    # Rows that refer to one another come and go in any order: what refers to what is asked once they are all in place.
    store.connection.execute("pragma defer_foreign_keys = on")
    changes = list(changes_of(store, operation, "desc"))
    ranges = [change for change in changes if change.last_id is not None]
    before, lost = set(_unfit(store, changes)), set(lost_in(store, _touched(changes)))
    for change in ranges:
        _remove_range(store, change)
    for change in changes:
        # A row that an import added and then changed has gone with its range.
        if not any(_covers(range_, change) for range_ in ranges):
            _put_back(store, change)
    _bring_up(store, changes)
    _refuse_dangling(store, changes, lost)
    for ref, key in _unfit(store, changes):
        if (ref, key) not in before:
            there = store.connection.execute("select 1 from field where 'f' || id = ?", (key,)).fetchone()
            what = f"would hold what {key} does not take" if there else "refers to a field that would be gone"
            how = f"undo what was done later first; see caseload history {key if there else ref}"
            kind, number = parse_ref(ref) or (Client, 0)
            raise _Stands(f"{ref} {what}", how, kind.TABLE, number)


def _bring_up(store: Store, changes: Sequence[Change]) -> None:
    """Have what is back from an image of an older schema be as the upgrade would have made it, had it been there."""
    for table, came_later in (("assessment", "score_of"), ("instrument", "sensitivity")):
        back = [one.record_id for one in changes if one.table == table and one.before and not one.after]
        if old := [one.record_id for one in changes if one.record_id in back and came_later not in (one.before or {})]:
            bring_up_to_date(store, 0, {table: old})


def _refuse_purged(store: Store, number: int) -> None:
    if gone := purged_in(store, number):
        ref, purge = gone
        what = f"operation {number} {'purged' if purge == number else f'touched {ref}, which operation {purge} purged'}"
        kind, record = parse_ref(ref) or (Client, 0)
        raise _Stands(f"{what}{f' {ref}' * (purge == number)}", "no purge is taken back", kind.TABLE, record)


def _touched(changes: Sequence[Change]) -> dict[str, tuple[int, int]]:
    """The tables of the changes, each with the first and the last number that they touch."""
    found: dict[str, tuple[int, int]] = {}
    for one in changes:
        first, last = found.get(one.table, (one.record_id, one.last))
        found[one.table] = min(first, one.record_id), max(last, one.last)
    return found


def _unfit(store: Store, changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """What records that have to do with the changes hold in fields of the user's own that would not take it."""
    touched = _touched(changes)
    every = (0, _EVERY) if OwnField.TABLE in touched else None
    for kind in KINDS:
        if kind.OWN and (numbers := every or touched.get(kind.TABLE)):
            yield from ((f"{kind.PREFIX}{number}", key) for number, key in sorted(unfit(store, kind, *numbers)))


_EVERY = 2**63 - 1


def _covers(range_: Change, change: Change) -> bool:
    return range_.table == change.table and range_.record_id <= change.record_id <= range_.last


def _put_back(store: Store, change: Change) -> None:
    now = image_of(store, change.table, change.record_id)
    if not _same(now, change.after) and not _same(now, (change := _as_upgraded(store, change)).after):
        raise _changed_since(store, change)
    if change.before is None:
        store.connection.execute(f"delete from {change.table} where id = ?", (change.record_id,))
        return
    if now is not None:
        _refuse_unreadable(change, now, change.before)
    # Of one that is there no other column: SQLite would look again at a reference that leads nowhere.
    values = {key: one for key, one in change.before.items() if now is None or now.get(key) != one}
    if not values:
        return
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    insert = f"insert into {change.table} ({names}) values ({marks})"
    update = f"update {change.table} set ({names}) = ({marks}) where id = {change.record_id}"
    try:
        store.connection.execute(insert if now is None else update, tuple(values.values()))
    except sqlite3.IntegrityError as error:
        raise _taken(change, error) from error


def _as_upgraded(store: Store, change: Change) -> Change:
    """A change as it would have been if what upgrades have made of the record since had stood in it from the first."""
    sql = f"""select before, after from change
    where kind = ? and record_id = ? and id > ? and {UPGRADED} and before is not null order by id"""
    found = store.connection.execute(sql, (change.table, change.record_id, change.id)).fetchall()
    before, after = change.before, change.after
    for was, became in ((json.loads(one), json.loads(other)) for one, other in found):
        before, after = (image and _with(image, was, became) for image in (before, after))
    return replace(change, before=before, after=after)


def _with(image: Image, was: Image, became: Image) -> Image:
    """An image with what another change has made of a record, where it held what was there before that."""
    return {name: became.get(name) if name in was and one == was[name] else one for name, one in image.items()}


def _refuse_unreadable(change: Change, now: Image, before: Image) -> None:
    """Refuse to put back what another program had made unreadable: no list would find the record again."""
    kind = kind_of(change.table)
    # A later schema may have more columns.
    if fault := fault_of(kind, {**now, **before}):
        ref = f"{kind.PREFIX}{change.record_id}"
        what = f"{ref} could not be read before that ({fault}), and would be in no list again"
        raise _Stands(what, f"caseload history {ref} shows what was there", change.table, change.record_id)


def _remove_range(store: Store, change: Change) -> None:
    for record_id, image in _as_imported(store, change).items():
        if not _same(image_of(store, change.table, record_id), image):
            raise _changed_since(store, change, record_id)
    sql = f"delete from {change.table} where id between ? and ?"
    store.connection.execute(sql, (change.record_id, change.last))


def _as_imported(store: Store, change: Change) -> dict[int, Image | None]:
    """The rows of a range that were written to later, as they were before that; the others are as they came."""
    sql = "select record_id, before from change where kind = ? and record_id between ? and ? and id > ?"
    sql += f" and not {UPGRADED}"
    values = (change.table, change.record_id, change.last, change.id)
    # The first one of a row counts: it comes last here, and takes the place of the others.
    later = store.connection.execute(f"{sql} order by id desc", values)
    return {record_id: before and json.loads(before) for record_id, before in later}


def _same(now: Image | None, then: Image | None) -> bool:
    """Whether a row is as it was, by the columns it had then: a later schema may have more."""
    if now is None or then is None:
        return now is then
    return all(now.get(name) == value for name, value in then.items())


def _changed_since(store: Store, change: Change, record_id: int | None = None) -> Refused:
    number = change.record_id if record_id is None else record_id
    sql = "select operation_id from change where kind = ? and record_id = ? and id > ? order by id desc limit 1"
    row = store.connection.execute(sql, (change.table, number, change.id)).fetchone()
    ref = f"{kind_of(change.table).PREFIX}{number}"
    is_ours = row and row[0]
    said = f"{ref} has been changed since, {f'by operation {row[0]}' if is_ours else 'outside caseload'}"
    how = f"see caseload history {ref}" if is_ours else f"caseload undo --outside {ref} takes that back first"
    return _Stands(said, how, change.table, number)


def _taken(change: Change, error: sqlite3.IntegrityError) -> Refused:
    """The refusal where a handle, or a number from a file, has gone to another record since."""
    said, _, column = str(error).rpartition(".")
    if not said.startswith("UNIQUE"):
        return Refused(str(error))
    ref = f"{kind_of(change.table).PREFIX}{change.record_id}"
    return Refused(f"another {change.table} has the {column} that {ref} had", "give that one another first")


def _refuse_dangling(store: Store, changes: Sequence[Change], before: Container[tuple[str, str]]) -> None:
    """Refuse where a record is gone now and still referred to, or is back and refers to what is gone."""
    for ref, of in lost_in(store, _touched(changes)):
        if (ref, of) not in before:
            what = f"{ref} refers to {with_article(kind_of(of))} that would be gone"
            kind, number = parse_ref(ref) or (Client, 0)
            how = f"undo what was done later first; see caseload history {ref}"
            raise _Stands(what, how, kind.TABLE, number)
