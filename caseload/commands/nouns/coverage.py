"""caseload coverage."""

from collections.abc import Sequence
from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import due_column, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, Text, Writes, current, day, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.output.column import Column
from caseload.records.coverage import Coverage, ended, gaps_beside, overlaps
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.authorizations import coverages_of
from caseload.store.reads.clients import Handles

app = noun("What insures clients: payer, plan and member number, from when until when.")
register(app, Coverage)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A coverage's id: cv1.")]
Last = Annotated[str | None, day("--on", "Its last day; today unless said.")]


@app.command(cls=adds(Coverage))
def add(ctx: typer.Context, client: ClientWho, payer: Text, closed: Closed = False) -> None:
    """Add what insures a client; days without any coverage, and on which several hold, are told.

    \b
    Examples:
      caseload coverage add ana Medicaid --plan-name "Sunrise Health" --from 2026-06-01
      caseload coverage add ana Medicare --type medical --from 2026-01-01 --until 2026-12-31
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the coverage", closed=closed)
    with session.step() as store:
        coverage = store.add(made(session, Coverage, whose, payer=" ".join(payer).strip()))
        told = _spans(session, coverage)
    added(session, coverage, *_said(session, coverage), *told, said)


@app.command("list", cls=lists(Coverage))
def list_(ctx: typer.Context) -> None:
    """What insures clients, with the gaps between; --due asks for the last day.

    \b
    Examples:
      caseload coverage list --client ana --status all
      caseload coverage list --due +60d --csv
    """
    session = current(ctx)
    put_list(session, Coverage, wanted(session, Coverage), _columns(session))


@app.command(cls=edits(Coverage))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a coverage; gaps and days that overlap are told.

    \b
    Examples:
      caseload coverage edit cv1 --until 2026-12-31
      caseload coverage edit cv1 --status active --clear ended_on
    """
    session = current(ctx)
    found = edited(session, Coverage, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, _spans(session, one)) for one in found])


@app.command(cls=Writes)
def end(ctx: typer.Context, ref: Ref, on_day: Last = None) -> None:
    """A coverage has ended, and is cancelled, or is to: it covers up to that day.

    \b
    Examples:
      caseload coverage end cv1 --on 2026-11-30
    """
    session = current(ctx)
    with session.step() as store:
        coverage = ended(lookup.of_kind(store, Coverage, ref), session.day(on_day) or session.today, session.today)
        coverage = store.save(coverage)
        told = _spans(session, coverage)
    saved(session, coverage, on(session, "last day", coverage.ended_on), *told, told=("ended_on",))


def _spans(session: Session, coverage: Coverage) -> Sequence[str]:
    """Which days beside it nothing covers, and with which others it shares days."""
    found = coverages_of(session.store, [coverage.client_id]).get(coverage.client_id, [])
    mine = [coverage if one.id == coverage.id else one for one in found]
    return [*map(str, gaps_beside(coverage, mine, session.today)), *overlaps(coverage, mine)]


def _said(session: Session, coverage: Coverage) -> tuple[str | None, ...]:
    """What a confirmation repeats of a coverage."""
    days = on(session, "from", coverage.started_on), on(session, "until", coverage.ended_on)
    return coverage.plan_name, coverage.type, *days, str(coverage.status)


def _columns(session: Session) -> list[Column[Coverage]]:
    handles = Handles(session.store)
    of_client: dict[int, list[Coverage]] = {}

    def beside(one: Coverage) -> str | None:
        if one.client_id not in of_client:
            of_client.update(coverages_of(session.store, [one.client_id]))
        mine = of_client.get(one.client_id, [])
        # A gap between two is told below the one behind it.
        lacking = [gap for gap in gaps_beside(one, mine, session.today) if gap.is_behind(one) is (gap.last is None)]
        return "; ".join([*map(str, lacking), *overlaps(one, mine)]) or None

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("payer", lambda one: one.payer, "Payer", text=True, under=beside),
        Column("plan_name", lambda one: one.plan_name, "Plan", text=True),
        Column("type", lambda one: one.type, "Type", text=True),
        Column("status", lambda one: one.status, "Status"),
        Column("started_on", lambda one: one.started_on, "From"),
        due_column(session, "ended_on", lambda one: one.ended_on, "coverage-end", "Until"),
    ]
