"""Bad rows go into a file of their own; mended there, they come in with the same map, and nothing twice."""

import csv
import stat
from pathlib import Path

import pytest

from commands.conftest import Quick

TASKS = """client;title;due
ana-ruiz;Call;2026-11-30
ana-ruiz;"Say ""a;b""
again";30 Nov 26

nobody;Write;
ana-ruiz
ana-ruiz;a;;b
"""
MEND = "mend it, then import it with the same map and --source tasks"
HEAD = ["rejected_line", "rejected_reason", "client", "title", "due"]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    """A file of tasks of which one row is good."""
    (tmp_path / "tasks.csv").write_text(TASKS)
    return tmp_path / "tasks.csv"


def test_bad_rows_are_left_out_with_line_and_reason_and_the_rest_is_one_step(
    served: Quick, tasks: Path, tmp_path: Path
) -> None:
    before = served("export", "all")
    ran = served.run("import", "task", str(tasks), "--skip-bad", str(tmp_path / "bad.csv"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "1 task added, 0 skipped, 0 updated · undo: caseload undo",
        f"caseload: 4 bad rows left out, in {tmp_path / 'bad.csv'} (mode 0600); {MEND}",
    ]
    assert stat.S_IMODE((tmp_path / "bad.csv").stat().st_mode) == 0o600
    found = rows_of(tmp_path / "bad.csv")
    assert [[row[0], *row[2:]] for row in found] == [
        [HEAD[0], *HEAD[2:]],
        ["3", "ana-ruiz", 'Say "a;b"\nagain', "30 Nov 26"],
        ["6", "nobody", "Write", ""],
        ["7", "ana-ruiz"],
        ["8", "ana-ruiz", "a", "", "b"],
    ]
    assert [row[1].partition(";")[0] for row in found[1:]] == [
        "due: is not a date", "client: is no client stored here", "its cells are 1, its headings 3",
        "its cells are 4, its headings 3",
    ]  # fmt: skip
    served("undo")
    assert served("export", "all") == before


def test_what_was_mended_comes_in_and_what_was_not_is_rejected_again(
    served: Quick, tasks: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "bad.csv", tmp_path / "worse.csv"
    served.run("import", "task", str(tasks), "--skip-bad", str(first))
    text = first.read_text("utf-8-sig").replace("30 Nov 26", "2026-11-30").replace("nobody", "bo-ng")
    first.write_text(text, "utf-8-sig")
    # The mark at its beginning overrules what is asked for.
    words = ("--source", "tasks", "--encoding", "windows-1252", "--delimiter", ";")
    ran = served.run("import", "task", str(first), *words, "--skip-bad", str(second))
    assert ran.code == 1
    assert ran.err.startswith("2 tasks added, 0 skipped")
    found = rows_of(second)
    assert [row[0] for row in found] == ["rejected_line", "5", "6"]
    assert (found[0], found[1][2:], found[2][2:]) == (HEAD, ["ana-ruiz"], ["ana-ruiz", "a", "", "b"])
    again = served.run("import", "task", str(first), "--source", "tasks", "--skip-bad", str(second), "--force")
    assert again.err.startswith("0 tasks added, 2 skipped, 0 updated; nothing is changed")


def test_without_bad_rows_there_is_no_file_and_nothing_is_wrong(served: Quick, tmp_path: Path) -> None:
    ran = served.run("import", "task", "-", "--skip-bad", str(tmp_path / "bad.csv"), stdin="title\nCall\n")
    assert (ran.code, (tmp_path / "bad.csv").exists()) == (0, False)


def test_a_dry_run_counts_the_bad_rows_and_writes_no_file(served: Quick, tasks: Path, tmp_path: Path) -> None:
    before = served.fingerprint
    ran = served.run("import", "task", str(tasks), "--skip-bad", str(tmp_path / "bad.csv"), "-n")
    assert (ran.code, ran.err.count("4 bad rows would go into")) == (1, 1)
    assert (served.fingerprint, sorted(tmp_path.glob("*.csv"))) == (before, [tasks])


def test_what_is_there_is_not_overwritten_and_the_file_itself_never(served: Quick, tasks: Path, tmp_path: Path) -> None:
    before = served.fingerprint
    (tmp_path / "mine.csv").write_text("mine")
    for words in (("mine.csv",), ("tasks.csv", "--force"), ("nowhere/bad.csv",)):
        ran = served.run("import", "task", str(tasks), "--skip-bad", str(tmp_path / words[0]), *words[1:])
        assert ran.code in (1, 2, 74), words
        assert "left out" not in ran.err
    assert ((tmp_path / "mine.csv").read_text(), tasks.read_text()) == ("mine", TASKS)
    assert served.fingerprint == before
    assert not list(tmp_path.glob(".*"))


def test_an_id_of_a_bad_row_is_free_again_and_nothing_may_refer_to_it(served: Quick, tmp_path: Path) -> None:
    bad = str(tmp_path / "bad.csv")
    twice = "external_id,title,due\n7,Call,never\n7,Call,2026-11-30\n7,Call,\n"
    ran = served.run("import", "task", "-", "--skip-bad", bad, stdin=twice)
    assert ran.err.startswith("1 task added")
    assert "2 bad rows" in ran.err
    # Refused for what it refers to, after its number was known for one that no other row had.
    goal = served("goal", "add", "ana", "Walk").strip()
    theirs = f"external_id,client,title,goal\n8,c2,Call,{goal}\n8,c1,Call,{goal}\n"
    ran = served.run("import", "task", "-", "--skip-bad", bad, "--force", stdin=theirs)
    assert (ran.err.startswith("1 task added"), "1 bad row" in ran.err) == (True, True), ran
    assert "is a goal of another client" in Path(bad).read_text()
    visits = "id,client,title,starts,status,superseded_by\na5,c1,Clinic,2026-11-20,noshow,a6\na6,c1,Clinic,never,,\n"
    before = served.fingerprint
    ran = served.run("import", "appointment", "-", "--skip-bad", bad, "--force", stdin=visits)
    assert ran.code == 1
    assert "line 2, superseded_by: is no appointment stored here" in ran.err
    assert served.fingerprint == before


def test_a_fault_of_the_file_stops_it_all_the_same(served: Quick, tmp_path: Path) -> None:
    before = served.fingerprint
    text = 'title,due\nCall,never\n"Write,\n'
    ran = served.run("import", "task", "-", "--skip-bad", str(tmp_path / "bad.csv"), stdin=text)
    assert (ran.code, "line 3: a quote is left open" in ran.err) == (2, True)
    assert (served.fingerprint, list(tmp_path.glob("*bad*")), list(tmp_path.glob(".*bad*"))) == (before, [], [])
