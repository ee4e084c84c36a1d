"""What may lack something: one read a gap, of everyone or of one client; `reports.gaps` decides."""

from datetime import timedelta

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.incident import Incident
from caseload.records.need import Need
from caseload.records.note import Note
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.referral import Referral
from caseload.records.service import Service
from caseload.store.core import Store
from caseload.store.reads.clocks import unwritten_since
from caseload.store.reads.sought import Asked, of_client

_NEEDED = "status in ('active', 'recurrence', 'relapse') and voided_at is null"
_WORKED_ON = """lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null
and lifecycle in ('accepted', 'active')"""
_IN_FORCE = "status in ('draft', 'active', 'on-hold') and voided_at is null and status = 'active'"
_PROVIDED = "status in ('not-started', 'scheduled', 'in-progress', 'on-hold') and voided_at is null"
_GOAL = "select 1 from goal where goal.need_id = need.id and goal.voided_at is null"
_OPEN_GOAL = f"{_GOAL} and goal.lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold')"
_MET_GOAL = f"{_GOAL} and goal.lifecycle = 'completed' and goal.achievement = 'achieved'"


def clients_without_plan(store: Store, asked: Asked) -> list[Client]:
    """Clients on the caseload who have no plan in force, being drafted or on hold."""
    plan = "select 1 from plan where client_id = client.id and status in ('draft', 'active', 'on-hold')"
    status = "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null"
    sql, values = of_client(asked, Client)
    return store.select(Client, f"{status} and not exists ({plan} and voided_at is null){sql} order by id", values)


def people_without_consent(store: Store, asked: Asked) -> list[Person]:
    """People around clients who had something by a consent, and for whom none holds now or is being drawn up."""
    had = "select 1 from disclosure where person_id = person.id and voided_at is null and basis = 'consent'"
    consent = "select 1 from consent where person_id = person.id and status in ('draft', 'proposed', 'active')"
    holds = f"{consent} and voided_at is null and (expires_on is null or expires_on >= '{asked.today}')"
    around = "status in ('proposed', 'active', 'suspended') and voided_at is null"
    sql, values = of_client(asked, Person)
    where = f"{around} and exists ({had}) and not exists ({holds}){sql}"
    return store.select(Person, f"{where} order by id", values)


def plans_unsigned(store: Store, asked: Asked) -> list[Plan]:
    """Active plans that the client has not signed."""
    sql, values = of_client(asked, Plan)
    return store.select(Plan, f"{_IN_FORCE} and agreed_on is null{sql} order by id", values)


def plans_without_copy(store: Store, asked: Asked) -> list[Plan]:
    """Active plans of which the client has no copy."""
    sql, values = of_client(asked, Plan)
    return store.select(Plan, f"{_IN_FORCE} and copy_given_on is null{sql} order by id", values)


def needs_without_goal(store: Store, asked: Asked) -> list[Need]:
    """Needs that are there and that no goal serves, open or met."""
    sql, values = of_client(asked, Need)
    without = f"not exists ({_OPEN_GOAL}) and not exists ({_MET_GOAL})"
    return store.select(Need, f"{_NEEDED} and {without}{sql} order by id", values)


def declines_without_reason(store: Store, asked: Asked) -> list[Need]:
    """Needs that are there, of which help was declined and nobody says why."""
    sql, values = of_client(asked, Need)
    return store.select(Need, f"{_NEEDED} and support = 'declined' and decline_reason is null{sql} order by id", values)


def needs_with_goals_met(store: Store, asked: Asked) -> list[Need]:
    """Needs that are there and whose goals are met, none being open."""
    sql, values = of_client(asked, Need)
    return store.select(
        Need, f"{_NEEDED} and exists ({_MET_GOAL}) and not exists ({_OPEN_GOAL}){sql} order by id", values
    )


def goals_without_measure(store: Store, asked: Asked) -> list[Goal]:
    """Goals that are worked on and do not say what is measured, nor in what."""
    sql, values = of_client(asked, Goal)
    return store.select(Goal, f"{_WORKED_ON} and measure is null and unit is null{sql} order by id", values)


def goals_without_target(store: Store, asked: Asked) -> list[Goal]:
    """Goals that are worked on and have no value to reach."""
    sql, values = of_client(asked, Goal)
    return store.select(Goal, f"{_WORKED_ON} and target is null{sql} order by id", values)


def services_without_provider(store: Store, asked: Asked) -> list[Service]:
    """Services that go on or are to begin, and that nobody provides, of the directory or not."""
    sql, values = of_client(asked, Service)
    return store.select(
        Service, f"{_PROVIDED} and provider_id is null and provided_by is null{sql} order by id", values
    )


def services_without_frequency(store: Store, asked: Asked) -> list[Service]:
    """Services that go on or are to begin, and do not say how often."""
    sql, values = of_client(asked, Service)
    return store.select(Service, f"{_PROVIDED} and frequency is null{sql} order by id", values)


def visits_unwritten(store: Store, asked: Asked) -> list[Appointment]:
    """Appointments kept with a client in the last year of whose days there is no note."""
    return [visit.appointment for visit in unwritten_since(store, asked, asked.today - timedelta(days=365))]


def incidents_unreported(store: Store, asked: Asked) -> list[Incident]:
    """Incidents that are to be reported to somebody, or by a day, and are not."""
    sql, values = of_client(asked, Incident)
    owed = "(report_due is not null or reported_to is not null) and reported_on is null and voided_at is null"
    return store.select(Incident, f"{owed}{sql} order by happened, id", values)


def notes_unsigned(store: Store, asked: Asked) -> list[Note]:
    """Notes that are drafts."""
    sql, values = of_client(asked, Note)
    return store.select(Note, f"status = 'draft' and voided_at is null{sql} order by occurred, id", values)


def referrals_without_next(store: Store, asked: Asked) -> list[Referral]:
    """Open referrals that do not say what is to be done next, and when."""
    status = "status in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold') and voided_at is null"
    sql, values = of_client(asked, Referral)
    lacks = "(next_due is null or next_action is null)"
    return store.select(Referral, f"{status} and {lacks}{sql} order by id", values)
