"""How an answer goes out: a page for people or the items, the rows, the fields behind it, in the format asked for."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any, TypeVar

from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit, emit_page
from caseload.output.page import Page
from caseload.records.of.base import Record
from caseload.records.of.fields import public_fields
from caseload.records.of.nature import Stamp
from caseload.records.of.public import masked, public
from caseload.reports.due import Item
from caseload.reports.items import PUBLIC
from caseload.session import Session
from caseload.store.own import own_fields
from caseload.store.reads.clients import Handles
from caseload.when.dates import local

T = TypeVar("T")


def put_page_or_items(session: Session, page: Page, items: Sequence[Item]) -> None:
    """A page of items for people, or its items for a program: --json, --csv, --fields and the like."""
    if wants_page(session, Format.MARKDOWN):
        emit_page(page, session.form, session.terminal)
    else:
        put_items(session, items, PUBLIC)


def put_page_or_list(session: Session, page: Page, rows: Sequence[T], columns: Sequence[Column[T]]) -> bool:
    """A page for people, or the rows behind it for a program; whether it was the page."""
    form = session.form
    if wanted := wants_page(session):
        emit_page(page, form, session.terminal)
    else:
        emit(rows, choose(columns, session.asked.fields), form, session.terminal, excel=session.asked.excel)
    return wanted


def wants_page(session: Session, *also: Format) -> bool:
    """Whether the answer is for people: no --fields, and no format that programs read but those in `also`."""
    return session.asked.fields is None and session.asked.format in (None, Format.TABLE, Format.PLAIN, *also)


def put_items(
    session: Session, items: Sequence[Item], columns: Sequence[Column[Item]], *,
    group: Callable[[Item], str] | None = None, empty: str = "",
) -> None:  # fmt: skip
    """A list of items: as a table in the columns given, else in the public ones."""
    form = session.form
    chosen = columns if form is Format.TABLE and session.asked.fields is None else choose(PUBLIC, session.asked.fields)
    emit(items, chosen, form, session.terminal, excel=session.asked.excel, group=group, empty=empty)


def field_columns(session: Session, kind: type[Record]) -> list[Column[Any]]:
    """Every field of a kind as a column: references as typed ids, the client's handle beside the client.

    The last says which caseload it is of, so that another does not take the ids for its own. What is confidential is
    masked unless `--reveal` was typed.
    """
    found: list[Column[Any]] = []
    value = public if session.asked.reveal else masked
    handles, database = Handles(session.store), session.store.database
    for field in public_fields(kind, own_fields(session.store, kind)):
        get = partial(value, field)
        say = partial(_on_the_clock, session.zone, get) if field.is_a(Stamp) else None
        found.append(Column(field.key, get, field.label, text=field.type is str, say=say))
        if field.name == "client_id":
            found.append(Column("client_handle", lambda record: handles[record.client_id]))
    found.append(Column("database", lambda _: database))
    return found


def _on_the_clock(zone: tzinfo | None, get: Callable[[Any], object], record: Any) -> object:
    """A moment as people read it: on the user's wall clock."""
    stamp = get(record)
    return stamp and local(str(stamp), zone)
