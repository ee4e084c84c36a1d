"""The poverty guidelines of the US: what a household's income is in percent of one, by year and area.

Which year applies each programme says for itself, so none is taken without being told.
"""

from datetime import date
from typing import NamedTuple

from caseload.value import Value

CONTIGUOUS = "contiguous"
"""The 48 states and DC."""

OWN_TABLE = ("AK", "HI")
"""States with guidelines of their own."""

NONE_AT_ALL = {"PR": "Puerto Rico", "GU": "Guam", "VI": "the US Virgin Islands"}
"""Areas to which the guidelines do not apply (one source: a comment in PolicyEngine's fpg.yaml)."""


class Guideline(NamedTuple):
    """What counts as poverty in a year, in one area."""

    year: int
    area: str
    first_cents: int
    """For one person, a year."""
    additional_cents: int
    """For each further person, whatever their number."""
    citation: str
    effective: date
    published: date | None = None
    mark: str = "verified"
    """Of the amounts; the two dates have one source."""
    origin: str = ""
    """Where rules.toml has it, its path and line; nothing for what is shipped."""

    def cents(self, size: int) -> int:
        """The guideline for a household of that size, a year."""
        return self.first_cents + (size - 1) * self.additional_cents

    def tenths(self, size: int, yearly_cents: int) -> int:
        """Tenths of a percent that an income is of it, half a tenth up."""
        whole = self.cents(size)
        return (yearly_cents * 1000 + whole // 2) // whole

    def exceeds(self, size: int, yearly_cents: int, percent: float) -> bool:
        """Whether an income is more than so many percent of it, to the cent."""
        return yearly_cents * 1000 > round(percent * 10) * self.cents(size)


def _of(year: int, amounts: dict[str, tuple[int, int]], citation: str, published: date, effective: date) -> tuple[
    Guideline, ...
]:  # fmt: skip
    return tuple(
        Guideline(year, area, first * 100, additional * 100, citation, effective, published)
        for area, (first, additional) in amounts.items()
    )


GUIDELINES: tuple[Guideline, ...] = (
    *_of(
        2025, {CONTIGUOUS: (15650, 5500), "AK": (19550, 6880), "HI": (17990, 6330)},
        "90 FR 5917", date(2025, 1, 17), date(2025, 1, 15),
    ),
    *_of(
        2026, {CONTIGUOUS: (15960, 5680), "AK": (19950, 7100), "HI": (18360, 6530)},
        "91 FR 1797", date(2026, 1, 15), date(2026, 1, 13),
    ),
)  # fmt: skip
"""What is shipped, each year's by area."""


class Guidelines(Value):
    """The guidelines there are: those that are shipped, and before them those of the user's rules.toml."""

    own: tuple[Guideline, ...] = ()

    @property
    def rows(self) -> tuple[Guideline, ...]:
        """Each there is, the user's own first."""
        return (*self.own, *GUIDELINES)

    def find(self, year: int, area: str) -> Guideline | None:
        """That of a year and an area; None where there is none."""
        return next((row for row in self.rows if (row.year, row.area) == (year, area)), None)

    def newest(self, area: str) -> Guideline | None:
        """The newest there is for an area; None where it has none."""
        return max((row for row in self.rows if row.area == area), key=lambda row: row.year, default=None)

    def in_effect(self, area: str, day: date) -> Guideline | None:
        """The newest that is in effect in an area on a day; None before the first."""
        rows = [row for row in self.rows if row.area == area and row.effective <= day]
        return max(rows, key=lambda row: row.year, default=None)

    def years(self, area: str) -> list[int]:
        """The years that have one for an area."""
        return sorted({row.year for row in self.rows if row.area == area})

    def percent(self, year: int, area: str, size: int, yearly_cents: int) -> float | None:
        """What an income is in percent of the guideline, one decimal; None where there is none."""
        row = self.find(year, area)
        return None if row is None else row.tenths(size, yearly_cents) / 10


def area_of(state: str | None) -> str:
    """The area of a client's state, by its letters or its name; the contiguous states where it says none other."""
    folded = (state or "").strip().casefold()
    return _STATES.get(folded, CONTIGUOUS)


_STATES = {
    "ak": "AK", "alaska": "AK", "hi": "HI", "hawaii": "HI", "pr": "PR", "puerto rico": "PR", "gu": "GU", "guam": "GU",
    "vi": "VI", "virgin islands": "VI", "us virgin islands": "VI", "u.s. virgin islands": "VI",
}  # fmt: skip
