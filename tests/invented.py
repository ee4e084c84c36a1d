"""Invented records of every kind, and databases in memory to keep them in."""

import json
from datetime import date, time
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, TypeVar

import sealing
from hypothesis import HealthCheck
from hypothesis import strategies as st
from lent import Content, lend, until

from caseload.errors import Invalid
from caseload.records.addendum import Addendum
from caseload.records.appeal import Action, Appeal, Level
from caseload.records.appointment import Appointment
from caseload.records.assessment import Assessment
from caseload.records.attendance import Attendance
from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.benefit import Benefit, BenefitStatus
from caseload.records.client import Client, CloseReason
from caseload.records.condition import CodeSystem, Condition
from caseload.records.consent import Consent, DataClass, Statement
from caseload.records.coverage import Coverage
from caseload.records.disclosure import Disclosure
from caseload.records.document import Document
from caseload.records.enrollment import Enrollment
from caseload.records.episode import Episode
from caseload.records.expense import Expense
from caseload.records.field import WORDED, OwnField, OwnType
from caseload.records.goal import Goal
from caseload.records.identifier import Identifier, System
from caseload.records.incident import Incident
from caseload.records.income import Income, Per
from caseload.records.instrument import Instrument
from caseload.records.kinds import KINDS
from caseload.records.link import Link
from caseload.records.medication import Medication
from caseload.records.meeting import Meeting
from caseload.records.need import Domain, Need
from caseload.records.note import Note
from caseload.records.observation import Observation
from caseload.records.of.base import MOST_MINUTES, Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.nature import Interval, Rule, Stamp
from caseload.records.of.setting import Setting
from caseload.records.of.values import Own
from caseload.records.person import Person
from caseload.records.plan import GOAL_AS_REVISED, Plan
from caseload.records.program import Program
from caseload.records.provider import Provider
from caseload.records.referral import Referral
from caseload.records.ride import Ride
from caseload.records.safety import Safety
from caseload.records.service import Service
from caseload.records.stay import Stay
from caseload.records.step import Step
from caseload.records.task import Task
from caseload.records.template import Template
from caseload.records.verification import Verification
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.opening import fresh
from caseload.value import replace
from caseload.when.dates import When

AT = "2026-11-25T15:00:00Z"
DAY = date(2026, 11, 25)

R = TypeVar("R", bound=Record)

MOOD = json.dumps({
    "answers": {"each": [{"code": str(points), "label": word, "points": points} for points, word in
                         enumerate(("never", "at times", "often"))]},
    "items": [{"code": "sad", "answers": "each"}, {"code": "tired", "answers": "each"}],
    "scoring": {"cut_offs": [{"at_least": 2}], "bands": [{"least": 0, "label": "fair"}, {"least": 2, "label": "low"}]},
    "flags": [{"name": "sadness", "items": ["sad"], "over": 1, "says": "often sad: ask what is behind it"}],
}, separators=(",", ":"))  # fmt: skip
"""What an invented instrument asks."""

LEAVING = json.dumps({
    "steps": [{"name": "card", "title": "Identity card", "makes": "document", "due": "2w before"},
              {"name": "ride", "title": "Book the ride", "due": "2bd before", "waits": ["card"]}],
}, separators=(",", ":"))  # fmt: skip
"""The steps of an invented template."""

GLUM = '{"sad":{"code":"1","points":1},"tired":{"code":"2","points":2}}'

