"""By which numbers agencies know the invented clients, who lives with whom, and what comes in."""

from collections.abc import Iterator
from datetime import date, timedelta

from caseload.records.client import Client
from caseload.records.identifier import Identifier, System
from caseload.records.income import Income, Per
from caseload.records.of.base import Record
from caseload.records.person import Person
from caseload.store.core import Store
from caseload.value import replace

_SIZES = {1: 1, 8: 1, 20: 3}
"""How many the household is, as the client says; of one of them fewer are known."""


def add_household(store: Store, today: date) -> None:
    """Store the numbers, the households and the incomes; the clients and the people around them are there."""
    for client, size in _SIZES.items():
        store.save(replace(store.get(Client, client), household_size=size))
    daughter = store.add(Person(client_id=20, name="Inés Ortega", relationship="daughter", in_household=True))
    for record in (*_numbers(today), *_incomes(today, daughter.id)):
        store.add(record)


def _back(today: date, days: int) -> date:
    return today - timedelta(days=days)


# From here on a record is a row. No number here is anybody's: SSNs from 987-65-4320 on are given to nobody.
# fmt: off


def _numbers(today: date) -> Iterator[Record]:
    yield Identifier(client_id=1, system=System.MEDICAID, value="004172289", agency="State Medicaid")
    yield Identifier(client_id=1, system=System.SSN, value="987-65-4320")
    yield Identifier(client_id=7, system=System.BOOKING, value="2026-0031187", agency="County jail",
                     from_on=_back(today, 170))
    yield Identifier(client_id=7, system=System.CASE, value="CR-26-4471", agency="County court")
    yield Identifier(client_id=10, system=System.SCHOOL, value="0071834", agency="Lincoln High")
    yield Identifier(client_id=17, system=System.MEDICARE, value="9XX9-XX9-XX99")
    yield Identifier(client_id=20, system=System.MRN, value="00-55-21-9", agency="Main St Clinic")


def _incomes(today: date, daughter: int) -> Iterator[Record]:
    yield Income(client_id=1, what="wages, bakery", amount=412.5, per=Per.TWO_WEEKS, from_on=_back(today, 240))
    yield Income(client_id=8, what="none since the layoff", amount=0.0, per=Per.MONTH, from_on=_back(today, 95))
    yield Income(client_id=8, what="wages, warehouse", amount=640.0, per=Per.WEEK, from_on=_back(today, 900),
                 until_on=_back(today, 96))
    yield Income(client_id=17, what="Social Security retirement", amount=1104.0, per=Per.MONTH)
    yield Income(client_id=20, what="wages, school cafeteria", amount=388.75, per=Per.WEEK, person_id=daughter)
    yield Income(client_id=20, what="SSI", amount=967.0, per=Per.MONTH)
