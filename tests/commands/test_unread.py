"""What another program wrote and no list can find is told of by every answer, and takes no time where there is none."""

import json
import sqlite3
from datetime import date

import pytest
from conftest import Program
from invented import new_store

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.store.core import Store
from caseload.store.unread import unread
from caseload.when.dates import When
from commands.conftest import Quick

NO_DAYS = ("tomorrow", "now", "", "20261127", "2026-11-31", "2026-13-01", "27.11.2026", "2026-W48-5", "2026-11-27 ")
NO_MOMENTS = (*NO_DAYS,
              "2026-11-27 14:30", "2026-11-27T25:00", "2026-11-27T14:30:00", "2026-11-27T14:30Z", "3026-01-01",
              "1899-12-31")  # fmt: skip
DATED = [(kind, field) for kind in KINDS for field in fields_of(kind) if field.type in (date, When)]


@pytest.fixture
def store() -> Store:
    """A record of every kind, as they were stored."""
    store = new_store()
    store.connection.execute("pragma ignore_check_constraints = on")
    return store


def written(store: Store, kind: type[Record], column: str, value: str | None) -> list[str]:
    """What cannot be read where the first record of a kind holds that."""
    store.connection.execute("begin")
    store.connection.execute(f"update {kind.TABLE} set {column} = ? where id = 1", (value,))
    found = list(unread(store))
    store.connection.execute("rollback")
    return found


@pytest.mark.parametrize(("kind", "field"), DATED, ids=lambda one: getattr(one, "TABLE", None) or one.name)
def test_whatever_is_no_date_is_known_in_every_dated_field(store: Store, kind: type[Record], field: Field) -> None:
    bad, good = tuple[str, ...](NO_DAYS), ["2026-11-27", "2028-02-29"]
    if field.type is When:
        bad, good = NO_MOMENTS, [*good, "2026-11-27T14:30", "2026-11-27T00:00", "1900-01-01", "2200-12-31T23:59"]
    assert [one for one in bad if written(store, kind, field.name, one) != [f"{kind.PREFIX}1"]] == []
    assert [one for one in good if written(store, kind, field.name, one)] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.STATUS], ids=lambda kind: kind.TABLE)
def test_a_status_that_is_no_word_is_known_and_every_word_is_one(store: Store, kind: type[Record]) -> None:
    words = next(field.type for field in fields_of(kind) if field.name == kind.STATUS)
    assert [one for one in ("", "odd", "READY") if written(store, kind, kind.STATUS, one) != [f"{kind.PREFIX}1"]] == []
    assert [one for one in words if written(store, kind, kind.STATUS, one)] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
def test_a_record_that_another_program_has_hidden_as_voided_is_known(store: Store, kind: type[Record]) -> None:
    for value in ("yes", "", "2026-11-27"):
        assert written(store, kind, "voided_at", value) == [f"{kind.PREFIX}1"]
    assert written(store, kind, "voided_at", "2026-11-27T14:30:00Z") == []


def test_what_can_be_read_is_not_named(store: Store) -> None:
    assert list(unread(store)) == []


LINES = ("today", "overdue", "agenda", "digest", "show ana", "task list", "client list", "find call",
         "export task --csv", "history", "overdue --json", "agenda --csv", "report caseload", "task show t2",
         "export all")  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_every_answer_tells_of_what_it_cannot_read_with_quiet_too(served: Quick, line: str) -> None:
    served("task", "add", "ana", "Call", "the", "court", "--due", "-3d")
    served("task", "add", "ana", "Call", "again", "--due", "-3d")
    assert served.run(*line.split(), "--quiet").err == ""
    connection = sqlite3.connect(served.db)
    connection.execute("update task set due = 'tomorrow' where id = 1")
    connection.commit()
    connection.close()
    ran = served.run(*line.split(), "--quiet")
    said = "1 record cannot be read and is in no list: t1; see caseload doctor\n"
    assert (ran.code, ran.err.count(said) + ran.out.count(said)) == (0, 1), ran


def test_the_digest_goes_out_where_nothing_but_that_is_to_be_said(empty: Quick) -> None:
    assert (empty("digest"), empty("task", "add", "me", "Call", "--due", "+60d")) == ("", "t1\n")
    connection = sqlite3.connect(empty.db)
    connection.execute("update task set due = 'tomorrow'")
    connection.commit()
    connection.close()
    assert empty("digest").endswith("1 record cannot be read and is in no list: t1; see caseload doctor\n")
    assert empty.run("digest", "--exit-code").code == 1
    assert json.loads(empty.run("digest", "--format", "json").out) == []


@pytest.mark.parametrize("sql", ["update client set status = 'odd' where id = 1", "update task set voided_at = 'x'",
                                 "update task set due = 'tomorrow'"])  # fmt: skip
def test_doctor_names_it_and_tells_it_once(ana: Program, sql: str) -> None:
    ana("task", "add", "ana", "Call", "--due", "-3d")
    connection = sqlite3.connect(ana.db)
    connection.execute("pragma ignore_check_constraints = on")
    connection.execute(sql)
    connection.commit()
    connection.close()
    ran = ana.run("doctor")
    ref = "c1" if "client" in sql else "t1"
    assert (ran.code, f"rules\tbad\t{ref}: " in ran.out, ran.err) == (1, True, "")
