"""Real input: the files of $CASELOAD_SAMPLES go in with the maps of docs/examples, and every row is there."""

import csv
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from invented import new_store

from caseload.intake.asked import Asked, Imported, OnDup
from caseload.intake.delimited import table
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout
from caseload.intake.mapping import read_map
from caseload.intake.values import Written
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.note import Note
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.plan import Plan
from caseload.records.task import Task
from caseload.store.core import Store
from intake.conftest import NOW

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ZONE = ZoneInfo("America/New_York")

SPREADSHEET = {"clients": Client, "goals": Goal, "tasks": Task, "appointments": Appointment, "notes": Note}
SYNTHEA = {"patients": Client, "careplans": Plan, "encounters": Appointment}


@pytest.fixture(scope="module")
def samples() -> Path:
    """The folder of samples; it is skipped only where nobody said that there is one."""
    named = os.environ.get("CASELOAD_SAMPLES")
    if not named:
        pytest.skip("CASELOAD_SAMPLES names no folder of samples")
    assert Path(named).is_dir(), f"CASELOAD_SAMPLES names {named}, which is not a folder"
    return Path(named)


def bring(store: Store, kind: type[Record], path: Path, said: Path) -> Imported:
    read = read_map(said)
    asked = Asked(kind=kind, source=path.stem, on_dup=OnDup.SKIP, written=Written(read.date_order, ZONE), now=NOW)
    with table(str(path), StringIO()) as rows, store.step("import", bulk=True):
        return import_rows(store, rows.rows, Layout(read, kind, rows.header), asked)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def brought(folder: Path, maps: Path, files: dict[str, type[Record]]) -> Store:
    """Every file twice: the first time every row is new, the second none is."""
    store = new_store(filled=False)
    for name, kind in files.items():
        count = len(rows_of(folder / f"{name}.csv"))
        done = bring(store, kind, folder / f"{name}.csv", maps / f"{name}.toml")
        assert (done.added[kind.TABLE], done.skipped) == (count, 0), name
        again = bring(store, kind, folder / f"{name}.csv", maps / f"{name}.toml")
        assert (sum(again.added.values()), again.skipped) == (0, count), name
    return store


def test_the_whole_spreadsheet_goes_in(samples: Path) -> None:
    folder = samples / "spreadsheet"
    store = brought(folder, EXAMPLES / "spreadsheet", SPREADSHEET)
    for one, row in zip(store.select(Client, "true order by id"), rows_of(folder / "clients.csv"), strict=True):
        assert (one.external_id, one.zip, one.remarks) == (row["Record No"], row["ZIP"], row["Remarks"] or None)
        assert f"{one.family_name}, {one.given_name}" == row["Client Name"]
        assert one.address == row["Address"]
    rows = [row for row in rows_of(folder / "goals.csv") if row["Percent"]]
    assert [one.value for one in store.select(Observation, "true order by goal_id")] == [
        float(row["Percent"]) for row in rows
    ]
    met = sum(row["Status"] == "met" for row in rows_of(folder / "goals.csv"))
    assert len(store.select(Goal, "lifecycle = 'completed' and achievement = 'achieved'")) == met
    handed = [row["Transport"] or None for row in rows_of(folder / "appointments.csv")]
    assert [one.transport for one in store.select(Appointment, "true order by id")] == handed
    assert [one.body for one in store.select(Note, "true order by id")] == [
        row["Note"] for row in rows_of(folder / "notes.csv")
    ]
    for name, kind in SPREADSHEET.items():
        stored: list[Record] = store.select(kind, "true")
        assert {one.source for one in stored} == {name}


def test_the_examples_are_the_samples_byte_for_byte(samples: Path) -> None:
    for name in SPREADSHEET:
        assert (EXAMPLES / "spreadsheet" / f"{name}.csv").read_bytes() == (
            samples / "spreadsheet" / f"{name}.csv"
        ).read_bytes()


@pytest.mark.parametrize("ours", [True, False], ids=["invented rows", "Synthea's own files"])
def test_synthea_goes_in(ours: bool, request: pytest.FixtureRequest) -> None:
    maps = EXAMPLES / "synthea"
    folder = maps if ours else request.getfixturevalue("samples") / "synthea"
    store = brought(folder, maps, SYNTHEA)
    rows = rows_of(folder / "encounters.csv")
    for one, row in zip(store.select(Appointment, "true order by id"), rows, strict=True):
        starts = datetime.fromisoformat(row["START"])
        minutes = (
            datetime.fromisoformat(row["STOP"]).replace(second=0) - starts.replace(second=0)
        ).total_seconds() / 60
        assert one.external_id == row["Id"]
        assert one.starts.starts() == starts.astimezone(ZONE).replace(tzinfo=None, second=0)
        assert one.minutes == minutes
        assert starts.tzinfo == UTC
    ended = [row["STOP"] for row in rows_of(folder / "careplans.csv") if row["STOP"]]
    assert sorted(str(one.ended_on) for one in store.select(Plan, "status = 'completed'")) == sorted(ended)
    died = sum(bool(row["DEATHDATE"]) for row in rows_of(folder / "patients.csv"))
    assert len(store.select(Client, "status = 'finished' and close_reason = 'deceased'")) == died


def test_the_people_of_our_synthea_rows_are_not_synthea_s(samples: Path) -> None:
    theirs = {row["Id"] for row in rows_of(samples / "synthea" / "patients.csv")}
    assert not theirs & {row["Id"] for row in rows_of(EXAMPLES / "synthea" / "patients.csv")}
