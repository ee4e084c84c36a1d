"""How payers round minutes: `[payers]` of config.toml, read."""

from collections.abc import Mapping

from caseload.config import Config
from caseload.errors import Invalid
from caseload.records.of.units import Rounding

Payers = Mapping[str, Rounding]
"""The rule of rounding of each payer, by its name folded."""


def roundings(config: Config) -> Payers:
    """How each payer rounds minutes, by its name folded; raises Invalid, naming file and line, for no such rule."""
    found = {}
    for name, word in config.payers.items():
        try:
            found[name.strip().casefold()] = Rounding(word)
        except ValueError:
            place = config.place(f"payers.{name}.rounding")
            raise Invalid(f"{place}: {word!r} is no rule of rounding", f"one of {Rounding.accepted()}") from None
    return found
