"""docs/commands.md: the help of every command, as the program prints it."""

from collections.abc import Iterator
from typing import Any

from caseload.commands.root import COMMANDS, root

HEAD = """# Commands

Generated from `--help` by `python tests/regenerate.py`; a test holds it true.
"""


def commands_page() -> str:
    """The page as it should be."""
    return HEAD + "".join(f"\n## {path}\n\n```text\n{text}\n```\n" for path, text in helps())


def helps() -> Iterator[tuple[str, str]]:
    """Every command with its help: the root, then each noun and its verbs in the order of the root's list."""
    group = root()
    with group.make_context("caseload", [], resilient_parsing=True, terminal_width=100) as context:
        yield "caseload", group.get_help(context)
        for name in COMMANDS:
            yield from _below(group.get_command(context, name), context, name)


def _below(command: Any, parent: Any, name: str) -> Iterator[tuple[str, str]]:
    with command.make_context(name, [], parent=parent, resilient_parsing=True) as context:
        yield context.command_path, command.get_help(context)
        for verb in getattr(command, "commands", {}):
            yield from _below(command.get_command(context, verb), context, verb)
