"""What -o and --skip-bad may be put over: never what the run lives on, and what is said is true."""

import os
import pty
import stat
from pathlib import Path

import pytest
from conftest import Program

from commands.conftest import Quick


@pytest.fixture
def home(served: Quick) -> Path:
    """The home of a caseload with a config.toml."""
    folder = served.home / "config" / "caseload"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("# mine\n")
    return served.home


def everything(home: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in sorted(home.rglob("*")) if one.is_file() and "state" not in one.parts}


SPELT = {
    "as it is": "data/caseload.db",
    "roundabout": "data/../data/./caseload.db",
    "link": "link.json",
    "hard link": "hard.json",
    "folder link": "there/caseload.db",
    "journal": "data/caseload.db-journal",
    "wal": "there/caseload.db-wal",
    "shm": "data/caseload.db-shm",
    "config": "config/caseload/config.toml",
}
WRITERS = {
    "export all": "export all",
    "export": "export task --json",
    "list": "task list --csv",
    "sql": "sql select+1+as+one --csv",
    "agenda": "agenda --ics",
    "digest": "digest --format html",
}


@pytest.mark.parametrize("spelling", SPELT.values(), ids=SPELT)
@pytest.mark.parametrize("line", WRITERS.values(), ids=WRITERS)
def test_no_command_replaces_the_database_or_the_configuration(
    served: Quick, home: Path, spelling: str, line: str
) -> None:
    (home / "link.json").symlink_to(served.db)
    (home / "hard.json").hardlink_to(served.db)
    (home / "there").symlink_to(served.db.parent)
    before = everything(home)
    words = [word.replace("+", " ") for word in line.split()]
    if line == "export all" and not spelling.endswith(".json"):
        words += ["--json"]
    ran = served.run(*words, "-o", str(home / spelling), "--force")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "never replaced" in ran.err
    assert everything(home) == before


def test_a_folder_of_everything_spares_a_database_that_has_the_name_of_a_table(served: Quick, home: Path) -> None:
    served.db.rename(home / "data" / "task.csv")
    before = everything(home)
    database = {"CASELOAD_DB": str(home / "data" / "task.csv")}
    ran = served.run("export", "all", "-o", f"{home}/data/", "--force", env=database)
    assert (ran.code, "is the database, which is never replaced" in ran.err) == (1, True)
    assert everything(home) == before


@pytest.mark.parametrize("place", ["data/caseload.db", "tasks.csv", "tasks.toml", "config/caseload/config.toml"])
def test_bad_rows_do_not_replace_what_the_import_lives_on(served: Quick, home: Path, place: str) -> None:
    (home / "tasks.csv").write_text("What\nCall\n\n")
    (home / "tasks.toml").write_text('[columns]\nWhat = "title"\n')
    before = everything(home)
    files = [str(home / "tasks.csv"), "--map-file", str(home / "tasks.toml")]
    ran = served.run("import", "task", *files, "--skip-bad", str(home / place), "--force")
    assert (ran.code, ran.err.count("\n"), "never replaced" in ran.err) == (1, 1, True)
    assert everything(home) == before


def test_what_stdin_reads_is_not_replaced(ana: Program) -> None:
    (ana.home / "q.csv").write_text("select 1 as one")
    ran = ana.shell("caseload sql - -o q.csv --force < q.csv")
    assert (ran.code, "is what stdin reads" in ran.err) == (1, True)
    assert (ana.home / "q.csv").read_text() == "select 1 as one"


def test_a_first_map_does_not_replace_the_configuration_that_is_in_use(served: Quick, home: Path) -> None:
    (home / "config" / "caseload" / "config.csv").write_text("Title\nCall\n")
    ran = served.answered("", "import", "task", str(home / "config" / "caseload" / "config.csv"), "--guess")
    assert (ran.code, "is the configuration" in ran.err) == (1, True)
    assert (home / "config" / "caseload" / "config.toml").read_text() == "# mine\n"


