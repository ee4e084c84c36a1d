"""Every clock: the day before, the day, the day after; none, done, whose clocks stand still, waived, 29 February."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import new_store

from caseload.config import RuleSetting
from caseload.records import consent as consents
from caseload.records.appeal import (
    Action,
    AidContinuing,
    Appeal,
    AppealStatus,
    Decision,
    Level,
    decided,
    filed,
    heard,
)
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.assessment import Assessment, AssessmentStatus
from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.benefit import Benefit, BenefitStatus, Category, interviewed, renewal_handed_in
from caseload.records.benefit import approved as granted
from caseload.records.client import Client, ClientStatus
from caseload.records.consent import Consent, ConsentStatus
from caseload.records.coverage import Coverage, CoverageStatus
from caseload.records.document import Document, DocumentStatus, got
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.expense import Expense, claimed
from caseload.records.goal import Goal, Lifecycle
from caseload.records.incident import Incident
from caseload.records.kinds import has_client
from caseload.records.medication import Medication, refilled, stopped
from caseload.records.note import Direction, Mode, Note, NoteStatus, Reached
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Terms
from caseload.records.of.contact import Contacts, contact_due
from caseload.records.of.deadline import SHIPPED, Deadlines
from caseload.records.of.deadlines_of_law import TRANSITIONS
from caseload.records.of.setting import Setting
from caseload.records.plan import Plan, PlanStatus
from caseload.records.program import Program
from caseload.records.provider import Provider, ProviderStatus
from caseload.records.referral import Outcome, Referral, ReferralStatus, completed
from caseload.records.ride import Ride, RideStatus, confirmed
from caseload.records.ride import requested as ride_requested
from caseload.records.stay import Stay
from caseload.records.task import Task, TaskStatus
from caseload.records.verification import Verification
from caseload.records.verification import got as handed_in
from caseload.records.waiver import Waiver
from caseload.reports.due import Item, Standing, due
from caseload.reports.rule import Rule
from caseload.reports.rules import RULES
from caseload.store.core import Store
from caseload.store.shipped import shipped
from caseload.value import replace
from caseload.when.dates import Span, When, parse_span
from caseload.when.workdays import Roll

DUE = date(2026, 11, 27)
LEAP = date(2028, 2, 29)


def rule(name: str) -> Rule:
    return next(rule for rule in RULES if rule.name == name)


def note(store: Store, client: Client, day: date, **values: object) -> Note:
    given = {"mode": Mode.PHONE_CALL, "status": NoteStatus.SIGNED, **values}
    return store.add(Note(client_id=client.id, occurred=When(day, time(10)), body="x", **given))  # type: ignore[arg-type]


def consent(store: Store, client: Client, **values: object) -> Record:
    given: Any = {"signed_on": date(2020, 1, 1), "status": ConsentStatus.ACTIVE, **values}
    return store.add(Consent(client_id=client.id, recipient="Legal Aid", **given))


def attempts(store: Store, client: Client, day: date) -> Record:
    for back in (9, 4, 0):
        note(store, client, day - timedelta(days=back), reached=Reached.NO)
    return client


def visit(store: Store, client: Client, day: date, status: AppointmentStatus) -> Appointment:
    return store.add(Appointment(client_id=client.id, title="Visit", starts=When(day, time(8)), status=status))


def no_shows(store: Store, client: Client, day: date) -> Record:
    for back_days in (9, 4, 0):
        visit(store, client, day - timedelta(days=back_days), AppointmentStatus.NOSHOW)
    return client


def released(store: Store, client: Client, day: date) -> Record:
    held = replace(client, setting=Setting.JAIL_PRISON, release_on=day, release_certainty="firm")  # type: ignore[arg-type]
    return store.save(held)


def screened(store: Store, client: Client, day: date, **values: object) -> Record:
    """A screen of that day with the PHQ-9."""
    phq = store.add(next(one for one in shipped() if one.name == "phq-9"))
    given = {"screen": phq.name, "score": 0, **values}
    if given.get("status") is AssessmentStatus.STOPPED:
        given["score"] = None
    return store.add(Assessment(client_id=client.id, instrument_id=phq.id, assessed_on=day, **given))  # type: ignore[arg-type]


def opened(store: Store, client: Client, day: date) -> Record:
    return store.save(replace(client, opened_on=day))


@dataclass(frozen=True)
class Case:
    """One rule: what makes it due that day, what leaves it without a date, what settles it; its lead and grace."""

    name: str
    due_on: Callable[[Store, Client, date], Record]
    without: Callable[[Store, Client], object]
    settle: Callable[[Store, Any], object]
    lead: int
    grace: int = 0
    onhold: bool = True
    """Whether it counts for a client on hold."""


def back(day: date, span: str) -> date:
    return parse_span(span).after(day, -1)


def stayed(store: Store, client: Client, setting: Setting, **values: Any) -> Record:
    return store.add(Stay(client_id=client.id, setting=setting, place="Elm House", **values))


def met_today(store: Store, client: Client) -> object:
    return note(store, client, DUE + timedelta(days=60), mode=Mode.IN_PERSON)


def referred(store: Store, client: Client, **values: Any) -> Record:
    provider = store.add(Provider(name="Elm Street Kitchen"))
    return store.add(Referral(client_id=client.id, provider_id=provider.id, service_type="Food box", **values))


def fallen(client: Client, **values: Any) -> Incident:
    """Somebody fell."""
    return Incident(client_id=client.id, what="Fell", happened=When(date(2026, 3, 2)), **values)


def approved(client: Client, **values: Any) -> Authorization:
    """What a payer has approved."""
    given = {"service_type": "Counseling", "status": AuthorizationStatus.APPROVED, **values}
    return Authorization(client_id=client.id, **given)


def requested(store: Store, client: Client, **values: Any) -> Authorization:
    """What a plan of Medicaid's managed care was asked for."""
    plan = store.add(Coverage(client_id=client.id, payer="Medicaid managed care"))
    given = {"service_type": "Counseling", "status": AuthorizationStatus.REQUESTED, **values}
    return store.add(Authorization(client_id=client.id, coverage_id=plan.id, **given))


def benefit(store: Store, client: Client, name: str = "Medicaid", **values: Any) -> Benefit:
    return store.add(Benefit(client_id=client.id, name=name, **values))


def in_program(store: Store, client: Client, **values: Any) -> Enrollment:
    """Who was enrolled long ago, and came to none of the meetings."""
    program = store.add(Program(name="Youth path", requirements="12 sessions"))
    return store.add(Enrollment(client_id=client.id, program_id=program.id, started_on=date(2026, 3, 2), **values))


def papers(store: Store, client: Client, **values: Any) -> Verification:
    """What a Medicaid application is asked for; no law says until when."""
    asked = benefit(store, client, status=BenefitStatus.PENDING)
    return store.add(Verification(benefit_id=asked.id, what="Pay stubs", **values))


