"""A first map is guessed as far as the file tells; what it does not tell stays open, so that somebody decides."""

import csv
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from caseload.errors import Invalid
from caseload.intake.delimited import table
from caseload.intake.guessing import guess
from caseload.intake.layout import Layout
from caseload.intake.mapping import read_map
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS, kind_named
from caseload.records.of.base import Record
from caseload.records.of.fields import public_fields
from caseload.records.person import Person
from caseload.records.task import Task

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def guessed(kind: type[Record], text: str, tmp_path: Path) -> str:
    (tmp_path / "file.csv").write_text(text, "utf-8", newline="")
    with table(str(tmp_path / "file.csv"), StringIO()) as found:
        return guess(kind, found)


def read(kind: type[Record], text: str, tmp_path: Path) -> dict[str, Any]:
    return tomllib.loads(guessed(kind, text, tmp_path))


@pytest.mark.parametrize("name", ["clients", "goals", "tasks", "appointments", "notes"])
def test_the_columns_of_the_spreadsheet_are_all_guessed_as_its_maps_have_them(name: str) -> None:
    kind = kind_named(name)
    path = EXAMPLES / "spreadsheet" / f"{name}.csv"
    with table(str(path), StringIO()) as found:
        said = tomllib.loads(guess(kind, found))
    meant = read_map(path.with_suffix(".toml"))
    assert (said["columns"], said["date_order"]) == (meant.columns, meant.date_order)


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_named_like_a_field_is_that_field(kind: type[Record], tmp_path: Path) -> None:
    keys = [field.key for field in public_fields(kind)]
    assert read(kind, ",".join([*keys, "client_handle"]) + "\n", tmp_path)["columns"] == {key: key for key in keys}


@pytest.mark.parametrize(
    ("kind", "header", "columns"),
    [
        (Client, "Id;FIRST;Last Name;Birthdate;ZIP Code", "external_id given_name family_name born_on zip"),
        (Client, "Name,Full name", "name -"),
        (Person, "Client Name,Name,Relation", "client name relationship"),
        (Task, "Record No.,What?,Due date,Kundennummer", "client title due -"),
        (Appointment, "PATIENT,START,STOP,Description", "client starts ends title"),
        (Appointment, "Client #,Date,Start time,End time,Subject", "client starts starts ends title"),
        (Goal, "Client Id,Goal,By when,% complete", "client title target_on observation.value"),
    ],
)
def test_headings_are_known_by_common_names_each_field_once(
    kind: type[Record], header: str, columns: str, tmp_path: Path
) -> None:
    text = guessed(kind, header + "\n", tmp_path)
    said = tomllib.loads(text)
    headings = next(csv.reader([header], delimiter=";" if ";" in header else ","))
    assert [said["columns"].get(heading, "-") for heading in headings] == columns.split()
    for heading in headings:
        assert (f'  # "{heading}",' in text) == (heading not in said["columns"])


def test_a_column_that_is_not_known_must_be_decided(tmp_path: Path) -> None:
    text = guessed(Task, "title,Weather\nCall,fog\n", tmp_path)
    (tmp_path / "map.toml").write_text(text)
    with pytest.raises(Invalid, match="Weather"):
        Layout(read_map(tmp_path / "map.toml"), Task, ["title", "Weather"])
    (tmp_path / "map.toml").write_text(text.replace('# "Weather"', '"Weather"'))
    assert Layout(read_map(tmp_path / "map.toml"), Task, ["title", "Weather"]).keys == {"title"}


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["6/15/2026", "1/2/2026"], "mdy"),
        (["15.6.2026", "1.2.2026 09:00"], "dmy"),
        (["2026/1/2"], "ymd"),
        (["2026-01-02", ""], None),
        (["1/2/2026"], "mdy or dmy"),
        (["15/6/2026", "6/15/2026"], "do not follow one order"),
        (["1/2/26"], "years of two digits"),
    ],
)
def test_a_date_order_is_guessed_when_it_can_only_be_one(dates: list[str], order: str | None, tmp_path: Path) -> None:
    text = guessed(Task, "title,due\n" + "".join(f"Call,{day}\n" for day in dates), tmp_path)
    said = tomllib.loads(text)
    assert said.get("date_order") == (order if order in {"mdy", "dmy", "ymd"} else None)
    assert ("date_order =" in text) is (order is not None)
    assert order is None or order in text


def test_words_that_the_field_does_not_take_are_listed_to_translate(tmp_path: Path) -> None:
    text = guessed(Task, 'title,status\nCall,"Quite ""done"""\nCall,ready\nCall,Done\nCall,\n', tmp_path)
    assert '[values."status"]' in text
    assert '# "quite \\"done\\"" = ""' in text
    assert text.count('" = ""') == 1
