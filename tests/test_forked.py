"""What a run is that was forked: the same as one of the console script."""

import subprocess
from pathlib import Path

import forked
import pytest
from checklist.tree import side_by_side
from conftest import Program, Ran, executable

LINES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("--version",), ""),
    (("--help",), ""),
    (("task", "add", "--help"), ""),
    (("today",), ""),
    (("show", "ana", "--json"), ""),
    (("task", "list", "--table"), ""),
    (("task", "add", "ana", "Call", "Zoë", "-n"), ""),
    (("task", "add", "ana", "Call", "--due", "someday"), ""),
    (("show", "nobody"), ""),
    (("nosuch",), ""),
    (("import", "task", "-", "-n"), "title,client\n" + "Call,ana-ruiz\n" * 20_000),
    (("import", "task", "-", "-n"), "title,client\nCall,nobody\n"),
    (("--db", "/nowhere/x.db", "today"), ""),
    (("help", "cron"), ""),
)


@pytest.mark.parametrize(("words", "given"), LINES, ids=[" ".join(words) for words, _ in LINES])
def test_it_says_and_ends_as_the_console_script_does(ana: Program, words: tuple[str, ...], given: str) -> None:
    ran = subprocess.run(
        [executable(), *words], input=given.encode(), capture_output=True, env=ana.environ, timeout=60, check=False
    )
    expected = Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
    # The second is as a rule in the process of the first.
    assert [ana.run(*words, stdin=given) for _ in range(2)] == [expected] * 2


def test_bytes_that_are_no_text_go_in_as_they_are(ana: Program) -> None:
    given = "title,client\nZoë,ana-ruiz\n".encode("latin-1")
    assert ana.run("import", "task", "-", stdin=given).code == 0
    assert ana("task", "list", "--fields", "title") == "Zoë\n"


def test_nothing_of_one_run_is_left_in_the_next(ana: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ana.run("-q", "today", env={"TZ": "Nowhere/None"}).code == 2
    monkeypatch.chdir(tmp_path)
    ana("task", "add", "ana", "Call", env={"CASELOAD_NOW": "2026-11-24T09:00"})
    ana("export", "task", "-o", "here.csv")
    assert (tmp_path / "here.csv").exists()
    assert ana("path").startswith(str(tmp_path))


def test_runs_beside_one_another_are_told_apart(ana: Program) -> None:
    titles = [f"Number {number}" for number in range(8)]
    refs = side_by_side(lambda title: ana("task", "add", "ana", title).strip(), titles, at_once=4)
    assert [ana("show", ref, "--json").count(title) for ref, title in zip(refs, titles, strict=True)] == [1] * 8


def test_after_a_run_that_is_ended_the_next_runs(ana: Program) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        forked.run([executable(), "import", "task", "-"], b"title,client\n" * 200_000, ana.environ, 0)
    assert "Ana Ruiz" in ana("show", "ana")


def test_more_runs_than_one_process_has_are_all_the_same(ana: Program) -> None:
    assert {ana("show", "ana") for _ in range(forked.RUNS + 1)} == {ana("show", "ana")}