def ride(store: Store, client: Client, day: date | None, **values: Any) -> Ride:
    """A ride to an appointment of that day; of none to one that was called off."""
    status = AppointmentStatus.BOOKED if day else AppointmentStatus.CANCELLED
    visit = Appointment(client_id=client.id, title="Clinic", starts=When(day or DUE), status=status)
    return store.add(Ride(appointment_id=store.add(visit).id, driver="MTM", **values))


def appeal(store: Store, client: Client, **values: Any) -> Appeal:
    of = benefit(store, client, status=BenefitStatus.CLOSED)
    return store.add(Appeal(client_id=client.id, benefit_id=of.id, level=Level.FAIR_HEARING, **values))


def at_noon(day: date) -> str:
    """The moment of noon where the user is, as it is stored."""
    return datetime.combine(day, time(12)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def contested(store: Store, of: Benefit | Authorization) -> Appeal:
    """An appeal of what was decided on."""
    about: dict[str, Any] = {f"{of.TABLE}_id": of.id}
    return store.add(Appeal(client_id=of.client_id, level=Level.PLAN_INTERNAL, **about))


def asked_about(store: Store, client: Client, **values: Any) -> Appeal:
    of = benefit(store, client, "SSI", status=BenefitStatus.APPEALING)
    given = {"level": Level.RECONSIDERATION, "status": AppealStatus.FILED, **values}
    return store.add(Appeal(client_id=client.id, benefit_id=of.id, **given))


CASES = (
    Case(
        "task",
        lambda store, client, day: store.add(Task(client_id=client.id, title="Call", due=When(day))),
        lambda store, client: store.add(Task(client_id=client.id, title="Call")),
        lambda store, task: store.save(replace(task, status=TaskStatus.COMPLETED)),
        lead=7,
    ),
    Case(
        "appointment",
        lambda store, client, day: store.add(Appointment(client_id=client.id, title="Visit", starts=When(day))),
        lambda _store, _client: None,
        lambda store, visit: store.save(replace(visit, status=AppointmentStatus.NOSHOW)),
        lead=7,
    ),
    Case(
        "kept-unwritten",
        lambda store, client, day: visit(store, client, back(day, "2d"), AppointmentStatus.FULFILLED),
        lambda store, client: visit(store, client, DUE - timedelta(days=40), AppointmentStatus.FULFILLED),
        lambda store, one: note(store, store.get(Client, one.client_id), one.starts.day),
        lead=0,
    ),
    Case(
        "referral",
        lambda store, client, day: referred(store, client, status=ReferralStatus.REQUESTED, sent_on=back(day, "7d")),
        lambda store, client: referred(store, client, status=ReferralStatus.ACCEPTED, sent_on=back(DUE, "9d")),
        lambda store, one: store.save(completed(one, DUE, outcome=Outcome.GOT_HELP)),
        lead=0,
    ),
    Case(
        "referral-help",
        lambda store, client, day: referred(
            store, client, status=ReferralStatus.ACCEPTED, sent_on=back(day, "40d"), answered_on=back(day, "30d")
        ),
        lambda store, client: referred(
            store, client, status=ReferralStatus.ACCEPTED, sent_on=back(DUE, "40d"), next_due=When(date(2099, 1, 1))
        ),
        lambda store, one: store.save(completed(one, DUE, outcome=Outcome.NO_CAPACITY)),
        lead=0,
    ),
    Case(
        "contact",
        lambda store, client, day: (note(store, client, back(day, "1m")), client)[1],
        lambda store, client: store.save(replace(client, opened_on=None, created_at="2200-12-31T00:00:00Z")),
        met_today,
        lead=7,
        onhold=False,
    ),
    Case(
        "face-to-face",
        lambda store, client, day: (note(store, client, back(day, "3m"), mode=Mode.IN_PERSON), client)[1],
        lambda store, client: store.save(replace(client, opened_on=None, created_at="2200-12-31T00:00:00Z")),
        met_today,
        lead=14,
        onhold=False,
    ),
    Case(
        "attempts",
        attempts,
        lambda store, client: note(store, client, DUE - timedelta(days=1), reached=Reached.NO),
        met_today,
        lead=0,
        onhold=False,
    ),
    Case(
        "no-shows",
        no_shows,
        lambda store, client: visit(store, client, DUE - timedelta(days=1), AppointmentStatus.NOSHOW),
        lambda store, client: visit(store, client, DUE + timedelta(days=1), AppointmentStatus.FULFILLED),
        lead=0,
        onhold=False,
    ),
    Case(
        "silent",
        lambda store, client, day: opened(store, client, day - timedelta(days=45)),
        lambda store, client: store.save(replace(client, opened_on=None, created_at="2200-12-31T00:00:00Z")),
        lambda store, client: store.add(Task(client_id=client.id, title="Write", due=When(DUE + timedelta(days=99)))),
        lead=0,
        onhold=False,
    ),
    Case(
        "release",
        released,
        lambda store, client: store.save(replace(client, setting=Setting.JAIL_PRISON)),
        lambda store, client: store.save(replace(client, setting=Setting.HOME)),
        lead=30,
        grace=30,
    ),
    Case(
        "release-before",
        lambda store, client, day: stayed(store, client, Setting.JAIL_PRISON, expected_on=day),
        lambda store, client: stayed(store, client, Setting.JAIL_PRISON),
        lambda store, one: note(store, store.get(Client, one.client_id), DUE - timedelta(days=3)),
        lead=30,
    ),
    Case(
        "release-after",
        lambda store, client, day: stayed(store, client, Setting.JAIL_PRISON, left_on=back(day, "30d")),
        lambda store, client: stayed(store, client, Setting.JAIL_PRISON),
        lambda store, one: note(store, store.get(Client, one.client_id), DUE - timedelta(days=3)),
        lead=14,
    ),
    Case(
        "discharge-contact",
        lambda store, client, day: stayed(store, client, Setting.HOSPITAL, left_on=back(day, "2d")),
        lambda store, client: stayed(store, client, Setting.HOSPITAL),
        lambda store, one: note(store, store.get(Client, one.client_id), DUE - timedelta(days=1)),
        lead=7,
    ),
    Case(
        "discharge-visit",
        lambda store, client, day: stayed(store, client, Setting.HOSPITAL, left_on=back(day, "7d")),
        lambda store, client: stayed(store, client, Setting.HOSPITAL),
        lambda store, one: note(store, store.get(Client, one.client_id), DUE, mode=Mode.IN_PERSON),
        lead=7,
    ),
    Case(
        "discharge-month",
        lambda store, client, day: stayed(store, client, Setting.PSYCHIATRIC, left_on=back(day, "30d")),
        lambda store, client: stayed(store, client, Setting.HOSPITAL, left_on=back(DUE, "30d")),
        lambda store, one: note(store, store.get(Client, one.client_id), DUE, mode=Mode.IN_PERSON),
        lead=14,
    ),
    Case(
        "plan-review",
        lambda store, client, day: store.add(Plan(client_id=client.id, title="Plan", started_on=back(day, "6m"))),
        lambda store, client: store.add(Plan(client_id=client.id, title="Plan", status=PlanStatus.DRAFT)),
        lambda store, plan: store.save(replace(plan, reviewed_on=DUE + timedelta(days=30))),
        lead=30,
    ),
    Case(
        "plan-unsigned",
        lambda store, client, day: store.add(Plan(client_id=client.id, title="Plan", started_on=back(day, "30d"))),
        lambda store, client: store.add(Plan(client_id=client.id, title="Plan", status=PlanStatus.DRAFT)),
        lambda store, plan: store.save(replace(plan, agreed_on=DUE)),
        lead=0,
    ),
    Case(
        "plan-copy",
        lambda store, client, day: store.add(Plan(client_id=client.id, title="Plan", started_on=back(day, "30d"))),
        lambda store, client: store.add(Plan(client_id=client.id, title="Plan", status=PlanStatus.DRAFT)),
        lambda store, plan: store.save(replace(plan, copy_given_on=DUE)),
        lead=0,
    ),
    Case(
        "goal-target",
        lambda store, client, day: store.add(Goal(client_id=client.id, title="Walk", target_on=day)),
        lambda store, client: store.add(Goal(client_id=client.id, title="Walk")),
        lambda store, goal: store.save(replace(goal, lifecycle=Lifecycle.COMPLETED)),
        lead=14,
    ),
    Case(
        "note-unsigned",
        lambda store, client, day: note(store, client, back(day, "2d"), status=NoteStatus.DRAFT),
        lambda _store, _client: None,
        lambda store, draft: store.save(replace(draft, status=NoteStatus.SIGNED)),
        lead=0,
    ),
    Case(
        "screen-flag",
        lambda store, client, day: screened(store, client, day, flags=("self-harm",)),
        lambda store, client: screened(store, client, DUE),
        lambda store, one: store.save(replace(one, answered_on=DUE)),
        lead=0,
    ),
    Case(
        "reassessment",
        lambda store, client, day: screened(store, client, back(day, "6m")),
        lambda store, client: screened(store, client, back(DUE, "6m"), status=AssessmentStatus.STOPPED),
        lambda store, one: store.add(replace(one, id=0, external_id=None, assessed_on=DUE)),
        lead=30,
    ),
    Case(
        "incident",
        lambda store, client, day: store.add(fallen(client, report_due=When(day))),
        lambda store, client: store.add(fallen(client)),
        lambda store, incident: store.save(replace(incident, reported_on=DUE)),
        lead=30,
    ),
    Case(
        "provider-assurance",
        lambda store, _client, day: store.add(Provider(name="Elm Street Kitchen", assured_on=back(day, "6m"))),
        lambda store, _client: store.add(Provider(name="Elm Street Kitchen")),
        lambda store, one: store.save(replace(one, status=ProviderStatus.DEFUNCT)),
        lead=14,
    ),
    Case(
        "refill",
        lambda store, client, day: store.add(Medication(client_id=client.id, name="Metformin", refill_due=day)),
        lambda store, client: store.add(Medication(client_id=client.id, name="Metformin")),
        lambda store, one: store.save(refilled(one, None)),
        lead=5,
    ),
    Case(
        "reconciliation",
        lambda store, client, day: store.add(
            Medication(client_id=client.id, name="Metformin", reconciled_on=back(day, "6m"))
        ),
        lambda store, client: store.add(Medication(client_id=client.id, name="Metformin", started_on=DUE)),
        lambda store, one: store.save(stopped(one, DUE, "rash")),
        lead=0,
    ),
    Case(
        "document-needed",
        lambda store, client, day: store.add(Document(client_id=client.id, title="Lease", needed_by=day)),
        lambda store, client: store.add(Document(client_id=client.id, title="Lease")),
        lambda store, one: store.save(got(one, DUE)),
        lead=7,
    ),
    Case(
        "document-expiry",
        lambda store, client, day: store.add(
            Document(client_id=client.id, title="Lease", status=DocumentStatus.RECEIVED, expires_on=day)
        ),
        lambda store, client: store.add(
            Document(client_id=client.id, title="Lease", status=DocumentStatus.EXPIRED, expires_on=DUE)
        ),
        lambda store, one: store.save(replace(one, status=DocumentStatus.EXPIRED)),
        lead=30,
    ),
    Case(
        "coverage-end",
        lambda store, client, day: store.add(Coverage(client_id=client.id, payer="Medicaid", ended_on=day)),
        lambda store, client: store.add(Coverage(client_id=client.id, payer="Medicaid", started_on=DUE)),
        lambda store, one: store.save(replace(one, status=CoverageStatus.CANCELLED)),
        lead=30,
    ),
    Case(
        "authorization-end",
        lambda store, client, day: store.add(approved(client, ends_on=day)),
        lambda store, client: store.add(approved(client, starts_on=DUE)),
        lambda store, one: store.save(replace(one, status=AuthorizationStatus.EXPIRED)),
        lead=30,
    ),
    Case(
        "authorization-runout",
        # 10 of 30 in 30 days, and in 60 more the others.
        lambda store, client, day: store.add(
            approved(
                client,
                units=30.0,
                starts_on=back(day, "89d"),
                used_reported=10.0,
                used_reported_on=back(day, "60d"),
                ends_on=day + timedelta(days=200),
            )
        ),
        lambda store, client: store.add(approved(client, units=30.0, starts_on=back(DUE, "89d"))),
        lambda store, one: store.save(replace(one, status=AuthorizationStatus.EXHAUSTED)),
        lead=30,
    ),
    Case(
        "authorization-decision",
        lambda store, client, day: requested(store, client, requested_on=back(day, "7d")),
        requested,
        lambda store, one: store.save(replace(one, status=AuthorizationStatus.DENIED)),
        lead=0,
    ),
    Case(
        "ride",
        lambda store, client, day: ride(store, client, day + timedelta(days=60), request_by=day),
        lambda store, client: ride(store, client, None),
        lambda store, one: store.save(ride_requested(one, DUE)),
        lead=3,
    ),
    Case(
        "ride-confirm",
        lambda store, client, day: ride(store, client, day + timedelta(days=1), status=RideStatus.REQUESTED),
        lambda store, client: ride(store, client, None, status=RideStatus.REQUESTED),
        lambda store, one: store.save(confirmed(one, DUE)),
        lead=3,
    ),
    Case(
        "expense-claim",
        lambda store, client, day: store.add(
            Expense(client_id=client.id, spent_on=back(day, "6m"), amount=4.5, what="Bus pass")
        ),
        lambda store, client: store.add(
            Expense(client_id=client.id, spent_on=DUE, claimed_on=DUE, amount=4.5, what="Bus pass")
        ),
        lambda store, one: store.save(claimed(one, DUE)),
        lead=7,
    ),
    Case(
        "consent",
        lambda store, client, day: consent(store, client, expires_on=day),
        lambda store, client: consent(store, client, expires_event="end of treatment"),
        lambda store, one: store.save(consents.revoked(one, DUE, "in writing", None)),
        lead=30,
    ),
    Case(
        "consent-event",
        lambda store, client, day: consent(store, client, expires_event="moved", event_asked_on=back(day, "6m")),
        lambda store, client: consent(store, client, expires_on=DUE + timedelta(days=400)),
        lambda store, one: store.save(consents.ended(one, DUE, DUE)),
        lead=0,
    ),
    Case(
        "program-requirement",
        lambda store, client, day: in_program(store, client, due=day),
        in_program,
        lambda store, one: store.save(replace(one, status=EnrollmentStatus.WITHDRAWN)),
        lead=14,
    ),
    Case(
        "benefit-renewal",
        lambda store, client, day: benefit(store, client, status=BenefitStatus.APPROVED, certified_to=day),
        lambda store, client: benefit(store, client, "Housing voucher", status=BenefitStatus.APPROVED),
        lambda store, one: store.save(replace(one, status=BenefitStatus.CLOSED, closed_on=DUE)),
        lead=45,
    ),
    Case(
        "benefit-reconsideration",
        lambda store, client, day: benefit(
            store, client, status=BenefitStatus.CLOSED, category=Category.MAGI, closed_on=back(day, "90d")
        ),
        lambda store, client: benefit(store, client, status=BenefitStatus.CLOSED, category=Category.MAGI),
        lambda store, one: store.save(renewal_handed_in(one, DUE)),
        lead=90,
    ),
    Case(
        "benefit-decision",
        lambda store, client, day: benefit(store, client, status=BenefitStatus.APPLIED, applied_on=back(day, "45d")),
        lambda store, client: benefit(store, client, "TANF", status=BenefitStatus.APPLIED, applied_on=DUE),
        lambda store, one: store.save(granted(one, DUE)),
        lead=0,
    ),
    Case(
        "interview",
        lambda store, client, day: benefit(store, client, status=BenefitStatus.PENDING, interview=When(day)),
        lambda store, client: benefit(store, client, status=BenefitStatus.PENDING),
        lambda store, one: store.save(interviewed(one, DUE)),
        lead=7,
    ),
    Case(
        "verification",
        lambda store, client, day: papers(store, client, needed_by=day),
        papers,
        lambda store, one: store.save(handed_in(one, DUE, sent=True)),
        lead=5,
    ),
    Case(
        "appeal",
        lambda store, client, day: appeal(store, client, notice_on=back(day, "90d")),
        appeal,
        lambda store, one: store.save(filed(one, DUE)),
        lead=30,
    ),
    Case(
        "aid-continuing",
        lambda store, client, day: appeal(store, client, action=Action.CLOSING, effective_on=day + timedelta(days=1)),
        lambda store, client: appeal(store, client, action=Action.CLOSING),
        lambda store, one: store.save(replace(one, aid_continuing=AidContinuing.ASKED)),
        lead=30,
    ),
    Case(
        "benefit-not-contested",
        lambda store, client, day: benefit(
            store, client, status=BenefitStatus.DENIED, notice_on=back(day, "90d"), decided_on=DUE
        ),
        lambda store, client: benefit(store, client, status=BenefitStatus.APPROVED),
        contested,
        lead=30,
    ),
    Case(
        "authorization-not-contested",
        lambda store, client, day: requested(
            store, client, status=AuthorizationStatus.DENIED, notice_on=back(day, "60d"), decided_on=DUE
        ),
        lambda store, client: requested(store, client, status=AuthorizationStatus.APPROVED),
        contested,
        lead=30,
    ),
    Case(
        "appeal-without-day",
        lambda store, client, day: store.save(replace(appeal(store, client), created_at=at_noon(day))),
        lambda store, client: appeal(store, client, notice_on=DUE),
        lambda store, one: store.save(replace(one, notice_on=DUE)),
        lead=0,
    ),
    Case(
        "hearing",
        lambda store, client, day: appeal(store, client, status=AppealStatus.FILED, hearing_on=When(day)),
        lambda store, client: appeal(store, client, status=AppealStatus.FILED),
        lambda store, one: store.save(heard(one, DUE)),
        lead=14,
    ),
    Case(
        "appeal-decision",
        lambda store, client, day: appeal(store, client, status=AppealStatus.FILED, filed_on=back(day, "90d")),
        lambda store, client: appeal(store, client, status=AppealStatus.FILED),
        lambda store, one: store.save(decided(one, DUE, Decision.UPHELD)),
        lead=0,
    ),
    Case(
        "appeal-standing",
        lambda store, client, day: asked_about(store, client, filed_on=back(day, "6m")),
        asked_about,
        lambda store, one: store.save(decided(one, DUE, Decision.UPHELD)),
        lead=0,
    ),
    Case(
        "benefit-standing",
        lambda store, client, day: benefit(
            store, client, "SSI", status=BenefitStatus.APPLIED, applied_on=back(day, "6m")
        ),
        lambda store, client: benefit(store, client, "SSI", status=BenefitStatus.APPLIED),
        lambda store, one: store.save(granted(one, DUE)),
        lead=0,
    ),
)
CONFIRMED = Deadlines(tuple(replace(row, default="on") for row in SHIPPED.rows("mco-auth-standard")))
"""What a plan's decision on a request counts by, once rules.toml says that it does."""

LAW = Deadlines(
    own=tuple(
        replace(row, default="on") if row.key == "release-youth-pre" else replace(row, count=2, unit="days")
        for row in TRANSITIONS if row.key in ("release-youth-pre", "tcm-contact")
    )
)  # fmt: skip
"""What rules.toml may say: the services before a release are on, and the days after a discharge are any."""

ON = tuple(
    replace(one, law=lambda: LAW) if one.table == "stay"
    else replace(one, setting=RuleSetting(every=Span(6, "m"))) if one.unset or one.name == "reassessment" else one
    for one in RULES
)  # fmt: skip
ON = tuple(replace(one, law=lambda: CONFIRMED) if one.name == "authorization-decision" else one for one in ON)
"""Every rule; those that are off until config.toml gives an interval have one of half a year.

So has the yearly one: a year before 29 February there is none. Those of stays go by the LAW.
"""

OWED = (
    "task",
    "expense-claim",
    "incident",
    "appeal",
    "benefit-not-contested",
    "authorization-not-contested",
    "appeal-without-day",
    "hearing",
    "appeal-decision",
    "appeal-standing",
)
"""The rules that no client stops: what is to be done, reported and contested is so though the client has left or died.

An appeal may be about the bills of somebody who has died.
"""

BEFORE = (
    "screen-flag", "ride", "ride-confirm", "benefit-renewal", "benefit-reconsideration", "benefit-decision",
    "interview", "verification", "benefit-standing",
)  # fmt: skip
"""The rules that count for a client on the waitlist: who is screened, comes, or applies before serving begins."""

EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
EACH_OF_A_CLIENT = pytest.mark.parametrize(
    "case", [case for case, rule in zip(CASES, RULES, strict=True) if has_client(rule.kind)], ids=lambda case: case.name
)


def stands(store: Store, case: Case, day: date, clock: time = time(9), rules: tuple[Rule, ...] = ON) -> Item | None:
    """The item of the case's rule at that moment."""
    items = [item for item in due(store, datetime.combine(day, clock), rules) if item.rule == case.name]
    assert len(items) <= 1
    return items[0] if items else None


def test_every_rule_has_its_cases() -> None:
    assert [case.name for case in CASES] == [rule.name for rule in RULES]


@EACH
@pytest.mark.parametrize("day", [DUE, date(2026, 12, 30), date(2027, 3, 14), LEAP], ids=str)
def test_it_shows_from_its_lead_on_and_is_late_when_the_last_day_of_its_grace_is_over(
    store: Store, ana: Client, case: Case, day: date
) -> None:
    record = case.due_on(store, ana, day)
    opens, last = day - timedelta(days=case.lead), day + timedelta(days=case.grace)
    assert stands(store, case, opens - timedelta(days=1), time(23, 59)) is None
    for shown, clock in ((opens, time(0, 0)), (day, time(23, 59)), (last, time(23, 59))):
        item = stands(store, case, shown, clock)
        assert item is not None
        assert (item.ref, item.opens, item.due, item.grace_ends) == (record.ref, opens, When(day), When(last))
        assert (item.late, item.days_late) == (False, 0)
    after = stands(store, case, last + timedelta(days=1), time(0, 0))
    assert after is not None
    assert (after.late, after.days_late) == (True, 1)


@EACH
def test_without_a_date_to_count_from_it_never_shows(store: Store, ana: Client, case: Case) -> None:
    case.without(store, ana)
    assert stands(store, case, DUE) is None


@EACH
def test_what_is_done_does_not_show(store: Store, ana: Client, case: Case) -> None:
    case.settle(store, case.due_on(store, ana, DUE))
    assert stands(store, case, DUE + timedelta(days=61)) is None


@EACH_OF_A_CLIENT
@pytest.mark.parametrize("status", [status for status in ClientStatus if status not in ("active", "onhold")])
def test_a_client_not_yet_or_no_longer_served_stops_every_clock_but_tasks_and_what_is_booked_stands(
    store: Store, ana: Client, case: Case, status: ClientStatus
) -> None:
    case.due_on(store, ana, DUE)
    store.save(replace(store.get(Client, ana.id), status=status))
    flagged = case.name in BEFORE and status in ("planned", "waitlist")
    # What is closed here is not closed at the agency.
    flagged = flagged or case.name == "aid-continuing"
    assert (stands(store, case, DUE) is not None) is (case.name in (*OWED, "appointment") or flagged)
    # Serving begins with an appointment: then its outcome is asked for, and of who is gone it is not.
    late = stands(store, case, DUE + timedelta(days=1))
    begins = case.name == "appointment" and status in ("planned", "waitlist")
    assert (late is not None and late.late) is (case.name in OWED or begins or flagged)


@EACH_OF_A_CLIENT
def test_a_client_who_died_stops_every_clock_but_tasks_and_what_is_booked_stands(
    store: Store, ana: Client, case: Case
) -> None:
    case.due_on(store, ana, DUE)
    store.save(replace(store.get(Client, ana.id), died_on=date(2026, 11, 1)))
    item = stands(store, case, DUE)
    assert (item is not None) is (case.name in (*OWED, "appointment"))
    assert item is None or item.reason.endswith("; c1 died on 2026-11-01")
    late = stands(store, case, DUE + timedelta(days=1))
    assert (late is not None and late.late) is (case.name in OWED)


@EACH
def test_a_client_on_hold_stops_the_clocks_of_contact(store: Store, ana: Client, case: Case) -> None:
    case.due_on(store, ana, DUE)
    store.save(replace(store.get(Client, ana.id), status=ClientStatus.ONHOLD))
    assert (stands(store, case, DUE) is not None) is case.onhold


@EACH
def test_a_client_marked_do_not_contact_stops_the_clocks_of_contact(store: Store, ana: Client, case: Case) -> None:
    case.due_on(store, ana, DUE)
    store.save(replace(store.get(Client, ana.id), do_not_contact=True))
    assert (stands(store, case, DUE) is not None) is case.onhold


@EACH
def test_what_was_voided_does_not_show_nor_what_hangs_from_a_client_who_was(
    store: Store, ana: Client, case: Case
) -> None:
    record = case.due_on(store, ana, DUE)
    store.save(replace(store.get(type(record), record.id), voided_at=store.at, void_reason="entered twice"))
    assert stands(store, case, DUE) is None


@EACH
def test_a_waiver_of_the_rule_hides_it_until_its_day_and_then_it_is_as_late_as_it_is(
    store: Store, ana: Client, case: Case
) -> None:
    record = case.due_on(store, ana, DUE)
    end = DUE + timedelta(days=case.grace + 10)
    store.add(Waiver(item=record.ref, rule=case.name, until=end, reason="agreed with the supervisor"))
    # What is agreed for a time stays on its day; what is hidden is the demand for its outcome.
    assert (stands(store, case, DUE) is not None) is (case.name == "appointment")
    assert stands(store, case, end - timedelta(days=1), time(23, 59)) is None
    item = stands(store, case, end, time(0, 0))
    assert item is not None
    assert (item.due, item.days_late) == (When(DUE), 10)


@EACH
def test_a_waiver_of_another_rule_or_record_hides_nothing(store: Store, ana: Client, case: Case) -> None:
    record = case.due_on(store, ana, DUE)
    other = next(rule.name for rule in RULES if rule.name != case.name)
    store.add(Waiver(item=record.ref, rule=other, until=DUE + timedelta(days=9), reason="another rule"))
    store.add(Waiver(item=f"{record.PREFIX}99", rule=case.name, until=DUE + timedelta(days=9), reason="another record"))
    assert stands(store, case, DUE) is not None


@EACH
def test_a_rule_that_is_off_never_shows(store: Store, ana: Client, case: Case) -> None:
    case.due_on(store, ana, DUE)
    off = tuple(replace(one, setting=RuleSetting(off=True)) if one.name == case.name else one for one in ON)
    assert stands(store, case, DUE + timedelta(days=case.grace + 1), rules=off) is None
    assert (stands(store, case, DUE, rules=off) is not None) is (case.name == "appointment")


@EACH
def test_lead_and_grace_go_by_the_setting(store: Store, ana: Client, case: Case) -> None:
    case.due_on(store, ana, DUE)
    rules = tuple(
        replace(one, setting=one.setting._replace(lead=Span(3, "d"), grace=Span(5, "d")))
        if one.name == case.name
        else one
        for one in ON
    )
    # The attempt, or the no-show, that is one too many cannot be seen coming.
    lead = 0 if case.name in ("attempts", "no-shows") else 3
    assert stands(store, case, DUE - timedelta(days=lead + 1), rules=rules) is None
    item = stands(store, case, DUE - timedelta(days=lead), rules=rules)
    assert item is not None
    assert item.grace_ends == When(DUE + timedelta(days=5))


SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)
COUNTING = [case for case, rule in zip(CASES, RULES, strict=True) if rule.every or rule.unset]


