"""What the page of a coverage says of its days, and that of an authorization of its units: computed, never kept."""

from collections.abc import Iterator
from datetime import date

from caseload.records.authorization import Authorization
from caseload.records.coverage import Coverage, gaps_beside, overlaps
from caseload.records.of.base import Record
from caseload.records.of.drawn import Account, Drawn, Payers, account, counted, is_under_used
from caseload.records.of.units import ROUNDINGS, is_timed
from caseload.records.of.values import grouped
from caseload.store.core import Store
from caseload.store.reads.authorizations import coverages_of, drawn_by
from caseload.store.reads.served_by import services_drawing_on


def paid_facts(store: Store, record: Record, today: date, payers: Payers) -> Iterator[tuple[str, object]]:
    """What is computed of a coverage or an authorization; nothing of any other kind."""
    if isinstance(record, Coverage):
        found = coverages_of(store, [record.client_id]).get(record.client_id, [])
        lacking = "; ".join(str(gap).removeprefix("no coverage ") for gap in gaps_beside(record, found, today))
        yield from (("no coverage", said) for said in (lacking,) if said)
        yield from (("days shared", said) for said in ("; ".join(overlaps(record, found)),) if said)
    if isinstance(record, Authorization):
        yield from _units(store, record, today, payers)


def _units(store: Store, record: Authorization, today: date, payers: Payers) -> Iterator[tuple[str, object]]:
    drawn = drawn_by(store, record, today)
    found = account(drawn, payers, today)
    if drawn.payer:
        yield "payer", drawn.payer
    if services := services_drawing_on(store, record.id):
        yield "drawn on by", ", ".join(f"{one.ref} {one.called}" for one in services)
    yield from _minutes(drawn, found, payers)
    if found.used is not None:
        reported = f", {grouped(record.used_reported)} of them reported" if record.used_reported is not None else ""
        yield "used", f"{counted(found.used, record.unit)}{reported}"
    if found.left is not None:
        yield "left", counted(found.left, record.unit)
    if found.rate:
        yield "rate", f"{grouped(found.rate)} a week: {found.over}"
    if found.runs_out:
        early = "" if found.is_short(drawn) else ", not before its end"
        yield "runs out", f"{found.runs_out}{early}"
    if is_under_used(drawn, found) and found.by_end is not None:
        yield "under-used", f"{int(found.by_end)} of {counted(record.units or 0.0, record.unit)} by its end"
    if found.why:
        yield "not told" if found.left is None else "but", found.why


def _minutes(drawn: Drawn, found: Account, payers: Payers) -> Iterator[tuple[str, object]]:
    """Of what is made of minutes, how many there are, and by whose rule."""
    if is_timed(drawn.record.unit):
        yield "minutes noted", found.minutes
    if rule := drawn.rule(payers):
        whose, mark = ROUNDINGS[rule]
        yield "counted by", f"{rule} ({whose}; {mark})"
