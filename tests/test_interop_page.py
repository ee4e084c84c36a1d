"""docs/interop.md is what happens: its transcripts are run.

`python tests/test_interop_page.py` writes what the commands print now into the page.
"""

import csv
import io
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest
from conftest import NOW, executable
from readers import needed, path_with_readers
from transcripts import played, programs, transcripts

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "interop.md"
EXAMPLES = ROOT / "docs" / "examples"
PROGRAMS = ("sqlite3", "sqlite-utils", "datasette", "python", "mlr", "jq")


def environ(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": path_with_readers(),
        "CASELOAD_NOW": NOW,
        "TZ": "America/Chicago",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
    }


def desk(home: Path) -> Path:
    """A folder in which the page's commands run: demo.db, and the script."""
    folder = home / ".local" / "share" / "caseload"
    subprocess.run([executable(), "demo"], env=environ(home), capture_output=True, check=True, timeout=60)
    shutil.copy(EXAMPLES / "caseloads.py", folder)
    return folder


@pytest.mark.parametrize("number", range(len(PROGRAMS)), ids=PROGRAMS)
def test_a_transcript_of_the_page_is_what_its_commands_print(number: int, tmp_path: Path) -> None:
    transcript = transcripts(PAGE)[number]
    for program in programs(transcript):
        needed(program)
    assert played(transcript, desk(tmp_path), environ(tmp_path)) == transcript


def test_every_program_of_the_page_is_run_and_every_transcript_has_its_program() -> None:
    found = transcripts(PAGE)
    assert [program in programs(text) for program, text in zip(PROGRAMS, found, strict=True)] == [True] * len(found)


def test_duckdb_finds_in_every_view_what_sqlite_finds(tmp_path: Path) -> None:
    """DuckDB runs the SQL of the views by itself."""
    file = desk(tmp_path) / "demo.db"
    connection = sqlite3.connect(file)
    views = [name for (name,) in connection.execute("select name from sqlite_master where type = 'view'")]
    for view in views:
        words = [needed("python"), str(EXAMPLES / "caseloads.py"), f"select * from {view}", str(file)]
        ran = subprocess.run(words, env=environ(tmp_path), capture_output=True, text=True, check=True, timeout=120)
        header, *rows = csv.reader(io.StringIO(ran.stdout))
        cursor = connection.execute(f"select 'demo' as caseload, * from {view}")
        assert header == [column[0] for column in cursor.description]
        assert sorted(rows) == sorted(["" if cell is None else str(cell) for cell in row] for row in cursor), view
    assert len(views) == 9
    connection.close()


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    for transcript in transcripts(PAGE):
        # Where one is not installed nothing is written: the page would say that it is not found.
        for program in programs(transcript):
            needed(program)
        with tempfile.TemporaryDirectory() as home:
            said = said.replace(transcript, played(transcript, desk(Path(home)), environ(Path(home))))
    PAGE.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
