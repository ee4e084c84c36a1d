"""The program's commands as it has them, and which kinds are nouns among them: what the tests of every noun go by."""

from collections.abc import Iterator
from typing import Any

import typer
from invented import example

from caseload.commands.kit.options import Writes
from caseload.commands.root import root
from caseload.records.disclosure import Disclosure
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with its words; groups left out."""
    group = group or root()
    context = typer.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if hasattr(found, "commands"):
            yield from commands(found, (*path, name))
        else:
            yield " ".join((*path, name)), found


LEAVES: dict[str, Any] = dict(commands())
"""Every command by its words: task add."""

TABLES = [kind.TABLE for kind in KINDS]

ADDED = [kind for kind in KINDS if f"{kind.TABLE} add" in LEAVES]
"""The kinds whose records are typed; those of the others are made by a verb of another noun."""

NOUNS = [kind.TABLE for kind in ADDED]

WRITES = [path for path, command in LEAVES.items() if isinstance(command, Writes)]
"""Every command that writes."""


def verbs_of(noun: str) -> list[str]:
    """The verbs that a noun has."""
    return [verb for path in LEAVES for first, _, verb in [path.partition(" ")] if first == noun]


def typed_fields(kind: type[Record]) -> list[Field]:
    """The fields that are typed: those that have words."""
    return [field for field in fields_of(kind) if field.says]


def is_editable(kind: type[Record]) -> bool:
    """Whether `edit` changes a record of the kind; of a signed record's parts, and of the log, it refuses any."""
    return f"{kind.TABLE} edit" in LEAVES and kind is not Disclosure and not example(kind).refusal_to_change()


EDITED = [kind for kind in KINDS if is_editable(kind)]
"""The kinds whose records `edit` changes."""
