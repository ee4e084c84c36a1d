"""How many live in a client's household, and what comes in there in a year and a month: as entered, on one day.

Gross, in cents. A year is 52 weeks, 26 times two weeks, 12 months; a month is a twelfth of it. The whole is rounded
once, half a cent up. Programmes count otherwise (4.3 weeks a month, what is disregarded, whom they count).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from caseload.records.client import Client
from caseload.records.income import Income, holds
from caseload.records.person import Person, PersonStatus


class Household(NamedTuple):
    """A client's household on a day."""

    day: date
    said: int | None
    """The size that the client says; whatever the day, it is what was said last."""
    members: tuple[Person, ...]
    """Who lives there that day besides the client."""
    incomes: tuple[Income, ...]
    """What counts that day: the client's, and those of the members."""
    apart: tuple[Income, ...]
    """What comes in that day and does not count: it is of someone who is not in the household."""

    @property
    def counted(self) -> int | None:
        """The client and the members; None where nobody is known to live there."""
        return 1 + len(self.members) if self.members else None

    @property
    def size(self) -> int | None:
        """How many it is: as the client says, else as they are counted; None where neither is known, which is not 1."""
        return self.said or self.counted

    @property
    def disagrees(self) -> bool:
        """Whether the size that is said and the people who are known are not of one number."""
        return bool(self.said and self.counted and self.said != self.counted)

    @property
    def yearly_cents(self) -> int | None:
        """What comes in in a year, exact; 0 is no income, and None that none is recorded."""
        return sum(one.yearly_cents for one in self.incomes) if self.incomes else None

    @property
    def monthly_cents(self) -> int | None:
        """What comes in in a month, rounded once; None that none is recorded."""
        return None if self.yearly_cents is None else monthly(self.yearly_cents)


def household(client: Client, persons: Iterable[Person], incomes: Iterable[Income], day: date) -> Household:
    """The household of a client on a day, of what is known; voided records count for nothing."""
    members = tuple(one for one in persons if _lives_there(one, day))
    there = {one.id for one in members}
    coming = [one for one in incomes if one.voided_at is None and holds(one, day)]
    counts = tuple(one for one in coming if one.person_id is None or one.person_id in there)
    return Household(day, client.household_size, members, counts, tuple(one for one in coming if one not in counts))


def monthly(yearly_cents: int) -> int:
    """A twelfth of it, half a cent up."""
    return (yearly_cents + 6) // 12


def _lives_there(person: Person, day: date) -> bool:
    """Whether someone is of the household that day: one who has left still was, up to the day that was said."""
    if not person.in_household or person.voided_at is not None:
        return False
    if (person.from_on is not None and day < person.from_on) or (person.until_on is not None and day > person.until_on):
        return False
    left = person.status is PersonStatus.INACTIVE and person.until_on is not None
    return person.status is PersonStatus.ACTIVE or left
