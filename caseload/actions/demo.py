"""An invented caseload, dated around the day it is made; nobody in it exists."""

from datetime import date, datetime, time, timedelta
from typing import Any

from caseload.actions.demo_benefits import add_benefits
from caseload.actions.demo_care import add_help, add_needs
from caseload.actions.demo_checklists import add_checklist
from caseload.actions.demo_household import add_household
from caseload.actions.demo_outcomes import add_outcomes
from caseload.actions.demo_payers import add_payers
from caseload.actions.demo_programs import add_programs
from caseload.actions.demo_road import add_road
from caseload.actions.demo_stays import add_stays
from caseload.records.addendum import Addendum, AddendumKind
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.assessment import Assessment, acted_on
from caseload.records.client import Answer, Client, ClientStatus, CloseReason
from caseload.records.episode import Episode
from caseload.records.field import OwnField, OwnType
from caseload.records.goal import Goal
from caseload.records.link import Link, LinkType
from caseload.records.need import Domain
from caseload.records.note import Mode, Note, NoteStatus, Reached
from caseload.records.observation import Observation
from caseload.records.of.names import handle_from
from caseload.records.of.setting import Certainty, Setting
from caseload.records.of.values import Own
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.task import Priority, Task
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.clients import handles_like
from caseload.when.dates import When

_CLIENTS = (
    # given, family, born, setting, status, acuity, opened (days ago), phone, remarks
    ("Ana", "Ruiz", (1984, 6, 15), "home", "active", 4, 310, "555-0101", "Home only after 3 pm."),
    ("Andre", "Okafor", (1953, 5, 20), "assisted-living", "active", 3, 470, "555-0102", None),
    ("Zoë", "Müller", (1991, 10, 10), "home", "active", 2, 200, "555-0103", "Prefers text."),
    ("Mary-Kate", "O'Neill", (1979, 4, 12), "assisted-living", "active", 2, 390, "555-0104", "Wheelchair; dog."),
    ("Thị Hoa", "Nguyễn", (1944, 7, 15), "nursing-home", "active", 3, 130, "555-0105", "Vietnamese interpreter."),
    ("José", "Peña García", (1963, 10, 15), "hospital", "active", 4, 60, "555-0106", "Discharge being planned."),
    ("Björk", "Sigurðsdóttir", (1983, 9, 22), "jail-prison", "active", 4, 420, None, "Release paperwork under way."),
    ("Fatima", "al-Sayed", (1996, 2, 29), "shelter", "active", 4, 290, "555-0108", None),
    ("Marcus", "Hill", (1969, 8, 27), "transitional", "onhold", 3, 450, "555-0109", "In treatment until next month."),
    ("DeShawn", "Carter", (1999, 4, 2), "home", "active", 1, 330, "555-0110", None),
    ("Olena", "Shevchenko", (1989, 8, 18), "home", "active", 2, 110, "555-0111", None),
    ("Samuel", "Ng", (1955, 6, 27), "home", "waitlist", None, 100, "555-0112", None),
    ("Grace", "Adeyemi", (1964, 9, 27), "nursing-home", "active", 3, 600, "555-0113", None),
    ("Peter", "van der Berg", (1948, 8, 14), "hospital", "active", 3, 480, "555-0114", "Hard of hearing."),
    ("Rosa", "D'Angelo", (1985, 12, 22), "jail-prison", "active", 3, 130, None, None),
    ("Tyler", "Smith", (1981, 12, 21), "assisted-living", "active", 2, 200, "555-0116", None),
    ("Tyler", "Smith", (1946, 9, 13), "nursing-home", "active", 3, 670, "555-0117", "Not the other Tyler Smith."),
    ("Chloé", "Dubois", (1988, 2, 21), "home", "active", 1, 160, "555-0118", None),
    ("Leah", "Goldberg", (1969, 9, 17), "treatment", "active", 4, 145, "555-0119", None),
    ("Luis", "Ortega", (1957, 11, 18), "home", "active", 3, 115, "555-0120", "Oxygen: no candles."),
    ("Aisha", "Mohamed", (1979, 1, 11), "home", "active", 2, 480, "555-0121", "Do not leave voicemail."),
    ("Noah", "Begay", (2003, 12, 22), "family-friends", "active", 2, 300, "555-0122", None),
    ("Hannah", "Lee", (1984, 9, 7), "shelter", "planned", None, 0, "555-0123", None),
    ("Winona", "Little Bear", (1949, 4, 12), "home", "active", 2, 65, "555-0124", None),
    ("Abdul", "Rahman", (1994, 6, 16), "jail-prison", "active", 3, 290, None, None),
)

