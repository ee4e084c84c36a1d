"""A map says what each column is; whatever it leaves open, or gets wrong, is named before a row is read."""

from pathlib import Path
from typing import Any

import pytest

from caseload.errors import Invalid
from caseload.intake.layout import Layout
from caseload.intake.mapping import Map, read_map, typed
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import public_fields
from caseload.records.task import Task


def laid(kind: type[Record], said: str, header: str, tmp_path: Path) -> Layout:
    (tmp_path / "map.toml").write_text(said, "utf-8")
    return Layout(read_map(tmp_path / "map.toml"), kind, header.split(","), "the file")


def texts(kind: type[Record], said: str, tmp_path: Path, **cells: str) -> dict[str, str]:
    return laid(kind, said, ",".join(cells), tmp_path).texts(list(cells.values()))


@pytest.mark.parametrize("kind", KINDS)
def test_columns_named_like_fields_need_no_map_and_computed_ones_are_passed_over(kind: type[Record]) -> None:
    keys = [field.key for field in public_fields(kind)]
    assert Layout(Map(), kind, [*keys, "client_handle"]).keys == set(keys)


STATUS = """
[columns]
What = "title"
State = "lifecycle"
Who = "client"
[values.State]
met = { lifecycle = "completed", achievement = "achieved" }
"Given  Up" = "cancelled"
"n/a" = ""
"" = "proposed"
"*" = { area = "*", lifecycle = "on-hold" }
"""


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("met", {"lifecycle": "completed", "achievement": "achieved"}),
        (" MÉT ", {"lifecycle": "completed", "achievement": "achieved"}),
        ("given up", {"lifecycle": "cancelled"}),
        ("n/a", {}),
        ("", {"lifecycle": "proposed"}),
        (" ", {"lifecycle": "proposed"}),
        ("Anything", {"area": "Anything", "lifecycle": "on-hold"}),
    ],
)
def test_a_cell_is_translated_as_the_map_says(cell: str, meant: dict[str, str], tmp_path: Path) -> None:
    found = texts(Goal, STATUS, tmp_path, What="Walk", State=cell, Who="c1")
    assert found == {"title": "Walk", "client": "c1", **meant}


def test_a_word_that_the_map_does_not_list_goes_in_as_it_stands(tmp_path: Path) -> None:
    said = '[columns]\nA = "title"\nB = "status"\n[values.B]\nopen = "ready"\n'
    assert texts(Task, said, tmp_path, A="Call", B="on-hold") == {"title": "Call", "status": "on-hold"}


def test_columns_of_one_field_are_joined_in_the_order_of_the_map_without_the_blank_ones(tmp_path: Path) -> None:
    said = '[columns]\nTime = "due"\nDay = "due"\nB = "title"\nA = "title"\n[join]\ntitle = ": "\n'
    assert texts(Task, said, tmp_path, A="a", B="b", Day="2026-11-30", Time="9am") == {
        "due": "9am 2026-11-30",
        "title": "b: a",
    }
    assert texts(Task, said, tmp_path, A="a", B=" ", Day="2026-11-30", Time="") == {"due": "2026-11-30", "title": "a"}


def test_constants_stand_where_the_row_says_nothing(tmp_path: Path) -> None:
    said = '[constants]\nstatus = "on-hold"\npriority = "stat"\n'
    assert texts(Task, said, tmp_path, title="a", status="ready") == {
        "title": "a",
        "status": "ready",
        "priority": "stat",
    }
    assert texts(Task, said, tmp_path, title="a", status="")["status"] == "on-hold"


def test_constants_of_an_observation_make_none_by_themselves(tmp_path: Path) -> None:
    said = '[columns]\nP = "observation.value"\n[constants]\n"observation.comment" = "from the sheet"\nclient = "c1"\n'
    assert texts(Goal, said, tmp_path, title="a", P="") == {"title": "a", "client": "c1"}
    assert texts(Goal, said, tmp_path, title="a", P="5") == {
        "title": "a", "client": "c1", "observation.value": "5", "observation.comment": "from the sheet",
    }  # fmt: skip


