"""What every noun does alike, written once: show, void, export."""

from collections.abc import Iterable
from typing import Annotated

import typer

from caseload.actions.voiding import hanging, void_all
from caseload.commands.kit.changing import picked
from caseload.commands.kit.options import CHOSEN, Chosen, Reads, Reason, Yes, bulk, current, lists
from caseload.commands.kit.saying import saved_all
from caseload.records.client import Client
from caseload.records.kinds import many
from caseload.records.of.base import Record
from caseload.store import lookup


def register(app: typer.Typer, kind: type[Record]) -> None:
    """Give a noun its show, void and export."""
    noun, example = kind.TABLE, f"{kind.PREFIX}1"
    a = kind.AN
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
        from caseload.commands.kit.listing import put_export  # noqa: PLC0415 - as in show

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
