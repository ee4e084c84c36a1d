"""A safety plan as a page of its own, to be printed and kept by the client."""

from caseload.output.page import Facts, Lines, Page, Section
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.safety import STEPS, Safety, SafetyStatus, lines
from caseload.reports.own_facts import own_facts
from caseload.store.core import Store


def safety_page(store: Store, plan: Record) -> Page:
    """The plan, part by part in the order in which it is gone through; what is empty is left out."""
    assert isinstance(plan, Safety)  # noqa: S101 - the caller has looked
    client = store.get(Client, plan.client_id, voided=True)
    said = [(heading, getattr(plan, name)) for name, heading in STEPS.items()]
    sections = tuple(Section(heading, Lines(lines(text))) for heading, text in said if text)
    day = f"gone through on {plan.reviewed_on}" if plan.reviewed_on else ""
    stands = "" if plan.status is SafetyStatus.ACTIVE else f"{plan.status}, not the plan that holds"
    voided = f"voided: {plan.void_reason}" if plan.voided_at else ""
    subtitle = " · ".join(filter(None, (plan.ref, day, stands, voided, plan.mark)))
    own = Section("Fields of your own", Facts(tuple(own_facts(store, plan))))
    return Page(f"Safety plan of {client.name}", subtitle, (*sections, own) if plan.own else sections)
