"""A file of TOML that a noun takes in: an instrument, a template."""

from typing import Any, TextIO

from caseload.errors import Invalid
from caseload.intake.piped import decoded, read_small
from caseload.toml import parsed


def read_toml(place: str, stdin: TextIO, noun: str, like: str) -> dict[str, Any]:
    """The tables of a file of TOML that a noun takes in, `like` one of it; raises Invalid for what is none."""
    data = read_small(place, stdin, f"a file of TOML; see caseload {noun} list")
    see = f"see caseload {noun} export {like}"
    try:
        return parsed(decoded(data).removeprefix("\ufeff"))
    except ValueError as error:
        raise Invalid(f"is no TOML: {error}", see, field="FILE") from None
