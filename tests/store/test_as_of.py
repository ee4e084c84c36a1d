"""The store of a past day: where the day ends, and what older versions wrote before and after it."""

import gzip
import sqlite3
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from caseload.records.kinds import KINDS
from caseload.store.as_of import looked_back
from caseload.store.core import Store
from caseload.store.opening import open_existing
from caseload.when.dates import day_ends

from .test_opening import RELEASED, held

AT = "2026-11-28T15:00:00Z"


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("America/Chicago", "2026-11-25", "2026-11-26T06:00:00"),
        ("America/Chicago", "2026-03-08", "2026-03-09T05:00:00"),  # 23 hours long
        ("America/Chicago", "2026-11-01", "2026-11-02T06:00:00"),  # 25 hours
        ("Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00"),  # the next day begins at one
        ("Africa/Cairo", "2026-10-29", "2026-10-29T22:00:00"),  # its last hour comes twice
        ("America/Havana", "2026-10-31", "2026-11-01T04:00:00"),  # the next day's first hour comes twice
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00"),  # there was no 30 December
        ("Asia/Kathmandu", "2026-11-25", "2026-11-25T18:15:00"),
    ],
)
def test_a_day_ends_at_midnight_whatever_the_clocks_do(zone: str, day: str, ends: str) -> None:
    assert day_ends(date.fromisoformat(day), ZoneInfo(zone)).replace(tzinfo=None) == datetime.fromisoformat(ends)


def changed(path: Path) -> date:
    """Have every record of an old file changed, and some deleted, by a program of its day; the last day before that."""
    connection = sqlite3.connect(path)
    connection.execute("pragma foreign_keys = on")
    (last,) = connection.execute("select substr(max(at), 1, 10) from change").fetchone()
    tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    for table in [kind.TABLE for kind in KINDS if kind.TABLE in tables]:
        unsigned = "where status <> 'signed'" if table == "note" else ""
        connection.execute(f"update {table} set source = 'x' || id, updated_at = '2030' {unsigned}")
        with suppress(sqlite3.IntegrityError):
            connection.execute(f"delete from {table} where id = (select max(id) from {table})")
    connection.commit()
    connection.close()
    return date.fromisoformat(last)


@pytest.mark.parametrize("old", RELEASED, ids=lambda old: old.name)
def test_what_an_older_version_changed_after_a_day_is_wound_back_across_the_upgrade(tmp_path: Path, old: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    before = held(sqlite3.connect(path))
    day = changed(path)
    file = open_existing(path)
    assert held(file, before) != before
    assert held(looked_back(file, day, UTC, AT, print).connection, before) == before


def test_screens_of_before_an_upgrade_are_guarded_by_what_the_upgrade_knew(tmp_path: Path) -> None:
    """What an image of an older schema cannot say is found again, as the upgrade found it for what was there."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(RELEASED[-1].read_bytes()))
    connection = sqlite3.connect(path)
    connection.execute("insert into operation (at, command) values ('2026-10-05T15:00:00Z', 'instrument import')")
    for number, name in ((11, "phq-9"), (12, "katz-6"), (13, "ahc-hrsn")):
        connection.execute(
            "insert into instrument (id, name, version, title, definition, created_at, updated_at)"
            " select ?, ?, '1', 'Old', definition, created_at, updated_at from instrument where id = 1",
            (number, name),
        )
        connection.execute(
            "insert into assessment (id, client_id, instrument_id, screen, assessed_on, score, created_at, updated_at)"
            " select ?, 1, ?, ?, '2026-10-01', 4, created_at, updated_at from instrument where id = 1",
            (number, number, name),
        )
    connection.execute("update operation set open = 0")
    # One of them is gone when the upgrade comes: it has but an image.
    connection.execute("delete from assessment where id = 11")
    connection.commit()
    connection.close()
    then = looked_back(open_existing(path), date(2026, 10, 6), UTC, AT, print)
    screens = "select screen, sensitivity, score_of from assessment where id > 10 order by id"
    assert then.connection.execute(screens).fetchall() == [
        ("phq-9", "MH", None), ("katz-6", "normal", None), ("ahc-hrsn", "SDV", "safety"),
    ]  # fmt: skip
    tools = "select name, sensitivity from instrument where id > 10 order by id"
    assert then.connection.execute(tools).fetchall() == [("phq-9", "MH"), ("katz-6", "normal"), ("ahc-hrsn", "SDV")]


def test_what_is_looked_back_to_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(RELEASED[-1].read_bytes()))
    then: Store = looked_back(open_existing(path), date(2026, 11, 27), UTC, AT, print)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        then.connection.execute("update client set city = 'Reno'")