def test_numbers_truths_and_dates_of_toml_are_texts(tmp_path: Path) -> None:
    said = '[constants]\nclient = "c1"\ntarget = 2.5\nagreed = true\ntarget_on = 2026-11-30\n'
    assert texts(Goal, said, tmp_path, title="a") == {
        "client": "c1", "title": "a", "target": "2.5", "agreed": "yes", "target_on": "2026-11-30",
    }  # fmt: skip


def test_the_guard_of_a_spreadsheet_is_taken_off(tmp_path: Path) -> None:
    assert texts(Task, "", tmp_path, title="'=1+1") == {"title": "=1+1"}
    assert texts(Task, "", tmp_path, title="'tis") == {"title": "'tis"}


def test_a_heading_is_named_in_complaints_about_its_field(tmp_path: Path) -> None:
    layout = laid(Appointment, '[columns]\nDay = "starts"\nTime = "starts"\n', "Day,Time,title", tmp_path)
    assert [layout.heading(key) for key in ("starts", "title", "place")] == ["Day and Time", "title", "place"]


@pytest.mark.parametrize(
    ("said", "header", "named"),
    [
        ("", "title,Foo,Bar", '"Foo", "Bar"'),
        ('[columns]\nFoo = "titel"\n', "Foo", 'did you mean "title"'),
        ('[columns]\nFoo = "title"\n', "title", '"Foo"'),
        ('[columns]\nFoo = "title"\n', "title,Foo", "two columns give title"),
        ('[values.Foo]\na = "b"\n', "title", '"Foo"'),
        ('[values.title]\na = { nope = "b" }\n', "title", '"nope"'),
        ('[constants]\nnope = "b"\n', "title", '"nope"'),
        ('[join]\nnope = "b"\n', "title", '"nope"'),
        ('leave_out = ["title"]\n', "title", "no column gives title"),
        ('colums = "b"\n', "title", 'did you mean "columns"'),
        ('date_order = "american"\n', "title", "date_order"),
        ('leave_out = "title"\n', "title", "leave_out"),
        ("columns = 5\n", "title", "[columns]"),
        ("[columns]\na.b = 'title'\n", "title", "quotes"),
        ("[columns\n", "title", "line 1"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_by_name(said: str, header: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        laid(Task, said, header, tmp_path)
    assert named in str(caught.value)


def test_a_map_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'source = "\xe9"')
    for name, said in {"none.toml": "No such file", "latin.toml": "UTF-8"}.items():
        with pytest.raises(Invalid, match=said) as caught:
            read_map(tmp_path / name)
        assert name in str(caught.value)


def test_the_command_line_stands_over_the_map_file() -> None:
    said = Map(columns={"A": "title", "B": "due"}, values={"B": {}}, constants={"status": "ready"})
    over = typed(said, ["A=waiting_on", "T=title", "B=", "x=y=title"], ["status=on-hold", "title=a=b"])
    assert over.columns == {"A": "waiting_on", "T": "title", "x=y": "title"}
    assert (over.leave_out, over.values) == (("B",), {})
    assert over.constants == {"status": "on-hold", "title": "a=b"}


@pytest.mark.parametrize("pairs", [(["title"], []), ([], ["title"]), (["=title"], [])])
def test_a_pair_without_its_sign_is_refused(pairs: tuple[Any, Any]) -> None:
    with pytest.raises(Invalid, match="has no ="):
        typed(Map(), *pairs)


def test_a_required_field_may_come_from_a_translation_or_a_constant(tmp_path: Path) -> None:
    said = '[columns]\nA = "priority"\n[values.A]\n"*" = { title = "*" }\n'
    assert laid(Task, said, "A", tmp_path).keys == {"priority", "title"}
    assert laid(Task, '[constants]\ntitle = "x"\n', "priority", tmp_path).keys == {"priority", "title"}
    with pytest.raises(Invalid, match="no column gives client"):
        laid(Goal, "", "title", tmp_path)
    assert laid(Client, "", "name", tmp_path).keys == {"name"}
