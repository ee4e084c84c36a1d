"""Money spent for a client, or on the road: a bus pass, parking, an identity card."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Order, kind, money
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Money, Says
from caseload.value import replace


@kind
class Expense(Guarded):
    """One sum that was spent, for a client or for nobody's sake: what for, who pays, where the slip is."""

    TABLE: ClassVar[str] = "expense"
    PREFIX: ClassVar[str] = "x"
    SINCE: ClassVar[int] = 15
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    WHEN: ClassVar[str] = "spent_on"
    ORDER: ClassVar[tuple[str, ...]] = ("spent_on desc", "id desc")
    TITLE: ClassVar[str] = "what"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="expense-claim", field="spent_on", called="day", words="expense to claim",
            many="expenses to claim", does="caseload expense claim", reason="spent on {}, not claimed",
            looks_at="expenses without claimed_on", until="claimed_on", ended="claimed on", lead="7d", unset=True,
            source="no source has an interval: it is your agency's",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("spent_on", "claimed_on")
    ORDERED: ClassVar[Order] = {"spent_on": ("claimed_on",)}
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "fund", "receipt")

    client_id: Annotated[int | None, also.CLIENT] = None
    spent_on: Annotated[date, "The day it was spent; today unless said.", also.SPENT_ON]
    amount: Annotated[float, Says("Dollars and cents.", later=True, least=0.01), Money, also.SPENT]
    what: Annotated[str, Says("Other words.", later=True), also.SPENT_FOR]
    fund: Annotated[str | None, "Who pays: client aid, own pocket, a grant.", also.FUND] = None
    receipt: Annotated[str | None, "Where the receipt is, or its number.", also.RECEIPT] = None
    claimed_on: Annotated[date | None, "The day the money was asked back; see expense claim.", also.CLAIMED] = None

    def __post_init__(self) -> None:
        """The rules of one expense."""
        super().__post_init__()
        money(self, "amount")


def claimed(expense: Expense, on: date) -> Expense:
    """The expense claimed that day; Refused where it was."""
    if expense.claimed_on:
        again = f"caseload expense edit {expense.ref} --claimed-on DAY changes the day"
        raise Refused(f"{expense.ref} was claimed on {expense.claimed_on}", again)
    return replace(expense, claimed_on=on)