EXAMPLES: tuple[Record, ...] = (
    OwnField(of="client", name="veteran", type=OwnType.YES_NO, label="Veteran"),
    Client(given_name="Ana", family_name="Ruiz", handle="ana-ruiz", own=Own({"f1": True})),
    Client(given_name="Anna", family_name="Ruiz", handle="anna-ruiz"),
    Person(client_id=1, name="Rosa Ruiz"),
    Identifier(client_id=1, system=System.BOOKING, value="004-17-2289", agency="Cook County Jail"),
    Income(client_id=1, what="wages at the bakery", amount=1787.5, per=Per.MONTH, person_id=1),
    Provider(name="Elm Street Kitchen", service="Hot meals", hours="mon-fri 11:00-13:00", assured_on=DAY),
    Episode(client_id=1, opened_on=date(2024, 1, 10), closed_on=date(2025, 3, 2), close_reason=CloseReason.MOVED),
    Condition(client_id=1, title="Asthma", code="J45.909", code_system=CodeSystem.OTHER, said_by="Dr. Ito"),
    Incident(client_id=1, what="Fell on the stairs", happened=When(DAY, time(9, 30)), report_due=When(DAY, time(17))),
    Safety(client_id=1, warning_signs="No sleep for two nights", reviewed_on=DAY),
    Instrument(name="mood-2", version="1", title="Mood in two questions", definition=MOOD),
    Template(name="leaving", version="1", title="Before somebody leaves", anchor="release-on", definition=LEAVING),
    Consent(client_id=1, recipient="Legal Aid", purpose="housing", data_classes=("general",), signed_by="client"),
    Need(client_id=1, domain=Domain.HOUSING_INSTABILITY, description="Sleeps at her sister's", identified_on=DAY),
    Plan(client_id=1, title="Housing first", started_on=DAY),
    Goal(client_id=1, plan_id=1, need_id=1, title="A place of her own", baseline=0.0, target=1.0),
    Observation(goal_id=1, observed_on=DAY, value=0.5),
    Coverage(client_id=1, payer="Medicaid", member_id="AB1234567", started_on=DAY),
    Authorization(
        client_id=1,
        coverage_id=1,
        service_type="Counseling",
        number="A-100",
        units=24.0,
        starts_on=DAY,
        status=AuthorizationStatus.APPROVED,
    ),
    Service(client_id=1, what="Help with bathing", authorization_id=1, provider_id=1, plan_id=1, goal_id=1),
    Medication(client_id=1, name="Metformin 500 mg", refill_due=date(2026, 12, 10)),
    Document(client_id=1, title="Birth certificate", needed_by=date(2026, 12, 15)),
    Referral(client_id=1, need_id=1, provider_id=1, service_type="Food box"),
    Benefit(
        client_id=1,
        name="Medicaid",
        status=BenefitStatus.APPROVED,
        effective_on=date(2026, 3, 1),
        certified_to=date(2027, 2, 28),
        amount=291.0,
    ),
    Verification(benefit_id=1, what="Pay stubs", asked_on=DAY, needed_by=date(2026, 12, 5)),
    Appeal(client_id=1, benefit_id=1, level=Level.FAIR_HEARING, action=Action.CUT, notice_on=date(2026, 11, 20)),
    Stay(
        client_id=1,
        setting=Setting.HOSPITAL,
        place="County Hospital",
        from_on=date(2026, 11, 2),
        left_on=DAY,
        goes_to=Setting.FAMILY_FRIENDS,
    ),
    Program(
        name="Youth path",
        requirements="12 sessions; course Parenting: 4 sessions; phases Start > Work",
        capacity=20,
        hours=1.5,
        ends_on=date(2027, 1, 31),
    ),
    Enrollment(client_id=1, program_id=1, phase="Start", started_on=date(2026, 10, 1), ordered_by="county court"),
    Meeting(program_id=1, held=When(DAY, time(16)), topic="Parenting"),
    Attendance(enrollment_id=1, meeting_id=1),
    Task(client_id=1, title="Call the landlord", due=When(DAY), goal_id=1),
    Appointment(client_id=1, title="Viewing", starts=When(DAY, time(14, 30))),
    Ride(appointment_id=1, driver="MTM", pickup="13:45 at the back door"),
    Expense(client_id=1, spent_on=DAY, amount=32.5, what="Bus pass"),
    Step(
        client_id=1,
        template_id=1,
        name="ride",
        anchor="release-on",
        anchored_on=DAY,
        task_id=1,
        due_as_applied=When(DAY),
    ),
    Note(client_id=1, occurred=When(DAY), body="Saw the flat.", goal_ids=(1,)),
    Addendum(note_id=1, body="Second floor."),
    Assessment(client_id=1, instrument_id=1, screen="mood-2", assessed_on=DAY, score=2, band="low", positive=True),
    Assessment(
        client_id=1,
        instrument_id=1,
        screen="mood-2",
        assessed_on=DAY,
        answers=GLUM,
        score=3,
        band="low",
        positive=True,
        need_ids=(1,),
        task_id=1,
        note_id=1,
    ),
    Disclosure(client_id=1, consent_id=1, recipient="Legal Aid", at=When(DAY), what="her lease", purpose="housing"),
    Link(client_id=1, other_id=2, linked_on=DAY, reason="her mother's name on both"),
    Waiver(item="t1", until=DAY, reason="after the holidays"),
)
"""A record of each kind, of clients two, which refer to one another by the ids they get in an empty database."""


def example(kind: type[R]) -> R:
    """The first invented record of a kind; a new kind needs one among the EXAMPLES."""
    found = next((one for one in EXAMPLES if type(one) is kind), None)
    assert found, f"no invented record of {kind.TABLE} in tests/invented.py"
    return found


