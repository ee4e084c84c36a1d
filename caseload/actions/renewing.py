"""The authorization that comes after one, and the services that draw on it from then on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from caseload.errors import Refused
from caseload.records.authorization import OF_ONE_ALONE, Authorization, AuthorizationStatus, is_moved, second_said
from caseload.records.of.base import follower
from caseload.records.service import Service
from caseload.store.core import Store
from caseload.store.reads.authorizations import of_one_number
from caseload.store.reads.served_by import services_drawing_on
from caseload.value import replace


def renewed(before: Authorization, given: Mapping[str, Any]) -> Authorization:
    """The next authorization: the same asked again, from the day after, but for what is given."""
    fresh = {name: value for name, value in Authorization.DEFAULTS.items() if name in OF_ONE_ALONE}
    status = AuthorizationStatus.APPROVED if given.get("number") else AuthorizationStatus.REQUESTED
    begins = before.ends_on and before.ends_on + timedelta(days=1)
    # What was asked for, not what was left of it by a cut, is asked for again.
    units = before.asked_units or before.units
    return follower(before, **{**fresh, "status": status, "starts_on": begins, "units": units, **given})


def renew(store: Store, before: Authorization, given: Mapping[str, Any]) -> tuple[Authorization, list[Service]]:
    """The next authorization stored, and the services that draw on it now; what they delivered before stays counted.

    Raises Refused where there is a next one, unless that was voided, denied or called off.
    """
    if before.superseded_by_id:
        after = store.get(Authorization, before.superseded_by_id, voided=True)
        if not after.voided_at and after.status not in ("denied", "cancelled"):
            step = f"caseload authorization approve {after.ref}, or edit {after.ref}"
            raise Refused(f"{after.ref} comes after {before.ref} already, and is {after.status}", step)
    drawing = services_drawing_on(store, before.id)
    if before.superseded_by_id:
        drawing += services_drawing_on(store, before.superseded_by_id)
    after = refuse_second(store, store.add(renewed(before, given)))
    store.save(replace(before, superseded_by_id=after.id))
    return after, [store.save(replace(one, authorization_id=after.id)) for one in drawing]


def refuse_second(store: Store, one: Authorization, before: Authorization | None = None) -> Authorization:
    """The authorization; raises Refused where another of its number may newly be used on one of its days."""
    if before and not is_moved(before, one):
        return one
    for other in of_one_number(store, one):
        raise Refused(*second_said(one, other))
    return one
