"""What the closing of a client had cancelled, as the change log has it."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.task import Task
from caseload.store.core import Store


class Cancelled(NamedTuple):
    """What a closing cancelled, and the status that each had before, by typed id."""

    items: tuple[Task | Appointment, ...] = ()
    was: Mapping[str, str] = {}


def cancelled_at_closing(store: Store, client_id: int) -> Cancelled:
    """What the last closing of a client cancelled and what still is so, not booked anew: tasks, then appointments."""
    row = store.connection.execute(_LAST_CLOSING, {"client": client_id, "open": json.dumps(Client.OPEN)}).fetchone()
    if row is None:
        return Cancelled()
    sql = f"id in ({_CANCELLED}) and client_id = ? and status = 'cancelled' and voided_at is null"
    values = (row[0], client_id)
    tasks = store.select(Task, f"{sql} order by due is null, due, id".format("task"), values)
    again = "superseded_by_id is null order by starts, id"
    appointments = store.select(Appointment, f"{sql} and {again}".format("appointment"), values)
    was = {
        f"{kind.PREFIX}{number}": status
        for kind in (Task, Appointment)
        for number, status in store.connection.execute(_BEFORE.format(kind.TABLE), row)
    }
    return Cancelled((*tasks, *appointments), was)


_LAST_CLOSING = """
select operation_id from change where kind = 'client' and record_id = :client
    and before ->> 'status' in (select value from json_each(:open))
    and after ->> 'status' not in (select value from json_each(:open)) order by id desc limit 1"""

_OF_CLOSING = """
from change where operation_id = ? and kind = '{}'
    and before ->> 'status' <> 'cancelled' and after ->> 'status' = 'cancelled'"""

_CANCELLED = f"select record_id {_OF_CLOSING}"

_BEFORE = f"select record_id, before ->> 'status' {_OF_CLOSING}"
