"""What an application begins with, and what it is asked for."""

from caseload.errors import Invalid, Refused
from caseload.records.benefit import Benefit, BenefitStatus
from caseload.records.verification import Verification, is_outstanding
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.benefits import called_so, verifications_of


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
