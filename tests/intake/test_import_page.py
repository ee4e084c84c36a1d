"""docs/import.md is what happens: its transcripts are run, its map file is read, its examples are the files they say.

`python tests/intake/test_import_page.py` writes what the commands print now into the page.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseload.intake.layout import Layout
from caseload.intake.mapping import read_map
from caseload.records.appointment import Appointment

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "import.md"
EXAMPLES = ROOT / "docs" / "examples"

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def transcripts() -> list[str]:
    return BLOCK.findall(PAGE.read_text("utf-8"))


def played(transcript: str, home: Path) -> str:
    """The transcript with what its commands print there, each beginning in a home with nothing but the examples."""
    shutil.copytree(EXAMPLES, home, dirs_exist_ok=True)
    environ = {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CASELOAD_NOW": "2026-11-25T09:00",
        "TZ": "America/New_York",
    }
    return "".join(_said(transcript, home, environ)).replace(str(home), "~")


def _said(transcript: str, home: Path, environ: dict[str, str]) -> Iterator[str]:
    folder = home
    for line in re.findall(r"^\$ (.*)$", transcript, re.MULTILINE):
        yield f"$ {line}\n"
        if line.startswith("cd "):
            folder = home / line.removeprefix("cd ")
            continue
        ran = subprocess.run(
            ["sh", "-c", line], cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        yield ran.stdout


@pytest.mark.parametrize("number", range(3))
def test_a_transcript_of_the_page_is_what_its_commands_print(number: int, tmp_path: Path) -> None:
    transcript = transcripts()[number]
    assert played(transcript, tmp_path / "home") == transcript


def test_every_transcript_of_the_page_is_run() -> None:
    assert len(transcripts()) == 3


@pytest.mark.parametrize(
    ("outcome", "meant"),
    [
        ("No show", {"status": "noshow"}),
        ("called off", {"status": "cancelled", "cancel_reason": "pat"}),
        ("", {"status": "booked"}),
        ("went well", {"outcome": "went well"}),
    ],
)
def test_the_map_file_of_the_page_says_what_the_page_says_it_does(
    outcome: str, meant: dict[str, str], tmp_path: Path
) -> None:
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "map.toml").write_text(shown, "utf-8")
    row = {
        "Age": "50", "Initials": "AR", "Client No": "00101", "Date": "11/30/2026", "Time": "9:00 AM",
        "Until": "10:00 AM",
        "What": "Clinic", "Detail": "eye", "Outcome": outcome,
    }  # fmt: skip
    layout = Layout(read_map(tmp_path / "map.toml"), Appointment, list(row))
    assert layout.texts(list(row.values())) == {
        "client": "00101", "starts": "11/30/2026 9:00 AM", "ends": "10:00 AM", "title": "Clinic: eye",
        "mode": "in-person", **meant,
    }  # fmt: skip


def write() -> None:
    """Put what the commands print now into the page."""
    said = PAGE.read_text("utf-8")
    for transcript in transcripts():
        with tempfile.TemporaryDirectory() as home:
            said = said.replace(transcript, played(transcript, Path(home) / "home"))
    PAGE.write_text(said, "utf-8")


if __name__ == "__main__":
    write()