def another(record: R, number: int) -> R:
    """A new record like this one; where no two may be called the same, with a name of its own, by the number."""
    own: dict[type[Record], dict[str, Any]] = {
        Client: {"handle": f"another-{number}"}, OwnField: {"name": f"another_{number}"},
        Authorization: {"number": f"A-{number}"},
    }  # fmt: skip
    return replace(record, id=0, external_id=None, **own.get(type(record), {}))


@cache
def _template(filled: bool) -> Content:
    connection = fresh()
    if filled:
        store = Store(connection, AT)
        with store.step("fill"):
            for record in EXAMPLES:
                store.add(record)
    return Content(bytes(connection.serialize()))


def new_store(*, filled: bool = True) -> Store:
    """A database that nobody else has, with the EXAMPLES in it unless it is to be empty."""
    if sealing.IS_ON:
        return Store(sealing.lent(_template(filled).content), AT)
    connection = lend(_template(filled))
    store = Store(connection, AT)
    until(store, connection)
    return store


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every stored row of every kind; raises where the search index does not agree with them."""
    for kind in KINDS:
        if kind.SEARCHED:
            index = f"{kind.TABLE}_fts"
            store.connection.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
    sql = "select * from {} order by id"
    return {kind.TABLE: store.connection.execute(sql.format(kind.TABLE)).fetchall() for kind in KINDS}


NASTY = (
    "O'Neill; drop table client; --", '"quoted" \\ back\\slash', "tab\tand\nnew line\r\n", "\x01\x1b[31m\x7f\x85",
    "Zoë Zoë \u202eright to left\u202c \u200b|", "🙂‍↔️ 日本語 \ufdd0\ufffe", '{"a": [1, null]}', "null", "1e400",
    "%s %(x)s {0} ${x}", " blank both sides ", "'", "\u2028\u2029", "00501", "=1+1", "a" * 3000,
)  # fmt: skip

TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30),
).filter(lambda text: bool(text.strip()))
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(lambda digits, places: digits / 10**places, st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15)),
).map(lambda value: float(f"{value:.15g}")).filter(lambda value: abs(value) < 1e300)  # fmt: skip
CENTS = st.integers(0, 10**14).map(lambda cents: cents / 100)
SPANS = st.sampled_from(["1d", "2w", "6m", "1y", "999d"])
RULES = SPANS | st.sampled_from(["mon,thu", "2w on tue 9 times", "1m until 2027-03-01", "FREQ=MONTHLY;BYDAY=5FR"])
STAMPS = st.sampled_from(["2026-01-02T03:04:05Z", "1999-12-31T23:59:59Z"])
PICTURES = st.sampled_from(["[]", json.dumps([dict.fromkeys(GOAL_AS_REVISED, 'A "place"')])])
DEFINITIONS = st.sampled_from([MOOD, '{"items":[{"code":"a"}]}'])
ANSWERS = st.sampled_from([GLUM, '{"sad":{"missing":"declined"}}'])

DRAWN_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "instrument.version": st.sampled_from(["1", "2026.1"]),
    "instrument.name": st.from_regex("[a-z]{4}(-[0-9]{1,2})?", fullmatch=True),
    "instrument.definition": DEFINITIONS,
    "template.version": st.sampled_from(["1", "1-mine"]),
    "template.name": st.from_regex("[a-z]{4}(-[a-z]{1,9})?", fullmatch=True),
    "template.anchor": st.sampled_from(["day", "release-on", "plan-review"]),
    "template.definition": st.sampled_from([LEAVING, '{"steps":[{"name":"a","title":"A"}]}']),
    "assessment.answers": ANSWERS,
    "goals_as_revised": PICTURES,
    "field.of": st.sampled_from([kind.TABLE for kind in KINDS if kind.OWN]),
    "field.name": st.from_regex("[a-z][a-z0-9_]{0,20}", fullmatch=True),
    "field.words": st.sampled_from(["army", "air-force", "navy-2"]),
    "id": st.just(0),
    "handle": st.sampled_from(["bo-li", "zoe-o-neill", "李-小龍", "x_y-2".replace("_", "-")]),
    "acuity": st.integers(1, 4),
    "income.amount": CENTS,
    "expense.amount": CENTS,
    "document.cost": CENTS,
    "authorization.units": NUMBERS.map(abs).filter(bool),
    "asked_units": NUMBERS.map(abs).filter(bool),
    "used_reported": NUMBERS.map(abs),
    "disclosure.counts": st.sampled_from(["3 notes, 1 task", "12 stays"]),
    "requirements": st.sampled_from(["12 sessions", "course Parenting: 4 hours; phases A > B", "8 consecutive weeks"]),
    "waived": st.sampled_from(["sessions: the judge", "phases: moved\nsessions: ill"]),
    "minutes_late": st.integers(0, 1440),
    "meeting.hours": st.integers(0, 240).map(lambda tenths: tenths / 10),
    "program.hours": st.integers(0, 240).map(lambda tenths: tenths / 10),
    "hours_credited": st.integers(0, 240).map(lambda tenths: tenths / 10),
    "data_classes": st.sampled_from(list(map(str, DataClass))),
    "statements": st.sampled_from(list(map(str, Statement))),
    "onset_in": st.from_regex("(19|20)[0-9]{2}(-0[1-9])?", fullmatch=True),
    "records": st.from_regex("[a-z]{1,2}[1-9][0-9]{0,3}", fullmatch=True),
    "tags": TEXT.map(lambda text: "".join(text.split())),
    "domains": TEXT.map(lambda text: "".join(text.split())),
    "flags": TEXT.map(lambda text: "".join(text.split())),
    "version": st.integers(1, 99),
    "minutes": st.integers(0, MOST_MINUTES),
    "latitude": st.integers(-90, 90).map(float),
    "longitude": st.integers(-180, 180).map(float),
    "minimum_age": st.integers(0, 150).map(float),
    "maximum_age": st.integers(0, 150).map(float),
    "miles": st.integers(0, 10**6).map(lambda tenths: tenths / 10),
}
"""What a rule of its kind asks of a field, and neither type nor nature tells; by its name, or after its kind's."""

