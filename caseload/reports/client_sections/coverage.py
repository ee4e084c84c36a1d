"""What insures a client: each with its days, and the days on which nothing did."""

from caseload.output.column import Column
from caseload.records.coverage import Coverage, gaps, overlaps, same_payer
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.items import standing_said
from caseload.store.reads.authorizations import coverages_of

_LATELY = 365
"""The days back in which a gap is told."""


def shown(asked: Asked) -> Shown:
    """The coverages that are open; below them the gaps of the last year, and days of one payer that overlap."""
    found = coverages_of(asked.store, [asked.client.id]).get(asked.client.id, [])
    today = asked.now.date()
    current = [one for one in found if one.status in Coverage.OPEN]

    def ends(one: Coverage) -> str:
        said = standing_said(asked.standing("coverage-end", one), asked.now)
        return f"ends {said}" if said else f"to {one.ended_on}" if one.ended_on else ""

    def late(one: Coverage) -> str:
        item = asked.standing("coverage-end", one)
        return "late" if item and item.late else ""

    columns: tuple[Column[Coverage], ...] = (
        Column("id", lambda one: one.ref),
        Column("payer", lambda one: ", ".join(filter(None, (one.called, one.plan_name, one.type))), text=True),
        Column("status", lambda one: None if one.status == "active" else one.status),
        Column("started_on", lambda one: one.started_on and f"from {one.started_on}"),
        Column("ended_on", ends, style=late),
    )
    lately = [gap for gap in gaps(found, today) if gap.last is None or (today - gap.last).days <= _LATELY]
    twice = [
        f"{one.ref} {said}" for one in current for said in overlaps(one, [each for each in current if each.id < one.id
                                                                         and same_payer(each, one)])
    ]  # fmt: skip
    return Shown("Coverage", current, columns, "; ".join([*map(str, lately), *twice]))
