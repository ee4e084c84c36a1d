"""A file of TOML that a noun takes in: an instrument, a template."""

import tomllib
from typing import Any, TextIO

from caseload.errors import Invalid
from caseload.intake.piped import decoded, read_small


def read_toml(place: str, stdin: TextIO, noun: str, like: str) -> dict[str, Any]:
    """The tables of a file of TOML that a noun takes in, `like` one of it; raises Invalid for what is none."""
    data = read_small(place, stdin, f"a file of TOML; see caseload {noun} list")
    see = f"see caseload {noun} export {like}"
    try:
        return tomllib.loads(decoded(data).removeprefix("\ufeff"))
    except RecursionError:
        raise Invalid("is nested too deeply", see, field="FILE") from None
    except ValueError as error:
        # Python itself refuses a number of thousands of digits.
        fault = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number has thousands of digits"
        raise Invalid(f"is no TOML: {fault}", see, field="FILE") from None
