"""What every noun does alike, written once: show, void, export."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated

import typer

from caseload.commands.kit.changing import picked
from caseload.commands.kit.options import CHOSEN, Chosen, Reads, Reason, Yes, bulk, current, lists
from caseload.commands.kit.saying import clients_became, saved_all, whose
from caseload.errors import aside
from caseload.records.client import Client
from caseload.records.kinds import many, noun_of, with_article
from caseload.records.of.base import Record
from caseload.store import lookup
from caseload.store.core import Store

_VOID = "Void {a} {noun} that should not be there: it leaves every list and report, and undo brings it back."


def register(
    app: typer.Typer, kind: type[Record], told: str = _VOID, because: str = "entered twice",
    without: Sequence[str] = (), *, find: Callable[[Store, str], Record] | None = None, which: str = "",
) -> None:  # fmt: skip
    """Give a noun its show (by id, or by what `find` takes), void and export, but those `without`, had apart."""
    noun, example, verb = kind.TABLE, f"{kind.PREFIX}1", kind.VOID
    which = which or ("id, handle, or enough of the name" if kind is Client else f"{example}")
    Ref = Annotated[str, typer.Argument(metavar="REF", help=f"Which {noun_of(kind)}: {which}.")]  # noqa: N806 - a type

    def show(ctx: typer.Context, ref: Ref) -> None:
        session = current(ctx)
        found = find(session.store, ref) if find else lookup.of_kind(session.store, kind, ref)
        from caseload.daily.show import put_page

        put_page(session, found)

    def void(ctx: typer.Context, reason: Reason, refs: Chosen = None, yes: Yes = False) -> None:
        from caseload.actions.voiding import hanging, void_all
        from caseload.store.holds import refuse_held

        session = current(ctx)
        with session.step() as store:
            found = picked(session, kind, refs, verb)
            for record in found:
                refuse_held(store, record)
            others = [_counted(hanging(store, record)) for record in found]
            if any(others) and not yes and not session.dry_run:
                what = f"{found[0].ref}{aside(found[0].called)}" if len(found) == 1 else many(noun, len(found))
                with_them = _counted(below for record in found for below in hanging(store, record))
                session.confirm(f"{verb} {what} and with it {with_them}?", "--yes")
            for record in found:
                void_all(store, record, reason)
        if len(found) == 1:
            named = f"{_DID[verb]} {found[0].ref} {found[0].called}"
            became = () if kind is Client else clients_became(session)
            session.did(named, whose(session, found[0]), others[0] and f"and {others[0]}", *became)
            return
        pairs = zip(found, others, strict=True)
        saved_all(session, [(record, (_DID[verb], other and f"and {other}")) for record, other in pairs])

    def export(ctx: typer.Context) -> None:
        from caseload.commands.kit.listing import put_export

        put_export(current(ctx), kind)

    shown = "the one-page file; with --json every field" if kind is Client else "every field"
    show.__doc__ = f"Show {with_article(kind)}: {shown}.\n\n\b\nExamples:\n  caseload {noun} show {example}\n"
    void.__doc__ = (
        f"{told.format(a=kind.AN, noun=noun_of(kind))}\n\n"
        f'\b\nExamples:\n  caseload {noun} {verb} {example} --reason "{because}" --yes\n'
    )
    export.__doc__ = (
        f"Every {noun_of(kind)}, whatever its status: as a list, or with --csv, --json and so on.\n\n"
        f"\b\nExamples:\n  caseload {noun} export --csv\n"
    )
    app.command(verb, cls=bulk(kind, *CHOSEN))(void)
    for name, cls, command in (("show", Reads, show), ("export", lists(kind), export)):
        if name not in without:
            app.command(name, cls=cls)(command)


_DID = {"void": "voided", "drop": "dropped"}


def _counted(records: Iterable[Record]) -> str:
    """The records by kind: 3 tasks, 1 note."""
    tables = [record.TABLE for record in records]
    return ", ".join(many(table, tables.count(table)) for table in dict.fromkeys(tables))
