"""caseload undo, redo, history."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

import typer

from caseload.commands.kit.listing import at_first, tell_of_others
from caseload.commands.kit.options import Reads, Writes, Yes, current, verbs
from caseload.daily.out import nameless, tell_withheld, withholds
from caseload.errors import Invalid, Refused
from caseload.output.clean import shown
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.records.client import Client
from caseload.records.kinds import parse_ref
from caseload.records.of.values import cell
from caseload.session import Session
from caseload.store import changes, lookup
from caseload.store import history as past
from caseload.store.legible import legible
from caseload.store.operations import OTHER, UPGRADE, Operation, count, latest_of_all, operations
from caseload.store.reads.guarded import is_guarded
from caseload.store.settled import refuse_settled
from caseload.store.touched import touched
from caseload.when.dates import When, local, say_ago, say_when

T = TypeVar("T")

app = verbs()

Op = Annotated[int | None, typer.Argument(metavar="OP", min=1, help="Its number in the history; else the last one.")]
_SOON = timedelta(minutes=10)
"""What was done so lately is taken back unasked."""

AnyRef = Annotated[list[str] | None, typer.Argument(metavar="REF", help="Any id (t42), or a client's handle or name.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="At most so many, the latest; 20 on a terminal, else all."),
]

SCREENFUL = 20
"""How many are shown on a terminal unless a limit is typed."""


Outside = Annotated[
    str | None, typer.Option("--outside", metavar="REF", help="What another program has written to that record since.")
]


@app.command(cls=Writes)
def undo(ctx: typer.Context, op: Op = None, yes: Yes = False, outside: Outside = None) -> None:
    """Take back the last command, whole; or the one of that number, if nothing later builds on it.

    What is older than ten minutes is asked about first at a terminal. From the day after it on a signature stands, and
    so does every record of a client under legal hold.

    What another program has written to a record stands in the way of what was done to it before: --outside puts the
    record back to what it was until then.

    \b
    Examples:
      caseload undo
      caseload undo 1 --dry-run
      caseload undo --outside t1
    """
    session = current(ctx)
    if outside is not None:
        if op is not None:
            raise Invalid("goes with no number", "one of the two", field="--outside")
        kind, number = parse_ref(outside) or (Client, lookup.client(session.store, outside).id)
        with session.step() as store, legible():
            changes.take_back(store, kind.TABLE, number)
        ref = f"{kind.PREFIX}{number}"
        back = f"caseload history {ref} shows what was there"
        session.did(f"{ref} is as it was before another program wrote to it", back=back)
        return
    with legible():
        target = changes.to_undo(session.store, op)
    then = _local(session, target.at)
    told = " · ".join(filter(None, (target.told, _age(session, target))))
    is_old = then is not None and session.moment - then > _SOON
    if is_old and session.interactive and not (yes or session.dry_run):
        session.confirm(f"undo {told}?", "--yes")
    with session.step() as store, legible():
        changes.undo(store, target.id, later=then is not None and then.date() < session.today)
    session.did(f"undid {told}", back="redo: caseload redo")


@app.command(cls=Writes)
def redo(ctx: typer.Context) -> None:
    """Bring back what was undone last, as long as nothing new was done since.

    \b
    Examples:
      caseload redo
    """
    session = current(ctx)
    with session.step() as store, legible():
        redone = changes.redo(store)
    session.did(f"redid {redone.told}", _age(session, redone), back=_back(session, redone))


def _back(session: Session, redone: Operation) -> str:
    """How to take back what was redone; of what stands from the day after it on, what corrects it."""
    then = _local(session, redone.at)
    if then is not None and then.date() < session.today:
        try:
            refuse_settled(session.store, redone)
        except Refused as error:
            return error.next_step
    return f"undo: caseload undo {redone.id}"


@app.command(cls=Reads)
def history(ctx: typer.Context, ref: AnyRef = None, limit: Limit = None) -> None:
    """The latest commands, newest first; or what happened to one record, field by field, oldest first.

    What another program wrote to the file, or an upgrade, stands between them, all of one moment as one line, without
    a number.

    Of an import or a merge the file is told; and who did it, where that is not you.

    \b
    Examples:
      caseload history
      caseload history t1
    """
    session = current(ctx)
    if not ref:
        more = () if session.form is Format.TABLE and session.asked.fields is None else _FIRST
        with legible():
            # By its number undo knows a command; what another program wrote has none.
            known = session.form is Format.IDS
            steps = (operations if known else latest_of_all)(session.store, at_first(session, limit, SCREENFUL))
        _put(session, steps, (*_operations(session), *more))
        tell_of_others(session, len(steps), len(steps) if known else count(session.store), limit)
        return
    # A voided record, or one whose making was undone, still has a past.
    kind, number = parse_ref(" ".join(ref)) or (Client, lookup.client(session.store, " ".join(ref)).id)
    with legible():
        all_ = past.with_waivers(session.store, kind, number, reveal=session.asked.reveal)
    if withholds(session) and is_guarded(session.store, kind, number):
        tell_withheld(session, 1)
        all_ = []
    found = all_[-(at_first(session, limit, SCREENFUL) or len(all_)) :]
    if session.form is Format.TABLE and session.asked.fields is None and session.asked.names is None:
        title = str(touched(session.store, kind.TABLE, number))
        found = [_on_the_clock(session, one) for one in found]
        emit(found, _CHANGED, Format.TABLE, session.terminal, group=lambda one: _heading(session, one), title=title)
    else:
        _put(session, found, _differences(session))
    tell_of_others(session, len(found), len(all_), limit)


def _put(session: Session, found: Iterable[T], columns: Sequence[Column[T]]) -> None:
    form = session.form
    # The number by which undo knows a command is its id.
    ids = form is Format.IDS
    chosen = [Column("id", columns[0].get)] if ids else choose(nameless(session, columns), session.asked.fields)
    emit(found, chosen, form, session.terminal, excel=session.asked.excel, empty="nothing was done yet")


_CHANGED: tuple[Column[past.Difference], ...] = (
    Column("field", lambda one: one.field),
    Column("change", lambda one: f"{shown(one.before)} -> {shown(one.after)}".strip(), "Before -> after", text=True),
)


def _on_the_clock(session: Session, one: past.Difference) -> past.Difference:
    """What became of a moment, as people read it."""
    if not one.field.endswith("_at"):
        return one
    before, after = (value and local(str(value), session.zone) for value in (one.before, one.after))
    return replace(one, before=before, after=after)


def _heading(session: Session, one: past.Difference) -> str:
    parts = one.operation, _said(session, one.at), _told(session, one)
    return " · ".join(cell(part) for part in parts if part)


def _told(session: Session, one: Operation | past.Difference) -> str:
    """The command, the file that it came from, and who did it where that is somebody else."""
    is_other = one.who not in (session.config.sender.name, OTHER, UPGRADE)
    return " · ".join(filter(None, (one.command, one.origin, one.who if is_other else "")))


def _operations(session: Session) -> tuple[Column[Operation], ...]:
    return (
        Column("op", lambda one: one.id or None, right=True),
        Column("at", lambda one: _at(session, one.at), "When", say=lambda one: _said(session, one.at)),
        Column("command", lambda one: one.command, say=lambda one: _told(session, one)),
        Column("refs", lambda one: _in_ranges(one.refs), "Records", text=True, say=lambda one: one.touched),
        Column("state", lambda one: "undone" if one.undone else "done"),
    )


_FIRST: tuple[Column[Operation], ...] = (
    Column("clients", lambda one: tuple(dict.fromkeys(each.handle for each in one.first if each.handle))),
    Column("titles", lambda one: "; ".join(each.title for each in one.first if each.title), text=True),
    Column("who", lambda one: one.who or None),
    Column("origin", lambda one: one.origin or None, text=True),
)
"""What a table says beside ids and command, in columns of their own; of records the first few that were touched."""


def _in_ranges(refs: Sequence[str]) -> tuple[str, ...]:
    """Typed ids with each run of many as a range, as those of an import: t1..t900."""
    found: list[list[str]] = []
    for ref in refs:
        before = parse_ref(found[-1][-1]) if found else None
        if before and parse_ref(ref) == (before[0], before[1] + 1):
            found[-1].append(ref)
        else:
            found.append([ref])
    return tuple(one for run in found for one in ([f"{run[0]}..{run[-1]}"] if len(run) > _RUN else run))


_RUN = 5
"""So many ids in a row are told one by one."""


def _differences(session: Session) -> tuple[Column[past.Difference], ...]:
    return (
        Column("op", lambda one: one.operation, right=True),
        Column("at", lambda one: _at(session, one.at), "When", say=lambda one: _said(session, one.at)),
        Column("command", lambda one: one.command),
        Column("field", lambda one: one.field),
        Column("before", lambda one: one.before, text=True),
        Column("after", lambda one: one.after, text=True),
        Column("who", lambda one: one.who or None),
        Column("origin", lambda one: one.origin or None, text=True),
    )


def _age(session: Session, one: Operation) -> str | None:
    then = _local(session, one.at)
    return say_ago(then.replace(tzinfo=None), session.now) if then else None


def _local(session: Session, at: str) -> datetime | None:
    """A moment of the log by the user's clock; None for what another program put there and is none."""
    with suppress(ValueError, OverflowError, TypeError):
        return datetime.fromisoformat(at).astimezone(session.zone)
    return None


def _at(session: Session, at: str) -> str:
    local_ = _local(session, at)
    return at if local_ is None else local_.isoformat()


def _said(session: Session, at: str) -> str:
    local = _local(session, at)
    return at if local is None else say_when(When.at(local))
