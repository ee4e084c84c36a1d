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


def steps(transcript: str) -> list[tuple[str, str]]:
    """The commands of a transcript, each with what stands below it."""
    found = list(COMMAND.finditer(transcript))
    ends = [*(one.start() for one in found[1:]), len(transcript)]
    return [(one[1], transcript[one.end() + 1 : end]) for one, end in zip(found, ends, strict=True)]


def shortened(before: str, said: str) -> str:
    """What is said as the page had it `before`, whose lines `...` stand for any; all of it where it is otherwise."""
    parts = (re.escape(part) for part in re.split(r"^\.\.\.\n", before, flags=re.MULTILINE))
    return before if re.fullmatch(r"(?:.*\n)*?".join(parts), said) else said


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
