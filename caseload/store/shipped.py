"""The instruments that come with the program: files beside its modules, read when one is asked for."""

import tomllib
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from caseload.records.instrument import Instrument, instrument_of

FOLDER = Path(__file__).parent.parent / "instruments"


def shipped() -> Iterator[Instrument]:
    """Every instrument that comes with the program, by name; none of them is stored."""
    for file in sorted(FOLDER.glob("*.toml"), key=attrgetter("stem")):
        yield instrument_of(tomllib.loads(file.read_text("utf-8")))


def shipped_as(name: str) -> Instrument | None:
    """The one of that name, or None."""
    file = FOLDER / f"{name}.toml"
    return instrument_of(tomllib.loads(file.read_text("utf-8"))) if file.name in _names() else None


def _names() -> set[str]:
    return {file.name for file in FOLDER.glob("*.toml")}
