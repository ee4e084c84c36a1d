"""The schema of a new database says the same as the classes that are kept in it."""

import re
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from regenerate import migrated

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.store.opening import SCHEMA, fresh
from caseload.store.rows import searched_columns

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    connection = fresh()
    yield connection
    connection.close()


def made_by(database: sqlite3.Connection, name: str) -> str:
    """The SQL that makes a table, an index or a trigger, in one line."""
    (sql,) = database.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()
    return " ".join(sql.split())


def table_info(database: sqlite3.Connection, kind: type[Record]) -> list[tuple[Any, ...]]:
    """The columns of a kind's table that are fields: own_words follows from own and the declarations."""
    found = database.execute(f"pragma table_info({kind.TABLE})").fetchall()
    return [row for row in found if row[1] != "own_words"]


def words_of(sql: str) -> list[str]:
    return re.findall(r"'([^']*)'", sql)


@EACH_KIND
def test_the_columns_are_the_fields_whatever_their_order(database: sqlite3.Connection, kind: type[Record]) -> None:
    """A field that comes later is added to the end of its table; the declared order is for people and files."""
    columns = [row[1] for row in table_info(database, kind)]
    assert sorted(columns) == sorted(field.name for field in fields_of(kind))
    assert columns[0] == "id"


@EACH_KIND
def test_a_column_is_not_null_where_its_field_is_not_optional(database: sqlite3.Connection, kind: type[Record]) -> None:
    columns = {row[1]: bool(row[3]) or row[5] == 1 for row in table_info(database, kind)}
    # Every stored record has its stamps; a new one gets them from the store.
    stamps = ("created_at", "updated_at")
    assert columns == {field.name: not field.optional or field.name in stamps for field in fields_of(kind)}


@EACH_KIND
def test_a_column_has_the_type_of_its_field(database: sqlite3.Connection, kind: type[Record]) -> None:
    def stored(field: Field) -> str:
        if field.many:
            return "TEXT"
        return {int: "INTEGER", bool: "INTEGER", float: "REAL"}.get(field.type, "TEXT")

    columns = {row[1]: row[2] for row in table_info(database, kind)}
    assert columns == {field.name: stored(field) for field in fields_of(kind)}


@EACH_KIND
def test_a_reference_has_a_foreign_key_to_its_table(database: sqlite3.Connection, kind: type[Record]) -> None:
    keys = {(row[3], row[2], row[4]) for row in database.execute(f"pragma foreign_key_list({kind.TABLE})")}
    assert keys == {(field.name, field.refers, "id") for field in fields_of(kind) if field.refers and not field.many}


@EACH_KIND
def test_a_reference_has_an_index_so_that_a_delete_never_scans(
    database: sqlite3.Connection, kind: type[Record]
) -> None:
    for field in fields_of(kind):
        if field.refers and not field.many:
            query = f"explain query plan select 1 from {kind.TABLE} where {field.name} = 1"
            (plan,) = (row[3] for row in database.execute(query))
            assert plan.startswith(f"SEARCH {kind.TABLE} USING")


@EACH_KIND
def test_a_check_takes_the_words_of_the_vocabulary_and_no_other(
    database: sqlite3.Connection, kind: type[Record]
) -> None:
    checks = dict(re.findall(r"check \((\w+) in \(([^)]*)\)\)", made_by(database, kind.TABLE)))
    words = {field.name: list(field.type) for field in fields_of(kind) if issubclass(field.type, StrEnum)}
    assert {name: words_of(listed) for name, listed in checks.items() if words_of(listed)} == words
    flags = [field.name for field in fields_of(kind) if field.type is bool]
    assert {name: listed for name, listed in checks.items() if not words_of(listed)} == dict.fromkeys(flags, "0, 1")


@EACH_KIND
def test_a_column_of_several_values_holds_json(database: sqlite3.Connection, kind: type[Record]) -> None:
    for field in fields_of(kind):
        if field.many:
            assert f"{field.name} text not null default '[]' check (json_valid({field.name}))" in made_by(
                database, kind.TABLE
            )


