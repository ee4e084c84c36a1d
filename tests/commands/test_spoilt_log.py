"""A change log that another program has written to: a sentence that says so, for every command that reads it."""

import sqlite3

import pytest

from commands.conftest import Quick

IMAGES = [
    "", "no json", "[]", "[1]", "1", "null", '"text"', "{}", "{", "[" * 50_000, '{"id": 1}', '{"nosuch": 1}',
    '{"id": {"a": 1}}', '{"id": 99999999999999999999999}', '{"title": [1, 2]}', "\x00", '{"status": "none such"}',
]  # fmt: skip


@pytest.mark.parametrize("image", IMAGES, ids=lambda one: repr(one[:12]))
@pytest.mark.parametrize("column", ["before", "after"])
def test_an_image_that_is_none_stops_what_reads_it_with_a_sentence(served: Quick, column: str, image: str) -> None:
    served("task", "add", "ana", "Call")
    served("task", "edit", "t1", "--title", "Ring")
    outside(served, f"update change set {column} = ? where id = (select max(id) from change)", image)
    for words in (("undo",), ("undo", "10"), ("history",), ("history", "t1"), ("redo",), ("show", "t1"), ("doctor",)):
        ran = served.run(*words)
        assert ran.code in (0, 1, 3, 5), (words, ran)
        assert "fault in caseload" not in ran.err, (words, ran)
        assert "Traceback" not in ran.err, (words, ran)
    assert served("task", "list", "--fields", "title") == "Ring\n"


def test_a_kind_that_is_none_and_a_moment_that_is_none_are_told(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    outside(served, "update change set kind = 'dragon', at = 'sometime'", None)
    outside(served, "update operation set at = 'sometime'", None)
    for words in (("history",), ("history", "t1"), ("undo",)):
        ran = served.run(*words)
        assert ran.code in (1, 3, 5), (words, ran)
        assert "fault in caseload" not in ran.err, (words, ran)
    ran = served.run("doctor")
    assert ran.code == 1
    assert "is of a kind that there is not" in ran.out


def test_the_moments_of_steps_are_shown_as_they_stand_where_they_are_none(served: Quick) -> None:
    outside(served, "update operation set at = 'sometime' where id = 2", None)
    outside(served, "update operation set at = '0001-01-01T00:00:00Z' where id = 3", None)
    ran = served.run("history", "--csv")
    assert ran.code == 0
    assert "sometime" in ran.out


def outside(program: Quick, sql: str, value: str | None) -> None:
    """A write of another program, to the log itself."""
    connection = sqlite3.connect(program.db)
    triggers = connection.execute(
        "select name, sql from sqlite_master where type = 'trigger' and tbl_name in ('change', 'operation')"
    )
    for name, _ in triggers.fetchall():
        connection.execute(f"drop trigger {name}")
    connection.execute(sql, () if value is None else (value,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "stamp", ["", "sometime", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-25", "x" * 999]
)
def test_one_bad_stamp_does_not_lose_the_calendar(served: Quick, stamp: str) -> None:
    served("appointment", "add", "ana", "Visit", "--at", "2026-12-01@10:00")
    served("appointment", "add", "ana", "Court", "--at", "2026-12-02@10:00")
    outside(served, "update appointment set created_at = ?1, updated_at = ?1 where id = 1", stamp)
    ran = served.run("agenda", "--ics")
    assert ran.code == 0, ran
    assert ran.out.count("BEGIN:VEVENT") == 2 or (ran.out.count("BEGIN:VEVENT") == 1 and "a1" in ran.err)
