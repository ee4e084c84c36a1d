"""What another program wrote and no list can find is told of by every answer, and takes no time where there is none."""

import json
import shlex
import sqlite3
from datetime import date
from pathlib import Path

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
         "export task --csv", "history", "overdue --json", "agenda --csv", "report caseload",
         "task show t2")  # fmt: skip


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
    said = "1 record cannot be read and is in no list: t1; mend it: caseload task edit t1 --due WHEN\n"
    assert (ran.code, ran.err.count(said) + ran.out.count(said)) == (0, 1), ran


def test_the_digest_goes_out_where_nothing_but_that_is_to_be_said(empty: Quick) -> None:
    assert (empty("digest"), empty("task", "add", "me", "Call", "--due", "+60d")) == ("", "t1\n")
    connection = sqlite3.connect(empty.db)
    connection.execute("update task set due = 'tomorrow'")
    connection.commit()
    connection.close()
    assert empty("digest").endswith(
        "1 record cannot be read and is in no list: t1; mend it: caseload task edit t1 --due WHEN\n"
    )
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


def spoilt(db: Path, sql: str) -> None:
    """What another program does to the file, whatever its checks say."""
    connection = sqlite3.connect(db)
    connection.execute("pragma ignore_check_constraints = on")
    connection.execute(sql)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("line", ["done t1", "task edit t1 --priority stat", "task edit t1 --due fri", "task drop t1",
                                  "note sign n1", "note edit n1 -m 9", "appointment move a1 --to mon",
                                  "plan edit p1 --started-on 2026-11-01",
                                  "snooze t1 --to mon --reason later"])  # fmt: skip
def test_what_is_stored_is_no_failure_where_the_client_beside_it_cannot_be_read(ana: Program, line: str) -> None:
    for words in ("task add ana Call --due mon", "note add ana hi -m 5", "appointment add ana Visit --at fri",
                  "plan add ana Housing"):  # fmt: skip
        ana(*words.split())
    spoilt(ana.db, "update client set status = 'odd' where id = 1")
    ran = ana.run(*line.split())
    said = "1 record cannot be read and is in no list: c1; mend it: caseload client edit c1 --status WORD\n"
    assert (ran.code, ran.err.count("undo: caseload undo"), ran.err.endswith(said)) == (0, 1, True), ran


def test_a_goal_is_stored_though_its_plan_cannot_be_read(ana: Program) -> None:
    ana("plan", "add", "ana", "Housing")
    ana("goal", "add", "ana", "Flat", "--plan", "p1")
    spoilt(ana.db, "update plan set started_on = 'tomorrow'")
    ran = ana.run("goal", "edit", "g1", "--title", "House")
    assert (
        ran.code,
        ran.err.count("undo: caseload undo"),
        "p1; mend it: caseload plan edit p1 --started-on DAY" in ran.err,
    ) == (0, 1, True), ran


@pytest.mark.parametrize(
    ("sql", "typed"), [("update task set due = 'tomorrow' where id = 2", "--due WHEN"),
                       ("update task set priority = 'odd' where id = 2", "--priority WORD")]
)  # fmt: skip
def test_an_export_of_all_is_refused_where_it_would_not_be_whole(ana: Program, sql: str, typed: str) -> None:
    ana("task", "add", "ana", "Call")
    ana("task", "add", "ana", "Write")
    spoilt(ana.db, sql)
    said = (
        "caseload: t2 cannot be read, and an export without it would not be whole; "
        f"mend it: caseload task edit t2 {typed}\n"
    )
    for words in (["-o", str(ana.home / "all.json")], ["-o", f"{ana.home}/all/"], []):
        ran = ana.run("export", "all", *words)
        assert (ran.code, ran.err) == (1, said), ran
        # What stdout has by then is cut off, and no JSON.
        assert not ran.out.rstrip().endswith("}") or words
    assert not (ana.home / "all.json").exists()
    assert list(ana.home.glob("all/*")) == []


def test_no_page_says_that_nothing_is_due_where_a_record_cannot_be_read(empty: Quick) -> None:
    empty("task", "add", "me", "Call", "--due", "+60d")
    whole = "Nothing is due and nothing is late."
    assert (whole in empty("today", "--table"), whole in empty("digest", "--always")) == (True, True)
    spoilt(empty.db, "update task set due = 'tomorrow'")
    for words in (("today", "--table"), ("digest",)):
        said = empty(*words)
        assert "1 record cannot be read; of the others nothing is due and nothing is late." in said, said
        assert whole not in said