def test_a_map_that_is_there_stays_and_force_is_not_offered(served: Quick, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Title\nCall\n")
    (tmp_path / "a.toml").write_text("# mine\n")
    for more in ([], ["--force"]):
        ran = served.answered("", "import", "task", str(tmp_path / "a.csv"), "--guess", *more)
        assert (ran.code, "--force" in ran.err, "move it away" in ran.err) == (1, False, True)
    assert (tmp_path / "a.toml").read_text() == "# mine\n"


@pytest.mark.parametrize(
    ("name", "said"), [("there.csv", "with --force"), ("link.csv", "is a link"), ("folder.csv", "is a folder")]
)
def test_force_is_offered_only_where_it_helps(served: Quick, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "there.csv").write_text("mine")
    (tmp_path / "link.csv").symlink_to("there.csv")
    (tmp_path / "folder.csv").mkdir()
    ran = served.run("client", "list", "-o", str(tmp_path / name))
    assert (ran.code, said in ran.err) == (1, True)
    forced = served.run("client", "list", "-o", str(tmp_path / name), "--force")
    assert (forced.code == 0) is (name == "there.csv")
    assert "--force" not in forced.err


def test_a_device_or_a_pipe_is_written_as_it_stands(served: Quick, tmp_path: Path) -> None:
    assert served.run("client", "list", "--csv", "-o", "/dev/null").err == "wrote /dev/null\n"
    assert served.run("client", "list", "--csv", "-o", "/dev/full").code == 74
    os.mkfifo(tmp_path / "pipe.csv", 0o640)
    reader = os.open(tmp_path / "pipe.csv", os.O_RDONLY | os.O_NONBLOCK)
    served("client", "list", "-o", str(tmp_path / "pipe.csv"), "--fields", "id")
    assert os.read(reader, 100) == b"id\nc2\nc1\n"
    os.close(reader)
    assert stat.S_IMODE((tmp_path / "pipe.csv").stat().st_mode) == 0o640
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_terminal_is_no_file_since_it_would_obey_what_is_kept(served: Quick) -> None:
    served("task", "add", "ana", "\x1b[31mred")
    master, slave = pty.openpty()
    ran = served.run("task", "list", "--csv", "-o", os.ttyname(slave))
    assert (ran.code, ran.out, "is a terminal" in ran.err) == (1, "", True)
    os.write(slave, b"end")
    assert os.read(master, 100) == b"end"
    os.close(slave)
    os.close(master)


def test_a_process_substitution_and_stdout_by_its_name_are_written(ana: Program) -> None:
    line = "caseload client list --csv --fields id -o >(cat; echo end)"
    assert ana.shell(f"bash -c '{line} | cat'").out == "id\nc1\nend\n"
    assert ana.shell("caseload client list --csv --fields id -o /dev/stdout > x.txt; cat x.txt").out == "id\nc1\n"


def test_a_link_to_a_pipe_is_not_followed_outside_of_dev(served: Quick, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.csv").symlink_to("pipe")
    ran = served.run("client", "list", "-o", str(tmp_path / "link.csv"), "--force")
    assert (ran.code, "is a link" in ran.err) == (1, True)


@pytest.mark.parametrize("name", ["all.json.gz", "a.csv.BZ2", "a.xz", "a.zip", "a.zst"])
@pytest.mark.parametrize("words", ["export all", "client list --csv", "import task tasks.csv --skip-bad"])
def test_an_ending_of_compressed_files_is_refused(served: Quick, tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "tasks.csv").write_text("title\n\n")
    line = [*words.replace("tasks.csv", str(tmp_path / "tasks.csv")).split(), *(["-o"] * ("skip" not in words))]
    ran = served.run(*line, str(tmp_path / name))
    assert (ran.code, ran.out, "would not be compressed" in ran.err) == (2, "", True)
    assert not (tmp_path / name).exists()


def test_bad_rows_do_not_go_to_stdout(served: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tasks.csv").write_text("title\nCall\n")
    ran = served.run("import", "task", "tasks.csv", "--skip-bad", "-")
    assert (ran.code, ran.out, "--skip-bad REJECTS.csv" in ran.err) == (2, "", True)
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("flags", [["-o", "a.csv", "-o", "b.csv"], ["--output", "a.csv", "-o", "a.csv"],
                                   ["--fields", "id", "--fields", "handle"]])  # fmt: skip
@pytest.mark.parametrize("command", ["client list", "export client", "sql select+1+as+id"])
def test_one_file_and_one_choice_of_fields_are_taken(
    served: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: list[str], command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = served.run(*(word.replace("+", " ") for word in command.split()), *flags)
    assert (ran.code, ran.out, "more than once" in ran.err) == (2, "", True)
    assert list(tmp_path.glob("*.csv")) == []