_TASKS = (
    # client, title, due in days, priority, again every
    (1, "Call landlord about the eviction notice", -2, "stat", None),
    (1, "Refill pill organizer with client", 1, "routine", "1w"),
    (2, "Request prior authorization, home health aide", -9, "urgent", None),
    (3, "Mail release of information to the clinic", 0, "routine", None),
    (4, "Ask landlord about ramp", 12, "routine", None),
    (5, "Book interpreter for the care conference", 3, "urgent", None),
    (6, "Discharge: confirm hospital bed and commode are delivered", 0, "asap", None),
    (7, "Medicaid application before release", -4, "stat", None),
    (7, "Birth certificate from the county", 5, "urgent", None),
    (8, "Call SNAP office about recertification", 2, "urgent", None),
    (10, "Check attendance at GED class", 6, "routine", "1m"),
    (13, "Update care plan with family", -1, "routine", None),
    (14, "Confirm ride for dialysis", 0, "urgent", "1w"),
    (15, "Release paperwork: housing application", 9, "urgent", None),
    (19, "Call treatment centre: discharge date", -6, "routine", None),
    (20, "Help with SSI appeal letter", 4, "asap", None),
    (21, "Schedule PT evaluation", 8, "routine", None),
    (24, "Intake paperwork: signatures missing", -12, "routine", None),
    (None, "Renew CPR certificate", 6, "routine", "1y"),
)

_APPOINTMENTS = (
    # client, title, in days, hour, minutes, place, transport, status
    (1, "Home visit", 0, 15, 60, "client's home", None, "booked"),
    (14, "Dialysis", 0, 11, 240, "Main St Clinic, Suite 4", "medical ride", "booked"),
    (6, "Discharge meeting", 1, 10, 45, "County Hospital, ward 3", None, "booked"),
    (5, "Care conference", 4, 14, 60, "nursing home", None, "booked"),
    (7, "Release planning by video", 6, 9, 30, "county jail", None, "booked"),
    (20, "SSA office", 3, 11, 45, "SSA office", "bus pass", "booked"),
    (2, "Eye clinic", -3, 14, 45, "Eye clinic", "family drives", "booked"),
    (8, "Housing interview", -8, 10, 30, "Housing office", "bus pass", "fulfilled"),
    (21, "PCP, Dr. Lee", -5, 9, 30, "Main St Clinic", None, "noshow"),
)

_THEIRS = ("Housing interview",)
"""To what a client goes without the case manager."""

_GOALS = (
    # client, title, words, target in days, unit, target, percent seen so far
    (1, "Stay in own apartment", "I want to keep my place", 60, "percent", 100, (10, 25, 40)),
    (2, "Bathe safely with aide three times a week", None, 30, "times a week", 3, (1, 1, 2)),
    (4, "Walk to mailbox without help", "Get my own mail", 45, "steps", 120, (20, 45, 80, 95)),
    (7, "Medicaid active before release", None, 20, "percent", 100, (25, 50)),
    (10, "GED math passed", "Finish school", -5, "percent", 100, (50, 60, 75)),
    (20, "Attend 12 of 12 group sessions", None, 90, "sessions", 12, (2, 5, 7)),
)

_SERVED = {
    1: Domain.HOUSING_INSTABILITY, 2: Domain.SDOH_CATEGORY_UNSPECIFIED, 7: Domain.HEALTH_INSURANCE_COVERAGE_STATUS,
    10: Domain.EDUCATIONAL_ATTAINMENT, 20: Domain.SOCIAL_CONNECTION,
}  # fmt: skip
"""The domain of the need that a client's goal serves."""

_NOTES = (
    # client, days ago, hour, mode, reached, minutes, miles, text
    (1, 9, 15, "in-person", "yes", 60, 3.4, "Home visit. Stove unsafe, told landlord. Next: call Friday."),
    (1, 2, 10, "phone-call", "no", 5, None, "Left voicemail, no answer."),
    (2, 20, 11, "phone-call", "yes", 15, None, "Aide comes twice a week; wants a third day."),
    (5, 12, 14, "in-person", "yes", 45, 12.0, "Family meeting with daughter and therapist, interpreter by phone."),
    (6, 1, 9, "phone-call", "collateral", 20, None, "Ward nurse: discharge likely tomorrow."),
    (7, 15, 9, "video-call", "yes", 30, None, "Application started; birth certificate is missing."),
    (14, 7, 13, "in-person", "yes", 30, 8.2, "Ride was forty minutes late twice; complaint filed."),
    (8, 20, 10, "phone-call", "no", 5, None, "No answer."),
    (8, 11, 16, "phone-call", "no", 5, None, "Mailbox full."),
    (8, 5, 9, "in-person", "no", 20, 6.1, "Not at the shelter; left a card."),
    (22, 45, 11, "in-person", "yes", 40, 9.7, "Moved in with his aunt; school papers are with her."),
)

