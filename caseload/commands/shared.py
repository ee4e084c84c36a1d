"""What every noun does alike, written once: list, show, void, export, and the making of changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Annotated, Any, TypeVar

import typer

from caseload.actions.finishing import Finished
from caseload.actions.voiding import hanging, void_all
from caseload.commands.options import CHOSEN, Chosen, Reads, Reason, Yes, bulk, current, lists
from caseload.errors import Invalid, Refused
from caseload.intake.piped import ids
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import many
from caseload.records.note import Note, Reached
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, field_named, fields_of
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles, client_id_of
from caseload.store.reads.listed import listed
from caseload.when import clock_changes
from caseload.when.dates import When, say_distance, say_when
from caseload.when.grammar import looks_like_time

R = TypeVar("R", bound=Record)


def register(app: typer.Typer, kind: type[Record]) -> None:
    """Give a noun its show, void and export."""
    noun, example = kind.TABLE, f"{kind.PREFIX}1"
    a = "an" if noun[0] in "aeo" else "a"
    told = "id, handle, or enough of the name" if kind is Client else f"{example}"
    Ref = Annotated[str, typer.Argument(metavar="REF", help=f"Which {noun}: {told}.")]  # noqa: N806 - a type

    def show(ctx: typer.Context, ref: Ref) -> None:
        session = current(ctx)
        found = lookup.of_kind(session.store, kind, ref)
        # Here and not at the top: every verb of a noun loads this module, and pages are long.
        from caseload.daily.show import put_page  # noqa: PLC0415

        put_page(session, found)

    def void(ctx: typer.Context, reason: Reason, refs: Chosen = None, yes: Yes = False) -> None:
        session = current(ctx)
        with session.step() as store:
            found = picked(session, kind, refs, "void")
            others = [_counted(hanging(store, one)) for one in found]
            if any(others) and not yes and not session.dry_run:
                named = f"{found[0].ref} {found[0].label}" if len(found) == 1 else many(noun, len(found))
                with_them = _counted(one for record in found for one in hanging(store, record))
                session.confirm(f"void {named} and with it {with_them}?", "--yes")
            for one in found:
                void_all(store, one, reason)
        if len(found) == 1:
            session.did(f"voided {found[0].ref} {found[0].label}", others[0] and f"and {others[0]}")
            return
        told = zip(found, others, strict=True)
        saved_all(session, [(one, ("voided", other and f"and {other}")) for one, other in told])

    def export(ctx: typer.Context) -> None:
        from caseload.commands.showing import put_export  # noqa: PLC0415 - as in show

        put_export(current(ctx), kind)

    shown = "the one-page file; with --json every field" if kind is Client else "every field"
    show.__doc__ = f"Show {a} {noun}: {shown}.\n\n\b\nExamples:\n  caseload {noun} show {example}\n"
    void.__doc__ = (
        f"Void {a} {noun} that should not be there: it leaves every list and report, and undo brings it back.\n\n"
        f'\b\nExamples:\n  caseload {noun} void {example} --reason "entered twice" --yes\n'
    )
    export.__doc__ = (
        f"Every {noun}, whatever its status: as a list, or with --csv, --json and so on.\n\n"
        f"\b\nExamples:\n  caseload {noun} export --csv\n"
    )
    app.command(cls=Reads)(show)
    app.command(cls=bulk(kind, *CHOSEN))(void)
    app.command(cls=lists(kind))(export)


def _counted(records: Iterable[Record]) -> str:
    """The records by kind: 3 tasks, 1 note."""
    tables = [record.TABLE for record in records]
    return ", ".join(many(table, tables.count(table)) for table in dict.fromkeys(tables))


# Changes


def named(session: Session, kind: type[Record], refs: Sequence[str] | None, verb: str) -> list[str]:
    """The ids that a command is to change: those typed, those on stdin for `-`, or those that its filters find.

    What filters find is counted, and several are changed only where their number is confirmed.
    """
    asked = session.filters
    filtered = asked != Filters()
    if refs and filtered:
        raise Invalid("stand beside a filter", "ids or a filter, not both", field="ids")
    if refs:
        given = ids(session.inp, refs)
        if asked.confirm is not None:
            count = len(set(given))
            session.confirm_count(verb, count, many(kind.TABLE, count))
        return given
    if not filtered:
        raise Invalid("is missing", f"an id such as {kind.PREFIX}1, - for ids on stdin, or a filter", field="REF")
    # Here and not at the top: what lists need is no business of most changes.
    from caseload.commands.showing import wanted  # noqa: PLC0415

    found = [one.ref for one in listed(session.store, kind, wanted(session, kind), session.now)]
    if len(found) > 1 or asked.confirm is not None:
        session.confirm_count(verb, len(found), many(kind.TABLE, len(found)))
    return found


def picked(session: Session, kind: type[R], refs: Sequence[str] | None, verb: str) -> list[R]:
    """The records of a kind that a command is to change, each once; see `named`."""
    found = (lookup.of_kind(session.store, kind, ref) for ref in named(session, kind, refs, verb))
    return list({one.id: one for one in found}.values())


def edited(session: Session, kind: type[R], refs: Sequence[str] | None, change: Callable[[R], R]) -> list[R]:
    """Every record that was named or found, changed in one step; a value that one of several cannot take names it."""
    with session.step():
        return edit_all(session, picked(session, kind, refs, "edit"), change)


def edit_all(session: Session, found: Sequence[R], change: Callable[[R], R]) -> list[R]:
    """Every record changed and stored, within the running step."""
    return [session.store.save(_naming(one, change, several=len(found) > 1)) for one in found]


def _naming(record: R, change: Callable[[R], R], *, several: bool) -> R:
    try:
        return change(record)
    except Invalid as error:
        if not several:
            raise
        field = record.ref if error.field in ("", record.ref) else f"{record.ref} {error.field}"
        raise Invalid(error.fault, error.accepted, typed=error.typed, field=field) from error


def changed(record: R, clear: Sequence[str] | None, **values: Any) -> R:
    """The record with the values that were given, and the fields to clear emptied; Invalid where one cannot be."""
    kind = type(record)
    new = {name: value for name, value in values.items() if value is not None}
    for key in clear or ():
        field = field_named(kind, key)
        if field is None or field.name not in values:
            accepted = ", ".join(sorted(found.key for name in values if (found := _field(kind, name))))
            raise Invalid(f"is not a field of {kind.TABLE} that can be cleared", f"one of {accepted}", typed=key)
        if field.name in new:
            raise Invalid("is both set and cleared", "one of the two", field=key)
        new[field.name] = _default(kind, field)
    if not new:
        raise Invalid("nothing to change", "name a field; see --help", field=record.ref)
    return replace(record, **new)


def _field(kind: type[Record], name: str) -> Field | None:
    return next((field for field in fields_of(kind) if field.name == name), None)


def _default(kind: type[Record], field: Field) -> object:
    default = next(one.default for one in fields(kind) if one.name == field.name)
    if default is MISSING:
        raise Invalid(f"is needed by every {kind.TABLE}", "set it to something else", field=field.key)
    return default


def client_id(session: Session, text: str) -> int | None:
    """The number of the client that was typed; None for `me`."""
    return None if text == "me" else lookup.client(session.store, text).id


def ref_id(session: Session, kind: type[Record], text: str | None) -> int | None:
    """The number of the record of a kind that was typed, if one was."""
    return None if text is None else lookup.of_kind(session.store, kind, text).id


def own_id(session: Session, kind: type[Record], text: str | None, client: int | None) -> int | None:
    """As `ref_id`, for a record that must be of the same client; raises Refused for another client's."""
    if text is None:
        return None
    found = lookup.of_kind(session.store, kind, text)
    if client_id_of(session.store, found) != client:
        raise Refused(f"{found.ref} is another client's {kind.TABLE}", f"see caseload {kind.TABLE} list")
    return found.id


