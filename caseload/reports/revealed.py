"""What was shown of what is confidential: one file in the state folder, with moments, commands and ids only.

Never in the database: to read changes nothing there.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from caseload.errors import CannotWrite
from caseload.store.core import Store

NAME = "revealed.jsonl"
"""The file, a JSON object a line."""


class Run(Protocol):
    """What is needed to know of the run."""

    @property
    def state_dir(self) -> str:
        """Where the file is."""

    @property
    def stamp(self) -> str:
        """Its moment, in UTC."""

    @property
    def command(self) -> str:
        """The words of the command."""


def note(run: Run, store: Store, ids: Iterable[str] | None) -> None:
    """Add a line: when (UTC), by which command, in which caseload, of which records; without ids what was begun.

    Raises CannotWrite where it cannot be added.
    """
    path = Path(run.state_dir, NAME)
    shown = None if ids is None else sorted(ids, key=lambda one: (one.rstrip("0123456789"), len(one), one))
    line = json.dumps({"at": run.stamp, "command": run.command, "database": store.database, "ids": shown})
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(number, "w", encoding="utf-8") as file:  # noqa: PTH123 - an open file descriptor, not a path
            file.write(f"{line}\n")
    except OSError as error:
        what = f"cannot note in {path} what is revealed: {error.strerror}"
        raise CannotWrite(what, "mend that, or leave --reveal out") from error
