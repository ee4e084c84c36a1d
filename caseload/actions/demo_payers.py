"""What insures the invented clients, and what their payers have approved; one authorization runs short."""

from datetime import date, timedelta

from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.coverage import Coverage, CoverageStatus
from caseload.records.of.units import Rounding, Unit
from caseload.records.service import Service
from caseload.store.core import Store
from caseload.value import replace

_WHOLE = 24
"""The clients who are insured without more to say."""


def add_payers(store: Store, today: date) -> None:
    """Store coverages and authorizations, and let the services draw on these; numbers are those of `demo`."""

    def day(ahead: int) -> date:
        return today + timedelta(days=ahead)

    medicaid = store.add(Coverage(client_id=1, payer="Medicaid", plan_name="Sunrise Health", member_id="AB1234567",
                                  started_on=day(-300), ended_on=day(21)))  # fmt: skip
    store.add(Coverage(client_id=2, payer="Medicare", type="medical", member_id="1EG4TE5MK73", started_on=day(-900)))
    second = store.add(Coverage(client_id=2, payer="Medicaid", type="long-term care", started_on=day(-160)))
    store.add(Coverage(client_id=20, payer="Medicaid", started_on=day(-700), ended_on=day(-90),
                       status=CoverageStatus.CANCELLED))  # fmt: skip
    store.add(Coverage(client_id=20, payer="Medicaid", started_on=day(-59)))
    for client in range(3, _WHOLE + 1):
        # Who is in jail has none, and whoever is named above has one.
        if client not in (7, 20):
            store.add(Coverage(client_id=client, payer="Medicaid", started_on=day(-400)))
    counseling = store.add(Authorization(
        client_id=1, coverage_id=medicaid.id, service_type="Counseling", number="CA-20418", units=20.0,
        starts_on=day(-120), ends_on=day(60), status=AuthorizationStatus.APPROVED, requested_on=day(-130),
        used_reported=15.0, used_reported_on=day(-14),
    ))  # fmt: skip
    bath = store.add(Authorization(
        client_id=2, coverage_id=second.id, service_type="Home health aide", number="HH-3071", unit=Unit.HOUR,
        units=104.0, starts_on=day(-115), ends_on=day(66), status=AuthorizationStatus.APPROVED,
        rounding=Rounding.FULL, requested_on=day(-125), used_reported=62.0, used_reported_on=day(-20),
    ))  # fmt: skip
    store.add(Authorization(
        client_id=14, service_type="Rides to dialysis", unit=Unit.VISIT, units=78.0, starts_on=day(10),
        ends_on=day(191), requested_on=day(-6),
    ))  # fmt: skip
    for number, one in ((2, counseling), (3, bath)):
        store.save(replace(store.get(Service, number), authorization_id=one.id))
