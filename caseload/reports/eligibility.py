"""What a household's income is in percent of poverty, and which known limits it is within: never a decision."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseload.config import Config
from caseload.errors import Invalid, Refused
from caseload.output.column import Column
from caseload.output.page import Facts, Lines, Page, Section
from caseload.own_law.file import Limit
from caseload.records.client import Client
from caseload.records.of.household import monthly
from caseload.records.of.poverty import CONTIGUOUS, NONE_AT_ALL, OWN_TABLE, Guideline, Guidelines, area_of
from caseload.records.of.values import dollars
from caseload.reports.law import guidelines, limits

PROGRAMMES = ("medicaid", "snap", "ssi", "ssdi", "tanf", "housing")
"""What is asked about, whether a limit is known or not; rules.toml may have more."""

NO_DECISION = "No decision: apply, or check with the agency. Programmes count household and income otherwise."


class Means(NamedTuple):
    """What a client's household is, and what comes in: as stored, or as given for this one question."""

    size: int
    yearly_cents: int
    size_from: str
    """Who says the size: as said, as given."""
    income_from: str


class Asked(NamedTuple):
    """For which day, by the guideline of which year and area, somebody is screened; None where nothing was said."""

    day: date
    year: int | None = None
    area: str | None = None


class Answer(NamedTuple):
    """What is known for one programme."""

    client: Client
    asked: Asked
    means: Means
    programme: str
    row: Guideline
    """By which the percent is reckoned: of the year of the limit, else of the year that was asked for."""
    limit: Limit | None = None
    has_guideline: bool = True
    """Whether there is a guideline of the year that the limit goes by."""

    @property
    def percent(self) -> float | None:
        """What the income is in percent of poverty; None without the guideline that the limit goes by."""
        return self.row.tenths(self.means.size, self.means.yearly_cents) / 10 if self.has_guideline else None

    @property
    def word(self) -> str:
        """What comes of it, in one word: may-be-eligible, above-limit, no-limit-known."""
        if self.limit is None or not self.has_guideline:
            return "no-limit-known"
        above = self.row.exceeds(self.means.size, self.means.yearly_cents, self.limit.percent)
        return "above-limit" if above else "may-be-eligible"

    @property
    def said(self) -> str:
        """What comes of it and why, in one line."""
        if self.limit is None:
            return f"no limit known here; rules.toml [limit.{self.programme}] takes yours"
        limit = f"{self.limit.percent:g}%"
        if not self.has_guideline:
            return f"no limit known here: {limit} of {self.limit.year}, and there is no guideline of {self.limit.year}"
        share = f"{self.percent}% of poverty in {self.row.year}"
        if self.word == "may-be-eligible":
            return f"may be eligible, because {share} is at most {limit}"
        if self.percent == self.limit.percent:
            return f"{share} is a little above {limit}: check how the agency rounds"
        return f"{share} is above {limit}: check what the agency leaves out"


class Screening(NamedTuple):
    """A household against the guidelines and the limits there are."""

    client: Client
    asked: Asked
    means: Means
    row: Guideline
    area_from: str
    """Who says the area: the state of the client, or as given."""
    newest: Guideline
    """The newest guideline there is for the area."""
    answers: tuple[Answer, ...]

    @property
    def percent(self) -> float:
        """What the income is in percent of the guideline, with one decimal."""
        return self.row.tenths(self.means.size, self.means.yearly_cents) / 10

    @property
    def aged(self) -> str:
        """That there is no guideline here of the day's own year; nothing where there is."""
        if self.newest.year >= self.asked.day.year:
            return ""
        year = self.asked.day.year
        told = f"the newest guidelines here are of {self.newest.year}, older than {self.asked.day}"
        return f"{told}: rules.toml [poverty.{year}] may have those of {year}"


def screening(config: Config, client: Client, means: Means, asked: Asked) -> Screening:
    """How a household stands on a day; Refused where there is no guideline for its area or year."""
    tables = guidelines(config)
    area, area_from = _area(client, asked, tables)
    row, newest = _row(tables, area, asked), tables.newest(area)
    answers = tuple(
        _answers(client, means, asked, row, tables, [one for one in limits(config) if one.holds(asked.day)])
    )
    return Screening(client, asked, means, row, area_from, newest or row, answers)


def _area(client: Client, asked: Asked, tables: Guidelines) -> tuple[str, str]:
    """The area whose guideline counts, and who says so."""
    known = list(dict.fromkeys((CONTIGUOUS, *OWN_TABLE, *(row.area for row in tables.rows))))
    if asked.area:
        found = next((one for one in known if one.casefold() == asked.area.casefold()), None)
        if found is None:
            name = NONE_AT_ALL.get(asked.area.upper(), "")
            what = f"is {name}, for which there is no guideline" if name else "is no area with a guideline"
            raise Invalid(what, f"one of {', '.join(known)}", typed=asked.area, field="--area")
        return found, "as given"
    found = area_of(client.state)
    if found not in known:
        what = f"there is no poverty guideline for {NONE_AT_ALL[found]}, where {client.handle} lives"
        raise Refused(what, f"--area {CONTIGUOUS}, or a row {found} under [poverty.{asked.day.year}] in rules.toml")
    return found, f"{client.handle} is in {client.state}" if client.state else f"{client.handle} has no state"


