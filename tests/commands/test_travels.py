"""What goes out by mail and into calendars says of a record what its rule says, unless its kind travels."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from reports.test_rules import CASES, DUE, ON, Case

from caseload.daily.digest import Form
from caseload.paths import config_path
from caseload.records.attendance import Attended
from caseload.records.client import Client
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.nature import Coded, Interval, Listed, Picture, Rule, Stamp
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import When

from .conftest import Quick

SECRET = "secretword"  # noqa: S105 - nobody's
NAMED = {"given_name", "family_name", "preferred_name", "handle"}
"""What `--names` speaks of."""


NEVER_SAID = ("client", "note", "incident", "assessment", "appeal", "enrollment", "ride")
"""Kinds of which no page of the day repeats what was typed."""


def holds_words(field: Field) -> bool:
    """Whether a field holds what someone typed, in any words."""
    return (
        field.type is str
        and field.name not in NAMED
        and not any(map(field.is_a, (Stamp, Interval, Rule, Picture, Coded)))
    )


def tell(store: Store, record: Record, *, listed: bool = True) -> Record:
    """The record saved with the secret in each of its fields that holds words, of a directory's only if `listed`."""
    values: dict[str, Any] = dict(_BESIDE.get(record.TABLE, {}))
    for field in filter(holds_words, fields_of(type(record))):
        if (field.is_a(Listed) and not listed) or field.name == "outside":
            continue
        said = _SAID.get(f"{record.TABLE}.{field.name}", SECRET).format(record)
        values[field.name] = (said,) if field.many else said
    return store.save(replace(store.get(type(record), record.id), **values))


_BESIDE: dict[str, dict[str, Any]] = {
    # Only who did not come has a reason.
    "attendance": {"attended": Attended.NO, "minutes_late": None, "hours_credited": None, "makeup_of_id": None},
}

_SAID = {
    # By the beginning of its name a benefit has its days.
    "benefit.name": f"{{0.name}} {SECRET}",
    "program.requirements": f"course {SECRET}",
    "enrollment.waived": f"weeks: {SECRET}",
}
"""Fields that are read for more than words."""


@contextmanager
def writing(program: Quick, day: date) -> Iterator[Store]:
    """The program's database at the noon of a day."""
    connection = sqlite3.connect(program.db, isolation_level=None)
    store = Store(connection, f"{day}T18:00:00Z")
    with store.step("invent"):
        yield store
    connection.close()


def digests(program: Quick, day: date) -> str:
    """The digest of that morning in every form, clients by initials or by full names: from day to day in turn."""
    env = {"CASELOAD_NOW": f"{datetime.combine(day, time(7)):%Y-%m-%dT%H:%M}"}
    return "\n".join(
        program("digest", "--days", "30", "--format", form, "--names", names, env=env)
        for form, names in zip(Form, NAMES[day.toordinal() % 2 :], strict=False)
    )


NAMES = ("initials", "full") * 3


def calendars(program: Quick) -> str:
    """The calendar, clients by full names, its long lines put together again."""
    return re.sub("\r?\n ", "", program("agenda", "--ics", "--tasks", "--names", "full"))


TRAVELLING = {rule.name for rule in ON if rule.kind.TRAVELS}
"""The rules about kinds that travel; of the others nothing more stays at home where none does."""


@pytest.mark.parametrize(
    ("case", "kept_home"),
    [(case, kept) for case in CASES for kept in (False, True) if not kept or case.name in TRAVELLING],
    ids=lambda one: one.name if isinstance(one, Case) else "none travels" if one else "as it is",
)
def test_nothing_typed_goes_out_but_of_kinds_that_travel(
    empty: Quick, monkeypatch: pytest.MonkeyPatch, case: Case, kept_home: bool
) -> None:
    if kept_home:
        for one in KINDS:
            monkeypatch.setattr(one, "TRAVELS", False)
    late = DUE + timedelta(days=case.grace + 1)
    settings = "".join(f'[rules.{rule.name}]\nevery = "6m"\n' for rule in ON if rule.setting.every)
    place = Path(config_path(empty.environ))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(settings, "utf-8")
    law = '[clock.release-youth-pre]\non = true\nsource = "x"\n\n[clock.tcm-contact]\ncount = "2d"\nsource = "x"\n'
    law += "[clock.mco-auth-standard]\non = true\n"
    (place.parent / "rules.toml").write_text(law, "utf-8")
    with writing(empty, DUE - timedelta(days=9)) as store:
        ana = store.add(Client(given_name="Ana", handle="ana", opened_on=date(2025, 4, 20)))
        tell(store, ana)
    out = [digests(empty, DUE - timedelta(days=1))]
    with writing(empty, DUE - timedelta(days=1)) as store:
        record = tell(store, case.due_on(store, store.get(Client, ana.id), DUE))
    out += [digests(empty, DUE), calendars(empty)]
    assert f'"{case.name}"' in out[1]
    with writing(empty, DUE) as store:
        for rule in (case.name, None):
            store.add(Waiver(item=record.ref, rule=rule, until=late, reason=SECRET))
    out.append(digests(empty, late))
    assert ("Silent clients: " if case.name == "silent" else "Newly late: ") in out[-1]
    assert "Waivers that ran out: 2" in out[-1]
    at_home = empty("overdue", "--json", "--rule", case.name, env={"CASELOAD_NOW": f"{late}T09:00"})
    assert (SECRET in at_home) is (type(record).TABLE not in NEVER_SAID)
    with writing(empty, late) as store:
        case.settle(store, store.get(type(record), record.id))
    # What settles some is dated in two months.
    out.append(digests(empty, DUE + timedelta(days=61)))
    assert "Resolved since last time: " in out[-1]
    assert (SECRET in "".join(out)) is type(record).TRAVELS


def test_every_kind_with_a_clock_has_a_case_and_what_ends_an_ordinary_clock_is_a_date() -> None:
    assert {rule.name for rule in ON} == {case.name for case in CASES}
    for kind in KINDS:
        fields = {field.name: field for field in fields_of(kind)}
        for clock in kind.CLOCKS:
            dates = [fields[name].type for name in (clock.field, clock.until) if name]
            assert set(dates) <= {date, When}, clock.name
            assert all(fields[name].is_a(Interval) for name in (clock.own,) if name)
            assert clock.words


def test_titles_stay_as_they_are_on_pages_at_home(served: Quick) -> None:
    served("goal", "edit", "g1", "--title", "Walk again", "--target-on", "2026-11-20")
    served("note", "add", "ana", "Told of her sister", "--at", "2026-11-20", "-k", "call")
    for words in (
        ("overdue",),
        ("overdue", "--csv"),
        ("overdue", "--why"),
        ("today", "--json"),
        ("show", "ana", "--why"),
    ):
        said = served(*words)
        assert "Walk again" in said, words
        assert "phone-call note of 2026-11-20" in said, words
    assert "Walk again" in served("agenda", "--due", "2026-11-01..", "--json")
    mailed = served("digest")
    assert re.search(r"^    g1 .* 5 days late +goal target$", mailed, re.MULTILINE)
    assert re.search(r"^    n1 .* 3 days late +note \(not signed\)$", mailed, re.MULTILINE)
    assert re.search(r"^    p1 .* 84 days late +plan \(review every 6m, started 2026-03-02\)$", mailed, re.MULTILINE)


def test_what_a_task_waits_on_travels_and_the_clients_name_in_it_is_shortened(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "2026-11-20", "--waiting-on", "Ana Ruiz's sister")
    assert "Call (waiting on A. R.'s sister)" in served("digest")
    assert "Call (waiting on Ana Ruiz's sister)" in served("digest", "--names", "full")
