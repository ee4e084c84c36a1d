"""caseload import: what is said, where, with which code; and the options that no file can have."""

import json
import stat
from pathlib import Path

import pytest

from commands.conftest import Quick

TASKS = "client,title\nana-ruiz,Call\nbo-ng,Write\n"


def test_an_import_says_what_it_did_and_is_one_undo(served: Quick) -> None:
    before = served("export", "all")
    ran = served.run("import", "tasks", "-", stdin=TASKS)
    assert (ran.code, ran.out, ran.err) == (0, "", "2 tasks added, 0 skipped, 0 updated · undo: caseload undo\n")
    again = served.run("import", "task", "-", stdin=TASKS)
    assert again.err == "0 tasks added, 2 skipped, 0 updated; nothing is changed\n"
    assert "import task t1..t2" in served.run("undo").err
    assert served("export", "all") == before


def test_a_dry_run_counts_as_the_real_run_does_and_writes_nothing(served: Quick) -> None:
    before = served.fingerprint
    goals = "client,title,Percent\nana-ruiz,Bathe,50\nana-ruiz,Cook,\n"
    words = ("import", "goal", "-", "--map", "Percent=observation.value")
    dry = served.run(*words, "-n", stdin=goals)
    assert served.fingerprint == before
    real = served.run(*words, stdin=goals)
    assert dry.err == "dry run, nothing is written: 2 goals added, 0 skipped, 0 updated, 1 observation added\n"
    assert real.err == "2 goals added, 0 skipped, 0 updated, 1 observation added · undo: caseload undo\n"


def test_bad_rows_are_all_on_stderr_even_when_it_is_to_be_quiet(served: Quick) -> None:
    before = served.fingerprint
    bad = "client,title,due\nana-ruiz,Call,2026-02-30\ncarl,Write,\nana-ruiz,\n"
    ran = served.run("import", "task", "-", "--quiet", stdin=bad)
    assert (ran.code, ran.out) == (1, "")
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == [
        "line 2, due", "line 3, client", "line 4", "caseload",
    ]  # fmt: skip
    assert ran.err.endswith("caseload: 3 bad rows, nothing was imported; mend the file or its map, then try again\n")
    assert served.fingerprint == before


def test_the_source_is_the_files_name_unless_it_is_said(served: Quick, tmp_path: Path) -> None:
    (tmp_path / "November.list.csv").write_text(TASKS)
    (tmp_path / "map.toml").write_text('[constants]\nsource = "sheet"\n')
    file = str(tmp_path / "November.list.csv")
    served("import", "task", file)
    served("import", "task", file, "--map-file", str(tmp_path / "map.toml"))
    served("import", "task", file, "--map-file", str(tmp_path / "map.toml"), "--source", "mine")
    served("import", "task", "-", stdin=TASKS)
    found = [one["source"] for one in json.loads(served("task", "list", "--sort", "id", "--json"))]
    assert found == ["November.list"] * 2 + ["sheet"] * 2 + ["mine"] * 2 + ["stdin"] * 2


def test_the_command_line_maps_columns_and_sets_values(served: Quick) -> None:
    text = "Who;What;Weather\nana-ruiz;Call;fog\n"
    words = ("--map", "Who=client", "--map", "What=title", "--map", "Weather=", "--set", "priority=stat")
    served("import", "task", "-", *words, stdin=text)
    (task,) = json.loads(served("task", "list", "--json"))
    assert (task["client"], task["title"], task["priority"]) == ("c1", "Call", "stat")


def test_the_date_order_of_the_config_counts_where_the_map_has_none(served: Quick, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('date_order = "dmy"\ntimezone = "Asia/Kolkata"\n')
    env = {"CASELOAD_CONFIG": str(tmp_path / "config.toml")}
    served("import", "task", "-", stdin="title,due\nCall,2/3/2026\nWrite,2026-03-02T20:00:00Z\n", env=env)
    found = [one["due"] for one in json.loads(served("task", "list", "--json"))]
    assert found == ["2026-03-02", "2026-03-03T01:30"]
    (tmp_path / "map.toml").write_text('date_order = "mdy"\n')
    served("import", "task", "-", "--map-file", str(tmp_path / "map.toml"), stdin="title,due\nPay,2/3/2026\n", env=env)
    assert json.loads(served("task", "list", "--json"))[0]["due"] == "2026-02-03"


@pytest.mark.parametrize("delimiter", [";", "|", "tab", "\\t", ","])
def test_a_delimiter_may_be_named(empty: Quick, delimiter: str) -> None:
    sign = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    empty("import", "task", "-", "--delimiter", delimiter, stdin=f"title{sign}due\nCall{sign}2026-11-30\n")
    assert json.loads(empty("task", "list", "--json"))[0]["due"] == "2026-11-30"


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (["task", "nowhere.csv"], "", "nowhere.csv cannot be read"),
        (["task", "-"], "", "stdin is empty"),
        (["dogs", "-"], TASKS, '"dogs" is not a kind'),
        (["task", "-", "--on-dup", "merge"], TASKS, "skip, update, fail"),
        (["task", "-", "--delimiter", "xx"], TASKS, "--delimiter"),
        (["task", "-", "--map", "title"], TASKS, "COLUMN=FIELD"),
        (["task", "-", "--set", "titel=x"], TASKS, 'did you mean "title"'),
        (["task", "-"], "client,Weather\nana,fog\n", '"Weather"'),
        (["task", "-"], "client\nana\n", "no column gives title"),
        (["all", "-", "--source", "x"], "{}", "--source"),
        (["all", "-", "--guess"], "{}", "--guess"),
        (["all", "-", "--on-dup", "update"], "{}", "--on-dup"),
        (["all", "-"], "{}", "no schema number"),
    ],
)
def test_a_fault_of_usage_is_one_line_and_changes_nothing(
    served: Quick, words: list[str], stdin: str, said: str
) -> None:
    before = served.fingerprint
    ran = served.run("import", *words, stdin=stdin)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
    assert served.fingerprint == before