def _row(tables: Guidelines, area: str, asked: Asked) -> Guideline:
    """The guideline of the year that was asked for, else the newest in effect on the day."""
    years = ", ".join(map(str, tables.years(area)))
    if asked.year is not None:
        if row := tables.find(asked.year, area):
            return row
        more = f", or [poverty.{asked.year}] in rules.toml" if 2000 <= asked.year < 2100 else ""
        accepted = f"one of {years}{more}"
        raise Invalid(f"has no guideline for {area}", accepted, typed=str(asked.year), field="--year")
    if row := tables.in_effect(area, asked.day):
        return row
    raise Refused(f"no guideline here was in effect on {asked.day}", f"--year, one of {years}")


def _answers(
    client: Client, means: Means, asked: Asked, row: Guideline, tables: Guidelines, known: Sequence[Limit]
) -> Iterator[Answer]:
    """What is known for each programme, those first that have a limit here."""
    for limit in known:
        its_own = tables.find(limit.year, row.area)
        yield Answer(client, asked, means, limit.programme, its_own or row, limit, its_own is not None)
    for programme in PROGRAMMES:
        if all(limit.programme != programme for limit in known):
            yield Answer(client, asked, means, programme, row)


def place(area: str) -> str:
    """An area in words."""
    return {CONTIGUOUS: "the 48 states and DC", "AK": "Alaska", "HI": "Hawaii", **NONE_AT_ALL}.get(area, area)


def page(found: Screening) -> Page:
    """The screening for people: what was counted with, then a line for each programme."""
    row, means = found.row, found.means
    whole = f"{dollars(row.cents(means.size))} a year for {means.size}"
    effect = f"in effect from {row.effective}"
    mark = f"{Path(row.origin).name}; {effect}" if row.origin else f"{row.mark}; {effect}, one source"
    source = f"{row.citation}, {mark}"
    income = f"{dollars(means.yearly_cents)} a year, {dollars(monthly(means.yearly_cents))} a month"
    facts = Facts((
        ("household", f"{means.size}, {means.size_from}"),
        ("income", f"{income}, {means.income_from}"),
        ("of poverty", f"{found.percent}% by the guideline of {row.year}"),
        ("guideline", f"{whole}: {row.year}, {place(row.area)} ({found.area_from}); {source}"),
    ))  # fmt: skip
    programmes = Facts(tuple((_named(one), "; ".join(filter(None, (one.said, _source(one))))) for one in found.answers))
    sections = [Section("Reckoned", facts), Section("Programmes", programmes)]
    sections += [Section("Check", Lines((f"{found.aged[0].upper()}{found.aged[1:]}.",)))] if found.aged else []
    return Page(
        f"Benefits for {found.client.name} · {found.client.ref}", f"on {found.asked.day}", tuple(sections), NO_DECISION
    )


def _named(answer: Answer) -> str:
    """The programme, and for whom the limit is."""
    return f"{answer.programme}, {answer.limit.whom}" if answer.limit and answer.limit.whom else answer.programme


def _source(answer: Answer) -> str:
    """Who says a limit, and where it is written."""
    limit = answer.limit
    return f"{limit.source} ({Path(limit.origin).name})" if limit else ""


COLUMNS: tuple[Column[Answer], ...] = (
    Column("id", lambda one: one.client.ref),
    Column("client_handle", lambda one: one.client.handle),
    Column("day", lambda one: one.asked.day),
    Column("programme", lambda one: one.programme),
    Column("whom", lambda one: (one.limit and one.limit.whom) or None),
    Column("answer", lambda one: one.word),
    Column("said", lambda one: one.said, text=True),
    Column("size", lambda one: one.means.size),
    Column("yearly", lambda one: one.means.yearly_cents / 100),
    Column("percent", lambda one: one.percent),
    Column("year", lambda one: one.row.year if one.has_guideline else None),
    Column("area", lambda one: one.row.area),
    Column("guideline", lambda one: one.row.cents(one.means.size) / 100 if one.has_guideline else None),
    Column("guideline_source", lambda one: one.row.citation if one.has_guideline else None),
    Column("mark", lambda one: one.row.mark if one.has_guideline else None),
    Column("limit_percent", lambda one: one.limit and one.limit.percent),
    Column("limit_year", lambda one: one.limit and one.limit.year),
    Column("limit_source", lambda one: one.limit and one.limit.source),
)  # fmt: skip
"""The columns of `benefit screen`, a row for each limit, and one for a programme without."""
