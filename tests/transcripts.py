"""Pages whose transcripts are run: what a page shows is what its commands print."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*(?:\n> .*)*)$", re.MULTILINE)


def transcripts(page: Path) -> list[str]:
    """The transcripts of a page, in their order."""
    return BLOCK.findall(page.read_text("utf-8"))


def programs(transcript: str) -> list[str]:
    """The programs that its commands run, each once."""
    lines = " | ".join(COMMAND.findall(transcript))
    return list(dict.fromkeys(re.findall(r"(?:^|\| |&& )([\w-]+)", re.sub(r'"[^"]*"|\'[^\']*\'', "", lines))))


def played(transcript: str, folder: Path, environ: Mapping[str, str]) -> str:
    """The transcript with what its commands print in that folder."""
    return "".join(_said(transcript, folder, environ))


def _said(transcript: str, folder: Path, environ: Mapping[str, str]) -> Iterator[str]:
    for line in COMMAND.findall(transcript):
        yield f"$ {line}\n"
        ran = subprocess.run(
            ["sh", "-c", line.replace("\n> ", "\n")], cwd=folder, env=environ, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        yield ran.stdout
