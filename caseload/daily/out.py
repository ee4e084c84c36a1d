"""How an answer goes out: a page for people or the rows, the fields behind it, in the format asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit, emit_page
from caseload.output.page import Page
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.session import STDOUT, Session

if TYPE_CHECKING:
    from caseload.store.core import Store

T = TypeVar("T")


def put_page_or_list(
    session: Session, page: Page, rows: Sequence[T], columns: Sequence[Column[T]],
    client: Callable[[T], Client | None] | None = None,
) -> bool:  # fmt: skip
    """A page for people, or the rows behind it, each of a client, for a program; whether it was the page."""
    form = session.form
    if wanted := wants_page(session):
        emit_page(page, form, session.terminal)
    else:
        columns = nameless(session, columns, client)
        emit(rows, choose(columns, session.asked.fields), form, session.terminal, excel=session.asked.excel)
    return wanted


def withholds(session: Session) -> bool:
    """Whether guarded records stay out: of all that goes elsewhere than to a terminal, unless --sensitive was typed."""
    to_people = session.terminal.is_tty and session.asked.output in STDOUT and session.form is Format.TABLE
    return not (to_people or session.asked.sensitive or session.form is Format.IDS)


class Withheld:
    """Which records a page leaves out because a law guards them, or what they are of; `refs` are those it has met."""

    def __init__(self, store: "Store") -> None:
        from caseload.store.reads.guarded import guard_of

        self.refs: set[str] = set()
        self._guard = partial(guard_of, store)

    def __call__(self, record: Record) -> bool:
        """Whether the record stays out."""
        if is_out := bool(self._guard(record)):
            self.refs.add(record.ref)
        return is_out


def tell_withheld(session: Session, count: int) -> None:
    """Say how many guarded records were left out."""
    if count:
        session.tell(f"{count} withheld (SUD, MH, HIV, SDV or PSYTHPN); --sensitive lets them out")


def wants_page(session: Session, *also: Format) -> bool:
    """Whether the answer is for people: no --fields, no --names, no format that programs read but those in `also`."""
    asked = session.asked
    return asked.fields is None and asked.names is None and asked.format in (None, Format.TABLE, Format.PLAIN, *also)


_TELLING = frozenset((
    "client_handle", "title", "reason", "hidden_reason", "handle", "name", "born_on", "other_name", "other_born_on",
    "excerpt", "before", "after", "origin", "clients", "titles", "destination", "referred_by", "service_type",
    "payer", "number", "next", "place", "met_by", "papers", "benefits", "phase", "done", "courses_open",
))  # fmt: skip
"""Columns of lists that are none of records, which may tell who somebody is: names, and whatever was typed."""


def nameless(
    session: Session, columns: Sequence[Column[T]], client: Callable[[T], Client | None] | None = None
) -> Sequence[Column[T]]:
    """The columns as `--names` has them: without those that tell, and where asked with the client's initials."""
    if session.asked.names is None:
        return columns
    from caseload.records.of.public import Names

    # What people read in the place of a value may be a name: the ids of a step with their titles.
    kept = [column._replace(say=None, under=None) for column in columns if column.key not in _TELLING]
    if client is None or session.asked.names is Names.NONE:
        return kept
    whose: Callable[[T], Client | None] = client
    place = 1 + max(at for at, column in enumerate(kept) if column.key in ("id", "client"))

    def said(row: T) -> str | None:
        found = whose(row)
        return found.initials if found else None

    return [*kept[:place], Column("initials", said), *kept[place:]]
