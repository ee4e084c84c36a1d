"""Screens of a client: the one that was interrupted, all of them, a newer one than another."""

from caseload.records.assessment import Assessment
from caseload.store.core import Store


def begun(store: Store, client_id: int, screen: str) -> Assessment | None:
    """The screen of a client with an instrument that was interrupted last."""
    sql = "client_id = ? and screen = ? and status = 'in-progress' and voided_at is null order by id desc limit 1"
    found = store.select(Assessment, sql, (client_id, screen))
    return found[0] if found else None


def screens_of_client(store: Store, client_id: int) -> list[Assessment]:
    """A client's screens that are under way or done, oldest first."""
    sql = "client_id = ? and status in ('in-progress', 'completed', 'amended') and voided_at is null"
    return store.select(Assessment, f"{sql} order by assessed_on, id", (client_id,))


def later_screen(store: Store, one: Assessment) -> str:
    """The typed id of a newer screen of the same client with the same instrument; nothing where there is none."""
    sql = """select id from assessment as later where client_id = ? and screen = ? and voided_at is null
and status in ('completed', 'amended') and (assessed_on, id) > (?, ?) order by assessed_on desc, id desc limit 1"""
    row = store.connection.execute(sql, (one.client_id, one.screen, str(one.assessed_on), one.id)).fetchone()
    return f"{Assessment.PREFIX}{row[0]}" if row else ""