def title_of(session: Session, text: Sequence[str], when: When | None) -> str:
    """The title in the words typed; raises Invalid where a shell has eaten the quotes of `--due "fri 2pm"`."""
    title = " ".join(text)
    if when is not None and when.time is None and len(text) > 1 and looks_like_time(text[-1]) and not session.literal:
        day = f"{when.day}@{text[-1]}"
        raise Invalid("ends in a time that may belong to the date", f"{day}, or -- before the words", typed=title)
    return title


def on(session: Session, label: str, when: When | date | None) -> str | None:
    """A date as a confirmation echoes it: due Fri 2026-11-27 (in 5 days)."""
    if when is None:
        return None
    return f"{label} {say_when(when)} ({say_distance(when.day if isinstance(when, When) else when, session.today)})"


def whose(session: Session, record: Record) -> str | None:
    """The handle of the client a record is about, for a confirmation."""
    if isinstance(record, Client):
        # A dry run has rolled it back by now.
        return record.handle
    return Handles(session.store)[client_id_of(session.store, record)]


def added(session: Session, record: Record, *facts: str | None) -> None:
    """Confirm a new record, and give its id to a program that reads stdout."""
    saved(session, record, *facts)
    session.gave(record.ref)


def saved(session: Session, record: Record, *facts: str | None) -> None:
    """Confirm a changed record."""
    session.did(f"{record.ref} {record.label}", whose(session, record), *facts)