_UNSIGNED = (20, 4, 16, "phone-call", "yes", 23, None, "Appeal letter drafted together.")
"""A note that waits for its signature."""

_VISITS = {2: 80, 3: 40, 4: 95, 6: 24, 7: 70, 8: 60, 10: 50, 11: 26, 13: 88, 15: 65, 16: 45, 17: 60, 18: 20, 19: 33,
           20: 52, 21: 40, 24: 44, 25: 62}  # fmt: skip
"""Days since the last visit, by client."""

_CALLS = {3: 12, 4: 18, 8: 36, 10: 20, 13: 25, 15: 21, 16: 15, 17: 29, 19: 5, 21: 17, 24: 14, 25: 17}
"""Days since the last call that reached the client."""

_DELIVERED = (
    # client, days ago, hour, mode, minutes, what was delivered, the number of the service
    (1, 16, 11, "phone-call", 10, "Fetched the food box with her mother.", 1),
    (1, 30, 14, "in-person", 45, "Saw Dr. Lee as planned; went through the safety plan again.", 2),
    (2, 27, 11, "phone-call", 10, "Aide came both days, the bath went well.", 3),
    (2, 6, 11, "phone-call", 10, "Aide came once; the agency has no staff for a third day.", 3),
    (14, 4, 13, "phone-call", 10, "Ride was on time three times.", 6),
)

_FLAGGED = (1, 299, 16, "phone-call", "yes", 40, None, "Made a safety plan with her; Dr. Lee sees her tomorrow.")
"""A note of what was done about an answer to a screen."""

_PEOPLE = (
    (1, "Carmen Ruiz", "mother", "emergency"),
    (5, "Lan Nguyễn", "daughter", "guardian"),
    (7, "Officer Dale Brandt", "probation officer", ""),
    (17, "Ruth Smith", "sister", "payee"),
)

_WITHOUT_COPY = 14
"""Whose client still waits for a copy of the plan."""

_EPISODES = (
    # client, opened and closed (days ago), why, where to
    (13, 1400, 980, CloseReason.GOALS_MET, "home"),
    (9, 1100, 860, CloseReason.LOST_CONTACT, None),
)

_FUNDERS = {1: "grant", 2: "county", 8: "grant", 14: "county", 20: "county"}
"""What a field of the user's own holds, by client."""

_PLANS = ((1, 250), (2, 176), (5, 120), (7, 160), (13, 178), (14, 30), (20, 90))


def fill(store: Store, now: datetime) -> int:
    """Store the invented caseload, dated around that moment, inside the running step; the number of its clients."""
    today = now.date()
    store.add(OwnField(of="client", name="funder", label="Funder", type=OwnType.WORD, words=("county", "grant")))
    for number, row in enumerate(_CLIENTS, 1):
        _add_client(store, row, today, Own({"f1": _FUNDERS[number]} if number in _FUNDERS else {}))
    plans = {client: _add_plan(store, client, today - timedelta(days=ago)) for client, ago in _PLANS}
    needs = add_needs(store, today)
    for client, title, words, ahead, unit, target, seen in _GOALS:
        need = needs[client, _SERVED[client]] if client in _SERVED else None
        goal = store.add(
            Goal(client_id=client, plan_id=plans.get(client), need_id=need, title=title, client_words=words, unit=unit,
                 baseline=0.0, target=float(target), target_on=today + timedelta(days=ahead))
        )  # fmt: skip
        for back, value in enumerate(reversed(seen)):
            seen_on = today - timedelta(weeks=2 * back + 1)
            store.add(Observation(goal_id=goal.id, observed_on=seen_on, value=float(value)))
    for task in _TASKS:
        _add_task(store, task, today)
    for client, title, ahead, hour, minutes, place, transport, status in _APPOINTMENTS:
        starts = When(today + timedelta(days=ahead), time(hour))
        store.add(
            Appointment(client_id=client, title=title, starts=starts, minutes=minutes, place=place,
                        transport=transport, status=AppointmentStatus(status), theirs=title in _THEIRS)
        )  # fmt: skip
    for note in _NOTES:
        _add_note(store, note, today, NoteStatus.SIGNED)
    _add_note(store, _UNSIGNED, today, NoteStatus.DRAFT)
    for days_since, mode, text in ((_VISITS, "in-person", "Home visit."), (_CALLS, "phone-call", "Check-in by phone.")):
        for client, ago in days_since.items():
            _add_note(store, (client, ago, 13, mode, "yes", 20, None, text), today, NoteStatus.SIGNED)
    for client, name, relationship, mark in _PEOPLE:
        store.add(
            Person(client_id=client, name=name, relationship=relationship, is_emergency=mark == "emergency",
                   is_guardian=mark == "guardian", is_payee=mark == "payee")
        )  # fmt: skip
    add_help(store, today, plans, needs)
    _add_around(store, today)
    add_household(store, today)
    add_payers(store, today)
    add_benefits(store, today)
    add_stays(store, today)
    add_road(store, today)
    add_programs(store, today)
    add_checklist(store, today)
    add_outcomes(store, today)
    return len(_CLIENTS)


