"""What a clock's read passes over unread is never due: the day holds the same where all are read."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import DAY, new_store

from caseload.config import Config, RuleSetting
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.benefit import Benefit, BenefitStatus, Category
from caseload.records.client import Client
from caseload.records.consent import Consent, ConsentKind, ConsentStatus
from caseload.records.link import Link, LinkType
from caseload.records.note import Direction, Mode, Note, Reached
from caseload.records.of.base import Record
from caseload.records.of.setting import Setting
from caseload.records.of.units import SUITS, Rounding, Unit
from caseload.records.service import Service
from caseload.records.stay import Stay
from caseload.reports.due import due
from caseload.reports.rule import Rule
from caseload.reports.rules import settled
from caseload.store.core import Store
from caseload.store.reads.authorizations import granted
from caseload.value import replace
from caseload.when.dates import When, parse_span

NOON = datetime.combine(DAY, datetime.min.time()).replace(hour=12)
SPANS = st.none() | st.sampled_from(["1d", "1w", "2w", "1m", "2m", "3m", "1y"])


def days_ago(most: int, least: int = -3) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda ago: DAY - timedelta(days=ago))


def moments(most: int) -> st.SearchStrategy[When]:
    hours = st.none() | st.sampled_from([datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=16)])
    return st.builds(When, days_ago(most), hours)


NOTES = st.builds(
    lambda occurred, mode, direction, reached: {
        "occurred": occurred, "mode": mode, "direction": direction, "reached": reached, "body": "b",
    },
    moments(9) | moments(110), st.sampled_from([Mode.IN_PERSON, Mode.IN_PERSON, Mode.PHONE_CALL, Mode.TEXT]),
    st.sampled_from([None, *Direction]), st.sampled_from([Reached.YES, Reached.YES, *Reached]),
)  # fmt: skip
VISITS = st.builds(
    lambda starts, status: {"starts": starts, "status": status, "title": "Visit"},
    moments(9) | moments(60),
    st.sampled_from([AppointmentStatus.NOSHOW, AppointmentStatus.NOSHOW, *AppointmentStatus]).filter(
        lambda one: one is not AppointmentStatus.CANCELLED
    ),
)
CLIENTS = st.fixed_dictionaries(
    {"opened_on": st.none() | days_ago(400, 0), "contact_every": SPANS, "face_to_face_every": SPANS}
    | {"acuity": st.sampled_from([None, 1, 4])}
)
SETTINGS = st.builds(
    lambda every, lead, acuity, collateral, off: RuleSetting(
        every=every and parse_span(every), lead=lead and parse_span(lead), collateral=collateral, off=off,
        acuity={4: parse_span(acuity)} if acuity else {},
    ),
    SPANS, SPANS, SPANS, st.booleans(), st.sampled_from([False, False, False, True]),
)  # fmt: skip
Person = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]
CLOCKS = ("contact", "face-to-face", "attempts", "no-shows", "silent")


@pytest.mark.parametrize(
    ("lead", "expires_on", "opens"),
    [
        ("1m", date(2027, 3, 31), date(2027, 2, 28)),
        ("1m", date(2028, 3, 30), date(2028, 2, 29)),
        ("1m", date(2027, 5, 31), date(2027, 4, 30)),
        ("2m", date(2027, 8, 31), date(2027, 6, 30)),
        ("1y", date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_a_lead_in_months_shows_on_the_day_it_opens_whatever_the_month(
    store: Store, ana: Client, lead: str, expires_on: date, opens: date
) -> None:
    store.add(
        Consent(client_id=ana.id, kind=ConsentKind.HIPAA, recipient="r", purpose="p", signed_on=date(2026, 1, 1),
                status=ConsentStatus.ACTIVE, expires_on=expires_on)
    )  # fmt: skip
    said = {"consent": RuleSetting(lead=parse_span(lead))}
    rules = [rule for rule in settled(Config(rules=said)) if rule.name == "consent"]
    days = [opens + timedelta(days=one) for one in (-1, 0, 1)]
    assert [len(due(store, datetime(day.year, day.month, day.day, 9), rules)) for day in days] == [0, 1, 1]


def ago(days: int) -> When:
    return When(DAY - timedelta(days=days))


def left(client: Client) -> Stay:
    return Stay(client_id=client.id, setting=Setting.HOSPITAL, place="St. Luke's", from_on=ago(20).day,
                left_on=ago(1).day)  # fmt: skip


def denied(client: Client) -> Benefit:
    return Benefit(client_id=client.id, name="Medicaid", status=BenefitStatus.DENIED, applied_on=ago(40).day,
                   decided_on=ago(3).day, notice_on=ago(3).day)  # fmt: skip


def closed(client: Client) -> Benefit:
    return Benefit(client_id=client.id, name="Medicaid", status=BenefitStatus.CLOSED, category=Category.MAGI,
                   effective_on=ago(400).day, closed_on=ago(3).day)  # fmt: skip


@pytest.mark.parametrize(
    ("made", "rule"),
    [(left, "discharge-visit"), (denied, "benefit-not-contested"), (closed, "benefit-reconsideration")],
)
@pytest.mark.parametrize("until", [DAY + timedelta(days=120), DAY + timedelta(days=366), date(2200, 12, 31)])
def test_who_looks_far_ahead_sees_what_is_due_soon_after_something_that_has_ended(
    store: Store, ana: Client, made: Callable[[Client], Record], rule: str, until: date
) -> None:
    store.add(made(ana))
    assert rule in {item.rule for item in due(store, NOON, settled(Config()), until=until)}


def told(store: Store, rules: Sequence[Rule], until: date | None) -> list[tuple[str, str, str]]:
    return [(item.ref, item.rule, str(item.due)) for item in due(store, NOON, rules, until=until)]


@given(
    people=st.lists(st.tuples(CLIENTS, st.lists(NOTES, max_size=4), st.lists(VISITS, max_size=4)), max_size=3),
    replaced=st.booleans(),
    said=st.dictionaries(st.sampled_from(CLOCKS), SETTINGS, max_size=2),
    until=st.none() | st.integers(-5, 120).map(lambda ahead: DAY + timedelta(days=ahead)),
)
def test_a_client_whose_contacts_are_not_read_has_none_due(
    people: list[Person],
    replaced: bool, said: dict[str, RuleSetting], until: date | None,
) -> None:  # fmt: skip
    store = _kept(people, replaced=replaced)
    config = Config(rules={name: _allowed(name, one) for name, one in said.items()})
    rules = [rule for rule in settled(config) if rule.of_contacts]
    found = told(store, rules, until)
    assert found == told(store, [*map(_reading_all, rules)], until)


def _kept(people: Sequence[Person], *, replaced: bool) -> Store:
    store = new_store(filled=False)
    made: list[Record] = []
    for number, (client, notes, visits) in enumerate(people, 1):
        made.append(Client(given_name="G", handle=f"g-{number}", **client))
        made += [Note(client_id=number, **one) for one in notes]
        made += [Appointment(client_id=number, **one) for one in visits]
    if replaced and len(people) > 1:
        made.append(Link(client_id=1, other_id=2, type=LinkType.REPLACED_BY, linked_on=DAY))
    for record in made:
        store.add(record)
    return store


def met(days: int, **more: object) -> dict[str, Any]:
    return {"occurred": ago(days), "body": "b", "mode": Mode.IN_PERSON, "reached": Reached.YES, **more}


def missed(days: int) -> dict[str, Any]:
    return {"starts": ago(days), "title": "Visit", "status": AppointmentStatus.NOSHOW}


OPENED: dict[str, Any] = {"opened_on": DAY - timedelta(days=300)}


@pytest.mark.parametrize(
    ("people", "ahead", "seen"),
    [
        ([(OPENED, [met(5)], [])], 0, ""),
        ([(OPENED, [met(5)], [missed(4), missed(3), missed(2)])], 0, "no-shows"),
        ([(OPENED, [met(5)], [missed(8), missed(7), missed(6)])], 0, ""),
        ([({"opened_on": ago(4).day, "contact_every": "1y"}, [met(5)], [])], 30, "face-to-face"),
        ([(OPENED | {"contact_every": "1w"}, [met(5)], [])], 0, "contact"),
        ([(OPENED | {"face_to_face_every": "2w"}, [met(5)], [])], 0, "face-to-face"),
        ([(OPENED, [met(5, reached=Reached.COLLATERAL), met(40)], [])], 0, "contact"),
        ([(OPENED, [met(5, mode=Mode.PHONE_CALL), met(80)], [])], 0, "face-to-face"),
        ([(OPENED, [], [missed(4), missed(3), missed(2)]), (OPENED, [met(5)], [])], 0, "no-shows"),
    ],
)
def test_a_client_is_passed_over_only_where_the_last_contact_settles_it(
    people: list[Person], ahead: int, seen: str
) -> None:
    store = _kept(people, replaced=True)
    until = DAY + timedelta(days=ahead) if ahead else None
    last = f"c{len(people)}"
    found = {rule for ref, rule, _ in told(store, settled(Config()), until) if ref == last and rule in CLOCKS}
    assert found == {*filter(None, [seen])}


def _reading_all(rule: Rule) -> Rule:
    return replace(rule, find=lambda store, asked: rule.find(store, asked._replace(each={})))


def _allowed(name: str, said: RuleSetting) -> RuleSetting:
    if name in ("attempts", "no-shows"):
        return said._replace(every=None, acuity={}, attempts=2 if said.lead else 1)
    return said if name == "contact" else said._replace(collateral=None)


Held = tuple[dict[str, Any], Rounding, list[tuple[date, int | None]]]


def _granted(held: Sequence[Held]) -> Store:
    store = new_store(filled=False)
    store.add(Client(given_name="G", handle="g", opened_on=DAY - timedelta(days=400)))
    for number, (values, rounding, noted) in enumerate(held, 1):
        rule = rounding if values.get("unit", Unit.VISIT) in SUITS[rounding] else None
        store.add(
            Authorization(
                client_id=1, service_type="s", status=AuthorizationStatus.APPROVED, rounding=rule,
                **{name: value for name, value in values.items() if _is_said(name, values)},
            )
        )  # fmt: skip
        store.add(Service(client_id=1, what="w", authorization_id=number))
        for day, minutes in noted:
            store.add(Note(client_id=1, occurred=When(day), body="b", minutes=minutes, service_id=number))
    return store


@pytest.mark.parametrize(
    ("values", "noted", "runs_out"),
    [
        ({"units": 12, "starts_on": ago(13).day}, 4 * [(5, 30)], 28),
        ({"units": 13, "starts_on": ago(13).day}, 4 * [(5, 30)], None),
        ({"units": 60, "unit": Unit.QUARTER_HOUR, "starts_on": ago(60).day}, 3 * [(40, 300)], -40),
        ({"units": 48, "unit": Unit.HOUR, "starts_on": ago(60).day}, 2 * [(40, 1440)], -40),
        ({"units": 12, "starts_on": ago(53).day, "used_reported": 3, "used_reported_on": ago(40).day}, [], 2),
    ],
)
def test_an_authorization_is_read_up_to_the_fastest_that_it_may_run_out(
    values: dict[str, Any], noted: list[tuple[int, int]], runs_out: int | None
) -> None:
    store = _granted([(values, Rounding.EIGHT_MINUTE, [(ago(days).day, minutes) for days, minutes in noted])])
    found = [due for _, rule, due in told(store, settled(Config()), None) if rule == "authorization-runout"]
    assert found == ([] if runs_out is None else [str(DAY + timedelta(days=runs_out))])


@given(
    held=st.lists(
        st.tuples(
            st.fixed_dictionaries({
                "units": st.sampled_from([1, 4, 12, 60]),
                "unit": st.sampled_from(list(Unit)),
                "starts_on": st.none() | days_ago(90, 0),
                "ends_on": st.none() | days_ago(-5, -300),
                "used_reported": st.none() | st.integers(0, 60),
                "used_reported_on": st.none() | days_ago(80, 0),
            }),
            st.sampled_from(list(Rounding)),
            st.lists(st.tuples(days_ago(95, -1), st.none() | st.integers(0, 300)), max_size=6),
        ),
        max_size=3,
    ),
    until=st.none() | st.integers(-5, 400).map(lambda ahead: DAY + timedelta(days=ahead)),
)  # fmt: skip
def test_an_authorization_that_is_not_read_does_not_run_out(held: list[Held], until: date | None) -> None:
    store = _granted(held)
    rules = [rule for rule in settled(Config()) if rule.name == "authorization-runout"]
    all_read = [replace(one, sought=None, find=granted) for one in rules]
    assert told(store, rules, until) == told(store, all_read, until)


def _is_said(name: str, values: dict[str, Any]) -> bool:
    return name != "used_reported_on" or values["used_reported"] is not None
