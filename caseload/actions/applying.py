"""What an application begins with and is asked for, and what an appeal is about."""

from typing import Any

from caseload.errors import Invalid, Refused
from caseload.records.appeal import Action, Level
from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.benefit import CONTESTED, UNDECIDED, Benefit, BenefitStatus
from caseload.records.of.guarded import GUARDS
from caseload.records.of.levels import first_level
from caseload.records.verification import Verification, is_outstanding
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.benefits import called_so, programme_of_authorization, verifications_of


def considered_so(store: Store, client_id: int, name: str) -> Benefit | None:
    """The client's benefit of that name that is only considered; raises Refused where one was applied for."""
    for one in called_so(store, client_id, name):
        if one.status not in (BenefitStatus.CONSIDERING, BenefitStatus.DOCS_GATHERING):
            what = f"{one.ref} {one.called} is {one.status} for this client"
            raise Refused(what, f"caseload benefit renew {one.ref}, or add it by another name")
        return one
    return None


def papers_of(store: Store, ref: str, *, sent: bool) -> list[Verification]:
    """The verification of that id, or of a benefit all that are outstanding; raises Refused where there are none."""
    record = lookup.record(store, ref)
    if isinstance(record, Verification):
        return [record]
    if not isinstance(record, Benefit):
        raise Invalid("is neither a verification nor a benefit", "vf1, or b1 for all of them", typed=ref, field="REF")
    found = [one for one in verifications_of(store, [record.id]) if is_outstanding(one)]
    found = [one for one in found if sent or one.received_on is None]
    if not found:
        raise Refused(f"nothing that {record.ref} asks for is outstanding", f"see caseload show {record.ref}")
    return found


def of_what(store: Store, ref: str, level: Level | None, action: Action | None) -> dict[str, Any]:
    """What is known of an appeal by what was decided on, a benefit or an authorization; raises Invalid for others."""
    of = lookup.record(store, ref)
    if isinstance(of, Benefit):
        programme = of.programme
        if of.status in UNDECIDED and action is None:
            what = f"{of.ref} is {of.status}: nothing was denied, cut or closed"
            raise Refused(what, f"caseload benefit deny|close {of.ref} comes first; for anything else --action WORD")
        acted = action or (Action.CLOSING if of.closed_on else Action.DENIAL if of.status in CONTESTED else Action.CUT)
        known: dict[str, Any] = {"benefit_id": of.id, "level": level or first_level(programme), "action": acted}
        if acted is Action.CLOSING and of.closed_on:
            known["effective_on"] = of.closed_on
    elif isinstance(of, Authorization):
        programme = programme_of_authorization(store, of.id)[1]
        first = first_level(programme) if programme else Level.PLAN_INTERNAL
        acted = action or (Action.CUT if of.status is AuthorizationStatus.PARTIAL else Action.DENIAL)
        known = {"authorization_id": of.id, "level": level or first, "action": acted}
    else:
        raise Invalid("is neither a benefit nor an authorization", "b1, or au1", typed=ref, field="REF")
    if of.notice_on and of.status in (*CONTESTED, AuthorizationStatus.DENIED, AuthorizationStatus.PARTIAL):
        known["notice_on"] = of.notice_on
    return {"client_id": of.client_id, **known, **{name: getattr(of, name) for name in GUARDS}}