@pytest.mark.parametrize("case", COUNTING, ids=lambda case: case.name)
def test_what_a_rule_has_counted_rolls_from_a_weekend_where_config_says_so(
    store: Store, ana: Client, case: Case
) -> None:
    record = case.due_on(store, ana, SATURDAY)
    for roll, day in ((Roll.NONE, SATURDAY), (Roll.WORKDAY, MONDAY), (Roll.FEDERAL, MONDAY)):
        rules = tuple(replace(one, setting=one.setting._replace(roll=roll)) for one in ON)
        item = stands(store, case, day, time(23, 59), rules)
        assert item is not None
        assert (item.ref, item.due, item.late) == (record.ref, When(day), False)
        when = item.reckoning.when
        assert isinstance(when, Reckoned)
        assert when.rolled_from == (When(SATURDAY) if day == MONDAY else None)
        late = stands(store, case, day + timedelta(days=case.grace + 1), time(0, 0), rules)
        assert late is not None
        assert late.late


# Each rule's own


@pytest.mark.parametrize(
    ("starts", "minutes", "now", "late"),
    [
        ("2026-11-25T10:00", 60, datetime(2026, 11, 25, 10, 59), False),
        ("2026-11-25T10:00", 60, datetime(2026, 11, 25, 11, 0), True),
        ("2026-11-25T10:00", None, datetime(2026, 11, 25, 23, 59), False),
        ("2026-11-25T10:00", None, datetime(2026, 11, 26, 0, 0), True),
        ("2026-11-25T23:30", 60, datetime(2026, 11, 26, 0, 29), False),
        ("2026-11-25T23:30", 60, datetime(2026, 11, 26, 0, 30), True),
    ],
)
def test_an_appointment_lacks_its_outcome_from_the_minute_it_is_over(
    store: Store, ana: Client, starts: str, minutes: int | None, now: datetime, late: bool
) -> None:
    store.add(Appointment(client_id=ana.id, title="Visit", starts=When.parse(starts), minutes=minutes))
    (item,) = due(store, now, [rule("appointment")])
    goes_on = "until Thu 2026-11-26" if starts.endswith("23:30") else "appointment"
    assert (item.late, item.reason) == (late, "no outcome recorded" if late else goes_on)


