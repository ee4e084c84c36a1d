"""caseload export: every format of every kind, files that are private and whole, and headers that are promised."""

import csv
import io
import json
import re
import stat
from pathlib import Path

import pytest

from caseload.records.kinds import KINDS
from caseload.reports.items import PUBLIC
from commands.conftest import Quick

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
TABLES = [kind.TABLE for kind in KINDS]


def promised() -> dict[str, list[str]]:
    """The headers of docs/formats.md."""
    found = re.findall(
        r"^### (\w+(?: [\w-]+)?)$\n\n[^#]*?^```\n(.*?)\n```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return {name: header.split(",") for name, header in found}


@pytest.mark.parametrize("table", TABLES)
def test_a_kind_has_the_headers_that_the_page_promises(empty: Quick, table: str) -> None:
    assert empty("export", table, "--csv") == ",".join(promised()[table]) + "\n"


def test_the_page_promises_every_kind_and_the_item_that_pages_share() -> None:
    assert list(promised()) == [*TABLES, "item", *OTHERS]
    assert promised()["item"] == [column.key for column in PUBLIC]


OTHERS = {
    "gaps": "gaps",
    "history": "history",
    "history REF": "history t1",
    "find": "find visit",
    "doctor": "doctor",
    "doctor --salvage": "doctor --salvage FILE",
    "overdue --why": "overdue --why",
    "referral chase": "referral chase",
    "board program": "board program pg1",
    "board benefit": "board benefit",
    "board release": "board release",
    "report caseload": "report caseload",
    "report capacity": "report capacity",
    "report served": "report served",
    "report contacts": "report contacts",
    "report outcomes": "report outcomes",
    "outcomes --rows": "report outcomes --rows contacts",
    "report duplicates": "report duplicates",
    "agenda --heat": "agenda --heat",
}


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_list_has_the_headers_that_the_page_promises(served: Quick, name: str) -> None:
    served("task", "add", "ana", "Visit", "--due", "yesterday")
    served("program", "add", "Youth path")
    words = OTHERS[name].replace("FILE", str(served.home / "saved.db")).split()
    assert served.run(*words, "--csv").out.splitlines()[0] == ",".join(promised()[name])


def test_a_plural_and_an_alias_name_a_kind_too(served: Quick) -> None:
    assert served("export", "clients", "--ids") == served("export", "client", "--ids") == "c1\nc2\n"
    assert served("export", "appts", "--csv") == served("export", "appointment", "--csv")


def test_every_status_is_there_and_the_voided_where_they_are_asked_for(served: Quick) -> None:
    served("goal", "drop", "g1")
    served("goal", "void", "g2", "--reason", "entered twice", "--yes")
    assert served("export", "goal", "--ids") == "g1\ng3\n"
    assert served("export", "goal", "--ids", "--voided") == "g1\ng2\ng3\n"


@pytest.mark.parametrize(
    ("name", "begins"), [("a.csv", "id,"), ("a.tsv", "c1\tAna"), ("a.JSON", "[\n{"), ("a.jsonl", '{"id"')]
)
def test_a_files_ending_names_its_format(served: Quick, tmp_path: Path, name: str, begins: str) -> None:
    ran = served.run("export", "client", "-o", str(tmp_path / name))
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["a.xlsx", "a"])
def test_an_ending_that_names_no_format_needs_a_flag(served: Quick, tmp_path: Path, name: str) -> None:
    ran = served.run("export", "client", "-o", str(tmp_path / name))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert not (tmp_path / name).exists()
    served("export", "client", "--csv", "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text().startswith("id,")


def test_a_flag_is_stronger_than_an_ending(served: Quick, tmp_path: Path) -> None:
    served("export", "client", "--json", "-o", str(tmp_path / "a.csv"))
    assert len(json.loads((tmp_path / "a.csv").read_text())) == 2


def test_nothing_is_overwritten_without_force_and_nothing_but_a_file_with_it(served: Quick, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    there.chmod(0o644)
    (tmp_path / "link.csv").symlink_to(there)
    (tmp_path / "folder.csv").mkdir()
    for words in (["there.csv"], ["link.csv", "--force"], ["folder.csv", "--force"]):
        ran = served.run("export", "client", "-o", str(tmp_path / words[0]), *words[1:])
        assert (ran.code, ran.err.count("\n")) == (1, 1), words
    assert there.read_text() == "mine"
    served("export", "client", "-o", str(there), "--force")
    assert there.read_text().startswith("id,")
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".part")]


