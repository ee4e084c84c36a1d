"""The tree of commands as somebody who only reads `--help` finds it."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from shlex import split
from typing import TypeVar

from conftest import Program, Ran

Words = tuple[str, ...]
T = TypeVar("T")
A = TypeVar("A")


def side_by_side(work: Callable[[A], T], many: Iterable[A], at_once: int | None = None) -> list[T]:
    """The results of `work`, which waits for subprocesses, in the order of what it was given."""
    with ThreadPoolExecutor(max_workers=at_once or os.cpu_count()) as pool:
        return list(pool.map(work, many))


def every(program: Program, lines: Sequence[str], *more: str, env: Mapping[str, str] | None = None) -> dict[str, Ran]:
    """What each of the lines does, run side by side."""
    ran = side_by_side(lambda line: program.run(*split(line), *more, env=env), lines)
    return dict(zip(lines, ran, strict=True))


def walk(program: Program) -> dict[Words, Ran]:
    """`--help` of the root, (), and of every command that it names."""
    root = program.run("--help")
    names = verbs(root.out)
    ran = side_by_side(lambda name: program.run(name, "--help"), names)
    return {(): root, **{(name,): one for name, one in zip(names, ran, strict=True)}}


def verbs(help_text: str) -> list[str]:
    """The words under `Commands:`, or under the headings that the root has instead."""
    sections = re.findall(r"^(\S.*):\n((?:  .*\n)+)", help_text, re.MULTILINE)
    listed = "".join(lines for heading, lines in sections if heading not in ("Arguments", "Options"))
    return re.findall(r"^  (\S+)", listed, re.MULTILINE)


def examples(help_text: str) -> list[str]:
    """The lines under `Examples:`."""
    section = re.search(r"^  Examples:\n((?:    .*\n)+)", help_text, re.MULTILINE)
    return [line.strip() for line in section[1].splitlines()] if section else []


def is_leaf(help_text: str) -> bool:
    """Whether it is the help of a command, not of a group."""
    return not verbs(help_text)