CONTACTS = [
    # mode, direction, reached, whether the client was reached, with collateral settled
    (Mode.IN_PERSON, None, Reached.YES, True, True),
    (Mode.PHONE_CALL, None, Reached.YES, True, True),
    (Mode.VIDEO_CALL, None, Reached.GROUP, True, True),
    (Mode.PHONE_CALL, None, Reached.NO, False, False),
    (Mode.IN_PERSON, None, Reached.NO, False, False),
    (Mode.PHONE_CALL, None, Reached.COLLATERAL, False, True),
    (Mode.EMAIL, Direction.INBOUND, Reached.NO, True, True),
    (Mode.TEXT, Direction.INBOUND, Reached.YES, True, True),
    (Mode.LETTER, Direction.OUTBOUND, Reached.YES, True, True),
    (Mode.EMAIL, Direction.OUTBOUND, Reached.NO, False, False),
    (Mode.LETTER, None, Reached.NO, False, False),
    (Mode.EMAIL, None, Reached.GROUP, False, False),
    (Mode.EMAIL, Direction.INBOUND, Reached.COLLATERAL, False, True),
]


@pytest.mark.parametrize(("mode", "direction", "reached", "made", "with_collateral"), CONTACTS)
def test_only_a_contact_made_starts_the_clock_anew(
    store: Store, ana: Client, mode: Mode, direction: Direction | None, reached: Reached, made: bool,
    with_collateral: bool,
) -> None:  # fmt: skip
    earlier, later = date(2026, 10, 1), date(2026, 11, 20)
    note(store, ana, earlier)
    note(store, ana, later, mode=mode, direction=direction, reached=reached)
    for collateral, counts in ((False, made), (True, with_collateral)):
        asked = [replace(rule("contact"), setting=RuleSetting(collateral=collateral))]
        (item,) = due(store, datetime(2026, 11, 25, 9), asked, until=date(2027, 1, 1))
        assert item.due == When(date(2026, 12, 20) if counts else date(2026, 11, 1))


