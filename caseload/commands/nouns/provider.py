"""caseload provider."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited, picked
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import by_rule, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, On, bulk, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.output.column import Column
from caseload.records.provider import Provider, assured
from caseload.session import Session

app = noun("The directory: who provides what, where, when and for whom.")
register(app, Provider, because="closed for good")

Name = Annotated[list[str], typer.Argument(metavar="NAME...", help="The organization; quotes are not needed.")]


@app.command(cls=adds(Provider))
def add(ctx: typer.Context, name: Name) -> None:
    """Add a service of an organization to the directory; of an organization with several each by itself.

    \b
    Examples:
      caseload provider add Elm Street Kitchen --service "Hot meals" --category food --hours "mon-fri 11-13" --cost free
      caseload provider add Harbor Legal Aid --phone 555-0150 --zip 60601 --languages "English, Spanish"
    """
    session = current(ctx)
    with session.step() as store:
        provider = store.add(made(session, Provider, name=" ".join(name)))
    added(session, provider, *_said(session, provider))


@app.command("list", cls=lists(Provider))
def list_(ctx: typer.Context) -> None:
    """The directory, by organization: what can be had now; --due asks for the day it was last assured.

    \b
    Examples:
      caseload provider list --where "category ~ food"
      caseload provider list --status all --due ..2025-12-31
    """
    session = current(ctx)
    put_list(session, Provider, wanted(session, Provider), _COLUMNS)


@app.command(cls=edits(Provider))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what the directory has of a provider.

    \b
    Examples:
      caseload provider edit pr1 --capacity waitlist --wait "6 weeks"
      caseload provider edit pr1 --status temporarily-closed
    """
    session = current(ctx)
    found = edited(session, Provider, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=bulk(Provider, "status", "due", "where"))
def assure(ctx: typer.Context, refs: Chosen = None, on_day: On = None) -> None:
    """Say that all the directory has of providers was found true, today unless said.

    \b
    Examples:
      caseload provider assure pr1
      caseload provider assure pr1 --on yesterday
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        found = [store.save(assured(one, day)) for one in picked(session, Provider, refs, "assure")]
    saved_all(session, [(one, (_next(session, one),)) for one in found])


def _said(session: Session, provider: Provider) -> tuple[str | None, ...]:
    """What a confirmation repeats of a provider."""
    return provider.category, provider.place, provider.phone, on(session, "assured", provider.assured_on)


def _next(session: Session, provider: Provider) -> str | None:
    item = by_rule(session, "provider-assurance")(provider)
    return on(session, "again", item.due if item else None)


_COLUMNS: tuple[Column[Provider], ...] = (
    Column("id", lambda one: one.ref, "Id"),
    Column("service", lambda one: one.service, "Service", text=True),
    Column("name", lambda one: one.name, "Organization", text=True),
    Column("city", lambda one: one.city, "City", text=True),
    Column("phone", lambda one: one.phone, "Phone"),
    Column("hours", lambda one: one.hours, "Hours", text=True),
    Column("status", lambda one: one.status, "Status"),
)