@EACH_KIND
def test_a_default_of_the_schema_is_the_default_of_the_class(database: sqlite3.Connection, kind: type[Record]) -> None:
    in_class = {field.name: field.default for field in fields_of(kind)}
    in_schema = {row[1]: row[4] for row in table_info(database, kind) if row[4] is not None}
    said = {"()": "'[]'", "False": "0", "1": "1"}
    assert in_schema == {name: said.get(str(in_class[name]), f"'{in_class[name]}'") for name in in_schema}


@EACH_KIND
def test_a_table_is_strict_and_gives_no_id_twice(database: sqlite3.Connection, kind: type[Record]) -> None:
    sql = made_by(database, kind.TABLE)
    assert sql.endswith(") strict")
    assert "id integer primary key autoincrement," in sql
    assert "unique (source, external_id)" in sql


@EACH_KIND
def test_the_search_index_has_the_searched_fields(database: sqlite3.Connection, kind: type[Record]) -> None:
    index = [row[1] for row in database.execute(f"pragma table_info({kind.TABLE}_fts)")]
    assert index == list(searched_columns(kind))


@EACH_KIND
def test_what_is_open_has_an_index_of_its_own_with_the_same_words(
    database: sqlite3.Connection, kind: type[Record]
) -> None:
    indexes = [str(row[1]) for row in database.execute(f"pragma index_list({kind.TABLE})") if row[4]]
    by_status = [sql for sql in (made_by(database, name) for name in indexes) if f"where {kind.STATUS} in (" in sql]
    assert all(words_of(sql) == list(kind.OPEN) for sql in by_status)
    assert all(") and voided_at is null" in sql for sql in by_status)
    assert bool(by_status) == bool(kind.OPEN)


@EACH_KIND
def test_every_write_to_a_table_is_logged_with_all_its_columns(
    database: sqlite3.Connection, kind: type[Record]
) -> None:
    for event, rows in (("insert", [""]), ("update", [r"old\.", ""]), ("delete", [""])):
        images = made_by(database, f"{kind.TABLE}_log_{event}").partition("json_")[2]
        for row in rows:
            logged = re.findall(rf"'(?:\$\.)?(\w+)', {row}(\w+)(?!\.)\b", images)
            assert sorted(logged) == sorted((field.name, field.name) for field in fields_of(kind))


def test_a_word_that_is_in_no_vocabulary_is_refused_by_the_database_itself(database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        database.execute("insert into task (title, status, created_at, updated_at) values ('x', 'later', 'x', 'x')")


def test_a_number_in_the_place_of_text_is_refused_by_the_database_itself(database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        database.execute(
            "insert into observation (goal_id, observed_on, value, created_at, updated_at) values (1,'','x','','')"
        )


def test_the_schema_number_counts_the_migrations(database: sqlite3.Connection) -> None:
    applied = database.execute("select count(*) from _sqlite_migrations").fetchone()[0]
    assert applied == SCHEMA == database.execute("pragma user_version").fetchone()[0]


def everything(connection: sqlite3.Connection) -> dict[str, object]:
    """The SQL of each object, each table's triggers in their order, and the rows but for moments and what is drawn."""
    made = "select type, name, tbl_name, sql from sqlite_master where sql is not null order by rowid"
    objects = connection.execute(made).fetchall()
    moment = "applied_at glob '20??-??-?? ??:??:??.??????+00:00'"
    return {
        "objects": {(kind, name): sql for kind, name, _, sql in objects},
        "triggers": {table: [name for kind, name, of, _ in objects if (kind, of) == ("trigger", table)]
                     for _, _, table, _ in objects},
        "applied": connection.execute(f"select id, migration_set, name, {moment} from _sqlite_migrations").fetchall(),
        "drawn": connection.execute("select length(database), database = lower(database) from identity").fetchall(),
        "rows": {name: connection.execute(f"select count(*) from {name}").fetchone()[0]
                 for kind, name, _, _ in objects if kind == "table" and name != "sqlite_sequence"},
    }  # fmt: skip


def test_a_new_database_is_what_one_becomes_by_the_migrations(database: sqlite3.Connection) -> None:
    """Byte for byte, and a table's triggers in the same order, which is the order in which they fire."""
    by_steps = migrated()
    assert everything(database) == everything(by_steps)
    by_steps.close()


def test_no_two_new_databases_are_of_one_caseload() -> None:
    named = {fresh().execute("select database from identity").fetchone()[0] for _ in range(3)}
    assert len(named) == 3