NO_SHOWS = [
    # days ago and outcome of each appointment, days ago of a contact made, how many in a row are told
    ([(9, "noshow"), (5, "noshow"), (2, "noshow")], None, 3),
    ([(12, "noshow"), (9, "noshow"), (5, "noshow"), (2, "noshow")], None, 4),
    ([(9, "noshow"), (5, "noshow")], None, 0),
    ([(9, "noshow"), (5, "fulfilled"), (3, "noshow"), (2, "noshow")], None, 0),
    ([(9, "fulfilled"), (5, "noshow"), (3, "noshow"), (2, "noshow")], None, 3),
    ([(9, "noshow"), (5, "cancelled"), (3, "noshow"), (2, "noshow")], None, 3),
    ([(9, "noshow"), (5, "noshow"), (2, "noshow")], 1, 0),
    ([(9, "noshow"), (5, "noshow"), (2, "noshow")], 2, 0),
    ([(9, "noshow"), (5, "noshow"), (2, "noshow")], 4, 3),
]


@pytest.mark.parametrize(("visits", "contact", "told"), NO_SHOWS)
def test_no_shows_in_a_row_are_told_until_one_is_kept_or_the_client_reached_since(
    store: Store, ana: Client, visits: list[tuple[int, str]], contact: int | None, told: int
) -> None:
    today = date(2026, 11, 25)
    for ago, status in visits:
        visit(store, ana, today - timedelta(days=ago), AppointmentStatus(status))
    if contact is not None:
        note(store, ana, today - timedelta(days=contact))
    items = due(store, datetime(2026, 11, 25, 9), [rule("no-shows")])
    said = f"{told} no-shows in a row, the last 2026-11-23; decide how to go on"
    assert [item.reason for item in items] == ([said] if told else [])


