"""What the invented clients have of public programmes: one lapses and is appealed, one waits, one is denied."""

from datetime import date, time, timedelta
from typing import Any

from caseload.records.appeal import Action, AidContinuing, Appeal, AppealStatus, Level
from caseload.records.benefit import Benefit, BenefitStatus, Category
from caseload.records.verification import Verification
from caseload.store.core import Store
from caseload.when.dates import When

_WHOLE = 24
"""The clients who have Medicaid without more to say."""


def add_benefits(store: Store, today: date) -> None:
    """Store benefits, what they ask for, and how their decisions are contested; numbers are those of `demo`."""

    def day(ahead: int) -> date:
        return today + timedelta(days=ahead)

    approved: dict[str, Any] = {"name": "Medicaid", "status": BenefitStatus.APPROVED}
    store.add(Benefit(client_id=1, category=Category.MAGI, agency="county office", applied_on=day(-320),
                      decided_on=day(-290), effective_on=day(-300), certified_to=day(65), **approved))  # fmt: skip
    snap = store.add(Benefit(
        client_id=1, name="SNAP", status=BenefitStatus.PENDING, household=3, agency="county office",
        applied_on=day(-12), interview=When(day(5), time(10, 30)),
    ))  # fmt: skip
    for what, asked, needed in (("Pay stubs of four weeks", -8, 4), ("Lease", -8, 4)):
        store.add(Verification(benefit_id=snap.id, what=what, asked_on=day(asked), needed_by=day(needed)))
    store.add(Verification(benefit_id=snap.id, what="Identity card", asked_on=day(-8), received_on=day(-6),
                           sent_on=day(-6)))  # fmt: skip
    lapsed = store.add(Benefit(
        client_id=4, category=Category.DISABILITY, name="Medicaid", status=BenefitStatus.APPEALING,
        effective_on=day(-380), decided_on=day(-370), certified_to=day(-16), notice_on=day(-28), closed_on=day(-15),
        reason="renewal form not back",
    ))  # fmt: skip
    store.add(Appeal(
        client_id=4, benefit_id=lapsed.id, level=Level.FAIR_HEARING, action=Action.CLOSING, status=AppealStatus.FILED,
        notice_on=day(-28), effective_on=day(-15), filed_on=day(-20), aid_continuing=AidContinuing.YES,
        hearing_on=When(day(12), time(9)), represented_by="legal aid",
    ))  # fmt: skip
    denied = store.add(Benefit(
        client_id=5, name="SSI", status=BenefitStatus.DENIED, applied_on=day(-150), decided_on=day(-40),
        notice_on=day(-40), reason="can do light work",
    ))  # fmt: skip
    store.add(Appeal(client_id=5, benefit_id=denied.id, level=Level.RECONSIDERATION, notice_on=day(-40)))
    store.add(Benefit(client_id=8, name="Housing voucher", status=BenefitStatus.DOCS_GATHERING, household=1))
    for client in range(2, _WHOLE + 1):
        # Who is in jail has none, and whoever is named above has more to say.
        if client not in (4, 7):
            ends = day(90 + 11 * client)
            store.add(Benefit(client_id=client, effective_on=day(-200), certified_to=ends, **approved))
