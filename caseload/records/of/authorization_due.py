"""Until when a payer is to decide on an authorization that it was asked for."""

from datetime import date
from typing import NamedTuple

from caseload.records.authorization import ASKED_FOR, Authorization
from caseload.records.of.by_law import by_law, of_ones_own
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.of.programme import Programme


class RequestedOf(NamedTuple):
    """An authorization, and the programme of its payer; None where that is not known."""

    record: Authorization
    programme: Programme | None


def decision_due(requested: RequestedOf, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day on which the payer is to decide."""
    one, programme = requested
    if one.status not in ASKED_FOR:
        return Still(f"{one.ref} is {one.status}")
    if one.requested_on is None:
        return Still(f"{one.ref} has no requested_on")
    is_plan = programme is Programme.MANAGED_CARE
    key = "mco-auth-standard" if is_plan else of_ones_own(programme, "authorization")
    late = f"no decision, requested {one.requested_on}: call the payer"
    return by_law(one, key, terms, f"the payer is to decide, requested {one.requested_on}", late)
