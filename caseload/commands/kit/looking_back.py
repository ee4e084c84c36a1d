"""Which commands look back to a past day: what shows records, and is not of today."""

from collections.abc import Mapping, Sequence

from typer.core import TyperCommand, TyperGroup

from caseload.commands.kit.options import Files, Writes
from caseload.errors import Invalid

OF_TODAY: Mapping[str, str] = {
    "sql": "asks the file itself, which holds only what is",
    "find": "looks through the words that records have now",
    "doctor": "looks at the file itself",
    "report purged": "tells of the copies that there are",
    "letter": "is written and sent today",
    "enrollment letter": "is written and sent today",
    "client transfer": "gives a client away today",
}
"""What shows records and looks back to no day, and why."""


def refuse_now(name: str, command: TyperCommand | TyperGroup, rest: Sequence[str]) -> None:
    """Raises Invalid for a command that looks back to no day; `rest` begins with the verb of a noun."""
    if isinstance(command, TyperGroup):
        verb = rest[0] if rest else ""
        if verb not in command.commands:
            return
        name, command = f"{name} {verb}", command.commands[verb]  # type: ignore[assignment]
    if isinstance(command, Files) and name not in OF_TODAY:
        return
    why = OF_TODAY.get(name) or ("writes" if isinstance(command, Writes) else "shows no records")
    raise Invalid(f"{name} {why}", "lists, pages, reports and exports take it", field="--as-of")
