"""caseload benefit screen."""

from typing import Annotated

import typer

from caseload.commands.kit.options import ClientWho, Reads, current, day, word
from caseload.daily.out import put_page_or_list
from caseload.errors import Invalid, Refused
from caseload.records.client import Client
from caseload.records.income import Income, Per
from caseload.reports import eligibility as report
from caseload.reports.eligibility import Asked, Means, screening
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.household import household_of

Size = Annotated[int | None, typer.Option("--household", metavar="N", help="How many live there; else as stored.")]
Amount = Annotated[
    float | None,
    typer.Option("--income", metavar="AMOUNT", help="What comes in, gross; else as stored."),
]
Often = Annotated[Per | None, word(Per, "--per", "How often --income comes in")]
Year = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", help="By the guideline of that year; else the newest in effect.")
]
Area = Annotated[
    str | None,
    typer.Option("--area", metavar="AREA", help="contiguous, AK or HI; else by the client's state."),
]
OnDay = Annotated[str | None, day("--on", "As it was, or will be, on that day; today unless said.")]


def screens(app: typer.Typer) -> None:
    """Give a noun the verb `screen`."""
    app.command(cls=Reads)(screen)


def screen(
    ctx: typer.Context, client: ClientWho, size: Size = None, income: Amount = None, per: Often = None,
    year: Year = None, area: Area = None, on_day: OnDay = None,
) -> None:  # fmt: skip
    """What the household's income is in percent of poverty, and for what the client may be eligible by known limits.

    Nothing is stored, and nothing is decided. A limit is known here where rules.toml has it, with its source and the
    year of its guideline (`caseload help clocks`); for other programmes it says so. Each programme says which year's
    guideline counts.

    \b
    Examples:
      caseload benefit screen ana
      caseload benefit screen ana --household 3 --income 1850 --per month --year 2025
      caseload benefit screen ana --area AK --on 2026-06-30 --json
    """
    session = current(ctx)
    who = lookup.client(session.store, client)
    asked = Asked(session.day(on_day) or session.today, year, area)
    found = screening(session.config, who, _means(session, who, asked, size, _given(who, income, per)), asked)
    if not put_page_or_list(session, report.page(found), found.answers, report.COLUMNS, lambda one: one.client):
        if found.aged:
            session.tell(found.aged)
        session.tell(report.NO_DECISION)


def _given(who: Client, amount: float | None, per: Per | None) -> Income | None:
    """The income that was typed."""
    if amount is None and per is None:
        return None
    if amount is None or per is None:
        lacks = "--income" if amount is None else "--per"
        accepted = "--income AMOUNT --per month: how much, and how often"
        raise Invalid("is missing", accepted, field=lacks)
    if amount < 0:
        raise Invalid("is less than 0", "0 is no income", typed=f"{amount:g}", field="--income")
    try:
        return Income(client_id=who.id, what="as given", amount=amount, per=per)
    except Invalid as error:
        raise Invalid(error.fault, error.accepted, typed=f"{amount}", field="--income") from None


def _means(session: Session, who: Client, asked: Asked, size: int | None, given: Income | None) -> Means:
    """Household and income, each as given, else as stored; Refused where one of them is not known."""
    if size is not None and size < 1:
        raise Invalid("is less than 1", "1 is the client alone", typed=f"{size}", field="--household")
    stored = household_of(session.store, who, asked.day)
    yearly = given.yearly_cents if given else stored.yearly_cents
    many = size or stored.size
    if many is None:
        way = f"--household N, or caseload client edit {who.handle} --household-size N"
        raise Refused(f"how many live in the household of {who.ref} is not known", way)
    if yearly is None:
        way = f"--income AMOUNT --per month, or caseload income add {who.handle} WHAT --amount N --per month"
        raise Refused(f"{who.ref} has no income recorded on {asked.day}", way)
    counted = f"; {stored.counted} are known" if stored.disagrees else ""
    size_from = "as given" if size else f"as {who.handle} says{counted}" if stored.said else "as they are known"
    sources = len(stored.incomes)
    recorded = f"as recorded on {asked.day} from {sources} {'source' if sources == 1 else 'sources'}"
    return Means(many, yearly, size_from, "as given" if given else recorded)
