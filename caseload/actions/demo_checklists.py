"""A release that is prepared by a checklist, whose first steps were settled before."""

from datetime import date

from caseload.actions.checklists import Anchors, apply
from caseload.records.client import Client
from caseload.records.of.clock import Terms
from caseload.store.core import Store
from caseload.store.reads.checklists import template_meant
from caseload.when.workdays import Workdays

_SETTLED = {
    "identity": "Has her passport.",
    "birth-certificate": "Not asked for.",
    "medicaid-standing": "It is suspended, the county says.",
    "medicaid-application": "Begins again by itself.",
    "housing": "Stays with her brother.",
}


def add_checklist(store: Store, today: date) -> None:
    """Store the steps of a template for a client of `demo`, counted from the day of her release."""
    anchors = Anchors(store, today, Workdays(), lambda _plan, _client: Terms())
    apply(anchors, template_meant(store, "release"), store.get(Client, 7), "release-on", None, _SETTLED)
