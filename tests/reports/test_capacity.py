"""What weighs and how much, which hours are booked, and how a map counts its days."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.config import Config
from caseload.errors import Invalid
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus
from caseload.records.note import Mode, Note, Reached
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.reports.agenda import agenda
from caseload.reports.capacity import (
    WEIGHTS,
    Addition,
    Hours,
    hours,
    hours_section,
    load,
    load_section,
    minutes_taken,
    overlapping,
    said_with,
    weight,
    weights_of,
)
from caseload.reports.caseload import Row, board
from caseload.reports.heat import heat, page, shade
from caseload.reports.rules import RULES
from caseload.store.core import Store
from caseload.when.dates import When
from caseload.when.ranges import Range

DAY = date(2026, 11, 25)
"""A Wednesday."""
NOW = datetime(2026, 11, 25, 9)


def client(**fields: object) -> Client:
    return Client(**{"given_name": "Bo", "handle": "bo", "acuity": 3, **fields})  # type: ignore[arg-type]


def at(clock: str, minutes: int | None = 60, day: date = DAY, **fields: object) -> Appointment:
    starts = When(day, time.fromisoformat(clock) if clock else None)
    return Appointment(**{"title": "Visit", "starts": starts, "minutes": minutes, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({}, 3),
        ({"status": ClientStatus.ONHOLD}, 3),
        ({"acuity": 4}, 4),
        ({"acuity": None}, 1),
        ({"status": ClientStatus.PLANNED}, 0),
        ({"status": ClientStatus.WAITLIST}, 0),
        ({"status": ClientStatus.FINISHED}, 0),
        ({"died_on": date(2026, 11, 20)}, 0),
    ],
)
def test_a_client_weighs_by_acuity_while_served(fields: dict[str, object], points: float) -> None:
    assert weight(client(**fields), WEIGHTS) == points


def test_weights_that_are_not_configured_stay_as_they_are() -> None:
    assert weights_of(Config(weights={4: 6.5})) == {1: 1, 2: 2, 3: 3, 4: 6.5}


def test_clients_without_an_acuity_and_clients_who_weigh_nothing_are_counted_in_words() -> None:
    found = load([client(acuity=None), client(acuity=None), client(status=ClientStatus.PLANNED)], WEIGHTS)
    said = load_section(found).note.splitlines()
    assert said[0].startswith("2 without an acuity, weighed as acuity 1: ")
    assert said[1].startswith("1 not weighed: ")
    assert found.points == 2


def test_more_clients_change_the_totals_and_say_what_they_are_now() -> None:
    now = load([client(), client(acuity=None)], {**WEIGHTS, 2: 2.5})
    assert said_with(now, [Addition(3, 2), Addition(1, 4)]) == (
        "With 3 more of acuity 2, 1 more of acuity 4: 15.5 points (now 4), 6 served (now 2)."
    )
    assert said_with(now, []) == ""


@pytest.mark.parametrize("text", ["", "3", "@2", "0@2", "3@0", "3@5", "-1@2", "3@2.5", "3 @ 2", "1000@1", "3@2@1"])
def test_an_addition_is_a_number_at_an_acuity_and_nothing_else(text: str) -> None:
    with pytest.raises(Invalid, match="try 3@2"):
        Addition.parse(text)


@pytest.mark.parametrize(
    ("booked", "minutes"),
    [
        ([], 0),
        ([at("10:00"), at("11:00")], 120),
        ([at("10:00"), at("10:30")], 90),
        ([at("10:00", 120), at("10:30", 30)], 120),
        ([at("10:00"), at("10:00")], 60),
        ([at("08:30")], 30),
        ([at("07:00")], 0),
        ([at("10:00", None), at("10:00", 45)], 45),
        ([at("", 30), at("10:00")], 90),
        ([at("23:30", 60), at("00:00", 60, DAY + timedelta(days=1))], 90),
    ],
)
def test_time_that_is_booked_twice_counts_once_and_time_gone_by_not_at_all(
    booked: list[Appointment], minutes: int
) -> None:
    assert minutes_taken(booked, NOW) == minutes


@given(st.lists(st.tuples(st.integers(0, 23 * 60), st.integers(0, 180)), max_size=8))
def test_minutes_taken_are_the_minutes_in_which_something_takes_place(spans: list[tuple[int, int]]) -> None:
    midnight = datetime(2026, 11, 25)
    booked = [at(f"{start // 60:02}:{start % 60:02}", length or None) for start, length in spans]
    minutes = {minute for start, length in spans for minute in range(start, start + length)}
    assert minutes_taken(booked, midnight) == len(minutes)


def test_what_begins_while_another_goes_on_is_counted_as_overlapping() -> None:
    assert overlapping([at("10:00"), at("11:00"), at("12:00", None)]) == 0
    assert overlapping([at("10:00", 180), at("11:00"), at("12:30"), at("13:00")]) == 3


def test_what_is_booked_with_a_client_who_is_gone_counts_and_is_told_and_a_waiting_list_has_no_time(
    store: Store, ana: Client
) -> None:
    gone = store.add(client(handle="gone", status=ClientStatus.FINISHED))
    dead = store.add(client(handle="dead", died_on=date(2026, 11, 1)))
    coming = store.add(client(handle="coming", status=ClientStatus.PLANNED))
    for minute, one in enumerate((ana, gone, dead, coming, None)):
        store.add(at(f"1{minute}:00", client_id=one and one.id))
    store.add(at("16:00", status=AppointmentStatus.WAITLIST))
    store.add(at("17:00", status=AppointmentStatus.CANCELLED))
    assert [(one.appointments, one.booked, one.gone) for one in hours(store, NOW, None)] == [(5, 5.0, 2)] * 3
    notes = hours_section(hours(store, NOW, None)).note.splitlines()
    assert notes[-1] == "2 booked with clients who are closed or have died: counted until cancelled"


def test_a_week_is_today_and_six_days_more(store: Store) -> None:
    for days in (6, 7, 13, 14, 27, 28):
        store.add(at("10:00", day=DAY + timedelta(days=days)))
    found = hours(store, NOW, 10)
    assert [(one.weeks, str(one.until), one.appointments) for one in found] == [
        (1, "2026-12-01", 1), (2, "2026-12-08", 3), (4, "2026-12-22", 5),
    ]  # fmt: skip
    assert [(one.available, one.percent) for one in found] == [(10, 10), (20, 15), (40, 12.5)]


def test_an_appointment_that_goes_on_over_midnight_takes_what_is_left_of_it(store: Store) -> None:
    store.add(at("23:30", 60))
    assert hours(store, datetime(2026, 11, 26, 0, 15), None)[0].booked == 0.25


def test_an_appointment_without_a_length_is_counted_and_takes_no_hours(store: Store) -> None:
    store.add(at("10:00", None))
    store.add(at("", None))
    assert [(one.appointments, one.without_minutes, one.booked) for one in hours(store, NOW, None)] == [(2, 2, 0)] * 3


@pytest.mark.parametrize(
    ("available", "percent", "over"), [(None, None, 0), (0.0, None, 9), (6.0, 150, 3), (9.0, 100, 0), (12.0, 75, 0)]
)
def test_what_is_over_the_hours_there_are_is_never_shown_as_full(
    available: float | None, percent: float | None, over: float
) -> None:
    found = Hours(weeks=1, until=DAY, booked=9, available=available, appointments=1, without_minutes=0, overlapping=0)
    assert (found.percent, found.over) == (percent, over)


def only(store: Store) -> Row:
    (row,) = board(store, NOW, RULES, WEIGHTS).rows
    return row


def test_an_attempt_is_no_contact_and_a_visit_that_missed_the_client_no_visit(store: Store, ana: Client) -> None:
    for day, mode, reached in (
        (1, Mode.IN_PERSON, Reached.YES),
        (10, Mode.PHONE_CALL, Reached.YES),
        (15, Mode.IN_PERSON, Reached.NO),
        (20, Mode.PHONE_CALL, Reached.COLLATERAL),
    ):
        when = When(date(2026, 11, day))
        store.add(Note(client_id=ana.id, occurred=when, mode=mode, reached=reached, body="b"))
    row = only(store)
    assert (row.contact, row.since(row.contact)) == (date(2026, 11, 10), 15)
    assert (row.visit, row.since(row.visit)) == (date(2026, 11, 1), 24)


def test_next_is_the_first_thing_not_late_and_what_is_snoozed_is_neither(store: Store, ana: Client) -> None:
    rules = [rule for rule in RULES if rule.name in ("task", "contact", "face-to-face")]
    for days in (-3, -2, 5, 2, 400):
        store.add(Task(client_id=ana.id, title="Call", due=When(DAY + timedelta(days=days))))
    store.add(Waiver(item="t1", until=date(2026, 12, 24), reason="office closed"))
    store.add(Waiver(item="t4", until=date(2026, 12, 24), reason="office closed"))
    (row,) = board(store, NOW, [*rules], WEIGHTS).rows
    assert row.next is not None
    assert (row.next.ref, row.overdue) == ("t3", 3)  # t2, the contact with Ana, and the visit


def test_the_board_has_those_with_the_most_need_first_and_those_who_wait_last(store: Store) -> None:
    people: dict[str, dict[str, object]] = {
        "wait": {"status": ClientStatus.WAITLIST, "acuity": 4}, "held": {"status": ClientStatus.ONHOLD, "acuity": 4},
        "unknown": {"acuity": None}, "two": {"acuity": 2}, "four": {"acuity": 4},
        "gone": {"status": ClientStatus.FINISHED},
    }  # fmt: skip
    for handle, fields in people.items():
        store.add(client(handle=handle, **fields))
    found = board(store, NOW, RULES, WEIGHTS)
    assert [row.client.handle for row in found.rows] == ["four", "two", "unknown", "held", "wait"]
    assert sum(row.points for row in found.rows) == found.load.points == 4 + 2 + 1 + 4


def test_a_map_counts_what_the_agenda_lists(store: Store, ana: Client) -> None:
    for days in range(-5, 60, 4):
        store.add(Task(client_id=ana.id, title="Call", due=When(DAY + timedelta(days=days))))
        store.add(at("10:00", day=DAY + timedelta(days=days), client_id=ana.id))
    found = heat(store, NOW, RULES)
    assert (len(found.days), found.days[0].day, found.days[-1].day) == (56, date(2026, 11, 23), date(2027, 1, 17))
    listed = agenda(store, NOW, RULES, Range(found.days[0].day, found.days[-1].day))
    assert sum(one.items for one in found.days) == len(listed.items)
    assert found.late_before == listed.late_before
    by_day = [len([item for item in listed.items if item.due.day == one.day]) for one in found.days]
    assert [one.items for one in found.days] == by_day
    assert sum(one.booked_minutes for one in found.days) == 60 * sum(one.appointments for one in found.days) > 0


def test_a_map_of_nothing_says_so(store: Store) -> None:
    assert page(heat(store, NOW, RULES)).subtitle == "Nothing falls in these weeks."


def test_a_map_reaches_over_the_last_year_that_can_be_typed(store: Store) -> None:
    assert heat(store, datetime(2200, 12, 30, 9), RULES).days[-1].day.year == 2201


@given(st.integers(1, 60).flatmap(lambda most: st.tuples(st.integers(1, most), st.just(most))))
def test_a_fuller_day_is_never_lighter_and_the_fullest_is_dark_where_there_is_much(pair: tuple[int, int]) -> None:
    count, most = pair
    shades = "░▒▓█"
    assert shades.index(shade(count, most)) <= shades.index(shade(most, most))
    assert (shade(most, most) == "█") == (most >= 4)