@pytest.mark.parametrize(
    ("table", "sql", "mend"),
    [("waiver", "until = 'then'", "until = '...'"), ("link", "linked_on = 'then'", "linked_on = '...'"),
     ("addendum", "kind = 'odd'", "kind = 'addendum'")],
)  # fmt: skip
def test_doctor_gives_the_line_of_another_program_where_no_edit_mends_it(
    twofold: Quick, table: str, sql: str, mend: str
) -> None:
    connection = sqlite3.connect(twofold.db)
    connection.execute("drop trigger if exists addendum_stays")
    connection.commit()
    connection.close()
    spoilt(twofold.db, f"update {table} set {sql} where id = 1")
    (line,) = [one for one in twofold.run("doctor").out.splitlines() if "; mend it: " in one]
    program, file, done = shlex.split(line.partition("; mend it: ")[2])
    assert (program, file, done) == ("sqlite3", str(twofold.db), f"update {table} set {mend} where id = 1")


def test_what_hides_a_record_is_mended_either_way(ana: Program) -> None:
    ana("task", "add", "ana", "Call")
    spoilt(ana.db, "update task set voided_at = 'yes'")
    how = ana.run("doctor").out.partition("t1: ")[2].splitlines()[0].partition("; mend it: ")[2]
    void, _, line = how.partition(", or if it is not to be voided: ")
    assert void == "caseload task void t1 --reason TEXT"
    assert shlex.split(line)[2] == "update task set voided_at = null where id = 1"
    assert ana.run("task", "edit", "t1", "--due", "fri").err.splitlines()[-1] == (
        f"caseload: t1: voided_at cannot be read; mend it: {void}"
    )


@pytest.mark.parametrize(
    ("kind", "column", "line"),
    [("client", "family_name", "client list"), ("client", "family_name", "client list --names initials --csv"),
     ("client", "family_name", "client list --where 'family_name ~ a'"), ("client", "given_name", "report caseload"),
     ("client", "given_name", "report capacity"), ("client", "tags", "client list --where 'tags ~ a'"),
     ("provider", "name", "provider list"), ("provider", "service", "provider find food")],
)  # fmt: skip
def test_bytes_that_are_no_text_stop_no_list_that_compares_it(served: Quick, kind: str, column: str, line: str) -> None:
    served("provider", "add", "Kitchen", "--service", "Meals", "--category", "food")
    served("provider", "add", "Pantry", "--service", "Boxes", "--category", "food")
    bytes_ = "x'5b22ff41225d'" if column == "tags" else "x'ff41'"
    spoilt(served.db, f"update {kind} set {column} = cast({bytes_} as text) where id = 1")
    ran = served.run(*shlex.split(line))
    ref = "c1" if kind == "client" else "pr1"
    assert (ran.code, ran.err.startswith(f"1 record cannot be read and is in no list: {ref}; mend it: ")) == (0, True)


DEEP = "replace(hex(zeroblob(1500)), '00', '[') || replace(hex(zeroblob(1500)), '00', ']')"


@pytest.mark.parametrize("value", ["'court'", "'['", DEEP], ids=["text", "half", "deep"])
@pytest.mark.parametrize(
    "line", ["client list", "client list --tag court", "client list --where 'tags = court'", "show bo", "doctor",
             "task list --tag court", "client list --where 'tags ~ court'", "client list --sort tags", "today",
             "export client --csv", "undo", "client list --where 'tags != court'"]
)  # fmt: skip
def test_several_values_that_are_no_json_stop_nothing(served: Quick, value: str, line: str) -> None:
    served("task", "add", "ana", "Call")
    spoilt(served.db, f"update client set tags = {value} where id = 1")
    ran = served.run(*shlex.split(line))
    assert (ran.code, "fault in caseload" in ran.err, "put back" in ran.err) == (line == "doctor", False, False), ran
    # What is JSON is compared: in no tag is it `court`.
    is_met = "court" not in line or (value != DEEP and "!=" not in line)
    if line.startswith(("client list", "doctor", "export")) and is_met:
        assert "client edit c1 --tag WORD" in ran.out + ran.err, ran
