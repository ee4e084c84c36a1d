"""What a law guards beyond the usual: which law, and whether 42 CFR Part 2 is it; of every kind that may leave."""

from collections.abc import Mapping
from typing import Annotated

from caseload.records.of.base import Record, Vocabulary, kind


class Sensitivity(Vocabulary):
    """Which law guards a record beyond the usual (HL7 ActCode; SUD: 42 CFR Part 2)."""

    NORMAL = "normal"
    SUD = "SUD"
    MH = "MH"
    HIV = "HIV"
    SDV = "SDV"
    PSYTHPN = "PSYTHPN"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The same in lower case."""
        return {member.value.lower(): member.value for member in cls}


class Part2(Vocabulary):
    """Whether a record comes from a program or a holder that 42 CFR Part 2 binds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


Guard = Annotated[Sensitivity, "The law that guards it; normal unless said"]
"""The type of the field, for a kind that gives it a place of its own among its fields."""


@kind
class Guarded(Record):
    """A record that may leave, so that it must be known who guards it; the two fields stand behind the kind's own."""

    sensitivity: Guard = Sensitivity.NORMAL
    part2: Annotated[Part2, "Whether 42 CFR Part 2 protects it, by its source; unknown unless said"] = Part2.UNKNOWN

    @property
    def mark(self) -> str:
        """The law that guards the record, to stand before whatever is said of it: [SUD]; nothing for most."""
        return mark_of(self.sensitivity, self.part2)

    @property
    def called(self) -> str:
        """The record's name for people, marked."""
        return f"{self.mark} {super().called}".strip()

    @property
    def as_item(self) -> str:
        """The record's name; of a guarded one no more than its kind: a list of what is due is no place for it."""
        return self.TABLE if self.mark else super().called

    @property
    def travels(self) -> bool:
        """Whether its name may go out by mail: a guarded one stays at home."""
        return self.TRAVELS and not self.mark


def mark_of(sensitivity: str, part2: str) -> str:
    """The mark of a record that stands under a law of its own, from the words of its two fields."""
    if sensitivity != Sensitivity.NORMAL:
        return f"[{sensitivity}]"
    return PART_2 if part2 == Part2.YES else ""


PART_2 = "[part 2]"
"""The mark of what 42 CFR Part 2 protects, whatever it is about."""

GUARDS = ("sensitivity", "part2")
"""The fields by which a record is guarded; no rule of a kind weighs them against another."""
