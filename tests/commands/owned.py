"""A database in which each kind that takes own fields has one of every type, and what is typed into them."""

import json
from pathlib import Path
from typing import Any

from nouns import ADDED
from typable import add_line

from commands.conftest import Quick, made

OWN = [kind for kind in ADDED if kind.OWN]
"""Those that are typed: an instrument comes from a file."""
ADD = {kind.TABLE: " ".join(add_line(kind, 1)[2:]) for kind in OWN}
ADD["assessment"] += " --sensitivity normal"
ADD["attendance"] += " --excused --reason court"
"""What is typed after `add` for a record of each kind; a screen that no law guards, since it is read in a pipe; and the
meeting is still to come."""
TYPED = {
    "school": ("Lincoln = High", "Lincoln = High"), "grade": ("9.50", 9.5), "left": ("2026-02-03", "2026-02-03"),
    "veteran": ("no", False), "cohort": ("Early Spring", "early-spring"), "barriers": ("money,child care", None),
}  # fmt: skip
HELD = {name: value for name, (_, value) in TYPED.items()} | {"barriers": ["money", "child-care"]}
SETS = [word for name, (text, _) in TYPED.items() for word in ("--set", f"{name}={text}")]


def declarations(table: str) -> list[str]:
    return [
        f"field add {table} school", f"field add {table} grade --type number", f"field add {table} left --type day",
        f"field add {table} veteran --type yes-no --label Served?",
        f"field add {table} cohort --words early-spring,fall",
        f"field add {table} barriers --type words --words money,child-care,ride",
    ]  # fmt: skip


def declared(home: Path) -> Path:
    """The home of a database with Ana Ruiz (c1), a record of each other kind, and nothing in any field."""
    lines = [f"{table} add {words}" for table, words in ADD.items() if table != "client"]
    fields = [line for kind in OWN for line in declarations(kind.TABLE)]
    first = ("client add Ana Ruiz", "provider add Kitchen", "instrument import cage")
    return made(home, *first, *lines, *fields)


def three(program: Quick) -> Quick:
    """The program with Ana and Bo (c1 and c2), who have something in each of f1 to f6, and Cy (c3), who has nothing."""
    for line in ("client add Ana Ruiz", "client add Bo Li", "client add Cy Fox", *declarations("client")):
        program(*line.split())
    program("client", "edit", "ana", *SETS)
    bo = "school=10 Main;grade=10;left=2026-11-26;veteran=yes;cohort=fall;barriers=ride,money"
    program("client", "edit", "bo", *(word for pair in bo.split(";") for word in ("--set", pair)))
    return program


def held(program: Quick, ref: str) -> dict[str, Any]:
    """What a record holds in its own fields."""
    record: dict[str, Any] = json.loads(program("show", ref, "--json"))[0]
    return {name: value for name, value in record.items() if name in TYPED and value is not None}


def names(program: Quick, *words: str) -> list[str]:
    """What the refusal of a field that is none says may be asked for."""
    said = program.run(*words, "--fields", "nonsense").err
    return said.partition("--fields takes ")[2].strip().split(", ")
