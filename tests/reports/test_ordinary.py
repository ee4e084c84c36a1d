"""An ordinary clock is declared with its kind: no function, no SQL of its own, whatever the kind."""

import sys
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import pytest
from clock_table import declared_of

from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import _CLASSES, _PARENTS, KINDS, PARENTS
from caseload.records.of.base import Record, Vocabulary, kind
from caseload.records.of.clock import Clock, Reckoned, Still
from caseload.reports.due import Item, due
from caseload.reports.rule import Rule, rule_of
from caseload.reports.rules import RULES
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import When

DUE = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12)


class PermitStatus(Vocabulary):
    ASKED = "asked"
    HELD = "held"
    LOST = "lost"


@kind
class Permit(Record):
    """A kind that there is not: dated, with a status and a day that ends it, an interval, a reason of its own."""

    TABLE: ClassVar[str] = "permit"
    PREFIX: ClassVar[str] = "pt"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("asked", "held")
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="permit-end", field="ends_on", called="last day", words="permit ends", counts=("held",),
            until="returned_on", ended="returned on", looks_at="permits held", source="nobody", lead="10d", grace="3d",
        ),
        Clock(
            name="permit-answer", field="asked", words="permit", reason="asked {}, no answer", every="2w", own="again",
            counts=("asked",), waits="waiting_on", looks_at="permits asked for", source="nobody",
        ),
        Clock(
            name="permit-call", field="call", words="permit", reason="call about it", waits="waiting_on",
            looks_at="permits", source="nobody",
        ),
    )  # fmt: skip

    client_id: int
    title: str
    status: PermitStatus = PermitStatus.HELD
    asked: date | None = None
    again: str | None = None
    call: When | None = None
    waiting_on: str | None = None
    ends_on: date | None = None
    returned_on: date | None = None


@kind
class Count(Record):
    """A kind that there is not, of a goal and without a status."""

    TABLE: ClassVar[str] = "count"
    PREFIX: ClassVar[str] = "cn"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(name="count-due", field="due", words="count", looks_at="counts", source="nobody"),
    )

    goal_id: int
    title: str = "Seen"
    due: date | None = None


BASE = "external_id text, source text, created_at text, updated_at text, voided_at text, void_reason text"
TABLES = (
    f"""create table permit (id integer primary key, client_id integer not null, title text, status text, asked text,
        again text, call text, waiting_on text, ends_on text, returned_on text, {BASE}) strict""",
    "create index permit_open on permit (ends_on) where status in ('asked', 'held') and voided_at is null",
    f"create table count (id integer primary key, goal_id integer not null, title text, due text, {BASE}) strict",
)


@pytest.fixture
def made_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setitem(PARENTS, Count, ("goal_id", Goal))
    monkeypatch.setattr("caseload.records.kinds._PARENTS", {**_PARENTS, "count": ("goal_id", "goal")})
    classes = {kind.TABLE: (kind.PREFIX, kind.__name__) for kind in (Permit, Count)}
    monkeypatch.setattr("caseload.records.kinds._CLASSES", {**_CLASSES, **classes})
    for table in classes:
        monkeypatch.setitem(sys.modules, f"caseload.records.{table}", sys.modules[__name__])
    for statement in TABLES:
        store.connection.execute(statement)
    return store


def rules(declared: type[Record] = Permit) -> dict[str, Rule]:
    return {clock.name: rule_of(declared_of(declared, clock)) for clock in declared.CLOCKS}


def found(store: Store, name: str, now: datetime = NOON, **asked: Any) -> Item | None:
    items = due(store, now, [rules()[name]], **asked)
    assert len(items) <= 1
    return items[0] if items else None


def test_every_clock_that_a_kind_declares_stands_among_the_rules() -> None:
    declared = {(declared, clock.name) for declared in KINDS for clock in declared.CLOCKS}
    assert len(declared) > 4
    assert declared <= {(rule.kind, rule.name) for rule in RULES}


def test_it_shows_from_its_lead_on_and_is_late_after_its_grace(made_up: Store, ana: Client) -> None:
    made_up.add(Permit(client_id=ana.id, title="Parking", ends_on=DUE))
    for days, late in ((-10, False), (0, False), (3, False), (4, True)):
        item = found(made_up, "permit-end", datetime.combine(DUE + timedelta(days=days), time(9)))
        assert item is not None
        assert (item.ref, item.title, item.client, item.due) == ("pt1", "Parking", ana, When(DUE))
        assert (item.reason, item.late, item.grace_ends) == ("permit ends", late, When(date(2026, 11, 30)))
    assert found(made_up, "permit-end", datetime.combine(DUE - timedelta(days=11), time(9))) is None
    assert found(made_up, "permit-end", datetime(2026, 1, 1), until=DUE) is not None


