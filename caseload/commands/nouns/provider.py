"""caseload provider."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from caseload.commands.kit.changing import edited, picked
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import by_rule, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, On, bulk, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.daily.columns import field_columns
from caseload.errors import Invalid
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.records.provider import Provider, ProviderStatus, assured
from caseload.reports.directory import Found, Sought, found, said_of
from caseload.reports.directory import place as where
from caseload.session import Session
from caseload.store import search
from caseload.store.reads.listed import Wanted, listed

app = noun("The directory: who provides what, where, when and for whom.")
register(app, Provider, because="closed for good")

Near = Annotated[
    str | None,
    typer.Option("--near", metavar="PLACE", help="The nearest first: a ZIP code, a city, or latitude,longitude."),
]
Speaks = Annotated[
    str | None, typer.Option("--language", metavar="WORD", help="Where it is spoken: es, Spanish and español are one.")
]
Opens = Annotated[
    str | None, typer.Option("--open", metavar="WHEN", help='Open on that day, or at a time of it: fri, "fri 18:00".')
]
Age = Annotated[float | None, typer.Option("--age", metavar="N", min=0, max=150, help="For somebody of that age.")]
Free = Annotated[bool, typer.Option("--free", help="Where nothing is to be paid.")]
Words = Annotated[list[str] | None, typer.Argument(metavar="[TEXT...]", help="What is sought; quotes are not needed.")]
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
def list_(
    ctx: typer.Context, near: Near = None, speaks: Speaks = None, opens: Opens = None, age: Age = None,
    free: Free = False,
) -> None:  # fmt: skip
    """The directory, by organization: what can be had now; --due asks for the day it was last assured.

    Of what is asked for and nobody knows of a provider its line says so, after those that fit.

    \b
    Examples:
      caseload provider list --where "category ~ food"
      caseload provider list --near 60601 --open fri
      caseload provider list --status all --due ..2025-12-31
    """
    session = current(ctx)
    sought = _sought(session, near, speaks, opens, age, free=free)
    if sought == Sought():
        put_list(session, Provider, wanted(session, Provider), _COLUMNS)
    else:
        _put_found(session, sought)


@app.command(cls=lists(Provider))
def find(
    ctx: typer.Context, text: Words = None, near: Near = None, speaks: Speaks = None, opens: Opens = None,
    age: Age = None, free: Free = False,
) -> None:  # fmt: skip
    """Who provides what: every word, or one that begins with it, in organization, service, category, words or area.

    Of what is asked for and nobody knows of a provider its line says so, after those that fit.

    \b
    Examples:
      caseload provider find food --near 60601 --language es --open fri --age 15 --free
      caseload provider find legal aid --status all --csv
    """
    session = current(ctx)
    sought, ranks = _sought(session, near, speaks, opens, age, free=free), None
    if text:
        hits = search.find(session.store, " ".join(text), kind=Provider)
        ranks = {hit.ref: at for at, hit in enumerate(hits)}
    elif sought == Sought():
        raise Invalid("is missing", "what is sought, such as food; caseload provider list has all", field="TEXT")
    _put_found(session, sought, ranks)


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


def _standing(provider: Provider) -> str:
    """Whether it can be had now, for people: that it is active, unless more is known."""
    is_plain = provider.status is ProviderStatus.ACTIVE and (provider.capacity or provider.wait)
    said = (None if is_plain else provider.status, provider.capacity, provider.wait)
    return ", ".join(filter(None, said))


_COLUMNS: tuple[Column[Provider], ...] = (
    Column("id", lambda one: one.ref, "Id"),
    Column("service", lambda one: one.service, "Service", text=True),
    Column("name", lambda one: one.name, "Organization", text=True),
    Column("city", lambda one: one.city, "City", text=True),
    Column("phone", lambda one: one.phone, "Phone"),
    Column("hours", lambda one: one.hours, "Hours", text=True),
    Column("status", lambda one: one.status, "Status", say=_standing),
)


def _sought(
    session: Session, near: str | None, speaks: str | None, opens: str | None, age: float | None, *, free: bool
) -> Sought:
    """What was typed, as the directory is asked; raises Invalid for what is no place and no day."""
    place = None
    if near is not None:
        place = where(near, list(listed(session.store, Provider, Wanted(statuses=()), session.now)))
    return Sought(place, speaks, session.when(opens), age, free)


def _put_found(session: Session, sought: Sought, ranks: Mapping[str, int] | None = None) -> None:
    """Show the providers that fit; of those that a search ranked, by rank unless another order is asked for."""
    which = wanted(session, Provider)
    there = list(listed(session.store, Provider, which._replace(limit=None), session.now))
    if ranks is not None:
        there = [one for one in there if one.ref in ranks]
        if not which.sort:
            there.sort(key=lambda one: ranks[one.ref])
    rows = found(there, sought, by_place=not which.sort)[: which.limit]
    if sought.near:
        session.tell(said_of(sought.near))
    emit(rows, _chosen(session, sought), session.form, session.terminal, excel=session.asked.excel,
         empty="no provider fits; see caseload provider list")  # fmt: skip


def _chosen(session: Session, sought: Sought) -> Sequence[Column[Found]]:
    """The columns of a search: for people a few, for a program every field, then what was reckoned."""
    reckoned = [
        Column[Found]("miles", lambda one: one.miles, "Miles", right=True),
        Column[Found]("unknown", lambda one: one.unknown, "Unknown", say=lambda one: ", ".join(one.unknown)),
    ]
    few = {column.key: _of_found(column) for column in _COLUMNS}
    every = {column.key: _of_found(column) for column in field_columns(session, Provider)}
    if session.form in (Format.TABLE, Format.PLAIN, Format.TSV) and session.asked.fields is None:
        return [*few.values(), *(reckoned if sought.near else reckoned[1:])]
    return choose([*every.values(), *reckoned], session.asked.fields)


def _of_found(column: Column[Provider]) -> Column[Found]:
    say = column.say
    return Column(
        column.key, lambda one: column.get(one.provider), column.heading, column.text, column.right,
        say=say and (lambda one: say(one.provider)),
    )  # fmt: skip
