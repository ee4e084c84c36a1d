"""Which programme of law the free words of a benefit mean, and the levels by which its decisions are contested."""

from collections.abc import Mapping
from enum import StrEnum


class Programme(StrEnum):
    """A programme of which the table of law may know deadlines, or that is known to have none there."""

    MEDICAID = "medicaid"
    MANAGED_CARE = "managed-care"
    SNAP = "snap"
    SSI = "ssi"
    SSDI = "ssdi"
    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare-advantage"
    TANF = "tanf"
    HOUSING = "housing"


_CALLED: Mapping[str, Programme | None] = {
    "medicaid managed care": Programme.MANAGED_CARE,
    "managed care": Programme.MANAGED_CARE,
    "mco": Programme.MANAGED_CARE,
    "medicaid": Programme.MEDICAID,
    "medical assistance": Programme.MEDICAID,
    "medi cal": Programme.MEDICAID,
    "snap": Programme.SNAP,
    "supplemental nutrition": Programme.SNAP,
    "ebt": Programme.SNAP,
    "food stamp": Programme.SNAP,
    "food stamps": Programme.SNAP,
    "foodstamps": Programme.SNAP,
    "calfresh": Programme.SNAP,
    "ssi": Programme.SSI,
    "supplemental security income": Programme.SSI,
    "ssdi": Programme.SSDI,
    "social security disability": Programme.SSDI,
    "disability insurance": Programme.SSDI,
    # The states have these, and no deadline of Medicare's holds for them.
    "medicare savings": None,
    "medicare advantage": Programme.MEDICARE_ADVANTAGE,
    "medicare part c": Programme.MEDICARE_ADVANTAGE,
    "medicare part d": Programme.MEDICARE_ADVANTAGE,
    "part d": Programme.MEDICARE_ADVANTAGE,
    "medicare": Programme.MEDICARE,
    "tanf": Programme.TANF,
    "cash assistance": Programme.TANF,
    "temporary assistance": Programme.TANF,
    "housing": Programme.HOUSING,
    "section 8": Programme.HOUSING,
    "housing choice voucher": Programme.HOUSING,
    "public housing": Programme.HOUSING,
}
"""What a programme is called, folded, at the beginning of the words; of two that fit the longer one counts."""


def name_in_rules(name: str) -> str:
    """What rules.toml has the days of a benefit by: its programme, else its name as a key has it, child-care."""
    return programme_of(name) or "-".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def programme_of(name: str) -> Programme | None:
    """The programme that free words mean: Food Stamps is SNAP, Medicaid (nursing home) is Medicaid; None for others."""
    folded = "".join(char if char.isalnum() else " " for char in name.casefold()).split()
    for count in range(min(len(folded), 3), 0, -1):
        if (words := " ".join(folded[:count])) in _CALLED:
            return _CALLED[words]
    return None
