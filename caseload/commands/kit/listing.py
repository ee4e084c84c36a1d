"""How commands list records: which the filters ask for, and in which columns."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from caseload.daily.columns import field_columns
from caseload.daily.out import tell_withheld, withholds
from caseload.errors import Invalid
from caseload.output.clean import shown
from caseload.output.column import Column, Format, choose, id_place
from caseload.output.emit import emit
from caseload.output.terminal import stream
from caseload.records.client import no_longer_served
from caseload.records.kinds import noun_of, with_article
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.own import own_fields
from caseload.store.public import Shown
from caseload.store.reads.clients import ToldApart, clients_by_number, clients_of
from caseload.store.reads.guarded import guard_of
from caseload.store.reads.listed import Wanted, clients_listed, guarded, listed
from caseload.store.reads.waivers import standing_waivers
from caseload.when.dates import When, say_late

if TYPE_CHECKING:
    from caseload.records.of.condition import Condition
    from caseload.reports.due import Item

R = TypeVar("R", bound=Record)


def wanted(session: Session, kind: type[Record], *, exported: bool = False) -> Wanted:
    """Which records of a kind the filters of this run ask for.

    A list shows the open ones unless --status or --where speaks of their status; an export all, in the order of their
    ids, and with --voided the voided too.
    """
    asked = session.asked.filters
    where, about = (None, frozenset[str]()) if asked.where is None else _where(session, kind, asked.where)
    statuses = _statuses(kind, asked.status)
    if statuses is None and (exported or kind.STATUS in about):
        statuses = ()
    if asked.due and not kind.WHEN:
        raise Invalid(f"is for kinds with a date, and {with_article(kind)} has none", "--where", field="--due")
    sort = tuple(one.strip() for text in asked.sort for one in text.split(","))
    return Wanted(
        client_id=None if asked.client is None else lookup.whose(session.store, asked.client),
        statuses=statuses,
        due=session.range(asked.due),
        tags=tuple(asked.tag),
        where=where,
        voided=None if exported and asked.voided else asked.voided,
        sort=sort or (("id",) if exported else ()),
        own=own_fields(session.store, kind) if sort else (),
        limit=asked.limit,
    )


def _where(session: Session, kind: type[Record], text: str) -> "tuple[Condition, frozenset[str]]":
    """What was typed as a condition, and the fields it speaks of."""
    from caseload.records.of.condition import Known, fields_in, parse_condition

    def client(typed: str) -> int | None:
        return lookup.client_or_me(session.store, typed)

    own = own_fields(session.store, kind)
    known = Known(session.now, session.config.date_order, client, own, session.config.workdays)
    condition = parse_condition(kind, text, known)
    return condition, frozenset(fields_in(condition))


def _statuses(kind: type[Record], typed: Sequence[str]) -> tuple[str, ...] | None:
    if not typed:
        return None
    if not kind.STATUS:
        raise Invalid(f"is for kinds with a status, and {with_article(kind)} has none", "--where", field="--status")
    words = next(field.type for field in fields_of(kind) if field.name == kind.STATUS)
    asked = [word for text in typed for word in text.split(",")]
    if "all" in asked:
        return ()
    if "open" in asked:
        asked = [word for word in asked if word != "open"] + list(kind.OPEN)
    try:
        return tuple(str(words(word)) for word in asked)
    except ValueError as error:
        accepted = dict.fromkeys([*words.accepted().split(", "), "open", "all"])
        raise Invalid("is not accepted", f"one of {', '.join(accepted)}", field="--status") from error


def _withheld(session: Session, kind: type[Record], which: Wanted) -> Wanted:
    """What is wanted but for what another law guards, where that stays out; how many these are is told."""
    if not (withholds(session) and guarded(kind)):
        return which
    guarded_ones = which._replace(guarded=True, limit=None)
    tell_withheld(session, sum(1 for _ in listed(session.store, kind, guarded_ones, session.now)))
    return which._replace(guarded=False)


def put_list(
    session: Session, kind: type[R], which: Wanted, columns: Sequence[Column[R]], *, made_by: str = "",
    more: Sequence[R] = (),
) -> None:  # fmt: skip
    """Show the wanted records of a kind: as a table or as TSV the columns given, as CSV or JSON every field.

    `--fields` may name any of both. `made_by` is the command that makes one, where that is not `add`; `more` are
    records that are not stored, which a table shows after the others.
    """
    form, which = session.form, _withheld(session, kind, which)
    short = form in (Format.TABLE, Format.PLAIN, Format.TSV) and session.asked.fields is None
    everything = {column.key: column for column in field_columns(session, kind)}
    computed = {column.key: column for column in columns} if session.asked.fields else {}
    if session.asked.names:
        # What a column of a command's own says may be a name; the fields have said of themselves whether they are.
        kept = {"initials", *(column.key for column in columns)}
        columns, computed = [column for column in everything.values() if column.key in kept], {}
    elif guarded(kind):
        columns = _with_marks(session, kind, columns)
    chosen = columns if short else choose(tuple((computed | everything).values()), session.asked.fields)
    empty = f"no {noun_of(kind)} to show; add one with caseload {made_by or f'{kind.TABLE} add'}"
    if session.asked.filters._replace(sort=(), limit=None) != Filters():
        empty = f"no {noun_of(kind)} fits; see caseload {kind.TABLE} list"
    if all(everything.get(column.key) is column for column in chosen):
        _put_fields(session, kind, which, chosen, form, empty)
    else:
        found = listed(session.store, kind, which, session.now)
        chosen = _told_apart(session, kind, which, chosen)
        every = _followed(found, more if form is Format.TABLE else (), which.limit)
        emit(every, chosen, form, session.terminal, excel=session.asked.excel, empty=empty)


def _followed(found: Iterable[R], more: Sequence[R], limit: int | None) -> Iterator[R]:
    """What was found, to its end, so that the file is let go; then as many more as the limit leaves room for."""
    count = 0
    for one in found:
        count += 1
        yield one
    yield from more if limit is None else more[: max(0, limit - count)]


def _told_apart(
    session: Session, kind: type[Record], which: Wanted, columns: Sequence[Column[Any]]
) -> Sequence[Column[Any]]:
    numbers = partial(clients_listed, session.store, kind, which, session.now)
    return with_namesakes(session, columns, clients_of(session.store, kind), numbers)


def with_namesakes(
    session: Session, columns: Sequence[Column[Any]], client: Callable[[Any], int | None],
    numbers: Callable[[], Iterable[int]],
) -> Sequence[Column[Any]]:  # fmt: skip
    """The columns of a table, under those with a handle what tells the client from namesakes among those numbers."""
    told = ToldApart(session.store, numbers)
    whose: dict[str, Callable[[Any], str | None]] = {
        "client_handle": lambda one: told[client(one)],
        "other_handle": lambda one: told[one.other_id],
    }
    return [column._replace(under=whose.get(column.key, column.under)) for column in columns]


def _with_marks(session: Session, kind: type[Record], columns: Sequence[Column[R]]) -> Sequence[Column[R]]:
    """The columns of a list, where people read what a record is called with the law that guards it before it."""
    texts = [column.key for column in columns if column.text]
    place = kind.TITLE if kind.TITLE in texts else texts[0]

    def said(column: Column[R], one: R) -> object:
        value = (column.say or column.get)(one)
        mark = guard_of(session.store, one)
        return f"{mark} {value or ''}".strip() if mark else value

    return [one._replace(say=partial(said, one)) if one.key == place else one for one in columns]


def _put_fields(
    session: Session, kind: type[Record], which: Wanted, columns: Sequence[Column[Any]], form: Format,
    empty: str = "",
) -> None:  # fmt: skip
    """The wanted records of a kind in columns that are fields of it, which may be a very large table."""
    from caseload.reports import exported

    if session.asked.names or not exported.has_lines(form, excel=session.asked.excel):
        columns = _told_apart(session, kind, which, columns)
        found = listed(session.store, kind, which, session.now)
        emit(found, columns, form, session.terminal, excel=session.asked.excel, empty=empty)
        return
    keys = [column.key for column in columns]
    only = tuple(keys) if form is not Format.IDS else (keys[id_place(keys)],)
    own, database = own_fields(session.store, kind), session.store.database
    shown = Shown(reveal=session.asked.reveal, only=only, own=own, database=database)
    lines = exported.wanted_file(session.store, kind, shown, which, session.now, form, excel=session.asked.excel)
    stream(session.terminal, lines)


def at_most(limit: int | None) -> int | None:
    """A limit that was typed, as far as there is anything to count."""
    return None if limit is None else min(limit, sys.maxsize)


def at_first(session: Session, limit: int | None, screenful: int) -> int | None:
    """How many to show: as was typed; else on a terminal a screenful, and all of them for a program or a file."""
    if limit is None:
        return screenful if session.terminal.is_tty else None
    return at_most(limit)


def tell_of_others(session: Session, shown: int, total: int, limit: int | None) -> None:
    """Say how many are not shown, unless a limit was typed, and what shows them all."""
    if limit is None and total > shown:
        session.tell(f"{shown} of {total} shown; all: --limit {total}")


def by_rule(session: Session, name: str) -> "Callable[[Record], Item | None]":
    """What a rule says of one record after another, whether it shows yet or not."""
    from caseload.reports.due import Standing

    return partial(Standing(session.store, session.now, session.rules), name)


def late_by(session: Session, name: str) -> Callable[[Record], str]:
    """The style word of a record by a rule: late, or nothing."""
    standing = by_rule(session, name)

    def style(one: Record) -> str:
        item = standing(one)
        return "late" if item and item.late else ""

    return style


def unless_hidden(session: Session, say: Callable[[R], str]) -> Callable[[R], str]:
    """What a list says of a record, with until when it is snoozed before it."""
    snoozed = {one.item: one.until for one in standing_waivers(session.store, session.today) if one.rule is None}

    def said(one: R) -> str:
        until = snoozed.get(one.ref)
        return f"snoozed until {until}: {say(one)}" if until else say(one)

    return said


def marked(session: Session, say: Callable[[R], str]) -> Callable[[R], str]:
    """What a list says of a record; after it, of one that is open, that its client has died or was closed."""
    gone: dict[int, str] = {}

    def said(one: R) -> str:
        number: int | None = getattr(one, "client_id", None)
        if number is None or getattr(one, one.STATUS) not in one.OPEN:
            return say(one)
        if number not in gone:
            found = clients_by_number(session.store, [number])
            gone[number] = no_longer_served(found[number]) if found else ""
        return f"{say(one)} ({gone[number]})" if gone[number] else say(one)

    return said


def late_in_words(session: Session, rule: str) -> Callable[[Record], str]:
    """How late a record is by a rule, in words; mostly nothing."""
    standing = by_rule(session, rule)

    def said(one: Record) -> str:
        item = standing(one)
        return say_late(item.grace_ends, session.now) if item else ""

    return said


def due_column(session: Session, key: str, day: Callable[[R], object], rule: str, heading: str) -> Column[R]:
    """A column of days that says in words, too, how late each is by a rule: 2026-09-20, 66 days late."""
    late = late_in_words(session, rule)

    def said(one: R) -> str:
        value, words = day(one), late(one)
        told = str(value).replace("T", " ") if words and isinstance(value, When) else shown(value)
        return ", ".join(filter(None, (told, words)))

    return Column(key, day, heading, say=said, style=late_by(session, rule))


def put_export(session: Session, kind: type[Record]) -> None:
    """Every record of a kind that the filters let through, with every field, in the format asked for."""
    columns = choose(field_columns(session, kind), session.asked.fields)
    # What a recipient takes is weighed by kinds that a list of another, and `find`, need not load.
    from caseload.daily.outgoing import asked_for, put_outgoing

    if ask := asked_for(session):
        every = list(listed(session.store, kind, wanted(session, kind, exported=True), session.now))
        put_outgoing(session, every, ask, columns)
        return
    which = _withheld(session, kind, wanted(session, kind, exported=True))
    _put_fields(session, kind, which, columns, session.form)
