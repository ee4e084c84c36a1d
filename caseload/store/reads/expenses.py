"""What is read of money spent."""

from caseload.records.expense import Expense
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, of_client


def expenses_of_client(store: Store, client_id: int) -> list[Expense]:
    """What was spent for a client, the newest first."""
    return store.select(Expense, "client_id = ? and voided_at is null order by spent_on desc, id desc", (client_id,))


def without_receipt(store: Store, asked: Asked) -> list[Expense]:
    """What was spent for clients and has no receipt."""
    sql, values = of_client(asked, Expense)
    where = f"client_id is not null and receipt is null and voided_at is null{sql} order by id"
    return store.select(Expense, where, values)
