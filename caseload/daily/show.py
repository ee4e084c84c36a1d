"""Anything by its id; a client's one-page file."""

from caseload.daily.columns import field_columns
from caseload.daily.out import Withheld, tell_withheld, wants_page, withholds
from caseload.output.column import Format, choose
from caseload.output.emit import emit, emit_page
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.reports.client_file import client_page
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.guarded import guard_of


def answer(session: Session, *ref: str) -> None:
    """The record that the words mean."""
    put_page(session, lookup.record(session.store, " ".join(ref)))


def put_page(session: Session, record: Record) -> None:
    """One record, every field; for a client, the one-page file. With --fields, those fields as a list of one."""
    is_page = wants_page(session, Format.MARKDOWN)
    if session.asked.typed:
        from caseload.daily.outgoing import put_record

        put_record(session, record, is_page=is_page and not isinstance(record, Client))
        return
    held_back = withholds(session) and not (is_page and session.terminal.is_tty)
    kept, withheld = [record], Withheld(session.store)
    if held_back and guard_of(session.store, record):
        tell_withheld(session, 1)
        kept = []
    if is_page and not kept:
        return
    if is_page:
        if isinstance(record, Client):
            page = client_page(
                session.store, record, session.now, session.rules,
                reveal=session.asked.reveal, stays_out=withheld if held_back else None,
            )  # fmt: skip
            tell_withheld(session, len(withheld.refs))
        elif record.TABLE == "safety":
            from caseload.reports.safety_page import safety_page

            page = safety_page(session.store, record)
        else:
            from caseload.reports.record import record_page

            stays_out = withheld if held_back else None
            page = record_page(
                session.store, record, session.now, session.rules, session.zone, stays_out, reveal=session.asked.reveal
            )
            tell_withheld(session, len(withheld.refs))
        emit_page(page, session.form, session.terminal)
        return
    columns = choose(field_columns(session, type(record)), session.asked.fields)
    emit(
        kept,
        columns,
        session.form,
        session.terminal,
        excel=session.asked.excel,
    )
