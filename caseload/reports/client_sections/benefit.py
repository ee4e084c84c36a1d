"""Benefits on a client's page: where each stands, what it asks for, until when it may be contested."""

from collections.abc import Iterator

from caseload.output.column import Column
from caseload.records.appeal import Appeal
from caseload.records.benefit import Benefit
from caseload.records.of.deadline import AT_MOST
from caseload.records.verification import Verification
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.due import Item
from caseload.reports.items import when_said
from caseload.store.reads.benefits import benefits_of_client, open_appeals_of, verifications_of

RULES = ("interview", "benefit-decision", "benefit-renewal", "benefit-reconsideration")


def shown(asked: Asked) -> Shown:
    """What is open, and what was decided against the client and may be contested."""
    rows = benefits_of_client(asked.store, asked.client.id)
    numbers = [one.id for one in rows]
    papers = verifications_of(asked.store, numbers, outstanding=True)
    appeals = open_appeals_of(asked.store, numbers)

    def first(one: Benefit) -> tuple[str, Item] | None:
        items = ((rule, asked.standing(rule, one)) for rule in RULES)
        found = [(rule, item) for rule, item in items if item]
        return min(found, key=lambda pair: str(pair[1].due), default=None)

    def when(one: Benefit) -> str:
        found = first(one)
        return f"{_SAID[found[0]]} {found[1].due} ({when_said(found[1], asked.now)})" if found else ""

    def late(one: Benefit) -> str:
        found = first(one)
        return "late" if found and found[1].late else ""

    def beneath(one: Benefit) -> str:
        return " · ".join((*_papers(papers, one), *_appeals(asked, appeals, one)))

    columns: tuple[Column[Benefit], ...] = (
        Column("id", lambda one: one.ref),
        Column("name", lambda one: one.as_item, text=True),
        Column("status", lambda one: one.status),
        Column("when", when, style=late),
        Column("beneath", beneath, text=True),
    )
    return Shown("Benefits", rows, columns)


_SAID = {
    "interview": "interview", "benefit-decision": "decision due", "benefit-renewal": "renewal",
    "benefit-reconsideration": "late renewal until",
}  # fmt: skip


def _papers(papers: list[Verification], benefit: Benefit) -> Iterator[str]:
    if found := [one for one in papers if one.benefit_id == benefit.id]:
        said = "1 paper" if len(found) == 1 else f"{len(found)} papers"
        yield f"{said} outstanding ({', '.join(one.ref for one in found)})"


def _appeals(asked: Asked, appeals: list[Appeal], benefit: Benefit) -> Iterator[str]:
    for one in appeals:
        if one.benefit_id == benefit.id:
            days = ((label, asked.standing(rule, one)) for rule, label in _DAYS.items())
            said = [f"{label} {item.due.day} ({_until(item, asked)})" for label, item in days if item]
            if lacks := asked.standing("appeal-without-day", one):
                said.append(lacks.reason)
            yield ", ".join((f"{one.ref} {one.level} {one.status}", *said))


def _until(item: Item, asked: Asked) -> str:
    """How far away it is, and that the notice may give less where the law sets the most."""
    return ", ".join((when_said(item, asked.now), *([AT_MOST] if AT_MOST in item.reason else ())))


_DAYS = {"appeal": "file by", "aid-continuing": "ask that it goes on by", "hearing": "heard"}
