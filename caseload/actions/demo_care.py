"""What the invented caseload has from screening to help received; numbers are those of the rows in `demo`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from caseload.actions.screening import find_needs, screen, use
from caseload.records.assessment import Assessment, AssessmentStatus
from caseload.records.condition import CodeSystem, Condition, ConditionStatus, ConditionType
from caseload.records.consent import Consent, ConsentKind, ConsentStatus, DataClass, Statement
from caseload.records.disclosure import Basis, Disclosure, Notice
from caseload.records.document import Document, DocumentStatus
from caseload.records.incident import Incident
from caseload.records.instrument import Instrument
from caseload.records.medication import Medication, MedicationStatus
from caseload.records.need import Domain, Need, NeedStatus, NeedType, Support, met
from caseload.records.of.base import Record
from caseload.records.of.guarded import Part2, Sensitivity
from caseload.records.of.scoring import answered, kept
from caseload.records.of.via import Via
from caseload.records.provider import Capacity, Cost, Provider
from caseload.records.referral import DeniedBy, Outcome, Referral, ReferralStatus, Understood
from caseload.records.safety import Safety
from caseload.records.service import Help, Living, Service, ServiceStatus
from caseload.records.task import Responsible
from caseload.store.core import Store
from caseload.store.shipped import shipped_as
from caseload.value import replace
from caseload.when.dates import When

Day = Callable[[int], date]
"""The day so many days ahead; back, where negative."""

_SCREENS: tuple[tuple[int, str, int, str], ...] = (
    # client, instrument, days ago, its answers in the order of the form
    (1, "hunger-vital-sign", 300, "often sometimes"),
    (1, "phq-9", 299, "3 3 2 3 2 2 2 1 1"),
    (1, "phq-9", 210, "2 2 2 2 2 2 2 1 0"),
    (1, "phq-9", 120, "2 1 1 2 1 2 1 1 0"),
    (1, "phq-9", 30, "1 1 1 1 0 1 1 0 0"),
    (2, "katz-6", 150, "dependent dependent independent independent independent independent"),
    (8, "ahc-hrsn", 36, "LA31995-6 none often often yes no never rarely never sometimes"),
    (10, "phq-2", 345, "1 0"),
    (20, "gad-7", 110, "3 2 3 2 1 2 2"),
    (20, "gad-7", 60, "2 2 2 1 1 2 1"),
    (20, "gad-7", 10, "1 1 2 1 0 1 1"),
    (24, "phq-9", 5, "1 2 1"),
)

_SUD: Mapping[str, Any] = {"sensitivity": Sensitivity.SUD, "part2": Part2.YES}
_ME = "the case manager"
_GENERAL = (str(DataClass.GENERAL),)
_WHOLE = (Statement.REVOCATION, Statement.CONDITIONING, Statement.REDISCLOSURE)

Needs = Mapping[tuple[int, Domain], int]
"""The numbers of needs, by client and domain."""


def add_needs(store: Store, today: date) -> Needs:
    """Store who the clients are, who provides what, the screens and the needs; the needs by client and domain."""
    day = _from(today)
    for records in (_conditions(day), _happenings(day), _providers(day)):
        for record in records:
            store.add(record)
    found = [*_screened(store, day), *map(store.add, _needs(day))]
    needs = {(need.client_id, need.domain): need.id for need in found}
    store.save(met(store.get(Need, needs[1, Domain.FOOD_INSECURITY]), day(-197)))
    return needs


def add_help(store: Store, today: date, plans: Mapping[int, int], needs: Needs) -> None:
    """Store what is done about it: consents, services, medications, papers, referrals, disclosures."""
    day = _from(today)
    for records in (
        _consents(day), _services(day, plans), _medications(day), _documents(day), _referrals(day, needs),
        _disclosures(day),
    ):  # fmt: skip
        for record in records:
            store.add(record)


def _from(today: date) -> Day:
    return lambda ahead: today + timedelta(days=ahead)


def _screened(store: Store, day: Day) -> Iterator[Need]:
    """The screens stored; the needs that they found."""
    known: dict[str, Instrument] = {}
    for client, name, ago, typed in _SCREENS:
        if name not in known:
            shipped = shipped_as(name)
            assert shipped is not None  # noqa: S101 - it comes with the program
            known[name] = use(store, shipped)
        definition, on = known[name].read(), day(-ago)
        given = {str(number): answer for number, answer in enumerate(typed.split(), 1)}
        is_whole = len(given) == len(definition.items)
        status = AssessmentStatus.COMPLETED if is_whole else AssessmentStatus.IN_PROGRESS
        one = screen(store, known[name], Assessment(
            client_id=client, instrument_id=known[name].id, screen=name, assessed_on=on, status=status,
            answers=kept(answered(definition, given)), sensitivity=known[name].sensitivity,
        ))  # fmt: skip
        if one.domains:
            yield from find_needs(store, one, on)[1]
    told = Assessment(client_id=9, outside="C-SSRS", assessed_on=day(-70), asked_by="Dr. Lee", result="low risk")
    store.add(replace(told, sensitivity=Sensitivity.MH))


# From here on a record is a row.
# fmt: off


def _conditions(day: Day) -> Iterator[Condition]:
    icd = CodeSystem.ICD_10_CM
    allergy, risk = ConditionType.ALLERGY, ConditionType.RISK
    yield Condition(client_id=1, title="Penicillin", type=allergy, said_by="the client", said_on=day(-300))
    yield Condition(client_id=1, title="Major depression, recurrent, moderate", code="F33.1", code_system=icd,
                    onset_on=day(-900), said_by="Dr. Lee", said_on=day(-280))
    yield Condition(client_id=1, title="Suicide", type=risk, said_by="Dr. Lee", said_on=day(-300))
    yield Condition(client_id=2, title="Heart failure", code="I50.9", code_system=icd, said_by="Dr. Ito")
    yield Condition(client_id=4, title="Multiple sclerosis", code="G35", code_system=icd, said_by="the client")
    yield Condition(client_id=5, title="Hip fracture", onset_on=day(-160), abated_on=day(-40),
                    status=ConditionStatus.RESOLVED, said_by="Dr. Ito")
    yield Condition(client_id=6, title="COPD", code="J44.9", code_system=icd, said_by="County Hospital")
    yield Condition(client_id=14, title="End-stage renal disease", code="N18.6", code_system=icd, said_by="Dr. Ito")
    yield Condition(client_id=14, title="Latex", type=allergy, said_by="the dialysis nurse", said_on=day(-210))
    yield Condition(client_id=19, title="Alcohol use disorder, severe", code="F10.20", code_system=icd,
                    onset_on=day(-800), said_by="Clearwater Recovery", said_on=day(-130), **_SUD)
    yield Condition(client_id=21, title="Type 2 diabetes", code="E11.9", code_system=icd, said_by="Dr. Lee")


def _happenings(day: Day) -> Iterator[Record]:
    yield Incident(client_id=5, what="Fell in the corridor, bruised elbow", happened=When(day(-1), time(19, 30)),
                   place="nursing home", reported_to="state licensing office", report_due=When(day(1), time(17)))
    yield Incident(client_id=8, what="Bag with all papers stolen", happened=When(day(-30)), place="shelter",
                   reported_to="shelter office", reported_on=day(-29), outcome="papers are asked for anew")
    yield Incident(client_id=1, what="Stove caught fire, nobody hurt", happened=When(day(-40), time(18)),
                   place="client's home", reported_to="landlord", reported_on=day(-39))
    yield Safety(client_id=1, warning_signs="sleeps two hours; does not answer the phone",
                 coping="walks to the lake; music", distractions="her mother's kitchen; the library",
                 people="Carmen Ruiz, mother, 555-0131", professionals="988; Dr. Lee, Main St Clinic, 555-0168",
                 environment="her mother keeps the pills", reasons="her nieces", reviewed_on=day(-30))


def _providers(day: Day) -> Iterator[Provider]:
    yield Provider(name="Elm Street Kitchen", service="Hot meals", category="food", phone="555-0150", zip="60601",
                   hours="mon-fri 11-13", languages="English", cost=Cost.FREE, assured_on=day(-45))
    yield Provider(name="Northside Pantry", service="Food box", category="food", phone="555-0151", zip="60613",
                   hours="tue 9-12, fri 9-13", languages="English, Spanish", cost=Cost.FREE,
                   capacity=Capacity.CAPACITY, assured_on=day(-20))
    yield Provider(name="Harbor Home Care", service="Home health aide", category="home care", phone="555-0152",
                   fax="555-0153", capacity=Capacity.WAITLIST, wait="4 weeks", assured_on=day(-60))
    yield Provider(name="Bridge Legal Aid", service="Eviction defense", category="legal", phone="555-0154",
                   fax="555-0155", hours="mon-thu 9-16", cost=Cost.FREE, documents="lease, notice")
    yield Provider(name="County Housing Office", service="Supportive housing", category="housing", fax="555-0157",
                   capacity=Capacity.WAITLIST, wait="5 months", documents="photo ID, proof of income")
    yield Provider(name="Clearwater Recovery", service="Day treatment", category="treatment", phone="555-0158",
                   cost=Cost.SLIDING_SCALE)
    yield Provider(name="Metro Rides", service="Rides to appointments", category="transportation", phone="555-0160",
                   application="by phone, two days ahead", accessibility="lift")
    yield Provider(name="Main St Clinic", service="Counseling", category="health", phone="555-0168",
                   languages="English, Spanish, Vietnamese", minimum_age=18)


def _needs(day: Day) -> Iterator[Need]:
    begun = Support.IN_PROGRESS
    yield Need(client_id=1, domain=Domain.HOUSING_INSTABILITY, description="eviction notice", support=begun,
               identified_on=day(-14))
    yield Need(client_id=1, domain=Domain.TRANSPORTATION_INSECURITY, type=NeedType.BARRIER, support=Support.DECLINED,
               declined_on=day(-250), decline_reason="her mother drives her", identified_on=day(-300))
    yield Need(client_id=1, domain=Domain.PROTECTIVE_FACTOR, type=NeedType.STRENGTH, identified_on=day(-300),
               description="mother lives around the corner")
    yield Need(client_id=2, description="help with the bath", support=begun, identified_on=day(-150))
    yield Need(client_id=7, domain=Domain.HEALTH_INSURANCE_COVERAGE_STATUS, support=begun, identified_on=day(-160))
    yield Need(client_id=10, domain=Domain.EDUCATIONAL_ATTAINMENT, support=begun, identified_on=day(-300))
    yield Need(client_id=11, domain=Domain.LANGUAGE_ACCESS, type=NeedType.BARRIER, identified_on=day(-100),
               description="letters in English")
    yield Need(client_id=20, domain=Domain.SOCIAL_CONNECTION, support=begun, identified_on=day(-110))
    yield Need(client_id=20, domain=Domain.UTILITY_INSECURITY, support=Support.MET, met_on=day(-70),
               status=NeedStatus.RESOLVED, resolved_on=day(-40), identified_on=day(-110))


def _consents(day: Day) -> Iterator[Consent]:
    yield _signed(day, 1, 205, provider_id=2, purpose="referral", description="name, phone, household",
                  expires_on=day(18))
    yield _signed(day, 1, 13, provider_id=4, purpose="housing; referral", description="lease, notice, income",
                  expires_on=day(170))
    yield _signed(day, 2, 120, provider_id=3, purpose="home care", description="plan of care", expires_on=day(245))
    yield _signed(day, 5, 100, provider_id=8, purpose="treatment", description="notes of visits", expires_on=day(265),
                  signed_by="Lan Nguyễn", authority="guardian")
    yield Consent(client_id=7, person_id=3, purpose="release plan", data_classes=_GENERAL,
                  discloser=_ME, description="date of release, housing", statements=_WHOLE)
    yield _signed(day, 8, 36, provider_id=5, purpose="housing; referral", description="name, income",
                  expires_on=day(329))
    yield _signed(day, 19, 131, provider_id=6, kind=ConsentKind.SPECIFIC, purpose="treatment",
                  data_classes=(*_GENERAL, str(DataClass.SUD)), description="attendance, plan of care",
                  expires_event="end of treatment", event_asked_on=day(-131))
    yield _signed(day, 21, 90, provider_id=7, purpose="rides", description="name, address", expires_on=day(275),
                  status=ConsentStatus.INACTIVE, revoked_on=day(-50), revoked_how="by phone")


def _signed(day: Day, client: int, ago: int, **given: Any) -> Consent:
    said: dict[str, Any] = {"discloser": _ME, "data_classes": _GENERAL, "statements": _WHOLE, "signed_by": "client",
                            "status": ConsentStatus.ACTIVE}
    return Consent(client_id=client, signed_on=day(-ago), **said | given)


def _services(day: Day, plans: Mapping[int, int]) -> Iterator[Service]:
    begun = ServiceStatus.IN_PROGRESS
    yield Service(client_id=1, what="Food box", provider_id=2, plan_id=plans[1], amount="1 box", responsible="client",
                  frequency="every Friday", started_on=day(-200), status=begun)
    yield Service(client_id=1, what="Counseling", provider_id=8, plan_id=plans[1], amount="50 minutes",
                  frequency="every two weeks", started_on=day(-190), status=begun)
    yield Service(client_id=2, what="Help with the bath", activity=Living.BATHING, help_level=Help.HANDS_ON,
                  provider_id=3, plan_id=plans[2], goal_id=2, amount="2 hours", frequency="twice a week",
                  started_on=day(-115), status=begun)
    yield Service(client_id=2, what="Meals at home", activity=Living.FOOD_PREPARATION, help_level=Help.TOTAL,
                  provider_id=1, plan_id=plans[2], frequency="mon-fri", started_on=day(-60), status=begun)
    yield Service(client_id=4, what="Ramp at the door", provided_by="the landlord")
    yield Service(client_id=14, what="Rides to dialysis", activity=Living.TRANSPORT, help_level=Help.STANDBY,
                  provider_id=7, plan_id=plans[14], frequency="three times a week", started_on=day(-80), status=begun)
    yield Service(client_id=20, what="Friendly visits", provided_by="church", status=ServiceStatus.CANCELLED,
                  ended_on=day(-85), declined=True, decline_reason="enough people around")
    yield Service(client_id=21, what="Rides to the clinic", provider_id=7, started_on=day(-85), ended_on=day(-50),
                  frequency="once a month", status=ServiceStatus.STOPPED, reason="comes on foot now")


def _medications(day: Day) -> Iterator[Medication]:
    yield Medication(client_id=1, name="Sertraline", dose="50 mg", schedule="every morning", prescriber="Dr. Lee",
                     managed_by="mother", refill_due=day(3), started_on=day(-280), reconciled_on=day(-30))
    yield Medication(client_id=1, name="Trazodone", dose="25 mg", schedule="at bedtime", prescriber="Dr. Lee",
                     started_on=day(-200), ended_on=day(-90), status=MedicationStatus.STOPPED,
                     reason="too tired by day")
    yield Medication(client_id=2, name="Furosemide", dose="40 mg", schedule="twice a day", managed_by="nurse",
                     refill_due=day(16))
    yield Medication(client_id=5, name="Donepezil", dose="5 mg", schedule="at bedtime", managed_by="nurse")
    yield Medication(client_id=6, name="Tiotropium", dose="1 capsule", schedule="every morning",
                     status=MedicationStatus.INTENDED)
    yield Medication(client_id=14, name="Sevelamer", dose="800 mg", schedule="with meals", managed_by="client",
                     refill_due=day(11))
    yield Medication(client_id=20, name="Albuterol", dose="2 puffs", schedule="as needed", refill_due=day(5))
    yield Medication(client_id=21, name="Metformin", dose="500 mg", schedule="twice a day", refill_due=day(20))


def _documents(day: Day) -> Iterator[Document]:
    have = DocumentStatus.RECEIVED
    yield Document(client_id=1, title="Lease", kind="housing", status=have, received_on=day(-290), expires_on=day(25),
                   location="her file")
    yield Document(client_id=1, title="Proof of income", kind="income", needed_by=day(6), responsible="client")
    yield Document(client_id=7, title="State ID", kind="identity", needed_by=day(24), cost=24.0, fund="release grant")
    yield Document(client_id=7, title="Birth certificate", kind="identity", status=DocumentStatus.REQUESTED,
                   requested_on=day(-12), needed_by=day(20), responsible="me")
    yield Document(client_id=8, title="State ID", kind="identity", status=DocumentStatus.REQUESTED,
                   requested_on=day(-9), needed_by=day(12), cost=16.0, fund="shelter")
    yield Document(client_id=11, title="Work permit", kind="identity", status=have, received_on=day(-95),
                   expires_on=day(28), location="with the client")
    yield Document(client_id=20, title="SSI denial letter", kind="income", status=have, received_on=day(-20))
    yield Document(client_id=22, title="School records", status=DocumentStatus.EXPIRED, expires_on=day(-60))


def _referrals(day: Day, needs: Needs) -> Iterator[Referral]:
    helped: Mapping[str, Any] = {"status": ReferralStatus.COMPLETED, "outcome": Outcome.GOT_HELP}
    food, housing = Domain.FOOD_INSECURITY, Domain.HOUSING_INSTABILITY
    yield Referral(client_id=1, provider_id=2, need_id=needs[1, food], service_type="Food box", sent_on=day(-204),
                   via=Via.FAX, answered_on=day(-203), handed_over_on=day(-200), understood=Understood.YES,
                   closed_on=day(-197), **helped)
    yield Referral(client_id=1, provider_id=4, need_id=needs[1, housing], service_type="Eviction defense",
                   request="Can you be at the hearing?", status=ReferralStatus.ACCEPTED, sent_on=day(-12),
                   via=Via.FAX, answered_on=day(-6), handed_over_on=day(-6), understood=Understood.UNSURE,
                   next_action="bring lease and notice", next_owner=Responsible.CLIENT, next_due=When(day(2)))
    yield Referral(client_id=8, provider_id=5, need_id=needs[8, Domain.HOMELESSNESS],
                   service_type="Supportive housing", status=ReferralStatus.REQUESTED, sent_on=day(-16), via=Via.FAX)
    yield Referral(client_id=2, provider_id=3, service_type="Home health aide", sent_on=day(-119), via=Via.FAX,
                   answered_on=day(-117), closed_on=day(-115), **helped)
    yield Referral(client_id=2, provider_id=3, service_type="A third day of the aide", sent_on=day(-13),
                   via=Via.PHONE, answered_on=day(-9), status=ReferralStatus.ON_HOLD,
                   reason="no staff before next month", attempts=2, attempted_on=day(-9), next_action="ask again",
                   next_owner=Responsible.ME, next_due=When(day(15)))
    yield Referral(client_id=11, provider_id=2, service_type="Food box", sent_on=day(-95), via=Via.PHONE,
                   closed_on=day(-83), **helped)
    yield Referral(client_id=18, provider_id=2, service_type="Food box", sent_on=day(-60), via=Via.EMAIL,
                   closed_on=day(-51), **helped)
    yield Referral(client_id=21, provider_id=2, service_type="Food box", sent_on=day(-75), via=Via.PHONE, attempts=3,
                   attempted_on=day(-61), closed_on=day(-60), status=ReferralStatus.FAILED,
                   outcome=Outcome.COULD_NOT_CONTACT, reason="three calls, no answer")
    yield Referral(client_id=14, provider_id=7, service_type="Rides to dialysis", sent_on=day(-90), via=Via.PORTAL,
                   answered_on=day(-86), closed_on=day(-80), **helped)
    yield Referral(client_id=19, provider_id=6, service_type="Day treatment", sent_on=day(-130), via=Via.FAX,
                   answered_on=day(-120), status=ReferralStatus.IN_PROGRESS, next_action="ask for the discharge plan",
                   next_owner=Responsible.ME, next_due=When(day(14)), **_SUD)
    yield Referral(client_id=20, provider_id=4, service_type="SSI appeal", sent_on=day(-19), via=Via.EMAIL,
                   answered_on=day(-15), closed_on=day(-15), status=ReferralStatus.REJECTED,
                   denied_by=DeniedBy.PROVIDER, reason="takes no benefit cases")
    yield Referral(client_id=24, provider_id=1, service_type="Hot meals", request="Lunch on weekdays, soft food.")


def _disclosures(day: Day) -> Iterator[Disclosure]:
    told = "1 client, 1 referral, 1 need"
    letter: Mapping[str, Any] = {"what": told, "counts": told, "purpose": "referral"}
    yield Disclosure(client_id=1, consent_id=1, provider_id=2, at=When(day(-204), time(10)), via=Via.FAX, **letter)
    yield Disclosure(client_id=1, consent_id=2, provider_id=4, at=When(day(-12), time(15)), via=Via.FAX, **letter)
    yield Disclosure(client_id=8, consent_id=6, provider_id=5, at=When(day(-16), time(9)), via=Via.FAX, **letter)
    yield Disclosure(client_id=19, consent_id=7, provider_id=6, at=When(day(-130), time(11)), via=Via.FAX,
                     what="referral and plan of care", purpose="treatment", notice=Notice.FULL)
    yield Disclosure(client_id=6, recipient="County Hospital", at=When(day(-60), time(22)), via=Via.PHONE,
                     what="medications and allergies", purpose="emergency", basis=Basis.MEDICAL_EMERGENCY,
                     reason="could not breathe, brought in by ambulance")
