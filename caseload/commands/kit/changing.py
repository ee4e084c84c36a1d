"""Records changed as was typed: which they are, what they become, what they may refer to."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from caseload.errors import BadRow, Invalid, Refused, spoken
from caseload.intake.piped import STDIN, ids
from caseload.output.terminal import warn
from caseload.records.client import Client
from caseload.records.kinds import has_client, many, noun_of, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.fields import field_named
from caseload.records.of.values import Own
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.own import own_fields
from caseload.store.reads.clients import client_id_of
from caseload.store.reads.listed import listed
from caseload.when.dates import When
from caseload.when.grammar import looks_like_time

R = TypeVar("R", bound=Record)


def named(session: Session, kind: type[Record], refs: Sequence[str] | None, verb: str) -> list[str]:
    """The ids that a command is to change: those typed, those on stdin for `-`, or those that its filters find.

    What filters find is counted, and several are changed only where their number is confirmed.
    """
    asked = session.asked.filters
    filtered = asked != Filters()
    if refs and filtered:
        raise Invalid("stand beside a filter", "ids or a filter, not both", field="ids")
    if refs:
        given = meant(session, refs) if kind is Client else ids(session.inp, refs)
        if session.asked.confirm is not None:
            count = len(set(given))
            confirm_count(session, verb, count, many(kind.TABLE, count))
        return given
    if not filtered:
        raise Invalid("is missing", f"an id such as {kind.PREFIX}1, - for ids on stdin, or a filter", field="REF")
    from caseload.commands.kit.listing import wanted

    found = [one.ref for one in listed(session.store, kind, wanted(session, kind), session.now)]
    if len(found) > 1 or session.asked.confirm is not None:
        confirm_count(session, verb, len(found), many(kind.TABLE, len(found)))
    return found


def meant(session: Session, refs: Sequence[str]) -> list[str]:
    """What is meant where clients may be: ids and whole handles each by itself, other words together as one name.

    Several are never chosen by parts of names: a line of stdin that is no id and no whole handle raises Invalid.
    """
    words = lookup.meant(session.store, [word for word in refs if word != STDIN])
    lines = ids(session.inp, [STDIN]) if STDIN in refs else []
    for line in lines:
        if not lookup.is_exact(session.store, line):
            raise Invalid("is no id and no whole handle", "one of these a line", typed=line)
    return words + lines


def picked(session: Session, kind: type[R], refs: Sequence[str] | None, verb: str) -> list[R]:
    """The records of a kind that a command is to change, each once; see `named`."""
    read = {"edit": to_change, kind.VOID: _to_void}.get(verb, _to_read)
    found = (read(session, kind, ref) for ref in named(session, kind, refs, verb))
    return list({one.id: one for one in found}.values())


def to_change(session: Session, kind: type[R], ref: str, *also: str) -> R:
    """The record under what was typed; one that cannot be read as an edit of what was typed, and `also`, mends it."""
    try:
        return lookup.of_kind(session.store, kind, ref)
    except BadRow as error:
        from caseload.store.mending import to_edit

        new = {name: kind.DEFAULTS[name] for name in also} | _new(session, kind)
        return to_edit(session.store, kind, _number(error, kind), new)


def _to_void(session: Session, kind: type[R], ref: str) -> R:
    try:
        return lookup.of_kind(session.store, kind, ref)
    except BadRow as error:
        from caseload.store.mending import to_void

        return to_void(session.store, kind, _number(error, kind))


def _to_read(session: Session, kind: type[R], ref: str) -> R:
    return lookup.of_kind(session.store, kind, ref)


def _number(error: BadRow, kind: type[Record]) -> int:
    """The number of the record that cannot be read; raises the error for another kind's."""
    found = parse_ref(error.ref)
    if found is None or found[0] is not kind:
        raise error
    return found[1]


