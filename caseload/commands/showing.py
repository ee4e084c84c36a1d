"""How commands show records: lists, pages, items and why they are due, each in the format asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from caseload.dates import say_late
from caseload.errors import Invalid
from caseload.output.columns import Column, Format, choose, emit, emit_values, format_for
from caseload.output.page import Page
from caseload.output.text import emit_page
from caseload.records.base import Record
from caseload.records.client import Client
from caseload.records.condition import Condition, Known, fields_in, parse_condition
from caseload.records.fields import fields_of
from caseload.records.kinds import with_article
from caseload.records.public import masked, public
from caseload.records.values import cell
from caseload.reports import why
from caseload.reports.client_file import client_page
from caseload.reports.due import Item, Standing
from caseload.reports.items import PUBLIC
from caseload.reports.record import record_page
from caseload.reports.why import Explanation
from caseload.session import Session
from caseload.store import lookup, queries
from caseload.store import public as tables

R = TypeVar("R", bound=Record)
T = TypeVar("T")


def wanted(session: Session, kind: type[Record], *, exported: bool = False) -> queries.Wanted:
    """Which records of a kind the filters of this run ask for.

    A list shows the open ones unless --status or --where speaks of their status; an export all, in the order of their
    ids, and with --voided the voided too.
    """
    asked = session.filters
    where = None if asked.where is None else _where(session, kind, asked.where)
    statuses = _statuses(kind, asked.status)
    if statuses is None and (exported or (where and kind.STATUS in fields_in(where))):
        statuses = ()
    if asked.due and not kind.WHEN:
        raise Invalid(f"is for kinds with a date, and {with_article(kind)} has none", "--where", field="--due")
    sort = tuple(one.strip() for text in asked.sort for one in text.split(","))
    return queries.Wanted(
        client_id=None if asked.client is None else lookup.client(session.store, asked.client).id,
        statuses=statuses,
        due=session.range(asked.due),
        tags=tuple(asked.tag),
        where=where,
        voided=None if exported and asked.voided else asked.voided,
        sort=sort or (("id",) if exported else ()),
        limit=asked.limit,
    )


def _where(session: Session, kind: type[Record], text: str) -> Condition:
    def client(typed: str) -> int:
        return lookup.client(session.store, typed).id

    return parse_condition(kind, text, Known(session.now, session.config.date_order, client))


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
        raise Invalid("is not accepted", f"one of {words.accepted()}, open, all", field="--status") from error


def put_list(session: Session, kind: type[R], which: queries.Wanted, columns: Sequence[Column[R]]) -> None:
    """Show the wanted records of a kind: as a table or as TSV the columns given, as CSV or JSON every field.

    `--fields` may name any of both.
    """
    format = format_for(session.format, session.terminal.is_tty)  # noqa: A001 - the word the command line uses
    short = format in (Format.TABLE, Format.PLAIN, Format.TSV) and session.fields is None
    everything = {column.key: column for column in field_columns(session, kind)}
    computed = {column.key: column for column in columns} if session.fields else {}
    chosen = columns if short else choose(tuple((computed | everything).values()), session.fields)
    found = queries.listed(session.store, kind, which, session.now)
    empty = f"no {kind.TABLE} to show; add one with caseload {kind.TABLE} add"
    emit(found, chosen, format, session.terminal, excel=session.excel, empty=empty)


def by_rule(session: Session, name: str) -> Callable[[Record], Item | None]:
    """What a rule says of one record after another, whether it shows yet or not."""
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
    snoozed = {one.item: one.until for one in queries.waivers(session.store, session.today) if one.rule is None}

    def said(one: R) -> str:
        until = snoozed.get(one.ref)
        return f"snoozed until {until}: {say(one)}" if until else say(one)

    return said


def due_column(session: Session, key: str, day: Callable[[R], object], rule: str, heading: str) -> Column[R]:
    """A column of days that says in words, too, how late each is by a rule: 2026-09-20, 66 days late."""
    standing = by_rule(session, rule)

    def said(one: R) -> str:
        item = standing(one)
        return ", ".join(filter(None, (cell(day(one)), say_late(item.grace_ends, session.now) if item else "")))

    return Column(key, day, heading, say=said, style=late_by(session, rule))


def put_export(session: Session, kind: type[Record]) -> None:
    """Every record of a kind that the filters let through, with every field, in the format asked for."""
    which = wanted(session, kind, exported=True)
    if which != queries.Wanted(statuses=(), sort=("id",), voided=which.voided) or session.fields is not None:
        found, columns = queries.listed(session.store, kind, which, session.now), field_columns(session, kind)
        format = format_for(session.format, session.terminal.is_tty)  # noqa: A001 - the word the command line uses
        emit(found, choose(columns, session.fields), format, session.terminal, excel=session.excel)
        return
    _put_table(session, kind, voided=which.voided is None)


def _put_table(session: Session, kind: type[Record], *, voided: bool) -> None:
    """A whole table, which may be very large."""
    shown = tables.Shown(reveal=session.reveal)
    rows, keys = tables.exported(session.store, kind, shown, voided=voided), shown.keys(kind)
    format = format_for(session.format, session.terminal.is_tty)  # noqa: A001 - the word the command line uses
    if format is Format.TABLE:
        texts = {field.key for field in fields_of(kind) if field.type is str}
        columns = [Column(key, itemgetter(place), text=key in texts) for place, key in enumerate(keys)]
        emit(rows, columns, format, session.terminal, excel=session.excel)
    else:
        emit_values(rows, keys, format, session.terminal, excel=session.excel)


def put_page(session: Session, record: Record) -> None:
    """One record, every field; for a client, the one-page file. With --fields, those fields as a list of one."""
    if _wants_page(session):
        if isinstance(record, Client):
            page = client_page(session.store, record, session.now, session.rules, reveal=session.reveal)
        else:
            page = record_page(session.store, record, session.now, session.rules)
        emit_page(page, format_for(session.format, session.terminal.is_tty), session.terminal)
        return
    columns = choose(field_columns(session, type(record)), session.fields)
    emit([record], columns, format_for(session.format, session.terminal.is_tty), session.terminal, excel=session.excel)


def put_page_or_items(session: Session, page: Page, items: Sequence[Item]) -> None:
    """A page of items for people, or its items for a program: --json, --csv, --fields and the like."""
    if _wants_page(session):
        emit_page(page, format_for(session.format, session.terminal.is_tty), session.terminal)
    else:
        put_items(session, items, PUBLIC)


def put_page_or_list(session: Session, page: Page, rows: Sequence[T], columns: Sequence[Column[T]]) -> bool:
    """A page for people, or the rows behind it for a program; whether it was the page."""
    format = format_for(session.format, session.terminal.is_tty)  # noqa: A001 - the word the command line uses
    if wanted := _wants_page(session):
        emit_page(page, format, session.terminal)
    else:
        emit(rows, choose(columns, session.fields), format, session.terminal, excel=session.excel)
    return wanted


def _wants_page(session: Session) -> bool:
    return session.fields is None and session.format in (None, Format.TABLE, Format.PLAIN)


def put_items(
    session: Session, items: Sequence[Item], columns: Sequence[Column[Item]], *,
    group: Callable[[Item], str] | None = None, empty: str = "",
) -> None:  # fmt: skip
    """A list of items: as a table in the columns given, else in the public ones."""
    format = format_for(session.format, session.terminal.is_tty)  # noqa: A001 - the word the command line uses
    chosen = columns if format is Format.TABLE and session.fields is None else choose(PUBLIC, session.fields)
    emit(items, chosen, format, session.terminal, excel=session.excel, group=group, empty=empty)


def put_explanations(session: Session, title: str, found: Sequence[Explanation], *, named: bool) -> None:
    """Why each is due: a page of sections, under the client's handle where `named`; a line each for a program."""
    page = why.page(title, found, session.now, named=named)
    if _wants_page(session) and (session.format or session.terminal.is_tty or not named):
        emit_page(page, format_for(session.format, session.terminal.is_tty), session.terminal)
        return
    columns = choose(why.COLUMNS, session.fields)
    emit(found, columns, format_for(session.format, session.terminal.is_tty), session.terminal, excel=session.excel)


def field_columns(session: Session, kind: type[Record]) -> list[Column[Any]]:
    """Every field of a kind as a column: references as typed ids, the client's handle beside the client.

    What is confidential is masked unless `--reveal` was typed.
    """
    found: list[Column[Any]] = []
    value = public if session.reveal else masked
    handles = queries.Handles(session.store)
    for field in fields_of(kind):
        found.append(Column(field.key, partial(value, field), text=field.type is str))
        if field.name == "client_id":
            found.append(Column("client_handle", lambda record: handles[record.client_id]))
    return found