@pytest.mark.parametrize(
    ("ago", "noted", "missed", "told"),
    [
        (2, time(10), time(8), False),
        (2, time(7), time(8), True),
        (2, None, time(8), False),
        (2, time(7), None, False),
        (2, None, None, False),
        (3, None, time(8), True),
        (3, time(23), None, True),
        (1, None, None, False),
    ],
)
def test_a_contact_on_the_day_of_a_no_show_came_after_it_unless_the_times_say_otherwise(
    store: Store, ana: Client, ago: int, noted: time | None, missed: time | None, told: bool
) -> None:
    today = date(2026, 11, 25)
    for days, at in ((9, time(8)), (5, time(8)), (2, missed)):
        starts = When(today - timedelta(days=days), at)
        store.add(Appointment(client_id=ana.id, title="Visit", starts=starts, status=AppointmentStatus.NOSHOW))
    store.add(Note(client_id=ana.id, occurred=When(today - timedelta(days=ago), noted), mode=Mode.PHONE_CALL, body="x"))
    assert [item.ref for item in due(store, datetime(2026, 11, 25, 9), [rule("no-shows")])] == ["c1"] * told


@pytest.mark.parametrize(
    ("minutes", "noted", "asked"),
    [
        # The day itself, the day before and after; of a stay any of its days.
        (30, "2026-11-20", False),
        (30, "2026-11-19T23:59", True),
        (30, "2026-11-21", True),
        (3 * 24 * 60, "2026-11-22T10:00", False),
        (3 * 24 * 60, "2026-11-23T10:00", False),
        (3 * 24 * 60, "2026-11-24", True),
    ],
)
def test_a_kept_appointment_is_written_up_by_a_note_about_its_client_on_one_of_its_days(
    store: Store, ana: Client, minutes: int, noted: str, asked: bool
) -> None:
    one = visit(store, ana, date(2026, 11, 20), AppointmentStatus.FULFILLED)
    store.save(replace(one, minutes=minutes))
    other = store.add(replace(ana, id=0, handle="bo", given_name="Bo"))
    note(store, other, date(2026, 11, 20))
    store.add(Note(client_id=ana.id, occurred=When.parse(noted), body="x", status=NoteStatus.SIGNED))
    items = due(store, datetime(2026, 11, 25, 9), [rule("kept-unwritten")])
    days = "2026-11-20, no note of that day" if minutes == 30 else "2026-11-20 to 2026-11-23, no note of those days"
    assert [item.reason for item in items] == [f"kept {days}"] * asked


