"""Pages whose transcripts are run: what a page shows is what its commands print."""

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import forked
from conftest import executable

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


def plain(line: str) -> list[str]:
    """The words of a line that asks nothing of the shell but to run the program; none of another."""
    line = line.replace("\\\n> ", "")
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        program, *words = lexer
    except ValueError:
        # A quotation goes on in what is typed below.
        return []
    is_plain = program == "caseload" and not any(mark in line for mark in "$`*?~\n\\")
    return words if is_plain and not any(set(word) <= set("();<>|&") for word in words) else []


def played(transcript: str, folder: Path, environ: Mapping[str, str]) -> str:
    """The transcript with what its commands print in that folder."""
    return "".join(_said(transcript, folder, environ))


def _said(transcript: str, folder: Path, environ: Mapping[str, str]) -> Iterator[str]:
    for line in COMMAND.findall(transcript):
        yield f"$ {line}\n"
        if (words := plain(line)) and forked.can_run(environ):
            yield forked.printed([executable(), *words], environ, folder, 120).decode()
            continue
        ran = subprocess.run(
            ["sh", "-c", line.replace("\n> ", "\n")], cwd=folder, env=environ, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        yield ran.stdout
