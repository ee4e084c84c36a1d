"""Medications on a client's page: what is taken, by whom it is seen to, when it is refilled."""

from caseload.output.column import Column
from caseload.records.medication import Medication, MedicationStatus
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.items import standing_said
from caseload.store.reads.served_by import medications_listed


def shown(asked: Asked) -> Shown:
    """What is taken, is to be, or is held for a while."""

    def refill(one: Medication) -> str:
        said = standing_said(asked.standing("refill", one), asked.now)
        return f"refill {said}" if said else ""

    def late(one: Medication) -> str:
        item = asked.standing("refill", one)
        return "late" if item and item.late else ""

    columns: tuple[Column[Medication], ...] = (
        Column("id", lambda one: one.ref),
        Column("name", lambda one: ", ".join(filter(None, (one.called, one.dose, one.schedule))), text=True),
        Column("status", lambda one: None if one.status is MedicationStatus.ACTIVE else one.status),
        Column("managed_by", lambda one: one.managed_by and f"by {one.managed_by}", text=True),
        Column("refill", refill, style=late),
    )
    return Shown("Medications", medications_listed(asked.store, asked.client.id), columns)