@pytest.mark.parametrize(("ago", "asked"), [(30, True), (31, False), (900, False)])
def test_what_was_kept_long_ago_is_not_asked_for(store: Store, ana: Client, ago: int, asked: bool) -> None:
    """An import of years of kept appointments brings those of the last thirty days alone."""
    today = date(2026, 11, 25)
    one = visit(store, ana, today - timedelta(days=ago), AppointmentStatus.FULFILLED)
    standing = Standing(store, datetime(2026, 11, 25, 9), [rule("kept-unwritten")])
    assert [item.ref for item in standing.due()] == [one.ref] * asked
    assert (standing("kept-unwritten", one) is not None) is asked


def test_ones_own_meeting_is_not_to_be_written_up(store: Store) -> None:
    when = When(date(2026, 11, 20), time(9))
    store.add(Appointment(title="Team", starts=when, status=AppointmentStatus.FULFILLED))
    assert due(store, datetime(2026, 11, 25, 9), [rule("kept-unwritten")]) == []


def test_without_an_opening_the_clocks_count_from_the_contacts_there_were(store: Store, ana: Client) -> None:
    """An import without the column of openings, done today, must not make everyone new today."""
    store.save(replace(ana, opened_on=None))
    note(store, ana, date(2026, 8, 3), mode=Mode.IN_PERSON)
    note(store, ana, date(2026, 9, 10))
    for back_days in (5, 4, 3):
        note(store, ana, date(2026, 11, 25) - timedelta(days=back_days), reached=Reached.NO)
    named = [rule(name) for name in ("contact", "face-to-face", "attempts")]
    found = {item.rule: item.due for item in due(store, datetime(2026, 11, 25, 9), named)}
    assert found == {
        "contact": When(date(2026, 10, 10)),
        "face-to-face": When(date(2026, 11, 3)),
        "attempts": When(date(2026, 11, 22)),
    }


@pytest.mark.parametrize(
    ("zone", "entered", "day"),
    [
        ("Pacific/Honolulu", "2026-11-26T06:00:00Z", date(2026, 11, 25)),
        ("Pacific/Auckland", "2026-11-25T19:00:00Z", date(2026, 11, 26)),
        ("UTC", "2026-11-25T23:59:59Z", date(2026, 11, 25)),
    ],
)
def test_without_opening_and_contact_the_clock_counts_from_the_day_of_entry_where_the_user_is(
    store: Store, ana: Client, zone: str, entered: str, day: date
) -> None:
    contacts = Contacts(client=replace(ana, opened_on=None, created_at=entered))
    found = contact_due(contacts, Terms(every=Span(1, "m"), zone=ZoneInfo(zone)), day)
    assert isinstance(found, Reckoned)
    assert (found.anchored, found.reason) == (When(day), f"no contact since being entered {day}, within 1m")


def test_a_contact_of_a_day_to_come_does_not_start_the_clock(store: Store, ana: Client) -> None:
    note(store, ana, date(2026, 10, 1))
    note(store, ana, date(2026, 11, 28))
    (item,) = due(store, datetime(2026, 11, 25, 9), [rule("contact")])
    assert item.due == When(date(2026, 11, 1))


def test_the_first_visit_is_due_30_days_after_opening_and_a_visit_before_it_does_not_count(
    store: Store, ana: Client
) -> None:
    store.save(replace(ana, opened_on=date(2026, 11, 1)))
    note(store, ana, date(2026, 10, 20), mode=Mode.IN_PERSON)
    (item,) = due(store, datetime(2026, 11, 25, 9), [rule("face-to-face")])
    assert (item.due, item.reason) == (When(date(2026, 12, 1)), "no visit since opening 2026-11-01, within 30d")
    note(store, ana, date(2026, 11, 2), mode=Mode.IN_PERSON)
    assert due(store, datetime(2026, 11, 25, 9), [rule("face-to-face")]) == []


def test_a_visit_that_did_not_find_the_client_is_no_face_to_face_contact(store: Store, ana: Client) -> None:
    note(store, ana, date(2026, 8, 1), mode=Mode.IN_PERSON)
    note(store, ana, date(2026, 11, 1), mode=Mode.IN_PERSON, reached=Reached.NO)
    (item,) = due(store, datetime(2026, 11, 25, 9), [rule("face-to-face")])
    assert item.due == When(date(2026, 11, 1))


@pytest.mark.parametrize(
    ("reached", "count", "due_on"),
    [
        ([Reached.NO, Reached.NO], 3, None),
        ([Reached.NO, Reached.NO, Reached.NO], 3, 3),
        ([Reached.NO, Reached.NO, Reached.NO, Reached.NO], 3, 3),
        ([Reached.NO, Reached.YES, Reached.NO, Reached.NO], 3, None),
        ([Reached.NO, Reached.COLLATERAL, Reached.NO, Reached.NO], 3, 4),
        ([Reached.YES, Reached.NO, Reached.NO, Reached.NO], 3, 4),
        ([Reached.NO, Reached.NO], 2, 2),
    ],
)
def test_attempts_count_in_a_row_until_the_client_is_reached(
    store: Store, ana: Client, reached: list[Reached], count: int, due_on: int | None
) -> None:
    for day, one in enumerate(reached, start=1):
        note(store, ana, date(2026, 11, day), reached=one)
    items = due(store, datetime(2026, 11, 25, 9), [replace(rule("attempts"), setting=RuleSetting(attempts=count))])
    assert [item.due for item in items] == ([] if due_on is None else [When(date(2026, 11, due_on))])