DRAWN_BY_NATURE: dict[type, st.SearchStrategy[Any]] = {Interval: SPANS, Rule: RULES, Stamp: STAMPS}
_TYPED: dict[type, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(0, 10**15 - 1),
    float: NUMBERS,
    bool: st.booleans(),
    date: DAYS,
    When: st.builds(When, DAYS, st.none() | TIMES),
    Own: st.just(Own()),
}


def _value(kind: type[Record], field: Field) -> st.SearchStrategy[Any]:
    if field.refers and field.many:
        return st.lists(st.just(1), max_size=1).map(tuple)
    if field.refers:
        value: st.SearchStrategy[Any] = st.just(2 if field.refers == "client" and field.name != "client_id" else 1)
    elif issubclass(field.type, StrEnum):
        value = st.sampled_from(list(field.type))
    else:
        by_nature = (strategy for nature, strategy in DRAWN_BY_NATURE.items() if field.is_a(nature))
        named = (DRAWN_BY_NAME[name] for name in (f"{kind.TABLE}.{field.name}", field.name) if name in DRAWN_BY_NAME)
        value = next(chain(named, by_nature), _TYPED[field.type])
    value = st.lists(value, max_size=3).map(tuple) if field.many else value
    return st.none() | value if field.optional else value


def _records(kind: type[Record]) -> st.SearchStrategy[Record]:
    names = [field.name for field in fields_of(kind)]
    # Not st.fixed_dictionaries, which draws an order, too.
    values = st.tuples(*(_value(kind, field) for field in fields_of(kind)))
    made = values.map(lambda drawn: _made(kind, dict(zip(names, drawn, strict=True))))
    return made.filter(lambda one: one is not None)  # type: ignore[return-value]


def _made(kind: type[Record], values: dict[str, Any]) -> Record | None:
    """The record of these values; a field that does not go with the others is left out, or is as in the example."""
    if kind is OwnField and (values["type"] in WORDED) is not bool(values["words"]):
        values |= {"type": OwnType.WORDS if values["words"] else OwnType.DAY}
    fields = {name: field for field in fields_of(kind) for name in (field.key, field.name)}
    usual, mended = another(example(kind), 1), set[str]()
    for _ in range(9):
        try:
            return kind(**values)
        except Invalid as wrong:
            if not (field := fields.get(wrong.field)):
                return None
            is_left_out = field.optional and field.name not in mended
            values |= {field.name: None if is_left_out else getattr(usual, field.name)}
            mended.add(field.name)
    return None


RECORDS = {kind: _records(kind) for kind in KINDS}
"""New records of each kind that pass its rules; what they refer to is number 1 of its kind, or another client, 2."""

BUSY = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
"""What is no fault of a test of RECORDS: fields that bear on one another are drawn apart, until they fit."""
