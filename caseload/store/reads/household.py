"""What a client's household is reckoned from: people, and what comes in."""

from datetime import date

from caseload.records.client import Client
from caseload.records.income import Income
from caseload.records.of.household import Household, household
from caseload.records.person import Person
from caseload.store.core import Store


def household_of(store: Store, client: Client, day: date) -> Household:
    """The household of a client on a day."""
    people = store.select(Person, "client_id = ? and in_household and voided_at is null order by id", (client.id,))
    return household(client, people, incomes_of_client(store, client.id), day)


def incomes_of_client(store: Store, client_id: int) -> list[Income]:
    """What came in and comes in, in the order in which it began."""
    sql = "client_id = ? and voided_at is null order by from_on is not null, from_on, id"
    return store.select(Income, sql, (client_id,))
