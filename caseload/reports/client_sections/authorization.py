"""What payers have approved for a client: used and left, when it runs out, when it ends."""

from caseload.output.column import Column
from caseload.records.authorization import ASKED_FOR
from caseload.records.of.base import Record
from caseload.records.of.drawn import Drawn, account, counted, said
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.due import Item
from caseload.reports.items import standing_said
from caseload.store.reads.authorizations import drawn, open_authorizations


def shown(asked: Asked) -> Shown:
    """What is asked for or may be used, the first to end first."""
    payers = next((rule.payers for rule in asked.standing.rules), {})
    found = {one.record.id: one for one in drawn(asked.store, open_authorizations(asked.store, asked.client.id))}

    def item(one: Record) -> Item | None:
        return asked.standing("authorization-runout", one) or asked.standing("authorization-end", one)

    def stands(one: Record) -> str:
        mine = found[one.id]
        record = mine.record
        if record.status in ASKED_FOR:
            return counted(record.units, record.unit) if record.units else ""
        return said(mine, account(mine, payers, asked.now.date()))

    def when(one: Record) -> str:
        short = standing_said(asked.standing("authorization-runout", one), asked.now)
        return f"runs out {short}" if short else _end(found[one.id], standing_said(item(one), asked.now))

    def late(one: Record) -> str:
        late_one = item(one)
        return "late" if late_one and late_one.late else ""

    columns: tuple[Column[Record], ...] = (
        Column("id", lambda one: one.ref),
        Column("service_type", lambda one: one.called, text=True),
        Column("status", lambda one: None if one.status == "approved" else one.status),  # type: ignore[attr-defined]
        Column("when", when, style=late),
        Column("stands", stands, text=True),
    )
    return Shown("Authorizations", [one.record for one in found.values()], columns)


def _end(drawn: Drawn, standing: str) -> str:
    """When it ends; where no clock runs to that day, as when another goes on from it, the day alone and the other."""
    record, after = drawn.record, drawn.goes_on
    if standing or not record.ends_on or record.status in ASKED_FOR:
        return f"ends {standing}" if standing else ""
    begins = f" from {after.starts_on}" if after and after.starts_on else ""
    return f"ends {record.ends_on}" + (f", then {after.ref}{begins}" if after else "")
