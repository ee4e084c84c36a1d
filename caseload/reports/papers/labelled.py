"""Sections of a page in its language: facts and tables whose labels, headings and words a file of labels has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from caseload.output.column import Column
from caseload.output.languages import Language
from caseload.output.page import Facts, Lines, Listing, Section
from caseload.records.need import Domain, Need
from caseload.reports.papers import Desk

T = TypeVar("T")

Pairs = Iterable[tuple[str, object]]
"""Values by the name of their label; those that hold nothing are left out."""

_SHORT = frozenset((
    "date", "by", "by_when", "minutes", "hours", "signed", "from", "until", "number", "since", "record", "phone",
    "done_of", "citation", "minutes_late",
))  # fmt: skip
"""Labels of columns that hold a day, a number or an id, which no line is broken in."""

_NUMBERS = frozenset(("minutes", "hours", "minutes_late"))


def facts(desk: Desk, label: str, pairs: Pairs) -> Section:
    """A heading with values under their labels."""
    t = desk.language.labels
    return Section(t[label], Facts(tuple((t[name], value) for name, value in pairs if value not in (None, ""))))


def table(
    desk: Desk, label: str, rows: Iterable[T], columns: Sequence[tuple[str, Callable[[T], object]]], none: str = "",
    note: str = "",
) -> Section:  # fmt: skip
    """A heading with rows in columns; without rows what `none` labels, or nothing.

    A column that nothing stands in is left out.
    """
    t, found = desk.language.labels, list(rows)
    made = tuple(
        Column(name, get, t[name], text=name not in _SHORT, right=name in _NUMBERS)
        for name, get in columns
        if any(get(one) not in (None, "") for one in found)
    )
    return Section(t[label], Listing(found, made, headings=True), note or ("" if found or not none else t[none]))


def held(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections that say something."""
    for one in sections:
        body = one.body
        says = body.pairs if isinstance(body, Facts) else body.lines if isinstance(body, Lines) else body.rows
        if says or one.note:
            yield one


def author(desk: Desk) -> Pairs:
    """Whose page it is, and how to reach them."""
    sender = desk.sender
    yield "agency", sender.agency
    yield "case_manager", ", ".join(filter(None, (sender.name, sender.title)))
    yield "phone", sender.phone
    yield "address", sender.address


def statement(desk: Desk) -> Section:
    """What the case manager answers for by signing the page."""
    t = desk.language.labels
    return Section(t["statement"], Lines((t["certified"],)))


def signed(desk: Desk) -> list[str]:
    """Who signs a page that the case manager answers for."""
    return [f"{desk.sender.name or '________________'} ({desk.language.labels['the_case_manager']})"]


def need_said(language: Language, need: Need) -> str:
    """A need in words: the part of life it is about, and its own."""
    domain = "" if need.domain is Domain.SDOH_CATEGORY_UNSPECIFIED else language.word(need.domain)
    return ": ".join(filter(None, (domain, need.description))) or language.word(need.type)