@pytest.mark.parametrize(
    ("ahead", "silent"),
    [
        (lambda: Task(client_id=1, title="x", due=When(date(2026, 11, 25))), False),
        (lambda: Task(client_id=1, title="x", due=When(date(2026, 11, 24))), True),
        (lambda: Task(client_id=1, title="x"), True),
        (lambda: Appointment(client_id=1, title="x", starts=When(date(2027, 5, 1))), False),
        (lambda: Appointment(client_id=1, title="x", starts=When(date(2026, 11, 1))), True),
        (
            lambda: Appointment(
                client_id=1, title="x", starts=When(date(2026, 11, 1)), status=AppointmentStatus.FULFILLED
            ),
            False,
        ),
        (lambda: Note(client_id=1, occurred=When(date(2026, 11, 1)), reached=Reached.NO), False),
        (lambda: Note(client_id=1, occurred=When(date(2026, 10, 1))), True),
    ],
)
@pytest.mark.parametrize("noted", [False, True], ids=["never noted", "noted long ago"])
def test_a_client_is_silent_of_whom_nothing_was_recorded_and_nothing_is_to_come(
    store: Store, ana: Client, ahead: Callable[[], Record], silent: bool, noted: bool
) -> None:
    if noted:
        store.add(Note(client_id=1, occurred=When(date(2026, 9, 1))))
    store.add(ahead())
    assert [item.ref for item in due(store, datetime(2026, 11, 25, 9), [rule("silent")])] == ["c1"] * silent


@pytest.mark.parametrize(
    ("certainty", "opens", "reason"),
    [
        ("firm", date(2026, 12, 2), "date firm"),
        ("estimated", date(2026, 11, 2), "date estimated"),
        ("unknown", date(2026, 11, 2), "date not certain"),
        (None, date(2026, 11, 2), "date not certain"),
    ],
)
def test_a_release_that_is_not_firm_shows_thirty_days_earlier(
    store: Store, ana: Client, certainty: str | None, opens: date, reason: str
) -> None:
    store.save(replace(ana, release_on=date(2027, 1, 1), release_certainty=certainty))  # type: ignore[arg-type]
    case = next(case for case in CASES if case.name == "release")
    assert stands(store, case, opens - timedelta(days=1)) is None
    item = stands(store, case, opens)
    assert item is not None
    assert (item.opens, item.reason) == (opens, reason)


@pytest.mark.parametrize("setting", [None, *Setting])
def test_a_release_stands_after_its_day_until_the_client_is_known_to_be_out(
    store: Store, ana: Client, setting: Setting | None
) -> None:
    store.save(replace(ana, release_on=date(2026, 11, 20), setting=setting))
    held = ("jail-prison", "hospital", "psychiatric", "treatment", "nursing-home", "unknown", None)
    case = next(case for case in CASES if case.name == "release")
    assert (stands(store, case, date(2026, 11, 25)) is not None) is (setting in held)


@pytest.mark.parametrize(
    ("own", "acuity", "every", "due_on"),
    [
        (None, None, None, date(2026, 11, 10)),
        (None, None, "2w", date(2026, 10, 24)),
        (None, 4, "2w", date(2026, 10, 17)),
        (None, 3, "2w", date(2026, 10, 24)),
        ("3d", 4, "2w", date(2026, 10, 13)),
    ],
)
def test_an_interval_is_the_records_own_else_the_acuitys_else_the_settings_else_the_default(
    store: Store, ana: Client, own: str | None, acuity: int | None, every: str | None, due_on: date
) -> None:
    store.save(replace(ana, contact_every=own, acuity=acuity))
    note(store, ana, date(2026, 10, 10))
    setting = RuleSetting(every=parse_span(every) if every else None, acuity={4: Span(1, "w")})
    (item,) = due(store, datetime(2026, 11, 25, 9), [replace(rule("contact"), setting=setting)])
    assert item.due == When(due_on)


@pytest.mark.parametrize(
    ("started", "reviewed", "every", "due_on"),
    [
        (date(2026, 5, 25), date(2026, 8, 24), "3m", date(2026, 11, 24)),
        (date(2025, 8, 31), None, None, date(2026, 2, 28)),
        (date(2027, 8, 29), None, None, date(2028, 2, 29)),
    ],
)
def test_a_plan_is_reviewed_every_six_months_or_its_own_interval_from_its_last_review_else_its_start(
    store: Store, ana: Client, started: date, reviewed: date | None, every: str | None, due_on: date
) -> None:
    store.add(Plan(client_id=ana.id, title="Plan", started_on=started, reviewed_on=reviewed, review_every=every))
    (item,) = due(store, datetime(2028, 5, 1), [rule("plan-review")])
    assert item.due == When(due_on)


@given(
    last=st.dates(date(1995, 1, 1), date(2190, 1, 1)),
    every=st.sampled_from(["1d", "2w", "1m", "3m", "1y", "999d"]),
    made=st.permutations(range(5)),
)
def test_contact_falls_due_an_interval_after_the_latest_whatever_the_order_of_entry(
    last: date, every: str, made: list[int]
) -> None:
    store = new_store(filled=False)
    client = store.add(Client(given_name="Ana", handle="ana", opened_on=date(1990, 1, 1), contact_every=every))
    for back_days in made:
        note(store, client, last - timedelta(days=7 * back_days))
    (item,) = due(store, datetime.combine(last, time(12)), [rule("contact")], until=date(2200, 12, 31))
    store.close()
    assert item.due == When(parse_span(every).after(last))


# Screens


@pytest.mark.parametrize(
    ("last", "falls"),
    [(date(2025, 11, 27), date(2026, 11, 27)), (date(2024, 2, 29), date(2025, 2, 28)),
     (date(2025, 1, 31), date(2026, 1, 31))],
    ids=str,
)  # fmt: skip
def test_a_screen_falls_due_again_a_year_later(store: Store, ana: Client, last: date, falls: date) -> None:
    screened(store, ana, last)
    (item,) = [one for one in due(store, datetime.combine(falls, time(9)), RULES) if one.rule == "reassessment"]
    assert (item.due, item.title, item.late) == (When(falls), f"phq-9 of {last}", False)


def test_of_each_instrument_the_last_screen_counts_and_none_that_was_done_elsewhere(store: Store, ana: Client) -> None:
    old, new = (screened(store, ana, day) for day in (date(2024, 6, 1), date(2025, 6, 1)))
    other = screened(store, ana, date(2024, 6, 1), screen="gad-7")
    away = store.add(Assessment(client_id=ana.id, outside="C-SSRS", result="low", assessed_on=date(2024, 6, 1)))
    found = [one.ref for one in due(store, datetime(2026, 11, 27, 9), RULES) if one.rule == "reassessment"]
    assert found == [other.ref, new.ref]
    standing = Standing(store, datetime(2026, 11, 27, 9), RULES)
    assert [standing("reassessment", one) is None for one in (old, new, away)] == [True, False, True]
