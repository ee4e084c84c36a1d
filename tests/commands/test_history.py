"""`history` says of each value what it was, what it became, when, by which command, by whom, and from where."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commands.conftest import Quick

WHO = '[sender]\nname = "{}"\n'


def named(program: Quick, name: str) -> Quick:
    """The program as somebody of that name runs it."""
    config = program.home / f"{name}.toml"
    config.write_text(WHO.format(name))
    return Quick(program.home, program.environ | {"CASELOAD_CONFIG": str(config)})


def told(program: Quick, ref: str, field: str) -> list[list[object]]:
    """What became of one field, as JSON has it."""
    keys = "command", "before", "after", "who", "origin"
    found = json.loads(program("history", ref, "--json"))
    return [[one[key] for key in keys] for one in found if one["field"] == field]


def test_each_value_is_told_with_who_made_it_what_it_is_and_where_that_came_from(served: Quick, tmp_path: Path) -> None:
    kim = named(served, "Kim Ode")
    kim("task", "add", "ana", "Call")
    copy = tmp_path / "laptop.db"
    shutil.copyfile(kim.db, copy)
    away = named(Quick(kim.home, kim.environ | {"CASELOAD_DB": str(copy)}), "Sam Lee")
    away("task", "edit", "t1", "--title", "Ring")
    away("task", "add", "ana", "Theirs")
    kim("merge", str(copy))
    with closing(sqlite3.connect(kim.db)) as other, other:
        other.execute("update task set title = 'From outside' where id = 1")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("client,external_id,title\nana-ruiz,7,Imported\n")
    kim("import", "task", str(sheet))
    sheet.write_text("client,external_id,title\nana-ruiz,7,Again\n")
    kim("import", "task", str(sheet), "--on-dup", "update")

    from_copy = "laptop.db, from Sam Lee"
    assert told(kim, "t1", "title") == [
        ["task add", None, "Call", "Kim Ode", None],
        ["merge", "Call", "Ring", "Kim Ode", from_copy],
        ["by another program", "Ring", "From outside", "another program", None],
    ]
    assert told(kim, "t2", "title") == [["merge", None, "Theirs", "Kim Ode", from_copy]]
    assert told(kim, "t3", "title") == [
        ["import task", None, "Imported", "Kim Ode", "sheet.csv"],
        ["import task", "Imported", "Again", "Kim Ode", "sheet.csv"],
    ]
    steps = [[one[key] for key in ("command", "who", "origin")] for one in json.loads(kim("history", "--json"))]
    assert ["by another program", "another program", None] in steps
    assert [one for one in steps if one[2]] == [["import task", "Kim Ode", "sheet.csv"]] * 2 + [
        ["merge", "Kim Ode", from_copy]
    ]
    # To people: the file always, and who only where it is somebody else.
    table = kim("history", "t1", "--table")
    assert f" · merge · {from_copy}\n" in table
    assert "Kim Ode" not in table
    assert " · merge · laptop.db, from Sam Lee · Kim Ode\n" in named(kim, "Di Roe")("history", "t1", "--table")
    assert "sheet.csv" in kim("history", "--table")


@pytest.mark.parametrize("words", [("history",), ("history", "t1"), ("history", "--table"), ("history", "t1", "--csv")])
def test_the_name_of_a_file_may_be_a_client_s_and_is_left_out_under_names(
    served: Quick, tmp_path: Path, words: tuple[str, ...]
) -> None:
    sheet = tmp_path / "ana-ruiz.csv"
    sheet.write_text("client,title\nana-ruiz,Imported\n")
    served("import", "task", str(sheet))
    assert "ana-ruiz.csv" in served(*words)
    assert "ana-ruiz" not in served(*words, "--names", "none")
