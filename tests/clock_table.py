"""caseload/records/of/declared.py: every ordinary clock, so that no kind need be loaded to ask what is due.

`python tests/clock_table.py` writes it.
"""

import sys
from pathlib import Path

from caseload.records.kinds import KINDS, leads_to_client
from caseload.records.of.base import Record
from caseload.records.of.clock import Clock, Declared

MODULE = Path(__file__).parent.parent / "caseload" / "records" / "of" / "declared.py"


def declared_of(kind: type[Record], clock: Clock) -> Declared:
    """A clock beside what of its kind the store asks by."""
    return Declared(kind.TABLE, leads_to_client(kind), kind.STATUS, kind.OPEN, clock)


def clock_table() -> str:
    """The module, in the order of the kinds."""
    made = "".join(_entry(declared_of(kind, clock)) for kind in KINDS for clock in kind.CLOCKS)
    roll = "from caseload.when.workdays import Roll\n" if " roll=" in made else ""
    return f"{_ABOUT}{roll}\nDECLARED: Mapping[str, Declared] = {{\n{made}}}  # fmt: skip\n"


_ABOUT = '''"""The ordinary clocks as the kinds declare them (CLOCKS): no kind need be loaded to ask what is due.

Written by `python tests/clock_table.py` from the kinds: a change made here is lost.
"""

from collections.abc import Mapping

from caseload.records.of.clock import Clock, Declared
'''


def _entry(declared: Declared) -> str:
    table, leads_to, status, words, clock = declared
    said = {key: value for key, value in clock._asdict().items() if value != Clock._field_defaults.get(key)}
    return "".join(
        (
            f'    "{clock.name}": Declared(\n',
            f"        {_text(table)}, {_text(leads_to)}, {_text(status)},\n        {_text(words)},\n        Clock(\n",
            *(f"            {key}={_text(value)},\n" for key, value in said.items()),
            "        ),\n    ),\n",
        )
    )


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))}{',' if len(value) == 1 else ''})"
    if type(value) is str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value) if isinstance(value, bool) else f"{type(value).__name__}.{getattr(value, 'name', '')}"


if __name__ == "__main__":
    MODULE.write_text(clock_table(), encoding="utf-8")
    sys.stdout.write(f"{MODULE.name} written\n")