def test_without_a_database_nothing_is_imported_but_everything_makes_one(served: Quick) -> None:
    whole = served("export", "all")
    served.environ["CASELOAD_DB"] = str(served.home / "other" / "new.db")
    assert served.run("import", "task", "-", stdin=TASKS).code == 5
    dry = served.run("import", "all", "-", "--dry-run", stdin=whole)
    assert (dry.code, dry.err) == (0, "dry run, nothing is written: 2 clients, 2 plans, 3 goals\n")
    assert not served.db.exists()
    assert served.run("import", "all", "-", stdin=whole.replace('"version": 1', '"version": 0')).code == 1
    assert not served.db.exists()
    real = served.run("import", "all", "-", stdin=whole)
    assert (real.code, real.err) == (0, "2 clients, 2 plans, 3 goals · undo: caseload undo\n")
    assert stat.S_IMODE(served.db.stat().st_mode) == 0o600
    assert served("export", "all") == whole


def test_a_guess_goes_to_a_pipe_or_into_a_file_that_was_not_there(served: Quick, tmp_path: Path) -> None:
    file, first = tmp_path / "tasks.csv", tmp_path / "tasks.toml"
    file.write_text("Client No,To do\nana-ruiz,Call\n")
    before = served.fingerprint
    piped = served("import", "task", str(file), "--guess")
    assert '"To do" = "title"' in piped
    assert not first.exists()

    def at_a_terminal() -> tuple[int, str]:
        ran = served.answered("", "import", "task", str(file), "--guess")
        return ran.code, ran.err

    assert at_a_terminal()[0] == 0
    assert first.read_text() == piped
    first.write_text("mine")
    code, said = at_a_terminal()
    assert (code, first.read_text()) == (1, "mine")
    assert "tasks.toml" in said
    assert served.fingerprint == before


def test_a_row_that_names_a_rule_is_one_appointment_and_that_is_said(served: Quick) -> None:
    path = served.home / "group.csv"
    path.write_text("client,title,starts,every\nana-ruiz,Group,2026-11-20T09:00,2w\n")
    ran = served.run("import", "appointment", str(path))
    assert "every makes no series here (appointment add --every does): 1 row, line 2" in ran.err
    assert served("appointment", "list", "--status", "all", "--fields", "every,series") == "2w\t\n"


def test_a_file_under_another_name_is_not_taken_for_others(served: Quick, tmp_path: Path) -> None:
    for name in ("tasks-nov", "tasks-dec"):
        (tmp_path / f"{name}.csv").write_text("client,title,external_id\nana-ruiz,Call,E1\n")
    served("import", "task", str(tmp_path / "tasks-nov.csv"))
    before = served.fingerprint
    ran = served.run("import", "task", str(tmp_path / "tasks-dec.csv"))
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "1 of its external_ids is stored already, from source tasks-nov; --source tasks-nov if" in ran.err
    assert served.fingerprint == before
    same = served.run("import", "task", str(tmp_path / "tasks-dec.csv"), "--source", "tasks-nov")
    assert same.err == "0 tasks added, 1 skipped, 0 updated; nothing is changed\n"
    other = served.run("import", "task", str(tmp_path / "tasks-dec.csv"), "--set", "source=tasks-dec")
    assert other.err.startswith("1 task added")


def test_a_changed_file_that_is_skipped_is_told(served: Quick) -> None:
    served("import", "task", "-", stdin="client,title,external_id\nana-ruiz,Call,E1\nana-ruiz,Pay,E2\n")
    ran = served.run("import", "task", "-", stdin="client,title,external_id\nana-ruiz,Call,E1\nana-ruiz,Buy,E2\n")
    assert ran.err.splitlines() == [
        "skipped although unlike what is stored: 1; --on-dup update takes what the file says",
        "0 tasks added, 2 skipped, 0 updated; nothing is changed",
    ]


def test_of_very_many_bad_rows_the_first_are_told(served: Quick) -> None:
    ran = served.run("import", "task", "-", stdin="client,title\n" + "nobody,Call\n" * 300)
    lines = ran.err.splitlines()
    assert [line.partition(",")[0] for line in lines[:20]] == [f"line {number}" for number in range(2, 22)]
    assert lines[20] == "... and 280 more; --skip-bad REJECTS.csv writes all of them"
    assert lines[21].startswith("caseload: 300 bad rows, nothing was imported")
    assert len(lines) == 22


@pytest.mark.parametrize("header", ["CLIENT,Title,DUE", "client,TITLE ,due", "Client,title,Due,client-handle"])
def test_a_heading_is_known_in_other_capitals(served: Quick, header: str) -> None:
    cells = "bo-ng,Call,2026-11-30" + ",bo-ng" * (header.count(",") - 2)
    served("import", "task", "-", stdin=f"{header}\n{cells}\n")
    (task,) = json.loads(served("task", "list", "--json"))
    assert (task["client"], task["title"], task["due"]) == ("c2", "Call", "2026-11-30")


def test_a_heading_is_known_with_blanks_or_hyphens_and_one_that_two_columns_may_be_is_not(served: Quick) -> None:
    served("import", "client", "-", stdin="Given Name,family-name,External_ID\nAnn,Li,7\n")
    assert "Li\t7\n" in served("client", "list", "--fields", "family_name,external_id")
    ran = served.run("import", "task", "-", stdin="Title,TITLE\na,b\n")
    assert (ran.code, '"Title", "TITLE"' in ran.err) == (2, True)
