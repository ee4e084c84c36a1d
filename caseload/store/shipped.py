"""The instruments and templates that come with the program: files beside its modules, read when one is asked for."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from caseload.records.instrument import Instrument, instrument_of
from caseload.records.template import Template, template_of

T = TypeVar("T")

_BESIDE = Path(__file__).parent.parent
FOLDER = _BESIDE / "instruments"
TEMPLATES = _BESIDE / "templates"


def shipped() -> Iterator[Instrument]:
    """Every instrument that comes with the program, by name; none of them is stored."""
    return _all(FOLDER, instrument_of)


def shipped_as(name: str) -> Instrument | None:
    """The one of that name, or None."""
    return _one(FOLDER, name, instrument_of)


def shipped_templates() -> Iterator[Template]:
    """Every template that comes with the program, by name; none of them is stored."""
    return _all(TEMPLATES, template_of)


def shipped_template(name: str) -> Template | None:
    """The template of that name, or None."""
    return _one(TEMPLATES, name, template_of)


def _all(folder: Path, read: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    for file in sorted(folder.glob("*.toml"), key=attrgetter("stem")):
        yield read(tomllib.loads(file.read_text("utf-8")))


def _one(folder: Path, name: str, read: Callable[[Mapping[str, Any]], T]) -> T | None:
    file = folder / f"{name}.toml"
    there = {one.name for one in folder.glob("*.toml")}
    return read(tomllib.loads(file.read_text("utf-8"))) if file.name in there else None