def test_a_file_that_cannot_be_made_is_told(served: Quick, tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere" / "a.csv", Path("/proc/a.csv")):
        ran = served.run("export", "client", "-o", str(place))
        assert (ran.code, ran.err.count("\n")) == (74, 1)


def test_a_refusal_in_the_middle_leaves_no_file(served: Quick, tmp_path: Path) -> None:
    ran = served.run("export", "client", "--csv", "--fields", "id,colour", "-o", str(tmp_path / "a.csv"))
    assert ran.code == 2
    assert list(tmp_path.glob("*a.csv*")) == []


def test_everything_is_one_object_or_a_folder_with_a_csv_a_table(served: Quick, tmp_path: Path) -> None:
    served("goal", "void", "g2", "--reason", "entered twice", "--yes")
    whole = json.loads(served("export", "all"))
    assert list(whole) == ["schema", "database", *TABLES]
    assert [one["void_reason"] for one in whole["goal"]] == [None, "entered twice", None]
    assert list(whole["client"][0]) == [
        *(key for key in promised()["client"] if key not in ("client_handle", "database")),
        "own",
    ]
    served("export", "all", "-o", str(tmp_path / "all.json"))
    assert json.loads((tmp_path / "all.json").read_text()) == whole
    folder = tmp_path / "new" / "folder"
    served("export", "all", "-o", f"{folder}/")
    assert sorted(one.name for one in folder.iterdir()) == sorted(f"{name}.csv" for name in ["schema", *TABLES])
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    rows = list(csv.DictReader(io.StringIO((folder / "goal.csv").read_text())))
    assert [row["id"] for row in rows] == ["g1", "g2", "g3"]


def test_a_folder_is_written_whole_or_not_at_all(served: Quick, tmp_path: Path) -> None:
    (tmp_path / "task.csv").write_text("mine")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    assert served.run("export", "all", "-o", str(tmp_path)).code == 1
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before
    assert served.run("export", "all", "-o", str(tmp_path), "--force").code == 0
    assert (tmp_path / "task.csv").read_text().startswith("id,")


@pytest.mark.parametrize(
    "flags", [["-o", "x.csv"], ["--csv"], ["--tsv"], ["--ids"], ["--fields", "id"], ["--excel", "--csv", "-o", "x/"]]
)
def test_everything_has_two_forms_and_no_others(served: Quick, flags: list[str]) -> None:
    ran = served.run("export", "all", *flags)
    assert (ran.code, ran.out) == (2, "")
    assert "FOLDER/" in ran.err


def test_a_confidential_address_is_masked_in_a_kind_and_whole_in_everything(served: Quick) -> None:
    served("client", "edit", "ana", "--address", "12 Hidden Lane", "--address-confidential")
    assert "Hidden" not in served("export", "client", "--csv")
    assert "Hidden" in served("export", "client", "--csv", "--reveal")
    assert "Hidden" in served("export", "all")
    masked = served("export", "client", "--csv")
    assert served.run("import", "client", "-", "--on-dup", "update", stdin=masked).code == 1


@pytest.mark.parametrize("words", ["task list", "today", "export all", "show c1", "overdue -o -", "report duplicates"])
def test_force_without_a_file_to_replace_is_refused(served: Quick, words: str) -> None:
    ran = served.run(*words.split(), "--force")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "-o FILE" in ran.err


def test_a_page_in_markdown_is_the_page_and_a_report_its_rows(served: Quick, tmp_path: Path) -> None:
    page = served("show", "ana", "--markdown")
    assert page.startswith("# Ana Ruiz · ana-ruiz · c1\n")
    assert "## How to reach\n\n- phone · 00501\n" in page
    assert served("today", "--markdown").startswith("# ")
    served("show", "ana", "-o", str(tmp_path / "ana.md"))
    assert (tmp_path / "ana.md").read_text() == page
    assert served("show", "ana", "--markdown", "--fields", "id,handle").splitlines()[-1] == "| c1 | ana-ruiz |"
    assert served("report", "caseload", "--markdown").startswith("| id |")
