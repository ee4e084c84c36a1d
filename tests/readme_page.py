"""README.md with what its transcript prints now, on a terminal of 100 columns."""

import re
import shlex
import tempfile
from pathlib import Path

from conftest import program_in
from terminal import on_terminal

README = Path(__file__).parent.parent / "README.md"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def readme_page() -> str:
    """The page as it should be."""
    return _BLOCK.sub(lambda block: _played(block[0]), README.read_text("utf-8"))


def _played(transcript: str) -> str:
    """The transcript with what its commands print, begun in an empty home."""
    said = ""
    with tempfile.TemporaryDirectory() as home:
        program = program_in(Path(home))
        program.environ.pop("CASELOAD_DB")
        for line in re.findall(r"^\$ caseload ?(.*)$", transcript, re.MULTILINE):
            seen = on_terminal(program, *shlex.split(line), columns=100, env={"NO_COLOR": "1", "PAGER": "cat"})
            said += f"$ caseload {line}".rstrip() + f"\n{seen.plain}"
    return said.replace(home, "/home/you")
