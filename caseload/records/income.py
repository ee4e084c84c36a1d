"""Money that comes in, of a client or of someone in the household."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, in_order, kind, money
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Money, Says
from caseload.records.of.values import dollars


class Per(Vocabulary):
    """How often an amount comes in."""

    WEEK = "week"
    TWO_WEEKS = "two-weeks"
    MONTH = "month"
    YEAR = "year"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type; twice a month is none of the four."""
        return {
            "weekly": "week", "biweekly": "two-weeks", "every-two-weeks": "two-weeks", "fortnight": "two-weeks",
            "monthly": "month", "yearly": "year", "annual": "year", "annually": "year",
        }  # fmt: skip

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What pay slips and lists write; twice a month is none of the four."""
        return {
            "every-week": "week", "each-week": "week", "per-week": "week", "a-week": "week", "wk": "week",
            "/week": "week", "/wk": "week", "weeks": "week", "bi-weekly": "two-weeks",
            "every-2-weeks": "two-weeks", "every-other-week": "two-weeks", "per-two-weeks": "two-weeks",
            "per-2-weeks": "two-weeks", "2-weeks": "two-weeks", "every-second-week": "two-weeks",
            "every-14-days": "two-weeks", "every-month": "month", "each-month": "month", "per-month": "month",
            "a-month": "month", "mo": "month", "/month": "month", "/mo": "month", "once-a-month": "month",
            "every-year": "year", "each-year": "year", "per-year": "year", "a-year": "year", "yr": "year",
            "/year": "year", "/yr": "year", "per-annum": "year",
        }  # fmt: skip

    @classmethod
    def instead(cls, typed: str) -> str:
        """What to type in place of a word that is none of these; of twice a month, the two together."""
        if "".join(filter(str.isalnum, typed.casefold())) in _TWICE_A_MONTH:
            return "month, and as the amount both of a month together"
        return super().instead(typed)


_TWICE_A_MONTH = ("twiceamonth", "twicemonthly", "twicepermonth", "semimonthly", "2xamonth", "2xmonth", "2amonth")

A_YEAR: Mapping[Per, int] = {Per.WEEK: 52, Per.TWO_WEEKS: 26, Per.MONTH: 12, Per.YEAR: 1}
"""How many times a year an amount comes in."""


@kind
class Income(Guarded):
    """What comes in from one source, gross, as someone said it; an amount of 0 says that nothing does."""

    TABLE: ClassVar[str] = "income"
    PREFIX: ClassVar[str] = "inc"
    SINCE: ClassVar[int] = 8
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    WHEN: ClassVar[str] = "until_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "from_on is null", "from_on", "id")
    TITLE: ClassVar[str] = "what"
    LIVED: ClassVar[tuple[str, ...]] = ("from_on",)
    HANGS: ClassVar[tuple[str, ...]] = ("person_id",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("what",)

    client_id: Annotated[int, also.CLIENT]
    what: Annotated[str, Says("Where it comes from, in other words.", later=True), also.INCOME]
    amount: Annotated[float, Says("How much, gross, in dollars; 0 says that nothing comes in.", needed=True, least=0),
                      Money, also.MONEY]  # fmt: skip
    per: Annotated[Per, Says("How often", needed=True), also.PERIOD]
    person_id: Annotated[
        int | None, Says("Whose it is, if not the client's: someone around the client (pe1).", flag="--person"),
        also.WHOSE,
    ] = None  # fmt: skip
    from_on: Annotated[date | None, Says("Since when.", flag="--from"), also.FROM] = None
    until_on: Annotated[date | None, Says("The last day of it.", flag="--until"), also.TO] = None

    def __post_init__(self) -> None:
        """The rules of one income."""
        super().__post_init__()
        money(self, "amount")
        in_order(self, "from_on", "until_on")

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return round(self.amount * 100)

    @property
    def yearly_cents(self) -> int:
        """What it comes to in a year, in cents: exact, for a year has 52 weeks here."""
        return self.cents * A_YEAR[self.per]


def holds(income: Income, day: date) -> bool:
    """Whether it comes in on that day; an income without a beginning always has."""
    return (income.from_on is None or income.from_on <= day) and (income.until_on is None or day <= income.until_on)


def said_of(income: Income) -> str:
    """The amount and how often, as people read it: $412.50 a week; no income."""
    return f"{dollars(income.cents)} {_A[income.per]}" if income.cents else "no income"


_A: Mapping[Per, str] = {Per.WEEK: "a week", Per.TWO_WEEKS: "every two weeks", Per.MONTH: "a month", Per.YEAR: "a year"}