def _new(session: Session, kind: type[Record]) -> dict[str, Any]:
    """What an edit puts into the fields of a record, by name, as far as that is known before it is read."""
    new = dict(session.asked.typed)
    for key in session.asked.clear:
        if field := field_named(kind, key, own_fields(session.store, kind)):
            new["own" if field.own else field.name] = field.default
    return new | ({"own": Own()} if session.asked.own or "own" in session.asked.clear else {})


def edited(session: Session, kind: type[R], refs: Sequence[str] | None, change: Callable[[R], R]) -> list[R]:
    """Every record that was named or found, changed in one step; a value that one of several cannot take names it."""
    with session.step():
        return edit_all(session, picked(session, kind, refs, "edit"), change)


def edit_all(session: Session, found: Sequence[R], change: Callable[[R], R]) -> list[R]:
    """Every record changed and stored, within the running step; with --to-client given to that client before."""
    several = len(found) > 1
    if session.asked.to_client is not None:
        from caseload.commands.kit.giving import give

        return give(session, found, lambda one: _naming(one, change, several=several))
    return [session.store.save(_naming(one, change, several=several)) for one in found]


def _naming(record: R, change: Callable[[R], R], *, several: bool) -> R:
    try:
        return change(record)
    except Invalid as error:
        if not several:
            raise
        field = record.ref if error.field in ("", record.ref) else f"{record.ref} {error.field}"
        raise Invalid(error.fault, error.accepted, typed=error.typed, field=field) from error


def client_id(session: Session, text: str) -> int | None:
    """The number of the client that was typed; None for `me`."""
    return lookup.client_or_me(session.store, text)


def ref_id(session: Session, kind: type[Record], text: str | None) -> int | None:
    """The number of the record of a kind that was typed, if one was."""
    return None if text is None else lookup.of_kind(session.store, kind, text).id


def own_id(session: Session, kind: type[Record], text: str | None, client: int | None) -> int | None:
    """As `ref_id`, for a record that must be of the same client if it is anybody's; Refused for another client's."""
    if text is None:
        return None
    found = lookup.of_kind(session.store, kind, text)
    if has_client(kind) and client_id_of(session.store, found) != client:
        raise Refused(f"{found.ref} is another client's {noun_of(kind)}", f"see caseload {kind.TABLE} list")
    return found.id


def ids_by_client(
    session: Session, kind: type[Record], refs: Sequence[str] | None, clients: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """For each of the clients the numbers of their records of a kind that were typed; Refused for anyone else's."""
    found: dict[int, dict[int, None]] = {client: {} for client in clients}
    for ref in refs or ():
        one = lookup.of_kind(session.store, kind, ref)
        owner = client_id_of(session.store, one)
        number = own_id(session, kind, ref, owner if owner in found else clients[0])
        if owner is not None and number is not None:
            found[owner][number] = None
    return {client: tuple(numbers) for client, numbers in found.items()}


def title_of(session: Session, text: Sequence[str], when: When | None) -> str:
    """The title in the words typed; raises Invalid where a shell has eaten the quotes of `--due "fri 2pm"`."""
    title = " ".join(text)
    if (
        when is not None
        and when.time is None
        and len(text) > 1
        and looks_like_time(text[-1])
        and not session.asked.literal
    ):
        day = f"{when.day}@{text[-1]}"
        raise Invalid("ends in a time that may belong to the date", f"{day}, or -- before the words", typed=title)
    return title


def confirm_count(session: Session, verb: str, count: int, said: str) -> None:
    """Go on with several only where their number is said, by --confirm or at the terminal.

    Raises Refused for another number, Invalid naming --confirm where nobody can be asked. A dry run needs none.
    """
    expected = session.asked.confirm
    if expected is None and not session.dry_run:
        question = f"{verb} {said}"
        if not session.interactive:
            raise Invalid("needs a yes, and there is nobody to ask", f"add --confirm {count}", field=question)
        warn(session.terminal, spoken(f"{question}? type {count}", at_terminal=True))
        typed = session.inp.readline().strip()
        expected = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else -1
    if expected not in (None, count):
        raise Refused(f"it would be {said}, not the number that was confirmed", "nothing was changed; see -n")