@pytest.mark.parametrize(
    ("values", "still"),
    [
        ({"status": PermitStatus.ASKED}, "pt1 is asked"),
        ({"status": PermitStatus.LOST}, "pt1 is lost"),
        ({"returned_on": date(2026, 11, 2)}, "returned on 2026-11-02"),
        ({"ends_on": None}, "pt1 has no last day"),
    ],
)
def test_it_says_why_it_does_not_count_and_is_not_read_then(
    made_up: Store, ana: Client, values: dict[str, Any], still: str
) -> None:
    permit = made_up.add(replace(Permit(client_id=ana.id, title="Parking", ends_on=DUE), **values))
    rule = rules()["permit-end"]
    assert rule.reckon(permit, rule.terms(permit, ana), DUE) == Still(still)
    assert found(made_up, "permit-end") is None


def test_an_interval_is_counted_from_its_date_the_records_own_before_the_default(made_up: Store, ana: Client) -> None:
    asked = Permit(client_id=ana.id, title="Parking", status=PermitStatus.ASKED, asked=date(2026, 10, 31))
    permit = made_up.add(asked)
    item = found(made_up, "permit-answer")
    assert item is not None
    assert (item.due, item.reason) == (When(date(2026, 11, 14)), "asked 2026-10-31, no answer")
    permit = made_up.save(replace(permit, waiting_on="Ms Lee"))
    item = found(made_up, "permit-answer")
    assert item is not None
    assert (item.reason, item.sent().title, item.sent().reason) == (
        "waiting on Ms Lee", "permit", "asked 2026-10-31, no answer",
    )  # fmt: skip
    made_up.save(replace(permit, again="1m"))
    assert found(made_up, "permit-answer") is None
    assert found(made_up, "permit-answer", until=date(2026, 11, 30)) is not None


def test_a_time_is_late_at_its_minute_and_what_a_record_waits_on_is_its_reason(made_up: Store, ana: Client) -> None:
    for waiting_on, reason in ((None, "call about it"), ("Ms Lee", "waiting on Ms Lee")):
        permit = Permit(client_id=ana.id, title="Parking", call=When(DUE, time(12)), waiting_on=waiting_on)
        permit = made_up.save(replace(permit, id=1)) if waiting_on else made_up.add(permit)
        item = found(made_up, "permit-call")
        assert item is not None
        assert (item.late, item.reason) == (True, reason)


def test_the_index_of_what_is_open_serves_it(made_up: Store, ana: Client) -> None:
    statements: list[str] = []
    made_up.connection.set_trace_callback(statements.append)
    found(made_up, "permit-end")
    made_up.connection.set_trace_callback(None)
    assert len(asked := [one for one in statements if "from permit" in one]) == 1
    made_up.add(Permit(client_id=ana.id, title="Parking", ends_on=DUE))
    made_up.connection.set_trace_callback(statements.append)
    found(made_up, "permit-end")
    made_up.connection.set_trace_callback(None)
    asked = list({one for one in statements if "from permit" in one})
    assert len(asked) == 2  # whether there are any, and the records
    for one in asked:
        plan = made_up.connection.execute(f"explain query plan {one}").fetchall()
        (read,) = (row[3] for row in plan if "permit" in row[3])
        assert read.startswith("SEARCH permit USING INDEX permit_open (")


def test_a_client_alone_is_asked_for_through_whatever_the_kind_hangs_from(made_up: Store, ana: Client) -> None:
    bo = made_up.add(Client(given_name="Bo", handle="bo", opened_on=date(2026, 1, 1)))
    for client in (ana, bo):
        made_up.add(Permit(client_id=client.id, title="Parking", ends_on=DUE))
        made_up.add(Count(goal_id=made_up.add(Goal(client_id=client.id, title="Walk")).id, due=DUE))
    for declared, prefix in ((Permit, "pt"), (Count, "cn")):
        asked = list(rules(declared).values())
        everyone, of_bo = due(made_up, NOON, asked), due(made_up, NOON, asked, client_id=bo.id)
        assert [(item.ref, item.client) for item in everyone] == [(f"{prefix}1", ana), (f"{prefix}2", bo)]
        assert [(item.ref, item.client) for item in of_bo] == [(f"{prefix}2", bo)]


def test_what_is_reckoned_explains_itself() -> None:
    permit = Permit(id=7, client_id=1, title="Parking", status=PermitStatus.ASKED, asked=date(2026, 10, 31))
    rule = rules()["permit-answer"]
    reckoned = rule.reckon(permit, rule.terms(permit, None), DUE)
    assert isinstance(reckoned, Reckoned)
    assert (reckoned.anchor, reckoned.anchored, str(reckoned.every)) == ("pt7 asked", When(date(2026, 10, 31)), "2w")
    assert (rule.looks_at, rule.counts_from, rule.every) == ("permits asked for", "asked", "2w")
