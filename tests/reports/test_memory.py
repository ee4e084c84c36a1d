"""What the last digests said is kept in one small file that may be lost without harm."""

import json
import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from caseload.errors import CannotWrite
from caseload.reports.memory import Said, before_today, last_at, memory_path, remember, remembered
from caseload.value import replace
from caseload.when.dates import When

UNTIL, STAMP = date(2026, 12, 1), "2026-11-23T13:00:00Z"
MONDAY = Said(datetime(2026, 11, 23, 7, 0), frozenset({("t1", "task", When.parse("2026-11-20"))}), UNTIL, STAMP)
TUESDAY = Said(
    MONDAY.at + timedelta(days=1), frozenset({("a2", "appointment", When.parse("2026-11-24T10:00"))}), UNTIL, STAMP
)


def test_a_digest_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    remember(tmp_path / "m.json", [], MONDAY)
    assert remembered(tmp_path / "m.json") == [MONDAY]


def test_the_file_is_private_and_in_a_private_folder(tmp_path: Path) -> None:
    place = tmp_path / "state" / "m.json"
    remember(place, [], MONDAY)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert [one.name for one in place.parent.iterdir()] == ["m.json"]


def test_only_the_latest_and_the_last_of_an_earlier_day_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "m.json"
    for one in (MONDAY, TUESDAY, replace(TUESDAY, at=TUESDAY.at + timedelta(hours=3))):
        remember(place, remembered(place), one)
    kept = remembered(place)
    assert [one.at for one in kept] == [MONDAY.at, TUESDAY.at + timedelta(hours=3)]
    assert before_today(kept, TUESDAY.at + timedelta(hours=8)) == MONDAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        '[{"at": "x"}]',
        '[{"at": "2026-11-23T07:00", "items": []}]',
        "\ufffd",
        '[{"at": "2026-11-23T07:00", "stamp": "", "until": "2026-12-01", "items": [[1]]}]',
    ],
)
def test_a_file_that_cannot_be_read_counts_as_no_digest(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text, "utf-8")
    assert remembered(tmp_path / "m.json") == []


def test_when_the_last_digest_was_is_read_without_the_rest(tmp_path: Path) -> None:
    place = tmp_path / "m.json"
    assert last_at(str(place)) is None
    remember(place, [], MONDAY)
    assert last_at(str(place)) == MONDAY.at
    names = frozenset({("t1", '"at": "2027-01-01T00:00', When.parse("2026-11-20"))})
    remember(place, [MONDAY], replace(TUESDAY, items=names))
    assert last_at(str(place)) == TUESDAY.at == remembered(place)[-1].at


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"at": "x"}]', "\ufffd"])
def test_a_file_that_says_no_moment_has_no_last_digest(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text, "utf-8")
    assert last_at(str(tmp_path / "m.json")) is None


def test_it_holds_ids_rules_and_dates_only(tmp_path: Path) -> None:
    remember(tmp_path / "m.json", [], MONDAY)
    assert json.loads((tmp_path / "m.json").read_text()) == [
        {"at": "2026-11-23T07:00:00", "stamp": STAMP, "until": "2026-12-01", "items": [["t1", "task", "2026-11-20"]],
         "database": "", "newest": ""}
    ]  # fmt: skip


def test_two_databases_have_two_memories() -> None:
    assert memory_path("/s", "/a/c.db") != memory_path("/s", "/b/c.db")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(CannotWrite):
        remember(tmp_path / "state" / "m.json", [], MONDAY)
