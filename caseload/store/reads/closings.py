"""What the closing of a client had cancelled, as the change log has it."""

import json

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.task import Task
from caseload.store.core import Store


def cancelled_at_closing(store: Store, client_id: int) -> list[Task | Appointment]:
    """What the last closing of a client cancelled and what still is so, not booked anew: tasks, then appointments."""
    row = store.connection.execute(_LAST_CLOSING, {"client": client_id, "open": json.dumps(Client.OPEN)}).fetchone()
    if row is None:
        return []
    sql = f"id in ({_CANCELLED}) and client_id = ? and status = 'cancelled' and voided_at is null"
    values = (row[0], client_id)
    tasks = store.select(Task, f"{sql} order by due is null, due, id".format("task"), values)
    again = "superseded_by_id is null order by starts, id"
    return [*tasks, *store.select(Appointment, f"{sql} and {again}".format("appointment"), values)]


_LAST_CLOSING = """
select operation_id from change where kind = 'client' and record_id = :client
    and before ->> 'status' in (select value from json_each(:open))
    and after ->> 'status' not in (select value from json_each(:open)) order by id desc limit 1"""

_CANCELLED = """
select record_id from change where operation_id = ? and kind = '{}'
    and before ->> 'status' <> 'cancelled' and after ->> 'status' = 'cancelled'"""
