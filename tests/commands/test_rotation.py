"""`backup --auto`: as copies grow older fewer stay; never removed is the last verified, or what is not ours."""

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from conftest import Program
from hypothesis import given
from hypothesis import strategies as st

from caseload.actions.rotating import kept, parse_keep
from commands.conftest import Quick
from commands.test_cron import as_cron_would, block

DAYS = st.lists(st.dates(date(2024, 1, 1), date(2027, 1, 1)), min_size=1, max_size=40).map(sorted)


def named(days: list[date]) -> dict[str, date]:
    return {f"{number:02}": day for number, day in enumerate(days)}


@given(DAYS, st.dictionaries(st.sampled_from("dwmy"), st.integers(1, 9), min_size=1))
def test_the_newest_stays_and_no_period_more_than_asked(days: list[date], keep: dict[str, int]) -> None:
    made = named(days)
    found = kept(made, keep)
    assert list(made)[-1] in found
    assert len(found) <= sum(keep.values())
    for unit, period in (("d", date.toordinal), ("m", lambda day: (day.year, day.month)), ("y", lambda day: day.year)):
        if unit in keep:
            last = sorted({period(day) for day in days})[-keep[unit] :]
            assert {period(made[one]) for one in found} >= set(last)
    # As time goes on what has been removed is never asked for again.
    assert kept({one: made[one] for one in sorted(found)}, keep) == found


@pytest.mark.parametrize(
    ("keep", "stay"),
    [
        ("2d", ["2026-11-24", "2026-11-25"]),
        ("1w", ["2026-11-25"]),
        ("2w", ["2026-11-22", "2026-11-25"]),
        ("1d,2m", ["2026-10-31", "2026-11-25"]),
        ("2y", ["2025-12-31", "2026-11-25"]),
    ],
)
def test_what_stays(keep: str, stay: list[str]) -> None:
    days = [date(2025, 12, 31), *(date(2026, 10, 20) + timedelta(days=number) for number in range(37))]
    made = {str(day): day for day in days}
    assert sorted(kept(made, parse_keep(keep))) == stay


@pytest.mark.parametrize("words", [("--keep", "7d"), ("--auto", "--keep", "7"), ("--auto", "--keep", "1d,2d"),
                                   ("--auto", "--keep", "0d"), ("--auto", "--verify", "x.db"),
                                   ("--auto", "x.db")])  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_no_copy_made(served: Quick, words: tuple[str, ...]) -> None:
    assert served.run("backup", *words).code == 2
    assert not (served.db.parent / "backups").exists()


@pytest.fixture
def served(served: Quick) -> Quick:
    """The same with its clock in UTC, as the names of files are, wherever the tests run."""
    config = served.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('timezone = "UTC"\n')
    return served


def days_of(served: Quick) -> list[str]:
    return sorted(one.name[9:19] for one in (served.db.parent / "backups").iterdir())


def nights(served: Quick, first: int, last: int, *words: str) -> None:
    for day in range(first, last):
        served("backup", *words, env={"CASELOAD_NOW": f"2026-11-{day:02}T22:00"})


def test_older_copies_go_and_files_that_are_none_stay(served: Quick) -> None:
    nights(served, 1, 5)
    folder = served.db.parent / "backups"
    mine = served.home / "mine.db"
    served("backup", str(mine))
    with closing(sqlite3.connect(folder / "caseload-2026-11-01T220000Z.db")) as another:
        another.execute("update identity set database = '0123456789abcdef'")
        another.commit()
    (folder / "caseload-2026-11-02T220000Z.db").write_bytes(random.Random(1).randbytes(5_000))
    (folder / "notes.txt").write_text("mine")
    (folder / "other-2026-11-02T220000Z.db").write_text("mine")
    ran = served.run("backup", "--auto", "--keep", "1d")
    assert (ran.code, ran.out) == (0, "")
    assert "removed 2 older copies" in ran.err
    assert sorted(one.name for one in folder.iterdir()) == [
        "caseload-2026-11-01T220000Z.db", "caseload-2026-11-02T220000Z.db", "caseload-2026-11-25T090000Z.db",
        "notes.txt", "other-2026-11-02T220000Z.db",
    ]  # fmt: skip
    assert mine.exists()


def test_the_copy_just_verified_stays_though_a_clock_says_that_it_is_the_oldest(served: Quick) -> None:
    nights(served, 20, 23)
    served("backup", "--auto", "--keep", "1d", env={"CASELOAD_NOW": "2026-11-02T22:00"})
    assert days_of(served) == ["2026-11-02", "2026-11-22"]


def test_where_no_copy_can_be_made_none_is_removed(served: Quick) -> None:
    nights(served, 1, 4)
    with served.db.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(random.Random(1).randbytes(200 * 4096))
    assert served.run("backup", "--auto", "--keep", "1d").code == 5
    assert len(days_of(served)) == 3


def test_doctor_tells_of_the_last_good_copy_and_of_later_ones_that_are_none(served: Quick) -> None:
    def told() -> list[str]:
        rows = served.run("doctor", "--csv").out.splitlines()
        return [row for row in rows if row.startswith("backup,")]

    assert ["no good copy is in" in row for row in told()] == [True]
    nights(served, 1, 3)
    assert ["2026-11-02, 23 days ago" in row and row.startswith("backup,warning") for row in told()] == [True]
    nights(served, 23, 25)
    assert [row.partition("/")[0] for row in told()] == ["backup,ok,"] or told()[0].startswith("backup,ok")
    newest = served.db.parent / "backups" / "caseload-2026-11-24T220000Z.db"
    newest.write_bytes(newest.read_bytes()[:9000])
    assert ["is cut short" in row for row in told()] == [True, False]
    assert "2026-11-23, 2 days ago" in told()[1]


def test_the_line_for_copies_runs_where_cron_runs_it_and_says_nothing(ana: Program) -> None:
    line = block(ana("help", "cron"), "copies").strip()
    assert line.startswith("30 12 * * *  ")
    ran = as_cron_would(ana, line)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [one.name[:9] for one in (ana.db.parent / "backups").iterdir()] == ["caseload-"]
    ana.db.write_bytes(b"")
    ran = as_cron_would(ana, line)
    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