def _add_around(store: Store, today: date) -> None:
    """What was delivered, told later, found out of namesakes, served before and put out of sight."""
    for client, ago, hour, mode, minutes, text, service in _DELIVERED:
        _add_note(store, (client, ago, hour, mode, "yes", minutes, None, text), today, NoteStatus.SIGNED, service)
    note = _add_note(store, _FLAGGED, today, NoteStatus.SIGNED)
    flagged = store.get(Assessment, 2)
    store.save(acted_on(flagged, flagged.assessed_on, None, note.id))
    store.add(Addendum(note_id=4, kind=AddendumKind.LATE_ENTRY, body="The therapist asked for a shower chair, too."))
    store.add(Link(client_id=16, other_id=17, type=LinkType.CERTAINLY_NOT, linked_on=today - timedelta(days=190),
                   reason="35 years apart"))  # fmt: skip
    for client, opened, closed, reason, destination in _EPISODES:
        store.add(Episode(client_id=client, opened_on=today - timedelta(days=opened), close_reason=reason,
                          closed_on=today - timedelta(days=closed), destination=destination))  # fmt: skip
    store.add(Waiver(item="c4", rule="face-to-face", until=today + timedelta(days=16),
                     reason="flu at the residence, no visits"))  # fmt: skip


def _add_client(store: Store, row: tuple[Any, ...], today: date, own: Own) -> None:
    given, family, born, setting, status, acuity, opened, phone, remarks = row
    handle = handle_from(given, family)
    taken = handles_like(store, handle)
    in_custody = setting == Setting.JAIL_PRISON
    store.add(
        Client(
            given_name=given, family_name=family, born_on=date(*born), setting=Setting(setting),
            status=ClientStatus(status), acuity=acuity, opened_on=today - timedelta(days=opened) if opened else None,
            phone=phone, remarks=remarks, own=own, handle=handle if handle not in taken else f"{handle}-2",
            voicemail_ok=Answer.NO if remarks and "voicemail" in remarks else None,
            release_on=today + timedelta(days=26) if in_custody else None,
            release_certainty=Certainty.ESTIMATED if in_custody else None,
        )
    )  # fmt: skip


def _add_note(
    store: Store, row: tuple[Any, ...], today: date, status: NoteStatus, service: int | None = None
) -> Note:  # fmt: skip
    client, ago, hour, mode, reached, minutes, miles, text = row
    occurred = When(today - timedelta(days=ago), time(hour))
    return store.add(
        Note(client_id=client, service_id=service, occurred=occurred, mode=Mode(mode), reached=Reached(reached),
             minutes=minutes, miles=miles, body=text, status=status,
             signed_at=store.at if status is NoteStatus.SIGNED else None)
    )  # fmt: skip


def _add_plan(store: Store, client: int, started_on: date) -> int:
    copy = None if client == _WITHOUT_COPY else started_on
    plan = Plan(client_id=client, title="Plan of care", started_on=started_on, agreed_on=started_on, copy_given_on=copy)
    return store.add(plan).id


def _add_task(store: Store, row: tuple[Any, ...], today: date) -> None:
    client, title, ahead, priority, every = row
    due = When(today + timedelta(days=ahead))
    store.add(Task(client_id=client, title=title, due=due, priority=Priority(priority), every=every))