def saved_all(session: Session, changed: Sequence[tuple[Record, Sequence[str | None]]]) -> None:
    """Confirm several changed records, a line each, each with its facts."""
    if len(changed) == 1:
        saved(session, changed[0][0], *changed[0][1])
        return
    if not changed:
        none = "no ids came" if session.filters == Filters() else "nothing fits the filter"
        session.tell(f"{none}, so there is nothing to do")
        return
    session.did(f"{len(changed)} in one step")
    for record, facts in changed:
        parts = (f"{record.ref} {record.label}", whose(session, record), *facts)
        session.tell(" · ".join(part for part in parts if part))


def next_said(session: Session, ended: Finished) -> tuple[str | None, ...]:
    """What follows in a series as a confirmation tells it: next t43 · due Fri 2026-12-04 (in 9 days)."""
    if ended.follower is None:
        return ("last of its series",) if ended.is_last else ()
    return (f"next {ended.follower.ref}", on(session, "due", ended.follower.due))


def clock_told(session: Session, *whens: When | None) -> None:
    """Tell of times that the clocks skip or repeat, counted where they are several."""
    if told := clock_changes.said_of_many((when for when in whens if when), session.zone):
        session.tell(told)


def note_said(session: Session, note: Note) -> tuple[str | None, ...]:
    """A contact as a confirmation tells it: on Wed 2026-11-25 09:00 (today) · phone-call · no answer · 10 min."""
    return (
        on(session, "on", note.occurred),
        str(note.mode),
        _REACHED[note.reached],
        f"{note.minutes} min" if note.minutes is not None else None,
        f"{note.miles} miles" if note.miles is not None else None,
        ", ".join(f"{Goal.PREFIX}{number}" for number in note.goal_ids),
        str(note.status),
    )


_REACHED = {
    Reached.YES: "reached",
    Reached.GROUP: "reached in a group",
    Reached.NO: "no answer",
    Reached.COLLATERAL: "collateral",
}


def own_ids(session: Session, kind: type[Record], refs: Sequence[str] | None, client: int) -> tuple[int, ...]:
    """The numbers of the records of a kind that were typed, each once; raises Refused for another client's."""
    numbers = (own_id(session, kind, ref, client) for ref in refs or ())
    return tuple(dict.fromkeys(number for number in numbers if number is not None))
